//go:build windows

package abi

import (
	"math"
	"reflect"
	"testing"
	"unsafe"
)

var iidBoxables = GUID{Data1: 0x6e8a3c03, Data4: [8]byte{3}}

// boxed is a Go object whose methods take and return one value and several by
// their type's own descriptor.
type boxed[T any] struct {
	one  T
	many []T
}

// checkBoxable holds boxing, which knows only bytes, against the descriptor of T.
func checkBoxable[T any](t *testing.T, k kind, typ Type[T], values ...T) {
	t.Helper()
	stub := &Stub{IID: &iidBoxables, Methods: []Method{
		{Words: Words(typ.Size()), Do: func(self any, f *Frame) (err error) { self.(*boxed[T]).one, err = typ.Arg(f); return err }},
		{Words: 2, Do: func(self any, f *Frame) (err error) { self.(*boxed[T]).many, err = ArgArray(f, typ); return err }},
		{Words: 1, Do: func(self any, f *Frame) error { return typ.Give(f.Out(), self.(*boxed[T]).one) }},
		{Words: 2, Do: func(self any, f *Frame) error { return ArgReceive(f, typ).Give(self.(*boxed[T]).many) }},
	}}
	inside := &boxed[T]{}
	p, err := NewInstance(inside, stub)
	if err != nil {
		t.Fatal(err)
	}
	o := new(Object)
	Adopt(o, p, &iidBoxables)
	defer o.Release()
	put := func(slot int, v any, array bool) {
		t.Helper()
		if known, many, ok := boxableKind(v); !ok || many != array || known != k && k != kindChar16 {
			t.Errorf("%T is kind %d, %v, %v", v, known, many, ok)
		}
		c := Begin(o, &iidBoxables, slot, "put")
		defer c.End()
		passBoxable(c, v, k, array)
		if err := c.Do(); err != nil {
			t.Errorf("%T: %v", v, err)
		}
	}
	for _, want := range values {
		if k == kindInspectable {
			break // one object is no value
		}
		put(6, want, false)
		if !reflect.DeepEqual(inside.one, want) {
			t.Errorf("%#v went in as %#v", want, inside.one)
		}
		got, err := getBoxable(o, &iidBoxables, 8, k)
		if err != nil || !reflect.DeepEqual(got, any(want)) {
			t.Errorf("%#v came out as %#v, %v", want, got, err)
		}
	}
	for n := range len(values) + 1 {
		want := values[:n:n]
		put(7, want, true)
		if len(inside.many) != n || n > 0 && !reflect.DeepEqual(inside.many, want) {
			t.Errorf("%#v went in as %#v", want, inside.many)
		}
		got, err := getBoxables(o, &iidBoxables, 9, k)
		if s, ok := got.([]T); err != nil || !ok || s == nil || len(s) != n || n > 0 && !reflect.DeepEqual(s, want) {
			t.Errorf("%#v came out as %#v, %v", want, got, err)
		} else if n > 0 && unsafe.SliceData(s) == unsafe.SliceData(inside.many) {
			t.Error("the array that came out is the one that went in")
		} else {
			_ = append(s, want...) // its limit is its length
		}
	}
}

func TestBoxables(t *testing.T) {
	checkBoxable(t, kindUInt8, Plain[uint8]{}, 0, 1, 255)
	checkBoxable(t, kindInt16, Plain[int16]{}, math.MinInt16, -1, math.MaxInt16)
	checkBoxable(t, kindUInt16, Plain[uint16]{}, 1, math.MaxUint16, 2)
	checkBoxable(t, kindInt32, Plain[int32]{}, math.MinInt32, -2, math.MaxInt32)
	checkBoxable(t, kindUInt32, Plain[uint32]{}, 3, math.MaxUint32)
	checkBoxable(t, kindInt64, Plain[int64]{}, math.MinInt64, -3, math.MaxInt64)
	checkBoxable(t, kindUInt64, Plain[uint64]{}, 4, math.MaxUint64)
	checkBoxable(t, kindSingle, FloatsType[float32]{}, -0.25, math.MaxFloat32, float32(math.Inf(1)))
	checkBoxable(t, kindDouble, DoublesType[float64]{}, -0.125, math.MaxFloat64, math.Inf(-1))
	checkBoxable(t, kindChar16, Plain[uint16]{}, 'a', 0xD800)
	checkBoxable(t, kindBoolean, Bool{}, true, false, true)
	checkBoxable(t, kindString, String{}, "", "ä𝄞\x00z", "two")
	checkBoxable(t, kindInspectable, Any{}, any(nil), nil)
	checkBoxable(t, kindGuid, Plain[GUID]{}, iidBoxables, GUID{}, iidIInspectable)
	checkBoxable(t, kindDateTime, Plain[DateTime]{}, math.MinInt64, 1)
	checkBoxable(t, kindTimeSpan, Plain[TimeSpan]{}, -1, math.MaxInt64)
	checkBoxable(t, kindPoint, FloatsType[Point]{}, Point{1, -2}, Point{0.5, 0.25})
	checkBoxable(t, kindSize, FloatsType[Size]{}, Size{3, 4}, Size{})
	checkBoxable(t, kindRect, FloatsType[Rect]{}, Rect{1, 2, 3, 4}, Rect{-1, -2, -3, -4})
	for _, v := range []any{nil, 1, struct{}{}, []int{1}, [2]int32{}, map[string]int{}, t} {
		if k, _, ok := boxableKind(v); ok {
			t.Errorf("%T is kind %d", v, k)
		}
	}
}
