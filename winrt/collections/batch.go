//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

const (
	// firstBatch is small, since a loop is often left early.
	firstBatch = 16
	// largestBatch bounds what one GetMany fetches; by then the call itself costs nothing.
	largestBatch = 256
)

// batch holds elements that one GetMany fetched, in native form: an element
// becomes a Go value when the loop comes to it, and those it never comes to
// are given back without having been one.
type batch[T any] struct {
	elem  abi.Type[T]
	size  uintptr  // of an element in native memory
	cells []uint64 // what the callee writes; no Go pointers in it
	next  uint32
	count uint32
}

// room makes place for n elements, all zero, and returns it.
func (b *batch[T]) room(n uint32) unsafe.Pointer {
	b.size = b.elem.Size()
	words := (uintptr(n)*b.size + 7) / 8
	if words == 0 {
		words = 1
	}
	if words <= uintptr(cap(b.cells)) {
		b.cells = b.cells[:words]
		clear(b.cells)
	} else {
		b.cells = make([]uint64, words)
	}
	b.next, b.count = 0, 0
	return unsafe.Pointer(&b.cells[0])
}

func (b *batch[T]) take() (T, error) {
	p := unsafe.Add(unsafe.Pointer(&b.cells[0]), uintptr(b.next)*b.size)
	b.next++
	return b.elem.Take(p)
}

// drop frees the elements that nobody took.
func (b *batch[T]) drop() {
	for ; b.next < b.count; b.next++ {
		b.elem.Drop(unsafe.Add(unsafe.Pointer(&b.cells[0]), uintptr(b.next)*b.size))
	}
}
