//go:build windows

package abi

import (
	"errors"
	"reflect"
	"testing"
	"unsafe"
)

// arrays is a Go object that notes the arrays it is passed, as native code sees them.
type arrays struct {
	length uint32
	memory unsafe.Pointer

	ints []int32 // as a Go method sees them
	give []string
}

var (
	iidArrays  = GUID{Data1: 0x6e8a3c10}
	stubArrays = &Stub{IID: &iidArrays, Methods: []Method{
		{Words: 2, Do: func(self any, f *Frame) error {
			a := self.(*arrays)
			a.length, a.memory = ArgValue[uint32](f), f.Pointer()
			return f.Err()
		}},
		{Words: 2, Do: func(self any, f *Frame) error {
			ints, err := ArgArray(f, Plain[int32]{})
			if err != nil {
				return err
			}
			if err := f.Err(); err != nil {
				return err
			}
			self.(*arrays).ints = ints
			return nil
		}},
		{Words: 2, Do: func(self any, f *Frame) error {
			result := ArgReceive(f, String{})
			if err := f.Err(); err != nil {
				return err
			}
			return result.Give(self.(*arrays).give)
		}},
	}}
)

func newArrays(t *testing.T) (*arrays, *Object) {
	a := &arrays{}
	p, err := NewInstance(a, stubArrays)
	if err != nil {
		t.Fatal(err)
	}
	o := new(Object)
	Adopt(o, p, &iidArrays)
	t.Cleanup(o.Release)
	return a, o
}

// TestEmptyArrays holds that an array of length 0 is passed by a pointer, which
// components and the way to other processes refuse to do without.
func TestEmptyArrays(t *testing.T) {
	a, o := newArrays(t)
	for name, pass := range map[string]func(c *Call){
		"plain":             func(c *Call) { PassArray(c, []int32{}, Plain[int32]{}) },
		"plain, nil":        func(c *Call) { PassArray(c, nil, Plain[int32]{}) },
		"converted":         func(c *Call) { PassArray(c, []string{}, String{}) },
		"filled":            func(c *Call) { FillArray(c, []int32{}, Plain[int32]{}) },
		"filled, nil":       func(c *Call) { FillArray(c, nil, Plain[int32]{}) },
		"filled, converted": func(c *Call) { FillArray(c, []string{}, String{}) },
	} {
		a.length, a.memory = 99, nil
		c := Begin(o, &iidArrays, slotFirstInspectable, "pass")
		pass(c)
		if err := c.Do(); err != nil || a.length != 0 || a.memory == nil {
			t.Errorf("%s: length %d at %v, %v", name, a.length, a.memory, err)
		}
		c.End()
	}
}

// TestBoxedEmptyArrays boxes slices of no elements of every kind there is.
func TestBoxedEmptyArrays(t *testing.T) {
	for k, b := range boxables {
		empty := reflect.MakeSlice(reflect.TypeOf(b.many), 0, 0).Interface()
		o, err := Box(empty)
		if kind(k) == kindInspectable && errors.Is(err, codeNotImpl) {
			t.Logf("NOT TESTED: this system's PropertyValue has no CreateInspectableArray")
			continue
		}
		if err != nil || o == nil {
			t.Errorf("%T: %v, %v", empty, o, err)
			continue
		}
		p, err := referenceTo(&o.Object, &iidIInspectable)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Any{}.Take(unsafe.Pointer(&p))
		if v := reflect.ValueOf(back); err != nil || v.Type() != reflect.TypeOf(empty) || v.IsNil() || v.Len() != 0 {
			t.Errorf("%T came back as %#v, %v", empty, back, err)
		}
		o.Release()
	}
}

// TestNilIsNull holds what tells no array from one of length 0, both ways.
func TestNilIsNull(t *testing.T) {
	a, o := newArrays(t)
	for _, test := range []struct {
		length uintptr
		null   bool
		want   []int32
	}{{0, true, nil}, {0, false, []int32{}}} {
		c := Begin(o, &iidArrays, slotFirstInspectable+1, "pass")
		c.word(test.length)
		if test.null {
			c.word(0)
		} else {
			c.noElements()
		}
		a.ints = []int32{1}
		if err := c.Do(); err != nil || !reflect.DeepEqual(a.ints, test.want) {
			t.Errorf("null %v: %#v, %v", test.null, a.ints, err)
		}
		c.End()
	}
	for _, want := range [][]string{nil, {}, {"a", ""}} {
		a.give = want
		c := Begin(o, &iidArrays, slotFirstInspectable+2, "receive")
		r := ReceiveArray(c, String{})
		if err := c.Do(); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Take(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%#v came back as %#v, %v", want, got, err)
		}
		c.End()
	}
}

// TestEmptyReferenceArray tells the reference to an array of length 0 from none.
func TestEmptyReferenceArray(t *testing.T) {
	type own int32
	ref := &ReferenceArray[own]{IReferenceArray: GUID{Data1: 0x6e8a3c11}, Elem: Plain[own]{}}
	cell := OnHeap[unsafe.Pointer]()
	for _, want := range [][]own{nil, {}, {1, 2}} {
		if err := ref.Give(unsafe.Pointer(cell), want); err != nil {
			t.Fatal(err)
		}
		if got, err := ref.Take(unsafe.Pointer(cell)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%#v came back as %#v, %v", want, got, err)
		}
	}
}
