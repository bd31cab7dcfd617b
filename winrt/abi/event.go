//go:build windows

package abi

import "sync/atomic"

// EventRegistration is a handler at its event source. It keeps the source alive.
type EventRegistration struct{ once *removal }

type removal struct {
	done   atomic.Bool
	remove func() error
}

// NewRegistration is for events of types that are implemented in Go: remove is
// called once, when the handler is to be forgotten.
func NewRegistration(remove func() error) EventRegistration {
	return EventRegistration{&removal{remove: remove}}
}

// Remove takes the handler away; calls of it that are under way may still end
// later. Removing again does nothing. It may be called from any goroutine.
func (r EventRegistration) Remove() error {
	if r.once == nil || r.once.done.Swap(true) {
		return nil
	}
	return r.once.remove()
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
	id := *token
	return NewRegistration(func() error {
		c := Begin(o, iid, remove, op)
		defer c.End()
		Value(c, id)
		return c.Do()
	}), nil
}
