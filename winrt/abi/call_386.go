//go:build windows

package abi

import (
	"syscall"
	"unsafe"
)

// callArgs are the argument words of a call on 386, the object first. Every
// argument lies on the stack in whole words (stdcall); 64-bit values are two.
type callArgs struct {
	count int
	words [80]uintptr // two Matrix3D by value are 64 words
}

// maxSyscall is how many words syscall.SyscallN takes.
const maxSyscall = 42

// nativeCall is what callNative reads: see call_386.s.
type nativeCall struct {
	method uintptr
	count  uintptr
	words  uintptr // address of the first
}

// callNative is the address of the assembly that makes a nativeCall.
func callNative() uintptr

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
	for size > 4 {
		c.word(uintptr(bits(p, 4)))
		p, size = unsafe.Add(p, 4), size-4
	}
	c.word(uintptr(bits(p, size)))
}

func (c *Call) floats(p unsafe.Pointer, size, _ uintptr) { c.value(p, size) }

func (c *Call) invoke(method uintptr, this unsafe.Pointer) uintptr {
	c.words[0] = uintptr(this)
	if c.count+1 > maxSyscall {
		n := (*nativeCall)(c.alloc(unsafe.Sizeof(nativeCall{})))
		*n = nativeCall{method, uintptr(c.count + 1), uintptr(unsafe.Pointer(&c.words))}
		r, _, _ := syscall.SyscallN(callNative(), uintptr(unsafe.Pointer(n)))
		return r
	}
	r, _, _ := syscall.SyscallN(method, c.words[:c.count+1]...)
	return r
}
