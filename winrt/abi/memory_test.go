//go:build windows

package abi

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
	"unsafe"
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
