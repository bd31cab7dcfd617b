//go:build windows

package foundation

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// face is how one asynchronous interface crosses between native code and its Go
// struct.
type face struct {
	info  abi.Interface[IAsyncInfo]
	is    func(v any) bool // tells whether v is a pointer to the struct
	class abi.ClassInfo
	wait  operation
}

// isPointer tells whether v is a *C.
func isPointer[C any](v any) bool {
	_, ok := v.(*C)
	return ok
}

// outward is what native code gets for v, a pointer to the struct.
func (e *face) outward(v any, present bool) IAsyncInfo {
	if !present {
		return nil
	}
	return v.(IAsyncInfo)
}

func (e *face) inward(v IAsyncInfo, err error) (any, error) {
	if err != nil || v == nil {
		return nil, err
	}
	if e.is(v) {
		return v, nil
	}
	return nil, &abi.Error{Code: eNoInterface, Op: e.class.Name, Text: "the object is another kind of operation"}
}

func (e *face) pass(c *abi.Call, v any, present bool) { e.info.Pass(c, e.outward(v, present)) }
func (e *face) arg(f *abi.Frame) (any, error)         { return e.inward(e.info.Arg(f)) }
func (e *face) read(p unsafe.Pointer) (any, error)    { return e.inward(e.info.Read(p)) }
func (e *face) take(p unsafe.Pointer) (any, error)    { return e.inward(e.info.Take(p)) }
func (e *face) give(p unsafe.Pointer, v any, present bool) error {
	return e.info.Give(p, e.outward(v, present))
}
func (e *face) drop(p unsafe.Pointer) { e.info.Drop(p) }
