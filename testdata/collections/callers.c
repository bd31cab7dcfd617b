/* Native code that walks, keeps and changes collections from elsewhere. Every function
   leaves in *line where it was not satisfied, or 0. */
#include "object.h"

#define CHECK(x)                              \
    do {                                      \
        if (!(x)) { *line = __LINE__; goto out; } \
    } while (0)
#define OK(x) CHECK((x) == S_OK)

static HSTRING text(const WCHAR *s) {
    HSTRING string = NULL;
    WindowsCreateString(s, (UINT32)wcslen(s), &string);
    return string;
}

static UINT32 hash_string(UINT32 hash, HSTRING string) {
    UINT32 length;
    const WCHAR *s = WindowsGetStringRawBuffer(string, &length);
    for (UINT32 i = 0; i < length; i++) hash = (hash ^ s[i]) * 16777619u;
    return (hash ^ 0xffff) * 16777619u;
}

/* Steps through an IIterable<Int32>. */
EXPORT HRESULT WINAPI WalkInts(IterableI *items, UINT32 *count, INT64 *sum) {
    IteratorI *walk = NULL;
    boolean more = FALSE;
    HRESULT hr = items->v->First(items, &walk);
    *count = 0;
    *sum = 0;
    if (FAILED(hr)) return hr;
    for (hr = walk->v->HasCurrent(walk, &more); SUCCEEDED(hr) && more; hr = walk->v->MoveNext(walk, &more)) {
        INT32 item;
        if (FAILED(hr = walk->v->Current(walk, &item))) break;
        *sum += item;
        ++*count;
    }
    walk->v->Release(walk);
    return hr;
}

/* Fetches an IIterable<Int32> in batches, up to limit elements. */
EXPORT HRESULT WINAPI WalkIntsMany(IterableI *items, UINT32 batch, UINT32 limit, UINT32 *count, INT64 *sum) {
    IteratorI *walk = NULL;
    INT32 *room = calloc(batch + 1, sizeof *room);
    HRESULT hr = items->v->First(items, &walk);
    *count = 0;
    *sum = 0;
    while (SUCCEEDED(hr) && *count < limit) {
        UINT32 n = 0;
        room[batch] = 0x5a5a5a5a;
        hr = walk->v->GetMany(walk, batch, room, &n);
        if (FAILED(hr) || n == 0) break;
        if (n > batch || room[batch] != 0x5a5a5a5a) {
            hr = E_UNEXPECTED;
            break;
        }
        for (UINT32 i = 0; i < n; i++) *sum += room[i];
        *count += n;
    }
    if (walk) walk->v->Release(walk);
    free(room);
    return hr;
}

/* Reads an IVector<Int32> by index. */
EXPORT HRESULT WINAPI ReadInts(VectorI *items, UINT32 *count, INT64 *sum) {
    HRESULT hr = items->v->Size(items, count);
    *sum = 0;
    for (UINT32 i = 0; SUCCEEDED(hr) && i < *count; i++) {
        INT32 item = 0;
        hr = items->v->GetAt(items, i, &item);
        *sum += item;
    }
    return hr;
}

/* Steps through an IIterable<String>. */
EXPORT HRESULT WINAPI WalkStrings(IterableS *items, UINT32 *count, UINT32 *hash) {
    IteratorS *walk = NULL;
    boolean more = FALSE;
    HRESULT hr = items->v->First(items, &walk);
    *count = 0;
    *hash = 2166136261u;
    if (FAILED(hr)) return hr;
    for (hr = walk->v->HasCurrent(walk, &more); SUCCEEDED(hr) && more; hr = walk->v->MoveNext(walk, &more)) {
        HSTRING item = NULL;
        if (FAILED(hr = walk->v->Current(walk, &item))) break;
        *hash = hash_string(*hash, item);
        WindowsDeleteString(item);
        ++*count;
    }
    walk->v->Release(walk);
    return hr;
}

