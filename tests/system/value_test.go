//go:build windows

package system

import (
	"reflect"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt"
)

// box makes a PropertyValue by its own Create method and reads it by the getter.
func box[T any](t *testing.T, name string, create func(T) (any, error), kind foundation.PropertyType, get func(foundation.IPropertyValue) (T, error), values ...T) {
	t.Run(name, func(t *testing.T) {
		clean(t)
		for _, want := range values {
			made, err := create(want)
			if absent(err) {
				t.Skipf("not on this system: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(made, any(want)) {
				t.Errorf("%v came out as %T %v", want, made, made)
			}
			object := must(winrt.Box(want))(t)
			value, err := foundation.AsIPropertyValue(object)
			if err != nil {
				t.Fatal(err)
			}
			if got := must(value.Type())(t); got != kind {
				t.Errorf("%v is a %v, not a %v", want, got, kind)
			}
			got, err := get(value)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%v came back as %v, %v", want, got, err)
			}
			inUse("Windows.Foundation.PropertyValue", err == nil && reflect.DeepEqual(got, want))
		}
	})
}

func TestPropertyValueScalars(t *testing.T) {
	box(t, "UInt8", foundation.PropertyValueCreateUInt8, foundation.PropertyTypeUInt8, foundation.IPropertyValue.GetUInt8, 0, 200, 255)
	box(t, "Int16", foundation.PropertyValueCreateInt16, foundation.PropertyTypeInt16, foundation.IPropertyValue.GetInt16, -32768, 0, 32767)
	box(t, "UInt16", foundation.PropertyValueCreateUInt16, foundation.PropertyTypeUInt16, foundation.IPropertyValue.GetUInt16, 65535)
	box(t, "Int32", foundation.PropertyValueCreateInt32, foundation.PropertyTypeInt32, foundation.IPropertyValue.GetInt32, -1<<31, -1, 1<<31-1)
	box(t, "UInt32", foundation.PropertyValueCreateUInt32, foundation.PropertyTypeUInt32, foundation.IPropertyValue.GetUInt32, 1<<32-1)
	box(t, "Int64", foundation.PropertyValueCreateInt64, foundation.PropertyTypeInt64, foundation.IPropertyValue.GetInt64, -1<<63, 1<<40)
	box(t, "UInt64", foundation.PropertyValueCreateUInt64, foundation.PropertyTypeUInt64, foundation.IPropertyValue.GetUInt64, 1<<64-1)
	box(t, "Single", foundation.PropertyValueCreateSingle, foundation.PropertyTypeSingle, foundation.IPropertyValue.GetSingle, 1.5, -0.25, 3e38)
	box(t, "Double", foundation.PropertyValueCreateDouble, foundation.PropertyTypeDouble, foundation.IPropertyValue.GetDouble, 1.5, -1e300)
	box(t, "Boolean", foundation.PropertyValueCreateBoolean, foundation.PropertyTypeBoolean, foundation.IPropertyValue.GetBoolean, true, false)
	box(t, "Guid", foundation.PropertyValueCreateGuid, foundation.PropertyTypeGuid, foundation.IPropertyValue.GetGuid, winrt.GUID{Data1: 0x01020304, Data2: 0x0506, Data3: 0x0708, Data4: [8]byte{9, 10, 11, 12, 13, 14, 15, 16}})
	box(t, "DateTime", foundation.PropertyValueCreateDateTime, foundation.PropertyTypeDateTime, foundation.IPropertyValue.GetDateTime, foundation.DateTime(133_000_000_000_000_001))
	box(t, "TimeSpan", foundation.PropertyValueCreateTimeSpan, foundation.PropertyTypeTimeSpan, foundation.IPropertyValue.GetTimeSpan, foundation.TimeSpan(-5_000_000_001))
	box(t, "Point", foundation.PropertyValueCreatePoint, foundation.PropertyTypePoint, foundation.IPropertyValue.GetPoint, foundation.Point{X: 1.5, Y: -2})
	box(t, "Size", foundation.PropertyValueCreateSize, foundation.PropertyTypeSize, foundation.IPropertyValue.GetSize, foundation.Size{Width: 3, Height: 0.5})
	box(t, "Rect", foundation.PropertyValueCreateRect, foundation.PropertyTypeRect, foundation.IPropertyValue.GetRect, foundation.Rect{X: 1, Y: 2, Width: 3, Height: 4})
}

