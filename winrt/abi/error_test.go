//go:build windows

package abi

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"
)

var classFailing = ClassInfo{Name: "Failing", IID: iidIInspectable}

type failingObject struct{ Object }

func (*failingObject) WinRTClass() *ClassInfo { return &classFailing }

// standIn has errors' texts come from C code that keeps them as Windows does.
func standIn(t *testing.T) {
	native(t, "StandInErrorInfo")
	real := procGetRestrictedErrorInfo
	procGetRestrictedErrorInfo = windows.NewLazyDLL(filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), testLibrary)).NewProc("StandInErrorInfo")
	t.Cleanup(func() { procGetRestrictedErrorInfo = real })
}

// newFailing is an object that fails in every method, and says text about it.
func newFailing(t *testing.T, text string, array bool) unsafe.Pointer {
	t.Helper()
	units := utf16.Encode([]rune(text + "\x00"))
	flag := uintptr(0)
	if array {
		flag = 1
	}
	p, _, _ := native(t, "NewFailing").Call(uintptr(unsafe.Pointer(&units[0])), flag)
	return *(*unsafe.Pointer)(unsafe.Pointer(&p))
}

// ways are those in which a native failure becomes an error.
var ways = map[string]func(o *Object, class string) error{
	"Do": func(o *Object, _ string) error {
		return PutType(o, &iidIInspectable, 8, "op", Type[uint32](Plain[uint32]{}), 1)
	},
	"Invoke":    func(o *Object, _ string) error { return Invoke(o, &iidIInspectable, 7, "op") },
	"Get":       func(o *Object, _ string) error { _, err := Get[uint32](o, &iidIInspectable, 6, "op"); return err },
	"GetBool":   func(o *Object, _ string) error { _, err := GetBool(o, &iidIInspectable, 6, "op"); return err },
	"GetString": func(o *Object, _ string) error { _, err := GetString(o, &iidIInspectable, 6, "op"); return err },
	"GetClass": func(o *Object, _ string) error {
		_, err := GetClass[failingObject](o, &iidIInspectable, 6, "op")
		return err
	},
	"GetType": func(o *Object, _ string) error {
		_, err := GetType(o, &iidIInspectable, 6, "op", Type[string](String{}))
		return err
	},
	"a getter of another interface": func(o *Object, _ string) error {
		_, err := Get[uint32](o, &GUID{Data1: 0x99}, 6, "op")
		return err
	},
	"As": func(o *Object, _ string) error {
		_, err := As((*failingObject)(unsafe.Pointer(o)), &ClassInfo{IID: GUID{Data1: 0x99}}, func(unsafe.Pointer) any { return nil })
		return err
	},
	"RuntimeClassName": func(o *Object, _ string) error {
		_, err := (*Inspectable)(unsafe.Pointer(o)).RuntimeClassName()
		return err
	},
	"an argument": func(o *Object, _ string) error {
		c := Begin(o, &iidIInspectable, 7, "op")
		defer c.End()
		c.object(o, &GUID{Data1: 0x99})
		return c.Do()
	},
	"a factory": func(_ *Object, class string) error {
		_, err := Activate[Inspectable](&Factory{Class: "Failing." + class}, "op")
		return err
	},
	"an activation": func(_ *Object, class string) error {
		_, err := Activate[Inspectable](&Factory{Class: "Failing.Instance." + class}, "op")
		return err
	},
	"a reference": func(o *Object, _ string) error {
		p := o.ptr.pointer()
		_, err := (&Reference[int32]{Elem: Plain[int32]{}}).Read(unsafe.Pointer(&p))
		return err
	},
}

// TestErrorTextsByThread holds that an error has the text of its own call: the system keeps
// texts for the thread, and a goroutine may change threads with every call.
func TestErrorTextsByThread(t *testing.T) {
	standIn(t)
	UseLibrary("Failing", filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), testLibrary))
	const goroutines, times = 16, 25
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			var own, lost, others, stale atomic.Int64
			var all sync.WaitGroup
			for g := range goroutines {
				text := fmt.Sprintf("%d", g)
				want := text
				switch name {
				case "a factory":
					want = "Failing." + text
				case "an activation":
					want = "Failing.Instance." + text
				}
				object, quiet := new(Object), new(Object)
				Adopt(object, newFailing(t, text, false), &iidIInspectable)
				Adopt(quiet, newFailing(t, "", false), &iidIInspectable)
				all.Go(func() {
					defer object.Release()
					defer quiet.Release()
					for range times {
						var e *Error
						switch err := way(object, text); {
						case !errors.As(err, &e):
							t.Errorf("%v is no *Error", err)
						case e.Text == want:
							own.Add(1)
						case e.Text == "":
							lost.Add(1)
						default:
							others.Add(1)
						}
						if want != text {
							continue // the class's name is the text
						}
						if errors.As(way(quiet, text), &e); e.Text != "" {
							stale.Add(1)
						}
					}
				})
			}
			all.Wait()
			if n := own.Load(); n != goroutines*times || stale.Load() != 0 {
				t.Errorf("%d errors with their own text, %d without, %d with another call's; %d of calls that said nothing have one", n, lost.Load(), others.Load(), stale.Load())
			}
		})
	}
}

// TestErrorTextOfArrays is TestErrorTextsByThread for IReferenceArray, once.
func TestErrorTextOfArrays(t *testing.T) {
	standIn(t)
	p := newFailing(t, "of the array", true)
	defer release(p)
	_, err := (&ReferenceArray[int32]{Elem: Plain[int32]{}}).Read(unsafe.Pointer(&p))
	var e *Error
	if !errors.As(err, &e) || e.Text != "of the array" {
		t.Error(err)
	}
}

// TestProbesLeaveNoText holds that what a question left that was no failure of
// anything is not the text of a later failure.
func TestProbesLeaveNoText(t *testing.T) {
	standIn(t)
	speaks := newFailing(t, "of the question", false)
	if v, ok, err := unbox(speaks); v != nil || ok || err != nil {
		t.Fatal(v, ok, err)
	}
	release(speaks)
	quiet := new(Object)
	Adopt(quiet, newFailing(t, "", false), &iidIInspectable)
	defer quiet.Release()
	var e *Error
	if _, err := referenceTo(quiet, &GUID{Data1: 0x99}); !errors.As(err, &e) || e.Code != codeNoIface || e.Text != "" {
		t.Error(err)
	}
}