/* Fetches an IVectorView<String> in one GetMany with more room than there are elements. */
EXPORT HRESULT WINAPI ReadStringsMany(VectorViewS *items, UINT32 room, UINT32 *count, UINT32 *hash) {
    HSTRING *strings = calloc(room, sizeof *strings);
    HRESULT hr = items->v->GetMany(items, 0, room, strings, count);
    *hash = 2166136261u;
    for (UINT32 i = 0; SUCCEEDED(hr) && i < *count; i++) {
        *hash = hash_string(*hash, strings[i]);
        WindowsDeleteString(strings[i]);
    }
    for (UINT32 i = *count; SUCCEEDED(hr) && i < room; i++)
        if (strings[i]) hr = E_UNEXPECTED;
    free(strings);
    return hr;
}

/* Takes an IVector<Int32> of 10, 20, 30 through every method; it ends as 7, 8. */
EXPORT void WINAPI ChangeInts(VectorI *items, INT32 *line) {
    VectorViewI *view = NULL;
    IterableI *iterable = NULL;
    IteratorI *walk = NULL;
    Any *identity = NULL, *other = NULL;
    INT32 room[8] = {0}, item = -1, two[] = {7, 8};
    UINT32 n = 99;
    boolean flag = FALSE;
    *line = 0;
    OK(items->v->Size(items, &n));
    CHECK(n == 3);
    OK(items->v->GetAt(items, 2, &item));
    CHECK(item == 30);
    CHECK(items->v->GetAt(items, 3, &item) == E_BOUNDS_);
    CHECK(items->v->GetAt(items, 0, NULL) == E_POINTER);
    OK(items->v->IndexOf(items, 20, &n, &flag));
    CHECK(flag && n == 1);
    OK(items->v->IndexOf(items, 21, &n, &flag));
    CHECK(!flag);
    OK(items->v->GetView(items, &view));
    OK(items->v->QueryInterface(items, &IID_IterableI, (void **)&iterable));
    OK(iterable->v->QueryInterface(iterable, &IID_IUnknown_, (void **)&identity));
    OK(items->v->QueryInterface(items, &IID_IUnknown_, (void **)&other));
    CHECK(identity == other);
    OK(iterable->v->First(iterable, &walk));
    OK(items->v->Append(items, 40));
    CHECK(walk->v->Current(walk, &item) == E_CHANGED_STATE_);
    CHECK(walk->v->MoveNext(walk, &flag) == E_CHANGED_STATE_);
    OK(items->v->InsertAt(items, 0, 5));
    OK(items->v->InsertAt(items, 5, 50));
    CHECK(items->v->InsertAt(items, 7, 0) == E_BOUNDS_);
    OK(items->v->SetAt(items, 1, 11));
    CHECK(items->v->SetAt(items, 6, 0) == E_BOUNDS_);
    OK(items->v->RemoveAt(items, 2));
    CHECK(items->v->RemoveAt(items, 5) == E_BOUNDS_);
    OK(items->v->RemoveAtEnd(items)); /* 5 11 30 40 */
    OK(items->v->GetMany(items, 1, 8, room, &n));
    CHECK(n == 3 && room[0] == 11 && room[1] == 30 && room[2] == 40 && room[3] == 0);
    OK(items->v->GetMany(items, 4, 8, room, &n));
    CHECK(n == 0);
    CHECK(items->v->GetMany(items, 5, 8, room, &n) == E_BOUNDS_);
    OK(items->v->GetMany(items, 0, 0, NULL, &n));
    CHECK(n == 0);
    OK(items->v->GetMany(items, 3, 0xffffffff, room, &n));
    CHECK(n == 1 && room[0] == 40);
    OK(view->v->Size(view, &n));
    CHECK(n == 3); /* the view is of what was */
    OK(view->v->GetAt(view, 1, &item));
    CHECK(item == 20);
    CHECK(view->v->GetAt(view, 3, &item) == E_BOUNDS_);
    OK(items->v->Clear(items));
    OK(items->v->Size(items, &n));
    CHECK(n == 0);
    CHECK(items->v->RemoveAtEnd(items) == E_BOUNDS_);
    OK(items->v->ReplaceAll(items, 2, two));
    OK(items->v->GetAt(items, 1, &item));
    CHECK(item == 8);
    OK(items->v->ReplaceAll(items, 0, NULL));
    OK(items->v->ReplaceAll(items, 2, two));
out:
    if (other) other->v->Release(other);
    if (identity) identity->v->Release(identity);
    if (walk) walk->v->Release(walk);
    if (iterable) iterable->v->Release(iterable);
    if (view) view->v->Release(view);
}

