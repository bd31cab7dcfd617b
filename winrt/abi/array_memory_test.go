//go:build windows

package abi

import (
	"runtime"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// committed is how much memory of the process is its own, in bytes.
func committed(t *testing.T) uintptr {
	t.Helper()
	counters := OnHeap[struct { // PROCESS_MEMORY_COUNTERS
		size, faults uint32
		_            [6]uintptr
		pagefile     uintptr // PrivateUsage of the newer form, which Wine leaves out
		_            uintptr
	}]()
	counters.size = uint32(unsafe.Sizeof(*counters))
	get := windows.NewLazySystemDLL("psapi.dll").NewProc("GetProcessMemoryInfo")
	if ok, _, err := get.Call(uintptr(windows.CurrentProcess()), uintptr(unsafe.Pointer(counters)), uintptr(counters.size)); ok == 0 {
		t.Fatal(err)
	}
	return counters.pagefile
}

// TestReceivedArraysAreFreed receives 512 MiB in arrays of one.
func TestReceivedArraysAreFreed(t *testing.T) {
	const each, times, most = 1 << 20, 512, 256 << 20
	bytes := make([]byte, each)
	iid := GUID{Data1: 0x6e8a3c31}
	p, err := NewInstance(&greeter{}, &Stub{IID: &iid, Methods: []Method{{Words: 2, Do: func(_ any, f *Frame) error {
		result := ArgReceive(f, Plain[byte]{})
		if err := f.Err(); err != nil {
			return err
		}
		return result.Give(bytes)
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	o := new(Object)
	Adopt(o, p, &iid)
	defer o.Release()
	before := committed(t)
	for range times {
		c := Begin(o, &iid, slotFirstInspectable, "receive")
		r := ReceiveArray(c, Plain[byte]{})
		if err := c.Do(); err != nil {
			t.Fatal(err)
		}
		if s, err := r.Take(); len(s) != each || err != nil {
			t.Fatalf("%d bytes, %v", len(s), err)
		}
		c.End()
		runtime.GC()
	}
	if now := committed(t); now > before+most {
		t.Errorf("%d MiB more are in use after %d arrays of 1 MiB", (now-before)>>20, times)
	}
}
