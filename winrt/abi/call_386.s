//go:build windows

#include "textflag.h"

// makeCall is called by native code's convention with a *nativeCall, for a method
// with more argument words than syscall.SyscallN takes. The method pops them
// (stdcall).
//
//	SP+0   words[0] … words[count-1]    while the method runs
//	       caller's DI
//	       caller's SI
//	       caller's BP                  BP points here
//	       return address
//	       *nativeCall: method, count, words
TEXT makeCall<>(SB), NOSPLIT|NOFRAME, $0
	PUSHL BP
	MOVL  SP, BP
	PUSHL SI
	PUSHL DI
	MOVL  8(BP), AX
	MOVL  4(AX), CX
	MOVL  8(AX), SI
	MOVL  CX, DX
	SHLL  $2, DX
	SUBL  DX, SP
	MOVL  SP, DI
	CLD
	REP; MOVSL
	MOVL  0(AX), AX
	CALL  AX
	LEAL  -8(BP), SP
	POPL  DI
	POPL  SI
	POPL  BP
	RET

// The address is taken from data: a Go func value would name the wrapper that
// converts between Go's calling conventions.
DATA makeCallAddress<>+0(SB)/4, $makeCall<>(SB)
GLOBL makeCallAddress<>(SB), RODATA|NOPTR, $4

// func callNative() uintptr
TEXT ·callNative(SB), NOSPLIT, $0-4
	MOVL makeCallAddress<>(SB), AX
	MOVL AX, ret+0(FP)
	RET
