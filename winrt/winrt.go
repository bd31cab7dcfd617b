//go:build windows

package winrt

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// GUID is golang.org/x/sys/windows.GUID.
type GUID = abi.GUID

// Inspectable is an object of a class that the caller has no Go type for. As casts
// it to one.
type Inspectable = abi.Inspectable

// EventRegistration is a handler at its event source; Remove takes it away. Like the
// Go value that the handler was added through, it keeps the source alive until that is
// released, and Remove works all the same then: it belongs to the object.
type EventRegistration = abi.EventRegistration

// NewRegistration makes the registration that a Go type returns from the Add method of
// an event that it implements: remove forgets the handler. It is called again after it
// failed, else once, and by one goroutine at a time.
func NewRegistration(remove func() error) EventRegistration { return abi.NewRegistration(remove) }

// Weak refers to an object without keeping it alive, for what the object itself keeps:
// a handler that refers to its event's source would else never let it go.
//
//	weak, err := winrt.NewWeak(manager)
//	…
//	manager.AddChanged(func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) {
//		manager, err := weak.Resolve()
//		if err != nil {
//			return // it is gone
//		}
//		defer manager.Release()
//		…
//	})
//
// The zero Weak refers to nothing. A Weak may be copied, and used from several
// goroutines. Release gives it back sooner than the collector does.
type Weak[T any] = abi.Weak[T]

// ErrGone is what Resolve of a weak reference gives when its object is no more.
var ErrGone = abi.ErrGone

// NewWeak makes a weak reference to v, a pointer to a projected class. Where the object
// gives none the error is E_NOINTERFACE; for Go's own objects there is package weak.
func NewWeak[T any](v *T) (Weak[T], error) { return abi.NewWeak(v) }

// Identity tells objects apart, as a key of a map does. It holds no native object: it is
// good while somebody does, as an object that comes later may get its number. So keep
// the object beside it:
//
//	windows := map[winrt.Identity]*ui.Window{}
type Identity = abi.Identity

// IdentityOf is the identity of an object: of a pointer to a projected class, an
// interface, a collection, or of a Go value that is a pointer. It is the same however
// the object was come by. Numbers, text and other values have none; a released object
// has none any more, and the error is ErrReleased.
func IdentityOf(v any) (Identity, error) { return abi.IdentityOf(v) }

// Same tells whether a and b are one object, or equal values: == on two *Foo compares
// references, of which an object may have many. Two nil ones are the same; a released
// one is the same as itself alone.
func Same(a, b any) bool { return abi.Same(a, b) }

// As asks v, any projected value, for the class T by QueryInterface. The result is
// a reference of its own.
func As[T any](v any) (*T, error) { return abi.Cast[T](v) }

// Release gives back the reference that v, a projected value of any type, holds.
// Other values are left alone.
func Release(v any) { abi.ReleaseValue(v) }

// Box makes an object of a Go value, as parameters of type any do by themselves:
// numbers, bool, string, GUID, time.Time, time.Duration, enums and structs of the
// metadata, slices of all these, and pointers to them, of which a nil one is nil. An
// int becomes an Int32 and has to fit. Objects are returned as they are, with a
// reference of their own. The caller releases the result.
func Box(v any) (*Inspectable, error) { return abi.Box(v) }

// Unbox gets a T out of v: v itself, a boxed value, or, for a pointer to a class, the
// object behind v, with a reference of its own. A pointer to a value is nil for nil.
// Another type is TYPE_E_TYPEMISMATCH, and the error names it. Enums and structs that native code boxed come out of Object results
// as *Inspectable, since only the caller knows their Go type: Unbox[ui.Color](v) and
// Unbox[[]ui.Color](v) read them.
func Unbox[T any](v any) (T, error) { return abi.Unbox[T](v) }

// UseDLL makes the classes of a namespace, and of those below it, come from the
// DLL at path before the system is asked: registration-free activation. It is for
// the start of a program; factories that were used before stay.
//
// A path with a separator is resolved against the current directory now, so that a
// later change of that does not matter; a bare name is looked for in the program's own
// folder and the system's. The DLLs that it needs are looked for beside it and there.
func UseDLL(namespace, path string) { abi.UseLibrary(namespace, path) }

// Class is a runtime class that is written in Go, and Interface the descriptor of an
// interface in its list: FooType beside the generated interface Foo.
type (
	Class     = abi.GoClass
	Interface = abi.Implementable
)

// RegisterClass makes a class known to activation from Go in this process and to
// DllGetActivationFactory. A name can be registered once.
func RegisterClass(class *Class) error { return abi.RegisterClass(class) }

// DllGetActivationFactory is for a DLL written in Go, which exports a function of
// that name that calls it. class is an HSTRING, which stays the caller's; factory
// receives a reference that is the caller's.
func DllGetActivationFactory(class uintptr, factory *unsafe.Pointer) HRESULT {
	return abi.DllGetActivationFactory(class, factory)
}

// OnPanic sets a function that is told of panics in Go code that native code called,
// handlers above all, instead of their being written to standard error with the stack.
// The native caller gets E_FAIL either way. Nil for none.
func OnPanic(report func(value any, stack []byte)) { abi.OnPanic(report) }

// OnUnhandled sets a function that is told of errors that no caller can get, instead of
// their being written to standard error: those of native delegates that are called
// through a Go func without an error result. Nil for none.
func OnUnhandled(report func(error)) { abi.OnUnhandled(report) }

// LiveReferences is the number of references to COM objects that Go values hold.
func LiveReferences() int { return abi.LiveReferences() }

// LiveObjects is the number of COM objects made of Go values that somebody holds.
func LiveObjects() int { return abi.LiveObjects() }
