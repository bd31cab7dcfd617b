//go:build windows

package abi

import "unsafe"

// Face is an Interface without its type: what it takes must have the interface's
// methods, and what it returns has them. Generic types are described with it,
// since what has no type parameter is compiled once.
type Face struct {
	IID    GUID
	New    func(p unsafe.Pointer) any // makes the value that owns a reference
	Is     func(v any) bool           // tells whether v has the interface's methods
	Source StubSource                 // how native code calls a Go value
}

// Typed is an untyped result as what it is.
func Typed[T any](v any, err error) (T, error) {
	t, _ := v.(T) // a nil T is no T in an any
	return t, err
}

// Stub makes a Face the StubSource of its interface.
func (t *Face) Stub() *Stub { return t.Source.Stub() }

// Pass passes v as the next argument.
func (t *Face) Pass(c *Call, v any) { passInterface(c, &t.IID, t.Source, v) }

// Arg reads the next argument of a call into Go, which native code owns.
func (t *Face) Arg(f *Frame) (any, error) {
	p := f.Pointer()
	return t.Read(unsafe.Pointer(&p))
}

// Read makes a value of the reference at p, which stays native code's.
func (t *Face) Read(p unsafe.Pointer) (any, error) {
	q := shared(p)
	return t.Take(unsafe.Pointer(&q))
}

// Take makes a value of the reference at p, which is Go's from then on. It gives a
// Go value back that native code had from Go.
func (t *Face) Take(p unsafe.Pointer) (any, error) {
	q := *(*unsafe.Pointer)(p)
	if q == nil {
		return nil, nil
	}
	if v, ok := ValueOf(q); ok && t.Is(v) {
		release(q)
		return v, nil
	}
	return t.New(q), nil
}

// Give writes a reference to v, for native code to own.
func (t *Face) Give(p unsafe.Pointer, v any) error { return giveInterface(p, &t.IID, t.Source, v) }

// Drop releases the reference at p.
func (t *Face) Drop(p unsafe.Pointer) { dropReference(p) }

func passInterface(c *Call, iid *GUID, source StubSource, v any) {
	v, o, present := subject(v)
	switch {
	case !present:
		c.word(0)
		return
	case o != nil && composedOf(o) == nil:
		c.object(o, iid)
		return
	}
	p, err := made(o, v, iid, source)
	if err != nil {
		c.Fail(err)
	}
	c.owned(p)
}

func giveInterface(p unsafe.Pointer, iid *GUID, source StubSource, v any) (err error) {
	StorePointer(p, nil)
	v, o, present := subject(v)
	if !present {
		return nil
	}
	var q unsafe.Pointer
	if o != nil && composedOf(o) == nil {
		q, err = referenceTo(o, iid)
	} else {
		q, err = made(o, v, iid, source)
	}
	StorePointer(p, q)
	return err
}

// made is a new reference to the interface of an object made in Go. One that
// derives from a class has the class's interfaces from there.
func made(o *Object, v any, iid *GUID, source StubSource) (unsafe.Pointer, error) {
	if o != nil {
		if p, err := referenceTo(o, iid); !lacks(err) {
			return p, err
		}
	}
	if source == nil { // of an interface that is Native
		return nil, codeNoIface
	}
	return NewInstance(v, source.Stub())
}
