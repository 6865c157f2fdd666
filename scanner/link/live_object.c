#include "scanner/link/live_object.h"

__asm__(".section .rodata\n"
	".balign 16\n"
	".global live_object\n"
	"live_object:\n"
	".incbin \"" LIVE_OBJECT "\"\n"
	".global live_object_end\n"
	"live_object_end:\n"
	".byte 0\n"
	".previous\n");
