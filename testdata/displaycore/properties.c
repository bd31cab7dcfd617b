/*
 * The property map: IMap<Guid, Object>, its live IMapView, iterators and pairs. Values are kept as
 * they come and released outside the lock, since Release may run foreign code.
 */
#include "collections.h"

#include <string.h>

typedef struct Pair {
    Object o;
    GUID key;
    Iface *value;
} Pair;

struct PropertyMap {
    Object o;
    SRWLOCK lock;
    BOOL frozen;
    UINT32 version, count, capacity;
    Pair **pairs; /* immutable once in here, so that iterators may hand them out */
};

typedef struct MapView {
    Object o;
    PropertyMap *map;
} MapView;

typedef struct PairIterator {
    Object o;
    PropertyMap *map;
    UINT32 version, at;
} PairIterator;

static const Class Pair_class, MapView_class, PairIterator_class;

/* --- pairs --- */

static void Pair_destroy(Object *o) { iface_release(((Pair *)o)->value); }

static HRESULT WINAPI Pair_get_Key(Iface *self, GUID *out)
{
    SELF(Pair);
    RESULT(out);
    *out = this->key;
    return S_OK;
}

static HRESULT WINAPI Pair_get_Value(Iface *self, Iface **out)
{
    SELF(Pair);
    RESULT(out);
    iface_ref(*out = this->value);
    return S_OK;
}

static const IKeyValuePairVtbl pair_vtbl = {INSPECTABLE_IMPL, Pair_get_Key, Pair_get_Value};
static const Face pair_faces[] = {{&UIID_KeyValue, &pair_vtbl, FALSE}};
static const Class Pair_class = {L"Windows.Foundation.Collections.IKeyValuePair`2<Guid, Object>", sizeof(Pair),
    Pair_destroy, pair_faces, 1};

/* --- the map --- */

static void PropertyMap_destroy(Object *o)
{
    PropertyMap *this = (PropertyMap *)o;
    for (UINT32 i = 0; i < this->count; i++) object_release(this->pairs[i]);
    HeapFree(GetProcessHeap(), 0, this->pairs);
}

static UINT32 find(PropertyMap *map, const GUID *key)
{
    UINT32 i = 0;
    while (i < map->count && memcmp(&map->pairs[i]->key, key, sizeof *key) != 0) i++;
    return i;
}

static HRESULT lookup(PropertyMap *map, const GUID *key, Iface **out)
{
    AcquireSRWLockShared(&map->lock);
    UINT32 i = find(map, key);
    BOOL found = i < map->count;
    if (found) iface_ref(*out = map->pairs[i]->value);
    ReleaseSRWLockShared(&map->lock);
    return found ? S_OK : fail(E_BOUNDS_, L"the property map has no such key");
}

static UINT32 size(PropertyMap *map)
{
    AcquireSRWLockShared(&map->lock);
    UINT32 n = map->count;
    ReleaseSRWLockShared(&map->lock);
    return n;
}

static BOOL has(PropertyMap *map, const GUID *key)
{
    AcquireSRWLockShared(&map->lock);
    BOOL found = find(map, key) < map->count;
    ReleaseSRWLockShared(&map->lock);
    return found;
}

static HRESULT insert(PropertyMap *map, const GUID *key, Iface *value, Boolean *replaced)
{
    Pair *pair = object_new(&Pair_class), *old = NULL;
    if (!pair) return E_OUTOFMEMORY;
    pair->key = *key;
    iface_ref(pair->value = value);
    HRESULT hr = S_OK;
    AcquireSRWLockExclusive(&map->lock);
    UINT32 i = find(map, key);
    if (i < map->count) {
        old = map->pairs[i];
        *replaced = 1;
    } else if (map->count == map->capacity) {
        UINT32 room = map->capacity ? map->capacity * 2 : 8;
        Pair **grown = map->pairs ? HeapReAlloc(GetProcessHeap(), 0, map->pairs, room * sizeof *grown)
                                  : HeapAlloc(GetProcessHeap(), 0, room * sizeof *grown);
        if (grown) {
            map->pairs = grown;
            map->capacity = room;
        } else {
            hr = E_OUTOFMEMORY;
        }
    }
    if (SUCCEEDED(hr)) {
        map->pairs[i] = pair;
        map->count += !old;
        map->version++;
    } else {
        old = pair;
    }
    ReleaseSRWLockExclusive(&map->lock);
    object_release(old);
    return hr;
}

