#include "testing.h"

#include "display.h"
#include "factory.h"

static volatile LONG next_failure; /* an HRESULT; 0: none */
static volatile LONG last_error;

HRESULT testing_take_failure(void) { return InterlockedExchange(&next_failure, S_OK); }

LONG WINAPI TestLiveObjects(void) { return live_objects; }
LONG WINAPI TestFactoryReferences(void) { return factory_references(); }
LONG WINAPI TestHandles(void) { return kept_handles; }
LONG WINAPI TestHandlers(void) { return managers_handlers() + sources_handlers(); }
LONG WINAPI TestPresents(void) { return presents; }
void WINAPI TestKeepDead(BOOL keep) { InterlockedExchange(&keep_dead, keep); }
LONG WINAPI TestDeadCalls(void) { return dead_calls; }
void WINAPI TestNoWeakReferences(BOOL none) { InterlockedExchange(&no_weak, none); }
void WINAPI TestFailRemovals(LONG count) { InterlockedExchange(&removals_to_fail, count); }

LONG WINAPI TestRaise(LONG kind, LONG count, LONG threads, RaiseReport *report)
{
    RaiseReport own = {0};
    if (kind < 0 || kind >= EVENT_KINDS || count < 0) return -1;
    managers_raise((EventKind)kind, count, threads, &own);
    if (own.failed) InterlockedExchange(&last_error, own.last_error);
    if (report) *report = own;
    return own.invoked - own.failed;
}

LONG WINAPI TestRaiseChanged(LONG count, LONG threads) { return TestRaise(EVENT_CHANGED, count, threads, NULL); }
HRESULT WINAPI TestLastHandlerError(void) { return InterlockedExchange(&last_error, S_OK); }
BOOL WINAPI TestWaitIdle(DWORD milliseconds) { return threads_idle(milliseconds); }
void WINAPI TestFailNext(HRESULT hr) { InterlockedExchange(&next_failure, hr); }

LONG WINAPI TestPlug(LONG connector, BOOL connected)
{
    if (connector < 0 || connector >= CONNECTORS) return -1;
    machine_lock();
    BOOL change = connectors[connector].connected != (connected != 0);
    connectors[connector].connected = connected != 0;
    plug_generation += change;
    machine_unlock();
    return change ? TestRaiseChanged(1, 1) : 0;
}

LONG WINAPI TestSetSourceCount(LONG adapter, LONG count)
{
    if (adapter < 0 || adapter >= ADAPTERS || count < 0 || count > MAX_SOURCES) return -1;
    machine_lock();
    LONG old = (LONG)adapters[adapter].sources;
    adapters[adapter].sources = (UINT32)count;
    machine_unlock();
    return old;
}

LONG WINAPI TestSetSourceStatus(LONG adapter, LONG source, LONG status)
{
    RaiseReport report = {0};
    LONG told = sources_force_status(adapter, (UINT32)source, status, &report);
    if (report.failed) InterlockedExchange(&last_error, report.last_error);
    return told;
}

HRESULT WINAPI TestFenceValue(Iface *fence, UINT64 *value, INT64 *signals)
{
    DisplayFence *object = object_own(fence, &DisplayFence_class);
    if (!object) return E_INVALIDARG;
    if (value) *value = fence_value(object);
    if (signals) *signals = object->signals;
    return S_OK;
}

LONG WINAPI TestReferences(Iface *object)
{
    Object *own = object_own_any(object);
    return own ? own->refs : -1;
}

LONG WINAPI TestDirtyRects(Iface *scanout, RectInt32 *rects, LONG capacity)
{
    DisplayScanout *object = object_own(scanout, &DisplayScanout_class);
    if (!object) return -1;
    for (LONG i = 0; i < capacity && i < (LONG)object->rect_count; i++) rects[i] = object->rects[i];
    return (LONG)object->rect_count;
}

void WINAPI TestReset(void)
{
    machine_reset();
    InterlockedExchange(&next_failure, S_OK);
    InterlockedExchange(&last_error, S_OK);
}
