/*
 * Uses Windows.Devices.Display.Core.dll through its C ABI, as a program would: prints "ok" or
 * "not ok" for each check and exits with 1 if one failed. Started with --handle or --name it is
 * the other process of a sharing test.
 */
#include "abi.h"
#include "iids.h"

#include <stdio.h>
#include <string.h>

/* --- checks --- */

static volatile LONG failures, checks;

static void check(BOOL good, const char *what, HRESULT hr)
{
    InterlockedIncrement(&checks);
    if (!good) InterlockedIncrement(&failures);
    if (good) printf("ok %s\n", what);
    else printf("not ok %s (0x%08lX)\n", what, (unsigned long)hr);
    fflush(stdout);
}
#define OK(what, call)                          \
    do {                                        \
        HRESULT hr_ = (call);                   \
        check(hr_ == S_OK, what, hr_);          \
    } while (0)
#define FAILS(what, wanted, call)               \
    do {                                        \
        HRESULT hr_ = (call);                   \
        check(hr_ == (wanted), what, hr_);      \
    } while (0)
#define TRUE_(what, condition) check((condition), what, S_OK)
#define RELEASE(p) (CALL(p, Unknown, Release), (p) = NULL)

/* --- the DLL --- */

static struct {
    HRESULT(WINAPI *get_factory)(HSTRING, Iface **);
    HRESULT(WINAPI *can_unload)(void);
    LONG(WINAPI *live)(void);
    LONG(WINAPI *factory_references)(void);
    LONG(WINAPI *handles)(void);
    LONG(WINAPI *handlers)(void);
    LONG(WINAPI *presents)(void);
    LONG(WINAPI *raise_changed)(LONG, LONG);
    LONG(WINAPI *raise)(LONG, LONG, LONG, LONG *);
    HRESULT(WINAPI *last_error)(void);
    BOOL(WINAPI *wait_idle)(DWORD);
    void(WINAPI *fail_next)(HRESULT);
    LONG(WINAPI *plug)(LONG, BOOL);
    LONG(WINAPI *set_source_count)(LONG, LONG);
    LONG(WINAPI *set_source_status)(LONG, LONG, LONG);
    HRESULT(WINAPI *fence_value)(Iface *, UINT64 *, INT64 *);
    LONG(WINAPI *references)(Iface *);
    LONG(WINAPI *dirty_rects)(Iface *, RectInt32 *, LONG);
    void(WINAPI *keep_dead)(BOOL);
    LONG(WINAPI *dead_calls)(void);
    void(WINAPI *reset)(void);
} dll;
static HRESULT(WINAPI *create_string)(const WCHAR *, UINT32, HSTRING *);
static HRESULT(WINAPI *delete_string)(HSTRING);
static const WCHAR *(WINAPI *string_text)(HSTRING, UINT32 *);

static BOOL import(HMODULE module, void *slot, const char *name)
{
    FARPROC p = module ? GetProcAddress(module, name) : NULL;
    memcpy(slot, &p, sizeof p);
    if (!p) printf("not ok export %s\n", name);
    return p != NULL;
}

static BOOL load(void)
{
    HMODULE core = LoadLibraryW(L"Windows.Devices.Display.Core.dll"), combase = LoadLibraryW(L"combase.dll");
    return import(core, &dll.get_factory, "DllGetActivationFactory") & import(core, &dll.can_unload, "DllCanUnloadNow") &
           import(core, &dll.live, "TestLiveObjects") & import(core, &dll.factory_references, "TestFactoryReferences") &
           import(core, &dll.handles, "TestHandles") & import(core, &dll.handlers, "TestHandlers") &
           import(core, &dll.presents, "TestPresents") & import(core, &dll.raise_changed, "TestRaiseChanged") &
           import(core, &dll.raise, "TestRaise") & import(core, &dll.last_error, "TestLastHandlerError") &
           import(core, &dll.wait_idle, "TestWaitIdle") & import(core, &dll.fail_next, "TestFailNext") &
           import(core, &dll.plug, "TestPlug") & import(core, &dll.set_source_count, "TestSetSourceCount") &
           import(core, &dll.set_source_status, "TestSetSourceStatus") &
           import(core, &dll.fence_value, "TestFenceValue") & import(core, &dll.references, "TestReferences") &
           import(core, &dll.dirty_rects, "TestDirtyRects") & import(core, &dll.keep_dead, "TestKeepDead") &
           import(core, &dll.dead_calls, "TestDeadCalls") & import(core, &dll.reset, "TestReset") &
           import(combase, &create_string, "WindowsCreateString") &
           import(combase, &delete_string, "WindowsDeleteString") &
           import(combase, &string_text, "WindowsGetStringRawBuffer");
}

static HSTRING string(const WCHAR *text)
{
    HSTRING s = NULL;
    create_string(text, (UINT32)wcslen(text), &s);
    return s;
}

static BOOL string_is(HSTRING s, const WCHAR *text)
{
    UINT32 length;
    BOOL same = wcscmp(string_text(s, &length), text) == 0;
    delete_string(s);
    return same;
}

static HRESULT statics(const WCHAR *name, const IID *iid, Iface **out)
{
    HSTRING s = string(name);
    Iface *factory = NULL;
    HRESULT hr = dll.get_factory(s, &factory);
    delete_string(s);
    if (FAILED(hr)) return hr;
    hr = CALL(factory, Unknown, QueryInterface, iid, (void **)out);
    RELEASE(factory);
    return hr;
}

static Iface *query(Iface *p, const IID *iid)
{
    void *out = NULL;
    CALL(p, Unknown, QueryInterface, iid, &out);
    return out;
}

/* --- objects of this program: a collection, a boxed size, an event handler --- */

typedef struct Mine {
    const void *vtbl;
    volatile LONG refs;
    const IID *iid;
    void *items; /* Iface ** or RectInt32 * */
    BOOL objects;
    UINT32 count, at;
    volatile LONG calls, native;
    HRESULT result;
    BOOL defer;
    DWORD thread;
} Mine;
static volatile LONG mine_alive;
static const IIteratorVtbl mine_iterator_vtbl;

