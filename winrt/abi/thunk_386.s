//go:build windows

#include "textflag.h"

// incoming is where every thunk of the vtable goes, with the number of its slot in
// AX. All arguments are on the stack (stdcall), and the callee takes them away.
//
//	SP+0   argument of the Go callback, which pops it
//	SP+4   arrival: address of the arguments    ·receiver's argument points here
//	SP+8            slot
//	SP+12           bytes to pop
//	SP+16  caller's BP                          BP points here
//	SP+20  return address
//	SP+24  the arguments, this first
TEXT ·incoming(SB), NOSPLIT|NOFRAME, $0
	PUSHL BP
	MOVL  SP, BP
	SUBL  $16, SP
	LEAL  8(BP), CX
	MOVL  CX, -12(BP)
	MOVL  AX, -8(BP)

	// By the table that this has: see stacked. What is not in it takes nobody
	// knows how much.
	MOVL    (CX), CX
	MOVL    8(CX), CX
	MOVL    $4, -4(BP)
	MOVWLZX (CX), DX
	CMPL    AX, DX
	JAE     enter
	MOVWLZX 2(CX)(AX*2), DX
	MOVL    DX, -4(BP)

enter:
	MOVL  ·shutdown(SB), CX
	CALL  CX
	TESTB AX, AX
	JNZ   over
	LEAL  -12(BP), CX
	MOVL  CX, 0(SP)
	MOVL  ·receiver(SB), CX
	CALL  CX

out:
	MOVL  -4(BP), CX
	MOVL  BP, SP
	POPL  BP
	POPL  DX
	ADDL  CX, SP
	JMP   DX

over:
	XORL AX, AX
	CMPL -8(BP), $2
	JEQ  out
	MOVL $0x8007045B, AX // ERROR_SHUTDOWN_IN_PROGRESS
	JMP  out

// addRefThunk is IUnknown::AddRef: cell.refs points to the object's count.
TEXT ·addRefThunk(SB), NOSPLIT|NOFRAME, $0
	MOVL  4(SP), CX
	MOVL  4(CX), DX
	MOVL  $1, AX
	LOCK
	XADDL AX, (DX)
	INCL  AX
	POPL  DX
	ADDL  $4, SP
	JMP   DX

// releaseThunk is IUnknown::Release. Only the last one goes to Go, as slot 2.
TEXT ·releaseThunk(SB), NOSPLIT|NOFRAME, $0
	MOVL  4(SP), CX
	MOVL  4(CX), DX
	MOVL  $-1, AX
	LOCK
	XADDL AX, (DX)
	DECL  AX
	JZ    last
	POPL  DX
	ADDL  $4, SP
	JMP   DX

last:
	MOVL $2, AX
	JMP  ·incoming(SB)
