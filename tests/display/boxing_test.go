//go:build windows

package display

import (
	"reflect"
	"testing"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/gaming/input"
	windowsui "github.com/winmd2go/winmd2go/generated/windows/ui"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/collections"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// boxed sends v to a map of native code's and gets it back, and out of its box.
func boxed[T any](t *testing.T, properties *collections.Map[winrt.GUID, any], v T) {
	t.Helper()
	if _, err := properties.Insert(key(0x77), v); err != nil {
		t.Errorf("a %T as Object: %v", v, err)
		return
	}
	back, err := properties.Lookup(key(0x77))
	if err != nil || !reflect.DeepEqual(back, any(v)) {
		t.Errorf("%v came back as %#v, %v", v, back, err)
	}
	o := must(winrt.Box(v))(t)
	defer o.Release()
	if x, err := winrt.Unbox[T](o); err != nil || !reflect.DeepEqual(x, v) {
		t.Errorf("%v was unboxed as %v, %v", v, x, err)
	}
}

// TestBoxedValues passes generated enums and structs, and slices of them, as Object.
func TestBoxedValues(t *testing.T) {
	machine(t)
	properties := must(newDesk(t, 0).path.Properties())(t)
	boxed(t, properties, windowsui.Color{A: 1, R: 2, G: 3, B: 4})
	boxed(t, properties, []windowsui.Color{{A: 1}, {R: 2}})
	boxed(t, properties, input.GamepadButtonsA)
	boxed(t, properties, []input.GamepadButtons{1, 2})
	boxed(t, properties, core.DisplayPathStatusPending)
	boxed(t, properties, foundation.AsyncStatusError)
	boxed(t, properties, collections.CollectionChangeReset)
	boxed(t, properties, foundation.EventRegistrationToken{Value: 1 << 40})
	ok(t, properties.Remove(key(0x77)))
}

// TestValueIDs compares an id that the generator worked out with that of Microsoft's
// windows.ui.h.
func TestValueIDs(t *testing.T) {
	want := winrt.GUID{Data1: 0xab8e5d11, Data2: 0xb0c1, Data3: 0x5a21, Data4: [8]byte{0x95, 0xae, 0xf1, 0x6b, 0xf3, 0xa3, 0x76, 0x24}}
	if got := (windowsui.Color{}).WinRTValue().IReference; got != want {
		t.Errorf("IReference<Color> is %v, want %v", got, want)
	}
}