static HRESULT WINAPI Mine_QueryInterface(Iface *self, REFIID iid, void **out)
{
    Mine *this = (Mine *)self;
    *out = NULL;
    if (memcmp(iid, this->iid, sizeof *iid) != 0 && memcmp(iid, &UIID_IUnknown, sizeof *iid) != 0 &&
        memcmp(iid, &UIID_IAgileObject, sizeof *iid) != 0)
        return E_NOINTERFACE;
    InterlockedIncrement(&this->refs);
    *out = this;
    return S_OK;
}
static ULONG WINAPI Mine_AddRef(Iface *self) { return (ULONG)InterlockedIncrement(&((Mine *)self)->refs); }
static ULONG WINAPI Mine_Release(Iface *self)
{
    LONG n = InterlockedDecrement(&((Mine *)self)->refs);
    if (n == 0) {
        InterlockedDecrement(&mine_alive);
        HeapFree(GetProcessHeap(), 0, self);
    }
    return (ULONG)n;
}
static HRESULT WINAPI Mine_GetIids(Iface *self, ULONG *count, IID **iids)
{
    (void)self;
    *count = 0;
    *iids = NULL;
    return S_OK;
}
static HRESULT WINAPI Mine_GetRuntimeClassName(Iface *self, HSTRING *name)
{
    (void)self;
    *name = NULL;
    return S_OK;
}
static HRESULT WINAPI Mine_GetTrustLevel(Iface *self, INT32 *level)
{
    (void)self;
    *level = 0;
    return S_OK;
}
#define MINE_UNKNOWN Mine_QueryInterface, Mine_AddRef, Mine_Release
#define MINE MINE_UNKNOWN, Mine_GetIids, Mine_GetRuntimeClassName, Mine_GetTrustLevel

static Mine *mine(const void *vtbl, const IID *iid)
{
    Mine *m = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *m);
    m->vtbl = vtbl;
    m->iid = iid;
    m->refs = 1;
    InterlockedIncrement(&mine_alive);
    return m;
}

static const IID *iterator_iid;
static HRESULT WINAPI Mine_First(Iface *self, Iface **out)
{
    Mine *from = (Mine *)self, *it = mine(&mine_iterator_vtbl, iterator_iid);
    it->items = from->items;
    it->objects = from->objects;
    it->count = from->count;
    *out = (Iface *)it;
    return S_OK;
}
static HRESULT WINAPI Mine_get_Current(Iface *self, void *out)
{
    Mine *it = (Mine *)self;
    if (it->at >= it->count) return (HRESULT)0x8000000B;
    if (it->objects) {
        Iface *item = *(Iface **)out = ((Iface **)it->items)[it->at];
        CALL(item, Unknown, AddRef);
    } else {
        *(RectInt32 *)out = ((RectInt32 *)it->items)[it->at];
    }
    return S_OK;
}
static HRESULT WINAPI Mine_get_HasCurrent(Iface *self, Boolean *out)
{
    *out = ((Mine *)self)->at < ((Mine *)self)->count;
    return S_OK;
}
static HRESULT WINAPI Mine_MoveNext(Iface *self, Boolean *out)
{
    ((Mine *)self)->at++;
    return Mine_get_HasCurrent(self, out);
}
static HRESULT WINAPI Mine_GetMany(Iface *self, UINT32 capacity, void *items, UINT32 *out)
{
    (void)self, (void)capacity, (void)items;
    *out = 0;
    return E_NOTIMPL;
}
static const IIterableVtbl mine_iterable_vtbl = {MINE, Mine_First};
static const IIteratorVtbl mine_iterator_vtbl = {MINE, Mine_get_Current, Mine_get_HasCurrent, Mine_MoveNext, Mine_GetMany};

static Iface *collection(const IID *iterable, const IID *iterator, void *items, UINT32 count, BOOL objects)
{
    Mine *m = mine(&mine_iterable_vtbl, iterable);
    iterator_iid = iterator;
    m->items = items;
    m->count = count;
    m->objects = objects;
    return (Iface *)m;
}

static HRESULT WINAPI Mine_get_Value(Iface *self, void *out)
{
    memcpy(out, ((Mine *)self)->items, ((Mine *)self)->count);
    return S_OK;
}
static const IReferenceVtbl mine_reference_vtbl = {MINE, Mine_get_Value};
static Iface *reference(const IID *iid, void *value, UINT32 size)
{
    Mine *m = mine(&mine_reference_vtbl, iid);
    m->items = value;
    m->count = size;
    return (Iface *)m;
}

static HRESULT WINAPI Mine_Invoke(Iface *self, Iface *sender, Iface *args)
{
    Mine *this = (Mine *)self;
    InterlockedIncrement(&this->calls);
    if (sender && GetCurrentThreadId() != this->thread) InterlockedIncrement(&this->native);
    if (this->defer && args) {
        Iface *deferral = NULL;
        CALL(args, IDisplayManagerEventArgs, put_Handled, 1);
        if (SUCCEEDED(CALL(args, IDisplayManagerEventArgs, GetDeferral, &deferral))) {
            CALL(deferral, IDeferral, Complete);
            RELEASE(deferral);
        }
    }
    return this->result;
}
static const HandlerVtbl mine_handler_vtbl = {MINE_UNKNOWN, Mine_Invoke};
static Mine *handler(const IID *iid)
{
    Mine *m = mine(&mine_handler_vtbl, iid);
    m->thread = GetCurrentThreadId();
    return m;
}

/* --- the other process --- */

