package midl

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// badHeaders are read with an error that names the place.
var badHeaders = []struct{ name, src, want string }{
	{"unclosed interface", "MIDL_INTERFACE(\"b1000000-0000-0000-0000-000000000001\")\nIFoo : public IUnknown\n{\n", `bad.h:3:1: the body of "IFoo" is not closed`},
	{"bad IID", "\nMIDL_INTERFACE(\"b1000000-0000\") IFoo : public IUnknown { };", `bad.h:2:16: "b1000000-0000" is not a GUID: want 8-4-4-4-12 hexadecimal digits`},
	{"no IID", "MIDL_INTERFACE() IFoo : public IUnknown { };", `bad.h:1:1: a GUID is missing after "MIDL_INTERFACE"`},
	{"IID is no string", "MIDL_INTERFACE(IFOO) IFoo : public IUnknown { };", `bad.h:1:16: a GUID is a string literal, found "IFOO"`},
	{"no name", "interface { virtual void A() = 0; };", "bad.h:1:11: the interface has no name"},
	{"two bases", "struct IFoo : public IBar, public IBaz { virtual void A() = 0; };", `bad.h:1:8: the interface "IFoo" has 2 bases; COM's vtables have one`},
	{"data in an interface", "MIDL_INTERFACE(\"b1000000-0000-0000-0000-000000000001\") IFoo : public IUnknown {\n  virtual void A() = 0;\n  int b;\n};", `bad.h:1:56: the interface "IFoo" has a data member, "b" at line 3`},
	{"declare without base", "DECLARE_INTERFACE_(IFoo) { };", "bad.h:1:1: DECLARE_INTERFACE_ has 2 arguments, found 1"},
	{"declare without body", "DECLARE_INTERFACE_(IFoo, IUnknown);", `bad.h:1:35: "{" must follow DECLARE_INTERFACE_( … ), found ";"`},
	{"method without name", "DECLARE_INTERFACE(IFoo) { STDMETHOD()(THIS) PURE; };", "bad.h:1:27: STDMETHOD needs the method's name"},
	{"method without type", "DECLARE_INTERFACE(IFoo) { STDMETHOD_(Name)(THIS) PURE; };", "bad.h:1:27: STDMETHOD_ needs a type and a name, found 1 arguments"},
	{"method without parameters", "DECLARE_INTERFACE(IFoo) { STDMETHOD(Name) PURE; };", `bad.h:1:43: "(" must start the parameters, found "PURE"`},
	{"unknown macro before a body", "MYSTERY(IFoo, IBar) { STDMETHOD(A)(THIS) PURE; };", `bad.h:1:1: "MYSTERY" is a macro that this header does not define, and a body follows: it may declare an interface or a function`},
	{"two types of a parameter", "DECLARE_INTERFACE(IFoo) { STDMETHOD(A)(THIS_ SOMEWORD int *a, OTHER WORD b) PURE; };", `bad.h:1:55: "int" stands beside "SOMEWORD": two types, or a macro that this reader does not know`},
	{"parameter missing", "DECLARE_INTERFACE(IFoo) { STDMETHOD(A)(THIS_ int a,) PURE; };", `bad.h:1:52: a parameter is missing after ","`},
	{"not virtual in an interface", "interface IFoo : public IUnknown { HRESULT A(); };", `bad.h:1:44: the method "A" of the interface "IFoo" is not virtual and has no body`},
	{"two IIDs", "DECLARE_INTERFACE_IID_(IFoo, IUnknown, \"b1000000-0000-0000-0000-000000000001\") { };\n__CRT_UUID_DECL(IFoo, 0xb1000000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2)", "bad.h:2:1: {B1000000-0000-0000-0000-000000000002} is the IID of IFoo here and {B1000000-0000-0000-0000-000000000001} at line 1"},
	{"short GUID", "DEFINE_GUID(IID_IFoo, 1, 2, 3);", `bad.h:1:1: "DEFINE_GUID" needs 11 numbers for a GUID, found 3`},
	{"wide GUID", "DEFINE_GUID(IID_IFoo, 1, 0x12345, 3, 4, 5, 6, 7, 8, 9, 10, 11);", `bad.h:1:1: number 2 of the GUID in "DEFINE_GUID" does not fit into 16 bits: "0x12345"`},
	{"stray brace", "int a;\n}\nint b;", `bad.h:2:1: "}" without "{"`},
	{"open namespace", "namespace A {\nint a;", `bad.h:1:1: this "{" is not closed`},
	{"open comment", "int a;\n  /* never closed", "bad.h:2:3: a comment that is not closed"},
	{"open string", "const char *a = \"abc\n;", "bad.h:1:17: a literal that does not end on its line"},
	{"bytes outside of ASCII", "int \xc3\xa4;", "bad.h:1:5: bytes outside of ASCII that are not in a comment or literal"},
	{"stray backslash", "int a \\ b;", "bad.h:1:7: a backslash outside of a literal"},
	{"no #endif", "#if 1\nint a;", "bad.h:1:1: this #if has no #endif"},
	{"#endif alone", "int a;\n#endif\n", "bad.h:2:1: #endif without #if"},
	{"#else twice", "#if 1\n#else\n#else\n#endif\n", "bad.h:3:1: #else after #else"},
	{"bad condition", "\n#if (1 + \n#endif\n", `bad.h:2:2: cannot evaluate the condition "(1 +": not an integer constant expression`},
	{"division by zero", "#if 1 / 0\n#endif\n", `bad.h:1:2: cannot evaluate the condition "1 / 0": not an integer constant expression`},
	{"unknown directive", "#frobnicate\n", `bad.h:1:2: unknown directive "#frobnicate"`},
	{"long name", "#" + strings.Repeat("i", 100), `bad.h:1:2: unknown directive "#` + strings.Repeat("i", 59) + `…"`},
	{"include of nothing", "#include nothing\n", `bad.h:1:1: #include needs <path> or "path", not "nothing"`},
	{"macro arguments", "#define F(a, b) a b\nint F(c);", `bad.h:2:5: the macro "F" has 2 parameters and gets 1 arguments`},
	{"open macro call", "#define F(a) a\nint F(b;", "bad.h:2:5: the arguments of the macro \"F\" are not closed\nbad.h:2:9: a name is missing before the end of the header, in the declaration that starts with \"int\""},
	{"paste", "#define F(a, b) a ## b\nint F(a, +);", `bad.h:2:5: ## does not make a token of "a" and "+"`},
	{"enum without end", "enum E { A, B", `bad.h:1:14: "," or "}" must follow the value of "B", found the end of the header`},
	{"enum without comma", "enum E { A B C };", `bad.h:1:12: "," or "}" must follow the value of "A", found "B"`},
	{"typedef without name", "typedef int *;", `bad.h:1:14: the typedef has no name before ";"`},
	{"derived from itself", "struct IFoo : public IBar { virtual void A() = 0; virtual void A2() = 0; };\nstruct IBar : public IFoo { virtual void B() = 0; };", "bad.h:1:8: the interface \"IFoo\" has more than 100 bases, or is derived from itself\nbad.h:2:8: the interface \"IBar\" has more than 100 bases, or is derived from itself"},
	{"odd UTF-16", "\xff\xfei\x00n", "bad.h:1:1: the header starts as UTF-16 but has an odd number of bytes, 5"},
	{"template", "template <class T struct A { };", `bad.h:1:10: the template's "<" is not closed`},
}

