/* Vectors of Int32 and of String, changeable and growing, for Go to read and change. */
#include "object.h"

enum { NoGetMany = 1 }; /* GetMany answers E_NOTIMPL, as some of Windows' and Wine's own do */

#define copy_I(v, out) (*(out) = (v), S_OK)
#define free_I(v) ((void)(v))
#define same_I(a, b) ((a) == (b))
#define copy_S(v, out) WindowsDuplicateString(v, out)
#define free_S(v) WindowsDeleteString(v)
static BOOL same_S(HSTRING a, HSTRING b) {
    INT32 order = 1;
    return SUCCEEDED(WindowsCompareStringOrdinal(a, b, &order)) && order == 0;
}

#define DEFINE(N, E)                                                                                   \
    typedef struct Store##N {                                                                          \
        Object object;                                                                                 \
        CRITICAL_SECTION lock;                                                                         \
        UINT32 flags, version, size, room;                                                             \
        E *items;                                                                                      \
    } Store##N;                                                                                        \
    typedef struct Walk##N {                                                                           \
        Object object;                                                                                 \
        Store##N *store;                                                                               \
        UINT32 at, version;                                                                            \
    } Walk##N;                                                                                         \
    static void store##N##_destroy(Object *o) {                                                        \
        Store##N *this = (Store##N *)o;                                                                \
        for (UINT32 i = 0; i < this->size; i++) free_##N(this->items[i]);                              \
        free(this->items);                                                                             \
        DeleteCriticalSection(&this->lock);                                                            \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_GetAt(void *self, UINT32 index, E *out) {                         \
        SELF(Store##N);                                                                                \
        HRESULT hr = E_BOUNDS_;                                                                        \
        *out = 0;                                                                                      \
        EnterCriticalSection(&this->lock);                                                             \
        if (index < this->size) hr = copy_##N(this->items[index], out);                                \
        LeaveCriticalSection(&this->lock);                                                             \
        return hr;                                                                                     \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_Size(void *self, UINT32 *out) {                                   \
        SELF(Store##N);                                                                                \
        *out = this->size;                                                                             \
        return S_OK;                                                                                   \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_GetView(void *self, VectorView##N **out) {                        \
        SELF(Store##N);                                                                                \
        return Object_QueryInterface(face_of(this, 0), &IID_VectorView##N, (void **)out);              \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_IndexOf(void *self, E value, UINT32 *index, boolean *found) {     \
        SELF(Store##N);                                                                                \
        *index = 0;                                                                                    \
        *found = FALSE;                                                                                \
        EnterCriticalSection(&this->lock);                                                             \
        for (UINT32 i = 0; i < this->size && !*found; i++)                                             \
            if (same_##N(this->items[i], value)) *index = i, *found = TRUE;                            \
        LeaveCriticalSection(&this->lock);                                                             \
        return S_OK;                                                                                   \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_SetAt(void *self, UINT32 index, E value) {                        \
        SELF(Store##N);                                                                                \
        HRESULT hr = E_BOUNDS_;                                                                        \
        E copy;                                                                                        \
        EnterCriticalSection(&this->lock);                                                             \
        if (index < this->size && SUCCEEDED(hr = copy_##N(value, &copy))) {                            \
            free_##N(this->items[index]);                                                              \
            this->items[index] = copy;                                                                 \
            this->version++;                                                                           \
        }                                                                                              \
        LeaveCriticalSection(&this->lock);                                                             \
        return hr;                                                                                     \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_InsertAt(void *self, UINT32 index, E value) {                     \
        SELF(Store##N);                                                                                \
        HRESULT hr = E_BOUNDS_;                                                                        \
        E copy;                                                                                        \
        EnterCriticalSection(&this->lock);                                                             \
        if (index <= this->size && this->size == this->room) {                                         \
            UINT32 room = this->room ? 2 * this->room : 16;                                            \
            E *grown = realloc(this->items, room * sizeof(E));                                         \
            if (grown) this->items = grown, this->room = room;                                         \
        }                                                                                              \
        if (index <= this->size && SUCCEEDED(hr = copy_##N(value, &copy))) {                           \
            memmove(this->items + index + 1, this->items + index, (this->size - index) * sizeof(E));   \
            this->items[index] = copy;                                                                 \
            this->size++;                                                                              \
            this->version++;                                                                           \
        }                                                                                              \
        LeaveCriticalSection(&this->lock);                                                             \
        return hr;                                                                                     \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_RemoveAt(void *self, UINT32 index) {                              \
        SELF(Store##N);                                                                                \
        HRESULT hr = E_BOUNDS_;                                                                        \
        EnterCriticalSection(&this->lock);                                                             \
        if (index < this->size) {                                                                      \
            free_##N(this->items[index]);                                                              \
            this->size--;                                                                              \
            memmove(this->items + index, this->items + index + 1, (this->size - index) * sizeof(E));   \
            this->version++;                                                                           \
            hr = S_OK;                                                                                 \
        }                                                                                              \
        LeaveCriticalSection(&this->lock);                                                             \
        return hr;                                                                                     \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_Append(void *self, E value) {                                     \
        SELF(Store##N);                                                                                \
        HRESULT hr;                                                                                    \
        EnterCriticalSection(&this->lock);                                                             \
        hr = store##N##_InsertAt(self, this->size, value);                                             \
        LeaveCriticalSection(&this->lock);                                                             \
        return hr;                                                                                     \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_RemoveAtEnd(void *self) {                                         \
        SELF(Store##N);                                                                                \
        return store##N##_RemoveAt(self, this->size - 1);                                              \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_Clear(void *self) {                                               \
        SELF(Store##N);                                                                                \
        while (this->size) store##N##_RemoveAtEnd(self);                                               \
        return S_OK;                                                                                   \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_GetMany(void *self, UINT32 start, UINT32 room, E *out, UINT32 *n) { \
        SELF(Store##N);                                                                                \
        HRESULT hr = S_OK;                                                                             \
        *n = 0;                                                                                        \
        if (this->flags & NoGetMany) return E_NOTIMPL;                                                 \
        EnterCriticalSection(&this->lock);                                                             \
        if (start > this->size) hr = E_BOUNDS_;                                                        \
        for (; SUCCEEDED(hr) && *n < room && start < this->size; start++, ++*n)                        \
            hr = copy_##N(this->items[start], &out[*n]);                                               \
        LeaveCriticalSection(&this->lock);                                                             \
        return hr;                                                                                     \
    }                                                                                                  \
    static HRESULT WINAPI store##N##_ReplaceAll(void *self, UINT32 count, E *items) {                  \
        HRESULT hr = store##N##_Clear(self);                                                           \
        for (UINT32 i = 0; i < count && SUCCEEDED(hr); i++) hr = store##N##_Append(self, items[i]);    \
        return hr;                                                                                     \
    }                                                                                                  \
    static void walk##N##_destroy(Object *o) { Object_Release(face_of(((Walk##N *)o)->store, 0)); }    \
    static HRESULT WINAPI walk##N##_Current(void *self, E *out) {                                      \
        SELF(Walk##N);                                                                                 \
        *out = 0;                                                                                      \
        if (this->version != this->store->version) return E_CHANGED_STATE_;                            \
        return store##N##_GetAt(face_of(this->store, 0), this->at, out);                               \
    }                                                                                                  \
    static HRESULT WINAPI walk##N##_HasCurrent(void *self, boolean *out) {                             \
        SELF(Walk##N);                                                                                 \
        if (this->version != this->store->version) return E_CHANGED_STATE_;                            \
        *out = this->at < this->store->size;                                                           \
        return S_OK;                                                                                   \
    }                                                                                                  \
    static HRESULT WINAPI walk##N##_MoveNext(void *self, boolean *out) {                               \
        SELF(Walk##N);                                                                                 \
        if (this->at < this->store->size) this->at++;                                                  \
        return walk##N##_HasCurrent(self, out);                                                        \
    }                                                                                                  \
    static HRESULT WINAPI walk##N##_GetMany(void *self, UINT32 room, E *out, UINT32 *n) {              \
        SELF(Walk##N);                                                                                 \
        HRESULT hr;                                                                                    \
        if (this->version != this->store->version) return E_CHANGED_STATE_;                            \
        hr = store##N##_GetMany(face_of(this->store, 0), this->at, room, out, n);                      \
        if (SUCCEEDED(hr)) this->at += *n;                                                             \
        return hr;                                                                                     \
    }                                                                                                  \
    static const void *const walk##N##_vtbl[] = {INSPECTABLE_IMPL, (void *)walk##N##_Current,          \
        (void *)walk##N##_HasCurrent, (void *)walk##N##_MoveNext, (void *)walk##N##_GetMany};          \
    static const Class walk##N##_class = {L"Test.Iterator", sizeof(Walk##N), walk##N##_destroy, 1,     \
        {{&IID_Iterator##N, walk##N##_vtbl}}};                                                         \
    static HRESULT WINAPI store##N##_First(void *self, void **out) {                                   \
        SELF(Store##N);                                                                                \
        Walk##N *walk = object_new(&walk##N##_class);                                                  \
        if (!walk) return E_OUTOFMEMORY;                                                               \
        Object_AddRef(self);                                                                           \
        walk->store = this;                                                                            \
        walk->version = this->version;                                                                 \
        *out = face_of(walk, 0);                                                                       \
        return S_OK;                                                                                   \
    }                                                                                                  \
    static const void *const vector##N##_vtbl[] = {INSPECTABLE_IMPL, (void *)store##N##_GetAt,         \
        (void *)store##N##_Size, (void *)store##N##_GetView, (void *)store##N##_IndexOf,               \
        (void *)store##N##_SetAt, (void *)store##N##_InsertAt, (void *)store##N##_RemoveAt,            \
        (void *)store##N##_Append, (void *)store##N##_RemoveAtEnd, (void *)store##N##_Clear,           \
        (void *)store##N##_GetMany, (void *)store##N##_ReplaceAll};                                    \
    static const void *const view##N##_vtbl[] = {INSPECTABLE_IMPL, (void *)store##N##_GetAt,           \
        (void *)store##N##_Size, (void *)store##N##_IndexOf, (void *)store##N##_GetMany};              \
    static const void *const iterable##N##_vtbl[] = {INSPECTABLE_IMPL, (void *)store##N##_First};      \
    static const Class store##N##_class = {L"Test.Vector", sizeof(Store##N), store##N##_destroy, 3,    \
        {{&IID_Vector##N, vector##N##_vtbl}, {&IID_VectorView##N, view##N##_vtbl},                     \
         {&IID_Iterable##N, iterable##N##_vtbl}}};                                                     \
    static Store##N *store##N##_new(UINT32 flags) {                                                    \
        Store##N *store = object_new(&store##N##_class);                                               \
        if (!store) return NULL;                                                                       \
        InitializeCriticalSection(&store->lock);                                                       \
        store->flags = flags;                                                                          \
        return store;                                                                                  \
    }

DEFINE(I, INT32)
DEFINE(S, HSTRING)

/* An IVector<Int32> of 0, 1, 2, ... */
EXPORT HRESULT WINAPI MakeInts(UINT32 count, UINT32 flags, void **out) {
    StoreI *store = storeI_new(flags);
    HRESULT hr = store ? S_OK : E_OUTOFMEMORY;
    for (UINT32 i = 0; i < count && SUCCEEDED(hr); i++) hr = storeI_Append(face_of(store, 0), (INT32)i);
    *out = store ? face_of(store, 0) : NULL;
    return hr;
}

/* An IVector<String> of "item 0", "item 1", ... */
EXPORT HRESULT WINAPI MakeStrings(UINT32 count, UINT32 flags, void **out) {
    StoreS *store = storeS_new(flags);
    HRESULT hr = store ? S_OK : E_OUTOFMEMORY;
    for (UINT32 i = 0; i < count && SUCCEEDED(hr); i++) {
        WCHAR text[32];
        HSTRING string;
        int length = wsprintfW(text, L"item %u", i);
        if (SUCCEEDED(hr = WindowsCreateString(text, length, &string))) {
            hr = storeS_Append(face_of(store, 0), string);
            WindowsDeleteString(string);
        }
    }
    *out = store ? face_of(store, 0) : NULL;
    return hr;
}
