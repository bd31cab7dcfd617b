#include "judge.h"

/* All conditions have to hold; the first that does not is what comes back, counted from 1. */
static uint32_t all(int n, const int *holds) {
    for (int i = 0; i < n; i++)
        if (!holds[i]) return i + 1;
    return 0;
}
#define UNPACK(...) __VA_ARGS__
#define METHOD(number, params, holds) \
    static uint32_t method_##number(void *this, UNPACK params) { \
        const int holds_[] = {UNPACK holds, this == (void *)0x1234}; \
        return all(sizeof holds_ / sizeof *holds_, holds_); \
    }
METHODS(METHOD)

#define NAME(number, params, holds) method_##number,
void *const judge_methods[] = {METHODS(NAME)};
const int judge_count = sizeof judge_methods / sizeof *judge_methods;

uintptr_t judge_invoke(uintptr_t function, uintptr_t argument) { return ((uintptr_t(*)(uintptr_t))function)(argument); }

static const Id id = {0x01020304, 0x0506, 0x0708, {9, 10, 11, 12, 13, 14, 15, 16}};
static const Id other = {0xf1f2f3f4, 0xf5f6, 0xf7f8, {249, 250, 251, 252, 253, 254, 254, 255}};

/* Calls a method of an object made in Go with the values above, with registers that have to survive
   full of something else. */
uint32_t judge_call(int number, void *object) {
    void **v = *(void ***)object;
    switch (number) {
#define CALL(n, params, ...) case n: return ((uint32_t(*)(void *, UNPACK params))v[n])(object, __VA_ARGS__);
    CALL(3, (int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t), -3, 253, -30000, 65000, -2000000000, 4000000000u, INT64_MIN + 7)
    CALL(4, (int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, uint64_t, uint8_t), 1, -2, 3, -4, 5, -6, 7, -8, 0x123456789abcdef0u, 200)
    CALL(5, (float, double, int32_t, float, double, float, float, double, float, double, float), 1.5f, -2.25, 77, 3.5f, 1e300, -4.5f, 5.5f, 6.75, 7.5f, -8.25, 9.5f)
    CALL(6, (Two, Three, int32_t, Three, Two, float), (Two){1, 2}, (Three){3, 4, 5}, -9, (Three){6, 7, 8}, (Two){9, 10}, 11)
    CALL(7, (Four, Four, Four, double), (Four){1, 2, 3, 4}, (Four){5, 6, 7, 8}, (Four){9, 10, 11, 12}, 13.5)
    CALL(8, (Wide, float, Wide, Wide, Wide), (Wide){1, 2}, 3, (Wide){4, 5}, (Wide){6, 7}, (Wide){8, 9})
    CALL(9, (Id, Small, Twelve, Id, int8_t), id, (Small){-5}, (Twelve){1, -2, 3}, other, -1)
    CALL(10, (int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, Id, int32_t), 1, 2, 3, 4, 5, 6, id, 8)
    }
    return 0xffffffff;
}

/* Stands in for RtlDllShutdownInProgress, and spoils every register that a function may. */
static uint8_t ends;
void judge_end(int yes) { ends = (uint8_t)yes; }
static uintptr_t shutdown_in_progress(void) {
    register uintptr_t result __asm__("x0") = 0x7f00 | ends; /* the upper bits mean nothing */
    __asm__ volatile(
        "mov x1, #-1\n mov x2, #-1\n mov x3, #-1\n mov x4, #-1\n mov x5, #-1\n mov x6, #-1\n mov x7, #-1\n mov x8, #-1\n"
        "mov x9, #-1\n mov x10, #-1\n mov x11, #-1\n mov x12, #-1\n mov x13, #-1\n mov x14, #-1\n mov x15, #-1\n mov x16, #-1\n mov x17, #-1\n"
        "movi v0.16b, #255\n movi v1.16b, #255\n movi v2.16b, #255\n movi v3.16b, #255\n"
        "movi v4.16b, #255\n movi v5.16b, #255\n movi v6.16b, #255\n movi v7.16b, #255\n"
        : "+r"(result) :
        : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",
          "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7");
    return result;
}
uintptr_t judge_shutdown(void) { return (uintptr_t)shutdown_in_progress; }
uint32_t judge_release(void *object) { return ((uint32_t(*)(void *))(*(void ***)object)[2])(object); }

extern uintptr_t judgeReceive(void *arrival);
uintptr_t judge_receiver(void) { return (uintptr_t)judgeReceive; }
