//go:build windows

package winrt

import (
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

var (
	user32             = windows.NewLazySystemDLL("user32.dll")
	procGetMessage     = user32.NewProc("GetMessageW")
	procTranslate      = user32.NewProc("TranslateMessage")
	procDispatch       = user32.NewProc("DispatchMessageW")
	procPostThread     = user32.NewProc("PostThreadMessageW")
	procPeekMessage    = user32.NewProc("PeekMessageW")
	combase            = windows.NewLazySystemDLL("combase.dll")
	procRoInitialize   = combase.NewProc("RoInitialize")
	procRoUninitialize = combase.NewProc("RoUninitialize")
)

// message is MSG.
type message struct {
	window         windows.Handle
	number         uint32
	wparam, lparam uintptr
	time           uint32
	x, y           int32
	_              uint32
}

const messageQuit = 0x0012 // WM_QUIT

// RunSTA runs f on a thread of its own in a single-threaded apartment, and runs
// that thread's message loop from when f returns nil until quit is called. f gets
// quit, which may be called from any goroutine. The objects that f makes belong to
// the thread; their events arrive on it while the loop runs.
//
// Code that needs no message loop needs no apartment: every other goroutine is in
// the multithreaded one.
func RunSTA(f func(quit func()) error) error {
	result := make(chan error, 1)
	go func() {
		// The thread keeps its apartment to the end: it is not given back to Go.
		runtime.LockOSThread()
		result <- runSTA(f)
	}()
	return <-result
}

func runSTA(f func(quit func()) error) error {
	if hr, _, _ := syscall.SyscallN(procRoInitialize.Addr(), 0); HRESULT(hr).Failed() {
		return &Error{Code: HRESULT(hr), Op: "RoInitialize"}
	}
	defer syscall.SyscallN(procRoUninitialize.Addr())
	m := abi.OnHeap[message]()
	// A thread has a message queue once it has looked for a message.
	syscall.SyscallN(procPeekMessage.Addr(), uintptr(unsafe.Pointer(m)), 0, 0, 0, 0)
	thread := windows.GetCurrentThreadId()
	quit := func() { syscall.SyscallN(procPostThread.Addr(), uintptr(thread), messageQuit, 0, 0) }
	if err := f(quit); err != nil {
		return err
	}
	for {
		more, _, errno := syscall.SyscallN(procGetMessage.Addr(), uintptr(unsafe.Pointer(m)), 0, 0, 0)
		switch int32(more) {
		case 0:
			return nil
		case -1:
			return errno
		}
		syscall.SyscallN(procTranslate.Addr(), uintptr(unsafe.Pointer(m)))
		syscall.SyscallN(procDispatch.Addr(), uintptr(unsafe.Pointer(m)))
	}
}
