//go:build windows

package abi

import (
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Frame is one call of native code into Go: a stub reads the arguments from it in
// their order, results included, then asks Err, and only then calls Go. It is
// valid until the stub returns.
type Frame struct {
	arguments
	in     *arrival
	object *instance
	err    error

	borrowed []*Object
}

var frames = sync.Pool{New: func() any { return new(Frame) }}

// Fail makes Err return err, unless an earlier argument failed.
func (f *Frame) Fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

// Err is what was wrong with an argument, such as a null pointer for a result.
func (f *Frame) Err() error {
	f.complete()
	return f.err
}

// Pointer is the next argument, a pointer.
func (f *Frame) Pointer() unsafe.Pointer { return *(*unsafe.Pointer)(f.word()) }

// Out is the next argument, a pointer to where a result belongs.
func (f *Frame) Out() unsafe.Pointer {
	p := f.Pointer()
	if p == nil {
		f.Fail(codePointer)
	}
	return p
}

// ArgValue is the next argument, a value as Value passes it.
func ArgValue[T any](f *Frame) (v T) {
	f.value(unsafe.Pointer(&v), unsafe.Sizeof(v))
	return v
}

// ArgFloats is the next argument, a value as Floats passes it.
func ArgFloats[T any](f *Frame) (v T) {
	_, scalar := any(v).(float32)
	f.floats(unsafe.Pointer(&v), unsafe.Sizeof(v), 4, scalar)
	return v
}

// ArgDoubles is the next argument, a value as Doubles passes it.
func ArgDoubles[T any](f *Frame) (v T) {
	_, scalar := any(v).(float64)
	f.floats(unsafe.Pointer(&v), unsafe.Sizeof(v), 8, scalar)
	return v
}

// ArgByRef is the next argument, a value behind a pointer.
func ArgByRef[T any](f *Frame) (v T) {
	if p := f.Out(); p != nil {
		v = *(*T)(p)
	}
	return v
}

// ArgArray is the next two arguments, an array that native code owns. Null is nil,
// and another array of length 0 a slice that is not nil.
func ArgArray[T any](f *Frame, t Type[T]) ([]T, error) {
	n, p := ArgValue[uint32](f), f.Pointer()
	if p == nil {
		if n != 0 {
			return nil, codePointer
		}
		return nil, nil
	}
	s := make([]T, n)
	if n == 0 {
		return s, nil
	}
	if isPlain(t) {
		copy(s, unsafe.Slice((*T)(p), n))
		return s, nil
	}
	for i := range s {
		var err error
		if s[i], err = t.Read(unsafe.Add(p, uintptr(i)*t.Size())); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Filled is an array of native code's that Go fills: put the values into Slice and
// call Done.
type Filled[T any] struct {
	Slice []T

	typ    Type[T]
	memory unsafe.Pointer
}

// ArgFill is the next two arguments, an array for Go to fill.
func ArgFill[T any](f *Frame, t Type[T]) *Filled[T] {
	n, p := ArgValue[uint32](f), f.Pointer()
	if n > 0 && p == nil {
		f.Fail(codePointer)
		n = 0
	}
	return &Filled[T]{make([]T, n), t, p}
}

// Done hands the values over. When one of them cannot be, none are.
func (a *Filled[T]) Done() error { return giveAll(a.memory, a.Slice, a.typ) }

// TakeBack drops the values that Done handed over: a later result could not be.
func (a *Filled[T]) TakeBack() { takeBackAll(a.memory, len(a.Slice), a.typ) }

// giveAll writes all elements, or none and an error.
func giveAll[T any](memory unsafe.Pointer, s []T, t Type[T]) error {
	if len(s) == 0 {
		return nil
	}
	if isPlain(t) {
		move(memory, unsafe.Pointer(&s[0]), uintptr(len(s))*t.Size())
		return nil
	}
	size := t.Size()
	for i := range s {
		if err := t.Give(unsafe.Add(memory, uintptr(i)*size), s[i]); err != nil {
			takeBackAll(memory, i, t)
			clear(unsafe.Slice((*byte)(memory), uintptr(len(s))*size))
			return err
		}
	}
	return nil
}

// takeBackAll drops elements and clears their memory.
func takeBackAll[T any](memory unsafe.Pointer, n int, t Type[T]) {
	if n == 0 || isPlain(t) {
		return
	}
	size := t.Size()
	for i := range n {
		t.Drop(unsafe.Add(memory, uintptr(i)*size))
	}
	clear(unsafe.Slice((*byte)(memory), uintptr(n)*size))
}

// TakeBack drops the value that Give wrote: a later result could not be given, and
// the caller owns nothing after a failure.
func TakeBack(t interface {
	Size() uintptr
	Drop(p unsafe.Pointer)
}, p unsafe.Pointer) {
	t.Drop(p)
	clear(unsafe.Slice((*byte)(p), t.Size()))
}

// GivenArray is where an array belongs that Go allocates and native code frees.
type GivenArray[T any] struct {
	typ    Type[T]
	length *uint32
	memory unsafe.Pointer // where its address belongs
}

// ArgReceive is the next two arguments, the places for an array that Go allocates.
func ArgReceive[T any](f *Frame, t Type[T]) *GivenArray[T] {
	return &GivenArray[T]{t, (*uint32)(f.Out()), f.Out()}
}

// Give hands a copy of s over. Nil is null, and a slice of no elements an array of
// length 0 that is not null.
func (a *GivenArray[T]) Give(s []T) error {
	*a.length = 0
	StorePointer(a.memory, nil)
	if s == nil {
		return nil
	}
	size := uintptr(len(s)) * a.typ.Size()
	memory := taskAlloc(max(size, 1))
	if memory == nil {
		return codeOutOfMem
	}
	clear(unsafe.Slice((*byte)(memory), size))
	if err := giveAll(memory, s, a.typ); err != nil {
		windows.CoTaskMemFree(memory)
		return err
	}
	*a.length = uint32(len(s))
	StorePointer(a.memory, memory)
	return nil
}

// TakeBack frees the array that Give handed over: a later result could not be.
func (a *GivenArray[T]) TakeBack() {
	memory := *(*unsafe.Pointer)(a.memory)
	takeBackAll(memory, int(*a.length), a.typ)
	windows.CoTaskMemFree(memory)
	*a.length = 0
	StorePointer(a.memory, nil)
}
