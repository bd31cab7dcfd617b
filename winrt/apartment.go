//go:build windows

package winrt

import (
	"runtime"
	"sync"
	"syscall"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

var (
	combase            = windows.NewLazySystemDLL("combase.dll")
	procRoInitialize   = combase.NewProc("RoInitialize")
	procRoUninitialize = combase.NewProc("RoUninitialize")
)

// STA is a single-threaded apartment that the runtime knows of: see EnterSTA.
type STA = abi.STA

// EnterSTA tells the runtime that the calling thread is in a single-threaded apartment,
// which somebody else made: a library for windows, or CoInitializeEx. The goroutine has
// to be locked to the thread (runtime.LockOSThread). Objects that are made on the thread
// from then on and are not agile are released on it, when it next handles messages,
// whoever gives them up. Every call needs a Leave on the same thread, before the
// apartment ends. The error is RPC_E_WRONG_THREAD on a thread that is in none.
//
// RunSTA does all this for an apartment of its own.
func EnterSTA() (*STA, error) { return abi.EnterSTA() }

// RunSTA runs f on a thread of its own in a single-threaded apartment, and runs that
// thread's message loop from when f returns nil until quit is called. f gets quit, which
// may be called from any goroutine, at any time and more than once: before the loop runs
// it ends it at once, and after its end it does nothing. The thread ends with RunSTA.
//
// The objects that f makes belong to the thread, unless they are agile; their events
// arrive on it while the loop runs, or while the thread waits in Await. When RunSTA
// returns they are released, and uses of them give ErrReleased.
//
// Code that needs no message loop needs no apartment: every other goroutine is in
// the multithreaded one.
func RunSTA(f func(quit func()) error) error {
	return onFreshThread(func() error { return runSTA(f) })
}

func runSTA(f func(quit func()) error) error {
	sta, err := abi.EnterSTA()
	if err != nil {
		return err
	}
	defer sta.Leave()
	if err := f(sta.Quit); err != nil {
		return err
	}
	return sta.Run()
}

// onFreshThread runs run in a single-threaded apartment on a thread that was in no
// apartment before, and that ends with run. Threads of Go's pool that somebody left in
// one are held until there is one that is not: then the pool makes a new one.
func onFreshThread(run func() error) error {
	const inApartment HRESULT = 1 // S_FALSE: the thread is in one of this kind already
	held := make(chan struct{})
	release := sync.OnceFunc(func() { close(held) })
	defer release()
	result := make(chan error, 1)
	for {
		entered := make(chan HRESULT)
		go func() {
			runtime.LockOSThread() // and never unlocked, so that the thread ends
			hr, _, _ := syscall.SyscallN(procRoInitialize.Addr(), 0)
			code := HRESULT(hr)
			if code == inApartment {
				syscall.SyscallN(procRoUninitialize.Addr())
			}
			entered <- code
			switch code {
			case S_OK:
				err := run()
				syscall.SyscallN(procRoUninitialize.Addr())
				result <- err
			case inApartment, RPC_E_CHANGED_MODE:
				<-held
				runtime.UnlockOSThread()
			}
		}()
		switch code := <-entered; {
		case code == S_OK:
			release()
			return <-result
		case code.Failed() && code != RPC_E_CHANGED_MODE:
			return &Error{Code: code, Op: "RoInitialize"}
		}
	}
}
