//go:build windows

package abi

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

var (
	iidGreeter = GUID{Data1: 0x6e8a3c01, Data4: [8]byte{1}}
	iidCounter = GUID{Data1: 0x6e8a3c02, Data4: [8]byte{2}}
)

// greeter is a Go value that native code sees as an object.
type greeter struct {
	name     string
	released chan struct{}
}

func (g *greeter) Released() {
	if g.released != nil {
		close(g.released)
	}
}

var stubGreeter = &Stub{IID: &iidGreeter, Methods: []Method{
	{Words: 3, Do: func(self any, f *Frame) error { // Greet(HSTRING, INT32, HSTRING*)
		text, err := String{}.Arg(f)
		if err != nil {
			return err
		}
		times := ArgValue[int32](f)
		out := f.Out()
		if err := f.Err(); err != nil {
			return err
		}
		switch text {
		case "panic":
			panic("greeted with panic")
		case "error":
			return codeBounds
		}
		return String{}.Give(out, strings.Repeat(text+" "+self.(*greeter).name, int(times)))
	}},
}}

var stubCounter = &Stub{IID: &iidCounter, Unknown: true, Methods: []Method{
	{Do: func(_ any, f *Frame) error { return codeFail }},
}}

// asked is p's interface iid, or the HRESULT of asking.
func asked(t *testing.T, p unsafe.Pointer, iid GUID) (unsafe.Pointer, HRESULT) {
	t.Helper()
	return queryInterface(p, &iid)
}

func want(t *testing.T, p unsafe.Pointer, iid GUID) unsafe.Pointer {
	t.Helper()
	q, hr := asked(t, p, iid)
	if hr.Failed() || q == nil {
		t.Fatalf("%v: %v", iid, hr)
	}
	return q
}

// TestIdentity holds the rules of QueryInterface: one IUnknown for an object, every
// interface reachable from every other.
func TestIdentity(t *testing.T) {
	before := LiveObjects()
	g := &greeter{name: "Go", released: make(chan struct{})}
	p, err := NewInstance(g, stubGreeter, stubCounter)
	if err != nil {
		t.Fatal(err)
	}
	again, err := NewInstance(g, stubGreeter)
	if err != nil || again != p {
		t.Errorf("the same value is another object: %v, %v", again, err)
	}
	faces := []unsafe.Pointer{p, again}
	unknown := want(t, p, iidIUnknown)
	faces = append(faces, unknown)
	iids := []GUID{iidGreeter, iidCounter, iidIInspectable, iidIUnknown, iidIAgileObject, iidIWeakReferenceSource}
	for _, from := range iids {
		a := want(t, p, from)
		faces = append(faces, a)
		for _, to := range iids {
			faces = append(faces, want(t, a, to))
		}
		u := want(t, a, iidIUnknown)
		faces = append(faces, u)
		if u != unknown {
			t.Errorf("asked by %v, the object's IUnknown is another", from)
		}
	}
	if q, hr := asked(t, p, GUID{Data1: 0xdead}); hr != codeNoIface || q != nil {
		t.Errorf("an interface that it does not have: %v, %v", q, hr)
	}
	if v, ok := ValueOf(p); !ok || v != any(g) {
		t.Errorf("the value behind the object is %v", v)
	}
	for _, q := range faces {
		release(q)
	}
	select {
	case <-g.released:
	case <-time.After(5 * time.Second):
		t.Error("Released was not called")
	}
	if LiveObjects() != before {
		t.Errorf("%d objects are alive, %d were", LiveObjects(), before)
	}
}

// greet calls Greet as native code does.
func greet(t *testing.T, p unsafe.Pointer, text string, times int32) (string, HRESULT) {
	t.Helper()
	in, out := OnHeap[uintptr](), OnHeap[uintptr]()
	if err := newString(text, in); err != nil {
		t.Fatal(err)
	}
	defer deleteString(*in)
	hr, _, _ := syscall.SyscallN(slotOf(p, 6), uintptr(p), *in, uintptr(times), uintptr(unsafe.Pointer(out)))
	s, err := String{}.Take(unsafe.Pointer(out))
	if err != nil {
		t.Fatal(err)
	}
	return s, HRESULT(hr)
}

