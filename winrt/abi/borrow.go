//go:build windows

package abi

import (
	"runtime"
	"unsafe"
)

// borrow makes o stand for an object that the caller of f passes, without a reference
// of its own: the caller has one until the call returns. Most handlers release what
// they get, and then there was nothing to take and to give back.
func (f *Frame) borrow(o *Object, p unsafe.Pointer, iid *GUID) {
	o.ptr, o.iid = addressOf(p), iid
	o.state.Store(stateBorrowed)
	f.borrowed = append(f.borrowed, o)
}

// settle gives a reference of its own to each object that was borrowed and is still in
// use, before the caller goes on.
func (f *Frame) settle() {
	for i, o := range f.borrowed {
		f.borrowed[i] = nil
		o.settle()
	}
	f.borrowed = f.borrowed[:0]
}

func (o *Object) settle() {
	const over = stateReleased | stateBorrowed // released, and no call is under way
	if o.state.Load() == over {
		return
	}
	addRef(o.ptr.pointer())
	own(o)
	for {
		s := o.state.Load()
		if s == over {
			// Another goroutine was quicker.
			runtime.SetFinalizer(o, nil)
			disown(o)
			return
		}
		if o.state.CompareAndSwap(s, s&^stateBorrowed) {
			return
		}
	}
}
