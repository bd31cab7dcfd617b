//go:build windows

package abi

import (
	"runtime"
	"syscall"
	"unsafe"
)

// try begins a call that needs no more than o's own scratch cells: o is not in
// use, and iid is its default interface. leave(1|stateBusy) ends it.
func tryEnter(o *Object, iid *GUID) bool {
	return (iid == o.iid || o.iid != nil && *iid == *o.iid) &&
		(o.state.CompareAndSwap(0, 1|stateBusy) || o.state.CompareAndSwap(stateBorrowed, stateBorrowed|1|stateBusy))
}

// get calls a method whose only argument is a result, which is for o's scratch cells.
func get(o *Object, slot int, op string) (err error) {
	runtime.LockOSThread()
	hr, _, _ := syscall.SyscallN(slotOf(o.ptr.pointer(), slot), uintptr(o.ptr), uintptr(unsafe.Pointer(&o.scratch)))
	if HRESULT(hr).Failed() {
		err = failure(op, HRESULT(hr))
		lost(o, HRESULT(hr))
	}
	runtime.UnlockOSThread()
	return err
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
	if err := get(o, slot, op); err != nil {
		leave(o, 1|stateBusy)
		return v, err
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
	if err := get(o, slot, op); err != nil {
		leave(o, 1|stateBusy)
		return "", err
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
	err := get(o, slot, op)
	p := *(*unsafe.Pointer)(unsafe.Pointer(&o.scratch[0]))
	leave(o, 1|stateBusy)
	if err != nil {
		return nil, err
	}
	return Wrap[T](p), nil
}

// GetType calls a method whose only argument is a result that t describes.
func GetType[T any](o *Object, iid *GUID, slot int, op string, t Type[T]) (T, error) {
	c := Begin(o, iid, slot, op)
	defer c.End()
	result := c.Out(t.Size())
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
