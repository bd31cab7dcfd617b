//go:build windows

package display

import (
	"errors"
	"iter"
	"maps"
	"reflect"
	"testing"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/foundation/numerics"
	"github.com/winmd2go/winmd2go/generated/windows/graphics"
	"github.com/winmd2go/winmd2go/generated/windows/graphics/directx"
	"github.com/winmd2go/winmd2go/generated/windows/graphics/directx/direct3d11"
	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

// key is one of the component's property keys.
func key(n byte) winrt.GUID {
	return winrt.GUID{Data1: 0x5d1c0000 | uint32(n), Data2: 0x77aa, Data3: 0x4e1f, Data4: [8]byte{0xb0, 0x21, 0x6e, 0x0f, 0x2c, 0x9a, 0x10, 0x01}}
}

// same sets a property, reads it back, and wants the value.
func same[T any](t *testing.T, name string, get func() (T, error), set func(T) error, values ...T) {
	t.Helper()
	for _, want := range values {
		if err := set(want); err != nil {
			t.Errorf("%s: setting %v: %v", name, want, err)
			continue
		}
		if got, err := get(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, %v; want %v", name, got, err, want)
		}
	}
}

func TestPathProperties(t *testing.T) {
	machine(t)
	p := newDesk(t, 0).path
	same(t, "SourceResolution", p.SourceResolution, p.SetSourceResolution, &graphics.SizeInt32{Width: 3840, Height: 2160}, &graphics.SizeInt32{Width: 1, Height: 1 << 30}, nil)
	same(t, "TargetResolution", p.TargetResolution, p.SetTargetResolution, &graphics.SizeInt32{Width: 1920, Height: 1080}, nil)
	same(t, "SourcePixelFormat", p.SourcePixelFormat, p.SetSourcePixelFormat, directx.DirectXPixelFormatR8G8B8A8UIntNormalized, directx.DirectXPixelFormatUnknown)
	same(t, "IsStereo", p.IsStereo, p.SetIsStereo, true, false)
	yes, no := true, false
	same(t, "IsInterlaced", p.IsInterlaced, p.SetIsInterlaced, &yes, &no, nil)
	rate := core.DisplayPresentationRate{VerticalSyncRate: numerics.Rational{Numerator: 60000, Denominator: 1001}, VerticalSyncsPerPresentation: 2}
	same(t, "PresentationRate", p.PresentationRate, p.SetPresentationRate, &rate, nil)
	same(t, "PhysicalPresentationRate", p.PhysicalPresentationRate, p.SetPhysicalPresentationRate, &rate, nil)
	same(t, "Rotation", p.Rotation, p.SetRotation, core.DisplayRotationClockwise270Degrees, core.DisplayRotationNone)
	same(t, "Scaling", p.Scaling, p.SetScaling, core.DisplayPathScalingStretched, core.DisplayPathScalingIdentity)

	format := must(core.NewDisplayWireFormat(core.DisplayWireFormatPixelEncodingYcc422, 10, core.DisplayWireFormatColorSpaceBT2020, core.DisplayWireFormatEotfHdrSmpte2084, core.DisplayWireFormatHdrMetadataHdr10))(t)
	ok(t, p.SetWireFormat(format))
	got := must(p.WireFormat())(t)
	if bits := must(got.BitsPerChannel())(t); bits != 10 {
		t.Errorf("%d bits per channel", bits)
	}
	if eotf := must(got.Eotf())(t); eotf != core.DisplayWireFormatEotfHdrSmpte2084 || eotf.String() != "HdrSmpte2084" {
		t.Errorf("the transfer function is %v", eotf)
	}
	ok(t, p.SetWireFormat(nil))
	if got := must(p.WireFormat())(t); got != nil {
		t.Error("a wire format is left")
	}
}

func TestFindModes(t *testing.T) {
	machine(t)
	p := newDesk(t, 0).path
	modes := must(must(p.FindModes(core.DisplayModeQueryOptionsNone))(t).Slice())(t)
	if len(modes) != 7 {
		t.Fatalf("%d modes", len(modes))
	}
	ok(t, p.ApplyPropertiesFromMode(modes[0]))
	if size, want := must(p.SourceResolution())(t), must(modes[0].SourceResolution())(t); *size != want {
		t.Errorf("the path has %v, its mode %v", *size, want)
	}
}

// boxes are values of every kind that the property maps keep, with what they are
// read back as.
var boxes = map[byte]any{
	1: true, 2: uint8(200), 3: int16(-2), 4: uint16(65000), 5: int32(-70000), 6: uint32(4_000_000_000), 7: int64(-1 << 40), 8: uint64(1 << 63),
	9: float32(1.5), 10: 2.25, 11: "Grüße 😀", 12: key(9), 13: []byte{1, 2, 3}, 14: []string{"a", "", "ß"}, 15: []int32{-1, 0, 1}, 16: []bool{true, false, true},
	17: []float64{0.5, -0.25},
}

func isText(v any) bool {
	switch v.(type) {
	case string, []string:
		return true
	}
	return false
}

func isArray(v any) bool { return reflect.TypeOf(v).Kind() == reflect.Slice }

func TestPropertyMap(t *testing.T) {
	machine(t)
	boxes := maps.Clone(boxes)
	if !quirks.StringsKept() {
		t.Log("this system's PropertyValue does not keep its strings: no strings in this run")
		maps.DeleteFunc(boxes, func(_ byte, v any) bool { return isText(v) })
	}
	if !quirks.ArraysCopied() {
		t.Log("this system's PropertyValue gives its own memory away: no arrays in this run")
		maps.DeleteFunc(boxes, func(_ byte, v any) bool { return isArray(v) })
	}
	m := must(newDesk(t, 0).path.Properties())(t)
	for k, want := range boxes {
		if replaced := must(m.Insert(key(k), want))(t); replaced {
			t.Errorf("%v was there before", want)
		}
	}
	for k, want := range boxes {
		got, err := m.Lookup(key(k))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%T %v came back as %T %v, %v", want, want, got, got, err)
		}
	}
	read := map[winrt.GUID]any{}
	for pair, err := range m.All() {
		ok(t, err)
		read[pair.Key] = pair.Value
	}
	if len(read) != len(boxes) || !reflect.DeepEqual(read[key(12)], boxes[12]) {
		t.Errorf("ranging over the map gave %v", read)
	}
	if _, err := m.Lookup(key(99)); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("a key that is not there: %v", err)
	}
	ok(t, m.Remove(key(1)))
	if has := must(m.HasKey(key(1)))(t); has {
		t.Error("a removed key is there")
	}
	ok(t, m.Clear())
	if n := must(m.Size())(t); n != 0 {
		t.Errorf("%d left after Clear", n)
	}
}

