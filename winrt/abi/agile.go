//go:build windows

package abi

import (
	"syscall"
	"unsafe"
)

// classFreeThreaded is CLSID_InProcFreeMarshaler, in whose care an object may go to
// every apartment.
var classFreeThreaded = GUID{Data1: 0x0000033a, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}

const slotGetUnmarshalClass = 3

// agile tells whether an object may be used in every apartment, by what it says of
// itself: IAgileObject, or the free-threaded marshaler's class.
func agile(p unsafe.Pointer) bool {
	if *(*uintptr)(p) == vtable() {
		return true // made in Go
	}
	if q := has(p, &iidIAgileObject); q != nil {
		release(q)
		return true
	}
	q := has(p, &iidIMarshal)
	if q == nil {
		return false
	}
	defer release(q)
	const inProcess = 3 // MSHCTX_INPROC
	id := OnHeap[[2]GUID]()
	id[0] = iidIUnknown
	hr, _, _ := syscall.SyscallN(slotOf(q, slotGetUnmarshalClass), uintptr(q), uintptr(unsafe.Pointer(&id[0])), uintptr(p), inProcess, 0, 0, uintptr(unsafe.Pointer(&id[1])))
	return hr == 0 && id[1] == classFreeThreaded
}
