//go:build windows

package abi

// escape is never set. That it might be makes the compiler put on the heap what
// OnHeap returns.
var escape struct {
	set  bool
	sink any
}

// OnHeap returns memory that native code may write to although it calls back into
// Go meanwhile: a goroutine's stack moves when it grows, and syscall.SyscallN does
// not keep what it is passed from being on one.
func OnHeap[T any]() *T {
	p := new(T)
	if escape.set {
		escape.sink = p
	}
	return p
}
