//go:build windows

package abi

import "unsafe"

// Derived is a pointer to a Go struct that embeds an unsealed class as its first
// field. Its methods override the class's overridable ones of the same name; those
// of the embedded class are the base's own.
type Derived interface {
	projected
	classy
}

// Base is a class's object as the class T that its own derives from, or nil; it is
// the same object. T and the class of v embed one another down to the Object.
func Base[T any](v Derived) *T {
	o, _ := objectOf(v)
	return (*T)(unsafe.Pointer(o))
}

// Composition is how a class is derived from (WinRT type system, "Composable
// activation").
type Composition struct {
	Class   *ClassInfo
	Factory *Factory
	IID     *GUID // of the factory interface
	Slot    int   // of its method
	Op      string
	// Overrides are the overridable interfaces of the class and of its bases.
	Overrides []StubSource
}

// Compose makes derived the outer object of a new instance of the class that it
// embeds. pass adds the factory method's own arguments. From then on native code
// holds derived alive; Release gives back what Go holds of it, and is needed, since
// the object's Go side and its COM side keep each other.
func (d *Composition) Compose(derived Derived, pass func(c *Call)) error {
	o, present := objectOf(derived)
	switch {
	case !present:
		return &Error{Code: codePointer, Op: d.Op, Text: "the derived object is nil"}
	case derived.WinRTClass() != d.Class:
		return &Error{Code: codeInvalidArg, Op: d.Op, Text: "the derived type has to embed " + d.Class.Name + ", and no class that is derived from it"}
	case unsafe.Pointer(o) != (*[2]unsafe.Pointer)(unsafe.Pointer(&derived))[1]:
		return &Error{Code: codeInvalidArg, Op: d.Op, Text: d.Class.Name + " has to be the derived type's first field"}
	case o.ptr != 0:
		return &Error{Code: codeInvalidArg, Op: d.Op, Text: "the object was made before"}
	}
	inst, err := instanceOf(derived)
	if err != nil {
		return wrapped(d.Op, err)
	}
	defer inst.drop()
	for _, source := range d.Overrides {
		if _, err := inst.add(source.Stub()); err != nil {
			return wrapped(d.Op, err)
		}
	}
	c := Begin(d.Factory.Object(), d.IID, d.Slot, d.Op)
	defer c.End()
	if pass != nil {
		pass(c)
	}
	c.word(uintptr(unsafe.Pointer(inst.main)))
	inner := Out[unsafe.Pointer](c)
	result := Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return err
	}
	if *inner == nil || *result == nil {
		if *result != nil {
			release(*result)
		}
		if *inner != nil {
			release(*inner)
		}
		return wrapped(d.Op, codePointer)
	}
	kept := *inner // the frame's cell is gone at End
	inst.inner.Store(&kept)
	// No finalizer: native code and derived keep each other until Release.
	o.ptr, o.iid = addressOf(*result), &d.Class.IID
	hold()
	if err := keepBase(o, inst, d.Overrides); err != nil {
		o.Release()
		return wrapped(d.Op, err)
	}
	return nil
}

// keepBase makes calls of overridable methods on o go to the base's own, which the
// outer object would send back to Go.
func keepBase(o *Object, inst *instance, overrides []StubSource) error {
	r := &role{composed: inst, sta: currentSTA()}
	o.extra.Store(&queried{role: r})
	if r.sta != nil {
		r.sta.note(r, o)
	}
	for _, source := range overrides {
		iid := source.Stub().IID
		p, err := askFor(*inst.inner.Load(), iid)
		if err != nil {
			return err
		}
		keepQueried(o, &queried{iid: *iid, ptr: addressOf(p), role: r})
	}
	return nil
}

// Standalone adds the arguments of a composition without a derived object: no outer
// one, and the inner one is not kept.
func (c *Call) Standalone() {
	c.word(0)
	inner := Out[unsafe.Pointer](c)
	c.before = append(c.before, func() { dropReference(unsafe.Pointer(inner)) })
}
