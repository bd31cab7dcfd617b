//go:build windows

package abi

import "unsafe"

// arrival is what the assembly notes of a call into Go: see thunk_386.s.
type arrival struct {
	words unsafe.Pointer // this and the arguments, in whole words
	slot  uintptr
	pop   uintptr // bytes that the arguments take, this among them: see stacked
}

func (in *arrival) this() unsafe.Pointer { return *(*unsafe.Pointer)(in.words) }

// arguments is the place of the next argument in words, the object not counted.
type arguments struct{ n uintptr }

func (f *Frame) word() unsafe.Pointer {
	f.n++
	return unsafe.Add(f.in.words, f.n*4)
}

// value copies an argument that was passed as Call.value passes it.
func (f *Frame) value(to unsafe.Pointer, size uintptr) {
	for size > 4 {
		move(to, f.word(), 4)
		to, size = unsafe.Add(to, 4), size-4
	}
	move(to, f.word(), size)
}

func (f *Frame) floats(to unsafe.Pointer, size, _ uintptr, _ bool) { f.value(to, size) }
