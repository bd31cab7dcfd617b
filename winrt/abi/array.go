//go:build windows

package abi

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// PassArray passes a slice as an array that the callee reads: its length and a
// pointer. The memory of plain types is the slice's own. The pointer is not null for
// a slice of no elements either, nil or not: components refuse null, and so does the
// way to another process (RPC_X_NULL_REF_POINTER).
func PassArray[T any](c *Call, s []T, t Type[T]) {
	Value(c, uint32(len(s)))
	if len(s) == 0 {
		c.noElements()
		return
	}
	if isPlain(t) {
		c.Pointer(unsafe.Pointer(&s[0]))
		return
	}
	c.word(uintptr(c.converted(len(s), t.Size(), func(i int, p unsafe.Pointer) error { return t.Give(p, s[i]) }, t.Drop)))
}

// noElements passes the pointer of an array of length 0.
func (c *Call) noElements() { c.word(uintptr(c.alloc(0))) }

// converted puts n elements into the frame and drops them at End.
func (c *Call) converted(n int, size uintptr, give func(i int, p unsafe.Pointer) error, drop func(p unsafe.Pointer)) unsafe.Pointer {
	memory := c.alloc(uintptr(n) * size)
	given := 0
	c.before = append(c.before, func() {
		for i := range given {
			drop(unsafe.Add(memory, uintptr(i)*size))
		}
	})
	for ; given < n; given++ {
		if err := give(given, unsafe.Add(memory, uintptr(given)*size)); err != nil {
			c.Fail(err)
			break
		}
	}
	return memory
}

// FillArray passes a slice that the callee fills; it holds the values after Do. Its
// pointer is never null.
func FillArray[T any](c *Call, s []T, t Type[T]) {
	Value(c, uint32(len(s)))
	if len(s) == 0 {
		c.noElements()
		return
	}
	if isPlain(t) {
		c.Pointer(unsafe.Pointer(&s[0]))
		return
	}
	size := t.Size()
	memory := c.alloc(uintptr(len(s)) * size)
	c.word(uintptr(memory))
	c.after = append(c.after, func() error { return takeAll(memory, s, t) })
}

// takeAll takes every element, also when one fails.
func takeAll[T any](memory unsafe.Pointer, s []T, t Type[T]) (first error) {
	for i := range s {
		v, err := t.Take(unsafe.Add(memory, uintptr(i)*t.Size()))
		if err != nil && first == nil {
			first = err
		}
		s[i] = v
	}
	return first
}

// Received is an array that the callee allocates.
type Received[T any] struct {
	typ    Type[T]
	length *uint32
	memory *unsafe.Pointer
}

// ReceiveArray passes the cells for an array that the callee allocates.
func ReceiveArray[T any](c *Call, t Type[T]) *Received[T] {
	r := &Received[T]{t, Out[uint32](c), Out[unsafe.Pointer](c)}
	c.results = append(c.results, result{r, nil})
	return r
}

// Drop frees an array that nobody takes.
func (r *Received[T]) Drop(unsafe.Pointer) {
	if *r.memory != nil {
		takeBackAll(*r.memory, int(*r.length), r.typ)
		windows.CoTaskMemFree(*r.memory)
	}
}

// Take copies the array to a slice and frees it; call it once, before End. Null is
// nil, and an array of length 0 is a slice of no elements that is not nil.
func (r *Received[T]) Take() ([]T, error) {
	if *r.memory == nil {
		return nil, nil
	}
	defer windows.CoTaskMemFree(*r.memory)
	s := make([]T, *r.length)
	if len(s) == 0 {
		return s, nil
	}
	if isPlain(r.typ) {
		copy(s, unsafe.Slice((*T)(*r.memory), len(s)))
		return s, nil
	}
	return s, takeAll(*r.memory, s, r.typ)
}