func TestPropertyValueArrays(t *testing.T) {
	if !quirks.ArraysCopied() {
		t.Skip("this system's PropertyValue gives its own memory away, and using arrays of it ends in a crash")
	}
	box(t, "UInt8", foundation.PropertyValueCreateUInt8Array, foundation.PropertyTypeUInt8Array, foundation.IPropertyValue.GetUInt8Array, []uint8{1, 2, 255})
	box(t, "Int16", foundation.PropertyValueCreateInt16Array, foundation.PropertyTypeInt16Array, foundation.IPropertyValue.GetInt16Array, []int16{-1, 2})
	box(t, "UInt16", foundation.PropertyValueCreateUInt16Array, foundation.PropertyTypeUInt16Array, foundation.IPropertyValue.GetUInt16Array, []uint16{65535, 0, 7})
	box(t, "Int32", foundation.PropertyValueCreateInt32Array, foundation.PropertyTypeInt32Array, foundation.IPropertyValue.GetInt32Array, []int32{-1, 0, 1 << 30})
	box(t, "UInt32", foundation.PropertyValueCreateUInt32Array, foundation.PropertyTypeUInt32Array, foundation.IPropertyValue.GetUInt32Array, []uint32{1 << 31})
	box(t, "Int64", foundation.PropertyValueCreateInt64Array, foundation.PropertyTypeInt64Array, foundation.IPropertyValue.GetInt64Array, []int64{-1 << 40, 1})
	box(t, "UInt64", foundation.PropertyValueCreateUInt64Array, foundation.PropertyTypeUInt64Array, foundation.IPropertyValue.GetUInt64Array, []uint64{1 << 63, 2})
	box(t, "Single", foundation.PropertyValueCreateSingleArray, foundation.PropertyTypeSingleArray, foundation.IPropertyValue.GetSingleArray, []float32{0.5, -1})
	box(t, "Double", foundation.PropertyValueCreateDoubleArray, foundation.PropertyTypeDoubleArray, foundation.IPropertyValue.GetDoubleArray, []float64{0.5, 1e300})
	box(t, "Boolean", foundation.PropertyValueCreateBooleanArray, foundation.PropertyTypeBooleanArray, foundation.IPropertyValue.GetBooleanArray, []bool{true, false, true})
	box(t, "Guid", foundation.PropertyValueCreateGuidArray, foundation.PropertyTypeGuidArray, foundation.IPropertyValue.GetGuidArray, []winrt.GUID{{Data1: 1}, {Data2: 2}})
	box(t, "DateTime", foundation.PropertyValueCreateDateTimeArray, foundation.PropertyTypeDateTimeArray, foundation.IPropertyValue.GetDateTimeArray, []foundation.DateTime{1, -1})
	box(t, "TimeSpan", foundation.PropertyValueCreateTimeSpanArray, foundation.PropertyTypeTimeSpanArray, foundation.IPropertyValue.GetTimeSpanArray, []foundation.TimeSpan{1, -1})
	box(t, "Point", foundation.PropertyValueCreatePointArray, foundation.PropertyTypePointArray, foundation.IPropertyValue.GetPointArray, []foundation.Point{{X: 1}, {Y: 2}})
	box(t, "Size", foundation.PropertyValueCreateSizeArray, foundation.PropertyTypeSizeArray, foundation.IPropertyValue.GetSizeArray, []foundation.Size{{Width: 1}})
	box(t, "Rect", foundation.PropertyValueCreateRectArray, foundation.PropertyTypeRectArray, foundation.IPropertyValue.GetRectArray, []foundation.Rect{{X: 1, Height: 2}})
}

func TestUnbox(t *testing.T) {
	clean(t)
	object := must(winrt.Box(int32(42)))(t)
	if n := must(winrt.Unbox[int32](object))(t); n != 42 {
		t.Errorf("42 is unboxed as %d", n)
	}
	if n := must(winrt.Unbox[int](object))(t); n != 42 {
		t.Errorf("42 is unboxed as the int %d", n)
	}
	if _, err := winrt.Unbox[string](object); err == nil {
		t.Error("a number was unboxed as a string")
	}
	moment := time.Date(2024, 2, 29, 12, 30, 0, 100, time.UTC)
	stamp := foundation.DateTime(0)
	if boxed, err := winrt.Box(moment); err == nil {
		stamp = must(winrt.Unbox[foundation.DateTime](boxed))(t)
		if !stamp.Time().Equal(moment) {
			t.Errorf("%v came back as %v", moment, stamp.Time())
		}
	} else if !absent(err) {
		t.Error(err)
	}
	if _, err := winrt.Box(bigInt()); err == nil && ^uint(0)>>63 != 0 {
		t.Error("an int that does not fit was boxed")
	}
	if _, err := winrt.Box(struct{}{}); err == nil {
		t.Error("a struct of no metadata was boxed")
	}
}

// bigInt needs more than 32 bits where int has them.
func bigInt() int { return int(int64(1) << 40 >> (40 - 40*(^uint(0)>>63))) }