static Iface *device_of(DisplayAdapterId id)
{
    Iface *manager_statics = NULL, *adapter_statics = NULL, *manager = NULL, *adapter = NULL, *device = NULL;
    if (SUCCEEDED(statics(L"Windows.Devices.Display.Core.DisplayManager", &UIID_IDisplayManagerStatics, &manager_statics)) &&
        SUCCEEDED(statics(L"Windows.Devices.Display.Core.DisplayAdapter", &UIID_IDisplayAdapterStatics, &adapter_statics)) &&
        SUCCEEDED(CALL(manager_statics, IDisplayManagerStatics, Create, 0, &manager)) &&
        SUCCEEDED(CALL(adapter_statics, IDisplayAdapterStatics, FromId, id, &adapter)))
        CALL(manager, IDisplayManager, CreateDisplayDevice, adapter, &device);
    return device;
}

static int other_process(HANDLE handle, const WCHAR *name)
{
    static const DisplayAdapterId first = {0x0001A2B3, 0};
    if (name) handle = OpenFileMappingW(FILE_MAP_READ, FALSE, name);
    Iface *device = device_of(first), *interop = device ? query(device, &UIID_IDisplayDeviceInterop) : NULL, *source = NULL;
    UINT32 id = 99;
    if (!interop || FAILED(CALL(interop, IDisplayDeviceInterop, OpenSharedHandle, handle, UIID_IDisplaySource, (void **)&source)))
        return 90;
    CALL(source, IDisplaySource, get_SourceId, &id);
    return (int)id;
}

