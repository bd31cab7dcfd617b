#include "object.h"

static volatile LONG live;

/* The native objects that somebody still holds. */
EXPORT LONG WINAPI LiveObjects(void) { return live; }

void *object_new(const Class *cls) {
    Object *object = calloc(1, cls->size);
    if (!object) return NULL;
    object->cls = cls;
    object->refs = 1;
    for (int i = 0; i < cls->count; i++) {
        object->face[i].vtbl = cls->faces[i].vtbl;
        object->face[i].object = object;
    }
    InterlockedIncrement(&live);
    return object;
}

void *face_of(void *object, int index) { return &((Object *)object)->face[index]; }

HRESULT WINAPI Object_QueryInterface(void *self, REFIID iid, void **out) {
    Object *object = ((Face *)self)->object;
    if (!out) return E_POINTER;
    *out = NULL;
    if (IsEqualIID(iid, &IID_IUnknown_) || IsEqualIID(iid, &IID_IInspectable_) || IsEqualIID(iid, &IID_IAgileObject_))
        *out = &object->face[0];
    for (int i = 0; i < object->cls->count && !*out; i++)
        if (IsEqualIID(iid, object->cls->faces[i].iid)) *out = &object->face[i];
    if (!*out) return E_NOINTERFACE;
    InterlockedIncrement(&object->refs);
    return S_OK;
}

ULONG WINAPI Object_AddRef(void *self) { return InterlockedIncrement(&((Face *)self)->object->refs); }

ULONG WINAPI Object_Release(void *self) {
    Object *object = ((Face *)self)->object;
    LONG refs = InterlockedDecrement(&object->refs);
    if (refs == 0) {
        if (object->cls->destroy) object->cls->destroy(object);
        free(object);
        InterlockedDecrement(&live);
    }
    return refs;
}

HRESULT WINAPI Object_GetIids(void *self, ULONG *count, IID **iids) {
    Object *object = ((Face *)self)->object;
    *count = object->cls->count;
    *iids = CoTaskMemAlloc(*count * sizeof **iids);
    if (!*iids) return E_OUTOFMEMORY;
    for (int i = 0; i < object->cls->count; i++) (*iids)[i] = *object->cls->faces[i].iid;
    return S_OK;
}

HRESULT WINAPI Object_GetRuntimeClassName(void *self, HSTRING *name) {
    const WCHAR *text = ((Face *)self)->object->cls->name;
    return WindowsCreateString(text, (UINT32)wcslen(text), name);
}

HRESULT WINAPI Object_GetTrustLevel(void *self, int *level) {
    (void)self;
    *level = 0;
    return S_OK;
}
