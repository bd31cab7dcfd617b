//go:build windows

package abi

import (
	"errors"
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

// Factory is the activation factory of a runtime class, found when it is first
// asked for and kept for the life of the process.
type Factory struct {
	Class string
	Since string // the contract version that the class came with, "" where nobody knows

	once   sync.Mutex
	object atomic.Pointer[Object]
}

// Object is the class's activation factory. Where there is none, every use of the
// object gives the reason, and the next call of Object tries again.
func (f *Factory) Object() *Object {
	if o := f.object.Load(); o != nil {
		return o
	}
	f.once.Lock()
	defer f.once.Unlock()
	if o := f.object.Load(); o != nil {
		return o
	}
	p, err := activationFactory(f.Class)
	if err != nil {
		if errors.Is(err, codeNotReg) {
			err = missing(err, f.Since)
		}
		return failed(err)
	}
	o := new(Object)
	Adopt(o, p, &iidIActivationFactory)
	f.object.Store(o)
	return o
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
		p, err := libraryFactory(path, class)
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
		if p, err := libraryFactory(namespace+".dll", class); err == nil {
			return p, nil
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
	return a.factory.pointer(), nil
}

// libraryFactory asks a DLL's DllGetActivationFactory. A DLL that was loaded stays:
// its objects' code is in it.
func libraryFactory(path, class string) (unsafe.Pointer, error) {
	flags := uintptr(windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
	if isPath(path) {
		flags |= windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR
	}
	library, err := windows.LoadLibraryEx(path, 0, flags)
	if err != nil {
		return nil, libraryError(path, err)
	}
	proc, err := windows.GetProcAddress(library, "DllGetActivationFactory")
	if err != nil {
		return nil, libraryError(path, err)
	}
	a := OnHeap[activation]()
	if err := newString(class, &a.class); err != nil {
		return nil, err
	}
	defer deleteString(a.class)
	if err := callFunction("", proc, a.class, uintptr(unsafe.Pointer(&a.factory))); err != nil {
		return nil, err
	}
	return a.factory.pointer(), nil
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
