//go:build windows

package display

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/winrt"
)

func count(calls *atomic.Int32) func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) {
	return func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) { calls.Add(1) }
}

// withoutWeak runs test with objects that give weak references and with such that don't.
func withoutWeak(t *testing.T, test func(t *testing.T)) {
	for name, none := range map[string]uintptr{"with weak references": 0, "without": 1} {
		t.Run(name, func(t *testing.T) {
			machine(t)
			export(t, "TestNoWeakReferences", none)
			defer export(t, "TestNoWeakReferences", 0)
			test(t)
		})
	}
}

// TestRemoveAfterRelease removes a handler when the reference that it was added through
// is gone, while another keeps the source.
func TestRemoveAfterRelease(t *testing.T) {
	withoutWeak(t, func(t *testing.T) {
		manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
		other := must(winrt.As[core.DisplayManager](manager))(t)
		defer other.Release()
		ok(t, manager.Start())
		var calls atomic.Int32
		registration := must(manager.AddChanged(count(&calls)))(t)
		raise(t, raiseChanged, 1, 1)
		manager.Release()
		raise(t, raiseChanged, 1, 1)
		if calls.Load() != 2 {
			t.Errorf("the handler was called %d times", calls.Load())
		}
		ok(t, registration.Remove())
		if n := export(t, "TestHandlers"); n != 0 {
			t.Errorf("%d handlers are left", n)
		}
		ok(t, registration.Remove())
		raise(t, raiseChanged, 1, 1)
		if calls.Load() != 2 {
			t.Error("the handler was called after it was removed")
		}
		ok(t, other.Close())
	})
}

// TestRemoveFromTheDead removes a handler of a source that is gone.
func TestRemoveFromTheDead(t *testing.T) {
	machine(t)
	manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	var calls atomic.Int32
	registration := must(manager.AddChanged(count(&calls)))(t)
	manager.Release()
	if n := export(t, "TestHandlers"); n != 0 {
		t.Error("a registration keeps its source alive after the release")
	}
	ok(t, registration.Remove())
}

// TestFailedRemove tries again, through the reference and after its release.
func TestFailedRemove(t *testing.T) {
	withoutWeak(t, func(t *testing.T) {
		manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
		other := must(winrt.As[core.DisplayManager](manager))(t)
		defer other.Release()
		var calls atomic.Int32
		registration := must(manager.AddChanged(count(&calls)))(t)
		export(t, "TestFailRemovals", 2)
		for range 2 {
			if err := registration.Remove(); !errors.Is(err, winrt.E_ABORT) {
				t.Errorf("a removal that fails: %v", err)
			}
			if n := export(t, "TestHandlers"); n != 1 {
				t.Errorf("%d handlers are left after it", n)
			}
			manager.Release()
		}
		ok(t, registration.Remove())
		if n := export(t, "TestHandlers"); n != 0 {
			t.Errorf("%d handlers are left", n)
		}
	})
}

// TestRemoveInTheHandler has handlers remove themselves, each other and from other
// goroutines while native threads call them.
func TestRemoveInTheHandler(t *testing.T) {
	machine(t)
	manager := started(t)
	var calls, late atomic.Int32
	var self winrt.EventRegistration
	self = must(manager.AddChanged(func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) {
		calls.Add(1)
		for range 2 {
			if err := self.Remove(); err != nil {
				t.Error(err)
			}
		}
	}))(t)
	raise(t, raiseChanged, 1, 1)
	raise(t, raiseChanged, 1, 1)
	if calls.Load() != 1 {
		t.Errorf("a handler that removes itself was called %d times", calls.Load())
	}
	registrations := make([]winrt.EventRegistration, 50)
	for i := range registrations {
		registrations[i] = must(manager.AddChanged(func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) { late.Add(1) }))(t)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, r := range registrations {
				if err := r.Remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	raise(t, raiseChanged, 50, 4)
	wait.Wait()
	late.Store(0)
	raise(t, raiseChanged, 1, 1)
	if n := export(t, "TestHandlers"); n != 0 || late.Load() != 0 {
		t.Errorf("%d handlers are left, %d calls after the last removal", n, late.Load())
	}
}

// TestWeakHandlers forgets managers whose handlers refer to them.
func TestWeakHandlers(t *testing.T) {
	machine(t)
	objects, references := winrt.LiveObjects(), winrt.LiveReferences()
	var resolved atomic.Int32
	func() {
		for range 50 {
			manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
			weak := must(winrt.NewWeak(manager))(t)
			must(manager.AddChanged(func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) {
				manager, err := weak.Resolve()
				if err != nil {
					t.Error(err)
					return
				}
				defer manager.Release()
				if _, err := manager.GetCurrentTargets(); err != nil {
					t.Error(err)
				}
				resolved.Add(1)
			}))(t)
			if len := export(t, "TestHandlers"); len == 50 {
				ok(t, manager.Start())
				raise(t, raiseChanged, 1, 1)
			}
		}
	}()
	if resolved.Load() == 0 {
		t.Error("no handler found its source")
	}
	for range 400 {
		runtime.GC()
		if winrt.LiveObjects() <= objects && winrt.LiveReferences() <= references {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if n := winrt.LiveObjects() - objects; n > 0 {
		t.Errorf("%d of 50 managers are kept by their own handlers", n)
	}
}

func TestWeak(t *testing.T) {
	machine(t)
	manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	weak := must(winrt.NewWeak(manager))(t)
	again := must(weak.Resolve())(t)
	if again == manager || !winrt.Same(again, manager) {
		t.Error("a weak reference gives another object")
	}
	manager.Release()
	must(weak.Resolve())(t).Release() // again keeps it
	again.Release()
	if v, err := weak.Resolve(); v != nil || !errors.Is(err, winrt.ErrGone) {
		t.Errorf("what is gone: %v, %v", v, err)
	}
	copied := weak
	weak.Release()
	if v, err := copied.Resolve(); v != nil || !errors.Is(err, winrt.ErrReleased) {
		t.Errorf("a weak reference that was given back: %v, %v", v, err)
	}
	var none winrt.Weak[core.DisplayManager]
	none.Release()
	if v, err := none.Resolve(); v != nil || !errors.Is(err, winrt.ErrGone) {
		t.Errorf("to nothing: %v, %v", v, err)
	}
	if weak, err := winrt.NewWeak[core.DisplayManager](nil); err != nil || weak != none {
		t.Errorf("to nil: %v, %v", weak, err)
	}
	export(t, "TestNoWeakReferences", 1)
	defer export(t, "TestNoWeakReferences", 0)
	manager = must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	defer manager.Release()
	if _, err := winrt.NewWeak(manager); !errors.Is(err, winrt.E_NOINTERFACE) {
		t.Errorf("of an object that has none: %v", err)
	}
}
