//go:build windows

package system

import (
	"runtime"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt"
)

// clean wants every reference that the test takes from now on to be gone when it
// ends, released or forgotten.
func clean(t testing.TB) {
	t.Helper()
	runtime.GC()
	references, objects := winrt.LiveReferences(), winrt.LiveObjects()
	t.Cleanup(func() {
		if t.Skipped() {
			return // it was left in the middle, and its frame refers to what it had
		}
		for range 200 {
			runtime.GC()
			if winrt.LiveReferences() <= references && winrt.LiveObjects() <= objects {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("%d references and %d objects are left of %d and %d before", winrt.LiveReferences(), winrt.LiveObjects(), references, objects)
	})
}

// must returns v. A class or member that this system does not have, or only as a
// stub, ends the test with a note.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		switch {
		case absent(err):
			t.Skipf("not on this system: %v", err)
		case err != nil:
			t.Fatal(err)
		}
		return v
	}
}

// absent tells whether err is a gap that this system is known for.
func absent(err error) bool { return quirks.Absent(err) }

func ok(t testing.TB, err error) {
	t.Helper()
	must(0, err)(t)
}

// equal tells whether a property is there and has the value that it should have.
func equal[T comparable](t testing.TB, what string, got func() (T, error), want T) bool {
	t.Helper()
	v, err := got()
	switch {
	case absent(err):
		t.Logf("%s: not on this system", what)
		return false
	case err != nil || v != want:
		t.Errorf("%s is %v, %v; want %v", what, v, err, want)
		return false
	}
	return true
}
