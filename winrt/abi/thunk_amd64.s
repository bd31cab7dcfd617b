//go:build windows

#include "textflag.h"

// incoming is where every thunk of the vtable goes, with the number of its slot in
// AX. By the Microsoft x64 convention the first four arguments are in CX, DX, R8,
// R9 or X0–X3, and the caller has left home space for them below the others: with
// the registers put there, all arguments lie in a row.
//
//	SP+0   home space of the Go callback
//	SP+32  arrival: address of the arguments    ·receiver's argument points here
//	SP+40           slot
//	SP+48           (unused)
//	SP+64           X0, X1, X2, X3, low halves
//	SP+96  (keeps SP a multiple of 16)
//	SP+104 return address
//	SP+112 CX, DX, R8, R9: home space           the arguments, this first
//	SP+144 the fifth argument, …
TEXT ·incoming(SB), NOSPLIT|NOFRAME, $0
	SUBQ $104, SP
	MOVQ CX, 112(SP)
	MOVQ DX, 120(SP)
	MOVQ R8, 128(SP)
	MOVQ R9, 136(SP)
	LEAQ 112(SP), CX
	MOVQ CX, 32(SP)
	MOVQ AX, 40(SP)
	MOVQ X0, 64(SP)
	MOVQ X1, 72(SP)
	MOVQ X2, 80(SP)
	MOVQ X3, 88(SP)
	MOVQ  ·shutdown(SB), AX
	CALL  AX
	TESTB AX, AX
	JNZ   over
	LEAQ  32(SP), CX
	MOVQ  ·receiver(SB), AX
	CALL  AX
	ADDQ  $104, SP
	RET

over:
	XORL AX, AX
	CMPQ 40(SP), $2
	JEQ  out
	MOVL $0x8007045B, AX // ERROR_SHUTDOWN_IN_PROGRESS

out:
	ADDQ $104, SP
	RET

// addRefThunk is IUnknown::AddRef: cell.refs points to the object's count.
TEXT ·addRefThunk(SB), NOSPLIT|NOFRAME, $0
	MOVQ  8(CX), DX
	MOVL  $1, AX
	LOCK
	XADDL AX, (DX)
	INCL  AX
	RET

// releaseThunk is IUnknown::Release. Only the last one goes to Go, as slot 2.
TEXT ·releaseThunk(SB), NOSPLIT|NOFRAME, $0
	MOVQ  8(CX), DX
	MOVL  $-1, AX
	LOCK
	XADDL AX, (DX)
	DECL  AX
	JZ    last
	RET

last:
	MOVL $2, AX
	JMP  ·incoming(SB)