static int run_other(const WCHAR *arguments)
{
    WCHAR self[MAX_PATH], line[2 * MAX_PATH];
    GetModuleFileNameW(NULL, self, MAX_PATH);
    lstrcpyW(line, L"\"");
    lstrcatW(line, self);
    lstrcatW(line, L"\" ");
    lstrcatW(line, arguments);
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    DWORD code = 99;
    if (!CreateProcessW(self, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) return -1;
    WaitForSingleObject(process.hProcess, 60000);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    return (int)code;
}

/* --- the tests --- */

static Iface *manager, *targets, *state, *path, *target0;

static void test_activation(void)
{
    Iface *s = NULL, *none = NULL;
    FAILS("unknown class", CLASS_E_CLASSNOTAVAILABLE, statics(L"Windows.Devices.Display.Core.Nothing", &UIID_IUnknown, &s));
    OK("statics of DisplayManager", statics(L"Windows.Devices.Display.Core.DisplayManager", &UIID_IDisplayManagerStatics, &s));
    FAILS("option out of range", E_INVALIDARG, CALL(s, IDisplayManagerStatics, Create, 8, &manager));
    OK("DisplayManager.Create", CALL(s, IDisplayManagerStatics, Create, 0, &manager));
    HSTRING name = NULL;
    ULONG count = 0;
    IID *iids = NULL;
    OK("GetRuntimeClassName", CALL(manager, Inspectable, GetRuntimeClassName, &name));
    TRUE_("class name", string_is(name, L"Windows.Devices.Display.Core.DisplayManager"));
    OK("GetIids", CALL(manager, Inspectable, GetIids, &count, &iids));
    TRUE_("two interfaces", count == 2 && memcmp(&iids[1], &UIID_IClosable, sizeof *iids) == 0);
    CoTaskMemFree(iids);
    Iface *agile = query(manager, &UIID_IAgileObject), *closable = query(manager, &UIID_IClosable),
          *unknown = query(manager, &UIID_IUnknown), *unknown2 = query(closable, &UIID_IUnknown);
    TRUE_("agile", agile != NULL);
    TRUE_("one identity", unknown && unknown == unknown2);
    FAILS("no such interface", E_NOINTERFACE, CALL(manager, Unknown, QueryInterface, &UIID_IDisplayPath, (void **)&none));
    Iface *activation = query(s, &UIID_IActivationFactory);
    FAILS("no constructor", E_NOTIMPL, CALL(activation, ActivationFactory, ActivateInstance, &none));
    RELEASE(activation);
    RELEASE(s);
    RELEASE(agile);
    RELEASE(closable);
    RELEASE(unknown);
    RELEASE(unknown2);
    TRUE_("may not unload", dll.can_unload() == S_FALSE);
}

static void test_targets(void)
{
    UINT32 n = 0, index = 9;
    Boolean yes = 0;
    Iface *many[8] = {0}, *adapter = NULL, *properties = NULL, *iterator = NULL, *pair = NULL, *monitor = NULL;
    OK("GetCurrentTargets", CALL(manager, IDisplayManager, GetCurrentTargets, &targets));
    OK("size", CALL(targets, IVectorView, get_Size, &n));
    TRUE_("four targets", n == 4);
    OK("GetMany", CALL(targets, IVectorView, GetMany, 1, 8, many, &n));
    TRUE_("three from 1", n == 3 && many[2] && !many[3]);
    OK("IndexOf", CALL(targets, IVectorView, IndexOf, many[1], &index, &yes));
    TRUE_("index 2", yes && index == 2);
    for (UINT32 i = 0; i < n; i++) RELEASE(many[i]);
    FAILS("GetAt past the end", (HRESULT)0x8000000B, CALL(targets, IVectorView, GetAt, 4, &target0));
    OK("GetAt", CALL(targets, IVectorView, GetAt, 0, &target0));
    INT32 usage = 9;
    HSTRING name = NULL;
    OK("UsageKind", CALL(target0, IDisplayTarget, get_UsageKind, &usage));
    TRUE_("standard", usage == UsageStandard);
    OK("StableMonitorId", CALL(target0, IDisplayTarget, get_StableMonitorId, &name));
    TRUE_("its text", string_is(name, L"CTO2701_1A2B3C4D_11_07E8_5C"));
    OK("Adapter", CALL(target0, IDisplayTarget, get_Adapter, &adapter));
    DisplayAdapterId id;
    OK("Id", CALL(adapter, IDisplayAdapter, get_Id, &id));
    TRUE_("LUID", id.LowPart == 0x0001A2B3 && id.HighPart == 0);
    OK("Properties", CALL(adapter, IDisplayAdapter, get_Properties, &properties));
    Iface *iterable = query(properties, &UIID_IIterable_KeyValue);
    TRUE_("a map view iterates", iterable != NULL);
    OK("First", CALL(iterable, IIterable, First, &iterator));
    int pairs = 0;
    for (Boolean more = 1; pairs < 9 && SUCCEEDED(CALL(iterator, IIterator, get_HasCurrent, &more)) && more; pairs++) {
        CALL(iterator, IIterator, get_Current, &pair);
        Iface *value = NULL;
        CALL(pair, IKeyValuePair, get_Value, &value);
        RELEASE(value);
        RELEASE(pair);
        CALL(iterator, IIterator, MoveNext, &more);
    }
    TRUE_("five pairs", pairs == 5);
    GUID memory = {0x5d1c0002, 0x77aa, 0x4e1f, {0xb0, 0x21, 0x6e, 0x0f, 0x2c, 0x9a, 0x10, 0x01}};
    Iface *value = NULL, *lower = NULL, *upper = NULL;
    OK("Lookup", CALL(properties, IMapView, Lookup, memory, &value));
    Iface *property = query(value, &UIID_IPropertyValue), *boxed = query(value, &UIID_IReference_UInt64);
    UINT64 u8 = 0;
    INT32 type = 0, i4 = 0;
    CALL(boxed, IReference, get_Value, &u8);
    CALL(property, IPropertyValue, get_Type, &type);
    TRUE_("a UInt64 in it", u8 == 25757220864u && type == PropertyUInt64);
    FAILS("it is too large for Int32", DISP_E_OVERFLOW, CALL(property, IPropertyValue, GetInt32, &i4));
    RELEASE(boxed);
    RELEASE(property);
    RELEASE(value);
    OK("Split", CALL(properties, IMapView, Split, &lower, &upper));
    UINT32 a = 0, b = 0;
    CALL(lower, IMapView, get_Size, &a);
    CALL(upper, IMapView, get_Size, &b);
    TRUE_("two and three", a == 2 && b == 3);
    OK("TryGetMonitor", CALL(target0, IDisplayTarget, TryGetMonitor, &monitor));
    FLOAT dpi = 0;
    Point white = {0, 0};
    UINT32 length = 0;
    BYTE *edid = NULL, sum = 0;
    CALL(monitor, IDisplayMonitor, get_RawDpiX, &dpi);
    CALL(monitor, IDisplayMonitor, get_WhitePoint, &white);
    CALL(monitor, IDisplayMonitor, GetDescriptor, 0, &length, &edid);
    for (UINT32 i = 0; i < length; i++) sum = (BYTE)(sum + edid[i]);
    TRUE_("monitor facts", dpi > 163 && dpi < 164 && white.X == 0.3125f && length == 128 && sum == 0);
    CoTaskMemFree(edid);
    Iface *last = NULL, *none = NULL;
    CALL(targets, IVectorView, GetAt, 3, &last);
    OK("TryGetMonitor of a target without one", CALL(last, IDisplayTarget, TryGetMonitor, &none));
    TRUE_("null", none == NULL);
    OK("IsSame", CALL(target0, IDisplayTarget, IsSame, last, &yes));
    TRUE_("not the same", !yes);
    RELEASE(last);
    RELEASE(monitor);
    RELEASE(lower);
    RELEASE(upper);
    RELEASE(iterator);
    RELEASE(iterable);
    RELEASE(properties);
    RELEASE(adapter);
}

static void test_state(void)
{
    Iface *result = NULL, *other_manager = NULL, *s = NULL, *view = NULL, *again = NULL, *modes = NULL, *operation = NULL;
    INT32 code = 9;
    FAILS("null targets", E_POINTER, CALL(manager, IDisplayManager, TryAcquireTargetsAndCreateEmptyState, NULL, &result));
    FAILS("no collection", E_INVALIDARG, CALL(manager, IDisplayManager, TryAcquireTargetsAndCreateEmptyState, manager, &result));
    /* This program's own collection of two of the targets. */
    Iface *two[2] = {target0, NULL};
    CALL(targets, IVectorView, GetAt, 1, &two[1]);
    Iface *own = collection(&UIID_IIterable_DisplayTarget, &UIID_IIterator_DisplayTarget, two, 2, TRUE);
    OK("CreateEmptyState of a foreign collection", CALL(manager, IDisplayManager, TryAcquireTargetsAndCreateEmptyState, own, &result));
    OK("ErrorCode", CALL(result, IDisplayManagerResultWithState, get_ErrorCode, &code));
    TRUE_("success", code == ManagerSuccess);
    RELEASE(own);
    RELEASE(result);
    statics(L"Windows.Devices.Display.Core.DisplayManager", &UIID_IDisplayManagerStatics, &s);
    CALL(s, IDisplayManagerStatics, Create, 0, &other_manager);
    RELEASE(s);
    OK("TryAcquireTarget of an owned one", CALL(other_manager, IDisplayManager, TryAcquireTarget, target0, &code));
    TRUE_("denied", code == ManagerTargetAccessDenied);
    OK("CreateEmptyState of them", CALL(other_manager, IDisplayManager, TryAcquireTargetsAndCreateEmptyState, targets, &result));
    HRESULT extended = S_OK;
    CALL(result, IDisplayManagerResultWithState, get_ExtendedErrorCode, &extended);
    CALL(result, IDisplayManagerResultWithState, get_State, &state);
    TRUE_("denied, without a state", extended == E_ACCESSDENIED && !state);
    RELEASE(result);
    RELEASE(other_manager);
    OK("CreateEmptyState of the view", CALL(manager, IDisplayManager, TryAcquireTargetsAndCreateEmptyState, targets, &result));
    OK("State", CALL(result, IDisplayManagerResultWithState, get_State, &state));
    RELEASE(result);
    OK("ConnectTarget", CALL(state, IDisplayState, ConnectTarget, target0, &path));
    OK("GetPathForTarget", CALL(state, IDisplayState, GetPathForTarget, target0, &again));
    TRUE_("the same object", again == path);
    RELEASE(again);
    Boolean yes = 0;
    OK("View", CALL(path, IDisplayPath, get_View, &view));
    OK("CanConnectTargetToView", CALL(state, IDisplayState, CanConnectTargetToView, two[1], view, &yes));
    TRUE_("it can", yes);
    OK("ConnectTargetToView", CALL(state, IDisplayState, ConnectTargetToView, two[1], view, &again));
    UINT32 n = 0;
    Iface *paths = NULL;
    OK("Paths", CALL(view, IDisplayView, get_Paths, &paths));
    CALL(paths, IVectorView, get_Size, &n);
    TRUE_("two paths in the view", n == 2);
    RELEASE(paths);
    OK("DisconnectTarget", CALL(state, IDisplayState, DisconnectTarget, two[1]));
    FAILS("a detached path", (HRESULT)0x8000000E, CALL(again, IDisplayPath, put_Rotation, 1));
    RELEASE(again);
    RELEASE(view);

    SizeInt32 wanted = {1920, 1080}, got = {0, 0};
    Iface *size = reference(&UIID_IReference_SizeInt32, &wanted, sizeof wanted), *back = NULL;
    OK("SourceResolution is absent", CALL(path, IDisplayPath, get_SourceResolution, &back));
    TRUE_("null reference", back == NULL);
    OK("put a foreign IReference<SizeInt32>", CALL(path, IDisplayPath, put_SourceResolution, size));
    RELEASE(size);
    OK("and get it", CALL(path, IDisplayPath, get_SourceResolution, &back));
    CALL(back, IReference, get_Value, &got);
    TRUE_("1920 x 1080", got.Width == 1920 && got.Height == 1080);
    RELEASE(back);
    PresentationRate rate = {{60000, 1001}, 1}, rate2 = {{0, 0}, 0};
    Iface *boxed = reference(&UIID_IReference_PresentationRate, &rate, sizeof rate);
    OK("put a presentation rate", CALL(path, IDisplayPath, put_PresentationRate, boxed));
    RELEASE(boxed);
    OK("FindModes", CALL(path, IDisplayPath, FindModes, 0, &modes));
    CALL(modes, IVectorView, get_Size, &n);
    TRUE_("one mode is left", n == 1);
    Iface *mode = NULL;
    CALL(modes, IVectorView, GetAt, 0, &mode);
    OK("PresentationRate", CALL(mode, IDisplayModeInfo, get_PresentationRate, &rate2));
    TRUE_("60000/1001", memcmp(&rate, &rate2, sizeof rate) == 0);
    UINT32 bits = 0;
    OK("bits per channel", CALL(mode, IDisplayModeInfo, GetWireFormatSupportedBitsPerChannel, EncodingRgb444, &bits));
    TRUE_("8 and 10", bits == (Bpc8 | Bpc10));
    OK("ApplyPropertiesFromMode", CALL(path, IDisplayPath, ApplyPropertiesFromMode, mode));
    RELEASE(mode);
    RELEASE(modes);

    OK("TryFunctionalize", CALL(state, IDisplayState, TryFunctionalize, 0, &operation));
    CALL(operation, IDisplayStateOperationResult, get_Status, &code);
    TRUE_("functional", code == OperationSuccess);
    RELEASE(operation);
    LONG old = dll.set_source_count(0, 0);
    OK("TryApply without sources", CALL(state, IDisplayState, TryApply, 0, &operation));
    CALL(operation, IDisplayStateOperationResult, get_Status, &code);
    TRUE_("too many paths", code == OperationTooManyPaths);
    RELEASE(operation);
    dll.set_source_count(0, old);
    OK("TryApply", CALL(state, IDisplayState, TryApply, 0, &operation));
    CALL(operation, IDisplayStateOperationResult, get_Status, &code);
    TRUE_("applied", code == OperationSuccess);
    RELEASE(operation);
    CALL(path, IDisplayPath, get_Status, &code);
    TRUE_("path succeeded", code == PathSucceeded);

    OK("TryReadCurrentStateForAllTargets", CALL(manager, IDisplayManager, TryReadCurrentStateForAllTargets, &result));
    Iface *current = NULL, *views = NULL, *clone = NULL, *current_path = NULL;
    CALL(result, IDisplayManagerResultWithState, get_State, &current);
    CALL(current, IDisplayState, get_IsReadOnly, &yes);
    CALL(current, IDisplayState, get_Views, &views);
    CALL(views, IVectorView, get_Size, &n);
    TRUE_("read-only, one view", yes && n == 1);
    CALL(current, IDisplayState, GetPathForTarget, target0, &current_path);
    FAILS("read-only path", E_ACCESSDENIED, CALL(current_path, IDisplayPath, put_Scaling, 1));
    OK("Clone", CALL(current, IDisplayState, Clone, &clone));
    CALL(clone, IDisplayState, get_IsReadOnly, &yes);
    TRUE_("a clone may be changed", !yes);

    Iface *properties = NULL, *value = NULL;
    Boolean replaced = 9;
    GUID key = {0x01020304, 0x0506, 0x0708, {1, 2, 3, 4, 5, 6, 7, 8}}, odd = {0xFFEEDDCC, 0xBBAA, 0x9988, {0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 0}};
    OK("path Properties", CALL(path, IDisplayPath, get_Properties, &properties));
    OK("Insert", CALL(properties, IMap, Insert, key, state, &replaced));
    TRUE_("new", !replaced);
    OK("Insert again", CALL(properties, IMap, Insert, key, NULL, &replaced));
    TRUE_("replaced", replaced == 1);
    OK("Lookup of null", CALL(properties, IMap, Lookup, key, &value));
    FAILS("Lookup of no key", (HRESULT)0x8000000B, CALL(properties, IMap, Lookup, odd, &value));
    OK("Remove", CALL(properties, IMap, Remove, key));
    RELEASE(properties);
    RELEASE(current_path);
    RELEASE(clone);
    RELEASE(views);
    RELEASE(current);
    RELEASE(result);
    RELEASE(two[1]);
}

static void test_wire_format(void)
{
    Iface *s = NULL, *format = NULL, *pairs = NULL, *made = NULL, *view = NULL;
    OK("statics of DisplayWireFormat", statics(L"Windows.Devices.Display.Core.DisplayWireFormat", &UIID_IDisplayWireFormatStatics, &s));
    CALL(path, IDisplayPath, get_Properties, &pairs);
    Boolean replaced;
    GUID key = {1, 2, 3, {4}};
    CALL(pairs, IMap, Insert, key, target0, &replaced);
    OK("CreateWithProperties", CALL(s, IDisplayWireFormatStatics, CreateWithProperties, pairs, EncodingYcc422, 10, ColorBT2020, EotfHdrSmpte2084, Hdr10, &format));
    INT32 bits = 0, hdr = 0;
    CALL(format, IDisplayWireFormat, get_BitsPerChannel, &bits);
    CALL(format, IDisplayWireFormat, get_HdrMetadata, &hdr);
    TRUE_("its values", bits == 10 && hdr == Hdr10);
    UINT32 n = 0;
    CALL(format, IDisplayWireFormat, get_Properties, &view);
    CALL(view, IMapView, get_Size, &n);
    TRUE_("its properties", n == 1);
    RELEASE(view);
    OK("put WireFormat", CALL(path, IDisplayPath, put_WireFormat, format));
    OK("get WireFormat", CALL(path, IDisplayPath, get_WireFormat, &made));
    TRUE_("the same object", made == format);
    FAILS("bits out of range", E_INVALIDARG, CALL(s, IDisplayWireFormatStatics, CreateWithProperties, NULL, 0, 17, 0, 0, 0, &made));
    TRUE_("nothing given", made == NULL);
    CALL(pairs, IMap, Clear);
    CALL(format, Unknown, Release); /* the one that get_WireFormat gave */
    RELEASE(format);
    RELEASE(pairs);
    RELEASE(s);
}

static void test_sharing(void)
{
    Iface *interop = query(path, &UIID_IDisplayPathInterop), *adapter = NULL, *device = NULL, *shared = NULL, *source = NULL;
    HANDLE handle = (HANDLE)(ULONG_PTR)0x1234, second = NULL;
    UINT id = 99;
    dll.fail_next(HRESULT_FROM_WIN32(ERROR_GEN_FAILURE));
    FAILS("a failure that was asked for", HRESULT_FROM_WIN32(ERROR_GEN_FAILURE), CALL(interop, IDisplayPathInterop, CreateSourcePresentationHandle, &handle));
    TRUE_("no handle then", handle == NULL);
    OK("CreateSourcePresentationHandle", CALL(interop, IDisplayPathInterop, CreateSourcePresentationHandle, &handle));
    OK("and another", CALL(interop, IDisplayPathInterop, CreateSourcePresentationHandle, &second));
    TRUE_("two handles", handle && second && handle != second);
    OK("GetSourceId", CALL(interop, IDisplayPathInterop, GetSourceId, &id));
    TRUE_("source 0", id == 0);
    CALL(target0, IDisplayTarget, get_Adapter, &adapter);
    OK("CreateDisplayDevice", CALL(manager, IDisplayManager, CreateDisplayDevice, adapter, &device));
    shared = query(device, &UIID_IDisplayDeviceInterop);
    TRUE_("IDisplayDeviceInterop", shared != NULL);
    OK("OpenSharedHandle", CALL(shared, IDisplayDeviceInterop, OpenSharedHandle, handle, UIID_IDisplaySource, (void **)&source));
    TRUE_("the handles close", CloseHandle(handle) && CloseHandle(second));
    UINT32 source_id = 99;
    CALL(source, IDisplaySource, get_SourceId, &source_id);
    TRUE_("the source outlives them", source_id == 0 && dll.handles() == 1);
    void *none = (void *)1;
    FAILS("closed handle", E_HANDLE, CALL(shared, IDisplayDeviceInterop, OpenSharedHandle, (HANDLE)(ULONG_PTR)0xABCDEF0, UIID_IDisplaySource, &none));
    TRUE_("nothing given", none == NULL);
    FAILS("null handle", E_HANDLE, CALL(shared, IDisplayDeviceInterop, OpenSharedHandle, NULL, UIID_IDisplaySource, &none));
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), plain = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 64, NULL);
    FAILS("an event", E_INVALIDARG, CALL(shared, IDisplayDeviceInterop, OpenSharedHandle, event, UIID_IDisplaySource, &none));
    FAILS("another section", E_INVALIDARG, CALL(shared, IDisplayDeviceInterop, OpenSharedHandle, plain, UIID_IDisplaySource, &none));
    CloseHandle(event);
    CloseHandle(plain);

    WCHAR text[64], arguments[96];
    wsprintfW(text, L"Local\\displaycore smoke %lu", GetCurrentProcessId());
    HSTRING name = string(text);
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    OK("CreateSharedHandle", CALL(shared, IDisplayDeviceInterop, CreateSharedHandle, source, &inherit, GENERIC_ALL, name, &handle));
    DWORD flags = 0;
    TRUE_("inheritable", GetHandleInformation(handle, &flags) && (flags & HANDLE_FLAG_INHERIT));
    FAILS("a taken name", HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS), CALL(shared, IDisplayDeviceInterop, CreateSharedHandle, source, NULL, GENERIC_ALL, name, &second));
    FAILS("the wrong class", E_INVALIDARG, CALL(shared, IDisplayDeviceInterop, CreateSharedHandle, manager, NULL, GENERIC_ALL, NULL, &second));
    OK("CreateSharedHandle with little access", CALL(shared, IDisplayDeviceInterop, CreateSharedHandle, source, NULL, SYNCHRONIZE, NULL, &second));
    FAILS("too little to open", E_ACCESSDENIED, CALL(shared, IDisplayDeviceInterop, OpenSharedHandle, second, UIID_IDisplaySource, &none));
    CloseHandle(second);
    FAILS("no such interface", E_NOINTERFACE, CALL(shared, IDisplayDeviceInterop, OpenSharedHandle, handle, UIID_IDisplaySurface, &none));
    wsprintfW(arguments, L"--handle %u", (unsigned)(ULONG_PTR)handle);
    TRUE_("another process, by inheritance", run_other(arguments) == 0);
    TRUE_("another process, by name", (wsprintfW(arguments, L"--name \"%s\"", text), run_other(arguments)) == 0);
    CloseHandle(handle);
    TRUE_("the name goes with the last handle", OpenFileMappingW(FILE_MAP_READ, FALSE, text) == NULL);
    delete_string(name);

    DisplayAdapterId second_adapter = {0x80000001, -2};
    Iface *s = NULL, *other = NULL, *other_device = NULL, *other_shared = NULL;
    statics(L"Windows.Devices.Display.Core.DisplayAdapter", &UIID_IDisplayAdapterStatics, &s);
    OK("FromId", CALL(s, IDisplayAdapterStatics, FromId, second_adapter, &other));
    CALL(manager, IDisplayManager, CreateDisplayDevice, other, &other_device);
    other_shared = query(other_device, &UIID_IDisplayDeviceInterop);
    CALL(interop, IDisplayPathInterop, CreateSourcePresentationHandle, &handle);
    FAILS("another adapter's device", HRESULT_FROM_WIN32(ERROR_NOT_FOUND), CALL(other_shared, IDisplayDeviceInterop, OpenSharedHandle, handle, UIID_IDisplaySource, &none));
    CloseHandle(handle);
    RELEASE(s);
    RELEASE(other_shared);
    RELEASE(other_device);
    RELEASE(other);

    /* Metadata and status of the source. */
    GUID edid = {0x5d1c0022, 0x77aa, 0x4e1f, {0xb0, 0x21, 0x6e, 0x0f, 0x2c, 0x9a, 0x10, 0x01}};
    Iface *buffer = NULL, *source2 = query(source, &UIID_IDisplaySource2);
    OK("GetMetadata", CALL(source, IDisplaySource, GetMetadata, edid, &buffer));
    Iface *bytes = query(buffer, &UIID_IBufferByteAccess);
    BYTE *data = NULL;
    UINT32 length = 0;
    CALL(bytes, IBufferByteAccess, Buffer, &data);
    CALL(buffer, IBuffer, get_Length, &length);
    TRUE_("an EDID", length == 128 && data[1] == 0xFF && data[0] == 0);
    edid.Data1 = 7;
    FAILS("unknown key", HRESULT_FROM_WIN32(ERROR_NOT_FOUND), CALL(source, IDisplaySource, GetMetadata, edid, (Iface **)&none));
    Mine *changed = handler(&UIID_Handler_StatusChanged);
    EventToken token;
    OK("add_StatusChanged", CALL(source2, IDisplaySource2, add_StatusChanged, (Iface *)changed, &token));
    TRUE_("told one source", dll.set_source_status(0, 0, SourcePoweredOff) == 1);
    INT32 status = 9;
    CALL(source2, IDisplaySource2, get_Status, &status);
    TRUE_("powered off, from a native thread", status == SourcePoweredOff && changed->calls == 1 && changed->native == 1);
    dll.set_source_status(0, 0, -1);
    OK("remove_StatusChanged", CALL(source2, IDisplaySource2, remove_StatusChanged, token));
    TRUE_("the handler is let go", changed->refs == 1);
    Mine_Release((Iface *)changed);
    RELEASE(bytes);
    RELEASE(buffer);
    RELEASE(source2);
    RELEASE(source);
    RELEASE(shared);
    RELEASE(device);
    RELEASE(adapter);
    RELEASE(interop);
}

