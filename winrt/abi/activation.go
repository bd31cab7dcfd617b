//go:build windows

package abi

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	iidIUnknown           = GUID{Data1: 0x00000000, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
	iidIInspectable       = GUID{Data1: 0xaf86e2e0, Data2: 0xb12d, Data3: 0x4c6a, Data4: [8]byte{0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90}}
	iidIActivationFactory = GUID{Data1: 0x00000035, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
)

const slotActivateInstance = 6

var (
	procIncrementMTAUsage    = combase.NewProc("CoIncrementMTAUsage")
	procGetActivationFactory = combase.NewProc("RoGetActivationFactory")
)

// Factory is the activation factory of a runtime class, found when it is first asked
// for and kept until a call says that its server is gone. One that is agile is kept for
// all threads, another one for its apartment: the multithreaded one, or an STA.
type Factory struct {
	Class string
	Since string // the contract version that the class came with, "" where nobody knows

	object atomic.Pointer[Object] // agile
	mta    atomic.Pointer[Object] // not agile, of the multithreaded apartment
}

// Object is the class's activation factory. Where there is none, every use of the
// object gives the reason, and the next call of Object tries again.
func (f *Factory) Object() *Object {
	if o := f.object.Load(); o != nil {
		return o
	}
	// The apartment is the thread's.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if o := f.apart(); o != nil {
		return o
	}
	p, err := activationFactory(f.Class)
	if err != nil {
		if errors.Is(err, codeNotReg) {
			err = missing(err, f.Since)
		}
		return failed(err)
	}
	return f.keep(p)
}

// apart is the factory that is kept for the thread's apartment, or nil.
func (f *Factory) apart() *Object {
	if s := currentSTA(); s != nil {
		return s.factories[f]
	}
	if o := f.mta.Load(); o != nil && inMTA() {
		return o
	}
	return nil
}

// keep makes an Object of a new factory, and keeps it where it may be used. Another
// goroutine, or code that the activation called, may have been first.
func (f *Factory) keep(p unsafe.Pointer) *Object {
	o := new(Object)
	place := &f.object
	r := &role{factory: f}
	if !agile(p) {
		place, r.sta = &f.mta, currentSTA()
		r.temporary = r.sta == nil && !inMTA() // of an apartment that nobody told of
	}
	o.ptr, o.iid = addressOf(p), &iidIActivationFactory
	o.extra.Store(&queried{role: r})
	if r.temporary {
		o.state.Store(stateReleased + 1)
		return o
	}
	if r.sta != nil {
		if first := r.sta.factories[f]; first != nil {
			o.Release()
			return first
		}
		r.sta.factories[f] = o
		return o
	}
	runtime.SetFinalizer(o, forget)
	for !place.CompareAndSwap(nil, o) {
		if first := place.Load(); first != nil {
			o.Release()
			return first
		}
	}
	return o
}

// temporary tells whether o is a factory for the one call that asked for it: it is
// entered already, and released when the call leaves it, on the same thread.
func temporary(o *Object) bool {
	r := roleOf(o)
	return r != nil && r.temporary
}

// lost is told of the result of a call that failed: a factory whose server is gone is
// not kept, so that the next use asks for another. Who uses it at the moment may go on.
// The call itself is not made again, since nothing says whether it was carried out.
func lost(o *Object, code HRESULT) {
	if !serverGone(code) {
		return
	}
	if r := roleOf(o); r != nil && r.factory != nil {
		r.factory.drop(o)
	}
}

func (f *Factory) drop(o *Object) {
	f.object.CompareAndSwap(o, nil)
	f.mta.CompareAndSwap(o, nil)
	if s := currentSTA(); s != nil && s.factories[f] == o {
		delete(s.factories, f)
		o.Release()
	}
}

// Activate makes an instance by IActivationFactory::ActivateInstance.
func Activate[T any](f *Factory, op string) (*T, error) {
	c := Begin(f.Object(), &iidIActivationFactory, slotActivateInstance, op)
	defer c.End()
	result := Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return nil, err
	}
	if *result == nil {
		return nil, wrapped(op, codePointer)
	}
	defer release(*result)
	instance, err := askFor(*result, &classOf[T]().IID)
	if err != nil {
		return nil, wrapped(op, err)
	}
	return Wrap[T](instance), nil
}

// joinMTA keeps the process's multithreaded apartment alive, so that every thread
// that has not chosen an apartment is in it.
var joinMTA = sync.OnceValue(func() error {
	if err := procIncrementMTAUsage.Find(); err != nil {
		return err
	}
	cookie := OnHeap[uintptr]()
	return callFunction("", procIncrementMTAUsage.Addr(), uintptr(unsafe.Pointer(cookie)))
})

