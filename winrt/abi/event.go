//go:build windows

package abi

import (
	"errors"
	"sync/atomic"
	"unsafe"
)

// EventRegistration is a handler at its event source. It may be copied. Like the Go
// value that the handler was added through, it keeps the source alive until that is
// released, and Remove works all the same then: it belongs to the object.
type EventRegistration struct{ removal *removal }

type removal struct {
	state  atomic.Uint32
	remove func() error
}

// How far a removal is.
const (
	registered uint32 = iota
	removing
	removed
)

// NewRegistration is for events of types that are implemented in Go: remove forgets
// the handler. It is called again after it failed, else once, and by one goroutine at
// a time.
func NewRegistration(remove func() error) EventRegistration {
	return EventRegistration{&removal{remove: remove}}
}

// Remove takes the handler away; calls of it that are under way may still end later.
// Removing again does nothing, but after an error it tries again; that the source's
// server is gone is no error, as its handlers are gone too. It may be called
// from any goroutine and from the handler itself: while one goroutine removes, others
// return nil at once, since the source may wait for the handler that they are in.
func (r EventRegistration) Remove() error {
	if r.removal == nil || !r.removal.state.CompareAndSwap(registered, removing) {
		return nil
	}
	end := registered
	defer func() { r.removal.state.Store(end) }() // also when a remove written in Go panics
	if err := r.removal.remove(); err != nil {
		return err
	}
	r.removal.remove, end = nil, removed
	return nil
}

// AddHandler adds fn to an event: add and remove are the slots of its methods.
func AddHandler[F any](o *Object, iid *GUID, add, remove int, op string, t Type[F], fn F) (EventRegistration, error) {
	c := Begin(o, iid, add, op)
	defer c.End()
	t.Pass(c, fn)
	token := Out[int64](c)
	if err := c.Do(); err != nil {
		return EventRegistration{}, err
	}
	return newRegistration(o, c.target, iid, remove, op, *token), nil
}

// newRegistration is that of the handler with a token at the event source behind o,
// whose interface iid is p. When o is released, the source is found by a weak
// reference; one that gives none is kept.
func newRegistration(o *Object, p unsafe.Pointer, iid *GUID, remove int, op string, token int64) EventRegistration {
	source, kept := weakReferenceTo(o)
	if kept != nil {
		addRef(p)
		source = new(Object)
		Adopt(source, p, iid)
	}
	removeFrom := func(o *Object) error {
		c := Begin(o, iid, remove, op)
		defer c.End()
		Value(c, token)
		return c.Do()
	}
	return NewRegistration(func() error {
		err := removeFrom(o)
		if errors.Is(err, ErrReleased) {
			if kept != nil {
				err = removeFrom(source)
			} else {
				err = removeWeakly(source, iid, removeFrom)
			}
		}
		if Gone(err) {
			err = nil // the handler is gone with the source
		}
		if err == nil {
			source.Release()
		}
		return err
	})
}

// removeWeakly removes from what a weak reference refers to. There are no handlers at
// an object that is gone.
func removeWeakly(weak *Object, iid *GUID, removeFrom func(o *Object) error) error {
	p, err := resolved(weak, iid)
	if p == nil {
		return err
	}
	source := new(Object)
	Adopt(source, p, iid)
	defer source.Release()
	return removeFrom(source)
}
