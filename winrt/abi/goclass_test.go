//go:build windows

package abi

import (
	"errors"
	"syscall"
	"testing"
	"unsafe"
)

type named interface{ Name() string }

var namedType = Interface[named]{
	IID:    GUID{Data1: 0x7a3f0001},
	Source: &Stub{IID: &GUID{Data1: 0x7a3f0001}, Methods: make([]Method, 1)},
}

var (
	brokenClass = GoClass{Name: "Test.Broken", Interfaces: []Implementable{&namedType}, Activate: func() (any, error) { return new(broken), nil }}
	errRefused  = errors.New("refused")
	refusing    = GoClass{Name: "Test.Refusing", Activate: func() (any, error) { return nil, errRefused }}
)

// broken says that it has Name and has not.
type broken struct{ _ int }

func (*broken) RuntimeClass() *GoClass { return &brokenClass }

// partial is an interface of which methods are not projected, and embedding has what is.
type partial interface {
	Native
	Name() string
}

type embedding struct{ partial }

func (*embedding) RuntimeClass() *GoClass { return &partialClass }

var (
	partialType  = Interface[partial]{IID: GUID{Data1: 0x7a3f0002}}
	partialClass = GoClass{Name: "Test.Partial", Interfaces: []Implementable{&partialType}, Activate: func() (any, error) { return new(embedding), nil }}
)

// TestNativeOnly: a Go value that gets the methods of a Native interface by embedding one does
// not become an object of it.
func TestNativeOnly(t *testing.T) {
	var lacks *Error
	if _, err := made(nil, new(embedding), &partialType.IID, nil); !errors.Is(err, codeNoIface) {
		t.Error("passed:", err)
	}
	// As a descriptor of a split namespace stands in the public package.
	shown := struct{ *Interface[partial] }{&partialType}
	for _, i := range []Implementable{&partialType, shown} {
		if err := implements(new(embedding), []Implementable{i}); !errors.As(err, &lacks) || lacks.Code != codeNoIface {
			t.Error("implemented:", err)
		}
	}
	if err := RegisterClass(&partialClass); err != nil {
		t.Fatal(err)
	}
	factory := &Factory{Class: partialClass.Name}
	if _, err := Activate[Inspectable](factory, "new"); err == nil {
		t.Error("a class was activated that names an interface which Go types cannot implement")
	}
	factory.Object().Release()
}

func TestGoClassErrors(t *testing.T) {
	for name, class := range map[string]*GoClass{
		"no name":       {Activate: func() (any, error) { return nil, nil }},
		"no activation": {Name: "Test.Nothing"},
		"statics that the factory has not": {
			Name: "Test.Statics", Factory: new(broken), Statics: []Implementable{&namedType},
		},
	} {
		if err := RegisterClass(class); err == nil {
			t.Errorf("a class with %s was registered", name)
		}
	}
	for _, class := range []*GoClass{&brokenClass, &refusing} {
		if err := RegisterClass(class); err != nil {
			t.Fatal(err)
		}
		if err := RegisterClass(class); err == nil {
			t.Errorf("%s was registered twice", class.Name)
		}
		factory := &Factory{Class: class.Name}
		if _, err := Activate[Inspectable](factory, "new"); err == nil {
			t.Errorf("%s was activated", class.Name)
		} else {
			t.Log(err)
		}
		factory.Object().Release()
	}
	factory := OnHeap[unsafe.Pointer]()
	class := OnHeap[uintptr]()
	if err := newString("Test.Absent", class); err != nil {
		t.Fatal(err)
	}
	defer deleteString(*class)
	if hr := DllGetActivationFactory(*class, factory); hr != codeClassNotAvailable || *factory != nil {
		t.Errorf("%v, %v for a class that does not exist", hr, *factory)
	}
	if hr := DllGetActivationFactory(*class, nil); hr != codePointer {
		t.Errorf("%v for no place to put the factory", hr)
	}
}

// greeterClass is a class whose objects have one interface.
var greeterClass = GoClass{Name: "Test.Greeter", Activate: func() (any, error) { return &classGreeter{}, nil }}

type classGreeter struct{ greeter }

func (*classGreeter) RuntimeClass() *GoClass { return &greeterClass }

type greets interface{ RuntimeClass() *GoClass }

var greetsType = Interface[greets]{IID: iidGreeter, Source: stubGreeter}

// TestDllGetActivationFactory activates a class as the host of a DLL does, without any
// of the runtime's own calls.
func TestDllGetActivationFactory(t *testing.T) {
	greeterClass.Interfaces = []Implementable{&greetsType}
	if err := RegisterClass(&greeterClass); err != nil {
		t.Fatal(err)
	}
	class, factory, object := OnHeap[uintptr](), OnHeap[unsafe.Pointer](), OnHeap[unsafe.Pointer]()
	if err := newString("Test.Greeter", class); err != nil {
		t.Fatal(err)
	}
	defer deleteString(*class)
	before := LiveObjects()
	for range 2 {
		if hr := DllGetActivationFactory(*class, factory); hr != codeOK || *factory == nil {
			t.Fatalf("%v, %v", hr, *factory)
		}
		activator := want(t, *factory, guid(t, "00000035-0000-0000-c000-000000000046")) // IActivationFactory
		if hr, _, _ := syscall.SyscallN(slotOf(activator, 6), uintptr(activator), uintptr(unsafe.Pointer(object))); hr != 0 || *object == nil {
			t.Fatalf("ActivateInstance: %v", HRESULT(hr))
		}
		for _, p := range []unsafe.Pointer{want(t, *object, iidGreeter), *object, activator, *factory} {
			release(p)
		}
	}
	if n := LiveObjects(); n != before {
		t.Errorf("%d objects are alive, %d were", n, before)
	}
}

// A split namespace shows its descriptors in its public package by variables that embed
// pointers to them; they do for classes, and for values, what the descriptors do.
func TestShownDescriptor(t *testing.T) {
	shown := struct {
		*Interface[greets]
	}{&greetsType}
	class := GoClass{Name: "Test.Shown", Interfaces: []Implementable{&shown}}
	value := &shownGreeter{class: &class}
	before := LiveObjects()
	cell := OnHeap[unsafe.Pointer]()
	if err := Type[greets](&shown).Give(unsafe.Pointer(cell), value); err != nil {
		t.Fatal(err)
	}
	if LiveObjects() != before+1 {
		t.Errorf("%d objects are alive, want %d", LiveObjects(), before+1)
	}
	got, err := shown.Take(unsafe.Pointer(cell))
	if err != nil || got != greets(value) {
		t.Errorf("%v comes back, with the error %v", got, err)
	}
	if LiveObjects() != before {
		t.Errorf("%d objects are alive, want %d", LiveObjects(), before)
	}
	if !shown.ImplementedBy(value) || shown.ImplementedBy("text") {
		t.Error("it does not tell what implements the interface")
	}
}

type shownGreeter struct{ class *GoClass }

func (g *shownGreeter) RuntimeClass() *GoClass { return g.class }
