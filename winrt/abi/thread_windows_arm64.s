#include "textflag.h"

// func threadID() uint32
TEXT ·threadID(SB), NOSPLIT, $0-4
	MOVWU 0x48(R18_PLATFORM), R0 // ClientId.UniqueThread of the environment block
	MOVW  R0, ret+0(FP)
	RET
