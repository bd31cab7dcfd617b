//go:build windows

package abi

import (
	"syscall"
	"unsafe"
)

// try begins a call that needs no more than o's own scratch cells: o is not in
// use, and iid is its default interface. leave(1|stateBusy) ends it.
func tryEnter(o *Object, iid *GUID) bool {
	return (iid == o.iid || o.iid != nil && *iid == *o.iid) && o.state.CompareAndSwap(0, 1|stateBusy)
}

// Get calls a method whose only argument is a result of type T, which has the
// same bits in Go and in native code.
func Get[T any](o *Object, iid *GUID, slot int, op string) (T, error) {
	var v T
	if unsafe.Sizeof(v) > unsafe.Sizeof(o.scratch) || !tryEnter(o, iid) {
		c := Begin(o, iid, slot, op)
		defer c.End()
		result := Out[T](c)
		if err := c.Do(); err != nil {
			return v, err
		}
		return *result, nil
	}
	cell := (*T)(unsafe.Pointer(&o.scratch))
	*cell = v
	hr, _, _ := syscall.SyscallN(slotOf(o.ptr, slot), uintptr(o.ptr), uintptr(unsafe.Pointer(cell)))
	if HRESULT(hr).Failed() {
		leave(o, 1|stateBusy)
		return v, failure(op, HRESULT(hr))
	}
	v = *cell
	leave(o, 1|stateBusy)
	return v, nil
}

// GetBool calls a method whose only argument is a boolean result.
func GetBool(o *Object, iid *GUID, slot int, op string) (bool, error) {
	v, err := Get[byte](o, iid, slot, op)
	return v != 0, err
}

// GetString calls a method whose only argument is an HSTRING result.
func GetString(o *Object, iid *GUID, slot int, op string) (string, error) {
	if !tryEnter(o, iid) {
		return GetType(o, iid, slot, op, String{})
	}
	o.scratch[0] = 0
	hr, _, _ := syscall.SyscallN(slotOf(o.ptr, slot), uintptr(o.ptr), uintptr(unsafe.Pointer(&o.scratch[0])))
	if HRESULT(hr).Failed() {
		leave(o, 1|stateBusy)
		return "", failure(op, HRESULT(hr))
	}
	s := takeString(*(*uintptr)(unsafe.Pointer(&o.scratch[0])), (*uint32)(unsafe.Pointer(&o.scratch[1])))
	leave(o, 1|stateBusy)
	return s, nil
}

// GetClass calls a method whose only argument is a result of the class T.
func GetClass[T any](o *Object, iid *GUID, slot int, op string) (*T, error) {
	if !tryEnter(o, iid) {
		return GetType(o, iid, slot, op, Class[T]{})
	}
	o.scratch[0] = 0
	hr, _, _ := syscall.SyscallN(slotOf(o.ptr, slot), uintptr(o.ptr), uintptr(unsafe.Pointer(&o.scratch[0])))
	p := *(*unsafe.Pointer)(unsafe.Pointer(&o.scratch[0]))
	leave(o, 1|stateBusy)
	if HRESULT(hr).Failed() {
		return nil, failure(op, HRESULT(hr))
	}
	return Wrap[T](p), nil
}

// GetType calls a method whose only argument is a result that t describes.
func GetType[T any](o *Object, iid *GUID, slot int, op string, t Type[T]) (T, error) {
	c := Begin(o, iid, slot, op)
	defer c.End()
	result := OutType(c, t)
	if err := c.Do(); err != nil {
		var none T
		return none, err
	}
	return t.Take(result)
}

// PutType calls a method whose only argument is v.
func PutType[T any](o *Object, iid *GUID, slot int, op string, t Type[T], v T) error {
	c := Begin(o, iid, slot, op)
	defer c.End()
	t.Pass(c, v)
	return c.Do()
}

// Invoke calls a method without arguments.
func Invoke(o *Object, iid *GUID, slot int, op string) error {
	c := Begin(o, iid, slot, op)
	defer c.End()
	return c.Do()
}
