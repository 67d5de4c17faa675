// What this processor has, asked of the processor itself. Compiled for the baseline of its architecture.
#pragma once

#include <stdbool.h>

// Whether this processor, and the system for its registers, has the extension, named as `engine_requirements` names it. An unknown name counts as
// missing; on other processors than x86-64 every name does.
bool processor_has(const char *name);

// Whether everything that the target Engine was compiled for is there; else one sentence on standard error says what is missing.
//
// The first statement of the program. It is C, since a function of the Swift library may be an instance that the linker has taken from Engine.
bool processor_fits_engine(void);
