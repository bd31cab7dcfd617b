/* What the judge's component is made with: strings, and objects that carry one number. */
#define INITGUID /* interface ids of the headers are defined here */
#include <windows.h>
#include <winstring.h>
#include <inspectable.h>
#include <activation.h>
#include <stdio.h>
#include <wchar.h>
#include "values.h"

#define COUNT 3u
#define EACH for (unsigned e = 0; e < COUNT; e++)
/* A wrong argument's HRESULT names the method and the argument. */
#define WRONG(method, argument, wrong) do { if (wrong) return (HRESULT)(0xA0000000u | (method) << 8 | (argument)); } while (0)

static void text(wchar_t *to, KEY) { swprintf(to, 16, L"%u", (unsigned)leaf(KEYS)); }
static void fill_String(void **v, KEY) {
    wchar_t t[16];
    text(t, KEYS);
    if (FAILED(WindowsCreateString(t, wcslen(t), (HSTRING *)v))) abort();
}
static int wrong_String(void *const *v, KEY) {
    wchar_t t[16];
    text(t, KEYS);
    UINT32 n;
    const wchar_t *is = WindowsGetStringRawBuffer(*v, &n);
    return n != wcslen(t) || memcmp(is, t, n * sizeof *t);
}
static void drop_String(void **v, KEY) {
    (void)m, (void)a, (void)k;
    WindowsDeleteString(*v);
}

/* What a token, an answer or a box is: an object that is counted while it lives. */
static LONG live;
typedef struct {
    const void *const *v;
    LONG refs;
    int number;
    uint64_t value[16]; /* of a box */
} Counted;

static ULONG WINAPI add_ref(Counted *o) { return InterlockedIncrement(&o->refs); }
static ULONG WINAPI release(Counted *o) {
    LONG refs = InterlockedDecrement(&o->refs);
    if (!refs) {
        InterlockedDecrement(&live);
        free(o);
    }
    return refs;
}
static Counted *counted(const void *const *v, int number) {
    Counted *o = calloc(1, sizeof *o);
    if (!o) abort();
    o->v = v, o->refs = 1, o->number = number;
    InterlockedIncrement(&live);
    return o;
}
#define SLOT(o, n, ...) ((HRESULT(WINAPI *)(__VA_ARGS__))(*(void ***)(o))[n])
static void give_up(void *o) {
    if (o) SLOT(o, 2, void *)(o);
}

extern const void *const token_methods[], *const answer_methods[], *const box_methods[];

static void fill_Token(void **v, KEY) { *v = counted(token_methods, (int)leaf(KEYS)); }
static int wrong_Token(void *const *v, KEY);
static void drop_Token(void **v, KEY) {
    (void)m, (void)a, (void)k;
    give_up(*v);
}

static void fill_Answer(void **v, KEY) { *v = counted(answer_methods, (int)leaf(KEYS)); }
static int wrong_Answer(void *const *v, KEY) {
    int is = 0;
    return !*v || FAILED(SLOT(*v, 3, void *, int *)(*v, &is)) || is != (int)leaf(KEYS);
}
static void drop_Answer(void **v, KEY) { drop_Token(v, KEYS); }

/* An IReference<T>; get_Value copies size bytes. */
#define REFERENCE(R, C, T) \
    static void fill_##R(void **v, KEY) { \
        Counted *o = counted(box_methods, sizeof(C)); \
        _Static_assert(sizeof(C) <= sizeof o->value, "a box is too small"); \
        fill_##T((C *)o->value, KEYS); \
        *v = o; \
    } \
    static int wrong_##R(void *const *v, KEY) { \
        C is; \
        return !*v || FAILED(SLOT(*v, 6, void *, C *)(*v, &is)) || wrong_##T(&is, KEYS); \
    } \
    static void drop_##R(void **v, KEY) { drop_Token(v, KEYS); }

static HRESULT WINAPI no_iids(void *o, ULONG *n, IID **iids) { (void)o, *n = 0, *iids = 0; return S_OK; }
static HRESULT WINAPI no_name(void *o, HSTRING *name) { (void)o, *name = 0; return S_OK; }
static HRESULT WINAPI base_trust(void *o, int *level) { (void)o, *level = 0; return S_OK; }

/* A part and the judge are always there. */
typedef struct { const void *const *v; const IID *iid; } Fixed;
static HRESULT WINAPI fixed_query(Fixed *o, REFIID iid, void **out) {
    *out = IsEqualIID(iid, o->iid) || IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IInspectable) || IsEqualIID(iid, &IID_IAgileObject) ? o : 0;
    return *out ? S_OK : E_NOINTERFACE;
}
static ULONG WINAPI fixed_count(Fixed *o) { (void)o; return 2; }

#define UNKNOWN fixed_query, fixed_count, fixed_count,
#define INSPECTABLE UNKNOWN no_iids, no_name, base_trust,

#define PART(N, ...) \
    static const IID iid_part##N = __VA_ARGS__; \
    static Fixed part##N = {part##N##_methods, &iid_part##N}; \
    static HRESULT WINAPI judge_part##N(void *o, void **out) { (void)o, *out = &part##N; return S_OK; } \
    static HRESULT WINAPI judge_call##N(void *o, void *target, unsigned n) { \
        (void)o; \
        return n < sizeof part##N##_calls / sizeof *part##N##_calls ? part##N##_calls[n](target) : E_INVALIDARG; \
    }

#define DELEGATE(N, ...) \
    static const IID iid_delegate##N = __VA_ARGS__; \
    static const void *const delegate##N##_methods[] = {UNKNOWN D##N}; \
    static Fixed delegate##N = {delegate##N##_methods, &iid_delegate##N}; \
    static HRESULT WINAPI judge_exchange##N(void *o, void *target, void **out) { \
        (void)o, *out = &delegate##N; \
        return E##N(target); \
    }

static HRESULT WINAPI judge_live(void *o, int *out) { (void)o, *out = live; return S_OK; }
