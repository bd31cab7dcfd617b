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

// calledMethod is a C function with the arguments that it wants.
type calledMethod struct {
	address   uintptr
	slot      int
	arguments []judge.Argument
	call      func(object unsafe.Pointer) uint32 // C calls the method in slot
}

// calledMethods are those of judge.h and, where they were made, those of all
// shapes in the metadata.
func calledMethods(t *testing.T) []calledMethod {
	byHand := judge.Methods()
	if len(byHand) != len(argumentLists) {
		t.Fatalf("%d methods, %d argument lists", len(byHand), len(argumentLists))
	}
	var methods []calledMethod
	for i, list := range argumentLists {
		m := calledMethod{address: byHand[i], slot: i + 3}
		for j := range list {
			_, each := floatsOf(list[j])
			m.arguments = append(m.arguments, judge.Argument{Value: bytesOf(&list[j]), Size: sizeOf(list[j]), Each: each})
		}
		m.call = func(object unsafe.Pointer) uint32 { return judge.Call(m.slot, object) }
		methods = append(methods, m)
	}
	shapes := judge.Shapes()
	if len(shapes) == 0 {
		t.Log("the shapes of the metadata are not part of this program: ./test.sh arm64 makes them")
	}
	for i := range shapes {
		methods = append(methods, calledMethod{shapes[i].Method, shapes[i].Slot, shapes[i].Arguments, shapes[i].Call})
	}
	t.Logf("%d methods", len(methods))
	return methods
}

// byReference is the largest value that is passed in registers, in bytes; larger
// ones are passed by a pointer, unless they are made of floats.
const byReference = 16

// TestCallsOfC passes every list of arguments to C code, which checks them.
func TestCallsOfC(t *testing.T) {
	for i, m := range calledMethods(t) {
		c := new(struct {
			args callArgs
			call nativeCall
		})
		c.args.x[0] = 0x1234
		for j := range m.arguments {
			a := &m.arguments[j]
			fits := false
			switch {
			case a.Each > 0:
				fits = c.args.float(a.Value, int(a.Size/a.Each), a.Each)
			case a.Size > byReference:
				fits = c.args.plain(unsafe.Pointer(&a.Value), 8)
			default:
				fits = c.args.plain(a.Value, a.Size)
			}
			if !fits {
				t.Fatalf("method %d: argument %d does not fit", i, j)
			}
		}
		c.call = c.args.native(m.address)
		if wrong := uint32(judge.Invoke(callNative(), uintptr(unsafe.Pointer(&c.call)))); wrong != 0 {
			t.Errorf("method %d: C finds condition %d wrong", i, wrong)
		}
		runtime.KeepAlive(c)
	}
}

// judged is an object as the assembly knows it: see cell.
type judged struct {
	vtable uintptr
	refs   uintptr
	count  int32
}

func newObject() *judged {
	object := &judged{vtable: vtableAddress(), count: 1}
	object.refs = uintptr(unsafe.Pointer(&object.count))
	return object
}

// TestCallsFromC has C code call every list through the vtable.
func TestCallsFromC(t *testing.T) {
	receiver, shutdown = judge.Receiver(), judge.Shutdown()
	object := newObject()
	for i, m := range calledMethods(t) {
		called := false
		judge.Receive = func(p unsafe.Pointer) uintptr {
			called = true
			in := (*arrival)(p)
			if in.slot != uintptr(m.slot) || in.this() != unsafe.Pointer(object) {
				t.Errorf("method %d: slot %d, object %p", i, in.slot, in.this())
			}
			var a arguments
			for j, want := range m.arguments {
				var memory [128]byte
				got := unsafe.Pointer(&memory)
				switch {
				case want.Each > 0:
					a.floating(in, got, want.Size/want.Each, want.Each)
				case want.Size > byReference:
					a.plain(in, unsafe.Pointer(&got), 8)
				default:
					a.plain(in, got, want.Size)
				}
				if is, want := unsafe.Slice((*byte)(got), want.Size), unsafe.Slice((*byte)(want.Value), want.Size); string(is) != string(want) {
					t.Errorf("method %d, argument %d: %x arrived, %x was passed", i, j, is, want)
				}
			}
			return 0x80004005
		}
		if hr := m.call(unsafe.Pointer(object)); hr != 0x80004005 || !called {
			t.Errorf("method %d: C gets %#x, Go was called: %v", i, hr, called)
		}
	}
}

// TestCallsAtTheEnd has C code call every method while the process ends: none enters Go,
// and the last Release says that it was that.
func TestCallsAtTheEnd(t *testing.T) {
	receiver, shutdown = judge.Receiver(), judge.Shutdown()
	judge.End(true)
	defer judge.End(false)
	object := newObject()
	judge.Receive = func(unsafe.Pointer) uintptr {
		t.Error("Go was called")
		return 0
	}
	for i, m := range calledMethods(t) {
		if hr := m.call(unsafe.Pointer(object)); hr != 0x8007045b {
			t.Errorf("method %d: C gets %#x", i, hr)
		}
	}
	object.count = 2
	for want := range uint32(2) {
		if left := judge.Release(unsafe.Pointer(object)); left != 1-want {
			t.Errorf("Release: %d references are left, want %d", left, 1-want)
		}
	}
}
