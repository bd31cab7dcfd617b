//go:build windows

package abi

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// keepToTheEnd has native code hold the only reference to an object until the process ends.
func keepToTheEnd() *syscall.DLL {
	dll := syscall.MustLoadDLL(filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), testLibrary))
	object, err := NewInstance(&greeter{released: make(chan struct{})}, stubGreeter)
	if err != nil {
		panic(err)
	}
	dll.MustFindProc("KeepToTheEnd").Call(uintptr(object), slotFirstInspectable, 3)
	fmt.Println("kept")
	return dll
}

func init() {
	children["exit by the main goroutine"] = func() {
		keepToTheEnd()
		os.Exit(7)
	}
	children["exit by a goroutine"] = func() {
		keepToTheEnd()
		go func() {
			runtime.LockOSThread()
			os.Exit(7)
		}()
		select {}
	}
	children["exit by native code"] = func() {
		keepToTheEnd()
		syscall.NewLazyDLL("kernel32.dll").NewProc("ExitProcess").Call(7)
	}
	children["exit by a native thread"] = func() {
		dll := keepToTheEnd()
		stop := make(chan int)
		for range 4 {
			go func() {
				for {
					runtime.GC()
					select {
					case <-stop:
						return
					default:
					}
				}
			}()
		}
		dll.MustFindProc("ExitFromThread").Call(7)
	}
}

// TestExit has native code use and release Go objects when the process ends, while
// nothing of Go runs any more: no call enters Go, and all of them return.
func TestExit(t *testing.T) {
	const want = "kept\nat the end: query 8007045b, method 8007045b with 0 left, references 2 1 0\n"
	for _, child := range []string{"exit by the main goroutine", "exit by a goroutine", "exit by native code", "exit by a native thread"} {
		t.Run(child, func(t *testing.T) {
			// A process does not tell its DLLs of its end when a thread that it
			// stopped for that was in the loader: then there is nothing to see.
			const untold, tries = "kept\n", 20
			for try := 1; ; try++ {
				code, output := run(t, child)
				if code == 7 && output == untold && try < tries {
					t.Logf("run %d: the DLL was not told", try)
					continue
				}
				if code != 7 || output != want {
					t.Errorf("exit code %d, %.300q; want 7, %q", code, output, want)
				}
				return
			}
		})
	}
}
