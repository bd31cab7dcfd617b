// Package judge has C code, by another compiler, call the arm64 assembly of package
// abi and be called by it. It is for tests on Linux: the calling convention is the
// one that Windows has on arm64, and so is the assembly.
package judge

// #include "judge.h"
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

// Receiver is a function of C's convention that passes its argument to Receive.
func Receiver() uintptr { return uintptr(C.judge_receiver()) }

// Receive is called by Receiver's function.
var Receive func(arrival unsafe.Pointer) uintptr

//export judgeReceive
func judgeReceive(arrival unsafe.Pointer) C.uintptr_t { return C.uintptr_t(Receive(arrival)) }
