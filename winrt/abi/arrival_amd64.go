//go:build windows

package abi

import "unsafe"

// arrival is what the assembly notes of a call into Go: see thunk_amd64.s.
type arrival struct {
	words  unsafe.Pointer // this and the arguments, one word each
	slot   uintptr
	_      [2]uintptr
	floats [4]uint64 // XMM0–3
}

func (in *arrival) this() unsafe.Pointer { return *(*unsafe.Pointer)(in.words) }

// arguments is the place of the next argument, the object not counted.
type arguments struct{ n uintptr }

func (f *Frame) word() unsafe.Pointer {
	f.n++
	return unsafe.Add(f.in.words, f.n*8)
}

// value copies an argument that was passed as Call.value passes it.
func (f *Frame) value(to unsafe.Pointer, size uintptr) {
	from := f.word()
	switch size {
	case 1, 2, 4, 8:
	default:
		if from = *(*unsafe.Pointer)(from); from == nil {
			f.Fail(codePointer)
			return
		}
	}
	move(to, from, size)
}

// floats copies an argument made of floats. A float by itself is in an XMM
// register when it is one of the first four arguments; a struct never is.
func (f *Frame) floats(to unsafe.Pointer, size, _ uintptr, scalar bool) {
	if scalar && f.n+1 < uintptr(len(f.in.floats)) {
		f.n++
		move(to, unsafe.Pointer(&f.in.floats[f.n]), size)
		return
	}
	f.value(to, size)
}