// goFactories is registeredFactory once there is a class written in Go: a program
// without one does not link what they need.
var goFactories atomic.Pointer[func(class string) (unsafe.Pointer, error)]

// activationFactory asks the classes written in Go, the DLLs that were named for the
// class's namespace, then the system, then the DLLs that are called like its namespaces.
func activationFactory(class string) (unsafe.Pointer, error) {
	op := "activate " + class
	if err := joinMTA(); err != nil {
		return nil, wrapped(op, err)
	}
	if own := goFactories.Load(); own != nil {
		if p, err := (*own)(class); p != nil || err != nil {
			return p, wrapped(op, err)
		}
	}
	if path := namedLibrary(class); path != "" {
		p, _, err := libraryFactory(path, class)
		return p, wrapped(op, err)
	}
	p, err := systemFactory(class)
	if err == nil {
		return p, nil
	}
	for namespace := class; ; {
		i := strings.LastIndexByte(namespace, '.')
		if i < 0 {
			return nil, wrapped(op, err)
		}
		namespace = namespace[:i]
		p, found, err := libraryFactory(namespace+".dll", class)
		if err == nil {
			return p, nil
		}
		if found && codeOf(err) != codeClassNotAvailable {
			return nil, wrapped(op, err) // it has the class, and cannot make its factory
		}
	}
}

// activation are the cells of one activation.
type activation struct {
	class   uintptr // HSTRING
	factory address
}

func systemFactory(class string) (unsafe.Pointer, error) {
	a := OnHeap[activation]()
	if err := newString(class, &a.class); err != nil {
		return nil, err
	}
	defer deleteString(a.class)
	if err := callFunction("", procGetActivationFactory.Addr(), a.class, uintptr(unsafe.Pointer(&iidIActivationFactory)), uintptr(unsafe.Pointer(&a.factory))); err != nil {
		return nil, err
	}
	if a.factory == 0 {
		return nil, &Error{Code: codePointer, Op: class, Text: "RoGetActivationFactory says that it succeeded, and gives no factory"}
	}
	return a.factory.pointer(), nil
}

// libraryFactory asks a DLL's DllGetActivationFactory; found tells whether there is one.
// A DLL that was loaded stays: its objects' code is in it.
func libraryFactory(path, class string) (factory unsafe.Pointer, found bool, err error) {
	flags := uintptr(windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
	if isPath(path) {
		flags |= windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR
	}
	library, err := windows.LoadLibraryEx(path, 0, flags)
	if err != nil {
		return nil, false, libraryError(path, err)
	}
	proc, err := windows.GetProcAddress(library, "DllGetActivationFactory")
	if err != nil {
		return nil, false, libraryError(path, err)
	}
	a := OnHeap[activation]()
	if err := newString(class, &a.class); err != nil {
		return nil, false, err
	}
	defer deleteString(a.class)
	if err := callFunction("", proc, a.class, uintptr(unsafe.Pointer(&a.factory))); err != nil {
		return nil, true, err
	}
	if a.factory == 0 {
		return nil, true, &Error{Code: codePointer, Op: path, Text: "DllGetActivationFactory says that it succeeded, and gives no factory"}
	}
	return a.factory.pointer(), true, nil
}

func libraryError(path string, err error) error {
	code := codeOf(err)
	return &Error{Code: code, Op: path, err: err}
}

// libraries are the DLLs that were named for namespaces.
var libraries struct {
	sync.RWMutex
	paths map[string]string
}

// UseLibrary makes the classes of a namespace and of those below it come from a DLL,
// before the system is asked. It has no effect on factories that were found before. A
// path that is more than a name is resolved against the current directory.
func UseLibrary(namespace, path string) {
	if isPath(path) {
		if full, err := windows.FullPath(path); err == nil { // else loading it says what is wrong
			path = full
		}
	}
	libraries.Lock()
	defer libraries.Unlock()
	if libraries.paths == nil {
		libraries.paths = map[string]string{}
	}
	libraries.paths[namespace] = path
}

// isPath tells whether a library's path is more than its name.
func isPath(path string) bool { return strings.ContainsAny(path, `\/:`) }

func namedLibrary(class string) string {
	libraries.RLock()
	defer libraries.RUnlock()
	for len(libraries.paths) > 0 {
		i := strings.LastIndexByte(class, '.')
		if i < 0 {
			break
		}
		class = class[:i]
		if path := libraries.paths[class]; path != "" {
			return path
		}
	}
	return ""
}
