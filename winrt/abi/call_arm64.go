package abi

import "unsafe"

// callArgs are the arguments of a call on arm64 (AAPCS64, which Windows follows):
// integers go to X0–X7, the object first, floats to D0–D7, and what has no
// register left to the stack, in order.
type callArgs struct {
	nx, nd, nstack int
	x              [8]uintptr // x[0] is the object
	d              [8]uint64
	stack          [40]uintptr
}

func (a *callArgs) reset() { a.nx, a.nd, a.nstack = 0, 0, 0 }

// nativeCall is what callNative reads: see call_arm64.s.
type nativeCall struct {
	method uintptr
	x      [8]uintptr
	d      [8]uint64
	nstack uintptr
	stack  uintptr // address of the first
}

// native is the call of method with these arguments.
func (a *callArgs) native(method uintptr) nativeCall {
	return nativeCall{method: method, x: a.x, d: a.d, nstack: uintptr(a.nstack), stack: uintptr(unsafe.Pointer(&a.stack))}
}

// integer puts words in X registers, or all of them on the stack (C.10–C.14: a
// value is never split between the two).
func (a *callArgs) integer(words ...uintptr) bool {
	if a.nx+1+len(words) <= len(a.x) {
		copy(a.x[a.nx+1:], words)
		a.nx += len(words)
		return true
	}
	a.nx = len(a.x) - 1
	return a.push(words)
}

// plain passes a value of up to 16 bytes that is not made of floats.
func (a *callArgs) plain(p unsafe.Pointer, size uintptr) bool {
	if size <= 8 {
		return a.integer(uintptr(bits(p, size)))
	}
	return a.integer(uintptr(bits(p, 8)), uintptr(bits(unsafe.Add(p, 8), size-8)))
}

func (a *callArgs) push(words []uintptr) bool {
	if a.nstack+len(words) > len(a.stack) {
		return false
	}
	a.nstack += copy(a.stack[a.nstack:], words)
	return true
}

// float puts n floats of size bytes each in D registers, or all of them on the
// stack (C.1–C.4).
func (a *callArgs) float(p unsafe.Pointer, n int, size uintptr) bool {
	if a.nd+n <= len(a.d) {
		for i := range n {
			a.d[a.nd+i] = bits(unsafe.Add(p, uintptr(i)*size), size)
		}
		a.nd += n
		return true
	}
	a.nd = len(a.d)
	var words [4]uintptr
	total := uintptr(n) * size
	for i := uintptr(0); i < total; i += 8 {
		words[i/8] = uintptr(bits(unsafe.Add(p, i), min(8, total-i)))
	}
	return a.push(words[:(total+7)/8])
}
