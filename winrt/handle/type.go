//go:build windows

package handle

import (
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// Type is the descriptor of HANDLE in COM headers. Going in it stays the caller's
// and cannot be closed during the call; coming out it is a new one, owned.
type Type struct{}

// Size is a pointer's.
func (Type) Size() uintptr { return unsafe.Sizeof(windows.Handle(0)) }

// Pass adds the handle as an argument; nil passes a null handle.
func (Type) Pass(c *abi.Call, h *Handle) {
	if h == nil {
		abi.Value(c, windows.Handle(0))
		return
	}
	raw, err := h.hold()
	if err != nil {
		c.Fail(err)
	} else {
		c.Hold(h)
	}
	abi.Value(c, raw)
}

// Arg borrows a handle that native code passes.
func (t Type) Arg(f *abi.Frame) (*Handle, error) {
	raw := abi.ArgValue[windows.Handle](f)
	return t.Read(unsafe.Pointer(&raw))
}

// Read borrows a handle in native memory.
func (Type) Read(p unsafe.Pointer) (*Handle, error) {
	if raw := *(*windows.Handle)(p); raw != 0 {
		return Borrow(raw), nil
	}
	return nil, nil
}

// Take owns a handle in native memory; a null one is nil.
func (Type) Take(p unsafe.Pointer) (*Handle, error) {
	if raw := *(*windows.Handle)(p); raw != 0 {
		return Own(raw), nil
	}
	return nil, nil
}

// Give hands the handle over to native code; of a borrowed one it gets a duplicate.
func (Type) Give(p unsafe.Pointer, h *Handle) (err error) {
	*(*windows.Handle)(p) = 0
	switch {
	case h == nil:
		return nil
	case h.owned:
		*(*windows.Handle)(p), err = h.Detach()
	default:
		*(*windows.Handle)(p), err = h.duplicate(windows.CurrentProcess(), nil)
	}
	return err
}

// Drop closes a handle in native memory.
func (Type) Drop(p unsafe.Pointer) {
	if raw := *(*windows.Handle)(p); raw != 0 {
		_ = windows.CloseHandle(raw) // nobody is left to hear of a failure
	}
}