func TestCalledByNativeCode(t *testing.T) {
	p, err := NewInstance(&greeter{name: "Gö😀"}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	defer release(p)
	if s, hr := greet(t, p, "Hello", 2); hr != 0 || s != "Hello Gö😀Hello Gö😀" {
		t.Errorf("%q, %v", s, hr)
	}
	if _, hr := greet(t, p, "error", 1); hr != codeBounds {
		t.Errorf("an error arrives as %v", hr)
	}
	var seen any
	OnPanic(func(value any, _ []byte) { seen = value })
	defer OnPanic(nil)
	if _, hr := greet(t, p, "panic", 1); hr != codeFail || seen != "greeted with panic" {
		t.Errorf("a panic arrives as %v, the hook saw %v", hr, seen)
	}
	hr, _, _ := syscall.SyscallN(slotOf(p, 6), uintptr(p), 0, 1, 0)
	if HRESULT(hr) != codePointer {
		t.Errorf("no place for the result: %v", HRESULT(hr))
	}
	hr, _, _ = syscall.SyscallN(slotOf(p, 7), uintptr(p))
	if runtime.GOARCH != "386" && HRESULT(hr) != codeNotImpl { // 386 cannot know how much to pop
		t.Errorf("a slot without a method: %v", HRESULT(hr))
	}
}

func TestWeakReference(t *testing.T) {
	g := &greeter{name: "weak"}
	p, err := NewInstance(g, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	source := want(t, p, iidIWeakReferenceSource)
	cells := OnHeap[[2]unsafe.Pointer]()
	if hr, _, _ := syscall.SyscallN(slotOf(source, 3), uintptr(source), uintptr(unsafe.Pointer(&cells[0]))); hr != 0 {
		t.Fatal(HRESULT(hr))
	}
	weak := cells[0]
	resolved := func() unsafe.Pointer {
		cells[1] = nil
		iid := OnHeap[GUID]()
		*iid = iidGreeter
		if hr, _, _ := syscall.SyscallN(slotOf(weak, 3), uintptr(weak), uintptr(unsafe.Pointer(iid)), uintptr(unsafe.Pointer(&cells[1]))); hr != 0 {
			t.Error(HRESULT(hr))
		}
		return cells[1]
	}
	if q := resolved(); q != p {
		t.Errorf("resolved to %v, not %v", q, p)
	} else {
		release(q)
	}
	release(source)
	release(p)
	if q := resolved(); q != nil {
		t.Error("an object that is gone was resolved")
	}
	release(weak)
}

// TestManyAtOnce makes, calls and releases objects from many goroutines while the
// collector runs.
func TestManyAtOnce(t *testing.T) {
	before := LiveObjects()
	stop := make(chan struct{})
	var wait sync.WaitGroup
	for range 32 {
		wait.Go(func() {
			for range 300 {
				g := &greeter{name: "x"}
				p, err := NewInstance(g, stubGreeter)
				if err != nil {
					t.Error(err)
					return
				}
				if s, hr := greet(t, p, "a", 3); hr != 0 || s != "a xa xa x" {
					t.Errorf("%q, %v", s, hr)
				}
				release(p)
			}
		})
	}
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	wait.Wait()
	close(stop)
	if LiveObjects() != before {
		t.Errorf("%d objects are alive, %d were", LiveObjects(), before)
	}
}

// TestSharedObject adds and takes references to one object from many goroutines.
func TestSharedObject(t *testing.T) {
	g := &greeter{name: "shared"}
	p, err := NewInstance(g, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for range 2000 {
				addRef(p)
				q, err := NewInstance(g, stubGreeter)
				if err != nil || q != p {
					t.Errorf("%v, %v", q, err)
				}
				release(p)
				release(q)
			}
		})
	}
	wait.Wait()
	release(p)
	if _, ok := ValueOf(p); ok {
		t.Error("the object outlived its references")
	}
}

func TestStrings(t *testing.T) {
	cell := OnHeap[uintptr]()
	for in, out := range map[string]string{
		"": "", "plain": "plain", "ä€": "ä€", "😀 beyond the first plane": "😀 beyond the first plane",
		"with\x00nul": "with\x00nul", "not \xff UTF-8": "not \uFFFD UTF-8", strings.Repeat("long ", 10_000): strings.Repeat("long ", 10_000),
	} {
		if err := newString(in, cell); err != nil {
			t.Fatal(err)
		}
		if got, err := (String{}).Take(unsafe.Pointer(cell)); err != nil || got != out {
			t.Errorf("%.40q came back as %.40q, %v", in, got, err)
		}
	}
	if got := decode([]uint16{'a', 0xd800, 'b', 0xdc00}); got != "a\xed\xa0\x80b\xed\xb0\x80" {
		t.Errorf("lone surrogates give %+q", got)
	}
}

func TestActivationFailure(t *testing.T) {
	f := Factory{Class: "No.Such.Class"}
	_, err := Activate[Inspectable](&f, "Class")
	var failure *Error
	if !errors.As(err, &failure) || !strings.Contains(err.Error(), "No.Such.Class") {
		t.Errorf("%v", err)
	}
}

func TestRelease(t *testing.T) {
	references := LiveReferences()
	p, err := NewInstance(&greeter{}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	x := Wrap[Inspectable](want(t, p, iidIInspectable))
	release(p)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 200 {
				if _, err := x.Iids(); err != nil && !errors.Is(err, ErrReleased) {
					t.Error(err)
				}
			}
		})
		wait.Go(func() { x.Release() })
	}
	wait.Wait()
	if _, err := x.Iids(); !errors.Is(err, ErrReleased) {
		t.Errorf("after Release: %v", err)
	}
	if LiveReferences() != references {
		t.Errorf("%d references are held, %d were", LiveReferences(), references)
	}
}
