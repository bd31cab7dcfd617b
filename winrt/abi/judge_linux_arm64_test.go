package abi

import (
	"math"
	"runtime"
	"testing"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi/internal/judge"
)

func callNative() uintptr

type (
	two    struct{ x, y float32 }
	three  struct{ x, y, z float32 }
	four   struct{ x, y, z, w float32 }
	wide   struct{ x, y float64 }
	twelve struct{ a, b, c int32 }
	guid   struct {
		a    uint32
		b, c uint16
		d    [8]byte
	}
)

var (
	id    = guid{0x01020304, 0x0506, 0x0708, [8]byte{9, 10, 11, 12, 13, 14, 15, 16}}
	other = guid{0xf1f2f3f4, 0xf5f6, 0xf7f8, [8]byte{249, 250, 251, 252, 253, 254, 254, 255}}
)

// argumentLists are what the methods of judge.h take, from method 3 on.
var argumentLists = [][]any{
	{int8(-3), uint8(253), int16(-30000), uint16(65000), int32(-2000000000), uint32(4000000000), int64(math.MinInt64 + 7)},
	{int32(1), int32(-2), int32(3), int32(-4), int32(5), int32(-6), int32(7), int32(-8), uint64(0x123456789abcdef0), uint8(200)},
	{float32(1.5), -2.25, int32(77), float32(3.5), 1e300, float32(-4.5), float32(5.5), 6.75, float32(7.5), -8.25, float32(9.5)},
	{two{1, 2}, three{3, 4, 5}, int32(-9), three{6, 7, 8}, two{9, 10}, float32(11)},
	{four{1, 2, 3, 4}, four{5, 6, 7, 8}, four{9, 10, 11, 12}, 13.5},
	{wide{1, 2}, float32(3), wide{4, 5}, wide{6, 7}, wide{8, 9}},
	{id, int32(-5), twelve{1, -2, 3}, other, int8(-1)},
	{int32(1), int32(2), int32(3), int32(4), int32(5), int32(6), id, int32(8)},
}

// floatsOf is how many floats of which size a value is made of.
func floatsOf(v any) (n int, size uintptr) {
	switch v.(type) {
	case float32:
		return 1, 4
	case two:
		return 2, 4
	case three:
		return 3, 4
	case four:
		return 4, 4
	case float64:
		return 1, 8
	case wide:
		return 2, 8
	}
	return 0, 0
}

func sizeOf(v any) uintptr {
	switch v.(type) {
	case int8, uint8:
		return 1
	case int16, uint16:
		return 2
	case int32, uint32:
		return 4
	case int64, uint64:
		return 8
	case twelve:
		return 12
	case guid:
		return 16
	}
	n, size := floatsOf(v)
	return uintptr(n) * size
}

// bytesOf points to the value in an interface.
func bytesOf(v *any) unsafe.Pointer { return (*[2]unsafe.Pointer)(unsafe.Pointer(v))[1] }

// TestCallsOfC passes every list of arguments to C code, which checks them.
func TestCallsOfC(t *testing.T) {
	methods := judge.Methods()
	if len(methods) != len(argumentLists) {
		t.Fatalf("%d methods, %d argument lists", len(methods), len(argumentLists))
	}
	for i, list := range argumentLists {
		c := new(struct {
			args callArgs
			call nativeCall
		})
		c.args.x[0] = 0x1234
		for j := range list {
			fits := false
			if n, size := floatsOf(list[j]); n > 0 {
				fits = c.args.float(bytesOf(&list[j]), n, size)
			} else {
				fits = c.args.plain(bytesOf(&list[j]), sizeOf(list[j]))
			}
			if !fits {
				t.Fatalf("method %d: argument %d does not fit", i+3, j)
			}
		}
		c.call = c.args.native(methods[i])
		if wrong := uint32(judge.Invoke(callNative(), uintptr(unsafe.Pointer(&c.call)))); wrong != 0 {
			t.Errorf("method %d: C finds condition %d wrong", i+3, wrong)
		}
		runtime.KeepAlive(c)
	}
}

// TestCallsFromC has C code call every list through the vtable.
func TestCallsFromC(t *testing.T) {
	receiver = judge.Receiver()
	object := new(struct {
		vtable uintptr
		refs   *int32
		count  int32
	})
	object.vtable = vtableAddress()
	for i, list := range argumentLists {
		called := false
		judge.Receive = func(p unsafe.Pointer) uintptr {
			called = true
			in := (*arrival)(p)
			if in.slot != uintptr(i+3) || in.this() != unsafe.Pointer(object) {
				t.Errorf("method %d: slot %d, object %p", i+3, in.slot, in.this())
			}
			var a arguments
			for j := range list {
				var memory [32]byte
				if n, size := floatsOf(list[j]); n > 0 {
					a.floating(in, unsafe.Pointer(&memory), uintptr(n), size)
				} else {
					a.plain(in, unsafe.Pointer(&memory), sizeOf(list[j]))
				}
				size := sizeOf(list[j])
				got, want := memory[:size], unsafe.Slice((*byte)(bytesOf(&list[j])), size)
				if string(got) != string(want) {
					t.Errorf("method %d, argument %d: %x arrived, %x was passed", i+3, j, got, want)
				}
			}
			return 0x80004005
		}
		if hr := judge.Call(i+3, unsafe.Pointer(object)); hr != 0x80004005 || !called {
			t.Errorf("method %d: C gets %#x, Go was called: %v", i+3, hr, called)
		}
	}
}