static void test_device(void)
{
    Iface *adapter = NULL, *device = NULL, *device2 = NULL, *source = NULL, *s = NULL, *description = NULL, *surface = NULL,
          *scanout = NULL, *pool = NULL, *task = NULL, *fence = NULL, *pool2 = NULL, *result = NULL, *task2 = NULL;
    CALL(target0, IDisplayTarget, get_Adapter, &adapter);
    CALL(manager, IDisplayManager, CreateDisplayDevice, adapter, &device);
    device2 = query(device, &UIID_IDisplayDevice2);
    OK("CreateScanoutSource", CALL(device, IDisplayDevice, CreateScanoutSource, target0, &source));
    OK("WaitForVBlank", CALL(device, IDisplayDevice, WaitForVBlank, source));
    statics(L"Windows.Devices.Display.Core.DisplayPrimaryDescription", &UIID_IDisplayPrimaryDescriptionFactory, &s);
    MultisampleDescription one = {1, 7}, back = {0, 0};
    OK("new DisplayPrimaryDescription", CALL(s, IDisplayPrimaryDescriptionFactory, CreateInstance, 1920, 1080, FormatBGRA8, 0, 0, one, &description));
    CALL(description, IDisplayPrimaryDescription, get_MultisampleDescription, &back);
    TRUE_("struct by value", back.Count == 1 && back.Quality == 7);
    OK("CreatePrimary", CALL(device, IDisplayDevice, CreatePrimary, target0, description, &surface));
    RectInt32 rects[3] = {{0, 0, 10, 20}, {5, 6, 7, 8}, {1900, 1000, 20, 80}}, seen[3];
    Iface *dirty = collection(&UIID_IIterable_RectInt32, &UIID_IIterator_RectInt32, rects, 3, FALSE);
    OK("scanout with dirty rectangles", CALL(device2, IDisplayDevice2, CreateSimpleScanoutWithDirtyRectsAndOptions, source, surface, 0, 1, dirty, ScanoutAllowTearing, &scanout));
    TRUE_("they arrived", dll.dirty_rects(scanout, seen, 3) == 3 && memcmp(rects, seen, sizeof rects) == 0);
    RELEASE(dirty);
    OK("CreateTaskPool", CALL(device, IDisplayDevice, CreateTaskPool, &pool));
    OK("CreateTask", CALL(pool, IDisplayTaskPool, CreateTask, &task));
    FAILS("a task without scanout", E_INVALIDARG, CALL(pool, IDisplayTaskPool, ExecuteTask, task));
    OK("SetScanout", CALL(task, IDisplayTask, SetScanout, scanout));
    OK("CreatePeriodicFence", CALL(device, IDisplayDevice, CreatePeriodicFence, target0, (TimeSpan){-1000}, &fence));
    UINT64 value = 0;
    INT64 signals = 0;
    dll.fence_value(fence, &value, NULL);
    OK("SetWait", CALL(task, IDisplayTask, SetWait, fence, value + 3));
    task2 = query(task, &UIID_IDisplayTask2);
    OK("SetSignal", CALL(task2, IDisplayTask2, SetSignal, SignalOnFlipTo, fence));
    pool2 = query(pool, &UIID_IDisplayTaskPool2);
    LONG before = dll.presents();
    OK("TryExecuteTask", CALL(pool2, IDisplayTaskPool2, TryExecuteTask, task, &result));
    INT32 status = 9;
    UINT64 present = 0;
    CALL(result, IDisplayTaskResult, get_PresentStatus, &status);
    CALL(result, IDisplayTaskResult, get_PresentId, &present);
    TRUE_("queued", status == PresentSuccess && present == 1);
    TRUE_("done after the fence", dll.wait_idle(5000) && dll.presents() == before + 1);
    UINT64 later = 0;
    dll.fence_value(fence, &later, &signals);
    TRUE_("waited and signaled", later >= value + 3 && signals == 1);
    Iface *all[] = {adapter, device, device2, source, s, description, surface, scanout, pool, task, fence, pool2, result, task2};
    for (size_t i = 0; i < ARRAYSIZE(all); i++) CALL(all[i], Unknown, Release);
}

