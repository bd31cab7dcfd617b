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

extern uintptr_t judgeReceive(void *arrival);
uintptr_t judge_receiver(void) { return (uintptr_t)judgeReceive; }
