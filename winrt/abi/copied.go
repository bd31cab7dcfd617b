//go:build windows && !386

package abi

import "unsafe"

// copied puts a copy of memory into the frame.
func (c *Call) copied(p unsafe.Pointer, size uintptr) unsafe.Pointer {
	to := c.alloc(size)
	copy(unsafe.Slice((*byte)(to), size), unsafe.Slice((*byte)(p), size))
	return to
}
