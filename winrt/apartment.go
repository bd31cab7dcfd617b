//go:build windows

package winrt

import (
	"errors"
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
// A func that ends its goroutine (runtime.Goexit, a test's FailNow) gives an error.
// On the thread of another STA, RunSTA dispatches that one's messages while it waits.
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

// mainThread is the one that the program began on: Go never ends it, and it may be
// somebody's for good, so that no apartment goes there.
var mainThread = windows.GetCurrentThreadId()

// fresh is a try to find a thread that is in no apartment yet.
type fresh struct {
	code   HRESULT        // S_OK: the thread is in a new apartment
	thread windows.Handle // then
}

// onFreshThread runs run in a single-threaded apartment on a thread that was in no
// apartment before, and that ends with run. Threads of Go's pool that somebody left in
// one are held until there is one that is not: then the pool makes a new one.
func onFreshThread(run func() error) error {
	held := make(chan struct{})
	release := sync.OnceFunc(func() { close(held) })
	defer release()
	ended := make(chan struct{})
	err := errors.New("winrt: the func that RunSTA was given ended its goroutine (runtime.Goexit)")
	for {
		tried := make(chan fresh)
		go func() {
			runtime.LockOSThread() // and never unlocked, so that the thread ends
			try := newApartment()
			tried <- try
			if try.code != S_OK {
				<-held
				runtime.UnlockOSThread()
				return
			}
			defer close(ended) // Goexit comes here too
			defer syscall.SyscallN(procRoUninitialize.Addr())
			err = run()
		}()
		switch try := <-tried; {
		case try.code == S_OK:
			release()
			abi.Wait(ended, nil)
			const most = 1000 // ms; it has no more to do than to end
			_, _ = windows.WaitForSingleObject(try.thread, most)
			windows.CloseHandle(try.thread)
			return err
		case try.code.Failed() && try.code != RPC_E_CHANGED_MODE:
			return &Error{Code: try.code, Op: "RoInitialize"}
		}
	}
}

// newApartment puts the calling thread into a single-threaded apartment, if it is in
// none and may end. Otherwise it leaves the thread as it was.
func newApartment() (try fresh) {
	const inApartment HRESULT = 1 // S_FALSE: the thread is in one of this kind already
	if windows.GetCurrentThreadId() == mainThread {
		return fresh{code: inApartment}
	}
	hr, _, _ := syscall.SyscallN(procRoInitialize.Addr(), 0)
	switch try.code = HRESULT(hr); try.code {
	case inApartment:
		syscall.SyscallN(procRoUninitialize.Addr())
	case S_OK:
		process := windows.CurrentProcess()
		_ = windows.DuplicateHandle(process, windows.CurrentThread(), process, &try.thread, windows.SYNCHRONIZE, false, 0)
	}
	return try
}