static void test_events(void)
{
    Mine *enabled = handler(&UIID_Handler_Enabled), *changed = handler(&UIID_Handler_Changed), *failing = handler(&UIID_Handler_Changed);
    EventToken tokens[3];
    LONG report[6];
    OK("add_Enabled", CALL(manager, IDisplayManager, add_Enabled, (Iface *)enabled, &tokens[0]));
    OK("add_Changed", CALL(manager, IDisplayManager, add_Changed, (Iface *)changed, &tokens[1]));
    OK("add_Changed again", CALL(manager, IDisplayManager, add_Changed, (Iface *)failing, &tokens[2]));
    FAILS("the wrong delegate", E_NOINTERFACE, CALL(manager, IDisplayManager, add_Disabled, (Iface *)enabled, &tokens[2]));
    CALL(manager, IDisplayManager, add_Changed, (Iface *)failing, &tokens[2]);
    TRUE_("nothing before Start", dll.raise_changed(3, 2) == 0 && changed->calls == 0);
    OK("Start", CALL(manager, IDisplayManager, Start));
    TRUE_("Enabled was raised", dll.wait_idle(5000) && enabled->calls == 1 && enabled->native == 1);
    changed->defer = TRUE;
    failing->result = E_ABORT;
    TRUE_("raised from four threads", dll.raise(2, 25, 4, report) == 100);
    TRUE_("the report", report[0] == 300 && report[1] == 200 && report[2] == E_ABORT && report[3] == 100 && report[4] == 100 && report[5] == 0);
    TRUE_("all native", changed->calls == 100 && changed->native == 100);
    TRUE_("the last error", dll.last_error() == E_ABORT);
    failing->result = RPC_E_DISCONNECTED;
    dll.raise_changed(1, 1);
    TRUE_("a gone handler takes itself off", failing->refs == 1);
    OK("remove_Changed", CALL(manager, IDisplayManager, remove_Changed, tokens[1]));
    OK("remove_Changed twice", CALL(manager, IDisplayManager, remove_Changed, tokens[1]));
    TRUE_("handlers left", dll.handlers() == 1 && changed->refs == 1);
    Boolean stale = 0;
    dll.plug(3, FALSE);
    CALL(target0, IDisplayTarget, get_IsStale, &stale);
    TRUE_("stale after unplugging", stale);
    INT32 code = 0;
    CALL(manager, IDisplayManager, TryAcquireTarget, target0, &code);
    TRUE_("stale target", code == ManagerTargetStale);
    Iface *closable = query(manager, &UIID_IClosable), *none = NULL;
    OK("Close", CALL(closable, IClosable, Close));
    OK("Close twice", CALL(closable, IClosable, Close));
    FAILS("closed", (HRESULT)0x80000013, CALL(manager, IDisplayManager, GetCurrentTargets, &none));
    TRUE_("no handlers left", enabled->refs == 1 && dll.handlers() == 0);
    RELEASE(closable);
    Mine_Release((Iface *)enabled);
    Mine_Release((Iface *)changed);
    Mine_Release((Iface *)failing);
}

