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
