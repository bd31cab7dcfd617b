package abi

import "unsafe"

// arrival is what the assembly notes of a call into Go: see thunk_arm64.s.
type arrival struct {
	x     [8]uintptr
	d     [8]uint64
	stack unsafe.Pointer
	slot  uintptr
}

func (in *arrival) this() unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&in.x)) }

// arguments is how far the registers and the stack were read; x[0] is the object.
type arguments struct {
	nx, nd, nstack uintptr
}

// words returns where the next count words are: in registers if they fit there
// whole (AAPCS64 C.10–C.14), else on the stack.
func (a *arguments) words(in *arrival, count uintptr) unsafe.Pointer {
	if a.nx+1+count <= uintptr(len(in.x)) {
		a.nx += count
		return unsafe.Pointer(&in.x[a.nx+1-count])
	}
	a.nx = uintptr(len(in.x)) - 1
	return a.onStack(in, count)
}

// plain copies a value of up to 16 bytes that is not made of floats.
func (a *arguments) plain(in *arrival, to unsafe.Pointer, size uintptr) {
	move(to, a.words(in, (max(size, 1)+7)/8), size)
}

func (a *arguments) onStack(in *arrival, count uintptr) unsafe.Pointer {
	a.nstack += count
	return unsafe.Add(in.stack, (a.nstack-count)*8)
}

// floating copies n floats of size bytes each, which are in D registers if they
// all fit there (C.1–C.4), else packed on the stack.
func (a *arguments) floating(in *arrival, to unsafe.Pointer, n, size uintptr) {
	if a.nd+n <= uintptr(len(in.d)) {
		for range n {
			move(to, unsafe.Pointer(&in.d[a.nd]), size)
			to = unsafe.Add(to, size)
			a.nd++
		}
		return
	}
	a.nd = uintptr(len(in.d))
	move(to, a.onStack(in, (n*size+7)/8), n*size)
}
