#include "textflag.h"

// makeCall is called by native code's convention with R0 = *nativeCall. It loads
// the registers and the stack that the structure describes and calls the method:
//
//	nativeCall                      stack while the method runs
//	  0 method                        RSP+0       stack[0]
//	  8 x[0] … x[7]                   RSP+8       stack[1]
//	 72 d[0] … d[7]                   …           (rounded up to 16 bytes)
//	136 nstack                        R29+0       caller's R29, R30
//	144 stack                         R29+16      caller's R19
//
// The result in R0 is the method's.
TEXT makeCall<>(SB), NOSPLIT|NOFRAME, $0
	SUB  $32, RSP
	STP  (R29, R30), (RSP)
	MOVD R19, 16(RSP)
	MOVD RSP, R29
	MOVD R0, R19

	MOVD 136(R19), R9  // words on the stack
	MOVD 144(R19), R10
	ADD  $1, R9, R11
	AND  $~1, R11, R11
	LSL  $3, R11, R11
	MOVD RSP, R12
	SUB  R11, R12, R12
	MOVD R12, RSP
	CBZ  R9, loaded

copy:
	MOVD.P 8(R10), R13
	MOVD.P R13, 8(R12)
	SUB    $1, R9, R9
	CBNZ   R9, copy

loaded:
	FLDPD 72(R19), (F0, F1)
	FLDPD 88(R19), (F2, F3)
	FLDPD 104(R19), (F4, F5)
	FLDPD 120(R19), (F6, F7)
	LDP   8(R19), (R0, R1)
	LDP   24(R19), (R2, R3)
	LDP   40(R19), (R4, R5)
	LDP   56(R19), (R6, R7)
	MOVD  (R19), R16
	BL    (R16)

	MOVD R29, RSP
	MOVD 16(RSP), R19
	LDP  (RSP), (R29, R30)
	ADD  $32, RSP
	RET

// The address is taken from data: a Go func value would name the wrapper that
// converts between Go's calling conventions.
DATA makeCallAddress<>+0(SB)/8, $makeCall<>(SB)
GLOBL makeCallAddress<>(SB), RODATA|NOPTR, $8

// func callNative() uintptr
TEXT ·callNative(SB), NOSPLIT, $0-8
	MOVD makeCallAddress<>(SB), R0
	MOVD R0, ret+0(FP)
	RET
