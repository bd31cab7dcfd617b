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

// First slots of the methods behind those of the base interface.
const (
	slotFirstUnknown     = 3
	slotFirstInspectable = 6
)

// vtable is the address of the shared vtable.
var vtable = sync.OnceValue(vtableAddress)

var (
	listening atomic.Bool

	procShutdownInProgress = windows.NewLazySystemDLL("ntdll.dll").NewProc("RtlDllShutdownInProgress")
)

// listen makes the one callback that every call into Go comes through. Hold
// table.Mutex.
func listen() error {
	if !listening.Load() {
		if err := procShutdownInProgress.Find(); err != nil {
			return err
		}
		shutdown = procShutdownInProgress.Addr()
		receiver = syscall.NewCallback(receive)
		listening.Store(true)
	}
	return nil
}

// receive is where native code's calls of Go objects arrive. in is on the caller's
// stack.
func receive(in *arrival) uintptr {
	c := (*cell)(in.this())
	inst := lookup(c.index)
	if inst == nil {
		return uintptr(codeUnexpected) // called after its Release
	}
	if in.slot == slotRelease {
		inst.end()
		return 0
	}
	f := frames.Get().(*Frame)
	f.in, f.object = in, inst
	hr := codeOK
	if err := f.dispatch(inst, inst.faceOf(c)); err != nil {
		hr = answerOf(err)
	}
	f.settle()
	*f = Frame{borrowed: f.borrowed}
	frames.Put(f)
	return uintptr(hr)
}

// faceOf is the interface that c is a pointer to.
func (inst *instance) faceOf(c *cell) *face {
	if faces := *inst.faces.Load(); int(c.face) < len(faces) {
		return faces[c.face]
	}
	return &faceless
}

var faceless = face{first: slotFirstInspectable, stub: &noMethods}

// dispatch calls the method of a slot.
func (f *Frame) dispatch(inst *instance, to *face) error {
	method := builtin(f.in.slot, to.first)
	if method == nil {
		switch n := f.in.slot - to.first; {
		case to.invoke != nil && n == 0:
			return f.callDelegate(to.invoke)
		case to.stub == nil || n >= uintptr(len(to.stub.Methods)) || to.stub.Methods[n].Do == nil:
			return codeNotImpl
		default:
			method = to.stub.Methods[n].Do
		}
	}
	return f.call(method, inst.self)
}

func (f *Frame) call(method func(self any, f *Frame) error, self any) (err error) {
	defer caught(&err)
	if err = method(self, f); err == nil {
		f.complete()
	}
	return err
}

func (f *Frame) callDelegate(method func(f *Frame) error) (err error) {
	defer caught(&err)
	if err = method(f); err == nil {
		f.complete()
	}
	return err
}

// builtin is the method of IUnknown or IInspectable in a slot, or nil.
func builtin(slot, first uintptr) func(self any, f *Frame) error {
	switch {
	case slot >= first:
		return nil
	case slot == slotQueryInterface:
		return query
	case slot == slotGetIids:
		return getIids
	case slot == slotGetRuntimeClassName:
		return getRuntimeClassName
	case slot == slotGetTrustLevel:
		return getTrustLevel
	}
	return nil
}

// answerOf is what native code gets for an error of Go's, whose text it can ask
// the system for.
func answerOf(err error) HRESULT {
	if code, ok := err.(HRESULT); ok && code.Failed() {
		return code
	}
	code := codeOf(err)
	originate(code, nativeText(err))
	return code
}

// nativeText is what native code is told of err besides the code: the text alone, without
// the operation and the code that Go's Error puts around it. "" stands for the
// system's message.
func nativeText(err error) string {
	switch e := err.(type) {
	case HRESULT:
		return ""
	case *Error:
		if e.Text != "" || e.err == nil {
			return e.Text
		}
		return nativeText(e.err)
	case interface{ NativeText() string }:
		return e.NativeText()
	}
	return err.Error()
}

