//go:build windows

package display

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/winrt"
)

// Kinds of TestRaise.
const (
	raiseEnabled = iota
	raiseDisabled
	raiseChanged
	raisePathsFailed
)

// report is what TestRaise says of the handlers that it called.
type report struct{ calls, failed, lastFailure, handled, deferrals, late int32 }

func raise(t *testing.T, kind, count, threads int) *report {
	t.Helper()
	r := new(report)
	export(t, "TestRaise", uintptr(kind), uintptr(count), uintptr(threads), uintptr(unsafe.Pointer(r)))
	return r
}

func started(t *testing.T) *core.DisplayManager {
	t.Helper()
	manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	ok(t, manager.Start())
	t.Cleanup(func() {
		ok(t, manager.Close())
		manager.Release() // package testing keeps this func, and so manager
	})
	export(t, "TestWaitIdle", 10_000)
	return manager
}

func TestEventsFromNativeThreads(t *testing.T) {
	machine(t)
	manager := started(t)
	var calls, wrong atomic.Int64
	changed := must(manager.AddChanged(func(sender *core.DisplayManager, args *core.DisplayManagerChangedEventArgs) {
		calls.Add(1)
		targets, err := sender.GetCurrentTargets()
		if err != nil {
			wrong.Add(1)
			return
		}
		if n, err := targets.Size(); err != nil || n != 4 {
			wrong.Add(1)
		}
		if err := args.SetHandled(true); err != nil {
			wrong.Add(1)
		}
	}))(t)

	stop := make(chan struct{})
	var wait sync.WaitGroup
	for range 4 { // while goroutines call in
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				adapters, err := manager.GetCurrentAdapters()
				if err != nil {
					t.Error(err)
					return
				}
				if n, err := adapters.Size(); err != nil || n != 2 {
					t.Errorf("%d adapters, %v", n, err)
				}
			}
		})
	}
	r := raise(t, raiseChanged, 100, 8)
	close(stop)
	wait.Wait()
	if calls.Load() != 800 || wrong.Load() != 0 || r.calls != 800 || r.failed != 0 || r.handled != 800 {
		t.Errorf("%d calls, %d of them wrong; the component says %+v", calls.Load(), wrong.Load(), *r)
	}

	ok(t, changed.Remove())
	if r := raise(t, raiseChanged, 10, 1); r.calls != 0 {
		t.Errorf("a removed handler was called %d times", r.calls)
	}
	if err := changed.Remove(); err != nil {
		t.Errorf("removing again: %v", err)
	}
}

func TestEveryEventOfTheManager(t *testing.T) {
	machine(t)
	manager := started(t)
	var got [4]atomic.Int32
	registrations := []winrt.EventRegistration{
		must(manager.AddEnabled(func(_ *core.DisplayManager, args *core.DisplayManagerEnabledEventArgs) {
			must(args.Handled())(t)
			got[raiseEnabled].Add(1)
		}))(t),
		must(manager.AddDisabled(func(_ *core.DisplayManager, args *core.DisplayManagerDisabledEventArgs) {
			must(args.Handled())(t)
			got[raiseDisabled].Add(1)
		}))(t),
		must(manager.AddChanged(func(_ *core.DisplayManager, args *core.DisplayManagerChangedEventArgs) {
			must(args.Handled())(t)
			got[raiseChanged].Add(1)
		}))(t),
		must(manager.AddPathsFailedOrInvalidated(func(_ *core.DisplayManager, args *core.DisplayManagerPathsFailedOrInvalidatedEventArgs) {
			must(args.Handled())(t)
			got[raisePathsFailed].Add(1)
		}))(t),
	}
	for kind := range got {
		raise(t, kind, kind+1, 1)
		if n := got[kind].Load(); n != int32(kind+1) {
			t.Errorf("event %d came %d times, raised %d times", kind, n, kind+1)
		}
	}
	for _, r := range registrations {
		ok(t, r.Remove())
	}
}

func TestDeferral(t *testing.T) {
	machine(t)
	manager := started(t)
	registration := must(manager.AddChanged(func(_ *core.DisplayManager, args *core.DisplayManagerChangedEventArgs) {
		deferral, err := args.GetDeferral()
		if err != nil {
			t.Error(err)
			return
		}
		go func() { // the component waits for it
			if err := deferral.Complete(); err != nil {
				t.Error(err)
			}
		}()
	}))(t)
	if r := raise(t, raiseChanged, 20, 4); r.deferrals != 80 || r.late != 0 {
		t.Errorf("%+v", *r)
	}
	ok(t, registration.Remove())
}

// grow uses about size bytes of stack.
func grow(size int) byte {
	var block [1024]byte
	block[size%len(block)] = byte(size)
	if size <= len(block) {
		return block[0]
	}
	return grow(size-len(block)) + block[len(block)-1]
}

func TestHandlerThatGrowsItsStack(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	ok(t, d.manager.Start())
	registration := must(d.manager.AddChanged(func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) { grow(1 << 20) }))(t)
	var wait sync.WaitGroup
	for range 8 {
		// Plugging raises the event within the call, on this goroutine's stack; the
		// results of the call have to survive.
		wait.Go(func() {
			for range 20 {
				r := new(report)
				export(t, "TestRaise", raiseChanged, 1, 1, uintptr(unsafe.Pointer(r)))
				if r.calls != 1 || r.failed != 0 {
					t.Errorf("%+v", *r)
				}
			}
		})
	}
	wait.Wait()
	if id := must(d.shared.GetSourceId())(t); id != 0 {
		t.Errorf("the source's id became %d", id)
	}
	ok(t, registration.Remove())
}

func TestHandlerThatPanics(t *testing.T) {
	machine(t)
	manager := started(t)
	var mu sync.Mutex
	var values []any
	var trace string
	winrt.OnPanic(func(value any, stack []byte) {
		mu.Lock()
		defer mu.Unlock()
		values, trace = append(values, value), string(stack)
	})
	defer winrt.OnPanic(nil)
	registration := must(manager.AddChanged(func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) { panic("the handler's own") }))(t)
	r := raise(t, raiseChanged, 3, 2)
	if r.calls != 6 || r.failed != 6 || winrt.HRESULT(r.lastFailure) != winrt.E_FAIL {
		t.Errorf("%+v", *r)
	}
	mu.Lock()
	if len(values) != 6 || values[0] != "the handler's own" || !strings.Contains(trace, "TestHandlerThatPanics") {
		t.Errorf("the hook saw %v, with the stack\n%s", values, trace)
	}
	mu.Unlock()
	ok(t, registration.Remove())
	must(manager.GetCurrentTargets())(t) // still whole
}

func TestRemoveWhileRaising(t *testing.T) {
	machine(t)
	manager := started(t)
	var wait sync.WaitGroup
	wait.Go(func() { raise(t, raiseChanged, 200, 4) })
	for range 100 {
		registration := must(manager.AddChanged(func(_ *core.DisplayManager, args *core.DisplayManagerChangedEventArgs) {
			if _, err := args.Handled(); err != nil {
				t.Error(err)
			}
		}))(t)
		ok(t, registration.Remove())
	}
	wait.Wait()
}
