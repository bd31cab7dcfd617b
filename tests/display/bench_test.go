//go:build windows

package display

import (
	"math"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// compare times ours as the benchmark's operation, and then ours and the bare form
// of the same thing in turns; the ratio is that of the quickest turns, which nothing
// else on the machine disturbed.
func compare(b *testing.B, ours, bare func()) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		ours()
	}
	const rounds, turn = 200, 200
	own, base := int64(math.MaxInt64), int64(math.MaxInt64)
	for range rounds {
		start := ticks()
		for range turn {
			ours()
		}
		middle := ticks()
		for range turn {
			bare()
		}
		own, base = min(own, middle-start), min(base, ticks()-middle)
	}
	b.ReportMetric(float64(base)/turn*1e9/float64(frequency()), "bare-ns")
	b.ReportMetric(float64(own)/float64(base), "ratio")
}

var (
	performanceCounter   = syscall.NewLazyDLL("kernel32.dll").NewProc("QueryPerformanceCounter")
	performanceFrequency = syscall.NewLazyDLL("kernel32.dll").NewProc("QueryPerformanceFrequency")
)

// ticks is a clock that is finer than time.Now.
func ticks() int64 {
	t := new(int64)
	performanceCounter.Call(uintptr(unsafe.Pointer(t)))
	return *t
}

// frequency is how many ticks make a second.
func frequency() int64 {
	f := new(int64)
	performanceFrequency.Call(uintptr(unsafe.Pointer(f)))
	return *f
}

// cells are what bare calls write to: not on a stack, which may move.
var cells struct {
	number uint64
	object unsafe.Pointer
	text   uintptr
}

// bare is an object's default interface as a bare call needs it.
func bare[T any](b *testing.B, v *T) uintptr {
	b.Helper()
	p := new(unsafe.Pointer)
	if err := (abi.Class[T]{}).Give(unsafe.Pointer(p), v); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { abi.Class[T]{}.Drop(unsafe.Pointer(p)) })
	return uintptr(*p)
}

func slot(p unsafe.Pointer, n int) uintptr {
	return *(*uintptr)(unsafe.Add(*(*unsafe.Pointer)(p), uintptr(n)*unsafe.Sizeof(uintptr(0))))
}

func pointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

// BenchmarkScalarGetter is DisplayTarget.AdapterRelativeId.
func BenchmarkScalarGetter(b *testing.B) {
	machine(b)
	target := newDesk(b, 0).target
	this := bare(b, target)
	method := slot(pointer(this), 8)
	compare(b, func() { target.AdapterRelativeId() }, func() {
		syscall.SyscallN(method, this, uintptr(unsafe.Pointer(&cells.number)))
	})
}

var deleteString = syscall.NewLazyDLL("combase.dll").NewProc("WindowsDeleteString")

// BenchmarkStringGetter is DisplayTarget.StableMonitorId. The bare form releases
// the string and makes no Go string of it.
func BenchmarkStringGetter(b *testing.B) {
	machine(b)
	target := newDesk(b, 0).target
	this, free := bare(b, target), deleteString.Addr()
	method := slot(pointer(this), 14)
	compare(b, func() { target.StableMonitorId() }, func() {
		syscall.SyscallN(method, this, uintptr(unsafe.Pointer(&cells.text)))
		syscall.SyscallN(free, cells.text)
	})
}

// BenchmarkObjectGetter is DisplayPath.Target and the result's Release.
func BenchmarkObjectGetter(b *testing.B) {
	machine(b)
	path := newDesk(b, 0).path
	this := bare(b, path)
	method := slot(pointer(this), 7)
	compare(b, func() {
		if target, err := path.Target(); err == nil {
			target.Release()
		}
	}, func() {
		syscall.SyscallN(method, this, uintptr(unsafe.Pointer(&cells.object)))
		syscall.SyscallN(slot(cells.object, 2), uintptr(cells.object))
	})
}

// intoGo has native code call a handler, and a bare callback, a hundred times for
// each operation, so that the call from Go weighs little.
func intoGo(b *testing.B, sender uintptr) {
	dll := syscall.MustLoadDLL(filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), "collections-test.dll"))
	callHandler, callFunction := dll.MustFindProc("CallHandler").Addr(), dll.MustFindProc("CallFunction").Addr()
	handlerType := foundation.TypedEventHandlerType[*core.DisplayManager, any]{
		IID: abi.GUID{Data1: 1}, Sender: abi.Class[core.DisplayManager]{}, Args: abi.Any{},
	}
	calls := 0
	memory := new(unsafe.Pointer)
	if err := handlerType.Give(unsafe.Pointer(memory), func(sender *core.DisplayManager, _ any) {
		calls++
		if sender != nil {
			sender.Release()
		}
	}); err != nil {
		b.Fatal(err)
	}
	handler := uintptr(*memory)
	bareCalls := 0
	function := syscall.NewCallback(func(_, _, _ uintptr) uintptr { bareCalls++; return 0 })
	const times = 100
	turns, bareTurns := 0, 0
	raise := func(call, target uintptr) {
		if hr, _, _ := syscall.SyscallN(call, target, sender, 0, times); hr != 0 {
			b.Fatalf("the handler gives %#x", hr)
		}
	}
	compare(b, func() { turns++; raise(callHandler, handler) }, func() { bareTurns++; raise(callFunction, function) })
	handlerType.Drop(unsafe.Pointer(memory))
	if calls != turns*times || bareCalls != bareTurns*times {
		b.Errorf("%d and %d calls arrived, want %d and %d", calls, bareCalls, turns*times, bareTurns*times)
	}
}

// BenchmarkEventIntoGo is 100 events without a sender.
func BenchmarkEventIntoGo(b *testing.B) {
	machine(b)
	intoGo(b, 0)
}

// BenchmarkEventWithSenderIntoGo is 100 events whose sender becomes a Go object
// and is released.
func BenchmarkEventWithSenderIntoGo(b *testing.B) {
	machine(b)
	intoGo(b, bare(b, newDesk(b, 0).manager))
}