static VectorI *kept;

EXPORT void WINAPI KeepInts(VectorI *items) {
    items->v->AddRef(items);
    kept = items;
}

EXPORT HRESULT WINAPI AppendToKept(INT32 value) { return kept->v->Append(kept, value); }

/* What the last Release of the kept vector answered. */
EXPORT ULONG WINAPI DropKept(void) {
    VectorI *items = kept;
    kept = NULL;
    return items->v->Release(items);
}

typedef struct Hammer {
    VectorI *items;
    UINT32 rounds;
    volatile LONG *failures;
} Hammer;

static DWORD WINAPI hammer(void *parameter) {
    Hammer *h = parameter;
    for (UINT32 i = 0; i < h->rounds; i++) {
        IterableI *iterable;
        INT32 first = 0, many[4];
        UINT32 count, n;
        INT64 sum;
        if (h->items->v->GetAt(h->items, 0, &first) != S_OK || first != 1) InterlockedIncrement(h->failures);
        if (h->items->v->GetMany(h->items, 0, 4, many, &n) != S_OK || n != 4) InterlockedIncrement(h->failures);
        if (h->items->v->QueryInterface(h->items, &IID_IterableI, (void **)&iterable) != S_OK) {
            InterlockedIncrement(h->failures);
            continue;
        }
        HRESULT hr = WalkInts(iterable, &count, &sum);
        if (hr != S_OK && hr != E_CHANGED_STATE_) InterlockedIncrement(h->failures);
        iterable->v->Release(iterable);
        if (h->items->v->Append(h->items, (INT32)i) != S_OK) InterlockedIncrement(h->failures);
    }
    return 0;
}

/* Uses an IVector<Int32> of 1, ... (four at least) from native threads at once; the number of failures. */
EXPORT LONG WINAPI HammerInts(VectorI *items, UINT32 threads, UINT32 rounds) {
    volatile LONG failures = 0;
    HANDLE handles[MAXIMUM_WAIT_OBJECTS] = {0};
    Hammer h = {items, rounds, &failures};
    if (threads > MAXIMUM_WAIT_OBJECTS) threads = MAXIMUM_WAIT_OBJECTS;
    for (UINT32 i = 0; i < threads; i++) handles[i] = CreateThread(NULL, 0, hammer, &h, 0, NULL);
    WaitForMultipleObjects(threads, handles, TRUE, INFINITE);
    for (UINT32 i = 0; i < threads; i++) CloseHandle(handles[i]);
    return failures;
}

/* Begins to walk an IIterable<Int32>, takes one element and gives the walk up. */
EXPORT HRESULT WINAPI WalkOne(IterableI *items, INT32 *item) {
    IteratorI *walk = NULL;
    HRESULT hr = items->v->First(items, &walk);
    if (SUCCEEDED(hr)) hr = walk->v->Current(walk, item);
    if (walk) walk->v->Release(walk);
    return hr;
}

typedef struct Mover {
    IteratorI *walk;
    INT64 sum;
} Mover;

static DWORD WINAPI move_once(void *parameter) {
    Mover *m = parameter;
    INT32 item = 0;
    boolean more;
    HRESULT hr = m->walk->v->Current(m->walk, &item);
    m->sum += item;
    return SUCCEEDED(hr) ? (DWORD)m->walk->v->MoveNext(m->walk, &more) : (DWORD)hr;
}

