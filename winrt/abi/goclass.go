//go:build windows

package abi

import (
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// GoClass is a runtime class that is written in Go. A Go type is of the class when
// its RuntimeClass method returns it:
//
//	var playerClass = winrt.Class{
//		Name:       "Contoso.Player",
//		Interfaces: []winrt.Interface{&foundation.IClosableType, &foundation.IStringableType},
//		Activate:   func() (any, error) { return new(player), nil },
//	}
//
//	func (*player) RuntimeClass() *winrt.Class { return &playerClass }
//
// The COM object of a pointer to such a type has all Interfaces, and besides them
// what every object made in Go has: IInspectable, IAgileObject, IMarshal and
// IWeakReferenceSource. It can be passed wherever one of the interfaces is wanted,
// and as any. A GoClass must not be changed after its first use.
type GoClass struct {
	// Name is the class's full name.
	Name string
	// Interfaces are the descriptors of those that native code can ask for.
	Interfaces []Implementable
	// Activate makes an object, for RoActivateInstance and for new in other
	// languages. Nil: the class cannot be activated without arguments.
	Activate func() (any, error)
	// Factory, if not nil, is the Go value that is the class's activation factory,
	// and Statics the further interfaces that it implements.
	Factory any
	Statics []Implementable

	once    sync.Once
	factory Stub
}

// Implementable is the descriptor of an interface that Go types can implement.
type Implementable interface {
	StubSource
	// ImplementedBy tells whether v has the interface's methods.
	ImplementedBy(v any) bool
}

// OfGoClass is implemented by the Go types of a GoClass.
type OfGoClass interface{ RuntimeClass() *GoClass }

// ImplementedBy tells whether v has the methods of I, which no Go type has if I is Native.
func (t *Interface[I]) ImplementedBy(v any) bool {
	_, ok := v.(I)
	return ok && t.Source != nil
}

// goClasses are those that RegisterClass was given, by name.
var goClasses struct {
	sync.RWMutex
	byName map[string]*GoClass
}

// RegisterClass makes a class known to activation from Go in this process and to
// DllGetActivationFactory. A name can be registered once.
func RegisterClass(class *GoClass) error {
	op := "register class " + class.Name
	if class.Name == "" || class.Activate == nil && class.Factory == nil {
		return &Error{Code: codeInvalidArg, Op: op, Text: "a class that is registered needs a Name, and Activate or a Factory"}
	}
	if class.Factory != nil {
		if err := implements(class.Factory, class.Statics); err != nil {
			return wrapped(op, err)
		}
	}
	goClasses.Lock()
	defer goClasses.Unlock()
	if goClasses.byName[class.Name] != nil {
		return &Error{Code: codeInvalidArg, Op: op, Text: "there is a class of this name already"}
	}
	if goClasses.byName == nil {
		goClasses.byName = map[string]*GoClass{}
	}
	goClasses.byName[class.Name] = class
	find := registeredFactory
	goFactories.Store(&find)
	return nil
}

// nativeOnly is an error if Go types cannot implement I.
func (t *Interface[I]) nativeOnly() error {
	if t.Source != nil {
		return nil
	}
	return &Error{Code: codeNoIface, Op: "implement " + t.IID.String(), Text: "methods of that interface are not projected, so that Go types cannot implement it"}
}

// implements says which interface v has not all methods of, if there is one.
func implements(v any, interfaces []Implementable) error {
	for _, i := range interfaces {
		if !i.ImplementedBy(v) {
			if only, ok := i.(interface{ nativeOnly() error }); ok && only.nativeOnly() != nil {
				return only.nativeOnly()
			}
			return &Error{Code: codeNoIface, Op: "implement " + i.Stub().IID.String(), Text: typeName(v) + " does not have the methods of that interface, which its class names"}
		}
	}
	return nil
}

// goFactory is the Go side of a factory that the class has no value for.
type goFactory struct{ class *GoClass }

func (*goFactory) Outside() any { return nil }

// registeredFactory returns a new reference to the IActivationFactory of a Go
// class, or null.
func registeredFactory(name string) (unsafe.Pointer, error) {
	goClasses.RLock()
	class := goClasses.byName[name]
	goClasses.RUnlock()
	if class == nil {
		return nil, nil
	}
	class.once.Do(func() {
		if class.Factory == nil {
			class.Factory = &goFactory{class}
		}
		class.factory = Stub{IID: &iidIActivationFactory, Methods: []Method{{Words: 1, Do: class.activateInstance}}}
		for _, i := range class.Statics {
			class.factory.Requires = append(class.factory.Requires, i)
		}
	})
	return NewInstance(class.Factory, &class.factory)
}

// activateInstance is IActivationFactory::ActivateInstance.
func (class *GoClass) activateInstance(_ any, f *Frame) error {
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	if class.Activate == nil {
		return codeNotImpl
	}
	v, err := class.Activate()
	if err != nil {
		return err
	}
	return Any{}.Give(result, v)
}

// addClass gives inst the interfaces of its value's class.
func (inst *instance) addClass() error {
	of, ok := inst.self.(OfGoClass)
	if !ok {
		return nil
	}
	class := of.RuntimeClass()
	if n := len(class.Interfaces); n == 0 || inst.find(class.Interfaces[n-1].Stub().IID) != nil {
		return nil
	}
	if err := implements(inst.self, class.Interfaces); err != nil {
		return err
	}
	for _, i := range class.Interfaces {
		if _, err := inst.add(i.Stub()); err != nil {
			return err
		}
	}
	return nil
}

// DllGetActivationFactory is what a DLL written in Go exports under that name: it
// gives out the factories of the registered classes. class is an HSTRING.
func DllGetActivationFactory(class uintptr, factory *unsafe.Pointer) HRESULT {
	if factory == nil {
		return codePointer
	}
	StorePointer(unsafe.Pointer(factory), nil)
	pinModule()
	name := readString(class, OnHeap[uint32]())
	p, err := registeredFactory(name)
	if err == nil && p == nil {
		err = &Error{Code: codeClassNotAvailable, Op: "activate " + name, Text: "this DLL has no such class"}
	}
	if err != nil {
		return answerOf(err)
	}
	StorePointer(unsafe.Pointer(factory), p)
	return codeOK
}

// pinModule keeps the DLL with this code loaded until the process ends: Go's runtime
// cannot be stopped, and its threads would run on in memory that is gone. A caller frees
// a DLL that says it does not have a class, which it asked by GetProcAddress alone.
var pinModule = sync.OnceFunc(func() {
	const pin, fromAddress = 1, 4 // GET_MODULE_HANDLE_EX_FLAG_...
	module := OnHeap[uintptr]()
	syscall.SyscallN(procGetModuleHandleEx.Addr(), pin|fromAddress, vtable(), uintptr(unsafe.Pointer(module)))
})

var procGetModuleHandleEx = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetModuleHandleExW")

// codeClassNotAvailable is CLASS_E_CLASSNOTAVAILABLE.
const codeClassNotAvailable HRESULT = 0x80040111
