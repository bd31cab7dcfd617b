//go:build windows

package abi

import (
	"syscall"
	"unsafe"
)

var procTaskMemAlloc = combase.NewProc("CoTaskMemAlloc")

// taskAlloc returns memory that whoever gets it frees with CoTaskMemFree.
func taskAlloc(size uintptr) unsafe.Pointer {
	p, _, _ := syscall.SyscallN(procTaskMemAlloc.Addr(), size)
	return *(*unsafe.Pointer)(unsafe.Pointer(&p))
}

// address is a pointer to native memory where the collector does not see it: after its
// owner has given it back, Go itself may get the memory from the system, and the
// process would die of a pointer to where no Go object is.
type address uintptr

func addressOf(p unsafe.Pointer) address { return address(uintptr(p)) }

func (a address) pointer() unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&a)) }

// release gives back the reference to an object at a.
func (a address) release() { release(a.pointer()) }

// StorePointer writes a pointer to memory that native code lent. A store of pointer
// type would have the collector look at what was there before, which may be anything:
// see internal/nativestore, which finds those.
func StorePointer(at, p unsafe.Pointer) { *(*uintptr)(at) = uintptr(p) }
