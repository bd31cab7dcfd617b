package abi

import "unsafe"

func (f *Frame) word() unsafe.Pointer { return f.words(f.in, 1) }

// value copies an argument that was passed as Call.value passes it.
func (f *Frame) value(to unsafe.Pointer, size uintptr) {
	if size <= 16 {
		f.plain(f.in, to, size)
		return
	}
	from := *(*unsafe.Pointer)(f.word())
	if from == nil {
		f.Fail(codePointer)
		return
	}
	move(to, from, size)
}

func (f *Frame) floats(to unsafe.Pointer, size, each uintptr, _ bool) {
	f.floating(f.in, to, size/each, each)
}
