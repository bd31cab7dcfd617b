//go:build windows

package abi

import (
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// GUID identifies interfaces; it is the type that x/sys users already hold.
type GUID = windows.GUID

// Object is one counted reference to a COM object. It is the first field of every
// projected class, at offset 0, so that a class's pointer is its Object's.
//
// An Object may be used and released from several goroutines at once. A reference
// that nobody releases is released some time after the collector finds it
// unreachable.
type Object struct {
	ptr     address // the interface that iid names; never changes
	iid     *GUID
	state   atomic.Uint64
	extra   atomic.Pointer[queried]
	scratch [2]uint64 // results of the call that holds busy
}

// An object's state: calls under way in the low bits.
const (
	stateReleased = 1 << 63
	stateBusy     = 1 << 62 // scratch is in use
	stateBorrowed = 1 << 61 // the reference is that of a call into Go: see Frame.borrow
)

// queried is a further interface of an object, held as long as the object is.
type queried struct {
	iid  GUID
	ptr  address
	next *queried
	role *role // what the object is beside a reference, the same in all of its list; often nil
}

// role is what only few objects are.
type role struct {
	err       error     // of an object that was never there: why
	value     any       // of a struct that stands for a Go value: that one
	composed  *instance // of a Go object that embeds this one: see Composition
	sta       *STA      // that it belongs to, if it is not agile
	factory   *Factory  // that keeps it
	temporary bool      // a factory for one call
}

// ClassInfo is what the runtime needs to know of a projected class.
type ClassInfo struct {
	Name string
	IID  GUID // of the default interface
}

// projected is every type that embeds Object.
type projected interface{ comObject() *Object }

func (o *Object) comObject() *Object { return o }

// classy is every projected class and proxy.
type classy interface{ WinRTClass() *ClassInfo }

func classOf[T any]() *ClassInfo {
	c, ok := any((*T)(nil)).(classy)
	if !ok {
		panic("abi: the type argument is not a projected class")
	}
	return c.WinRTClass()
}

// ClassIID is the id of the default interface of the class T.
func ClassIID[T any]() GUID { return classOf[T]().IID }

// Ref is the Object of a projected class's value, nil for nil.
func Ref[T any](p *T) *Object { return (*Object)(unsafe.Pointer(p)) }

// Wrap makes the Go value for a reference to the default interface of the class
// T, which it owns from then on. A nil pointer gives nil.
func Wrap[T any](p unsafe.Pointer) *T {
	if p == nil {
		return nil
	}
	v := new(T)
	Adopt((*Object)(unsafe.Pointer(v)), p, &classOf[T]().IID)
	return v
}

// Adopt makes o the owner of a reference to the interface that iid names. It is
// for types of the runtime that are no classes.
func Adopt(o *Object, p unsafe.Pointer, iid *GUID) {
	o.ptr, o.iid = addressOf(p), iid
	own(o)
}

// own makes o the owner of a reference to the interface that it has.
func own(o *Object) {
	if s := currentSTA(); s != nil {
		s.adopt(o)
	}
	hold()
	// A finalizer, since runtime.AddCleanup costs two allocations more; an Object
	// refers to nothing that could refer to it.
	runtime.SetFinalizer(o, forget)
}

// Release gives the reference back. Calls that are under way end first; later
// ones return an error that is ErrReleased. Releasing again does nothing. A reference
// to an object that belongs to a single-threaded apartment is given back on that
// apartment's thread, when it next handles messages.
func (o *Object) Release() {
	if o == nil {
		return
	}
	for {
		s := o.state.Load()
		if s&stateReleased != 0 {
			return
		}
		if o.state.CompareAndSwap(s, s|stateReleased) {
			if s&^stateBorrowed == 0 {
				finish(o)
			}
			return
		}
	}
}

// finish releases what o holds; the last call to leave does it.
func finish(o *Object) {
	if o.ptr == 0 {
		return
	}
	give, r := address.release, roleOf(o)
	if r != nil && r.sta != nil {
		r.sta.forget(r)
		give = r.sta.giveBack
	}
	if o.state.Load()&stateBorrowed == 0 {
		if composedOf(o) == nil {
			runtime.SetFinalizer(o, nil)
		}
		let(r)
		give(o.ptr)
	}
	for q := o.extra.Swap(nil); q != nil; q = q.next {
		if q.ptr != 0 {
			let(r)
			give(q.ptr)
		}
	}
}

// disown gives back the reference that own counts.
func disown(o *Object) {
	references.Add(-1)
	release(o.ptr.pointer())
}

// enter begins a use of o, which leave ends.
func enter(o *Object) error {
	for {
		s := o.state.Load()
		if s&stateReleased != 0 || o.ptr == 0 {
			if r := roleOf(o); r != nil && r.err != nil {
				return r.err
			}
			return ErrReleased
		}
		if o.state.CompareAndSwap(s, s+1) {
			return nil
		}
	}
}

func leave(o *Object, n uint64) {
	if o.state.Add(-n)&^stateBorrowed == stateReleased {
		finish(o)
	}
}

// failed is an Object whose every use gives err.
func failed(err error) *Object {
	o := new(Object)
	o.extra.Store(&queried{role: &role{err: err}})
	o.state.Store(stateReleased)
	return o
}

// query returns o's interface iid, borrowed for as long as o is entered. What was
// asked for once is kept.
func queryObject(o *Object, iid *GUID) (unsafe.Pointer, error) {
	if iid == o.iid || *iid == *o.iid {
		return o.ptr.pointer(), nil
	}
	for q := o.extra.Load(); q != nil; q = q.next {
		if q.iid == *iid && q.ptr != 0 {
			return q.ptr.pointer(), nil
		}
	}
	p, err := askFor(o.ptr.pointer(), iid)
	if err != nil {
		return nil, err
	}
	keepQueried(o, &queried{iid: *iid, ptr: addressOf(p), role: roleOf(o)})
	return p, nil
}

// keep makes o own a further interface.
func keepQueried(o *Object, q *queried) {
	if q.role == nil || q.role.factory == nil {
		hold()
	}
	for {
		q.next = o.extra.Load()
		if o.extra.CompareAndSwap(q.next, q) {
			return
		}
	}
}

// composed is the COM object of the Go object that embeds o, or nil.
func composedOf(o *Object) *instance {
	if r := roleOf(o); r != nil {
		return r.composed
	}
	return nil
}

// roleOf is what o is beside a reference, or nil.
func roleOf(o *Object) *role {
	if q := o.extra.Load(); q != nil {
		return q.role
	}
	return nil
}

// reference returns a new reference to o's interface iid, for the caller to own.
func referenceTo(o *Object, iid *GUID) (unsafe.Pointer, error) {
	if err := enter(o); err != nil {
		return nil, err
	}
	defer leave(o, 1)
	p, err := queryObject(o, iid)
	if err == nil {
		addRef(p)
	}
	return p, err
}

// objectOf finds the Object of a projected value; present is false for a nil one.
func objectOf(v any) (o *Object, present bool) {
	p, ok := v.(projected)
	if !ok {
		return nil, v != nil
	}
	if dynamicOf(&v).data == nil {
		return nil, false
	}
	return p.comObject(), true
}

// StandFor makes o, which has no reference, the Object of a struct that stands for the
// Go value v: where the struct is passed, v is. Call it before o is shared.
func StandFor(o *Object, v any) { o.extra.Store(&queried{role: &role{value: v}}) }

// subject is objectOf with what v stands for, if it stands for a Go value.
func subject(v any) (value any, o *Object, present bool) {
	o, present = objectOf(v)
	if o != nil && o.ptr == 0 {
		if r := roleOf(o); r != nil && r.value != nil {
			return r.value, nil, true
		}
	}
	return v, o, present
}

// ReleaseValue releases the reference that a projected value holds, if v is one.
func ReleaseValue(v any) {
	if o, _ := objectOf(v); o != nil {
		o.Release()
	}
}

// Slots of IUnknown.
const (
	slotQueryInterface = iota
	slotAddRef
	slotRelease
)

// slotOf is the address of a method.
func slotOf(p unsafe.Pointer, slot int) uintptr {
	return *(*uintptr)(unsafe.Add(*(*unsafe.Pointer)(p), uintptr(slot)*unsafe.Sizeof(uintptr(0))))
}

func addRef(p unsafe.Pointer) { syscall.SyscallN(slotOf(p, slotAddRef), uintptr(p)) }

func release(p unsafe.Pointer) { syscall.SyscallN(slotOf(p, slotRelease), uintptr(p)) }

// question is what QueryInterface reads and writes.
type question struct {
	iid GUID
	out address
}

var questions = sync.Pool{New: func() any { return new(question) }}

// queryInterface may call Go objects, so what it is given and gets is on the heap.
func queryInterface(p unsafe.Pointer, iid *GUID) (unsafe.Pointer, HRESULT) {
	q := questions.Get().(*question)
	defer questions.Put(q)
	*q = question{iid: *iid}
	hr, _, _ := syscall.SyscallN(slotOf(p, slotQueryInterface), uintptr(p), uintptr(unsafe.Pointer(&q.iid)), uintptr(unsafe.Pointer(&q.out)))
	if HRESULT(hr).Failed() {
		return nil, HRESULT(hr)
	}
	return q.out.pointer(), HRESULT(hr)
}

// askFor is queryInterface for whoever wants to know why not.
func askFor(p unsafe.Pointer, iid *GUID) (unsafe.Pointer, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	q, hr := queryInterface(p, iid)
	if hr.Failed() {
		return nil, failure("", hr)
	}
	return q, nil
}

// has returns the object's interface iid, or nil. What the object says about one that
// it does not have is not left for a later error on the thread.
func has(p unsafe.Pointer, iid *GUID) unsafe.Pointer {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	q, hr := queryInterface(p, iid)
	if hr.Failed() {
		restrictedText(hr)
	}
	return q
}

// lacks tells whether an error says that the object does not have the interface.
func lacks(err error) bool {
	e, ok := err.(*Error)
	return ok && e.Code == codeNoIface && e.err == nil || err == error(codeNoIface)
}
