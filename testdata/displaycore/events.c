#include "events.h"

#include <string.h>

#define RPC_E_SERVER_UNAVAILABLE ((HRESULT)0x800706BA)

void event_init(EventSource *source)
{
    InitializeSRWLock(&source->lock);
    source->next = 0x100000001; /* more than 32 bits, so that a cut token is noticed */
}

HRESULT event_add(EventSource *source, Iface *handler, const IID *iid, EventToken *token)
{
    RESULT(token);
    if (!handler) return fail(E_INVALIDARG, L"the event handler is null");
    Iface *typed = iface_query(handler, iid);
    if (!typed) return fail(E_NOINTERFACE, L"the event handler does not answer for the delegate's interface");
    HRESULT hr = S_OK;
    AcquireSRWLockExclusive(&source->lock);
    if (source->count == source->capacity) {
        UINT32 room = source->capacity ? source->capacity * 2 : 4;
        void *grown = source->items ? HeapReAlloc(GetProcessHeap(), 0, source->items, room * sizeof *source->items)
                                    : HeapAlloc(GetProcessHeap(), 0, room * sizeof *source->items);
        if (grown) {
            source->items = grown;
            source->capacity = room;
        } else {
            hr = E_OUTOFMEMORY;
        }
    }
    if (SUCCEEDED(hr)) {
        token->Value = source->next++;
        source->items[source->count].token = token->Value;
        source->items[source->count++].handler = typed;
    }
    ReleaseSRWLockExclusive(&source->lock);
    if (FAILED(hr)) iface_release(typed);
    return hr;
}

/* An unknown token is no error: WinRT events say nothing then. */
HRESULT event_remove(EventSource *source, EventToken token)
{
    Iface *gone = NULL;
    AcquireSRWLockExclusive(&source->lock);
    for (UINT32 i = 0; i < source->count && !gone; i++)
        if (source->items[i].token == token.Value) {
            gone = source->items[i].handler;
            source->count--;
            memmove(&source->items[i], &source->items[i + 1], (source->count - i) * sizeof *source->items);
        }
    ReleaseSRWLockExclusive(&source->lock);
    iface_release(gone);
    return S_OK;
}

volatile LONG removals_to_fail;

HRESULT event_remove_asked(EventSource *source, EventToken token)
{
    if (removals_to_fail > 0 && InterlockedDecrement(&removals_to_fail) >= 0)
        return fail(E_ABORT, L"the test asked this removal to fail");
    return event_remove(source, token);
}

void event_clear(EventSource *source)
{
    AcquireSRWLockExclusive(&source->lock);
    struct Registration *items = source->items;
    UINT32 count = source->count;
    source->items = NULL;
    source->count = source->capacity = 0;
    ReleaseSRWLockExclusive(&source->lock);
    for (UINT32 i = 0; i < count; i++) iface_release(items[i].handler);
    if (items) HeapFree(GetProcessHeap(), 0, items);
}

UINT32 event_count(EventSource *source)
{
    AcquireSRWLockShared(&source->lock);
    UINT32 n = source->count;
    ReleaseSRWLockShared(&source->lock);
    return n;
}

void event_raise(EventSource *source, Iface *sender, Iface *args, RaiseReport *report)
{
    AcquireSRWLockShared(&source->lock);
    UINT32 count = source->count;
    struct Registration *items = HeapAlloc(GetProcessHeap(), 0, (count + 1) * sizeof *items);
    for (UINT32 i = 0; items && i < count; i++) {
        items[i] = source->items[i];
        iface_ref(items[i].handler);
    }
    ReleaseSRWLockShared(&source->lock);
    if (!items) return;
    for (UINT32 i = 0; i < count; i++) {
        HRESULT hr = CALL(items[i].handler, Handler, Invoke, sender, args);
        InterlockedIncrement(&report->invoked);
        if (FAILED(hr)) {
            InterlockedIncrement(&report->failed);
            InterlockedExchange(&report->last_error, hr);
        }
        /* A handler whose process or object is gone takes itself off, as in every WinRT event. */
        if (hr == RPC_E_DISCONNECTED || hr == RPC_E_SERVER_UNAVAILABLE)
            event_remove(source, (EventToken){items[i].token});
        iface_release(items[i].handler);
    }
    HeapFree(GetProcessHeap(), 0, items);
}

/* --- native threads --- */

static SRWLOCK threads_lock = SRWLOCK_INIT;
static CONDITION_VARIABLE threads_done = CONDITION_VARIABLE_INIT;
static LONG threads;

struct Start { void (*fn)(void *); void *context; };

static DWORD WINAPI run(void *p)
{
    struct Start start = *(struct Start *)p;
    HeapFree(GetProcessHeap(), 0, p);
    start.fn(start.context);
    AcquireSRWLockExclusive(&threads_lock);
    if (--threads == 0) WakeAllConditionVariable(&threads_done);
    ReleaseSRWLockExclusive(&threads_lock);
    return 0;
}

HRESULT thread_start(void (*fn)(void *), void *context)
{
    struct Start *start = HeapAlloc(GetProcessHeap(), 0, sizeof *start);
    if (!start) return E_OUTOFMEMORY;
    *start = (struct Start){fn, context};
    AcquireSRWLockExclusive(&threads_lock);
    threads++;
    ReleaseSRWLockExclusive(&threads_lock);
    HANDLE thread = CreateThread(NULL, 0, run, start, 0, NULL);
    if (thread) {
        CloseHandle(thread);
        return S_OK;
    }
    HRESULT hr = HRESULT_FROM_WIN32(GetLastError());
    HeapFree(GetProcessHeap(), 0, start);
    AcquireSRWLockExclusive(&threads_lock);
    if (--threads == 0) WakeAllConditionVariable(&threads_done);
    ReleaseSRWLockExclusive(&threads_lock);
    return hr;
}

BOOL threads_idle(DWORD milliseconds)
{
    ULONGLONG until = GetTickCount64() + milliseconds;
    AcquireSRWLockExclusive(&threads_lock);
    for (ULONGLONG now; threads > 0 && (now = GetTickCount64()) < until;)
        SleepConditionVariableSRW(&threads_done, &threads_lock, (DWORD)(until - now), 0);
    BOOL idle = threads == 0;
    ReleaseSRWLockExclusive(&threads_lock);
    return idle;
}
