/* The shapes that arguments have on arm64, and a method for each. */
#ifndef JUDGE_H
#define JUDGE_H
#include <stdint.h>

typedef struct { float x, y; } Two;
typedef struct { float x, y, z; } Three;
typedef struct { float x, y, z, w; } Four;
typedef struct { double x, y; } Wide;
typedef struct { uint32_t a; uint16_t b, c; uint8_t d[8]; } Id;
typedef struct { int32_t a, b, c; } Twelve;
typedef struct { int32_t a; } Small;

/* X(number, the parameters behind the object, their values): integers of every width, floats, float
   aggregates, values in one and two words, and all of them when the registers have run out. */
#define METHODS(X) \
    X(3, (int8_t a, uint8_t b, int16_t c, uint16_t d, int32_t e, uint32_t f, int64_t g), \
         (a == -3, b == 253, c == -30000, d == 65000, e == -2000000000, f == 4000000000u, g == INT64_MIN + 7)) \
    X(4, (int32_t a, int32_t b, int32_t c, int32_t d, int32_t e, int32_t f, int32_t g, int32_t h, uint64_t i, uint8_t j), \
         (a == 1, b == -2, c == 3, d == -4, e == 5, f == -6, g == 7, h == -8, i == 0x123456789abcdef0u, j == 200)) \
    X(5, (float a, double b, int32_t c, float d, double e, float f, float g, double h, float i, double j, float k), \
         (a == 1.5f, b == -2.25, c == 77, d == 3.5f, e == 1e300, f == -4.5f, g == 5.5f, h == 6.75, i == 7.5f, j == -8.25, k == 9.5f)) \
    X(6, (Two a, Three b, int32_t c, Three d, Two e, float f), \
         (a.x == 1, a.y == 2, b.x == 3, b.y == 4, b.z == 5, c == -9, d.x == 6, d.y == 7, d.z == 8, e.x == 9, e.y == 10, f == 11)) \
    X(7, (Four a, Four b, Four c, double d), \
         (a.x == 1, a.w == 4, b.x == 5, b.w == 8, c.x == 9, c.y == 10, c.z == 11, c.w == 12, d == 13.5)) \
    X(8, (Wide a, float b, Wide c, Wide d, Wide e), \
         (a.x == 1, a.y == 2, b == 3, c.x == 4, c.y == 5, d.x == 6, d.y == 7, e.x == 8, e.y == 9)) \
    X(9, (Id a, Small b, Twelve c, Id d, int8_t e), \
         (a.a == 0x01020304, a.b == 0x0506, a.c == 0x0708, a.d[0] == 9, a.d[7] == 16, b.a == -5, c.a == 1, c.b == -2, c.c == 3, d.a == 0xf1f2f3f4, d.d[7] == 255, e == -1)) \
    X(10, (int32_t a, int32_t b, int32_t c, int32_t d, int32_t e, int32_t f, Id g, int32_t h), \
         (a == 1, b == 2, c == 3, d == 4, e == 5, f == 6, g.a == 0x01020304, g.d[7] == 16, h == 8))

extern void *const judge_methods[];
extern const int judge_count;
uintptr_t judge_invoke(uintptr_t function, uintptr_t argument);
uint32_t judge_call(int number, void *object);
uintptr_t judge_receiver(void);
uintptr_t judge_shutdown(void);
void judge_end(int yes);
uint32_t judge_release(void *object);

/* A shape of the metadata: see tests/shapes. The arguments are a list for the Go side. */
typedef struct {
    const void *value;
    uint64_t size;
    uint64_t each; /* the size of the floats that it is made of, or 0 */
} Argument;

typedef struct {
    void *method;               /* checks its arguments: 0, or which is wrong, counted from 2; 1 is the object */
    uint32_t (*call)(void *);   /* calls an object's method in slot */
    int (*list)(Argument *);    /* the arguments */
    int slot;
} Shape;

extern const Shape judge_shapes[];
extern const int judge_shape_count;
#endif
