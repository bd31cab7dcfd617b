//go:build windows

package apartment

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

const library = "apartment-test.dll"

// component is testdata/apartment.
var component = sync.OnceValues(func() (*syscall.DLL, error) {
	path := filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), library)
	dll, err := syscall.LoadDLL(path)
	if err == nil {
		winrt.UseDLL("Tests.Apartment", path)
	}
	return dll, err
})

func native(t testing.TB, name string, args ...uintptr) uintptr {
	t.Helper()
	if os.Getenv("WINMD2GO_COMPONENTS") == "" {
		t.Skip("WINMD2GO_COMPONENTS names no folder with " + library + "; ./test.sh builds it and sets it")
	}
	dll, err := component()
	if err != nil {
		t.Fatal(err)
	}
	proc, err := dll.FindProc(name)
	if err != nil {
		t.Fatal(err)
	}
	r, _, _ := proc.Call(args...)
	return r
}

func pointer(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }

const (
	live = iota
	released
	strangers
	factories
)

func counter(t testing.TB, which uintptr) int {
	t.Helper()
	return int(int32(native(t, "Counter", which)))
}

// begin starts the component's counters anew and sees to it that nothing is left over.
func begin(t testing.TB) {
	t.Helper()
	native(t, "Reset")
	before := counter(t, live)
	t.Cleanup(func() {
		if n := counter(t, strangers); n != 0 {
			t.Errorf("%d calls and releases came on the wrong thread", n)
		}
		for range 400 {
			if runtime.GC(); counter(t, live) <= before+1 { // a factory may be kept
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("%d objects are alive, %d were", counter(t, live), before)
	})
}

type thing struct{ abi.Object }

var classThing = abi.ClassInfo{Name: "Tests.Apartment.Thing", IID: abi.GUID{Data1: 0x6f0d9a31, Data2: 0x0001, Data3: 0x4000, Data4: [8]byte{0x80, 0, 0, 0, 0, 0, 0, 1}}}

func (*thing) WinRTClass() *abi.ClassInfo { return &classThing }

func (x *thing) Thread() (uint32, error) {
	return abi.Get[uint32](&x.Object, &classThing.IID, 6, "Thing.Thread")
}

func newThing(t testing.TB) *thing { return abi.Wrap[thing](pointer(native(t, "NewThing"))) }

// TestFactoryOfApartment has a factory that is not agile be asked for in each apartment.
func TestFactoryOfApartment(t *testing.T) {
	begin(t)
	factory := abi.Factory{Class: classThing.Name}
	use := func() error {
		for range 3 {
			x, err := abi.Activate[thing](&factory, "Thing")
			if err != nil {
				return err
			}
			if _, err := x.Thread(); err != nil {
				return err
			}
			x.Release()
		}
		return nil
	}
	for n := 1; n <= 2; n++ {
		if err := winrt.RunSTA(func(quit func()) error { quit(); return use() }); err != nil {
			t.Error(err)
		}
		if got := counter(t, factories); got != n {
			t.Errorf("after %d apartments %d factories were asked for", n, got)
		}
	}
}

// TestFactoryOfUntoldApartment activates a class on the thread of an apartment that
// nobody told of: its factory is nobody else's, and is released there.
func TestFactoryOfUntoldApartment(t *testing.T) {
	begin(t)
	ole32 := windows.NewLazySystemDLL("ole32.dll")
	factory := abi.Factory{Class: classThing.Name}
	err := inTime(t, func() error {
		runtime.LockOSThread() // the thread ends with the goroutine
		const apartmentThreaded = 2
		if hr, _, _ := ole32.NewProc("CoInitializeEx").Call(0, apartmentThreaded); hr != 0 {
			return winrt.HRESULT(hr)
		}
		defer ole32.NewProc("CoUninitialize").Call()
		for n := 1; n <= 2; n++ {
			x, err := abi.Activate[thing](&factory, "Thing")
			if err != nil {
				return err
			}
			x.Release()
			if made, gone := counter(t, factories), counter(t, released); made != n || gone != 2*n {
				t.Errorf("%d factories were asked for, %d objects released", made, gone)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for range 5 { // what is left to the collector comes on another thread
		runtime.GC()
		time.Sleep(2 * time.Millisecond)
	}
}

// TestFactoryReentered activates a class while its factory is being asked for.
func TestFactoryReentered(t *testing.T) {
	begin(t)
	factory := abi.Factory{Class: classThing.Name}
	done := make(chan error, 1)
	go func() {
		done <- winrt.RunSTA(func(quit func()) error {
			quit()
			var inner error
			iid := abi.GUID{Data1: 0x6f0d9a32}
			object, err := abi.NewInstance(new(int), &abi.Stub{IID: &iid, Unknown: true, Methods: []abi.Method{{Do: func(any, *abi.Frame) error {
				_, inner = abi.Activate[thing](&factory, "inner")
				return nil
			}}}})
			if err != nil {
				return err
			}
			native(t, "CallDuring", uintptr(object))
			_, err = abi.Activate[thing](&factory, "outer")
			return errors.Join(inner, err)
		})
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the activation does not return")
	}
}

// TestFactoryWhoseServerDies asks for a new factory once a call said that the old one's
// server is gone. The call itself fails: nobody knows whether it was carried out.
func TestFactoryWhoseServerDies(t *testing.T) {
	begin(t)
	factory := abi.Factory{Class: classThing.Name}
	err := winrt.RunSTA(func(quit func()) error {
		quit()
		if _, err := abi.Activate[thing](&factory, "before"); err != nil {
			return err
		}
		native(t, "Unavailable")
		if _, err := abi.Activate[thing](&factory, "during"); !errors.Is(err, winrt.HRESULT(0x800706BA)) {
			t.Errorf("%v, want RPC_S_SERVER_UNAVAILABLE", err)
		}
		_, err := abi.Activate[thing](&factory, "after")
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if n := counter(t, factories); n != 2 {
		t.Errorf("%d factories were asked for", n)
	}
}

// TestForgottenObjects forgets objects of an apartment's thread while it runs, and gives
// others up on other threads.
func TestForgottenObjects(t *testing.T) {
	begin(t)
	const forgotten, given = 100, 50
	made := make(chan []*thing)
	quitter := make(chan func())
	done := make(chan error, 1)
	go func() {
		done <- winrt.RunSTA(func(quit func()) error {
			for range forgotten {
				newThing(t)
			}
			var things []*thing
			for range given {
				things = append(things, newThing(t))
			}
			made <- things
			quitter <- quit
			return nil
		})
	}()
	for _, x := range <-made {
		x.Release() // on another thread
	}
	quit := <-quitter
	for range 2000 {
		if counter(t, released) == forgotten+given {
			break
		}
		runtime.GC()
		time.Sleep(5 * time.Millisecond)
	}
	if n := counter(t, released); n != forgotten+given {
		t.Errorf("%d of %d objects were released while the apartment runs", n, forgotten+given)
	}
	quit()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestApartmentEnds releases with the apartment what Go still holds of it.
func TestApartmentEnds(t *testing.T) {
	begin(t)
	var x *thing
	if err := winrt.RunSTA(func(quit func()) error { quit(); x = newThing(t); return nil }); err != nil {
		t.Fatal(err)
	}
	if n := counter(t, released); n != 1 {
		t.Errorf("%d objects were released", n)
	}
	if _, err := x.Thread(); !errors.Is(err, winrt.ErrReleased) {
		t.Errorf("a use after the apartment's end gives %v", err)
	}
	x.Release()
}

// program is the thread that the program began on, where Go runs the first goroutine
// until that waits; apartment is the thread of what RunSTA then ran.
var program, apartment uint32

func TestMain(m *testing.M) {
	program = windows.GetCurrentThreadId()
	_ = winrt.RunSTA(func(quit func()) error {
		apartment = windows.GetCurrentThreadId()
		quit()
		return nil
	})
	os.Exit(m.Run())
}

// TestMainThread holds that an apartment is not made of the program's first thread,
// which does not end.
func TestMainThread(t *testing.T) {
	if apartment == 0 || apartment == program {
		t.Errorf("the program began on thread %d, the apartment was on thread %d", program, apartment)
	}
}

// TestRunSTA holds that every apartment has a thread that was in none, also where other
// threads of the pool were left in the multithreaded one.
func TestRunSTA(t *testing.T) {
	initialize := windows.NewLazySystemDLL("ole32.dll").NewProc("CoInitializeEx")
	var ready, used sync.WaitGroup
	for range 8 { // who leaves a thread in an apartment and gives it back to the pool
		ready.Add(1)
		used.Go(func() {
			runtime.LockOSThread()
			initialize.Call(0, 0)
			ready.Done()
			ready.Wait()
			runtime.UnlockOSThread()
		})
	}
	used.Wait()
	before := runtime.NumGoroutine()
	process := windows.CurrentProcess()
	for range 20 {
		var thread windows.Handle
		err := winrt.RunSTA(func(quit func()) error {
			quit()
			quit()
			return windows.DuplicateHandle(process, windows.CurrentThread(), process, &thread, windows.SYNCHRONIZE, false, 0)
		})
		if err != nil || thread == 0 {
			t.Fatalf("%v, it ran: %v", err, thread != 0)
		}
		if ended, err := windows.WaitForSingleObject(thread, 30_000); ended != windows.WAIT_OBJECT_0 {
			t.Errorf("the apartment's thread does not end: %v", err)
		}
		windows.CloseHandle(thread)
	}
	refused := errors.New("refused")
	if err := winrt.RunSTA(func(func()) error { return refused }); err != refused {
		t.Errorf("the error of f comes back as %v", err)
	}
	for range 200 {
		if runtime.NumGoroutine() <= before {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
}

// inTime runs f and fails when it does not return.
func inTime(t *testing.T, f func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(30 * time.Second):
		t.Fatal("it does not return")
		return nil
	}
}

// TestRunSTAGoexit has the func end its goroutine: the apartment and the thread end.
func TestRunSTAGoexit(t *testing.T) {
	begin(t)
	err := inTime(t, func() error {
		return winrt.RunSTA(func(func()) error { newThing(t); runtime.Goexit(); return nil })
	})
	if err == nil {
		t.Error("no error")
	}
}

// TestRunSTAInside runs an apartment inside of another one, which ends when the thread
// of the outer one handles a message.
func TestRunSTAInside(t *testing.T) {
	user32 := windows.NewLazySystemDLL("user32.dll")
	setTimer, killTimer := user32.NewProc("SetTimer"), user32.NewProc("KillTimer")
	handled := make(chan struct{})
	procedure := syscall.NewCallback(func(_, _, id, _ uintptr) uintptr {
		killTimer.Call(0, id)
		close(handled)
		return 0
	})
	err := inTime(t, func() error {
		return winrt.RunSTA(func(quit func()) error {
			defer quit()
			setTimer.Call(0, 0, 10, procedure)
			return winrt.RunSTA(func(quit func()) error {
				defer quit()
				<-handled
				return nil
			})
		})
	})
	if err != nil {
		t.Error(err)
	}
}

// TestQuit quits from other goroutines: before the loop runs, while it does, twice, and
// after its end.
func TestQuit(t *testing.T) {
	var late func()
	for _, pause := range []time.Duration{0, 20 * time.Millisecond} {
		err := winrt.RunSTA(func(quit func()) error {
			late = quit
			go func() {
				time.Sleep(pause)
				quit()
				quit()
			}()
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		late()
	}
}

// TestEnterSTA tells of a thread that is in no apartment of its own, and of one that
// somebody else made a single-threaded one.
func TestEnterSTA(t *testing.T) {
	begin(t)
	if _, err := winrt.EnterSTA(); !errors.Is(err, winrt.RPC_E_WRONG_THREAD) {
		t.Errorf("on a thread of the multithreaded apartment: %v", err)
	}
	err := winrt.RunSTA(func(quit func()) error {
		quit()
		inner, err := winrt.EnterSTA() // known already
		if err != nil {
			return err
		}
		newThing(t)
		inner.Leave()
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestAwaitPumps awaits, on the thread of an apartment, work that ends when the thread
// handles a message, and again inside of such a message's handler.
func TestAwaitPumps(t *testing.T) {
	user32 := windows.NewLazySystemDLL("user32.dll")
	setTimer, killTimer := user32.NewProc("SetTimer"), user32.NewProc("KillTimer")
	var fired atomic.Pointer[func()]
	procedure := syscall.NewCallback(func(_, _, id, _ uintptr) uintptr {
		killTimer.Call(0, id)
		if f := fired.Swap(nil); f != nil {
			(*f)()
		}
		return 0
	})
	// after runs f by a message of the thread.
	after := func(f func()) {
		fired.Store(&f)
		setTimer.Call(0, 0, 10, procedure)
	}
	awaited := func(then func()) (int32, error) {
		ended := make(chan struct{})
		after(func() {
			if then != nil {
				then()
			}
			close(ended)
		})
		op := foundation.NewAsyncOperation(func(ctx context.Context) (int32, error) {
			select {
			case <-ended:
				return 7, nil
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		})
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		return op.Await(ctx)
	}
	err := winrt.RunSTA(func(quit func()) error {
		quit()
		v, err := awaited(func() {
			if v, err := awaited(nil); v != 7 || err != nil {
				t.Errorf("inside of a message: %d, %v", v, err)
			}
		})
		if v != 7 || err != nil {
			t.Errorf("%d, %v", v, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestServerDies awaits an operation whose server dies: the completion handler is
// released uncalled, and the wait ends with what the operation then says.
func TestServerDies(t *testing.T) {
	begin(t)
	p := native(t, "NewAction")
	cell := abi.OnHeap[uintptr]()
	*cell = p
	action, err := foundation.AsyncActionType.Take(unsafe.Pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	defer action.Release()
	dll, _ := component()
	go dll.MustFindProc("Die").Call(p)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := action.Await(ctx); !errors.Is(err, winrt.HRESULT(0x800706BA)) {
		t.Errorf("%v, want RPC_S_SERVER_UNAVAILABLE", err)
	}
}

// TestForgottenAreBounded makes and forgets objects as quickly as it can, where bytes
// alone would never have the collector run. What is alive at once is bounded.
func TestForgottenAreBounded(t *testing.T) {
	begin(t)
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	const all, most = 400_000, 50_000
	action := abi.Wrap[abi.ComObject](pointer(native(t, "NewAction")))
	defer action.Release()
	peak := 0
	for i := range all {
		if _, err := abi.Cast[abi.Inspectable](action); err != nil {
			t.Fatal(err)
		}
		if i%1000 == 0 {
			peak = max(peak, winrt.LiveReferences())
		}
	}
	t.Logf("%d of %d forgotten references were alive at once", peak, all)
	if peak > most {
		t.Errorf("%d of %d forgotten references were alive at once, more than %d", peak, all, most)
	}
}
