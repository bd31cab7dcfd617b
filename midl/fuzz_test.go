package midl

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// FuzzParse reads anything: it gives declarations that make sense or errors with
// a place in the text, and the same again.
func FuzzParse(f *testing.F) {
	for _, path := range fixturePaths(f) {
		src, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, e := range badHeaders {
		f.Add([]byte(e.src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 1<<16 {
			return
		}
		file, err := Parse("fuzz.h", src)
		checkErrors(t, err, "fuzz.h", src)
		if file == nil {
			t.Fatal("no file")
		}
		checkFile(t, file)
		again, againErr := Parse("fuzz.h", src)
		if !reflect.DeepEqual(file, again) || !reflect.DeepEqual(err, againErr) {
			t.Fatal("a second reading gives something else")
		}
		if err := Link(file); err != nil {
			checkErrors(t, err, "fuzz.h", src)
		}
		checkFile(t, file)
	})
}

// FuzzCondition evaluates any text as the condition of an #if.
func FuzzCondition(f *testing.F) {
	for _, c := range conditions {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		src := "#if " + text + "\n#define HOLDS 1\n#endif\n"
		_, err := Parse("fuzz.h", []byte(src))
		checkErrors(t, err, "fuzz.h", []byte(src))
	})
}

func fixturePaths(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("../testdata/include/*.h")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no headers in ../testdata/include: %v", err)
	}
	return paths
}

// errorsOf gives the errors that err is made of.
func errorsOf(t testing.TB, err error) (all []*Error) {
	t.Helper()
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			all = append(all, errorsOf(t, e)...)
		}
		return all
	}
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is a %T, not an *Error", err, err)
	}
	return []*Error{e}
}

// checkErrors finds a file and a place in src in every error.
func checkErrors(t testing.TB, err error, name string, src []byte) {
	t.Helper()
	all := errorsOf(t, err)
	if len(all) > 2*maxErrors {
		t.Errorf("%d errors", len(all))
	}
	text, decodeErr := decode(src)
	if decodeErr != nil {
		text = ""
	}
	lines := strings.Split(text, "\n")
	for _, e := range all {
		if e.File != name || e.Msg == "" {
			t.Errorf("%q names the file %q, want %q", e, e.File, name)
		}
		if e.Line < 1 || e.Line > len(lines) || e.Col < 1 || e.Col > len(lines[e.Line-1])+1 {
			t.Errorf("%q is not in the text of %d lines", e, len(lines))
		}
		if len(e.Msg) > maxMessage+len("…") {
			t.Errorf("a message of %d bytes", len(e.Msg))
		}
	}
}

// checkFile finds nothing without a name or place.
func checkFile(t testing.TB, f *File) {
	t.Helper()
	for _, i := range f.Interfaces {
		if i.Name == "" || i.Pos.Line < 1 {
			t.Errorf("an interface %q at line %d", i.Name, i.Pos.Line)
		}
		for _, m := range i.Methods {
			if m == nil || m.Name == "" || m.Pos.Line < 1 {
				t.Errorf("a method %+v in %s", m, i.Name)
				continue
			}
			for _, p := range m.Params {
				if p == nil || p.Type.Name == "" && p.Type.Func == nil && p.Type.Record == nil && p.Type.Enum == nil {
					t.Errorf("a parameter %+v of %s.%s", p, i.Name, m.Name)
				}
			}
		}
	}
	for _, e := range f.Enums {
		for _, v := range e.Values {
			if v.Name == "" {
				t.Errorf("a value without a name in %s", e.Name)
			}
		}
	}
}
