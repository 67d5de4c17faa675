// What Swift cannot import of ncurses and its surroundings: computed macros, variadic functions, globals, and a signal handler that must
// not run Swift.
#ifndef DEEP_EMOTION_CNCURSES_H
#define DEEP_EMOTION_CNCURSES_H

#define NCURSES_WIDECHAR 1
#include <errno.h>
#include <ncurses.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
// Last, because it makes macros of common words such as `lines`.
#include <term.h>

static inline WINDOW *shim_stdscr(void) { return stdscr; }
static inline WINDOW *shim_curscr(void) { return curscr; }
static inline int shim_colors(void) { return COLORS; }
static inline int shim_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t shim_bold(void) { return WA_BOLD; }
static inline attr_t shim_reverse(void) { return WA_REVERSE; }
static inline attr_t shim_underline(void) { return WA_UNDERLINE; }
static inline attr_t shim_dim(void) { return WA_DIM; }

// A cell with an extended pair: the pair itself goes through the last argument.
static inline int shim_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, (short)(pair < 255 ? pair : 255), &pair);
}

// Whether terminfo knows the type and how to place its cursor: 1, 0 if it cannot, -1 if it does not know it.
static inline int shim_terminal_type(const char *name, int descriptor) {
    int status = 0;
    if (setupterm((char *)name, descriptor, &status) != OK) return status == 1 ? 0 : -1;
    const char *place = tigetstr((char *)"cup");
    int can_place = place != NULL && place != (const char *)-1;
    del_curterm(cur_term);
    return can_place;
}

// A string of the current terminal's description; NULL where it has none.
static inline const char *shim_capability(const char *name) {
    const char *text = tigetstr((char *)name);
    return text == (const char *)-1 ? NULL : text;
}

// Whether colour numbers are red, green and blue themselves.
static inline int shim_has_direct_colors(void) { return tigetflag((char *)"RGB") == 1; }

// Clicks of the first button and the wheel, or nothing.
static inline void shim_listen_to_mouse(int is_on) {
    mouseinterval(0);
    mousemask(is_on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

// What the mouse did: 1 a click, 4 and 5 the wheel up and down, 0 something else, -1 nothing.
static inline int shim_mouse(int *x, int *y) {
    MEVENT event;
    if (getmouse(&event) != OK) return -1;
    *x = event.x;
    *y = event.y;
    if (event.bstate & BUTTON4_PRESSED) return 4;
    if (event.bstate & BUTTON5_PRESSED) return 5;
    return event.bstate & BUTTON1_PRESSED ? 1 : 0;
}

static inline int shim_window_size(int descriptor, int *width, int *height) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
    *width = size.ws_col;
    *height = size.ws_row;
    return 0;
}

static inline int shim_is_default(int signal) {
    struct sigaction action;
    return sigaction(signal, NULL, &action) == 0 && !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_DFL;
}

static inline int shim_is_ignored(int signal) {
    struct sigaction action;
    return sigaction(signal, NULL, &action) == 0 && !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN;
}

static inline void shim_catch(int signal, void (*handler)(int), int flags, struct sigaction *previous) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, previous);
}

static inline void shim_default(int signal) { shim_catch(signal, SIG_DFL, 0, NULL); }
static inline void shim_restore(int signal, const struct sigaction *previous) { sigaction(signal, previous, NULL); }

// All that gives the terminal back, at hand for a handler that may neither allocate nor lock.
struct shim_rescue {
    int output;
    struct termios modes;
    int has_modes;
    char sequence[256];
    int length;
    // Standard error as it was, and the file that has taken its place; -1 where it was left alone.
    int errors;
    int diverted;
    // Whether the signal then does what it did before (Swift's backtrace, which asks questions) or ends the program at once.
    int is_chained;
    struct sigaction previous[65];
};

// Gives the terminal back, shows what was printed meanwhile, and raises the signal again.
static inline void shim_rescue_and_raise(struct shim_rescue *rescue, int signal) {
    if (write(rescue->output, rescue->sequence, (size_t)rescue->length) < 0) {}
    if (rescue->has_modes) tcsetattr(rescue->output, TCSANOW, &rescue->modes);
    if (rescue->errors >= 0) {
        char text[512];
        off_t place = 0;
        ssize_t count;
        dup2(rescue->errors, 2);
        while (rescue->diverted >= 0 && place < 65536 && (count = pread(rescue->diverted, text, sizeof text, place)) > 0) {
            if (write(2, text, (size_t)count) < 0) break;
            place += count;
        }
    }
    if (rescue->is_chained) {
        sigaction(signal, &rescue->previous[signal], NULL);
    } else {
        shim_default(signal);
    }
    raise(signal);
}

#endif