// caught makes an error of a panic, which must not unwind into native code.
func caught(err *error) {
	v := recover()
	if v == nil {
		return
	}
	Panicked(v)
	*err = &Error{Code: codeFail, Op: "Go code called by native code", Text: "panic: " + panicText(v)}
}

// neverImplemented has a method that no type outside this package has.
type neverImplemented interface{ neverImplemented() }

// typeName is the name of a value's type, without package reflect: a failing type
// assertion says it.
func typeName(v any) (name string) {
	defer func() {
		if e, ok := recover().(*runtime.TypeAssertionError); ok {
			name = e.Error()
			const before, after = "interface conversion: ", " is not "
			if len(name) > len(before) && name[:len(before)] == before {
				name = name[len(before):]
			}
			for i := 0; i+len(after) <= len(name); i++ {
				if name[i:i+len(after)] == after {
					name = name[:i]
					break
				}
			}
		}
	}()
	v.(neverImplemented).neverImplemented()
	return ""
}

// guidAt reads the GUID argument of a COM method, which is passed by reference.
func guidAt(f *Frame) GUID {
	var id GUID
	if p := f.Out(); p != nil {
		id = *(*GUID)(p)
	}
	return id
}

// query is IUnknown::QueryInterface.
func query(_ any, f *Frame) error {
	iid := guidAt(f)
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	p, err := f.object.query(&iid)
	StorePointer(result, p)
	return err
}

// query returns a new reference to one of inst's interfaces.
func (inst *instance) query(iid *GUID) (unsafe.Pointer, error) {
	f := inst.find(iid)
	if f == nil {
		var err error
		switch *iid {
		case iidIUnknown, iidIAgileObject:
			inst.main.count.Add(1)
			return unsafe.Pointer(inst.main), nil
		case iidIMarshal:
			return inst.marshal()
		case iidIInspectable:
			f = inst.inspectable()
		case iidIWeakReferenceSource:
			if !inst.delegate && inst.self != nil {
				if f, err = inst.add(weakReferenceSource()); err != nil {
					return nil, err
				}
			}
		}
		if f == nil {
			return inst.queryBase(iid)
		}
	}
	inst.main.count.Add(1)
	return unsafe.Pointer(f.cell), nil
}

// queryBase asks the base that a derived class aggregates.
func (inst *instance) queryBase(iid *GUID) (unsafe.Pointer, error) {
	inner := inst.inner.Load()
	if inner == nil {
		return nil, codeNoIface
	}
	p, hr := queryInterface(*inner, iid)
	if hr.Failed() {
		return nil, hr
	}
	return p, nil
}

// inspectable is any interface of inst's that derives from IInspectable.
func (inst *instance) inspectable() *face {
	for _, f := range *inst.faces.Load() {
		if f.first == slotFirstInspectable {
			return f
		}
	}
	return nil
}

const slotGetTrustLevel = 5

// getIids is IInspectable::GetIids: all but IUnknown and IInspectable.
func getIids(_ any, f *Frame) error {
	result := ArgReceive(f, Plain[GUID]{})
	if err := f.Err(); err != nil {
		return err
	}
	var iids []GUID
	for _, face := range *f.object.faces.Load() {
		iids = append(iids, *face.iid)
	}
	return result.Give(iids)
}

// getRuntimeClassName is IInspectable::GetRuntimeClassName: that of a type that
// says it, else null as for a class that no metadata describes.
func getRuntimeClassName(self any, f *Frame) error {
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	name := ""
	switch c := self.(type) {
	case OfGoClass:
		name = c.RuntimeClass().Name
	case interface{ runtimeClassName() string }:
		name = c.runtimeClassName()
	case classy:
		name = c.WinRTClass().Name
	}
	return String{}.Give(result, name)
}

// getTrustLevel is IInspectable::GetTrustLevel.
func getTrustLevel(_ any, f *Frame) error {
	const baseTrust = 0
	result := (*int32)(f.Out())
	if err := f.Err(); err != nil {
		return err
	}
	*result = baseTrust
	return nil
}
