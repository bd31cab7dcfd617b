/* Objects all of whose methods fail, each with a text of its own, and a stand-in for the system's error
   information: it belongs to the thread, and whoever asks for it takes it away (Wine 10 keeps none). */
#include <windows.h>
#include <inspectable.h>
#include <activation.h>
#include <oleauto.h>
#include <winstring.h>

typedef struct Info {
    const void *const *vtable;
    LONG refs;
    HRESULT code;
    BSTR text;
} Info;

static __thread Info *current;

static HRESULT WINAPI info_query(void *this, REFIID iid, void **out) { (void)this, (void)iid; *out = NULL; return E_NOINTERFACE; }
static ULONG WINAPI info_addref(Info *this) { return InterlockedIncrement(&this->refs); }
static ULONG WINAPI info_release(Info *this) {
    LONG n = InterlockedDecrement(&this->refs);
    if (n == 0) {
        SysFreeString(this->text);
        HeapFree(GetProcessHeap(), 0, this);
    }
    return n;
}
static HRESULT WINAPI info_details(Info *this, BSTR *description, HRESULT *code, BSTR *restricted, BSTR *sid) {
    *description = SysAllocString(L"not this one");
    *restricted = SysAllocString(this->text);
    *sid = NULL;
    *code = this->code;
    return S_OK;
}
static const void *const info_vtable[] = {info_query, info_addref, info_release, info_details};

__declspec(dllexport) HRESULT WINAPI StandInErrorInfo(Info **out) {
    *out = current;
    current = NULL;
    return *out ? S_OK : S_FALSE;
}

static HRESULT originate(HRESULT code, const WCHAR *text) {
    Info *info = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *info);
    if (!info) return E_OUTOFMEMORY;
    *info = (Info){info_vtable, 1, code, SysAllocString(text)};
    if (current) info_release(current);
    current = info;
    return code;
}

typedef struct Failing {
    const void *const *vtable;
    LONG refs;
    WCHAR text[32]; /* "": it says nothing */
} Failing;

/* Long enough for a goroutine to come back on another thread. */
static HRESULT fail(Failing *this, HRESULT code) {
    Sleep(1);
    return this->text[0] ? originate(code, this->text) : code;
}

static const IID iid_unknown = {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID iid_inspectable = {0xaf86e2e0, 0xb12d, 0x4c6a, {0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90}};
static const IID iid_factory = {0x00000035, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};

static HRESULT WINAPI query(Failing *this, REFIID iid, void **out) {
    *out = NULL;
    if (!IsEqualIID(iid, &iid_unknown) && !IsEqualIID(iid, &iid_inspectable) && !IsEqualIID(iid, &iid_factory)) return fail(this, E_NOINTERFACE);
    InterlockedIncrement(&this->refs);
    *out = this;
    return S_OK;
}
static ULONG WINAPI addref(Failing *this) { return InterlockedIncrement(&this->refs); }
static ULONG WINAPI release(Failing *this) {
    LONG n = InterlockedDecrement(&this->refs);
    if (n == 0) HeapFree(GetProcessHeap(), 0, this);
    return n;
}
static HRESULT WINAPI get_iids(Failing *this, ULONG *count, IID **iids) { (void)count, (void)iids; return fail(this, E_FAIL); }
static HRESULT WINAPI get(Failing *this, void *out) { (void)out; return fail(this, E_FAIL); }
static HRESULT WINAPI call(Failing *this) { return fail(this, E_FAIL); }
static HRESULT WINAPI put(Failing *this, UINT32 value) { (void)value; return fail(this, E_FAIL); }
static HRESULT WINAPI get_array(Failing *this, UINT32 *n, void *out) { (void)n, (void)out; return fail(this, E_FAIL); }
static const void *const failing_vtable[] = {query, addref, release, get_iids, get, get, get, call, put, get_array};
/* The same with a getter of two arguments first, as IReferenceArray has. */
static const void *const array_vtable[] = {query, addref, release, get_iids, get, get, get_array};

/* An object that fails in every method with that text. */
__declspec(dllexport) Failing *WINAPI NewFailing(const WCHAR *text, BOOL array) {
    Failing *f = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *f);
    f->vtable = array ? array_vtable : failing_vtable;
    f->refs = 1;
    lstrcpynW(f->text, text, sizeof f->text / sizeof *f->text);
    return f;
}

/* The factory of Failing.Instance.… fails to make one, that of Failing.… is not to be had. */
__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING class, void **out) {
    static const WCHAR instance[] = L"Failing.Instance.";
    const WCHAR *name = WindowsGetStringRawBuffer(class, NULL);
    *out = NULL;
    Failing *f = NewFailing(name, FALSE);
    if (!wcsncmp(name, instance, sizeof instance / sizeof *instance - 1)) {
        *out = f;
        return S_OK;
    }
    HRESULT hr = fail(f, CLASS_E_CLASSNOTAVAILABLE);
    release(f);
    return hr;
}
