// What the processor must have to run the target Engine: its translation unit is compiled with Engine's own -march and holds data alone.
#pragma once

// Names as in /proc/cpuinfo, ended by NULL. Empty on other processors than x86-64.
extern const char *const engine_requirements[];
