//go:build windows

package abi

import (
	"errors"
	"strings"
	"testing"
	"unsafe"
)

// TestMissingMembers holds that what this system does not have says what would have it,
// and that no other error and no other operation does.
func TestMissingMembers(t *testing.T) {
	o := objectOfGreeter(t, &greeter{}, &iidGreeter)
	const op = "Thing.Member since Windows.Foundation.UniversalApiContract 8.0"
	absent := GUID{Data1: 0xdead}
	for name, call := range map[string]func() error{
		"a method": func() error { return Invoke(&o.Object, &absent, slotFirstInspectable, op) },
		"a getter": func() error { _, err := Get[int32](&o.Object, &absent, slotFirstInspectable, op); return err },
		"a text":   func() error { _, err := GetString(&o.Object, &absent, slotFirstInspectable, op); return err },
		"an object": func() error {
			_, err := GetClass[Inspectable](&o.Object, &absent, slotFirstInspectable, op)
			return err
		},
	} {
		err := call()
		if !errors.Is(err, codeNoIface) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		const want = "Thing.Member: this system does not have it: it came with Windows.Foundation.UniversalApiContract 8.0, Windows 10 version 1903 (E_NOINTERFACE, 0x80004002)"
		if err.Error() != want {
			t.Errorf("%s: %q, want %q", name, err, want)
		}
	}
	// The interface is there, and the call fails.
	if err := Invoke(&o.Object, &iidCounter, slotFirstUnknown, op); !errors.Is(err, codeFail) || strings.Contains(err.Error(), "since") || !strings.HasPrefix(err.Error(), "Thing.Member: ") {
		t.Errorf("a call that fails: %v", err)
	}
	// Nobody knows when it came.
	if err := Invoke(&o.Object, &absent, slotFirstInspectable, "Thing.Member"); !errors.Is(err, codeNoIface) || strings.Contains(err.Error(), "came with") {
		t.Errorf("a member without a contract: %v", err)
	}
	_, err := Activate[Inspectable](&Factory{Class: "No.Such.Class", Since: "Windows.Some.Contract 2.0"}, "Class")
	if !errors.Is(err, codeNotReg) || !strings.Contains(err.Error(), "activate No.Such.Class: this system does not have it: it came with Windows.Some.Contract 2.0 (REGDB_E_CLASSNOTREG") {
		t.Errorf("a class that is not there: %v", err)
	}
}

func TestWindowsOf(t *testing.T) {
	const universal = "Windows.Foundation.UniversalApiContract "
	for since, want := range map[string]string{
		universal + "1.0": "Windows 10", universal + "10.0": "Windows 10 version 2004", universal + "9.0": "Windows 10 version 2004",
		universal + "14.0": "Windows 11", universal + "19.0": "Windows 11 version 24H2", universal + "99.0": "", "Other.Contract 1.0": "", "": "", universal + "x": "",
	} {
		if got := windowsOf(since); got != want {
			t.Errorf("%q came with %q, want %q", since, got, want)
		}
	}
}

// TestQueriesSayWhatFor holds that a query that fails names the interface.
func TestQueriesSayWhatFor(t *testing.T) {
	info := ClassInfo{Name: "Tests.IAbsent", IID: GUID{Data1: 0xdead}}
	proxy := func(unsafe.Pointer) interface{ Absent() } {
		t.Error("a proxy was made")
		return nil
	}
	for v, code := range map[any]HRESULT{nil: codePointer, objectOfGreeter(t, &greeter{}, &iidGreeter): codeNoIface, &greeter{}: codeNoIface} {
		if x, err := As(v, &info, proxy); x != nil || !errors.Is(err, code) || !strings.HasPrefix(err.Error(), "query interface Tests.IAbsent: ") {
			t.Errorf("%T: %v, %v", v, x, err)
		}
	}
}
