// Package judge has C code, by another compiler, call the arm64 assembly of package
// abi and be called by it. It is for tests on Linux: the calling convention is the
// one that Windows has on arm64, and so is the assembly.
package judge

// #include "judge.h"
// static uint32_t call_shape(const Shape *s, void *object) { return s->call(object); }
// static int list_shape(const Shape *s, Argument *list) { return s->list(list); }
import "C"

import "unsafe"

// Methods are C functions that check their arguments: 0 is what they return when
// all are right, else the number of the condition that failed. The first has the
// number 3.
func Methods() []uintptr {
	methods := make([]uintptr, C.judge_count)
	for i := range methods {
		methods[i] = uintptr(*(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(&C.judge_methods), i*8)))
	}
	return methods
}

// Invoke calls a function of C's calling convention with one argument, the address of
// memory that the caller keeps alive.
func Invoke(function, argument uintptr) uintptr {
	return uintptr(C.judge_invoke(C.uintptr_t(function), C.uintptr_t(argument)))
}

// Call has C call the method in a slot of object's vtable with the values that
// Methods check.
func Call(slot int, object unsafe.Pointer) uint32 {
	return uint32(C.judge_call(C.int(slot), object))
}

// Argument is one argument of a shape: the value, and how generated code classifies
// it, as Each bytes of floats, or with Each 0 as plain memory.
type Argument struct {
	Value unsafe.Pointer
	Size  uintptr
	Each  uintptr
}

// Shape is one signature of the metadata. Method checks its arguments as those of
// Methods do, the object counting as the first.
type Shape struct {
	Method    uintptr
	Slot      int
	Arguments []Argument
	shape     *C.Shape
}

// Shapes are those that this program was built with.
func Shapes() []Shape {
	native := unsafe.Slice((*C.Shape)(unsafe.Pointer(&C.judge_shapes)), int(C.judge_shape_count))
	shapes := make([]Shape, len(native))
	for i := range native {
		s := &native[i]
		var list [64]C.Argument
		shapes[i] = Shape{Method: uintptr(s.method), Slot: int(s.slot), shape: s}
		for _, a := range list[:C.list_shape(s, &list[0])] {
			shapes[i].Arguments = append(shapes[i].Arguments, Argument{unsafe.Pointer(a.value), uintptr(a.size), uintptr(a.each)})
		}
	}
	return shapes
}

// Call has C call the method in the shape's slot of object's vtable.
func (s *Shape) Call(object unsafe.Pointer) uint32 { return uint32(C.call_shape(s.shape, object)) }

// Receiver is a function of C's convention that passes its argument to Receive.
func Receiver() uintptr { return uintptr(C.judge_receiver()) }

// Shutdown is a function of C's convention that tells whether the process ends, as End
// says, and changes every register that it may.
func Shutdown() uintptr { return uintptr(C.judge_shutdown()) }

// End has Shutdown's function say yes, or no.
func End(yes bool) {
	n := C.int(0)
	if yes {
		n = 1
	}
	C.judge_end(n)
}

// Release has C call slot 2 of object's vtable.
func Release(object unsafe.Pointer) uint32 { return uint32(C.judge_release(object)) }

// Receive is called by Receiver's function.
var Receive func(arrival unsafe.Pointer) uintptr

//export judgeReceive
func judgeReceive(arrival unsafe.Pointer) C.uintptr_t { return C.uintptr_t(Receive(arrival)) }
