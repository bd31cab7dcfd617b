//go:build windows

package foundation_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// component is testdata/collections: native code that awaits Go's operations,
// and native operations for Go to await.
var component = sync.OnceValues(func() (*syscall.DLL, error) {
	dir := os.Getenv("WINMD2GO_COMPONENTS")
	if dir == "" {
		return nil, errors.New("WINMD2GO_COMPONENTS names no directory with collections-test.dll; ./test.sh builds it")
	}
	return syscall.LoadDLL(filepath.Join(dir, "collections-test.dll"))
})

// heap keeps what native code writes to off the goroutine's stack.
var heap sync.Map

func onHeap[T any](t testing.TB) *T {
	p := new(T)
	heap.Store(p, nil)
	t.Cleanup(func() { heap.Delete(p) })
	return p
}

func address[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

func native(t testing.TB, function string, arguments ...uintptr) abi.HRESULT {
	t.Helper()
	dll, err := component()
	if err != nil {
		t.Skip(err)
	}
	proc, err := dll.FindProc(function)
	if err != nil {
		t.Fatal(err)
	}
	result, _, _ := proc.Call(arguments...)
	return abi.HRESULT(result)
}

// given is v as native code gets it, until the test ends.
func given[T any](t testing.TB, kind abi.Type[T], v T) uintptr {
	t.Helper()
	cell := onHeap[unsafe.Pointer](t)
	if err := kind.Give(unsafe.Pointer(cell), v); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kind.Drop(unsafe.Pointer(cell)) })
	return uintptr(*cell)
}

const (
	ignoreCancel = 1 << iota
	isAction
	noProgress
	endAtOnce
)

// work is a native operation of so many steps of so many milliseconds.
func work[T any](t testing.TB, kind abi.Type[T], steps, pause int, result abi.HRESULT, flags uintptr) T {
	t.Helper()
	cell := onHeap[unsafe.Pointer](t)
	if hr := native(t, "StartWork", uintptr(steps), uintptr(pause), uintptr(result), flags, address(cell)); hr != 0 {
		t.Fatal(hr)
	}
	v, err := kind.Take(unsafe.Pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { abi.ReleaseValue(v) })
	return v
}

// settled waits until no reference that the test took is left, on either side.
func settled(t testing.TB) {
	t.Helper()
	references, objects := abi.LiveReferences(), abi.LiveObjects()
	t.Cleanup(func() {
		for range 400 {
			runtime.GC()
			if abi.LiveReferences() <= references && abi.LiveObjects() <= objects && liveNative() == 0 {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("%d native references and %d Go objects are left, %d and %d were there before; %d native objects",
			abi.LiveReferences(), abi.LiveObjects(), references, objects, liveNative())
	})
}

func liveNative() int {
	dll, err := component()
	if err != nil {
		return 0
	}
	n, _, _ := dll.MustFindProc("LiveObjects").Call()
	return int(int32(n))
}
