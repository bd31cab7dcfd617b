//go:build windows

package abi

import (
	"errors"
	"syscall"
	"testing"
	"unsafe"
)

// countOf is how many references a native object has.
func countOf(p unsafe.Pointer) int {
	addRef(p)
	n, _, _ := syscall.SyscallN(slotOf(p, slotRelease), uintptr(p))
	return int(n)
}

// TestSenders has native code pass an object to a handler that does with it what
// handlers do.
func TestSenders(t *testing.T) {
	call := native(t, "StackAfter")
	sender := newFailing(t, "sender", false)
	defer release(sender)

	// raise calls handle, and says how many references it left with Go.
	raise := func(t *testing.T, args Type[any], handle func(o *Object)) (left int) {
		t.Helper()
		delegate := Delegate[func(any)]{IID: GUID{Data1: 0x1c0e0008}, Words: 1, Invoke: func(fn func(any), f *Frame) error {
			v, err := args.Arg(f)
			if err == nil {
				err = f.Err()
			}
			if err != nil {
				return err
			}
			fn(v)
			return nil
		}}
		before, references := countOf(sender), LiveReferences()
		handler, err := delegate.make(func(v any) {
			o, _ := objectOf(v)
			if n := countOf(sender); n != before {
				t.Errorf("the handler's object has %d references, its caller's are %d", n, before)
			}
			handle(o)
		})
		if err != nil {
			t.Fatal(err)
		}
		defer release(handler)
		checkStack(t, call, "the handler", handler, 3, []uintptr{uintptr(sender)}, codeOK)
		left = countOf(sender) - before
		if n := LiveReferences() - references; n != left {
			t.Errorf("%d references are counted, %d were taken", n, left)
		}
		return left
	}
	works := func(t *testing.T, o *Object) {
		t.Helper()
		var e *Error
		if _, err := Get[uint32](o, o.iid, 6, "op"); !errors.As(err, &e) || e.Code != codeFail {
			t.Errorf("a call gives %v", err)
		}
	}

	for name, args := range map[string]Type[any]{"class": classArg{}, "object": Any{}} {
		t.Run(name, func(t *testing.T) {
			if left := raise(t, args, func(o *Object) { works(t, o); o.Release() }); left != 0 {
				t.Errorf("a handler that releases it leaves %d references", left)
			}

			var kept *Object
			if left := raise(t, args, func(o *Object) { works(t, o); kept = o }); left != 1 {
				t.Errorf("a handler that keeps it leaves %d references", left)
			}
			works(t, kept)
			before := countOf(sender)
			kept.Release()
			kept.Release()
			if n := countOf(sender); n != before-1 {
				t.Errorf("the release of a kept one takes %d references", before-n)
			}

			// Released while another goroutine's call is under way, which goes on
			// after the handler has returned.
			if left := raise(t, args, func(o *Object) {
				kept = o
				if err := enter(o); err != nil {
					t.Error(err)
				}
				o.Release()
			}); left != 1 {
				t.Errorf("a call that is under way has %d references", left)
			}
			before = countOf(sender)
			leave(kept, 1)
			if n := countOf(sender); n != before-1 {
				t.Errorf("the end of the last call takes %d references", before-n)
			}
			if _, err := Get[uint32](kept, kept.iid, 6, "op"); !errors.Is(err, ErrReleased) {
				t.Errorf("a call of a released one gives %v", err)
			}

			// A further interface that the handler asked for goes with the object.
			if left := raise(t, args, func(o *Object) {
				if _, err := queryObject(o, &iidIActivationFactory); err != nil {
					t.Error(err)
				}
				o.Release()
			}); left != 0 {
				t.Errorf("a handler that asks for an interface leaves %d references", left)
			}
		})
	}
}

// TestSendersBetweenGoroutines releases an object while the call that lent it ends.
func TestSendersBetweenGoroutines(t *testing.T) {
	sender := newFailing(t, "sender", false)
	defer release(sender)
	references := LiveReferences()
	for range 2000 {
		var f Frame
		o := new(Object)
		f.borrow(o, sender, &iidIInspectable)
		done := make(chan struct{})
		go func() {
			defer close(done)
			if enter(o) == nil {
				leave(o, 1)
			}
			o.Release()
		}()
		f.settle()
		<-done
	}
	if n := countOf(sender); n != 1 || LiveReferences() != references {
		t.Errorf("%d references to the object, %d counted", n, LiveReferences()-references)
	}
}

// classArg is Class[failingObject] for values of type any.
type classArg struct{ Any }

func (classArg) Arg(f *Frame) (any, error) { return Class[failingObject]{}.Arg(f) }
