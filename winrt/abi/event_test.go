//go:build windows

package abi

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"
)

// TestRemoval holds how often a registration's remove is called.
func TestRemoval(t *testing.T) {
	var calls, inside atomic.Int32
	failing := errors.New("not now")
	fail := true
	r := NewRegistration(func() error {
		if inside.Add(1) != 1 {
			t.Error("two goroutines remove at once")
		}
		defer inside.Add(-1)
		calls.Add(1)
		if fail {
			return failing
		}
		return nil
	})
	if err := r.Remove(); err != failing {
		t.Errorf("the first try: %v", err)
	}
	fail = false
	var wait sync.WaitGroup
	for range 32 {
		wait.Go(func() {
			copied := r
			if err := copied.Remove(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if calls.Load() != 2 {
		t.Errorf("remove was called %d times, once of them in vain", calls.Load())
	}
	if err := (EventRegistration{}).Remove(); err != nil {
		t.Errorf("nothing to remove: %v", err)
	}
}

// TestRemovalInHandler removes while the source waits for the handler, on another
// goroutine.
func TestRemovalInHandler(t *testing.T) {
	var r EventRegistration
	r = NewRegistration(func() error {
		done := make(chan error)
		go func() { done <- r.Remove() }() // what a handler does that the source waits for
		return <-done
	})
	if err := r.Remove(); err != nil {
		t.Error(err)
	}
}

// TestRemovalPanics tries again after a remove that panicked.
func TestRemovalPanics(t *testing.T) {
	calls := 0
	r := NewRegistration(func() error {
		if calls++; calls == 1 {
			panic("not now")
		}
		return nil
	})
	func() {
		defer func() { _ = recover() }()
		_ = r.Remove()
	}()
	if err := r.Remove(); err != nil || calls != 2 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

// TestTokens goes the way of native code: the token that it got for a handler stays
// good when a removal fails.
func TestTokens(t *testing.T) {
	calls := 0
	token := OnHeap[int64]()
	if err := KeepRegistration(unsafe.Pointer(token), NewRegistration(func() error {
		if calls++; calls == 1 {
			return codeFail
		}
		return nil
	})); err != nil {
		t.Fatal(err)
	}
	stub := &Stub{IID: &GUID{Data1: 0x6e8a3c14}, Methods: []Method{{Words: 2, Do: RemoveRegistration}}}
	p, err := NewInstance(&greeter{}, stub)
	if err != nil {
		t.Fatal(err)
	}
	o := new(Object)
	Adopt(o, p, stub.IID)
	defer o.Release()
	for i, want := range []error{codeFail, nil, nil} {
		c := Begin(o, stub.IID, slotFirstInspectable, "remove")
		Value(c, *token)
		if err := c.Do(); !errors.Is(err, want) {
			t.Errorf("try %d: %v, want %v", i, err, want)
		}
		c.End()
	}
	if calls != 2 {
		t.Errorf("remove was called %d times", calls)
	}
}
