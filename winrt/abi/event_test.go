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

// TestRemovalFromDeadSource removes a handler at a source whose server is gone: that is
// done with, and what the registration held is given back.
func TestRemovalFromDeadSource(t *testing.T) {
	references, objects := LiveReferences(), LiveObjects()
	var answer HRESULT
	removals := 0
	iid := GUID{Data1: 0x6e8a3c11}
	p, err := NewInstance(new(int), &Stub{IID: &iid, Unknown: true, Methods: []Method{
		{Words: 2, Do: func(_ any, f *Frame) error {
			f.Pointer()
			*(*int64)(f.Out()) = 7
			return f.Err()
		}},
		{Words: 2, Do: func(_ any, f *Frame) error {
			if token := ArgValue[int64](f); token != 7 {
				t.Errorf("removed %d", token)
			}
			removals++
			return answer
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	o := new(Object)
	Adopt(o, p, &iid)
	handler := &Delegate[func()]{IID: GUID{Data1: 0x6e8a3c12}, Invoke: func(fn func(), f *Frame) error { fn(); return nil }}
	r, err := AddHandler(o, &iid, 3, 4, "Source.Event", Type[func()](handler), func() {})
	if err != nil {
		t.Fatal(err)
	}
	answer = codeFail
	if err := r.Remove(); !errors.Is(err, codeFail) {
		t.Errorf("a source that fails: %v", err)
	}
	answer = codeServerUnavailable
	for range 2 {
		if err := r.Remove(); err != nil {
			t.Errorf("a source whose server is gone: %v", err)
		}
	}
	if removals != 2 {
		t.Errorf("the source was asked %d times", removals)
	}
	o.Release()
	if n, m := LiveReferences(), LiveObjects(); n != references || m != objects {
		t.Errorf("%d references are held and %d objects alive, %d and %d were", n, m, references, objects)
	}
}