/* Walks an IIterable<Int32> with every step on another thread. */
EXPORT HRESULT WINAPI WalkThreads(IterableI *items, UINT32 steps, INT64 *sum) {
    Mover m = {NULL, 0};
    HRESULT hr = items->v->First(items, &m.walk);
    for (UINT32 i = 0; SUCCEEDED(hr) && i < steps; i++) {
        DWORD code = 0;
        HANDLE thread = CreateThread(NULL, 0, move_once, &m, 0, NULL);
        WaitForSingleObject(thread, INFINITE);
        GetExitCodeThread(thread, &code);
        CloseHandle(thread);
        hr = (HRESULT)code;
    }
    *sum = m.sum;
    if (m.walk) m.walk->v->Release(m.walk);
    return hr;
}

/* Walks an IIterable<IKeyValuePair<String, Int32>>: the entries and the sum of their values. */
EXPORT HRESULT WINAPI WalkPairs(IterableP *items, UINT32 *count, INT64 *sum, UINT32 *letters) {
    IteratorP *walk = NULL;
    boolean more = FALSE;
    HRESULT hr = items->v->First(items, &walk);
    *count = *letters = 0;
    *sum = 0;
    if (FAILED(hr)) return hr;
    for (hr = walk->v->HasCurrent(walk, &more); SUCCEEDED(hr) && more; hr = walk->v->MoveNext(walk, &more)) {
        Pair *pair = NULL;
        HSTRING key = NULL;
        INT32 value = 0;
        if (FAILED(hr = walk->v->Current(walk, &pair))) break;
        hr = pair->v->Key(pair, &key);
        if (SUCCEEDED(hr)) hr = pair->v->Value(pair, &value);
        *letters += WindowsGetStringLen(key);
        WindowsDeleteString(key);
        pair->v->Release(pair);
        if (FAILED(hr)) break;
        *sum += value;
        ++*count;
    }
    walk->v->Release(walk);
    return hr;
}

/* Fetches the entries with one GetMany and gives them back: their number, or -1. */
EXPORT INT32 WINAPI FetchPairs(IterableP *items, UINT32 room) {
    IteratorP *walk = NULL;
    Pair **pairs = calloc(room, sizeof *pairs);
    UINT32 n = 0;
    INT32 result = -1;
    if (SUCCEEDED(items->v->First(items, &walk)) && SUCCEEDED(walk->v->GetMany(walk, room, pairs, &n))) {
        for (UINT32 i = 0; i < n; i++) pairs[i]->v->Release(pairs[i]);
        result = (INT32)n;
        for (UINT32 i = n; i < room; i++)
            if (pairs[i]) result = -1;
    }
    if (walk) walk->v->Release(walk);
    free(pairs);
    return result;
}

