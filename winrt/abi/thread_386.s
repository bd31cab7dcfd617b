//go:build windows

#include "textflag.h"

// func threadID() uint32
TEXT ·threadID(SB), NOSPLIT, $0-4
	MOVL 0x18(FS), AX // the thread's environment block
	MOVL 0x24(AX), AX // ClientId.UniqueThread
	MOVL AX, ret+0(FP)
	RET