func TestErrors(t *testing.T) {
	for _, e := range badHeaders {
		t.Run(e.name, func(t *testing.T) {
			f, err := Parse("bad.h", []byte(e.src))
			if err == nil || err.Error() != e.want {
				t.Errorf("error %v\nwant  %s", err, e.want)
			}
			if f == nil {
				t.Error("no file beside the error")
			}
			checkErrors(t, err, "bad.h", []byte(e.src))
		})
	}
}

// What follows an error is read all the same.
func TestReadsOnAfterError(t *testing.T) {
	const broken = "DECLARE_INTERFACE_(IBroken) { STDMETHOD(A)(THIS) PURE; };\n"
	const whole = "DECLARE_INTERFACE_(IWhole, IUnknown) { STDMETHOD(A)(THIS) PURE; };\n"
	f, err := Parse("a.h", []byte(broken+"namespace N {\n"+broken+whole+"}\n"+whole))
	if len(errorsOf(t, err)) != 2 {
		t.Errorf("%v, want two errors", err)
	}
	var names []string
	for _, i := range f.Interfaces {
		names = append(names, i.FullName())
	}
	if got := fmt.Sprint(names); got != "[N::IWhole IWhole]" {
		t.Errorf("%v were read", got)
	}
}

func TestOpen(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none.h")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none.h") {
		t.Errorf("%v, want one that names the file", err)
	}
	path := filepath.Join(t.TempDir(), "bad.h")
	if err := os.WriteFile(path, []byte("int a\n}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.HasPrefix(err.Error(), path+":2:1: ") {
		t.Errorf("%v, want the path and place", err)
	}
}

// Every beginning of a header, and every header with a byte changed, gives
// declarations or errors with a place.
func TestDamagedHeaders(t *testing.T) {
	for _, path := range fixturePaths(t) {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		step := max(1, len(src)/200)
		for at := 0; at < len(src); at += step {
			f, err := Parse(name, src[:at])
			checkErrors(t, err, name, src[:at])
			checkFile(t, f)
			damaged := append([]byte(nil), src...)
			for _, b := range []byte{src[at] ^ 0x20, '(', '}', '"', '#', 0} {
				damaged[at] = b
				f, err := Parse(name, damaged)
				checkErrors(t, err, name, damaged)
				checkFile(t, f)
			}
		}
	}
}

