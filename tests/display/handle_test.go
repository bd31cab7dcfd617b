//go:build windows

package display

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core/interop"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/handle"
)

// genericRead is GENERIC_READ.
const genericRead = 0x80000000

// open is the source that a handle stands for.
func (d *desk) open(t testing.TB, h *handle.Handle) *core.DisplaySource {
	t.Helper()
	return must(interop.OpenSharedHandle[core.DisplaySource](d.opener, h))(t)
}

func TestSourceFromPresentationHandle(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	presentation := must(d.shared.CreateSourcePresentationHandle())(t)
	defer presentation.Close()
	source := d.open(t, presentation)
	if id := must(d.shared.GetSourceId())(t); id != must(source.SourceId())(t) {
		t.Errorf("GetSourceId gives %d, the source says %d", id, must(source.SourceId())(t))
	}
	adapter := must(source.AdapterId())(t)
	if adapter.LowPart != 0x0001A2B3 || adapter.HighPart != 0 {
		t.Errorf("the source's adapter is %x", adapter)
	}

	duplicate := must(presentation.Duplicate())(t)
	ok(t, presentation.Close()) // the object lives as long as any handle
	if again := d.open(t, duplicate); must(again.SourceId())(t) != must(source.SourceId())(t) {
		t.Error("the duplicate opens another source")
	}
	ok(t, duplicate.Close())
}

func TestSourceIdsDiffer(t *testing.T) {
	machine(t)
	manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	targets := must(manager.GetCurrentTargets())(t)
	result := must(manager.TryAcquireTargetsAndCreateEmptyState(targets))(t)
	state := must(result.State())(t)
	seen := map[[2]int64]bool{}
	for target, err := range targets.All() {
		ok(t, err)
		path := must(state.ConnectTarget(target))(t)
		id := must(must(interop.AsIDisplayPathInterop(path))(t).GetSourceId())(t)
		adapter := must(must(target.Adapter())(t).Id())(t)
		key := [2]int64{int64(adapter.HighPart)<<32 | int64(adapter.LowPart), int64(id)}
		if seen[key] {
			t.Errorf("two paths have source %v", key)
		}
		seen[key] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d sources for 4 targets", len(seen))
	}
}

func TestUseAfterClose(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	presentation := must(d.shared.CreateSourcePresentationHandle())(t)
	ok(t, presentation.Close())
	source, err := interop.OpenSharedHandle[core.DisplaySource](d.opener, presentation)
	if source != nil || !errors.Is(err, handle.ErrClosed) {
		t.Errorf("opening from a closed handle gives %v, %v", source, err)
	}
	if _, err := presentation.Duplicate(); !errors.Is(err, handle.ErrClosed) {
		t.Errorf("duplicating a closed handle: %v", err)
	}
	d.path.Release()
	if _, err := d.path.Status(); !errors.Is(err, winrt.ErrReleased) || !strings.Contains(err.Error(), "DisplayPath.Status") {
		t.Errorf("a released path answers %v", err)
	}
}

func TestFailureGivesNoHandle(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	before := handle.Open()
	for _, code := range []winrt.HRESULT{winrt.E_ACCESSDENIED, winrt.E_OUTOFMEMORY, winrt.E_FAIL} {
		export(t, "TestFailNext", uintptr(code))
		h, err := d.shared.CreateSourcePresentationHandle()
		if h != nil || !errors.Is(err, code) || !strings.Contains(err.Error(), "CreateSourcePresentationHandle") {
			t.Errorf("%v: %v, %v", code, h, err)
		}
	}
	for name, h := range map[string]*handle.Handle{
		"null": nil, "-1": handle.Borrow(windows.InvalidHandle), "an event": handle.Own(must(windows.CreateEvent(nil, 0, 0, nil))(t)),
	} {
		source, err := interop.OpenSharedHandle[core.DisplaySource](d.opener, h)
		var failure *winrt.Error
		if source != nil || !errors.As(err, &failure) {
			t.Errorf("%s: %v, %v", name, source, err)
		}
		if h != nil {
			ok(t, h.Close())
		}
	}
	if handle.Open() != before {
		t.Errorf("%d handles are open, %d were", handle.Open(), before)
	}
}