func TestTargetAndAdapterProperties(t *testing.T) {
	machine(t)
	d := newDesk(t, 1)
	target := must(d.target.Properties())(t)
	for k, want := range map[byte]any{0x12: uint32(4353), 0x14: int32(-1)} {
		if got, err := target.Lookup(key(k)); err != nil || got != want {
			t.Errorf("target property %#x is %T %v, %v; want %v", k, got, got, err, want)
		}
	}
	edid, err := target.Lookup(key(0x11))
	if b, is := edid.([]byte); err != nil || !is || len(b) != 128 {
		t.Errorf("the EDID is %T, %v", edid, err)
	}
	adapter := must(d.target.Adapter())(t)
	properties := must(adapter.Properties())(t)
	if software, err := properties.Lookup(key(3)); err != nil || software != false {
		t.Errorf("software: %v, %v", software, err)
	}
	if memory, err := properties.Lookup(key(2)); err != nil || memory.(uint64) <= 1<<32 {
		t.Errorf("memory: %v, %v", memory, err)
	}
	if vendor := must(adapter.PciVendorId())(t); vendor != 0x10DE {
		t.Errorf("vendor %#x", vendor)
	}
	if usage := must(d.target.UsageKind())(t); usage.String() != "HeadMounted" {
		t.Errorf("usage %v", usage)
	}
	monitor := must(d.target.TryGetMonitor())(t)
	if name := must(monitor.DisplayName())(t); name != "Contoso Headset" {
		t.Errorf("monitor %q", name)
	}
}

func TestNoMonitorIsNil(t *testing.T) {
	machine(t)
	d := newDesk(t, 3)
	if monitor := must(d.target.TryGetMonitor())(t); monitor != nil {
		t.Error("a monitor where there is none")
	}
	if id := must(d.target.StableMonitorId())(t); id != "" {
		t.Errorf("id %q", id)
	}
}

// mine is a Go type of the test's own that native code walks.
type mine map[winrt.GUID]any

func (m mine) All() iter.Seq2[collections.KeyValuePair[winrt.GUID, any], error] {
	return func(yield func(collections.KeyValuePair[winrt.GUID, any], error) bool) {
		for k, v := range m {
			if !yield(collections.KeyValuePair[winrt.GUID, any]{Key: k, Value: v}, nil) {
				return
			}
		}
	}
}

