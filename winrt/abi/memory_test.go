//go:build windows

package abi

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// formerly is the address of a Go object that is gone.
//
//go:noinline
func formerly() uintptr {
	b := make([]byte, 64<<20)
	return uintptr(unsafe.Pointer(&b[32<<20]))
}

// TestResultsThatWereNotInitialised has native code pass variables in which the
// address of a former Go object still is, while the collector marks. What goes wrong
// here ends the process; internal/nativestore looks for it in the source.
func TestResultsThatWereNotInitialised(t *testing.T) {
	ask := native(t, "AskWith")
	object, err := NewInstance(&greeter{}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	defer release(object)
	var ballast [][]*int // so that marking takes a while
	for range 500 {
		b := make([]*int, 1000)
		for i := range b {
			b[i] = new(int)
		}
		ballast = append(ballast, b)
	}
	before := formerly()
	for range 3 {
		runtime.GC()
	}
	debug.FreeOSMemory()
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	iid := OnHeap[GUID]()
	*iid = iidGreeter
	for start := time.Now(); time.Since(start) < time.Second; {
		if failed, _, _ := ask.Call(uintptr(object), uintptr(unsafe.Pointer(iid)), before, 1000); failed != 0 {
			t.Fatal(failed, "questions failed")
		}
	}
	close(stop)
	<-done
	runtime.KeepAlive(ballast)
}

func init() { children["release what Go's heap then grows into"] = growIntoReleased }

// growIntoReleased holds released objects whose memory their owner gives back to the
// system, and from there Go gets it.
func growIntoReleased() {
	const size, step = 64 << 20, 1 << 20
	memory, err := windows.VirtualAlloc(0, size, windows.MEM_RESERVE|windows.MEM_COMMIT, windows.PAGE_READWRITE)
	if err != nil {
		panic(err)
	}
	vtable := new([3]uintptr)
	vtable[slotRelease] = syscall.NewCallback(func(uintptr) uintptr { return 0 })
	var objects []*Object
	for at := uintptr(1 << 16); at < size; at += step {
		p := address(memory + at).pointer()
		*(*uintptr)(p) = uintptr(unsafe.Pointer(vtable))
		o := new(Object)
		Adopt(o, p, &iidIUnknown)
		if _, err := queryObject(o, o.iid); err != nil {
			panic(err)
		}
		o.Release()
		objects = append(objects, o)
	}
	if err := windows.VirtualFree(memory, 0, windows.MEM_RELEASE); err != nil {
		panic(err)
	}
	grown := 0
	const block = 4<<20 - 8192
	var held [][]byte
	for range 150 {
		b := make([]byte, block)
		if a := uintptr(unsafe.Pointer(&b[0])); a >= memory && a < memory+size {
			grown++
		}
		held = append(held, b)
	}
	runtime.KeepAlive(held)
	held = nil
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("grown into it:", grown > 0)
	fmt.Println("kept for the sake of it:", m.HeapAlloc/block)
	runtime.KeepAlive(objects)
	runtime.KeepAlive(vtable)
}

// TestReleasedMemory holds that an Object does not have the collector see what it
// refers to: on 386 Go's heap grows into what native code gave back, and an address
// there keeps what is no longer used, or ends the process where there is nothing.
func TestReleasedMemory(t *testing.T) {
	if pointerSize != 4 {
		t.Skip("Go's heap has addresses of its own where there are enough of them")
	}
	if code, output := run(t, "release what Go's heap then grows into"); code != 0 || output != "grown into it: true\nkept for the sake of it: 0\n" {
		t.Errorf("exit code %d, %.300q", code, output)
	}
}
