//go:build windows

package abi

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
)

// stderrOf is what f writes to standard error.
func stderrOf(t *testing.T, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	text := make(chan string)
	go func() {
		all, _ := io.ReadAll(r)
		text <- string(all)
	}()
	real := os.Stderr
	os.Stderr = w
	defer func() { os.Stderr = real }()
	f()
	w.Close()
	return <-text
}

// greetPanic has native code call a Go object that panics.
func greetPanic(t *testing.T) {
	o := objectOfGreeter(t, &greeter{}, &iidGreeter)
	c := Begin(&o.Object, &iidGreeter, slotFirstInspectable, "greet")
	defer c.End()
	c.String("panic")
	Value(c, int32(1))
	OutType(c, String{})
	if err := c.Do(); !errors.Is(err, codeFail) {
		t.Errorf("the native caller got %v", err)
	}
}

// TestLoud holds that what goes wrong where nobody looks is written with its stack,
// unless a hook wants it.
func TestLoud(t *testing.T) {
	text := stderrOf(t, func() { greetPanic(t) })
	for _, want := range []string{"greeted with panic", "instance_test.go:", "goroutine "} {
		if !strings.Contains(text, want) {
			t.Errorf("of a panic was written %q, without %q", text, want)
		}
	}
	text = stderrOf(t, func() { Unhandled(&Error{Code: codeBounds, Op: "Some.Thing"}) })
	for _, want := range []string{"Some.Thing", "E_BOUNDS", "hooks_test.go:"} {
		if !strings.Contains(text, want) {
			t.Errorf("of an error was written %q, without %q", text, want)
		}
	}
	var panics, unhandled int
	OnPanic(func(v any, stack []byte) {
		if panics++; v != "greeted with panic" || !strings.Contains(string(stack), "instance_test.go:") {
			t.Errorf("the hook was told %v, %s", v, stack)
		}
		panic("the hook panics too")
	})
	OnUnhandled(func(error) { unhandled++ })
	defer OnPanic(nil)
	defer OnUnhandled(nil)
	text = stderrOf(t, func() {
		greetPanic(t)
		Unhandled(codeBounds)
		Unhandled(nil)
	})
	if text != "" || panics != 1 || unhandled != 1 {
		t.Errorf("hooks were told %d panics and %d errors, and %q was written", panics, unhandled, text)
	}
}

// TestPanicValues says of any value what it is, whatever it is.
func TestPanicValues(t *testing.T) {
	for _, test := range []struct {
		v    any
		want string
	}{
		{"text", "text"}, {errors.New("of an error"), "of an error"}, {codeBounds, "E_BOUNDS"}, {7, "7"}, {true, "true"},
		{struct{}{}, "struct {}"}, {panicking{}, "panics too"},
	} {
		if got := panicText(test.v); !strings.Contains(got, test.want) {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

type panicking struct{}

func (panicking) Error() string { panic("again") }

// TestNames holds that every code with a name says it, also where the system has no
// text for it, and that no name is another's.
func TestNames(t *testing.T) {
	for code, name := range map[HRESULT]string{
		0x80004001: "E_NOTIMPL", 0x80004002: "E_NOINTERFACE", 0x8000000b: "E_BOUNDS", 0x80000013: "RO_E_CLOSED", 0x80000018: "E_ILLEGAL_DELEGATE_ASSIGNMENT",
		0x80040154: "REGDB_E_CLASSNOTREG", 0x80010108: "RPC_E_DISCONNECTED", 0x800401f0: "CO_E_NOTINITIALIZED", 0x80070005: "E_ACCESSDENIED",
		0x80070057: "E_INVALIDARG", 0x8007000e: "E_OUTOFMEMORY", 0x80070002: "ERROR_FILE_NOT_FOUND", 0x800706ba: "RPC_S_SERVER_UNAVAILABLE",
		0x80028ca0: "TYPE_E_TYPEMISMATCH", 0x8000ffff: "E_UNEXPECTED", 0x81234567: "", 0: "", 0xffffffff: "",
	} {
		if code.Name() != name {
			t.Errorf("%#x is %q, want %q", uint32(code), code.Name(), name)
		}
		text := code.Error()
		if !strings.Contains(text, name) || !strings.Contains(text, code.number()) {
			t.Errorf("the text of %s is %q", name, text)
		}
		if e := (&Error{Code: code, Op: "op", Text: "own"}).Error(); !strings.HasPrefix(e, "op: own (") || !strings.Contains(e, name) {
			t.Errorf("the error with %s is %q", name, e)
		}
	}
	if words := strings.Fields(hresultNames); len(words) != len(hresultCodes) {
		t.Errorf("%d names for %d codes", len(words), len(hresultCodes))
	}
	if got, want := HRESULT(0x80070002).Error(), syscall.Errno(2).Error(); !strings.Contains(got, strings.TrimRight(want, ". \r\n")) {
		t.Errorf("ERROR_FILE_NOT_FOUND as HRESULT says %q, as a Windows code %q", got, want)
	}
}
