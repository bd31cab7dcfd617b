//go:build windows

package foundation

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// face is how one asynchronous interface crosses between native code and the
// Go struct C.
type face[C any] struct {
	info  abi.Interface[IAsyncInfo]
	class abi.ClassInfo
	wait  operation
}

// held is an operation's struct: it stands for a native operation or for Go work.
type held interface {
	// work is the Go work it stands for, or nil; empty says that the struct itself is nil.
	work() (w IAsyncInfo, empty bool)
}

func (e *face[C]) outward(v *C) IAsyncInfo {
	work, empty := any(v).(held).work()
	if empty {
		return nil
	}
	if work != nil {
		return work
	}
	return any(v).(IAsyncInfo)
}

func (e *face[C]) inward(v IAsyncInfo, err error) (*C, error) {
	if err != nil || v == nil {
		return nil, err
	}
	if c, ok := any(v).(*C); ok {
		return c, nil
	}
	if t, ok := v.(interface{ ownedBy() any }); ok {
		if c, ok := t.ownedBy().(*C); ok {
			return c, nil
		}
	}
	return nil, &abi.Error{Code: eNoInterface, Op: e.class.Name, Text: "the object is another kind of operation"}
}

func (t *task[T, P]) ownedBy() any { return t.owner }

func (e *face[C]) pass(c *abi.Call, v *C)            { e.info.Pass(c, e.outward(v)) }
func (e *face[C]) arg(f *abi.Frame) (*C, error)      { return e.inward(e.info.Arg(f)) }
func (e *face[C]) read(p unsafe.Pointer) (*C, error) { return e.inward(e.info.Read(p)) }
func (e *face[C]) take(p unsafe.Pointer) (*C, error) { return e.inward(e.info.Take(p)) }
func (e *face[C]) give(p unsafe.Pointer, v *C) error { return e.info.Give(p, e.outward(v)) }
func (e *face[C]) drop(p unsafe.Pointer)             { e.info.Drop(p) }
