/* IVectorView<T> and IIterator<T> over a fixed array of our objects; walking a caller's IIterable. */
#include "collections.h"

#include <string.h>

typedef struct VectorView {
    Object o;
    ViewKind kind;
    UINT32 count;
    Object **items;
} VectorView;

typedef struct Iterator {
    Object o;
    VectorView *view;
    volatile LONG at;
} Iterator;

static const Class *const iterator_classes[5];

static void VectorView_destroy(Object *o)
{
    VectorView *this = (VectorView *)o;
    for (UINT32 i = 0; i < this->count; i++) object_release(this->items[i]);
    HeapFree(GetProcessHeap(), 0, this->items);
}

static void Iterator_destroy(Object *o) { object_release(((Iterator *)o)->view); }

static HRESULT WINAPI VectorView_GetAt(Iface *self, UINT32 index, Iface **out)
{
    SELF(VectorView);
    RESULT(out);
    if (index >= this->count) return fail(E_BOUNDS_, L"index is past the end of the view");
    return object_give(object_ref(this->items[index]), out);
}

static HRESULT WINAPI VectorView_get_Size(Iface *self, UINT32 *out)
{
    SELF(VectorView);
    RESULT(out);
    *out = this->count;
    return S_OK;
}

static HRESULT WINAPI VectorView_IndexOf(Iface *self, Iface *value, UINT32 *index, Boolean *found)
{
    SELF(VectorView);
    RESULT(index);
    RESULT(found);
    Object *wanted = object_own_any(value);
    for (UINT32 i = 0; wanted && i < this->count; i++)
        if (this->items[i] == wanted) {
            *index = i;
            *found = 1;
            break;
        }
    return S_OK;
}

static UINT32 copy_items(VectorView *view, UINT32 from, UINT32 capacity, Iface **items)
{
    UINT32 n = from < view->count ? view->count - from : 0;
    if (n > capacity) n = capacity;
    for (UINT32 i = 0; i < n; i++) object_give(object_ref(view->items[from + i]), &items[i]);
    for (UINT32 i = n; i < capacity; i++) items[i] = NULL;
    return n;
}

static HRESULT WINAPI VectorView_GetMany(Iface *self, UINT32 from, UINT32 capacity, Iface **items, UINT32 *out)
{
    SELF(VectorView);
    RESULT(out);
    if (capacity && !items) return E_POINTER;
    if (from > this->count) return E_BOUNDS_;
    *out = copy_items(this, from, capacity, items);
    return S_OK;
}

static HRESULT WINAPI VectorView_First(Iface *self, Iface **out)
{
    SELF(VectorView);
    RESULT(out);
    Iterator *iterator = object_new(iterator_classes[this->kind]);
    if (iterator) iterator->view = object_ref(this);
    return object_give(iterator, out);
}

static HRESULT WINAPI Iterator_get_Current(Iface *self, void *out)
{
    SELF(Iterator);
    RESULT((Iface **)out);
    UINT32 at = (UINT32)this->at;
    if (at >= this->view->count) return fail(E_BOUNDS_, L"the iterator is past the end");
    return object_give(object_ref(this->view->items[at]), out);
}

static HRESULT WINAPI Iterator_get_HasCurrent(Iface *self, Boolean *out)
{
    SELF(Iterator);
    RESULT(out);
    *out = (UINT32)this->at < this->view->count;
    return S_OK;
}

static HRESULT WINAPI Iterator_MoveNext(Iface *self, Boolean *out)
{
    SELF(Iterator);
    RESULT(out);
    if ((UINT32)this->at >= this->view->count) return E_BOUNDS_;
    *out = (UINT32)InterlockedIncrement(&this->at) < this->view->count;
    return S_OK;
}

static HRESULT WINAPI Iterator_GetMany(Iface *self, UINT32 capacity, void *items, UINT32 *out)
{
    SELF(Iterator);
    RESULT(out);
    if (capacity && !items) return E_POINTER;
    *out = copy_items(this->view, (UINT32)this->at, capacity, items);
    InterlockedExchangeAdd(&this->at, (LONG)*out);
    return S_OK;
}