// Input that is made to take time, stack or memory gives an error soon.
func TestHostileHeaders(t *testing.T) {
	const n = 200_000
	doubling := "#define A0 x x\n"
	for i := 1; i <= 60; i++ {
		doubling += fmt.Sprintf("#define A%d A%d A%d\n", i, i-1, i-1)
	}
	calls := "#define F0(a) a a\n"
	for i := 1; i <= 60; i++ {
		calls += fmt.Sprintf("#define F%d(a) F%d(a a)\n", i, i-1)
	}
	var chain strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&chain, "struct I%d : public I%d { virtual void A%d() = 0; };\n", i, i+1, i)
	}
	tests := []struct {
		name, src string
		fine      bool // read without an error
	}{
		{"parentheses", "int a = " + strings.Repeat("(", n), false},
		{"balanced parentheses", "#if " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n) + "\n#endif\n", false},
		{"minus", "#if " + strings.Repeat("- ", n) + "1\n#endif\n", false},
		{"questions", "#if " + strings.Repeat("1 ? 1 : ", n) + "1\n#endif\n", false},
		{"braces", strings.Repeat("struct A {", n), false},
		{"namespaces", strings.Repeat("namespace A {", n), false},
		{"namespace of many parts", "namespace A" + strings.Repeat("::A", n) + " { }", false},
		{"extern C", strings.Repeat("extern \"C\" {", n), false},
		{"stars", "int " + strings.Repeat("*", n) + "a;", false},
		{"dimensions", "int a" + strings.Repeat("[1]", n) + ";", false},
		{"declarators", "int " + strings.Repeat("(*", n) + "a" + strings.Repeat(")", n) + ";", false},
		{"function types", "int a(" + strings.Repeat("int (*)(", n), false},
		{"templates", "template <" + strings.Repeat("A<", n) + strings.Repeat(">", n) + ";", false},
		{"qualified name", "A" + strings.Repeat("::A", n) + " a;", false},
		{"conditions", strings.Repeat("#if 1\n", n), false},
		{"skipped conditions", "#if 0\n" + strings.Repeat("#if 1\n", n), false},
		{"doubling macros", doubling + "int A60;", false},
		{"doubling arguments", calls + "int F60(x);", false},
		{"macro of itself", "#define A A B\n#define B B A\n" + strings.Repeat("A ", 1000) + ";", false},
		{"chain of bases", chain.String(), false},
		{"parameters", "void f(" + strings.Repeat("int, ", n) + "int);", false},
		{"words of a type", strings.Repeat("unsigned ", n) + "a;", false},
		{"modifiers", strings.Repeat("A ", n) + ";", false},
		{"comments", strings.Repeat("/* [in] */ ", n) + "int a;", true},
		{"string", "#define A \"" + strings.Repeat("a", n) + "\"\n", true},
		{"enumerators", "enum E { " + strings.Repeat("A, ", n) + "};", true},
		{"values of values", "enum E { A0 = 1, " + func() string {
			var b strings.Builder
			for i := 1; i < 20000; i++ {
				fmt.Fprintf(&b, "A%d = A%d + A%d, ", i, i-1, i-1)
			}
			return b.String()
		}() + "};", true},
		{"empty macros", "#define A\n" + strings.Repeat("A ", n), true},
		{"lines", strings.Repeat("\n", n) + "}", false},
		{"continued lines", "#define A " + strings.Repeat("a \\\n", n) + "\n", true},
		{"continued comment", "// " + strings.Repeat("a \\\n", n) + "\n", true},
		{"apostrophes not compiled", "#if 0\n" + strings.Repeat("' \n", n) + "#endif\n", true},
		{"apostrophes on one line", "#if 0\n" + strings.Repeat("' ", n) + "\n#endif\n", true},
		{"raw strings", strings.Repeat("R\"(", n), false},
		{"too large", strings.Repeat(" ", maxSize+1), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := Parse("hostile.h", []byte(test.src))
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if (err == nil) != test.fine {
				t.Errorf("error %.200v", err)
			}
			checkErrors(t, err, "hostile.h", []byte(test.src))
			// Two orders of magnitude above what it takes, far below what a
			// square of the size would.
			if took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 1<<30 {
				t.Errorf("took %d MB", used>>20)
			}
		})
	}
}

// A header reports so many errors and no more.
func TestErrorsAreBounded(t *testing.T) {
	_, err := Parse("a.h", []byte(strings.Repeat("}\n", 1000)))
	if n := len(errorsOf(t, err)); n != maxErrors {
		t.Errorf("%d errors, want %d", n, maxErrors)
	}
}
