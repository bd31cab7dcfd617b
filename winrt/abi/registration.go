//go:build windows

package abi

import (
	"sync"
	"unsafe"
)

// registrations are the handlers that native code added to events of Go values, by
// the token that it got for them.
var registrations struct {
	sync.Mutex
	last    int64
	byToken map[int64]EventRegistration
}

// KeepRegistration stores a token for r at out; RemoveRegistration takes it back.
func KeepRegistration(out unsafe.Pointer, r EventRegistration) error {
	registrations.Lock()
	defer registrations.Unlock()
	if registrations.byToken == nil {
		registrations.byToken = map[int64]EventRegistration{}
	}
	registrations.last++
	registrations.byToken[registrations.last] = r
	*(*int64)(out) = registrations.last
	return nil
}

// RemoveRegistration is the stub of an event's remove method. A token that is not
// known is one that was removed, which is no error.
func RemoveRegistration(_ any, f *Frame) error {
	token := ArgValue[int64](f)
	if err := f.Err(); err != nil {
		return err
	}
	registrations.Lock()
	r, ok := registrations.byToken[token]
	registrations.Unlock()
	if !ok {
		return nil
	}
	if err := r.Remove(); err != nil {
		return err // the token stays good for another try
	}
	if r.removal == nil || r.removal.state.Load() == removed {
		registrations.Lock()
		delete(registrations.byToken, token)
		registrations.Unlock()
	}
	return nil
}
