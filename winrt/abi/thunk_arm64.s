#include "textflag.h"

// incoming is where every thunk of the vtable goes, with the number of its slot in
// R12. By AAPCS64 arguments are in R0–R7, in F0–F7, and on the stack.
//
//	RSP+0   R29, R30 of the caller
//	RSP+16  arrival: R0 … R7      ·receiver's argument points here
//	RSP+80           F0 … F7
//	RSP+144          address of the arguments on the stack
//	RSP+152          slot
//	RSP+160 arguments on the stack
TEXT ·incoming(SB), NOSPLIT|NOFRAME, $0
	SUB   $160, RSP
	STP   (R29, R30), 0(RSP)
	MOVD  RSP, R29
	STP   (R0, R1), 16(RSP)
	STP   (R2, R3), 32(RSP)
	STP   (R4, R5), 48(RSP)
	STP   (R6, R7), 64(RSP)
	FSTPD (F0, F1), 80(RSP)
	FSTPD (F2, F3), 96(RSP)
	FSTPD (F4, F5), 112(RSP)
	FSTPD (F6, F7), 128(RSP)
	ADD   $160, RSP, R9
	MOVD  R9, 144(RSP)
	MOVD  R12, 152(RSP)

	// In two steps: a load by name would use R27, which belongs to the caller.
	MOVD $·shutdown(SB), R9
	MOVD (R9), R9
	BL   (R9)
	TSTW $0xff, R0
	BNE  over
	ADD  $16, RSP, R0
	MOVD $·receiver(SB), R9
	MOVD (R9), R9
	BL   (R9)

out:
	LDP 0(RSP), (R29, R30)
	ADD $160, RSP
	RET

over:
	MOVD ZR, R0
	MOVD 152(RSP), R9
	CMP  $2, R9
	BEQ  out
	MOVW $0x8007045B, R0 // ERROR_SHUTDOWN_IN_PROGRESS
	B    out

// addRefThunk is IUnknown::AddRef: cell.refs points to the object's count.
TEXT ·addRefThunk(SB), NOSPLIT|NOFRAME, $0
	MOVD 8(R0), R1

retry:
	LDAXRW (R1), R2
	ADDW   $1, R2
	STLXRW R2, (R1), R3
	CBNZW  R3, retry
	MOVWU  R2, R0
	RET

// releaseThunk is IUnknown::Release. Only the last one goes to Go, as slot 2.
TEXT ·releaseThunk(SB), NOSPLIT|NOFRAME, $0
	MOVD 8(R0), R1

retry:
	LDAXRW (R1), R2
	SUBW   $1, R2
	STLXRW R2, (R1), R3
	CBNZW  R3, retry
	CBZW   R2, last
	MOVWU  R2, R0
	RET

last:
	MOVD $2, R12
	B    ·incoming(SB)
