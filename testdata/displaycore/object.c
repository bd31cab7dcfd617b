/* IUnknown, IInspectable and IAgileObject for every class, driven by its table of faces. */
#include "object.h"

#include <string.h>

volatile LONG live_objects;
volatile LONG dead_calls;
volatile LONG keep_dead;

/* Answered only by objects of this component: how arguments are recognized. */
static const IID UIID_own = {0x2f0c6e31, 0x5a0e, 0x4c0e, {0x9d, 0x1a, 0x6b, 0x55, 0x0d, 0x8e, 0x41, 0x77}};

static BOOL same(REFIID a, const IID *b) { return memcmp(a, b, sizeof *b) == 0; }

HRESULT WINAPI Object_QueryInterface(Iface *self, REFIID iid, void **out)
{
    Object *o = self->owner;
    if (!out) return E_POINTER;
    *out = NULL;
    if (!iid) return E_INVALIDARG;
    if (same(iid, &UIID_IUnknown) || same(iid, &UIID_IAgileObject) || same(iid, &UIID_own)) {
        *out = &o->face[0];
    } else if (same(iid, &UIID_IInspectable) && !o->cls->faces[0].hidden) {
        *out = &o->face[0];
    } else {
        for (int i = 0; i < o->cls->count && !*out; i++)
            if (same(iid, o->cls->faces[i].iid)) *out = &o->face[i];
    }
    if (!*out && !weak_query(o, iid, out)) return E_NOINTERFACE;
    InterlockedIncrement(&o->refs);
    return S_OK;
}

ULONG WINAPI Object_AddRef(Iface *self) { return (ULONG)InterlockedIncrement(&self->owner->refs); }

/*
 * Calls on a pointer whose object is gone. Only kept while TestKeepDead is on; then Release of a
 * released object is counted, and any other slot stops the process at the guilty call.
 */
static HRESULT WINAPI dead_query(Iface *self, REFIID iid, void **out)
{
    (void)self, (void)iid;
    InterlockedIncrement(&dead_calls);
    if (out) *out = NULL;
    return CO_E_RELEASED;
}
static ULONG WINAPI dead_count(Iface *self)
{
    (void)self;
    InterlockedIncrement(&dead_calls);
    return 0;
}
static HRESULT WINAPI dead_method(Iface *self)
{
    (void)self;
    RaiseException(0xE0DEAD01, EXCEPTION_NONCONTINUABLE, 0, NULL);
    return CO_E_RELEASED;
}
#define DEAD4 dead_method, dead_method, dead_method, dead_method
static const struct {
    HRESULT(WINAPI *query)(Iface *, REFIID, void **);
    ULONG(WINAPI *count[2])(Iface *);
    HRESULT(WINAPI *method[48])(Iface *);
} dead_vtbl = {dead_query, {dead_count, dead_count},
    {DEAD4, DEAD4, DEAD4, DEAD4, DEAD4, DEAD4, DEAD4, DEAD4, DEAD4, DEAD4, DEAD4, DEAD4}};

static void object_free(Object *o)
{
    weak_clear(o);
    if (o->cls->destroy) o->cls->destroy(o);
    size_t size = o->cls->size;
    if (keep_dead) {
        for (int i = 0; i < MAX_FACES; i++) o->face[i].vtbl = &dead_vtbl;
        memset(o + 1, 0xDD, size - sizeof *o);
    } else {
        memset(o, 0xDD, size);
        HeapFree(GetProcessHeap(), 0, o);
    }
    InterlockedDecrement(&live_objects);
}

ULONG WINAPI Object_Release(Iface *self)
{
    Object *o = self->owner;
    LONG n = InterlockedDecrement(&o->refs);
    if (n == 0) object_free(o);
    return (ULONG)n;
}

HRESULT WINAPI Object_GetIids(Iface *self, ULONG *count, IID **iids)
{
    const Class *cls = self->owner->cls;
    if (!count || !iids) return E_POINTER;
    *count = 0;
    *iids = CoTaskMemAlloc((SIZE_T)cls->count * sizeof **iids);
    if (!*iids) return E_OUTOFMEMORY;
    for (int i = 0; i < cls->count; i++)
        if (!cls->faces[i].hidden) (*iids)[(*count)++] = *cls->faces[i].iid;
    return S_OK;
}

HRESULT WINAPI Object_GetRuntimeClassName(Iface *self, HSTRING *name)
{
    RESULT(name);
    return string_new(self->owner->cls->name, name);
}

HRESULT WINAPI Object_GetTrustLevel(Iface *self, INT32 *level)
{
    (void)self;
    RESULT(level); /* BaseTrust */
    return S_OK;
}

void *object_new(const Class *cls)
{
    Object *o = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, cls->size);
    if (!o) return NULL;
    o->cls = cls;
    o->refs = 1;
    for (int i = 0; i < cls->count; i++) {
        o->face[i].vtbl = cls->faces[i].vtbl;
        o->face[i].owner = o;
    }
    InterlockedIncrement(&live_objects);
    return o;
}

void *object_ref(void *object)
{
    if (object) InterlockedIncrement(&((Object *)object)->refs);
    return object;
}

void object_release(void *object)
{
    if (object) Object_Release(&((Object *)object)->face[0]);
}

BOOL object_ref_if_alive(Object *o)
{
    for (LONG n = o->refs; n > 0;) {
        LONG seen = InterlockedCompareExchange(&o->refs, n + 1, n);
        if (seen == n) return TRUE;
        n = seen;
    }
    return FALSE;
}

HRESULT object_give(void *object, Iface **out)
{
    if (!object) return E_OUTOFMEMORY;
    *out = &((Object *)object)->face[0];
    return S_OK;
}

Object *object_own_any(Iface *pointer)
{
    Iface *own = pointer ? iface_query(pointer, &UIID_own) : NULL;
    if (!own) return NULL;
    iface_release(own); /* the caller's reference keeps it alive for the length of the call */
    return own->owner;
}

void *object_own(Iface *pointer, const Class *cls)
{
    Object *o = object_own_any(pointer);
    return o && o->cls == cls ? o : NULL;
}

void iface_ref(Iface *pointer)
{
    if (pointer) CALL(pointer, Unknown, AddRef);
}

void iface_release(Iface *pointer)
{
    if (pointer) CALL(pointer, Unknown, Release);
}

Iface *iface_query(Iface *pointer, const IID *iid)
{
    void *out = NULL;
    if (!pointer || FAILED(CALL(pointer, Unknown, QueryInterface, iid, &out))) return NULL;
    return out;
}
