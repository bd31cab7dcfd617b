//go:build windows

package abi

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

// The values of these tests: an enum, a struct of plain fields, one of floats, one with
// a reference, as generated code declares them.
type (
	shade  int32
	tint   struct{ A, R, G, B byte }
	bent   struct{ X, Y, Z float32 }
	label  struct{ Text string }
	nLabel struct{ Text uintptr }
)

var (
	labelType = Struct[label, nLabel]{
		Of: func(p *nLabel) (v label, err error) {
			v.Text, err = String{}.Read(unsafe.Pointer(&p.Text))
			return v, err
		},
		To:   func(p *nLabel, v label) error { return String{}.Give(unsafe.Pointer(&p.Text), v.Text) },
		Free: func(p *nLabel) { String{}.Drop(unsafe.Pointer(&p.Text)) },
	}
	valueShade = ValueInfo{Name: "Tests.Shade", IReference: GUID{Data1: 0x6e8a3c20}, IReferenceArray: GUID{Data1: 0x6e8a3c21}, Zero: shade(0)}
	valueTint  = ValueInfo{Name: "Tests.Tint", IReference: GUID{Data1: 0x6e8a3c22}, IReferenceArray: GUID{Data1: 0x6e8a3c23}, Zero: tint{}}
	valueBent  = ValueInfo{Name: "Tests.Bent", IReference: GUID{Data1: 0x6e8a3c24}, IReferenceArray: GUID{Data1: 0x6e8a3c25}, Zero: bent{}}
	valueLabel = ValueInfo{Name: "Tests.Label", IReference: GUID{Data1: 0x6e8a3c26}, IReferenceArray: GUID{Data1: 0x6e8a3c27}, Zero: label{}, Native: &labelType}
)

func (shade) WinRTValue() *ValueInfo { return &valueShade }
func (tint) WinRTValue() *ValueInfo  { return &valueTint }
func (bent) WinRTValue() *ValueInfo  { return &valueBent }
func (label) WinRTValue() *ValueInfo { return &valueLabel }

// foreign reads a box through its interface, as native code does and as Go does with
// one of native code's.
func foreign[T any](o *Inspectable) (T, error) {
	var none T
	info, array := valueInfo(none)
	if info == nil {
		return none, fmt.Errorf("%T is no value", none)
	}
	v, err := readValue(&o.Object, none, info, array)
	t, _ := v.(T)
	return t, err
}

func crossing[T any](t *testing.T, v T, class string) {
	t.Helper()
	before, references := LiveObjects(), LiveReferences()
	o, err := Box(v)
	if err != nil {
		t.Errorf("Box(%T): %v", v, err)
		return
	}
	if name, err := o.RuntimeClassName(); name != class || err != nil {
		t.Errorf("the class of a boxed %T is %q, %v", v, name, err)
	}
	p, err := referenceTo(&o.Object, &iidIInspectable)
	if err != nil {
		t.Fatal(err)
	}
	if x, err := (Any{}).Take(unsafe.Pointer(&p)); !reflect.DeepEqual(x, any(v)) || err != nil {
		t.Errorf("%#v went as Object and came back as %#v, %v", v, x, err)
	}
	if x, err := Unbox[T](o); !reflect.DeepEqual(x, v) || err != nil {
		t.Errorf("%#v was unboxed as %#v, %v", v, x, err)
	}
	if x, err := foreign[T](o); !reflect.DeepEqual(x, v) || err != nil {
		t.Errorf("native code reads %#v in the box of %#v, %v", x, v, err)
	}
	want := int32(20) // PropertyType.OtherType
	if reflect.TypeOf(v).Kind() == reflect.Slice {
		want = 1044
	}
	if n, err := Get[int32](&o.Object, &iidIPropertyValue, slotPropertyType, "Type"); n != want || err != nil {
		t.Errorf("the PropertyType of a %T is %d, %v", v, n, err)
	}
	o.Release()
	if LiveObjects() != before || LiveReferences() != references {
		t.Errorf("boxing a %T left %d objects and %d references", v, LiveObjects()-before, LiveReferences()-references)
	}
}

// TestBoxedValues passes enums, structs and slices of them as Object.
func TestBoxedValues(t *testing.T) {
	const one, many = "Windows.Foundation.IReference`1<Tests.", "Windows.Foundation.IReferenceArray`1<Tests."
	crossing(t, shade(-2), one+"Shade>")
	crossing(t, []shade{1, -2, 3}, many+"Shade>")
	crossing(t, []shade{}, many+"Shade>")
	crossing(t, tint{1, 2, 3, 4}, one+"Tint>")
	crossing(t, []tint{{A: 1}, {B: 2}}, many+"Tint>")
	crossing(t, bent{1, 2, 3}, one+"Bent>")
	crossing(t, []bent{{X: 1}}, many+"Bent>")
	crossing(t, label{"a \xed\xa0\x80"}, one+"Label>")
	crossing(t, []label{{"a"}, {}, {"c"}}, many+"Label>")
	type shades []shade // a slice type of the caller's
	crossing(t, shades{4}, many+"Shade>")
}

