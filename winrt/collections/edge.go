//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// pointerSize is what an interface pointer takes in native memory.
const pointerSize = unsafe.Sizeof(uintptr(0))

// edge is how one collection interface crosses between native code and Go:
// I is the Go interface of parameters, C the struct of results.
type edge[I, C any] struct {
	face  abi.Interface[I]
	class abi.ClassInfo
	// local makes the struct that stands for a Go value.
	local func(I) *C
}

// held is a result struct: it stands for a native object or for a Go value.
type held interface {
	// value is the Go value it stands for, or nil; empty says that the struct itself is nil.
	value() (v any, empty bool)
}

// unwrap finds the Go value behind a result struct, so that native code gets
// the value's own object and not one that forwards to it.
func unwrap[I any](v I) I {
	h, ok := any(v).(held)
	if !ok {
		return v
	}
	inner, empty := h.value()
	if empty {
		var none I
		return none
	}
	if inner == nil {
		return v
	}
	if i, ok := inner.(I); ok {
		return i
	}
	return v
}

func (e *edge[I, C]) passIn(c *abi.Call, v I) { e.face.Pass(c, unwrap(v)) }

func (e *edge[I, C]) pass(c *abi.Call, v *C) { e.face.Pass(c, e.outward(v)) }

func (e *edge[I, C]) outward(v *C) I {
	if v == nil {
		var none I
		return none
	}
	return unwrap(any(v).(I))
}

func (e *edge[I, C]) inward(v I, err error) (*C, error) {
	if err != nil || any(v) == nil {
		return nil, err
	}
	if c, ok := any(v).(*C); ok {
		return c, nil
	}
	return e.local(v), nil
}

func (e *edge[I, C]) arg(f *abi.Frame) (*C, error)        { return e.inward(e.face.Arg(f)) }
func (e *edge[I, C]) read(p unsafe.Pointer) (*C, error)   { return e.inward(e.face.Read(p)) }
func (e *edge[I, C]) take(p unsafe.Pointer) (*C, error)   { return e.inward(e.face.Take(p)) }
func (e *edge[I, C]) give(p unsafe.Pointer, v *C) error   { return e.face.Give(p, e.outward(v)) }
func (e *edge[I, C]) giveOut(p unsafe.Pointer, v I) error { return e.face.Give(p, unwrap(v)) }
func (e *edge[I, C]) drop(p unsafe.Pointer)               { e.face.Drop(p) }
