//go:build windows

package handle

import (
	"runtime"
	"strconv"
	"sync/atomic"

	"golang.org/x/sys/windows"
)

// Leak is an owned handle that was forgotten: nothing refers to it and it was
// never closed.
type Leak struct {
	Raw windows.Handle
	At  string // where it was adopted, "file:line function" a line; empty if no hook was set at the time
}

var leakHook atomic.Pointer[func(Leak)]

// OnLeak has hook called for every forgotten handle, just before it is closed,
// on a goroutine of the garbage collector's. While a hook is set, adopting a
// handle costs a walk of the stack, so this is for tests and for debugging. A
// nil hook ends it. OnLeak returns a function that puts the former hook back.
func OnLeak(hook func(Leak)) (restore func()) {
	var p *func(Leak)
	if hook != nil {
		p = &hook
	}
	former := leakHook.Swap(p)
	return func() { leakHook.Store(former) }
}

// forgotten is what is left of a Handle when its cleanup runs.
type forgotten struct {
	raw    windows.Handle
	closer Closer
	at     *[8]uintptr
}

// adopted is the stack of whoever adopts a handle, while a hook is set.
func adopted() *[8]uintptr {
	if leakHook.Load() == nil {
		return nil
	}
	at := new([8]uintptr)
	runtime.Callers(4, at[:])
	return at
}

func closeForgotten(f forgotten) {
	if hook := leakHook.Load(); hook != nil {
		(*hook)(Leak{Raw: f.raw, At: where(f.at)})
	}
	open.Add(-1)
	_ = f.closer(f.raw) // nobody is left to hear of a failure
}

func where(at *[8]uintptr) string {
	if at == nil {
		return ""
	}
	n := 0
	for n < len(at) && at[n] != 0 {
		n++
	}
	var text []byte
	frames := runtime.CallersFrames(at[:n])
	for {
		frame, more := frames.Next()
		text = append(text, frame.File...)
		text = append(text, ':')
		text = strconv.AppendInt(text, int64(frame.Line), 10)
		text = append(text, ' ')
		text = append(text, frame.Function...)
		if !more {
			return string(text)
		}
		text = append(text, '\n')
	}
}