static HRESULT writable(PropertyMap *map)
{
    return map->frozen ? fail(E_ACCESSDENIED, L"these properties are read-only") : S_OK;
}

static HRESULT first(PropertyMap *map, Iface **out)
{
    PairIterator *it = object_new(&PairIterator_class);
    if (it) {
        it->map = object_ref(map);
        AcquireSRWLockShared(&map->lock);
        it->version = map->version;
        ReleaseSRWLockShared(&map->lock);
    }
    return object_give(it, out);
}

static HRESULT WINAPI PropertyMap_First(Iface *self, Iface **out)
{
    SELF(PropertyMap);
    RESULT(out);
    return first(this, out);
}

static HRESULT WINAPI PropertyMap_Lookup(Iface *self, GUID key, Iface **out)
{
    SELF(PropertyMap);
    RESULT(out);
    return lookup(this, &key, out);
}

static HRESULT WINAPI PropertyMap_get_Size(Iface *self, UINT32 *out)
{
    SELF(PropertyMap);
    RESULT(out);
    *out = size(this);
    return S_OK;
}

static HRESULT WINAPI PropertyMap_HasKey(Iface *self, GUID key, Boolean *out)
{
    SELF(PropertyMap);
    RESULT(out);
    *out = (Boolean)has(this, &key);
    return S_OK;
}

static HRESULT WINAPI PropertyMap_GetView(Iface *self, Iface **out)
{
    SELF(PropertyMap);
    RESULT(out);
    return property_map_view(this, out);
}

static HRESULT WINAPI PropertyMap_Insert(Iface *self, GUID key, Iface *value, Boolean *replaced)
{
    SELF(PropertyMap);
    RESULT(replaced);
    HRESULT hr = writable(this);
    return SUCCEEDED(hr) ? insert(this, &key, value, replaced) : hr;
}

static HRESULT WINAPI PropertyMap_Remove(Iface *self, GUID key)
{
    SELF(PropertyMap);
    HRESULT hr = writable(this);
    if (FAILED(hr)) return hr;
    Pair *gone = NULL;
    AcquireSRWLockExclusive(&this->lock);
    UINT32 i = find(this, &key);
    if (i < this->count) {
        gone = this->pairs[i];
        this->count--;
        this->version++;
        memmove(&this->pairs[i], &this->pairs[i + 1], (this->count - i) * sizeof *this->pairs);
    }
    ReleaseSRWLockExclusive(&this->lock);
    if (!gone) return fail(E_BOUNDS_, L"the property map has no such key");
    object_release(gone);
    return S_OK;
}

static HRESULT WINAPI PropertyMap_Clear(Iface *self)
{
    SELF(PropertyMap);
    HRESULT hr = writable(this);
    if (FAILED(hr)) return hr;
    AcquireSRWLockExclusive(&this->lock);
    Pair **pairs = this->pairs;
    UINT32 count = this->count;
    this->pairs = NULL;
    this->count = this->capacity = 0;
    this->version++;
    ReleaseSRWLockExclusive(&this->lock);
    for (UINT32 i = 0; i < count; i++) object_release(pairs[i]);
    HeapFree(GetProcessHeap(), 0, pairs);
    return S_OK;
}

static const IMapVtbl map_vtbl = {INSPECTABLE_IMPL, PropertyMap_Lookup, PropertyMap_get_Size, PropertyMap_HasKey,
    PropertyMap_GetView, PropertyMap_Insert, PropertyMap_Remove, PropertyMap_Clear};
static const IIterableVtbl map_iterable_vtbl = {INSPECTABLE_IMPL, PropertyMap_First};
CLASS(PropertyMap, L"Windows.Foundation.Collections.IMap`2<Guid, Object>", PropertyMap_destroy,
    {&UIID_IMap_GuidObject, &map_vtbl, FALSE}, {&UIID_IIterable_KeyValue, &map_iterable_vtbl, FALSE});

/* --- the view --- */

static void MapView_destroy(Object *o) { object_release(((MapView *)o)->map); }

