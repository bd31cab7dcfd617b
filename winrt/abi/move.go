//go:build windows || arm64

package abi

import "unsafe"

// move copies memory between Go and native code.
func move(to, from unsafe.Pointer, size uintptr) {
	switch size {
	case 4:
		*(*uint32)(to) = *(*uint32)(from)
	case 8:
		*(*uint64)(to) = *(*uint64)(from)
	default:
		copy(unsafe.Slice((*byte)(to), size), unsafe.Slice((*byte)(from), size))
	}
}
