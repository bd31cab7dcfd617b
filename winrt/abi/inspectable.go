//go:build windows

package abi

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// Slots of IInspectable.
const (
	slotGetIids             = 3
	slotGetRuntimeClassName = 4
)

// Inspectable is an object of a class that is not known.
type Inspectable struct{ Object }

var classInspectable = ClassInfo{Name: "IInspectable", IID: GUID{Data1: 0xaf86e2e0, Data2: 0xb12d, Data3: 0x4c6a, Data4: [8]byte{0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90}}}

// WinRTClass tells the runtime that any object is an Inspectable.
func (*Inspectable) WinRTClass() *ClassInfo { return &classInspectable }

// RuntimeClassName is the full name of the object's class.
func (x *Inspectable) RuntimeClassName() (string, error) {
	return GetType(&x.Object, &iidIInspectable, slotGetRuntimeClassName, "IInspectable.GetRuntimeClassName", String{})
}

// Iids are the interfaces that the object says it has.
func (x *Inspectable) Iids() ([]GUID, error) {
	c := Begin(&x.Object, &iidIInspectable, slotGetIids, "IInspectable.GetIids")
	defer c.End()
	count := Out[uint32](c)
	memory := Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return nil, err
	}
	defer windows.CoTaskMemFree(*memory)
	return append([]GUID(nil), unsafe.Slice((*GUID)(*memory), *count)...), nil
}

// ComObject is an object that has no more than IUnknown.
type ComObject struct{ Object }

var classComObject = ClassInfo{Name: "IUnknown", IID: GUID{Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}}

// WinRTClass tells the runtime that any object is a ComObject.
func (*ComObject) WinRTClass() *ClassInfo { return &classComObject }

// Any is the descriptor of Object (IInspectable), which is any in Go: see Box.
type Any struct{}

func (Any) Size() uintptr { return pointerSize }

// Any passes an object: a projected one as it is, Go's values boxed.
func (c *Call) Any(v any) { c.reference(v, &iidIInspectable, Box) }

// reference passes an object's interface iid; of what is no object, box makes one.
func (c *Call) reference(v any, iid *GUID, box func(any) (*Inspectable, error)) {
	v, o, present := subject(v)
	switch {
	case !present:
		c.word(0)
	case o != nil:
		c.object(o, iid)
	default:
		boxed, err := box(v)
		if err != nil {
			c.Fail(err)
			c.word(0)
			return
		}
		c.before = append(c.before, boxed.Release)
		c.object(&boxed.Object, iid)
	}
}

func (Any) Pass(c *Call, v any) { c.Any(v) }

func (t Any) Arg(f *Frame) (any, error) {
	p := f.Pointer()
	if p == nil {
		return nil, nil
	}
	if v, ok := ValueOf(p); ok {
		return v, nil
	}
	if v, ok, err := unbox(p); ok || err != nil {
		return v, err
	}
	v := new(Inspectable)
	f.borrow(&v.Object, p, &iidIInspectable)
	return v, nil
}

func (t Any) Read(p unsafe.Pointer) (any, error) {
	q := shared(p)
	return t.Take(unsafe.Pointer(&q))
}

// Take unboxes what is a value and wraps what is an object.
func (Any) Take(p unsafe.Pointer) (any, error) {
	q := *(*unsafe.Pointer)(p)
	if q == nil {
		return nil, nil
	}
	if v, ok := ValueOf(q); ok {
		release(q)
		return v, nil
	}
	v, ok, err := unbox(q)
	if ok || err != nil {
		release(q)
		return v, err
	}
	return Wrap[Inspectable](q), nil
}

func (Any) Give(p unsafe.Pointer, v any) error { return giveReference(p, v, &iidIInspectable, Box) }

// giveReference writes a reference to an object's interface iid, for native code to
// own; of what is no object, box makes one.
func giveReference(p unsafe.Pointer, v any, iid *GUID, box func(any) (*Inspectable, error)) error {
	StorePointer(p, nil)
	v, o, present := subject(v)
	if !present {
		return nil
	}
	if o == nil {
		boxed, err := box(v)
		if err != nil {
			return err
		}
		defer boxed.Release()
		o = &boxed.Object
	}
	q, err := referenceTo(o, iid)
	StorePointer(p, q)
	return err
}

func (Any) Drop(p unsafe.Pointer) { dropReference(p) }

// Unknown is the descriptor of IUnknown* in COM headers, which is any in Go: a
// projected object going in, or a Go value that says which interfaces it has; a
// *ComObject coming out. Numbers and strings are not boxed for it.
type Unknown struct{}

func (Unknown) Size() uintptr { return pointerSize }

// Unknown passes an object as IUnknown*.
func (c *Call) Unknown(v any) { c.reference(v, &iidIUnknown, boxOwn) }

func (Unknown) Pass(c *Call, v any) { c.Unknown(v) }

func (t Unknown) Arg(f *Frame) (any, error) {
	p := f.Pointer()
	return t.Read(unsafe.Pointer(&p))
}

func (t Unknown) Read(p unsafe.Pointer) (any, error) {
	q := shared(p)
	return t.Take(unsafe.Pointer(&q))
}

func (Unknown) Take(p unsafe.Pointer) (any, error) {
	if q := *(*unsafe.Pointer)(p); q != nil {
		return Wrap[ComObject](q), nil
	}
	return nil, nil
}

func (Unknown) Give(p unsafe.Pointer, v any) error {
	return giveReference(p, v, &iidIUnknown, boxOwn)
}

func (Unknown) Drop(p unsafe.Pointer) { dropReference(p) }