// TestBoxedTyped passes them as IReference<T> and IReferenceArray<T>, to the same box.
func TestBoxedTyped(t *testing.T) {
	cell := OnHeap[unsafe.Pointer]()
	ref := &Reference[tint]{IReference: valueTint.IReference, Elem: Plain[tint]{}}
	v := tint{4, 3, 2, 1}
	if err := ref.Give(unsafe.Pointer(cell), &v); err != nil {
		t.Fatal(err)
	}
	if name, _ := ask(*cell, &valueTint.IReference, slotGetRuntimeClassName, "name"); name != "Windows.Foundation.IReference`1<Tests.Tint>" {
		t.Errorf("the class is %q", name)
	}
	if back, err := ref.Take(unsafe.Pointer(cell)); err != nil || *back != v {
		t.Errorf("%v came back as %v, %v", v, back, err)
	}
	array := &ReferenceArray[tint]{IReferenceArray: valueTint.IReferenceArray, Elem: Plain[tint]{}}
	if err := array.Give(unsafe.Pointer(cell), []tint{v, v}); err != nil {
		t.Fatal(err)
	}
	o := new(Inspectable)
	Adopt(&o.Object, *cell, &valueTint.IReferenceArray)
	if back, err := Unbox[[]tint](o); err != nil || !reflect.DeepEqual(back, []tint{v, v}) {
		t.Errorf("%v came back as %v, %v", v, back, err)
	}
	o.Release()
}

// TestBoxedPointers takes a pointer to a value as IReference<T> is one in Go.
func TestBoxedPointers(t *testing.T) {
	n, s := int32(7), shade(3)
	for _, test := range []struct{ pointer, want any }{{&n, n}, {&s, s}, {&tint{A: 1}, tint{A: 1}}} {
		o, err := Box(test.pointer)
		if err != nil {
			t.Errorf("Box(%T): %v", test.pointer, err)
			continue
		}
		p, err := referenceTo(&o.Object, &iidIInspectable)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := (Any{}).Take(unsafe.Pointer(&p)); back != test.want || err != nil {
			t.Errorf("a %T came back as %#v, %v", test.pointer, back, err)
		}
		o.Release()
	}
	for _, none := range []any{(*int32)(nil), (*shade)(nil), (*tint)(nil)} {
		if o, err := Box(none); o != nil || err != nil {
			t.Errorf("a nil %T is boxed as %v, %v", none, o, err)
		}
	}
	o, err := Box(&tint{G: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Release()
	if p, err := Unbox[*tint](o); err != nil || *p != (tint{G: 5}) {
		t.Errorf("a *tint was unboxed as %v, %v", p, err)
	}
	if p, err := Unbox[*int32](nativeObject(t)); err != nil || *p != 1 {
		t.Errorf("a *int32 was unboxed as %v, %v", p, err)
	}
	if p, err := Unbox[*tint](nil); p != nil || err != nil {
		t.Errorf("nil was unboxed as %v, %v", p, err)
	}
	var none *Inspectable
	if p, err := Unbox[*int32](none); p != nil || err != nil {
		t.Errorf("a nil object was unboxed as %v, %v", p, err)
	}
	if v, err := Unbox[int32](none); !errors.Is(err, codeTypeMismatch) || !strings.Contains(err.Error(), "no value") {
		t.Errorf("a nil object was unboxed as %v, %v", v, err)
	}
	if p, err := Unbox[*shade](o); p != nil && *p != 0 || !errors.Is(err, codeTypeMismatch) {
		t.Errorf("a tint was unboxed as %v, %v", p, err)
	}
}

// known is a projected class.
type known struct{ Object }

var classKnown = ClassInfo{Name: "Tests.Known", IID: iidGreeter}

func (*known) WinRTClass() *ClassInfo { return &classKnown }

// TestUnboxObjects gets the class that the caller has for an object.
func TestUnboxObjects(t *testing.T) {
	o := objectOfGreeter(t, &greeter{}, &iidIInspectable)
	number := nativeObject(t)
	references := LiveReferences()
	x, err := Unbox[*known](o)
	if err != nil || !Same(x, o) {
		t.Errorf("%v, %v", x, err)
	}
	x.Release()
	if v, err := Unbox[*known](number); v != nil || !errors.Is(err, codeTypeMismatch) {
		t.Errorf("a number was unboxed as a class: %v, %v", v, err)
	}
	if now := LiveReferences(); now > references+1 { // o keeps the interface that it was asked for
		t.Errorf("%d references are left", now-references)
	}
}

// TestNoValues refuses what only looks like a value, and a value of another type.
func TestNoValues(t *testing.T) {
	for _, v := range []any{
		struct{ tint }{}, struct {
			tint
			more int
		}{}, []struct{ tint }{{}}, []*tint{{}}, struct{}{}, &struct{ tint }{},
	} {
		if o, err := Box(v); !errors.Is(err, codeInvalidArg) {
			t.Errorf("Box(%T): %v, %v", v, o, err)
		}
	}
	o, err := Box(tint{})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Release()
	if v, err := Unbox[shade](o); !errors.Is(err, codeTypeMismatch) {
		t.Errorf("a tint was unboxed as a shade: %v, %v", v, err)
	}
	if v, err := Unbox[[]tint](o); !errors.Is(err, codeTypeMismatch) {
		t.Errorf("a tint was unboxed as a slice: %v, %v", v, err)
	}
	if v, err := Unbox[shade](nativeObject(t)); !errors.Is(err, codeTypeMismatch) {
		t.Errorf("a number was unboxed as a shade: %v, %v", v, err)
	}
}

// TestBoxIsACopy holds that a box keeps what it was made of.
func TestBoxIsACopy(t *testing.T) {
	s := []shade{1, 2}
	o, err := Box(s)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Release()
	s[0] = 9
	first, err := Unbox[[]shade](o)
	if err != nil || first[0] != 1 {
		t.Errorf("the box changed: %v, %v", first, err)
	}
	first[1] = 9
	if second, err := Unbox[[]shade](o); err != nil || second[1] != 2 {
		t.Errorf("the box changed: %v, %v", second, err)
	}
}
