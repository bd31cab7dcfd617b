// Package winrt is what programs use of the runtime beside the packages that are
// generated for them: errors, boxing, casts, and the apartment of a thread.
//
// # Apartments
//
// Every goroutine is in the multithreaded apartment of the process, and most programs
// need no other. RunSTA makes a single-threaded one with a message loop, for classes
// that want one; EnterSTA tells of one that a library for windows made.
//
// An object that is agile (it has IAgileObject, or the free-threaded marshaler: most
// classes, and all objects made in Go) may be used on every goroutine. Another one that
// was made in a single-threaded apartment may be used on its thread alone, that is in
// the func that RunSTA runs and in handlers that are called there; elsewhere calls of it
// fail with RPC_E_WRONG_THREAD or worse. Giving it up is different: Release may be
// called anywhere, and the reference is given back on the apartment's thread when it
// next handles messages. What Go still holds when the apartment ends is released then,
// and later uses give ErrReleased.
//
// Waiting for an operation (Await) on the thread of a single-threaded apartment
// dispatches the thread's messages meanwhile, so that what the operation needs of the
// thread is done. Events and calls from other apartments may come in during the wait, as
// in a message loop.
package winrt
