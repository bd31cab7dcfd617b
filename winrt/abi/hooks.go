//go:build windows

package abi

import (
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
)

// What Go code does wrong where no Go caller can be told is told to a hook, and without
// one written to standard error with the stack, as Go writes of a panic: a handler that
// fails in silence costs its author a day.

var (
	panicHook     atomic.Pointer[func(value any, stack []byte)]
	unhandledHook atomic.Pointer[func(error)]
)

// OnPanic sets a function that is told of panics in Go code that native code called,
// instead of their being written to standard error. The native caller gets E_FAIL
// either way. Nil for none.
func OnPanic(report func(value any, stack []byte)) {
	if report == nil {
		panicHook.Store(nil)
		return
	}
	panicHook.Store(&report)
}

// OnUnhandled sets a function that is told of errors that no caller can get, instead
// of their being written to standard error. Nil for none.
func OnUnhandled(report func(error)) {
	if report == nil {
		unhandledHook.Store(nil)
		return
	}
	unhandledHook.Store(&report)
}

// Panicked reports a panic with v from the deferred function that recovered it.
func Panicked(v any) {
	stack := stackHere()
	if report := panicHook.Load(); report != nil {
		tell(*report, v, stack)
		return
	}
	loud("panic in Go code that native code called: "+panicText(v), stack)
}

// Unhandled reports an error that the caller has no way to return.
func Unhandled(err error) {
	switch report := unhandledHook.Load(); {
	case err == nil:
	case report != nil:
		(*report)(err)
	default:
		loud("an error that nobody can be given: "+err.Error(), stackHere())
	}
}

// tell calls the hook; a panic of its own is not worth a crash.
func tell(report func(value any, stack []byte), v any, stack []byte) {
	defer func() { _ = recover() }()
	report(v, stack)
}

// loud writes in one piece, so that what several goroutines say stays apart.
func loud(text string, stack []byte) {
	_, _ = os.Stderr.WriteString("winrt: " + text + "\n\n" + string(stack) + "\n")
}

// stackHere is this goroutine's stack, whole unless it is endless.
func stackHere() []byte {
	for size := 16 << 10; ; size *= 4 {
		stack := make([]byte, size)
		if n := runtime.Stack(stack, false); n < size || size >= 1<<20 {
			return stack[:n]
		}
	}
}

func panicText(v any) (text string) {
	defer func() {
		if recover() != nil {
			text = "with a value whose text panics too"
		}
	}()
	switch v := v.(type) {
	case string:
		return v
	case error:
		return v.Error()
	case interface{ String() string }:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	}
	return "a value of type " + typeName(v)
}
