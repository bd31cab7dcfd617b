/* Objects: identity, reference counts, interface tables, and strings and errors of the system. */
#ifndef DISPLAYCORE_OBJECT_H
#define DISPLAYCORE_OBJECT_H

#include "abi.h"
#include "iids.h"

#define MAX_FACES 3

typedef struct Face {
    const IID *iid;
    const void *vtbl;
    BOOL hidden; /* not an IInspectable: GetIids leaves it out */
} Face;

typedef struct Class {
    const WCHAR *name;
    size_t size;
    void (*destroy)(Object *); /* gives up what the object holds; may be NULL */
    const Face *faces;         /* the first is the default interface */
    int count;
} Class;

/* Every object's struct starts with one of these. */
struct Object {
    const Class *cls;
    volatile LONG refs;
    Iface face[MAX_FACES];
    Iface weak_source;       /* IWeakReferenceSource, which every object has */
    struct Weak *weak;       /* what refers to it weakly, once somebody asked; see weak.c */
};

#define CLASS(type, name, destroy, ...)                   \
    static const Face type##_faces[] = {__VA_ARGS__};     \
    const Class type##_class = {name, sizeof(type), destroy, type##_faces, ARRAYSIZE(type##_faces)}
#define SELF(type) type *this = (type *)self->owner
/* The result goes to *p: checked and cleared first, so a failure leaves nothing behind. */
#define RESULT(p)                     \
    do {                              \
        if (!(p)) return E_POINTER;   \
        memset((p), 0, sizeof *(p));  \
    } while (0)

/* The first slots of every vtable. */
HRESULT WINAPI Object_QueryInterface(Iface *self, REFIID iid, void **out);
ULONG WINAPI Object_AddRef(Iface *self);
ULONG WINAPI Object_Release(Iface *self);
HRESULT WINAPI Object_GetIids(Iface *self, ULONG *count, IID **iids);
HRESULT WINAPI Object_GetRuntimeClassName(Iface *self, HSTRING *name);
HRESULT WINAPI Object_GetTrustLevel(Iface *self, INT32 *level);
#define UNKNOWN_IMPL Object_QueryInterface, Object_AddRef, Object_Release
#define INSPECTABLE_IMPL UNKNOWN_IMPL, Object_GetIids, Object_GetRuntimeClassName, Object_GetTrustLevel

void *object_new(const Class *cls); /* one reference, the caller's; NULL when out of memory */
void *object_ref(void *object);     /* NULL is passed through */
void object_release(void *object);
BOOL object_ref_if_alive(Object *object); /* for weak pointers, under the lock that guards them */
BOOL weak_query(Object *object, REFIID iid, void **out); /* IWeakReferenceSource, without a reference */
void weak_clear(Object *object);                         /* when the object goes */
/* Hands the caller's reference out through the default interface. */
HRESULT object_give(void *object, Iface **out);
/* Our object behind a caller's pointer, borrowed; NULL when it is NULL or not of that class. */
void *object_own(Iface *pointer, const Class *cls);
Object *object_own_any(Iface *pointer);

/* Other people's objects. */
void iface_ref(Iface *pointer);
void iface_release(Iface *pointer);
Iface *iface_query(Iface *pointer, const IID *iid); /* NULL when it has no such interface */

HRESULT string_new(const WCHAR *text, HSTRING *out);
HRESULT string_copy(HSTRING source, HSTRING *out);
const WCHAR *string_text(HSTRING string, UINT32 *length);
void string_free(HSTRING string);

/* Returns hr after originating a restricted error with this text, as WinRT components do. */
HRESULT fail(HRESULT hr, const WCHAR *text);

#define RO_E_CLOSED_ ((HRESULT)0x80000013)
#define E_CHANGED_STATE_ ((HRESULT)0x8000000C)
#define E_BOUNDS_ ((HRESULT)0x8000000B)
#define E_ILLEGAL_METHOD_CALL_ ((HRESULT)0x8000000E)
#define NOT_FOUND HRESULT_FROM_WIN32(ERROR_NOT_FOUND)

/* What the tests watch. */
extern volatile LONG live_objects;
extern volatile LONG dead_calls;
extern volatile LONG keep_dead;
extern volatile LONG no_weak; /* objects have no weak references */

#endif
