package midl

import (
	"strings"
	"testing"
)

// Macros of the header itself take part in declarations.
func TestMacros(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"object", "#define RESULT HRESULT\nRESULT f();", "f  () HRESULT"},
		{"function", "#define F(type, name) type name(int)\nF(BOOL, g);", "g  (int) BOOL"},
		{"nested", "#define A(x) B(x, *)\n#define B(x, y) x y\nA(int) f();", "f  () int*"},
		{"paste", "#define NAME(a, b) a ## b\nint NAME(get_, Value)();", "get_Value  () int"},
		{"paste with nothing", "#define NAME(a, b) a ## b\nint NAME(get, )();", "get  () int"},
		{"string", "#define DOC(x) #x\n__declspec(deprecated(DOC(old \"one\"))) int f();", "f  () int"},
		{"variadic", "#define F(name, ...) int name(__VA_ARGS__)\nF(f, int, char *);", "f  (int, char*) int"},
		{"not called", "#define f(x) g\nint f;", ""},
		{"call over lines", "#define F(a,\\\n b) a b\nF(int,\n  f)();", "f  () int"},
		{"commas in brackets", "#define F(a) a\nint F(f(int, char));", "f  (int, char) int"},
		{"undefined", "#define T int\n#undef T\nT f();", "f  () T"},
		{"defined again", "#define T int\n#define T char\nT f();", "f  () char"},
		{"itself", "#define f f\nint f();", "f  () int"},
		{"each other", "#define a b\n#define b a\nint a();", "a  () int"},
		{"calling convention", "#define MYAPI __stdcall\nint MYAPI f();", "f __stdcall () int"},
		{"empty", "#define MYAPI\nint MYAPI f();", "f  () int"},
		{"unknown word in front", "MYAPI int __stdcall f();", "f __stdcall () int [MYAPI]"},
		{"known word is kept", "#define STDMETHODCALLTYPE __stdcall\nint STDMETHODCALLTYPE f();", "f STDMETHODCALLTYPE () int"},
		{"numbers keep their names", "#define N 3\nvoid f(int a[N]);", "f  (int[N] a) void"},
		{"rescan into arguments", "#define G(x) x\n#define F G\nint F(f)();", "f  () int"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := parse(t, "a.h", test.src)
			var got []string
			for _, fn := range f.Functions {
				got = append(got, describeFunction(fn))
			}
			if text := strings.Join(got, "; "); text != test.want {
				t.Errorf("%s, want %s", text, test.want)
			}
		})
	}
}

// A declaration that a macro makes has the place of the macro's use.
func TestMacroPositions(t *testing.T) {
	f := parse(t, "a.h", "#define IFACE(n) \\\n  DECLARE_INTERFACE(n) { \\\n  STDMETHOD(A)(THIS) PURE; }\n\n  IFACE(IFoo);\n")
	i := f.Interfaces[0]
	if want := (Position{5, 3}); i.Pos != want || i.Methods[0].Pos != want {
		t.Errorf("interface at %v, method at %v, want %v", i.Pos, i.Methods[0].Pos, want)
	}
}

func TestDefines(t *testing.T) {
	const src = "#if _WIN32_WINNT >= 0x0A00\nint newest;\n#endif\n#ifdef MINE\nint mine = MINE;\n#endif\nTYPE(a) other;\n"
	r := Reader{Defines: map[string]string{"_WIN32_WINNT": "0x0601", "MINE": "7", "TYPE(x)": "struct x *"}}
	f, err := r.Parse("a.h", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range f.Variables {
		got = append(got, v.Name+" "+describeType(v.Type))
	}
	if text := strings.Join(got, "; "); text != "mine int; other struct a*" {
		t.Errorf("%s", text)
	}
	if _, err := (&Reader{Defines: map[string]string{"1": "2"}}).Parse("a.h", nil); err == nil || !strings.Contains(err.Error(), `"1"`) {
		t.Errorf("a macro named 1: %v", err)
	}
}

// Reading has no state that goroutines share but the reader's macros.
func TestConcurrentReads(t *testing.T) {
	r := Reader{Defines: map[string]string{"F(x)": "x x"}}
	done := make(chan error)
	for range 8 {
		go func() {
			var err error
			for range 50 {
				var f *File
				if f, err = r.Parse("a.h", []byte("#define G F(int)\nlong G a;\n")); err != nil || len(f.Variables) != 1 {
					break
				}
			}
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
