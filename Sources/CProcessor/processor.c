#include "CProcessor.h"

#include "CEngineRequirements.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>

enum output { EAX, EBX, ECX, EDX };

// What the system must save of the registers: bits of XCR0. Source: Intel SDM, volume 1, chapter 13.
enum state { BASE = 0, YMM = 0x06, ZMM = 0xE6 };

// Where CPUID tells of an extension. Sources: Intel SDM, volume 2A, CPUID; AMD APM, volume 3, appendix E.
static const struct {
    const char *name;
    unsigned leaf, subleaf;
    enum output output;
    unsigned bit;
    enum state state;
} extensions[] = {
    {"sse3", 1, 0, ECX, 0, BASE},
    {"pclmul", 1, 0, ECX, 1, BASE},
    {"ssse3", 1, 0, ECX, 9, BASE},
    {"fma", 1, 0, ECX, 12, YMM},
    {"sse4.1", 1, 0, ECX, 19, BASE},
    {"sse4.2", 1, 0, ECX, 20, BASE},
    {"movbe", 1, 0, ECX, 22, BASE},
    {"popcnt", 1, 0, ECX, 23, BASE},
    {"aes", 1, 0, ECX, 25, BASE},
    {"avx", 1, 0, ECX, 28, YMM},
    {"f16c", 1, 0, ECX, 29, YMM},
    {"lzcnt", 0x80000001, 0, ECX, 5, BASE},
    {"sse4a", 0x80000001, 0, ECX, 6, BASE},
    {"bmi", 7, 0, EBX, 3, BASE},
    {"avx2", 7, 0, EBX, 5, YMM},
    {"bmi2", 7, 0, EBX, 8, BASE},
    {"avx512f", 7, 0, EBX, 16, ZMM},
    {"avx512dq", 7, 0, EBX, 17, ZMM},
    {"adx", 7, 0, EBX, 19, BASE},
    {"avx512ifma", 7, 0, EBX, 21, ZMM},
    {"avx512cd", 7, 0, EBX, 28, ZMM},
    {"sha", 7, 0, EBX, 29, BASE},
    {"avx512bw", 7, 0, EBX, 30, ZMM},
    {"avx512vl", 7, 0, EBX, 31, ZMM},
    {"avx512vbmi", 7, 0, ECX, 1, ZMM},
    {"avx512vbmi2", 7, 0, ECX, 6, ZMM},
    {"gfni", 7, 0, ECX, 8, BASE},
    {"vaes", 7, 0, ECX, 9, YMM},
    {"vpclmulqdq", 7, 0, ECX, 10, YMM},
    {"avx512vnni", 7, 0, ECX, 11, ZMM},
    {"avx512bitalg", 7, 0, ECX, 12, ZMM},
    {"avx512vpopcntdq", 7, 0, ECX, 14, ZMM},
    {"avx512vp2intersect", 7, 0, EDX, 8, ZMM},
    {"avx512fp16", 7, 0, EDX, 23, ZMM},
    {"avxvnni", 7, 1, EAX, 4, YMM},
    {"avx512bf16", 7, 1, EAX, 5, ZMM},
};

// The registers that the system saves; 0 where it saves no more than the baseline's.
static unsigned saved_state(void) {
    unsigned values[4], low, high;
    if (!__get_cpuid(1, &values[EAX], &values[EBX], &values[ECX], &values[EDX]) || !(values[ECX] >> 27 & 1)) return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

bool processor_has(const char *name) {
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        unsigned values[4] = {0, 0, 0, 0};
        if (strcmp(name, extensions[i].name) != 0) continue;
        if (!__get_cpuid_count(
                extensions[i].leaf, extensions[i].subleaf, &values[EAX], &values[EBX], &values[ECX], &values[EDX])) return false;
        // Beyond the last leaf Intel's processors answer with the last one's values; __get_cpuid_count has asked for the last. Leaf 7 says in EAX which
        // subleaf is its last.
        if (extensions[i].subleaf > 0) {
            unsigned first[4];
            if (!__get_cpuid_count(extensions[i].leaf, 0, &first[EAX], &first[EBX], &first[ECX], &first[EDX]) ||
                first[EAX] < extensions[i].subleaf) return false;
        }
        return (values[extensions[i].output] >> extensions[i].bit & 1) != 0 &&
               (saved_state() & extensions[i].state) == (unsigned)extensions[i].state;
    }
    return false;
}

#else

bool processor_has(const char *name) {
    (void)name;
    return false;
}

#endif

bool processor_fits_engine(void) {
    const char *separator = "deep-emotion: this program was built for a processor with ";
    for (const char *const *name = engine_requirements; *name != NULL; name++) {
        if (processor_has(*name)) continue;
        fputs(separator, stderr);
        fputs(*name, stderr);
        separator = ", ";
    }
    if (strcmp(separator, ", ") != 0) return true;
    fputs(", which this machine does not have; build it here with ./run, or elsewhere with DEEP_EMOTION_CPU=x86-64-v2\n", stderr);
    return false;
}
