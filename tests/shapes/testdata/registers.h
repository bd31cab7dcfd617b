/* The judge of arm64: judge.h has its types. Pointers are numbers. */
#define OBJECT ((void *)0x1234)
#define SLOT(i) (3 + (i) % 500)
#define SHAPE(i) {method_##i, call_##i, list_##i, SLOT(i)}

PLAIN(Token, void *, (void *)x)
PLAIN(String, void *, (void *)x)
PLAIN(Answer, void *, (void *)x)
#define REFERENCE(R, C, T) PLAIN(R, void *, (void *)x)