func TestGoMapsGoIn(t *testing.T) {
	machine(t)
	want := map[winrt.GUID]any{key(1): 1.5, key(2): int32(2), key(3): uint64(1 << 63), key(4): windows.GUID{Data1: 4}}
	for name, in := range map[string]collections.IIterable[collections.KeyValuePair[winrt.GUID, any]]{
		"collections.FromMap": collections.FromMap(want),
		"a type of one's own": &mine{},
	} {
		if own, is := in.(*mine); is {
			*own = want
		}
		d := must(core.DisplayPrimaryDescriptionCreateWithProperties(in, 640, 480, directx.DirectXPixelFormatB8G8R8A8UIntNormalized,
			directx.DirectXColorSpaceRgbFullG22NoneP709, true, direct3d11.Direct3DMultisampleDescription{Count: 4, Quality: -7}))(t)
		if m := must(d.MultisampleDescription())(t); m.Count != 4 || m.Quality != -7 {
			t.Errorf("%s: %+v", name, m)
		}
		if w, h := must(d.Width())(t), must(d.Height())(t); w != 640 || h != 480 || !must(d.IsStereo())(t) {
			t.Errorf("%s: %d×%d", name, w, h)
		}
		got := map[winrt.GUID]any{}
		for pair, err := range must(d.Properties())(t).All() {
			ok(t, err)
			got[pair.Key] = pair.Value
		}
		if !maps.EqualFunc(got, want, reflect.DeepEqual) {
			t.Errorf("%s: native code read %v", name, got)
		}
	}
}

func TestGoSlicesGoIn(t *testing.T) {
	machine(t)
	manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	targets := must(must(manager.GetCurrentTargets())(t).Slice())(t)
	result := must(manager.TryAcquireTargetsAndCreateEmptyState(collections.FromSlice(targets)))(t)
	if code := must(result.ErrorCode())(t); code != core.DisplayManagerResultSuccess {
		t.Fatal(code)
	}
	state := must(result.State())(t)
	if n := must(must(state.Targets())(t).Size())(t); n != 4 {
		t.Errorf("the state has %d targets", n)
	}
	if _, err := manager.TryAcquireTargetsAndCreateEmptyState(nil); err == nil {
		t.Error("null was taken for a collection")
	}
}

// failing ends with an error after its first value.
type failing struct{ target *core.DisplayTarget }

func (f *failing) All() iter.Seq2[*core.DisplayTarget, error] {
	return func(yield func(*core.DisplayTarget, error) bool) {
		if yield(f.target, nil) {
			yield(nil, winrt.E_ABORT)
		}
	}
}

func TestErrorsOfGoIteratorsReachNativeCode(t *testing.T) {
	machine(t)
	manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	target := must(must(manager.GetCurrentTargets())(t).GetAt(0))(t)
	if _, err := manager.TryAcquireTargetsAndCreateEmptyState(&failing{target}); !errors.Is(err, winrt.E_ABORT) {
		t.Errorf("%v", err)
	}
}

// TestOverloads uses both forms of ConnectTarget: two targets in one view.
func TestOverloads(t *testing.T) {
	machine(t)
	manager := must(core.DisplayManagerCreate(core.DisplayManagerOptionsNone))(t)
	targets := must(manager.GetCurrentTargets())(t)
	state := must(must(manager.TryAcquireTargetsAndCreateEmptyState(targets))(t).State())(t)
	view := must(must(state.ConnectTarget(must(targets.GetAt(0))(t)))(t).View())(t)
	second, foreign := must(targets.GetAt(1))(t), must(targets.GetAt(3))(t)
	if !must(state.CanConnectTargetToView(second, view))(t) {
		t.Error("a target of the same adapter is refused")
	}
	if must(state.CanConnectTargetToView(foreign, view))(t) {
		t.Error("a target of another adapter is taken")
	}
	path := must(state.ConnectTargetToView(second, view))(t)
	if target := must(path.Target())(t); !must(target.IsSame(second))(t) {
		t.Error("the path has another target")
	}
	if n := must(must(view.Paths())(t).Size())(t); n != 2 {
		t.Errorf("the view has %d paths", n)
	}
}

func TestMetadataBuffer(t *testing.T) {
	machine(t)
	d := newDesk(t, 0)
	presentation := must(d.shared.CreateSourcePresentationHandle())(t)
	defer presentation.Close()
	source := d.open(t, presentation)
	buffer := must(source.GetMetadata(key(0x22)))(t)
	if n := must(buffer.Length())(t); n != 128 {
		t.Errorf("the EDID has %d bytes", n)
	}
	if _, err := source.GetMetadata(key(0x77)); !errors.Is(err, windows.ERROR_NOT_FOUND) {
		t.Errorf("a key that is not there: %v", err)
	}
}
