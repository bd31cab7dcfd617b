//go:build windows || arm64

package abi

//go:generate go run ./internal/thunks

// receiver is the function of native code's convention to which the assembly passes
// a call into Go: its argument is an *arrival.
//
//lint:ignore U1000 the assembly reads it
var receiver uintptr

// shutdown is the address of RtlDllShutdownInProgress, or of what answers like it. The
// assembly asks it before it enters Go: while a process ends, DLLs release what they
// still hold, with every other thread gone and Go's runtime in the middle of something.
// The last Release then answers 0 and every other call ERROR_SHUTDOWN_IN_PROGRESS.
//
//lint:ignore U1000 the assembly reads it
var shutdown uintptr

// vtableAddress is the one vtable that all COM objects made in Go share.
func vtableAddress() uintptr
