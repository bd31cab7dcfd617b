//go:build windows

package abi

import "unsafe"

// arrival is what the assembly notes of a call into Go: see thunk_386.s.
type arrival struct {
	words unsafe.Pointer // this and the arguments, in whole words
	slot  uintptr
	pop   uintptr // bytes that the arguments take, this among them
}

func (in *arrival) this() unsafe.Pointer { return *(*unsafe.Pointer)(in.words) }

// arguments is the place of the next argument in words, the object not counted.
type arguments struct {
	n         uintptr
	measuring bool // only count
}

func (f *Frame) word() unsafe.Pointer {
	f.n++
	if f.measuring {
		return unsafe.Pointer(&zeroWord)
	}
	return unsafe.Add(f.in.words, f.n*4)
}

var zeroWord uintptr

// value copies an argument that was passed as Call.value passes it.
func (f *Frame) value(to unsafe.Pointer, size uintptr) {
	for size > 4 {
		move(to, f.word(), 4)
		to, size = unsafe.Add(to, 4), size-4
	}
	move(to, f.word(), size)
}

func (f *Frame) floats(to unsafe.Pointer, size, _ uintptr, _ bool) { f.value(to, size) }

// popped tells the assembly how much stack the arguments took, which the callee
// takes away. A stub that failed before it came to Err has not read all of its
// arguments: run reads them once more, all of them zero, as far as Err.
func (f *Frame) popped(run func() error) {
	if !f.checked && f.failed && f.n > 0 {
		read := f.n
		f.n, f.err, f.measuring = 0, nil, true
		_ = run()
		f.n = max(f.n, read)
	}
	f.in.pop = (f.n + 1) * 4
}

func measuring(f *Frame) bool { return f.measuring }
