//go:build windows

package composition

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/generated/windows/ui/xaml/resources"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
)

const library = "Windows.UI.Xaml.Resources.dll"

var component = sync.OnceValues(func() (*syscall.DLL, error) {
	path := filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), library)
	winrt.UseDLL("Windows.UI.Xaml.Resources", path)
	return syscall.LoadDLL(path)
})

func export(t testing.TB, name string, args ...uintptr) winrt.HRESULT {
	t.Helper()
	dll, err := component()
	if err != nil {
		t.Fatal(err)
	}
	r, _, _ := dll.MustFindProc(name).Call(args...)
	return winrt.HRESULT(r)
}

// clean wants nothing of the component or of Go to be alive when the test ends.
func clean(t *testing.T) {
	t.Helper()
	if os.Getenv("WINMD2GO_COMPONENTS") == "" {
		t.Skip("WINMD2GO_COMPONENTS names no folder with " + library + "; ./test.sh builds it and sets it")
	}
	if _, err := component(); err != nil {
		t.Fatal(err)
	}
	objects := winrt.LiveObjects()
	t.Cleanup(func() {
		var live winrt.HRESULT
		for range 200 {
			runtime.GC()
			if live = export(t, "TestLiveObjects"); live == 0 && winrt.LiveObjects() == objects {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("alive after the test: %d native objects, %d of Go", uint32(live), winrt.LiveObjects()-objects)
	})
}

func TestStandalone(t *testing.T) {
	clean(t)
	loader, err := resources.NewCustomXamlResourceLoader()
	if err != nil {
		t.Fatal(err)
	}
	defer loader.Release()
	if _, err := loader.GetResource("", "", "", ""); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("an empty id: %v", err)
	}
	v, err := loader.GetResource("id", "", "", "")
	if err != nil {
		t.Fatal(err)
	}
	if name, err := v.(*winrt.Inspectable).RuntimeClassName(); err != nil || !strings.HasSuffix(name, "CustomXamlResourceLoader") {
		t.Errorf("%q, %v", name, err)
	}
}

// derived overrides GetResource and asks the base first.
type derived struct {
	resources.CustomXamlResourceLoader
	calls    atomic.Int32
	asked    atomic.Pointer[string]
	toString string
}

func (d *derived) GetResource(id, objectType, property, propertyType string) (any, error) {
	d.calls.Add(1)
	all := strings.Join([]string{id, objectType, property, propertyType}, " ")
	d.asked.Store(&all)
	return d.CustomXamlResourceLoader.GetResource(id, objectType, property, propertyType)
}

// ToString makes derived an IStringable, which the base is not.
func (d *derived) ToString() (string, error) { return d.toString, nil }

func (d *derived) native(t *testing.T) (same bool) {
	t.Helper()
	if err := resources.SetCustomXamlResourceLoaderCurrent(d); err != nil {
		t.Fatal(err)
	}
	result := new(int32)
	if hr := export(t, "TestGetResource", uintptr(unsafe.Pointer(result))); hr != 0 {
		t.Errorf("native code got %v", hr)
	}
	return *result != 0
}

func TestDerived(t *testing.T) {
	clean(t)
	d := &derived{toString: "mine"}
	if err := resources.DeriveCustomXamlResourceLoader(d); err != nil {
		t.Fatal(err)
	}
	if !d.native(t) {
		t.Error("the base does not know the derived object as itself")
	}
	if d.calls.Load() != 1 || *d.asked.Load() != "id type name property" {
		t.Errorf("%d calls, the last with %q", d.calls.Load(), *d.asked.Load())
	}

	current, err := resources.CustomXamlResourceLoaderCurrent()
	if err != nil {
		t.Fatal(err)
	}
	defer current.Release()
	if _, err := current.GetResource("from outside", "", "", ""); err != nil {
		t.Error(err)
	}
	if d.calls.Load() != 1 {
		// current is a reference like any other: its overridable interface is Go's.
		if got := *d.asked.Load(); got != "from outside   " {
			t.Errorf("asked for %q", got)
		}
	}

	// An interface that only the Go type has, and identity through it.
	text, err := foundation.AsIStringable(current)
	if err == nil {
		t.Errorf("the base has IStringable: %v", text)
	}
	if err := resources.SetCustomXamlResourceLoaderCurrent(nil); err != nil {
		t.Fatal(err)
	}
	d.Release()
	if _, err := d.CustomXamlResourceLoader.GetResource("late", "", "", ""); !errors.Is(err, winrt.ErrReleased) {
		t.Errorf("after Release: %v", err)
	}
}

// TestNativeKeepsDerived has only native code hold the object for a while.
func TestNativeKeepsDerived(t *testing.T) {
	clean(t)
	d := new(derived)
	if err := resources.DeriveCustomXamlResourceLoader(d); err != nil {
		t.Fatal(err)
	}
	if err := resources.SetCustomXamlResourceLoaderCurrent(d); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		runtime.GC()
		result := new(int32)
		if hr := export(t, "TestGetResource", uintptr(unsafe.Pointer(result))); hr != 0 {
			t.Error(hr)
		}
	}
	if d.calls.Load() != 5 {
		t.Errorf("%d calls", d.calls.Load())
	}
	d.Release()
	if err := resources.SetCustomXamlResourceLoaderCurrent((*derived)(nil)); err != nil {
		t.Fatal(err)
	}
}

