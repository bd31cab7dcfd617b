//go:build windows

package handle_test

import (
	"errors"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/handle"
)

var compareObjectHandles = windows.NewLazySystemDLL("kernelbase.dll").NewProc("CompareObjectHandles")

// event makes an event. alive tells whether raw is still a handle of it: when it is
// closed, a thread that the runtime makes may get the same number.
func event(t *testing.T) (raw windows.Handle, alive func() bool) {
	t.Helper()
	raw, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var twin windows.Handle
	process := windows.CurrentProcess()
	if err := windows.DuplicateHandle(process, raw, process, &twin, 0, false, windows.DUPLICATE_SAME_ACCESS); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { windows.CloseHandle(twin) })
	return raw, func() bool {
		same, _, _ := compareObjectHandles.Call(uintptr(raw), uintptr(twin))
		return same != 0
	}
}

func TestOwned(t *testing.T) {
	open := handle.Open()
	raw, alive := event(t)
	h := handle.Own(raw)
	if got, err := h.Raw(); err != nil || got != raw {
		t.Errorf("Raw is %v, %v", got, err)
	}
	if handle.Open() != open+1 {
		t.Errorf("%d handles are open, %d were", handle.Open(), open)
	}
	for range 3 {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
	if alive() || handle.Open() != open {
		t.Error("the handle is open after Close")
	}
	if _, err := h.Raw(); !errors.Is(err, handle.ErrClosed) {
		t.Errorf("Raw after Close: %v", err)
	}
	if err := h.Do(func(windows.Handle) error { return nil }); !errors.Is(err, handle.ErrClosed) {
		t.Errorf("Do after Close: %v", err)
	}
	var none *handle.Handle
	if err := none.Close(); err != nil {
		t.Error(err)
	}
	if _, err := none.Raw(); !errors.Is(err, handle.ErrClosed) {
		t.Errorf("Raw of nil: %v", err)
	}
}

func TestCloseReportsFailure(t *testing.T) {
	// A number that is never in use: that of a closed handle may be another's already.
	h := handle.Own(windows.Handle(1 << 30))
	if err := h.Close(); !errors.Is(err, windows.ERROR_INVALID_HANDLE) {
		t.Errorf("closing what is not open: %v", err)
	}
}

func TestBorrowedStaysOpen(t *testing.T) {
	raw, alive := event(t)
	h := handle.Borrow(raw)
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if _, err := h.Raw(); !errors.Is(err, handle.ErrClosed) {
		t.Errorf("Raw after Close: %v", err)
	}
	if !alive() {
		t.Error("a borrowed handle was closed")
	}
	windows.CloseHandle(raw)
}

func TestDetach(t *testing.T) {
	raw, alive := event(t)
	h := handle.Own(raw)
	raw, err := h.Detach()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if !alive() {
		t.Error("a detached handle was closed")
	}
	if _, err := h.Detach(); !errors.Is(err, handle.ErrClosed) {
		t.Errorf("detaching again: %v", err)
	}
	windows.CloseHandle(raw)
}

// TestCloseDuringUses has a use begin before Close and end after it: the handle is
// closed by whoever is last, and Close waits for nobody.
func TestCloseDuringUses(t *testing.T) {
	raw, alive := event(t)
	open := handle.Open()
	h := handle.Own(raw)
	begun, end := make(chan struct{}), make(chan struct{})
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			err := h.Do(func(raw windows.Handle) error {
				begun <- struct{}{}
				<-end
				if !alive() {
					t.Error("the handle was closed under its use")
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	<-begun
	<-begun
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if err := h.Do(func(windows.Handle) error { return nil }); !errors.Is(err, handle.ErrClosed) {
		t.Errorf("a use after Close: %v", err)
	}
	if !alive() {
		t.Error("the handle was closed under its uses")
	}
	close(end)
	wait.Wait()
	if alive() || handle.Open() != open {
		t.Error("the handle is open after its last use")
	}
}

// TestCloseInsideUse closes and detaches handles inside their own use.
func TestCloseInsideUse(t *testing.T) {
	raw, alive := event(t)
	h := handle.Own(raw)
	failed := make(chan error, 1)
	go func() {
		failed <- h.Do(func(windows.Handle) error {
			if err := h.Close(); err != nil {
				return err
			}
			if !alive() {
				t.Error("the handle was closed under its use")
			}
			return nil
		})
	}()
	if err := inTime(t, failed); err != nil || alive() {
		t.Errorf("closing inside Do: %v, open %v", err, alive())
	}

	raw, alive = event(t)
	h = handle.Own(raw)
	go func() {
		failed <- h.Do(func(windows.Handle) error {
			given, err := h.Detach()
			if given != raw {
				t.Errorf("Detach gave %v, not %v", given, raw)
			}
			return err
		})
	}()
	if err := inTime(t, failed); err != nil || !alive() {
		t.Errorf("detaching inside Do: %v, open %v", err, alive())
	}
	windows.CloseHandle(raw)
}

// inTime is what comes from a channel, if anything ever does.
func inTime(t *testing.T, failed <-chan error) error {
	t.Helper()
	select {
	case err := <-failed:
		return err
	case <-time.After(time.Minute):
		t.Fatal("it hangs")
		return nil
	}
}

// TestLastUseReportsFailure has the last use close a number that is not open.
func TestLastUseReportsFailure(t *testing.T) {
	var told []error
	winrt.OnUnhandled(func(err error) { told = append(told, err) })
	defer winrt.OnUnhandled(nil)
	h := handle.Own(windows.Handle(1 << 30))
	if err := h.Do(func(windows.Handle) error { return h.Close() }); err != nil {
		t.Errorf("Close inside Do: %v", err)
	}
	if len(told) != 1 || !errors.Is(told[0], windows.ERROR_INVALID_HANDLE) {
		t.Errorf("told of %v", told)
	}
}

var getHandleInformation = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetHandleInformation")

func TestDuplicate(t *testing.T) {
	raw, _ := event(t)
	h := handle.Own(raw)
	defer h.Close()
	for name, options := range map[string][]handle.Option{
		"the same": nil, "less access": {handle.WithAccess(windows.SYNCHRONIZE)}, "inheritable": {handle.Inheritable()},
	} {
		d, err := h.Duplicate(options...)
		if err != nil {
			t.Fatal(err)
		}
		err = d.Do(func(raw windows.Handle) error {
			flags := new(uint32)
			if r, _, err := getHandleInformation.Call(uintptr(raw), uintptr(unsafe.Pointer(flags))); r == 0 {
				return err
			}
			if inherits := *flags&windows.HANDLE_FLAG_INHERIT != 0; inherits != (name == "inheritable") {
				t.Errorf("%s: the duplicate's flags are %#x", name, *flags)
			}
			err := windows.SetEvent(raw)
			if (err == nil) == (name == "less access") {
				t.Errorf("%s: setting the event: %v", name, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestCloserOf(t *testing.T) {
	closer, ok := handle.CloserOf("HMODULE")
	if !ok {
		t.Fatal("HMODULE has no closer")
	}
	module, err := windows.LoadLibrary("version.dll")
	if err != nil {
		t.Fatal(err)
	}
	if err := handle.OwnWith(module, closer).Close(); err != nil {
		t.Error(err)
	}
	if _, ok := handle.CloserOf("HMONITOR"); ok {
		t.Error("HMONITOR has a closer")
	}
	key, ok := handle.CloserOf("HKEY")
	if !ok {
		t.Fatal("HKEY has no closer")
	}
	if err := key(windows.Handle(0x7ffffff0)); !errors.Is(err, windows.ERROR_INVALID_HANDLE) {
		t.Errorf("closing no key: %v", err)
	}
	// A predefined key is no kernel handle: only RegCloseKey takes it.
	if err := key(windows.Handle(syscall.HKEY_LOCAL_MACHINE)); err != nil {
		t.Errorf("closing HKEY_LOCAL_MACHINE: %v", err)
	}
}

// TestGive gives handles to native code, whose they are then: the very handle if it was
// Go's to give, else a duplicate.
func TestGive(t *testing.T) {
	raw, alive := event(t)
	borrowed, place := handle.Borrow(raw), new(windows.Handle)
	if err := (handle.Type{}).Give(unsafe.Pointer(place), borrowed); err != nil {
		t.Fatal(err)
	}
	if *place == 0 || *place == raw {
		t.Errorf("of the borrowed %#x native code has %#x", raw, *place)
	} else if err := windows.CloseHandle(*place); err != nil || !alive() {
		t.Errorf("closing the duplicate: %v, and the borrowed one is open: %v", err, alive())
	}
	owned := handle.Own(raw)
	if err := (handle.Type{}).Give(unsafe.Pointer(place), owned); err != nil || *place != raw {
		t.Errorf("of the owned %#x native code has %#x, %v", raw, *place, err)
	}
	if err := owned.Close(); err != nil || !alive() {
		t.Errorf("what was given away: %v, and it is open: %v", err, alive())
	}
	windows.CloseHandle(raw)
}
