//go:build windows

package abi

import (
	"syscall"
	"unsafe"
)

// callArgs are the argument words of a call on amd64, the object first. Every
// argument is one word (Microsoft x64 calling convention): values of 1, 2, 4 and
// 8 bytes themselves, all others a pointer to a copy. SyscallN loads the first
// four words into XMM0–3 too, so that floats need nothing more.
type callArgs struct {
	count int
	words [42]uintptr
}

func (a *callArgs) reset() { a.count = 0 }

func (c *Call) word(w uintptr) {
	if c.count+1 == len(c.words) {
		c.Fail(errTooManyArguments)
		return
	}
	c.count++
	c.words[c.count] = w
}

func (c *Call) value(p unsafe.Pointer, size uintptr) {
	switch size {
	case 1, 2, 4, 8:
		c.word(uintptr(bits(p, size)))
	default:
		c.word(uintptr(c.copied(p, size)))
	}
}

func (c *Call) floats(p unsafe.Pointer, size, _ uintptr) { c.value(p, size) }

func (c *Call) invoke(method uintptr, this unsafe.Pointer) uintptr {
	c.words[0] = uintptr(this)
	r, _, _ := syscall.SyscallN(method, c.words[:c.count+1]...)
	return r
}