int wmain(int argc, WCHAR **argv);
int wmain(int argc, WCHAR **argv)
{
    if (!load()) return 1;
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (argc == 3 && wcscmp(argv[1], L"--handle") == 0) return other_process((HANDLE)(ULONG_PTR)wcstoul(argv[2], NULL, 10), NULL);
    if (argc == 3 && wcscmp(argv[1], L"--name") == 0) return other_process(NULL, argv[2]);
    test_activation();
    test_targets();
    test_state();
    test_wire_format();
    test_sharing();
    test_device();
    test_events();
    dll.keep_dead(TRUE);
    Iface *kept = path;
    RELEASE(path);
    RELEASE(state);
    TRUE_("a call on a released object is seen", CALL(kept, Unknown, Release) == 0 && dll.dead_calls() == 1);
    dll.keep_dead(FALSE);
    RELEASE(target0);
    RELEASE(targets);
    RELEASE(manager);
    dll.reset();
    printf("# live objects %ld, handles %ld, factory references %ld, own objects %ld\n", dll.live(), dll.handles(),
        dll.factory_references(), mine_alive);
    TRUE_("nothing is left", dll.live() == 0 && dll.handles() == 0 && dll.factory_references() == 0 && mine_alive == 0);
    TRUE_("may unload", dll.can_unload() == S_OK);
    printf("%ld checks, %ld failed\n", checks, failures);
    return failures != 0;
}
