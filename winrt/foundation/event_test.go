//go:build windows

package foundation_test

import (
	"testing"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// unhandled collects what OnUnhandled is told during f.
func unhandled(f func()) (told []error) {
	winrt.OnPanic(func(any, []byte) {})
	winrt.OnUnhandled(func(err error) { told = append(told, err) })
	defer winrt.OnPanic(nil)
	defer winrt.OnUnhandled(nil)
	f()
	return told
}

// crossed is fn as native code's: its calls go out and in again.
func crossed[F any](t *testing.T, kind abi.Type[F], fn F) F {
	t.Helper()
	cell := abi.OnHeap[unsafe.Pointer]()
	if err := kind.Give(unsafe.Pointer(cell), fn); err != nil {
		t.Fatal(err)
	}
	back, err := kind.Take(unsafe.Pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// TestFailingHandlers holds that the failure of a native handler, which has no result
// in Go, is told.
func TestFailingHandlers(t *testing.T) {
	fails := false
	end := func() {
		if fails {
			panic("the handler fails")
		}
	}
	event := crossed[foundation.EventHandler[int32]](t, &foundation.EventHandlerType[int32]{IID: abi.GUID{Data1: 1}, Args: abi.Plain[int32]{}},
		func(any, int32) { end() })
	typed := crossed[foundation.TypedEventHandler[int32, string]](t, &foundation.TypedEventHandlerType[int32, string]{IID: abi.GUID{Data1: 2}, Sender: abi.Plain[int32]{}, Args: abi.String{}},
		func(int32, string) { end() })
	completed := crossed[foundation.AsyncActionCompletedHandler](t, foundation.AsyncActionCompletedHandlerType,
		func(*foundation.AsyncAction, foundation.AsyncStatus) { end() })
	for name, call := range map[string]func(){
		"EventHandler":      func() { event(nil, 1) },
		"TypedEventHandler": func() { typed(1, "a") },
		"Completed":         func() { completed(nil, foundation.AsyncStatusCompleted) },
	} {
		fails = false
		if told := unhandled(call); len(told) != 0 {
			t.Errorf("%s: of a call that went well was told %v", name, told)
		}
		fails = true
		if told := unhandled(call); len(told) != 1 {
			t.Errorf("%s: of a call that failed was told %v", name, told)
		}
	}
}
