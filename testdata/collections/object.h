/* Native objects: identity, counts and interface tables. */
#ifndef COLLECTIONS_OBJECT_H
#define COLLECTIONS_OBJECT_H

#include "abi.h"

#define MAX_FACES 4

typedef struct Object Object;
typedef struct Face {
    const void *vtbl;
    Object *object;
} Face;

typedef struct FaceInfo {
    const IID *iid;
    const void *vtbl;
} FaceInfo;

typedef struct Class {
    const WCHAR *name;
    size_t size;
    void (*destroy)(Object *);
    int count;
    FaceInfo faces[MAX_FACES];
} Class;

/* Every object's struct starts with one of these. The first face is the object's identity. */
struct Object {
    const Class *cls;
    volatile LONG refs;
    Face face[MAX_FACES];
};

HRESULT WINAPI Object_QueryInterface(void *self, REFIID iid, void **out);
ULONG WINAPI Object_AddRef(void *self);
ULONG WINAPI Object_Release(void *self);
HRESULT WINAPI Object_GetIids(void *self, ULONG *count, IID **iids);
HRESULT WINAPI Object_GetRuntimeClassName(void *self, HSTRING *name);
HRESULT WINAPI Object_GetTrustLevel(void *self, int *level);
#define UNKNOWN_IMPL (void *)Object_QueryInterface, (void *)Object_AddRef, (void *)Object_Release
#define INSPECTABLE_IMPL \
    UNKNOWN_IMPL, (void *)Object_GetIids, (void *)Object_GetRuntimeClassName, (void *)Object_GetTrustLevel
#define SELF(T) T *this = (T *)((Face *)self)->object

void *object_new(const Class *cls); /* one reference, the caller's */
void *face_of(void *object, int index);

#define EXPORT __declspec(dllexport)

#endif
