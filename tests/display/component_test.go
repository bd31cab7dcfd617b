//go:build windows

package display

import (
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core/interop"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

const library = "Windows.Devices.Display.Core.dll"

// component loads the native component and makes the namespace come from it.
var component = sync.OnceValues(func() (*syscall.DLL, error) {
	path := filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), library)
	dll, err := syscall.LoadDLL(path)
	if err == nil {
		winrt.UseDLL("Windows.Devices.Display.Core", path)
	}
	return dll, err
})

// export calls one of the component's test functions.
func export(t testing.TB, name string, args ...uintptr) int32 {
	t.Helper()
	dll, err := component()
	if err != nil {
		t.Fatal(err)
	}
	proc, err := dll.FindProc(name)
	if err != nil {
		t.Fatal(err)
	}
	result, _, _ := proc.Call(args...)
	return int32(result)
}

// machine is the component as it was at the start. When the test ends, nothing of
// it may be alive, whether the test released it or only forgot it.
func machine(t testing.TB) {
	t.Helper()
	if os.Getenv("WINMD2GO_COMPONENTS") == "" {
		t.Skip("WINMD2GO_COMPONENTS names no folder with " + library + "; ./test.sh builds it and sets it")
	}
	if live := export(t, "TestLiveObjects"); live != 0 {
		t.Fatalf("%d objects are alive before the test", live)
	}
	export(t, "TestReset")
	t.Cleanup(func() {
		export(t, "TestWaitIdle", 10_000)
		var live, handlers, handles int32
		for range 200 {
			runtime.GC()
			live, handlers, handles = export(t, "TestLiveObjects"), export(t, "TestHandlers"), export(t, "TestHandles")
			if live|handlers|handles == 0 {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("alive after the test: %d objects, %d handlers, %d handles", live, handlers, handles)
	})
}

// must returns v, or ends the test.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// desk is a manager with one acquired target, connected to a path.
type desk struct {
	manager *core.DisplayManager
	target  *core.DisplayTarget
	state   *core.DisplayState
	path    *core.DisplayPath
	shared  interop.IDisplayPathInterop
	device  *core.DisplayDevice
	opener  interop.IDisplayDeviceInterop
}

func newDesk(t testing.TB, index uint32) *desk {
	t.Helper()
	d := &desk{manager: must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)}
	d.target = must(must(d.manager.GetCurrentTargets())(t).GetAt(index))(t)
	result := must(d.manager.TryAcquireTargetsAndCreateEmptyState(collections.Of(d.target)))(t)
	if code := must(result.ErrorCode())(t); code != core.DisplayManagerResultSuccess {
		t.Fatalf("acquiring target %d: %v", index, code)
	}
	d.state = must(result.State())(t)
	d.path = must(d.state.ConnectTarget(d.target))(t)
	d.shared = must(interop.AsIDisplayPathInterop(d.path))(t)
	d.device = must(d.manager.CreateDisplayDevice(must(d.target.Adapter())(t)))(t)
	d.opener = must(interop.AsIDisplayDeviceInterop(d.device))(t)
	return d
}
