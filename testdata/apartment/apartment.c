// Objects that belong to the thread that made them, their class's activation factory, and
// an operation whose server dies. They note on which threads they are called.
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <inspectable.h>
#include <roapi.h>
#include <stddef.h>

#define EXPORT __declspec(dllexport)

DEFINE_GUID(IID_Thing, 0x6f0d9a31, 0x0001, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1);
DEFINE_GUID(IID_Factory, 0x00000035, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);       // IActivationFactory
DEFINE_GUID(IID_Info, 0x00000036, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);          // IAsyncInfo
DEFINE_GUID(IID_Action, 0x5a648006, 0x843a, 0x4da9, 0x86, 0x5b, 0x9d, 0x26, 0xe5, 0xdf, 0xad, 0x7b); // IAsyncAction

static volatile LONG live, released, strangers, factories, unavailable;
static IUnknown *volatile during; // is called while a factory is asked for

// Counter is how many objects are alive (0), were released (1), how many calls and
// releases came on another thread than the object's (2), and how many factories were
// asked for (3).
EXPORT LONG WINAPI Counter(int which) {
	switch (which) {
	case 0: return live;
	case 1: return released;
	case 2: return strangers;
	}
	return factories;
}

EXPORT void WINAPI Reset(void) { released = strangers = factories = unavailable = 0; }

// Unavailable has the next call of a factory say that its server is gone, and every
// later one of the same factory.
EXPORT void WINAPI Unavailable(void) { unavailable = 1; }

// CallDuring has the next activation call the first method of an object.
EXPORT void WINAPI CallDuring(IUnknown *object) { during = object; }

typedef struct Object Object;
struct Object {
	const void *const *main; // the first interface
	const void *const *info; // IAsyncInfo, of an operation
	const GUID *iid;
	volatile LONG refs;
	DWORD thread;
	BOOL bound; // to the thread
	volatile LONG dead;
	IUnknown *volatile handler;
};

static Object *make(const void *const *main, const void *const *info, const GUID *iid, BOOL bound) {
	Object *o = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *o);
	o->main = main, o->info = info, o->iid = iid, o->refs = 1, o->thread = GetCurrentThreadId(), o->bound = bound;
	InterlockedIncrement(&live);
	return o;
}

static BOOL stranger(Object *o) {
	BOOL is = o->bound && o->thread != GetCurrentThreadId();
	if (is) InterlockedIncrement(&strangers);
	return is;
}

static HRESULT WINAPI query(Object *o, const GUID *iid, void **out) {
	*out = NULL;
	if (IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IInspectable) || IsEqualGUID(iid, o->iid)) *out = &o->main;
	else if (o->info && IsEqualGUID(iid, &IID_Info)) *out = &o->info;
	if (!*out) return E_NOINTERFACE;
	InterlockedIncrement(&o->refs);
	return S_OK;
}
static ULONG WINAPI addRef(Object *o) { return InterlockedIncrement(&o->refs); }
static ULONG WINAPI release(Object *o) {
	ULONG left = InterlockedDecrement(&o->refs);
	if (left) return left;
	stranger(o);
	InterlockedIncrement(&released);
	InterlockedDecrement(&live);
	HeapFree(GetProcessHeap(), 0, o);
	return 0;
}
static HRESULT WINAPI notImplemented(void) { return E_NOTIMPL; }
static HRESULT WINAPI iids(Object *o, ULONG *count, IID **list) { (void)o; *count = 0, *list = NULL; return S_OK; }
static HRESULT WINAPI className(Object *o, HSTRING *name) { (void)o; *name = NULL; return S_OK; }
static HRESULT WINAPI trust(Object *o, int *level) { (void)o; *level = 0; return S_OK; }

// IThing::Thread tells on which thread it runs.
static HRESULT WINAPI thread(Object *o, UINT32 *id) {
	*id = GetCurrentThreadId();
	return stranger(o) ? RPC_E_WRONG_THREAD : S_OK;
}
static const void *const thing[] = {query, addRef, release, iids, className, trust, thread};

static HRESULT WINAPI activate(Object *o, void **instance) {
	*instance = NULL;
	if (unavailable) InterlockedExchange(&unavailable, 0), o->dead = 1;
	if (o->dead) return HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE);
	if (stranger(o)) return RPC_E_WRONG_THREAD;
	*instance = make(thing, NULL, &IID_Thing, TRUE);
	return S_OK;
}
static const void *const factory[] = {query, addRef, release, iids, className, trust, activate};

EXPORT HRESULT WINAPI DllGetActivationFactory(HSTRING class, void **out) {
	typedef HRESULT(WINAPI * Method)(IUnknown *);
	IUnknown *object = InterlockedExchangePointer((void *volatile *)&during, NULL);
	(void)class;
	InterlockedIncrement(&factories);
	if (object) (*(Method **)object)[3](object);
	*out = make(factory, NULL, &IID_Factory, TRUE);
	return S_OK;
}

// NewThing makes an object that belongs to the calling thread.
EXPORT void *WINAPI NewThing(void) { return make(thing, NULL, &IID_Thing, TRUE); }

#define of(i) ((Object *)((char *)(i) - offsetof(Object, info)))
static HRESULT WINAPI infoQuery(void *i, const GUID *iid, void **out) { return query(of(i), iid, out); }
static ULONG WINAPI infoAddRef(void *i) { return addRef(of(i)); }
static ULONG WINAPI infoRelease(void *i) { return release(of(i)); }
static HRESULT WINAPI status(void *i, int *status) {
	*status = 0; // Started
	return of(i)->dead ? HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE) : S_OK;
}
static HRESULT WINAPI cancel(void *i) { (void)i; return S_OK; }
static const void *const info[] = {infoQuery, infoAddRef, infoRelease, notImplemented, notImplemented, notImplemented, notImplemented, status, notImplemented, cancel, notImplemented};

static HRESULT WINAPI putCompleted(Object *o, IUnknown *handler) {
	IUnknown_AddRef(handler);
	o->handler = handler;
	return S_OK;
}
static const void *const action[] = {query, addRef, release, iids, className, trust, putCompleted, notImplemented, notImplemented};

// NewAction makes an operation that never ends by itself.
EXPORT void *WINAPI NewAction(void) { return make(action, info, &IID_Action, FALSE); }

// Die ends an operation's server as soon as somebody waits for it: the handler is
// released uncalled.
EXPORT void WINAPI Die(Object *o) {
	while (!o->handler) Sleep(1);
	o->dead = 1;
	IUnknown_Release(o->handler);
}