static const IVectorViewVtbl view_vtbl = {
    INSPECTABLE_IMPL, VectorView_GetAt, VectorView_get_Size, VectorView_IndexOf, VectorView_GetMany};
static const IIterableVtbl iterable_vtbl = {INSPECTABLE_IMPL, VectorView_First};
static const IIteratorVtbl iterator_vtbl = {
    INSPECTABLE_IMPL, Iterator_get_Current, Iterator_get_HasCurrent, Iterator_MoveNext, Iterator_GetMany};

#define COLLECTION(T)                                                                                   \
    static const Face view_faces_##T[] = {                                                              \
        {&UIID_IVectorView_##T, &view_vtbl, FALSE}, {&UIID_IIterable_##T, &iterable_vtbl, FALSE}};      \
    static const Class view_##T = {                                                                     \
        L"Windows.Foundation.Collections.IVectorView`1<Windows.Devices.Display.Core." #T ">",           \
        sizeof(VectorView), VectorView_destroy, view_faces_##T, 2};                                     \
    static const Face iterator_faces_##T[] = {{&UIID_IIterator_##T, &iterator_vtbl, FALSE}};            \
    static const Class iterator_##T = {                                                                 \
        L"Windows.Foundation.Collections.IIterator`1<Windows.Devices.Display.Core." #T ">",             \
        sizeof(Iterator), Iterator_destroy, iterator_faces_##T, 1}
COLLECTION(DisplayTarget);
COLLECTION(DisplayAdapter);
COLLECTION(DisplayView);
COLLECTION(DisplayPath);
COLLECTION(DisplayModeInfo);

static const Class *const view_classes[5] = {
    &view_DisplayTarget, &view_DisplayAdapter, &view_DisplayView, &view_DisplayPath, &view_DisplayModeInfo};
static const Class *const iterator_classes[5] = {&iterator_DisplayTarget, &iterator_DisplayAdapter,
    &iterator_DisplayView, &iterator_DisplayPath, &iterator_DisplayModeInfo};

HRESULT vector_view_new(ViewKind kind, Object **items, UINT32 count, Iface **out)
{
    BOOL whole = TRUE;
    for (UINT32 i = 0; i < count; i++) whole = whole && items[i];
    VectorView *view = whole ? object_new(view_classes[kind]) : NULL;
    Object **copy = view ? HeapAlloc(GetProcessHeap(), 0, (count + 1) * sizeof *copy) : NULL;
    if (!copy) {
        for (UINT32 i = 0; i < count; i++) object_release(items[i]);
        object_release(view);
        return E_OUTOFMEMORY;
    }
    if (count) memcpy(copy, items, count * sizeof *copy);
    view->kind = kind;
    view->items = copy;
    view->count = count;
    return object_give(view, out);
}

HRESULT iterable_walk(Iface *iterable, const IID *iid, const IID *iterator_iid, BOOL objects, EachElement each, void *context)
{
    Iface *typed = iface_query(iterable, iid), *first = NULL, *iterator = NULL;
    if (!typed) return fail(E_INVALIDARG, L"the collection does not answer for its IIterable<T>");
    HRESULT hr = CALL(typed, IIterable, First, &first);
    if (SUCCEEDED(hr) && !first) hr = E_POINTER;
    if (SUCCEEDED(hr) && !(iterator = iface_query(first, iterator_iid)))
        hr = fail(E_INVALIDARG, L"First() gave something that is no IIterator<T>");
    Boolean more = 0;
    if (SUCCEEDED(hr)) hr = CALL(iterator, IIterator, get_HasCurrent, &more);
    while (SUCCEEDED(hr) && more) {
        union { Iface *object; BYTE bytes[64]; } element = {0};
        hr = CALL(iterator, IIterator, get_Current, &element);
        if (SUCCEEDED(hr)) hr = each(context, objects ? (void *)element.object : (void *)&element);
        if (objects) iface_release(element.object);
        if (SUCCEEDED(hr)) hr = CALL(iterator, IIterator, MoveNext, &more);
    }
    iface_release(iterator);
    iface_release(first);
    iface_release(typed);
    return hr;
}
