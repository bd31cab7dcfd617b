package midl

import (
	"path/filepath"
	"strings"
	"testing"
)

func parse(t testing.TB, name, src string) *File {
	t.Helper()
	f, err := Parse(name, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What a body repeats from its bases is gone, in one header or over two.
func TestLink(t *testing.T) {
	const unknown = "STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppv) PURE; STDMETHOD_(ULONG, AddRef)(THIS) PURE; STDMETHOD_(ULONG, Release)(THIS) PURE; "
	const base = "DECLARE_INTERFACE_(IBase, IUnknown) { " + unknown + "STDMETHOD(A)(THIS) PURE; STDMETHOD(B)(THIS_ int b) PURE; };\n"
	tests := []struct {
		name, derived, want string
	}{
		{"repeats", "DECLARE_INTERFACE_(IDerived, IBase) { " + unknown + "STDMETHOD(A)(THIS) PURE; STDMETHOD(B)(THIS_ int b) PURE; STDMETHOD(C)(THIS) PURE; };", "C"},
		{"new only", "DECLARE_INTERFACE_(IDerived, IBase) { STDMETHOD(C)(THIS) PURE; };", "C"},
		{"IUnknown only", "DECLARE_INTERFACE_(IDerived, IBase) { " + unknown + "STDMETHOD(C)(THIS) PURE; STDMETHOD(D)(THIS) PURE; };", "C D"},
		{"overrides", "struct IDerived : public IBase { virtual HRESULT STDMETHODCALLTYPE B(int other) = 0; virtual HRESULT STDMETHODCALLTYPE C() = 0; };", "C"},
		{"overloads", "struct IDerived : public IBase { virtual HRESULT STDMETHODCALLTYPE B(int *other) = 0; virtual HRESULT STDMETHODCALLTYPE C() = 0; };", "B C"},
		{"nothing", "struct IDerived : public IBase { virtual HRESULT STDMETHODCALLTYPE A() = 0; };", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			same := parse(t, "same.h", base+test.derived)
			one, other := parse(t, "base.h", base), parse(t, "derived.h", test.derived)
			if err := Link(one, other); err != nil {
				t.Fatal(err)
			}
			for _, i := range []*Interface{same.Interfaces[1], other.Interfaces[0]} {
				var names []string
				for _, m := range i.Methods {
					names = append(names, m.Name)
				}
				if got := strings.Join(names, " "); got != test.want || i.Unlinked || i.Base != "IBase" {
					t.Errorf("%s : %s has the methods %q, want %q; unlinked %v", i.Name, i.Base, got, test.want, i.Unlinked)
				}
			}
		})
	}
}

func TestLinkFixtures(t *testing.T) {
	f, err := Open(filepath.Join("../testdata/include", "declare_interface.h"))
	if err != nil {
		t.Fatal(err)
	}
	find := func() *Interface {
		for _, i := range f.Interfaces {
			if i.Name == "IElsewhere" {
				return i
			}
		}
		t.Fatal("no IElsewhere")
		return nil
	}
	if err := Link(f); err == nil || !strings.Contains(err.Error(), "declare_interface.h:56:1:") || !strings.Contains(err.Error(), `"IOther" is in none of the headers`) {
		t.Errorf("Link without the base: %v", err)
	}
	if i := find(); !i.Unlinked || len(i.Methods) != 2 {
		t.Errorf("%+v is not as it was", i)
	}
	other, err := Open(filepath.Join("../testdata/include", "other_base.h"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Link(f, other); err != nil {
		t.Fatal(err)
	}
	if i := find(); i.Unlinked || len(i.Methods) != 1 || i.Methods[0].Name != "OwnMethod" {
		t.Errorf("%v", describeInterface(i))
	}
	if err := Link(f, other); err != nil { // again changes nothing
		t.Fatal(err)
	}
	if i := find(); len(i.Methods) != 1 {
		t.Errorf("%v after a second Link", describeInterface(i))
	}
}

// A repeated method that may be the base's or another one is an error, since a
// wrong guess would shift the slots.
func TestLinkAmbiguous(t *testing.T) {
	_, err := Parse("a.h", []byte(`
DECLARE_INTERFACE_(IBase, IUnknown) { STDMETHOD(A)(THIS_ int a) PURE; STDMETHOD(B)(THIS_ int b) PURE; };
DECLARE_INTERFACE_(IDerived, IBase) {
	STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppv) PURE; STDMETHOD_(ULONG, AddRef)(THIS) PURE; STDMETHOD_(ULONG, Release)(THIS) PURE;
	STDMETHOD(B)(THIS_ INT b) PURE; STDMETHOD(A)(THIS_ INT a) PURE; STDMETHOD(C)(THIS) PURE;
};`))
	if err == nil || !strings.HasPrefix(err.Error(), "a.h:3:1: ") || !strings.Contains(err.Error(), `"IDerived" repeats methods of its bases, but not in their order`) {
		t.Errorf("error %v", err)
	}
}

// Visual C++ puts overloads side by side, the last one first; the Itanium ABI
// leaves them where they are.
func TestOverloads(t *testing.T) {
	const src = `struct IFoo : public IUnknown {
	virtual void A(int) = 0;
	virtual void B() = 0;
	virtual void A(float) = 0;
	void C() {}
	virtual void A() = 0;
	virtual void C(int) = 0;
};`
	for _, test := range []struct {
		reader Reader
		want   string
	}{
		{Reader{}, "A() A(float) A(int) B() C(int)"},
		{Reader{DeclarationOrder: true}, "A(int) B() A(float) A() C(int)"},
	} {
		f, err := test.reader.Parse("a.h", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range f.Interfaces[0].Methods {
			got = append(got, m.Name+describeParams(m.Params, false))
		}
		if text := strings.Join(got, " "); text != test.want {
			t.Errorf("DeclarationOrder %v: %s, want %s", test.reader.DeclarationOrder, text, test.want)
		}
	}
}

// Only an interface is one.
func TestWhatIsAnInterface(t *testing.T) {
	tests := []struct {
		src  string
		want bool
	}{
		{"struct A { int a; };", false},
		{"struct A : public B { };", false},
		{"struct IUnknownish : public IUnknown { };", true},
		{"struct A { virtual void B() = 0; };", true},
		{"struct A { virtual void B() { } };", false},
		{"class A { public: A(); ~A(); void B() const; };", false},
		{"interface A { };", true},
		{"interface IA : public IUnknown { };", true},
		{"union A { int a; };", false},
		{"class DECLSPEC_UUID(\"b1000000-0000-0000-0000-000000000001\") A;", false},
		{"interface A;", false},
		{"typedef interface A A;", false},
		{"MIDL_INTERFACE(\"b1000000-0000-0000-0000-000000000001\") IA : public IUnknown { };", true},
	}
	for _, test := range tests {
		if f := parse(t, "a.h", test.src); (len(f.Interfaces) == 1) != test.want {
			t.Errorf("%s: %v, want an interface: %v", test.src, describeInterfaces(f), test.want)
		}
	}
}