/* Takes an IMap<String, Int32> of one=1, two=2 through every method; it ends as six=6. */
EXPORT void WINAPI ChangeMap(Map *map, INT32 *line) {
    HSTRING one = text(L"one"), two = text(L"two"), none = text(L"none"), six = text(L"six");
    MapView *view = NULL, *first = (MapView *)1, *second = (MapView *)1;
    IterableP *pairs = NULL;
    IteratorP *walk = NULL;
    INT32 value = -1;
    UINT32 n = 0;
    boolean flag = FALSE;
    *line = 0;
    OK(map->v->Size(map, &n));
    CHECK(n == 2);
    OK(map->v->Lookup(map, two, &value));
    CHECK(value == 2);
    CHECK(map->v->Lookup(map, none, &value) == E_BOUNDS_);
    CHECK(map->v->Lookup(map, one, NULL) == E_POINTER);
    OK(map->v->HasKey(map, one, &flag));
    CHECK(flag);
    OK(map->v->HasKey(map, NULL, &flag));
    CHECK(!flag);
    OK(map->v->GetView(map, &view));
    OK(map->v->QueryInterface(map, &IID_IterableP, (void **)&pairs));
    OK(pairs->v->First(pairs, &walk));
    OK(map->v->Insert(map, one, 11, &flag));
    CHECK(flag);
    CHECK(walk->v->HasCurrent(walk, &flag) == E_CHANGED_STATE_);
    OK(map->v->Insert(map, six, 6, &flag));
    CHECK(!flag);
    OK(map->v->Lookup(map, one, &value));
    CHECK(value == 11);
    OK(map->v->Remove(map, one));
    CHECK(map->v->Remove(map, one) == E_BOUNDS_);
    OK(view->v->Size(view, &n));
    CHECK(n == 2); /* the view is of what was */
    OK(view->v->Lookup(view, one, &value));
    CHECK(value == 1);
    OK(view->v->HasKey(view, six, &flag));
    CHECK(!flag);
    OK(view->v->Split(view, &first, &second));
    CHECK(!first && !second);
    OK(map->v->Clear(map));
    OK(map->v->Size(map, &n));
    CHECK(n == 0);
    OK(map->v->Insert(map, six, 6, &flag));
    CHECK(!flag);
out:
    if (walk) walk->v->Release(walk);
    if (pairs) pairs->v->Release(pairs);
    if (view) view->v->Release(view);
    WindowsDeleteString(one);
    WindowsDeleteString(two);
    WindowsDeleteString(none);
    WindowsDeleteString(six);
}

/* Handlers of both kinds of change: the last change, and where it was. */
typedef struct Listener {
    Object object;
    LONG calls;
    INT32 change;
    UINT32 index;
    WCHAR key[32];
    Any *sender; /* identity, borrowed */
    HRESULT failed;
} Listener;

static void note(Listener *this, HRESULT hr) {
    if (FAILED(hr)) this->failed = hr;
}

static HRESULT WINAPI vector_changed(void *self, ObservableVectorI *sender, VectorChangedArgs *args) {
    SELF(Listener);
    InterlockedIncrement(&this->calls);
    note(this, args->v->Change(args, &this->change));
    note(this, args->v->Index(args, &this->index));
    note(this, sender->v->QueryInterface(sender, &IID_IUnknown_, (void **)&this->sender));
    if (this->sender) this->sender->v->Release(this->sender);
    return S_OK;
}

static HRESULT WINAPI map_changed(void *self, ObservableMap *sender, MapChangedArgs *args) {
    SELF(Listener);
    HSTRING key = NULL;
    InterlockedIncrement(&this->calls);
    note(this, args->v->Change(args, &this->change));
    note(this, args->v->Key(args, &key));
    lstrcpynW(this->key, WindowsGetStringRawBuffer(key, NULL), ARRAYSIZE(this->key));
    WindowsDeleteString(key);
    note(this, sender->v->QueryInterface(sender, &IID_IUnknown_, (void **)&this->sender));
    if (this->sender) this->sender->v->Release(this->sender);
    return S_OK;
}

static const void *const vector_listener_vtbl[] = {UNKNOWN_IMPL, (void *)vector_changed};
static const void *const map_listener_vtbl[] = {UNKNOWN_IMPL, (void *)map_changed};
static const Class vector_listener = {L"", sizeof(Listener), NULL, 1, {{&IID_VectorChangedHandlerI, vector_listener_vtbl}}};
static const Class map_listener = {L"", sizeof(Listener), NULL, 1, {{&IID_MapChangedHandler, map_listener_vtbl}}};