// other embeds no class that can be derived from.
type other struct{ winrt.Inspectable }

func TestDeriveFromTheWrongClass(t *testing.T) {
	clean(t)
	if err := resources.DeriveCustomXamlResourceLoader(new(other)); !errors.Is(err, winrt.E_INVALIDARG) || !strings.Contains(err.Error(), "embed") {
		t.Errorf("%v", err)
	}
	if err := resources.DeriveCustomXamlResourceLoader((*derived)(nil)); !errors.Is(err, winrt.E_POINTER) {
		t.Errorf("%v", err)
	}
	d := new(derived)
	for i := range 2 {
		err := resources.DeriveCustomXamlResourceLoader(d)
		if (i == 0) != (err == nil) {
			t.Errorf("the %d. time: %v", i+1, err)
		}
	}
	d.Release()
}

// thing is a Go value for objects of which nothing is asked.
type thing struct{ number int }

// TestEndsOnce has the base use the derived object in its own destructor, as one does
// that cached an interface of its outer object or asks it for one: nothing of it ends
// the object a second time.
func TestEndsOnce(t *testing.T) {
	clean(t)
	objects := winrt.LiveObjects()
	d := &released{done: make(chan struct{}, 8)}
	if err := resources.DeriveCustomXamlResourceLoader(d); err != nil {
		t.Fatal(err)
	}
	if err := resources.SetCustomXamlResourceLoaderCurrent(d); err != nil {
		t.Fatal(err)
	}
	if hr := export(t, "TestWatch"); hr != 0 {
		t.Fatal(hr)
	}
	if err := resources.SetCustomXamlResourceLoaderCurrent(nil); err != nil {
		t.Fatal(err)
	}
	d.Release()
	saw := new([6]int32)
	export(t, "TestDestructor", uintptr(unsafe.Pointer(saw)))
	noInterface := winrt.E_NOINTERFACE
	if want := [6]int32{1, 0, int32(noInterface), int32(noInterface), 0, 0}; *saw != want {
		t.Errorf("the destructor saw %x, want %x: how often it ran, IInspectable, IMarshal, the base's own interface, Resolve, an object", *saw, want)
	}
	if n := len(d.done); n != 1 {
		t.Errorf("Released was called %d times", n)
	}
	if n := winrt.LiveObjects() - objects; n != 0 {
		t.Errorf("%d objects are alive after the release of the only one", n)
	}

	// The place of the object goes to one other object and not to two.
	stub := &abi.Stub{IID: &abi.GUID{Data1: 0x99}, Unknown: true}
	seen := map[unsafe.Pointer]bool{}
	for i := range 8 {
		p, err := abi.NewInstance(&thing{i}, stub)
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := abi.ValueOf(p); seen[p] || v.(*thing).number != i {
			t.Errorf("object %d has the place of another that is alive: %p leads to %v", i, p, v)
		}
		seen[p] = true
	}
	for p := range seen {
		abi.Class[abi.ComObject]{}.Drop(unsafe.Pointer(&p))
	}
}

// released is a derived type that hears of its end, and panics.
type released struct {
	resources.CustomXamlResourceLoader
	done chan struct{}
}

func (r *released) Released() {
	r.done <- struct{}{}
	panic("in Released")
}
