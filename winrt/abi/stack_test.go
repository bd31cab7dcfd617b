//go:build windows

package abi

import (
	"syscall"
	"testing"
	"unsafe"
)

var iidStacked = GUID{Data1: 0x1c0e0006}

type stackedThing struct{ _ int }

var stubStacked = &Stub{IID: &iidStacked, Methods: []Method{
	6: {Words: 5, Do: func(_ any, f *Frame) error { // (UINT64, FLOAT, array of INT32)
		if _, err := (failing{}).Arg(f); err != nil {
			return err
		}
		ArgFloats[float32](f)
		_, err := ArgArray(f, Plain[int32]{})
		if err == nil {
			err = f.Err()
		}
		return err
	}},
	7: {Words: 2, Do: RemoveRegistration},
	8: {Words: 3},
	9: {Words: 1, Do: func(any, *Frame) error { panic("before the first argument is read") }},
	10: {Words: 1, Do: func(_ any, f *Frame) error {
		f.Out()
		f.Out()
		return f.Err()
	}},
	11: {Words: 2, Do: func(_ any, f *Frame) error {
		*(*uint32)(f.Out()) = 7
		return nil
	}},
}}

// failing is a type of which every argument is wrong.
type failing struct{ Plain[uint64] }

func (failing) Arg(f *Frame) (uint64, error) { return 0, codeInvalidArg }

// TestStackAfterFailures has C code call methods that fail before they have read their
// arguments: on 386 they take away all of them nevertheless.
func TestStackAfterFailures(t *testing.T) {
	stackAfter := native(t, "StackAfter")
	v := &stackedThing{}
	object, err := NewInstance(v, stubStacked)
	if err != nil {
		t.Fatal(err)
	}
	delegate := Delegate[func()]{IID: GUID{Data1: 0x1c0e0007}, Words: 3, Invoke: func(func(), *Frame) error { return codeFail }}
	handler, err := delegate.make(func() {})
	if err != nil {
		t.Fatal(err)
	}
	reference := &Reference[Plain[int16]]{IReference: GUID{Data1: 0x1c0e0008}, Elem: Plain[Plain[int16]]{}}
	boxed := OnHeap[unsafe.Pointer]()
	if err := reference.Give(unsafe.Pointer(boxed), &Plain[int16]{}); err != nil {
		t.Fatal(err)
	}
	values := want(t, *boxed, iidIPropertyValue)
	source := want(t, object, iidIWeakReferenceSource)

	cell := uintptr(unsafe.Pointer(OnHeap[[4]uint64]()))
	for _, c := range []struct {
		what   string
		object unsafe.Pointer
		slot   int
		args   []uintptr
		hr     HRESULT
	}{
		{"QueryInterface without arguments", object, 0, []uintptr{0, 0}, codePointer},
		{"GetIids without results", object, 3, []uintptr{0, 0}, codePointer},
		{"GetRuntimeClassName without result", object, 4, []uintptr{0}, codePointer},
		{"GetTrustLevel without result", object, 5, []uintptr{0}, codePointer},
		{"an argument that is wrong", object, 12, []uintptr{1, 2, 3, 4, 5}, codeInvalidArg},
		{"the removal of a handler that is not there", object, 13, []uintptr{1, 2}, codeOK},
		{"a method that Go values do not have", object, 14, []uintptr{1, 2, 3}, codeNotImpl},
		{"a method that panics", object, 15, []uintptr{cell}, codeFail},
		{"a delegate that fails", handler, 3, []uintptr{1, 2, 3}, codeFail},
		{"GetInt32 of what is no number", values, 11, []uintptr{cell}, codeTypeMismatch},
		{"GetInt32Array of what is no number", values, 29, []uintptr{cell, cell + 8}, codeTypeMismatch},
		{"GetWeakReference without result", source, 3, []uintptr{0}, codePointer},
	} {
		checkStack(t, stackAfter, c.what, c.object, c.slot, c.args, c.hr)
	}
	if pointerSize == 4 {
		// The stack is right; that the method is not is told to its caller.
		checkStack(t, stackAfter, "a method that reads more than it declares", object, 16, []uintptr{cell}, codeFail)
		checkStack(t, stackAfter, "a method that reads less than it declares", object, 17, []uintptr{cell, cell}, codeFail)
	}

	for _, p := range []unsafe.Pointer{*boxed, values, source, object, handler} {
		release(p)
	}
	checkStack(t, stackAfter, "a call after the last Release", object, 12, []uintptr{1, 2, 3, 4, 5}, codeUnexpected)
	checkStack(t, stackAfter, "a delegate after the last Release", handler, 3, []uintptr{1, 2, 3}, codeUnexpected)
	checkStack(t, stackAfter, "QueryInterface after the last Release", object, 0, []uintptr{cell, cell}, codeUnexpected)
}

func checkStack(t *testing.T, stackAfter *syscall.Proc, what string, object unsafe.Pointer, slot int, args []uintptr, want HRESULT) {
	t.Helper()
	hr := OnHeap[HRESULT]()
	args = append([]uintptr(nil), append(args, 0)...)
	left, _, _ := stackAfter.Call(uintptr(object), uintptr(slot), uintptr(len(args)-1), uintptr(unsafe.Pointer(&args[0])), uintptr(unsafe.Pointer(hr)))
	if int32(left) != 0 || *hr != want {
		t.Errorf("%s: %d bytes are left on the stack; HRESULT %#x, want %#x", what, int32(left), uint32(*hr), uint32(want))
	}
}

// TestCallsAfterTheEnd holds that a pointer to an object that is gone leads to no other
// object, whose place in the table may be the same.
func TestCallsAfterTheEnd(t *testing.T) {
	stackAfter := native(t, "StackAfter")
	first := &greeter{name: "first"}
	p, err := NewInstance(first, stubGreeter, stubCounter)
	if err != nil {
		t.Fatal(err)
	}
	counter := want(t, p, iidCounter)
	release(counter)
	release(p)
	q, err := NewInstance(&greeter{name: "second"}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	defer release(q)
	checkStack(t, stackAfter, "a further interface after the last Release", counter, 3, nil, codeUnexpected)
	addRef(counter)
	release(counter)
	if v, ok := ValueOf(counter); ok {
		t.Errorf("the pointer leads to %v", v)
	}
	if v, ok := ValueOf(q); !ok || v.(*greeter).name != "second" {
		t.Errorf("the other object is %v", v)
	}
}
