//go:build windows

#include "textflag.h"

// func threadID() uint32
TEXT ·threadID(SB), NOSPLIT, $0-4
	MOVQ 0x30(GS), AX // the thread's environment block
	MOVL 0x48(AX), AX // ClientId.UniqueThread
	MOVL AX, ret+0(FP)
	RET