/* Listens to an IObservableVector<Int32> of 10, 20, 30 while it changes it. */
EXPORT void WINAPI ObserveInts(ObservableVectorI *items, INT32 *line) {
    Listener *l = object_new(&vector_listener);
    VectorI *vector = NULL;
    Any *identity = NULL;
    INT64 first = 0, second = 0, none = 0;
    *line = 0;
    OK(items->v->QueryInterface(items, &IID_IUnknown_, (void **)&identity));
    OK(items->v->QueryInterface(items, &IID_VectorI, (void **)&vector));
    OK(items->v->Add(items, face_of(l, 0), &first));
    CHECK(first != 0);
    CHECK(items->v->Add(items, NULL, &none) == E_INVALIDARG && none == 0);
    OK(items->v->Add(items, face_of(l, 0), &second));
    CHECK(second != 0 && second != first);
    OK(vector->v->Append(vector, 40));
    CHECK(l->calls == 2 && l->change == 1 && l->index == 3 && !l->failed && l->sender == identity);
    OK(items->v->Remove(items, second));
    OK(vector->v->SetAt(vector, 1, 21));
    CHECK(l->calls == 3 && l->change == 3 && l->index == 1);
    OK(vector->v->RemoveAt(vector, 0));
    CHECK(l->calls == 4 && l->change == 2 && l->index == 0);
    OK(vector->v->Clear(vector));
    CHECK(l->calls == 5 && l->change == 0);
    OK(items->v->Remove(items, second)); /* again */
    OK(items->v->Remove(items, 12345678));
    OK(items->v->Remove(items, first));
    OK(vector->v->Append(vector, 1));
    CHECK(l->calls == 5);
    CHECK(l->object.refs == 1); /* the vector has let go of the handler */
out:
    if (vector) vector->v->Release(vector);
    if (identity) identity->v->Release(identity);
    Object_Release(face_of(l, 0));
}

/* Listens to an IObservableMap<String, Int32> of one=1 while it changes it. */
EXPORT void WINAPI ObserveMap(ObservableMap *map, INT32 *line) {
    Listener *l = object_new(&map_listener);
    HSTRING one = text(L"one"), two = text(L"two");
    Map *plain = NULL;
    Any *identity = NULL;
    INT64 token = 0;
    boolean flag;
    *line = 0;
    OK(map->v->QueryInterface(map, &IID_IUnknown_, (void **)&identity));
    OK(map->v->QueryInterface(map, &IID_Map, (void **)&plain));
    OK(map->v->Add(map, face_of(l, 0), &token));
    OK(plain->v->Insert(plain, two, 2, &flag));
    CHECK(l->calls == 1 && l->change == 1 && !wcscmp(l->key, L"two") && !l->failed && l->sender == identity);
    OK(plain->v->Insert(plain, two, 22, &flag));
    CHECK(l->calls == 2 && l->change == 3);
    OK(plain->v->Remove(plain, one));
    CHECK(l->calls == 3 && l->change == 2 && !wcscmp(l->key, L"one"));
    OK(plain->v->Clear(plain));
    CHECK(l->calls == 4 && l->change == 0);
    OK(map->v->Remove(map, token));
    OK(plain->v->Insert(plain, two, 2, &flag));
    CHECK(l->calls == 4 && l->object.refs == 1);
out:
    if (plain) plain->v->Release(plain);
    if (identity) identity->v->Release(identity);
    WindowsDeleteString(one);
    WindowsDeleteString(two);
    Object_Release(face_of(l, 0));
}

/* For benchmarks: calls of an event handler, and of a plain function with as many arguments. */
__declspec(dllexport) HRESULT WINAPI CallHandler(void *handler, void *sender, void *args, LONG count) {
    typedef HRESULT(WINAPI * Invoke)(void *, void *, void *);
    HRESULT hr = S_OK;
    for (LONG i = 0; i < count && hr == S_OK; i++)
        hr = ((Invoke)(*(void ***)handler)[3])(handler, sender, args);
    return hr;
}

__declspec(dllexport) HRESULT WINAPI CallFunction(HRESULT(WINAPI *function)(void *, void *, void *), void *sender, void *args, LONG count) {
    HRESULT hr = S_OK;
    for (LONG i = 0; i < count && hr == S_OK; i++)
        hr = function(NULL, sender, args);
    return hr;
}