static HRESULT WINAPI MapView_First(Iface *self, Iface **out)
{
    SELF(MapView);
    RESULT(out);
    return first(this->map, out);
}

static HRESULT WINAPI MapView_Lookup(Iface *self, GUID key, Iface **out)
{
    SELF(MapView);
    RESULT(out);
    return lookup(this->map, &key, out);
}

static HRESULT WINAPI MapView_get_Size(Iface *self, UINT32 *out)
{
    SELF(MapView);
    RESULT(out);
    *out = size(this->map);
    return S_OK;
}

static HRESULT WINAPI MapView_HasKey(Iface *self, GUID key, Boolean *out)
{
    SELF(MapView);
    RESULT(out);
    *out = (Boolean)has(this->map, &key);
    return S_OK;
}

/* Two halves in order; both NULL when there is nothing to split, as the interface allows. */
static HRESULT WINAPI MapView_Split(Iface *self, Iface **lower, Iface **upper)
{
    SELF(MapView);
    RESULT(lower);
    RESULT(upper);
    if (size(this->map) < 2) return S_OK;
    PropertyMap *half[2] = {property_map_new(), property_map_copy(this->map)};
    HRESULT hr = half[0] && half[1] ? S_OK : E_OUTOFMEMORY;
    if (SUCCEEDED(hr)) {
        UINT32 n = half[1]->count / 2;
        half[0]->pairs = HeapAlloc(GetProcessHeap(), 0, (n + 1) * sizeof *half[0]->pairs);
        if (half[0]->pairs) {
            memcpy(half[0]->pairs, half[1]->pairs, n * sizeof *half[0]->pairs);
            half[0]->count = half[0]->capacity = n;
            half[1]->count -= n;
            memmove(half[1]->pairs, half[1]->pairs + n, half[1]->count * sizeof *half[1]->pairs);
            hr = property_map_view(half[0], lower);
            if (SUCCEEDED(hr)) hr = property_map_view(half[1], upper);
            if (FAILED(hr)) {
                iface_release(*lower);
                *lower = NULL;
            }
        } else {
            hr = E_OUTOFMEMORY;
        }
    }
    object_release(half[0]);
    object_release(half[1]);
    return hr;
}

static const IMapViewVtbl map_view_vtbl = {
    INSPECTABLE_IMPL, MapView_Lookup, MapView_get_Size, MapView_HasKey, MapView_Split};
static const IIterableVtbl view_iterable_vtbl = {INSPECTABLE_IMPL, MapView_First};
static const Face view_faces[] = {
    {&UIID_IMapView_GuidObject, &map_view_vtbl, FALSE}, {&UIID_IIterable_KeyValue, &view_iterable_vtbl, FALSE}};
static const Class MapView_class = {L"Windows.Foundation.Collections.IMapView`2<Guid, Object>", sizeof(MapView),
    MapView_destroy, view_faces, 2};

/* --- the iterator: a change of the map invalidates it --- */

static void PairIterator_destroy(Object *o) { object_release(((PairIterator *)o)->map); }

/* Up to capacity pairs from the iterator's place on. */
static HRESULT take(PairIterator *it, UINT32 capacity, Iface **items, UINT32 *taken)
{
    PropertyMap *map = it->map;
    HRESULT hr = S_OK;
    *taken = 0;
    AcquireSRWLockShared(&map->lock);
    if (it->version != map->version) hr = E_CHANGED_STATE_;
    for (UINT32 i = 0; SUCCEEDED(hr) && i < capacity && it->at + i < map->count; i++) {
        object_give(object_ref(map->pairs[it->at + i]), &items[i]);
        ++*taken;
    }
    ReleaseSRWLockShared(&map->lock);
    return hr;
}

static HRESULT WINAPI PairIterator_get_Current(Iface *self, void *out)
{
    SELF(PairIterator);
    RESULT((Iface **)out);
    UINT32 n;
    HRESULT hr = take(this, 1, out, &n);
    return SUCCEEDED(hr) && n == 0 ? E_BOUNDS_ : hr;
}

