//go:build windows

package abi

import (
	"errors"
	"testing"
	"unsafe"
)

// objectOfGreeter is a projected object whose other side is g.
func objectOfGreeter(t *testing.T, g *greeter, iid *GUID) *Inspectable {
	t.Helper()
	p, err := NewInstance(g, stubGreeter, stubCounter)
	if err != nil {
		t.Fatal(err)
	}
	defer release(p)
	x := new(Inspectable)
	Adopt(&x.Object, want(t, p, *iid), iid)
	t.Cleanup(x.Release)
	return x
}

// nativeObject is an object of somebody else's: the system's.
func nativeObject(t *testing.T) *Inspectable {
	t.Helper()
	o, err := Box(int32(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.Release)
	return o
}

func TestSame(t *testing.T) {
	g := &greeter{}
	a, b := objectOfGreeter(t, g, &iidGreeter), objectOfGreeter(t, g, &iidCounter)
	other := objectOfGreeter(t, &greeter{}, &iidGreeter)
	boxed := nativeObject(t)
	again, err := Cast[ComObject](boxed)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Release()
	released, err := Cast[Inspectable](boxed)
	if err != nil {
		t.Fatal(err)
	}
	released.Release()
	var none *Inspectable
	for _, test := range []struct {
		name string
		a, b any
		same bool
	}{
		{"two interfaces of a Go object", a, b, true},
		{"a Go object and its value", a, g, true},
		{"a Go value", g, g, true},
		{"two Go objects", a, other, false},
		{"two references to a native object", boxed, again, true},
		{"two native objects", boxed, nativeObject(t), false},
		{"a native and a Go object", boxed, a, false},
		{"nil", nil, nil, true},
		{"nil and a nil pointer", nil, none, true},
		{"nil and an object", nil, boxed, false},
		{"a nil pointer and an object", none, boxed, false},
		{"a released object", released, released, true},
		{"a released object and another reference", released, boxed, false},
		{"another reference and a released object", boxed, released, false},
		{"equal texts", "a", "a", true},
		{"unequal texts", "a", "b", false},
		{"a text and an object", "a", boxed, false},
		{"values without ==", []int{1}, []int{1}, false},
		{"equal structs", GUID{Data1: 1}, GUID{Data1: 1}, true},
	} {
		if got := Same(test.a, test.b); got != test.same {
			t.Errorf("%s: %v", test.name, got)
		}
	}
	keys := map[Identity]string{}
	for name, v := range map[string]any{"greeter": a, "other": other, "boxed": boxed} {
		key, err := IdentityOf(v)
		if err != nil {
			t.Fatal(err)
		}
		keys[key] = name
	}
	for v, name := range map[any]string{b: "greeter", g: "greeter", again: "boxed"} {
		if key, err := IdentityOf(v); keys[key] != name || err != nil {
			t.Errorf("the key finds %q, not %q, %v", keys[key], name, err)
		}
	}
	for _, test := range []struct {
		v    any
		want error
	}{{nil, codePointer}, {none, codePointer}, {released, ErrReleased}, {"text", codeInvalidArg}, {7, codeInvalidArg}, {GUID{}, codeInvalidArg}, {[]byte{}, codeInvalidArg}} {
		if _, err := IdentityOf(test.v); !errors.Is(err, test.want) {
			t.Errorf("the identity of %T: %v, want %v", test.v, err, test.want)
		}
	}
}

// TestIdentityTakesNothing holds that asking leaves no reference behind.
func TestIdentityTakesNothing(t *testing.T) {
	g := &greeter{}
	a := objectOfGreeter(t, g, &iidGreeter)
	references := LiveReferences()
	count := (*cell)(a.ptr.pointer()).count.Load()
	for range 10 {
		Same(a, g)
	}
	if now := (*cell)(a.ptr.pointer()).count.Load(); now != count || LiveReferences() != references {
		t.Errorf("%d references to the object, were %d; %d held by Go, were %d", now, count, LiveReferences(), references)
	}
}

// TestReferenceIsTheValue holds that what the runtime makes of a value comes back as
// the value.
func TestReferenceIsTheValue(t *testing.T) {
	type rotation int32
	one := &Reference[rotation]{IReference: GUID{Data1: 0x6e8a3c12}, Elem: Plain[rotation]{}}
	many := &ReferenceArray[rotation]{IReferenceArray: GUID{Data1: 0x6e8a3c13}, Elem: Plain[rotation]{}}
	v, cell := rotation(2), OnHeap[unsafe.Pointer]()
	if err := one.Give(unsafe.Pointer(cell), &v); err != nil {
		t.Fatal(err)
	}
	o := &Inspectable{}
	Adopt(&o.Object, want(t, *cell, iidIInspectable), &iidIInspectable)
	defer o.Release()
	if x, err := (Any{}).Take(unsafe.Pointer(cell)); x != any(v) || err != nil {
		t.Errorf("an enum came back as %T %v, %v", x, x, err)
	}
	if x, err := Unbox[rotation](o); x != v || err != nil {
		t.Errorf("an enum was unboxed as %v, %v", x, err)
	}
	if err := many.Give(unsafe.Pointer(cell), []rotation{1, 2}); err != nil {
		t.Fatal(err)
	}
	x, err := Any{}.Take(unsafe.Pointer(cell))
	if s, ok := x.([]rotation); !ok || len(s) != 2 || s[1] != 2 || err != nil {
		t.Errorf("a slice came back as %T %v, %v", x, x, err)
	}
}

// TestFactoryIsAnObject holds that the factory of a Go class, which is the runtime's
// own, comes back as an object and nothing more.
func TestFactoryIsAnObject(t *testing.T) {
	class := &GoClass{Name: "Tests.Identity.Thing", Activate: func() (any, error) { return &greeter{}, nil }}
	if err := RegisterClass(class); err != nil {
		t.Fatal(err)
	}
	p, err := registeredFactory(class.Name)
	if err != nil {
		t.Fatal(err)
	}
	v, err := Any{}.Take(unsafe.Pointer(&p))
	o, ok := v.(*Inspectable)
	if !ok || err != nil {
		t.Fatalf("the factory came back as %T, %v", v, err)
	}
	o.Release()
}
