//go:build windows

package abi

import (
	"runtime"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// guid reads an id as documentation prints it.
func guid(t testing.TB, text string) GUID {
	t.Helper()
	id, err := windows.GUIDFromString("{" + text + "}")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestWellKnownInterfaces asks for what every object made in Go has, by the ids that
// Microsoft's headers print.
func TestWellKnownInterfaces(t *testing.T) {
	before := LiveObjects()
	p, err := NewInstance(&greeter{}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]string{
		"IUnknown":             "00000000-0000-0000-c000-000000000046",
		"IInspectable":         "af86e2e0-b12d-4c6a-9c5a-d7aa65101e90",
		"IAgileObject":         "94ea2b94-e9cc-49e0-c0ff-ee64ca8f5b90",
		"IMarshal":             "00000003-0000-0000-c000-000000000046",
		"IWeakReferenceSource": "00000038-0000-0000-c000-000000000046",
	} {
		q, hr := asked(t, p, guid(t, id))
		if hr != 0 || q == nil {
			t.Errorf("%s: %v", name, hr)
			continue
		}
		release(q)
	}
	release(p)
	if n := LiveObjects(); n != before {
		t.Errorf("%d objects are alive, %d were", n, before)
	}
}

var (
	ole32                  = windows.NewLazySystemDLL("ole32.dll")
	procMarshalToStream    = ole32.NewProc("CoMarshalInterThreadInterfaceInStream")
	procUnmarshal          = ole32.NewProc("CoGetInterfaceAndReleaseStream")
	procInitializeEx       = ole32.NewProc("CoInitializeEx")
	procUninitialize       = ole32.NewProc("CoUninitialize")
	apartmentThreaded      = uintptr(2)
	apartmentMultithreaded = uintptr(0)
)

// inApartment runs f on a thread of its own in an apartment of that kind.
func inApartment(t *testing.T, kind uintptr, f func()) {
	t.Helper()
	done := make(chan HRESULT)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		hr, _, _ := syscall.SyscallN(procInitializeEx.Addr(), 0, kind)
		if !HRESULT(hr).Failed() {
			f()
			syscall.SyscallN(procUninitialize.Addr())
		}
		done <- HRESULT(hr)
	}()
	if hr := <-done; hr.Failed() {
		t.Fatal(hr)
	}
}

// TestObjectsAreAgile has the system carry an object from the multithreaded apartment to a
// single-threaded one: with the free-threaded marshaler the same pointer arrives, and not
// a proxy.
func TestObjectsAreAgile(t *testing.T) {
	before := LiveObjects()
	p, err := NewInstance(&greeter{}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	stream, arrived := OnHeap[uintptr](), OnHeap[uintptr]()
	inApartment(t, apartmentMultithreaded, func() {
		if hr, _, _ := syscall.SyscallN(procMarshalToStream.Addr(), uintptr(unsafe.Pointer(&iidGreeter)), uintptr(p), uintptr(unsafe.Pointer(stream))); hr != 0 {
			t.Errorf("marshaling: %v", HRESULT(hr))
		}
	})
	inApartment(t, apartmentThreaded, func() {
		if hr, _, _ := syscall.SyscallN(procUnmarshal.Addr(), *stream, uintptr(unsafe.Pointer(&iidGreeter)), uintptr(unsafe.Pointer(arrived))); hr != 0 {
			t.Errorf("unmarshaling: %v", HRESULT(hr))
		}
	})
	if *arrived != uintptr(p) {
		t.Errorf("%#x arrived in the other apartment, and not the object itself, %#x", *arrived, uintptr(p))
	} else {
		release(p)
	}
	release(p)
	if n := LiveObjects(); n != before {
		t.Errorf("%d objects are alive, %d were", n, before)
	}
}

// TestMarshalerIsReleased holds on to an object's marshaler and looks at how many
// references it has when the object is gone.
func TestMarshalerIsReleased(t *testing.T) {
	p, err := NewInstance(&greeter{}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	inst := lookup((*cell)(p).index)
	release(want(t, p, iidIMarshal))
	marshaler := inst.marshaler
	if marshaler == nil {
		t.Fatal("there is no marshaler")
	}
	addRef(marshaler)
	release(p)
	if left, _, _ := syscall.SyscallN(slotOf(marshaler, slotRelease), uintptr(marshaler)); uint32(left) != 0 {
		t.Errorf("the marshaler has %d references left", uint32(left))
	}
}