static HRESULT has_current(PairIterator *it, Boolean *out)
{
    AcquireSRWLockShared(&it->map->lock);
    HRESULT hr = it->version == it->map->version ? S_OK : E_CHANGED_STATE_;
    *out = SUCCEEDED(hr) && it->at < it->map->count;
    ReleaseSRWLockShared(&it->map->lock);
    return hr;
}

static HRESULT WINAPI PairIterator_get_HasCurrent(Iface *self, Boolean *out)
{
    SELF(PairIterator);
    RESULT(out);
    return has_current(this, out);
}

static HRESULT WINAPI PairIterator_MoveNext(Iface *self, Boolean *out)
{
    SELF(PairIterator);
    RESULT(out);
    HRESULT hr = has_current(this, out);
    if (FAILED(hr)) return hr;
    if (!*out) return E_BOUNDS_;
    this->at++;
    return has_current(this, out);
}

static HRESULT WINAPI PairIterator_GetMany(Iface *self, UINT32 capacity, void *items, UINT32 *out)
{
    SELF(PairIterator);
    RESULT(out);
    if (capacity && !items) return E_POINTER;
    HRESULT hr = take(this, capacity, items, out);
    this->at += *out;
    return hr;
}

static const IIteratorVtbl pair_iterator_vtbl = {INSPECTABLE_IMPL, PairIterator_get_Current,
    PairIterator_get_HasCurrent, PairIterator_MoveNext, PairIterator_GetMany};
static const Face pair_iterator_faces[] = {{&UIID_IIterator_KeyValue, &pair_iterator_vtbl, FALSE}};
static const Class PairIterator_class = {
    L"Windows.Foundation.Collections.IIterator`1<Windows.Foundation.Collections.IKeyValuePair`2<Guid, Object>>",
    sizeof(PairIterator), PairIterator_destroy, pair_iterator_faces, 1};

/* --- for the rest of the component --- */

PropertyMap *property_map_new(void)
{
    PropertyMap *map = object_new(&PropertyMap_class);
    if (map) InitializeSRWLock(&map->lock);
    return map;
}

PropertyMap *property_map_copy(PropertyMap *from)
{
    PropertyMap *to = property_map_new();
    if (!to) return NULL;
    AcquireSRWLockShared(&from->lock);
    to->pairs = HeapAlloc(GetProcessHeap(), 0, (from->count + 1) * sizeof *to->pairs);
    for (UINT32 i = 0; to->pairs && i < from->count; i++) to->pairs[to->count++] = object_ref(from->pairs[i]);
    to->capacity = to->count;
    BOOL whole = to->pairs != NULL;
    ReleaseSRWLockShared(&from->lock);
    if (whole) return to;
    object_release(to);
    return NULL;
}

HRESULT property_map_put(PropertyMap *map, const GUID *key, Iface *value)
{
    Boolean replaced;
    return insert(map, key, value, &replaced);
}

HRESULT property_map_put_new(PropertyMap *map, const GUID *key, HRESULT made, Iface *value)
{
    HRESULT hr = SUCCEEDED(made) ? property_map_put(map, key, value) : made;
    if (SUCCEEDED(made)) iface_release(value);
    return hr;
}

void property_map_freeze(PropertyMap *map) { map->frozen = TRUE; }

HRESULT property_map_view(PropertyMap *map, Iface **out)
{
    MapView *view = object_new(&MapView_class);
    if (view) view->map = object_ref(map);
    return object_give(view, out);
}

static HRESULT add_pair(void *context, void *element)
{
    Iface *pair = iface_query(element, &UIID_KeyValue), *value = NULL;
    GUID key;
    if (!pair) return fail(E_INVALIDARG, L"an element is no IKeyValuePair<Guid, Object>");
    HRESULT hr = CALL(pair, IKeyValuePair, get_Key, &key);
    if (SUCCEEDED(hr)) hr = CALL(pair, IKeyValuePair, get_Value, &value);
    if (SUCCEEDED(hr)) hr = property_map_put_new(context, &key, S_OK, value);
    iface_release(pair);
    return hr;
}

HRESULT property_map_add_all(PropertyMap *map, Iface *iterable)
{
    return iterable ? iterable_walk(iterable, &UIID_IIterable_KeyValue, &UIID_IIterator_KeyValue, TRUE, add_pair, map)
                    : S_OK;
}
