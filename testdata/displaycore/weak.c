/* Weak references: a control block that outlives its object. */
#include "object.h"

#include <string.h>

volatile LONG no_weak;

static const IID IID_source = {0x00000038, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID IID_weak = {0x00000037, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID IID_unknown = {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};

/* Guards every target, and the way from an object to its control block. */
static SRWLOCK lock = SRWLOCK_INIT;

typedef struct Weak {
    const void *vtbl;
    volatile LONG refs; /* the object's own included */
    Object *target;     /* NULL when it is gone */
} Weak;

static ULONG weak_release(Weak *weak)
{
    LONG n = InterlockedDecrement(&weak->refs);
    if (n == 0) {
        HeapFree(GetProcessHeap(), 0, weak);
        InterlockedDecrement(&live_objects);
    }
    return (ULONG)n;
}

static HRESULT WINAPI Weak_QueryInterface(Weak *self, REFIID iid, void **out)
{
    if (memcmp(iid, &IID_weak, sizeof *iid) != 0 && memcmp(iid, &IID_unknown, sizeof *iid) != 0) {
        *out = NULL;
        return E_NOINTERFACE;
    }
    InterlockedIncrement(&self->refs);
    *out = self;
    return S_OK;
}
static ULONG WINAPI Weak_AddRef(Weak *self) { return (ULONG)InterlockedIncrement(&self->refs); }
static ULONG WINAPI Weak_Release(Weak *self) { return weak_release(self); }

static HRESULT WINAPI Weak_Resolve(Weak *self, REFIID iid, void **out)
{
    if (!out) return E_POINTER;
    *out = NULL;
    AcquireSRWLockShared(&lock);
    Object *o = self->target && object_ref_if_alive(self->target) ? self->target : NULL;
    ReleaseSRWLockShared(&lock);
    if (!o) return S_OK;
    HRESULT hr = Object_QueryInterface(&o->face[0], iid, out);
    object_release(o);
    return hr;
}

static const struct {
    HRESULT(WINAPI *QueryInterface)(Weak *, REFIID, void **);
    ULONG(WINAPI *AddRef)(Weak *);
    ULONG(WINAPI *Release)(Weak *);
    HRESULT(WINAPI *Resolve)(Weak *, REFIID, void **);
} weak_vtbl = {Weak_QueryInterface, Weak_AddRef, Weak_Release, Weak_Resolve};

static HRESULT WINAPI Source_GetWeakReference(Iface *self, void **out)
{
    Object *o = self->owner;
    if (!out) return E_POINTER;
    *out = NULL;
    AcquireSRWLockExclusive(&lock);
    if (!o->weak && (o->weak = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(Weak)))) {
        *o->weak = (Weak){&weak_vtbl, 1, o};
        InterlockedIncrement(&live_objects);
    }
    if (o->weak) InterlockedIncrement(&o->weak->refs);
    *out = o->weak;
    ReleaseSRWLockExclusive(&lock);
    return *out ? S_OK : E_OUTOFMEMORY;
}

static const struct {
    UNKNOWN_SLOTS;
    SLOT(GetWeakReference, void **);
} source_vtbl = {UNKNOWN_IMPL, Source_GetWeakReference};

BOOL weak_query(Object *o, REFIID iid, void **out)
{
    if (no_weak || memcmp(iid, &IID_source, sizeof *iid) != 0) return FALSE;
    o->weak_source.vtbl = &source_vtbl;
    o->weak_source.owner = o;
    *out = &o->weak_source;
    return TRUE;
}

void weak_clear(Object *o)
{
    AcquireSRWLockExclusive(&lock);
    Weak *weak = o->weak;
    if (weak) weak->target = NULL;
    ReleaseSRWLockExclusive(&lock);
    if (weak) weak_release(weak);
}
