//go:build windows

package abi

import (
	"errors"
	"sync"
	"unsafe"
)

var (
	iidIWeakReference       = GUID{Data1: 0x00000037, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
	iidIWeakReferenceSource = GUID{Data1: 0x00000038, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
)

// weakStubs are the same for every object: who asks is in the frame. They are filled
// when first asked for, since they refer to themselves through resolve.
var weakStubs struct {
	once              sync.Once
	source, reference Stub
}

func fillWeakStubs() {
	weakStubs.once.Do(func() {
		weakStubs.source = Stub{IID: &iidIWeakReferenceSource, Unknown: true, Methods: []Method{{Words: 1, Do: getWeakReference}}}
		weakStubs.reference = Stub{IID: &iidIWeakReference, Unknown: true, Methods: []Method{{Words: 2, Do: resolve}}}
	})
}

func weakReferenceSource() *Stub {
	fillWeakStubs()
	return &weakStubs.source
}

// weakReference is the Go side of an IWeakReference.
type weakReference struct{ target *instance }

// getWeakReference is IWeakReferenceSource::GetWeakReference.
func getWeakReference(_ any, f *Frame) (err error) {
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	fillWeakStubs()
	p, err := NewInstance(&weakReference{f.object}, &weakStubs.reference)
	StorePointer(result, p)
	return err
}

// resolve is IWeakReference::Resolve: null, and no error, for an object that is gone.
func resolve(self any, f *Frame) error {
	iid := guidAt(f)
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	StorePointer(result, nil)
	target := self.(*weakReference).target
	table.Lock()
	alive := target.hold()
	table.Unlock()
	if !alive {
		return nil
	}
	defer target.drop()
	p, err := target.query(&iid)
	StorePointer(result, p)
	return err
}

// slotGetWeakReference is IWeakReferenceSource::GetWeakReference, and slotResolve
// IWeakReference::Resolve.
const (
	slotGetWeakReference = 3
	slotResolve          = 3
)

// weakReferenceTo asks o's object for its IWeakReference.
func weakReferenceTo(o *Object) (*Object, error) {
	c := Begin(o, &iidIWeakReferenceSource, slotGetWeakReference, "IWeakReferenceSource.GetWeakReference")
	defer c.End()
	result := Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return nil, err
	}
	if *result == nil {
		return nil, wrapped(c.op, codePointer)
	}
	weak := new(Object)
	Adopt(weak, *result, &iidIWeakReference)
	return weak, nil
}

// resolved is a new reference to the interface iid of what weak refers to, or null
// when that is gone.
func resolved(weak *Object, iid *GUID) (unsafe.Pointer, error) {
	c := Begin(weak, &iidIWeakReference, slotResolve, "IWeakReference.Resolve")
	defer c.End()
	ByRef(c, *iid)
	result := Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return nil, err
	}
	return *result, nil
}

// ErrGone is what a weak reference gives when its object is no more.
var ErrGone = errors.New("the object is gone; nobody holds it any more")

// Weak refers to an object of the class T without keeping it alive: for a handler that
// needs its event's source, for caches, for parents. Its zero value refers to nothing.
// It may be copied, and used from several goroutines.
type Weak[T any] struct{ reference *Object }

// NewWeak makes a weak reference to v's object. The error is E_NOINTERFACE where the
// object gives none (it has no IWeakReferenceSource).
func NewWeak[T any](v *T) (Weak[T], error) {
	const op = "weak reference"
	if v == nil {
		return Weak[T]{}, nil
	}
	info := classOf[T]()
	o := Ref(v)
	if composedOf(o) != nil {
		return Weak[T]{}, &Error{Code: codeInvalidArg, Op: op, Text: "the object is a Go type's that derives from " + info.Name + "; refer to it with Go's package weak"}
	}
	reference, err := weakReferenceTo(o)
	if err != nil {
		return Weak[T]{}, wrapped(op+" to "+info.Name, err)
	}
	return Weak[T]{reference}, nil
}

// Resolve returns a new reference to the object, which the caller releases. Once the
// object is gone, the error is ErrGone.
func (w Weak[T]) Resolve() (*T, error) {
	if w.reference == nil {
		return nil, ErrGone
	}
	p, err := resolved(w.reference, &classOf[T]().IID)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, ErrGone
	}
	return Wrap[T](p), nil
}

// Release gives the weak reference itself back, sooner than the collector does.
func (w Weak[T]) Release() { w.reference.Release() }
