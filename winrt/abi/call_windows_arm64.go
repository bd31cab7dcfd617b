package abi

import (
	"syscall"
	"unsafe"
)

func (c *Call) full(fits bool) {
	if !fits {
		c.Fail(errTooManyArguments)
	}
}

func (c *Call) word(w uintptr) { c.full(c.integer(w)) }

// value passes up to 16 bytes in one or two words, larger values by a pointer to
// a copy.
func (c *Call) value(p unsafe.Pointer, size uintptr) {
	if size <= 16 {
		c.full(c.plain(p, size))
	} else {
		c.word(uintptr(c.copied(p, size)))
	}
}

func (c *Call) floats(p unsafe.Pointer, size, each uintptr) {
	c.full(c.float(p, int(size/each), each))
}

// callNative is the address of the assembly that makes a nativeCall.
func callNative() uintptr

func (c *Call) invoke(method uintptr, this unsafe.Pointer) uintptr {
	c.x[0] = uintptr(this)
	if c.nd == 0 && c.nstack == 0 {
		r, _, _ := syscall.SyscallN(method, c.x[:c.nx+1]...)
		return r
	}
	n := (*nativeCall)(c.alloc(unsafe.Sizeof(nativeCall{})))
	*n = c.native(method)
	r, _, _ := syscall.SyscallN(callNative(), uintptr(unsafe.Pointer(n)))
	return r
}
