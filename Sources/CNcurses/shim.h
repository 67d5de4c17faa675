// What Swift cannot import of ncurses: computed macros, variadic functions and globals.
#ifndef DEEP_EMOTION_CNCURSES_H
#define DEEP_EMOTION_CNCURSES_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>

static inline WINDOW *shim_stdscr(void) { return stdscr; }

#endif
