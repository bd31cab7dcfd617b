//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// pointerSize is what an interface pointer takes in native memory.
const pointerSize = unsafe.Sizeof(uintptr(0))

// edge is how one collection interface crosses between native code and Go:
// parameters are of its Go interface, results pointers to its struct.
type edge struct {
	face  abi.Face
	class abi.ClassInfo
	// local makes the struct that stands for a Go value.
	local func(v any) any
}

// held is a result struct: it stands for a native object or for a Go value.
type held interface {
	// value is the Go value it stands for, or nil; empty says that the struct itself is nil.
	value() (v any, empty bool)
}

// unwrap finds the Go value behind a result struct, so that native code gets the
// value's own object and not one that forwards to it.
func unwrap(v any, is func(any) bool) any {
	h, ok := v.(held)
	if !ok {
		return v
	}
	inner, empty := h.value()
	switch {
	case empty:
		return nil
	case inner != nil && is(inner):
		return inner
	}
	return v
}

// is tells whether v has the methods of I.
func is[I any](v any) bool {
	_, ok := v.(I)
	return ok
}

func (e *edge) inward(v any, err error) (any, error) {
	if err != nil || v == nil {
		return nil, err
	}
	return e.local(v), nil
}

func (e *edge) pass(c *abi.Call, v any)            { e.face.Pass(c, unwrap(v, e.face.Is)) }
func (e *edge) arg(f *abi.Frame) (any, error)      { return e.inward(e.face.Arg(f)) }
func (e *edge) read(p unsafe.Pointer) (any, error) { return e.inward(e.face.Read(p)) }
func (e *edge) take(p unsafe.Pointer) (any, error) { return e.inward(e.face.Take(p)) }
func (e *edge) give(p unsafe.Pointer, v any) error { return e.face.Give(p, unwrap(v, e.face.Is)) }