func TestWrongInterface(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	presentation := must(d.shared.CreateSourcePresentationHandle())(t)
	defer presentation.Close()
	if _, err := interop.OpenSharedHandle[core.DisplaySurface](d.opener, presentation); !errors.Is(err, winrt.E_NOINTERFACE) {
		t.Errorf("a source opened as a surface: %v", err)
	}
	if _, err := interop.AsIDisplayPathInterop(d.target); !errors.Is(err, winrt.E_NOINTERFACE) {
		t.Errorf("a target as a path: %v", err)
	}
}

func TestCloseFromManyGoroutines(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	for range 50 {
		presentation := must(d.shared.CreateSourcePresentationHandle())(t)
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				if err := presentation.Close(); err != nil {
					t.Error(err)
				}
			})
			wait.Go(func() {
				source, err := interop.OpenSharedHandle[core.DisplaySource](d.opener, presentation)
				if err == nil {
					source.Release()
				} else if !errors.Is(err, handle.ErrClosed) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
}

func TestCollectorClosesForgottenHandles(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	settle := func() {
		for range 100 {
			runtime.GC()
			if handle.Open() == 0 {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	settle()
	var leaks sync.Map
	defer handle.OnLeak(func(l handle.Leak) { leaks.Store(l.Raw, l.At) })()
	func() {
		for range 16 {
			must(d.shared.CreateSourcePresentationHandle())(t)
		}
	}()
	settle()
	n := 0
	leaks.Range(func(_, at any) bool {
		n++
		if !strings.Contains(at.(string), "TestCollectorClosesForgottenHandles") {
			t.Errorf("the leak's place is %q", at)
		}
		return true
	})
	if handle.Open() != 0 || n == 0 {
		t.Errorf("%d forgotten handles are open, %d leaks reported", handle.Open(), n)
	}
}

// systemHandle is SYSTEM_HANDLE_TABLE_ENTRY_INFO_EX.
type systemHandle struct {
	object, process, value    uintptr
	access                    uint32
	backTrace, kind           uint16
	attributes, reservedField uint32
}

// processHandles counts this process's handles. GetProcessHandleCount is a stub in
// some versions of Wine.
func processHandles(t *testing.T) (n int) {
	t.Helper()
	const systemExtendedHandleInformation = 64
	buffer := make([]uintptr, 1<<20)
	size := uint32(len(buffer)) * uint32(unsafe.Sizeof(buffer[0]))
	ok(t, windows.NtQuerySystemInformation(systemExtendedHandleInformation, unsafe.Pointer(&buffer[0]), size, nil))
	for _, h := range unsafe.Slice((*systemHandle)(unsafe.Pointer(&buffer[2])), buffer[0]) {
		if uint32(h.process) == windows.GetCurrentProcessId() {
			n++
		}
	}
	return n
}

func TestHandleCountAfterManyRounds(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	rounds := 10_000
	if testing.Short() {
		rounds = 500
	}
	round := func() {
		presentation := must(d.shared.CreateSourcePresentationHandle())(t)
		duplicate := must(presentation.Duplicate(handle.WithAccess(windows.FILE_MAP_READ)))(t)
		source := d.open(t, duplicate)
		must(source.SourceId())(t)
		source.Release()
		ok(t, duplicate.Close())
		ok(t, presentation.Close())
	}
	for range 100 {
		round() // threads that the runtime starts have handles too
	}
	before := processHandles(t)
	for range rounds {
		round()
	}
	// The Go runtime may have started a few threads meanwhile; a leak would be
	// in the thousands.
	if after := processHandles(t); after-before > 64 || before == 0 {
		t.Errorf("%d handles before %d rounds, %d after", before, rounds, after)
	}
}
