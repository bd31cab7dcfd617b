//go:build windows

package abi

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"
)

// callLater has a native thread call f, and nothing of Go know of it.
func callLater(ms uintptr, f func()) {
	dll := syscall.MustLoadDLL(filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), testLibrary))
	handler := Delegate[func()]{IID: GUID{Data1: 0x1c0e0004}, Invoke: func(f func(), _ *Frame) error {
		f()
		return nil
	}}
	p, err := handler.make(f)
	if err != nil {
		panic(err)
	}
	dll.MustFindProc("CallLater").Call(uintptr(p), ms)
}

func init() {
	children["receive from a handler"] = func() {
		called := make(chan int)
		for range 2 {
			callLater(300, func() { called <- 1 })
			<-called
		}
		fmt.Println("called twice")
	}
	children["sleep without an object"] = func() {
		fmt.Println("asleep")
		select {}
	}
	children["sleep after the last object"] = func() {
		for range 3 {
			p, err := NewInstance(&greeter{}, stubGreeter)
			if err != nil {
				panic(err)
			}
			release(p)
			time.Sleep(5 * soon)
		}
		fmt.Println("asleep")
		select {}
	}
	children["end with an object"] = func() {
		callLater(1<<20, func() {})
		fmt.Println("done")
	}
}

// TestAwake has a main goroutine wait for what only native code will bring about. A
// program for which nobody can do anything any more is still told so, as far as Go itself
// does: it never is once a native thread has called into Go.
func TestAwake(t *testing.T) {
	const asleep = "asleep\nfatal error: all goroutines are asleep - deadlock!\n"
	for _, c := range []struct {
		child  string
		code   int
		output string // how it begins
	}{
		{"receive from a handler", 0, "called twice\n"},
		{"sleep without an object", 2, asleep},
		{"sleep after the last object", 2, asleep},
		{"end with an object", 0, "done\n"},
	} {
		t.Run(c.child, func(t *testing.T) {
			if c.code != 0 && withRaceDetector {
				t.Skip("Go does not tell a program with cgo, which the race detector brings, that it sleeps")
			}
			if code, output := run(t, c.child); code != c.code || !strings.HasPrefix(output, c.output) {
				t.Errorf("exit code %d, %.300q; want %d, %q", code, output, c.code, c.output)
			}
		})
	}
}

// TestAwakeInABubble makes and releases objects where time is not the real one, and
// goes on with them outside.
func TestAwakeInABubble(t *testing.T) {
	var p unsafe.Pointer
	synctest.Test(t, func(t *testing.T) {
		for range 3 {
			var err error
			if p, err = NewInstance(&greeter{}, stubGreeter); err != nil {
				t.Fatal(err)
			}
			release(p)
			time.Sleep(time.Hour)
		}
		p, _ = NewInstance(&greeter{}, stubGreeter)
		time.Sleep(time.Hour)
	})
	release(p)
	time.Sleep(2 * soon)
	q, err := NewInstance(&greeter{}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	release(q)
}
