/* Windows.UI.Xaml.Resources.CustomXamlResourceLoader, an unsealed class, by hand against the C ABI:
   what composes with an outer object (WinRT type system, "Composable activation"). */
#define COBJMACROS
#include <windows.h>
#include <initguid.h>
#include <inspectable.h>
#include <activation.h>
#include <roapi.h>
#include <winstring.h>

DEFINE_GUID(IID_Loader, 0x511a84ab, 0x4a88, 0x419f, 0x85, 0x2e, 0x54, 0x08, 0x3b, 0x90, 0xb0, 0x78);
DEFINE_GUID(IID_LoaderFactory, 0x5bfd7e49, 0x7886, 0x44f3, 0x8e, 0xd3, 0x6f, 0xec, 0x04, 0x63, 0xed, 0x69);
DEFINE_GUID(IID_LoaderStatics, 0x224ff617, 0xe4dc, 0x4c27, 0xad, 0x32, 0xdb, 0x93, 0xd5, 0xd0, 0xe5, 0xda);
DEFINE_GUID(IID_LoaderOverrides, 0xf851e991, 0xaf02, 0x46e8, 0x9a, 0xf8, 0x42, 0x7b, 0x7e, 0xbf, 0xe9, 0xf8);
DEFINE_GUID(IID_Unknown, 0x00000000, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(IID_Insp, 0xaf86e2e0, 0xb12d, 0x4c6a, 0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90);
DEFINE_GUID(IID_WeakReference, 0x00000037, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(IID_WeakSource, 0x00000038, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(IID_FreeMarshal, 0x00000003, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(IID_Factory, 0x00000035, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);

typedef struct Loader Loader;

/* An interface pointer: vtable and the object behind it. */
typedef struct Face {
    const void *const *vtable;
    Loader *object;
} Face;

struct Loader {
    Face inner;     /* non-delegating IInspectable: the base's own references */
    Face loader;    /* ICustomXamlResourceLoader, delegating */
    Face overrides; /* ICustomXamlResourceLoaderOverrides, delegating */
    IInspectable *outer;
    LONG refs;
};

static volatile LONG live;

#ifndef E_BOUNDS
#define E_BOUNDS ((HRESULT)0x8000000BL)
#endif

#define OBJECT ((Face *)this)->object

static HRESULT WINAPI inner_query(void *this, REFIID iid, void **out) {
    Loader *l = OBJECT;
    *out = NULL;
    if (IsEqualIID(iid, &IID_Unknown) || IsEqualIID(iid, &IID_Insp)) *out = &l->inner;
    else if (IsEqualIID(iid, &IID_Loader)) *out = &l->loader;
    else if (IsEqualIID(iid, &IID_LoaderOverrides)) *out = &l->overrides;
    else return E_NOINTERFACE;
    IUnknown_AddRef((IUnknown *)*out);
    return S_OK;
}

static ULONG WINAPI inner_addref(void *this) { return InterlockedIncrement(&OBJECT->refs); }

/* What a destructor may do with its outer object, which is being taken apart: hold it for a while, as for
   the release of an interface that it cached, and ask it for interfaces. destructor has the results. */
static IUnknown *watched; /* IWeakReference to the object */
static struct {
    LONG times;
    HRESULT own, marshal, base, weak; /* of the outer object's own interface, its marshaler, a base's, and Resolve */
    BOOL resolved;
} destructor;

static HRESULT ask_once(IInspectable *object, REFIID iid) {
    IUnknown *got = NULL;
    HRESULT hr = IInspectable_QueryInterface(object, iid, (void **)&got);
    if (SUCCEEDED(hr)) IUnknown_Release(got);
    return hr;
}

static void use_outer(IInspectable *outer) {
    destructor.times++;
    for (int i = 0; i < 3; i++) {
        IInspectable_AddRef(outer);
        IInspectable_Release(outer);
    }
    destructor.own = ask_once(outer, &IID_Insp);
    destructor.marshal = ask_once(outer, &IID_FreeMarshal);
    destructor.base = ask_once(outer, &IID_Loader);
    if (watched) {
        typedef HRESULT(WINAPI * Resolve)(void *, REFIID, void **);
        IUnknown *got = NULL;
        destructor.weak = (*(Resolve **)watched)[3](watched, &IID_Unknown, (void **)&got);
        destructor.resolved = got != NULL;
        IUnknown_Release(watched);
        watched = NULL;
    }
}

static ULONG WINAPI inner_release(void *this) {
    LONG n = InterlockedDecrement(&OBJECT->refs);
    if (n == 0) {
        if (OBJECT->outer != (IInspectable *)&OBJECT->inner) use_outer(OBJECT->outer);
        HeapFree(GetProcessHeap(), 0, OBJECT);
        InterlockedDecrement(&live);
    }
    return n;
}

static HRESULT WINAPI get_iids(void *this, ULONG *count, IID **iids) { (void)this; *count = 0; *iids = NULL; return S_OK; }
static HRESULT WINAPI get_name(void *this, HSTRING *name) {
    static const WCHAR text[] = L"Windows.UI.Xaml.Resources.CustomXamlResourceLoader";
    (void)this;
    return WindowsCreateString(text, sizeof text / sizeof *text - 1, name);
}
static HRESULT WINAPI get_trust(void *this, TrustLevel *level) { (void)this; *level = BaseTrust; return S_OK; }

static HRESULT WINAPI query(void *this, REFIID iid, void **out) { return IInspectable_QueryInterface(OBJECT->outer, iid, out); }
static ULONG WINAPI addref(void *this) { return IInspectable_AddRef(OBJECT->outer); }
static ULONG WINAPI release(void *this) { return IInspectable_Release(OBJECT->outer); }

/* The base's own: E_BOUNDS for an empty id, else the object itself, to show who it is. */
static HRESULT WINAPI get_resource(void *this, HSTRING id, HSTRING type, HSTRING name, HSTRING property, IInspectable **out) {
    (void)type, (void)name, (void)property;
    *out = NULL;
    if (WindowsGetStringLen(id) == 0) return E_BOUNDS;
    IInspectable_AddRef(OBJECT->outer);
    *out = OBJECT->outer;
    return S_OK;
}

static const void *const inner_vtable[] = {inner_query, inner_addref, inner_release, get_iids, get_name, get_trust};
static const void *const loader_vtable[] = {query, addref, release, get_iids, get_name, get_trust};
static const void *const overrides_vtable[] = {query, addref, release, get_iids, get_name, get_trust, get_resource};

static IInspectable *current;

static HRESULT WINAPI factory_query(void *this, REFIID iid, void **out);
static ULONG WINAPI factory_addref(void *this) { (void)this; return 2; }
static ULONG WINAPI factory_release(void *this) { (void)this; return 1; }
static HRESULT WINAPI activate(void *this, IInspectable **out) { (void)this; *out = NULL; return E_NOTIMPL; }

static HRESULT WINAPI create_instance(void *this, IInspectable *outer, IInspectable **inner, void **value) {
    (void)this;
    Loader *l = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *l);
    if (!l) return E_OUTOFMEMORY;
    l->inner = (Face){inner_vtable, l};
    l->loader = (Face){loader_vtable, l};
    l->overrides = (Face){overrides_vtable, l};
    l->refs = 1;
    l->outer = outer ? outer : (IInspectable *)&l->inner; /* not counted: the outer object owns the inner */
    InterlockedIncrement(&live);
    *value = &l->loader;
    if (outer) {
        *inner = (IInspectable *)&l->inner;
        IInspectable_AddRef(outer);
    } else {
        *inner = NULL;
    }
    return S_OK;
}

static HRESULT WINAPI get_current(void *this, void **out) {
    (void)this;
    *out = NULL;
    return current ? IInspectable_QueryInterface(current, &IID_Loader, out) : S_OK;
}

static HRESULT WINAPI put_current(void *this, void *value) {
    (void)this;
    if (value) IUnknown_AddRef((IUnknown *)value);
    if (current) IInspectable_Release(current);
    current = value;
    return S_OK;
}

static const void *const plain_vtable[] = {factory_query, factory_addref, factory_release, get_iids, get_name, get_trust, activate};
static const void *const compose_vtable[] = {factory_query, factory_addref, factory_release, get_iids, get_name, get_trust, create_instance};
static const void *const statics_vtable[] = {factory_query, factory_addref, factory_release, get_iids, get_name, get_trust, get_current, put_current};
static Face plain = {plain_vtable, NULL}, compose = {compose_vtable, NULL}, statics = {statics_vtable, NULL};

static HRESULT WINAPI factory_query(void *this, REFIID iid, void **out) {
    (void)this;
    *out = IsEqualIID(iid, &IID_LoaderFactory) ? &compose : IsEqualIID(iid, &IID_LoaderStatics) ? &statics
        : IsEqualIID(iid, &IID_Factory) || IsEqualIID(iid, &IID_Insp) || IsEqualIID(iid, &IID_Unknown) ? &plain : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING class, IActivationFactory **out) {
    (void)class;
    *out = (IActivationFactory *)&plain;
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }

__declspec(dllexport) LONG WINAPI TestLiveObjects(void) { return live; }

/* Keeps a weak reference to the current loader, for its base's destructor to resolve, and has the object
   make its marshaler. */
__declspec(dllexport) HRESULT WINAPI TestWatch(void) {
    typedef HRESULT(WINAPI * GetWeakReference)(void *, IUnknown **);
    IUnknown *source;
    memset(&destructor, 0, sizeof destructor);
    HRESULT hr = IInspectable_QueryInterface(current, &IID_WeakSource, (void **)&source);
    if (SUCCEEDED(hr)) {
        hr = (*(GetWeakReference **)source)[3](source, &watched);
        IUnknown_Release(source);
    }
    return SUCCEEDED(hr) ? ask_once(current, &IID_FreeMarshal) : hr;
}

/* What the destructor saw: times, the results, whether the weak reference gave an object. */
__declspec(dllexport) void WINAPI TestDestructor(LONG out[6]) {
    out[0] = destructor.times, out[1] = destructor.own, out[2] = destructor.marshal;
    out[3] = destructor.base, out[4] = destructor.weak, out[5] = destructor.resolved;
}

typedef struct Request {
    IInspectable *target, *result;
    HRESULT hr;
} Request;

/* What the platform does: asks whatever it holds for the overridable interface, and calls that. */
static DWORD WINAPI ask(void *argument) {
    static const WCHAR *const texts[] = {L"id", L"type", L"name", L"property"};
    Request *r = argument;
    Face *overrides;
    HSTRING strings[4];
    RoInitialize(RO_INIT_MULTITHREADED);
    r->hr = IInspectable_QueryInterface(r->target, &IID_LoaderOverrides, (void **)&overrides);
    if (SUCCEEDED(r->hr)) {
        for (int i = 0; i < 4; i++) WindowsCreateString(texts[i], lstrlenW(texts[i]), &strings[i]);
        typedef HRESULT(WINAPI * Method)(void *, HSTRING, HSTRING, HSTRING, HSTRING, IInspectable **);
        r->hr = ((Method)overrides->vtable[6])(overrides, strings[0], strings[1], strings[2], strings[3], &r->result);
        for (int i = 0; i < 4; i++) WindowsDeleteString(strings[i]);
        IUnknown_Release((IUnknown *)overrides);
    }
    RoUninitialize();
    return 0;
}

/* Calls GetResource("id", "type", "name", "property") of the current loader on a native thread;
   same tells whether the result is the loader itself. */
__declspec(dllexport) HRESULT WINAPI TestGetResource(BOOL *same) {
    Request r = {current, NULL, E_FAIL};
    *same = FALSE;
    HANDLE thread = CreateThread(NULL, 0, ask, &r, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    if (r.result) {
        IUnknown *a, *b;
        IInspectable_QueryInterface(r.result, &IID_Unknown, (void **)&a);
        IInspectable_QueryInterface(current, &IID_Unknown, (void **)&b);
        *same = a == b;
        IUnknown_Release(a);
        IUnknown_Release(b);
        IInspectable_Release(r.result);
    }
    return r.hr;
}
