/* Values that are worked out from numbers, in every plain type that an argument or a field can have. */
#include <stdint.h>
#include <string.h>

typedef struct { unsigned a; unsigned short b, c; unsigned char d[8]; } Guid;

/* A leaf is known by the numbers of the method, of the argument and of the leaf in the argument. */
#define KEY unsigned m, unsigned a, unsigned k
#define KEYS m, a, k

static uint64_t leaf(KEY) {
    uint64_t x = ((uint64_t)m << 32 | a << 16 | k) + 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

#define PLAIN(T, C, value) \
    static C value_##T(KEY) { uint64_t x = leaf(KEYS); return value; } \
    static void fill_##T(C *v, KEY) { *v = value_##T(KEYS); } \
    static int wrong_##T(C const *v, KEY) { C x = value_##T(KEYS); return memcmp(v, &x, sizeof x); } \
    static void drop_##T(C *v, KEY) { (void)v, (void)m, (void)a, (void)k; }
PLAIN(Boolean, unsigned char, x & 1)
PLAIN(Char16, unsigned short, x)
PLAIN(Int8, signed char, x)
PLAIN(UInt8, unsigned char, x)
PLAIN(Int16, short, x)
PLAIN(UInt16, unsigned short, x)
PLAIN(Int32, int, x)
PLAIN(UInt32, unsigned, x)
PLAIN(Int64, long long, x)
PLAIN(UInt64, unsigned long long, x)
PLAIN(Single, float, (float)((int32_t)(x >> 40) - (1 << 23)) / 8)
PLAIN(Double, double, (double)((int64_t)(x >> 11) - (1ll << 52)) / 8)

/* Points and spans of time are fewer than 64 bits' worth in Go. */
#define TICKS(T, field) \
    static void fill_##T(T *v, KEY) { v->field = leaf(KEYS) >> 9; } \
    static int wrong_##T(const T *v, KEY) { return v->field != (long long)(leaf(KEYS) >> 9); } \
    static void drop_##T(T *v, KEY) { (void)v, (void)m, (void)a, (void)k; }

static void fill_Guid(Guid *v, KEY) {
    fill_UInt32(&v->a, KEYS);
    fill_UInt16(&v->b, KEYS + 1);
    fill_UInt16(&v->c, KEYS + 2);
    for (int i = 0; i < 8; i++) fill_UInt8(&v->d[i], KEYS + 3 + i);
}
static int wrong_Guid(const Guid *v, KEY) {
    Guid x;
    fill_Guid(&x, KEYS);
    return memcmp(v, &x, sizeof x);
}
static void drop_Guid(Guid *v, KEY) { (void)v, (void)m, (void)a, (void)k; }
