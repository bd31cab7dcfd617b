/* DisplayManager: ownership of targets, states, devices and the four events. */
#include "display.h"

#include <string.h>

/* --- event arguments and deferrals --- */

typedef struct EventArgs {
    Object o;
    SRWLOCK lock;
    CONDITION_VARIABLE completed;
    Boolean handled;
    LONG pending, taken;
} EventArgs;

typedef struct Deferral {
    Object o;
    EventArgs *args;
    volatile LONG done;
} Deferral;

static void complete(Deferral *deferral)
{
    if (InterlockedExchange(&deferral->done, 1)) return;
    AcquireSRWLockExclusive(&deferral->args->lock);
    if (--deferral->args->pending == 0) WakeAllConditionVariable(&deferral->args->completed);
    ReleaseSRWLockExclusive(&deferral->args->lock);
}

static void Deferral_destroy(Object *o)
{
    complete((Deferral *)o);
    object_release(((Deferral *)o)->args);
}

static HRESULT WINAPI Deferral_Complete(Iface *self)
{
    SELF(Deferral);
    complete(this);
    return S_OK;
}

static const IDeferralVtbl deferral_vtbl = {INSPECTABLE_IMPL, Deferral_Complete};
static const IClosableVtbl deferral_closable_vtbl = {INSPECTABLE_IMPL, Deferral_Complete};
CLASS(Deferral, L"Windows.Foundation.Deferral", Deferral_destroy, {&UIID_IDeferral, &deferral_vtbl, FALSE},
    {&UIID_IClosable, &deferral_closable_vtbl, FALSE});

static HRESULT WINAPI EventArgs_get_Handled(Iface *self, Boolean *out)
{
    SELF(EventArgs);
    RESULT(out);
    *out = this->handled;
    return S_OK;
}

static HRESULT WINAPI EventArgs_put_Handled(Iface *self, Boolean value)
{
    SELF(EventArgs);
    if (value > 1) return fail(E_INVALIDARG, L"a Boolean is 0 or 1");
    this->handled = value;
    return S_OK;
}

static HRESULT WINAPI EventArgs_GetDeferral(Iface *self, Iface **out)
{
    SELF(EventArgs);
    RESULT(out);
    Deferral *deferral = object_new(&Deferral_class);
    if (!deferral) return E_OUTOFMEMORY;
    deferral->args = object_ref(this);
    AcquireSRWLockExclusive(&this->lock);
    this->pending++;
    this->taken++;
    ReleaseSRWLockExclusive(&this->lock);
    return object_give(deferral, out);
}

static const IDisplayManagerEventArgsVtbl args_vtbl = {
    INSPECTABLE_IMPL, EventArgs_get_Handled, EventArgs_put_Handled, EventArgs_GetDeferral};
#define ARGS(kind)                                                                                         \
    static const Face args_faces_##kind[] = {{&UIID_IDisplayManager##kind##EventArgs, &args_vtbl, FALSE}}; \
    static const Class args_##kind = {L"Windows.Devices.Display.Core.DisplayManager" #kind "EventArgs",    \
        sizeof(EventArgs), NULL, args_faces_##kind, 1}
ARGS(Enabled);
ARGS(Disabled);
ARGS(Changed);
ARGS(PathsFailedOrInvalidated);
static const Class *const args_classes[EVENT_KINDS] = {
    &args_Enabled, &args_Disabled, &args_Changed, &args_PathsFailedOrInvalidated};

/* --- the list of managers --- */

static DisplayManager *managers; /* weak; guarded by the machine's lock */
static UINT64 last_number;

static void raise_once(DisplayManager *manager, EventKind kind, RaiseReport *report)
{
    EventArgs *args = object_new(args_classes[kind]);
    if (!args) return;
    event_raise(&manager->events[kind], &manager->o.face[0], &args->o.face[0], report);
    /* The event is over when every deferral is; then Handled counts. */
    ULONGLONG until = GetTickCount64() + 10000, now;
    AcquireSRWLockExclusive(&args->lock);
    while (args->pending > 0 && (now = GetTickCount64()) < until)
        SleepConditionVariableSRW(&args->completed, &args->lock, (DWORD)(until - now), 0);
    if (args->pending > 0) InterlockedIncrement(&report->late);
    InterlockedExchangeAdd(&report->deferred, args->taken);
    if (args->handled) InterlockedIncrement(&report->handled);
    ReleaseSRWLockExclusive(&args->lock);
    object_release(args);
}

typedef struct Raise {
    DisplayManager **list;
    LONG managers, count;
    EventKind kind;
    RaiseReport *report;
} Raise;

static DWORD WINAPI raise_many(void *context)
{
    const Raise *raise = context;
    for (LONG i = 0; i < raise->count; i++)
        for (LONG m = 0; m < raise->managers; m++) raise_once(raise->list[m], raise->kind, raise->report);
    return 0;
}

static DisplayManager **living_managers(LONG *count)
{
    DisplayManager **list = NULL;
    LONG n = 0;
    *count = 0;
    machine_lock();
    for (DisplayManager *m = managers; m; m = m->next) n++;
    list = HeapAlloc(GetProcessHeap(), 0, ((SIZE_T)n + 1) * sizeof *list);
    for (DisplayManager *m = managers; list && m; m = m->next)
        if (object_ref_if_alive(&m->o)) list[(*count)++] = m;
    machine_unlock();
    return list;
}

void managers_raise(EventKind kind, LONG count, LONG threads, RaiseReport *report)
{
    Raise raise = {.count = count, .kind = kind, .report = report};
    LONG living;
    raise.list = living_managers(&living);
    if (!raise.list) return;
    for (LONG i = 0; i < living; i++) {
        if (raise.list[i]->started && !raise.list[i]->closed) raise.list[raise.managers++] = raise.list[i];
        else object_release(raise.list[i]);
    }
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    DWORD started = 0;
    if (threads < 1) threads = 1;
    if (threads > MAXIMUM_WAIT_OBJECTS) threads = MAXIMUM_WAIT_OBJECTS;
    while (started < (DWORD)threads && (handles[started] = CreateThread(NULL, 0, raise_many, &raise, 0, NULL))) started++;
    if (started) WaitForMultipleObjects(started, handles, TRUE, INFINITE);
    while (started) CloseHandle(handles[--started]);
    while (raise.managers) object_release(raise.list[--raise.managers]);
    HeapFree(GetProcessHeap(), 0, raise.list);
}

LONG managers_handlers(void)
{
    LONG living, handlers = 0;
    DisplayManager **list = living_managers(&living);
    for (LONG i = 0; list && i < living; i++) {
        for (int k = 0; k < EVENT_KINDS; k++) handlers += (LONG)event_count(&list[i]->events[k]);
        object_release(list[i]);
    }
    if (list) HeapFree(GetProcessHeap(), 0, list);
    return handlers;
}

/* --- life --- */

static void shut(DisplayManager *manager)
{
    if (InterlockedExchange(&manager->closed, 1)) return;
    manager->started = 0;
    machine_lock();
    for (int i = 0; i < CONNECTORS; i++)
        if (connectors[i].owner == manager->number) connectors[i].owner = 0;
    machine_unlock();
    for (int k = 0; k < EVENT_KINDS; k++) event_clear(&manager->events[k]);
}

static void DisplayManager_destroy(Object *o)
{
    DisplayManager *this = (DisplayManager *)o;
    machine_lock();
    DisplayManager **at = &managers;
    while (*at && *at != this) at = &(*at)->next;
    if (*at) *at = this->next;
    machine_unlock();
    shut(this);
    for (int k = 0; k < EVENT_KINDS; k++) event_clear(&this->events[k]); /* added while it was being closed */
}

static HRESULT open_manager(const DisplayManager *manager)
{
    return manager->closed ? fail(RO_E_CLOSED_, L"the DisplayManager is closed") : S_OK;
}
/* Every method but Close and remove_… starts so. */
#define OPEN_MANAGER                    \
    SELF(DisplayManager);               \
    do {                                \
        HRESULT open_ = open_manager(this); \
        if (FAILED(open_)) return open_; \
    } while (0)

static HRESULT WINAPI DisplayManager_Close(Iface *self)
{
    SELF(DisplayManager);
    shut(this);
    return S_OK;
}

/* --- targets and states --- */

static HRESULT WINAPI DisplayManager_GetCurrentTargets(Iface *self, Iface **out)
{
    RESULT(out);
    OPEN_MANAGER;
    Object *found[CONNECTORS];
    for (int i = 0; i < CONNECTORS; i++) found[i] = (Object *)target_new(i);
    return vector_view_new(VIEW_TARGETS, found, CONNECTORS, out);
}

static HRESULT WINAPI DisplayManager_GetCurrentAdapters(Iface *self, Iface **out)
{
    RESULT(out);
    OPEN_MANAGER;
    Object *found[ADAPTERS];
    for (int i = 0; i < ADAPTERS; i++) found[i] = (Object *)adapter_new(i);
    return vector_view_new(VIEW_ADAPTERS, found, ADAPTERS, out);
}

/* Under the lock. */
static INT32 acquire(const DisplayManager *manager, const DisplayTarget *target)
{
    UINT64 *owner = &connectors[target->connector].owner;
    if (target->generation != plug_generation) return ManagerTargetStale;
    if (*owner && *owner != manager->number) return ManagerTargetAccessDenied;
    *owner = manager->number;
    return ManagerSuccess;
}

static HRESULT WINAPI DisplayManager_TryAcquireTarget(Iface *self, Iface *target, INT32 *out)
{
    RESULT(out);
    OPEN_MANAGER;
    DisplayTarget *object;
    HRESULT hr = TARGET_ARGUMENT(target, &object);
    if (FAILED(hr)) return hr;
    machine_lock();
    *out = acquire(this, object);
    machine_unlock();
    return S_OK;
}

static HRESULT WINAPI DisplayManager_ReleaseTarget(Iface *self, Iface *target)
{
    OPEN_MANAGER;
    DisplayTarget *object;
    HRESULT hr = TARGET_ARGUMENT(target, &object);
    if (FAILED(hr)) return hr;
    machine_lock();
    UINT64 *owner = &connectors[object->connector].owner;
    if (*owner == this->number) *owner = 0;
    else hr = E_INVALIDARG;
    machine_unlock();
    return FAILED(hr) ? fail(hr, L"this DisplayManager does not own the target") : S_OK;
}

typedef struct ResultWithState {
    Object o;
    INT32 error;
    HRESULT extended;
    Iface *state;
} ResultWithState;

static void ResultWithState_destroy(Object *o) { iface_release(((ResultWithState *)o)->state); }

static HRESULT WINAPI ResultWithState_get_ErrorCode(Iface *self, INT32 *out)
{
    SELF(ResultWithState);
    RESULT(out);
    *out = this->error;
    return S_OK;
}

static HRESULT WINAPI ResultWithState_get_ExtendedErrorCode(Iface *self, HRESULT *out)
{
    SELF(ResultWithState);
    RESULT(out);
    *out = this->extended;
    return S_OK;
}

static HRESULT WINAPI ResultWithState_get_State(Iface *self, Iface **out)
{
    SELF(ResultWithState);
    RESULT(out);
    iface_ref(*out = this->state);
    return S_OK;
}

static const IDisplayManagerResultWithStateVtbl with_state_vtbl = {INSPECTABLE_IMPL, ResultWithState_get_ErrorCode,
    ResultWithState_get_ExtendedErrorCode, ResultWithState_get_State};
CLASS(ResultWithState, L"Windows.Devices.Display.Core.DisplayManagerResultWithState", ResultWithState_destroy,
    {&UIID_IDisplayManagerResultWithState, &with_state_vtbl, FALSE});

/* Takes over the state's reference. */
static HRESULT with_state(INT32 error, Iface *state, Iface **out)
{
    static const HRESULT extended[] = {S_OK, E_FAIL, E_ACCESSDENIED, E_CHANGED_STATE_, HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)};
    ResultWithState *result = object_new(&ResultWithState_class);
    if (!result) {
        iface_release(state);
        return E_OUTOFMEMORY;
    }
    result->error = error;
    result->extended = extended[error];
    result->state = state;
    return object_give(result, out);
}

static HRESULT WINAPI DisplayManager_TryReadCurrentStateForAllTargets(Iface *self, Iface **out)
{
    RESULT(out);
    OPEN_MANAGER;
    int all[CONNECTORS];
    for (int i = 0; i < CONNECTORS; i++) all[i] = i;
    Iface *state;
    HRESULT hr = state_new(this, all, CONNECTORS, TRUE, STATE_CURRENT, NULL, &state);
    return SUCCEEDED(hr) ? with_state(ManagerSuccess, state, out) : hr;
}

/* The targets of a caller's IIterable; the same one twice counts once. */
typedef struct Wanted {
    DisplayTarget *targets[CONNECTORS];
    int count;
} Wanted;

static HRESULT want(void *context, void *element)
{
    Wanted *wanted = context;
    DisplayTarget *target;
    HRESULT hr = TARGET_ARGUMENT(element, &target);
    if (FAILED(hr)) return hr;
    for (int i = 0; i < wanted->count; i++)
        if (wanted->targets[i]->connector == target->connector) return S_OK;
    wanted->targets[wanted->count++] = object_ref(target);
    return S_OK;
}

/* All or none: targets acquired on the way to a failure are given back. */
static HRESULT acquire_and_make(DisplayManager *manager, Iface *targets, StateContent content, DisplayState *from, Iface **out)
{
    Wanted wanted = {.count = 0};
    int indices[CONNECTORS];
    BOOL fresh[CONNECTORS] = {0};
    INT32 result = ManagerSuccess;
    if (!targets) return fail(E_POINTER, L"the targets are null");
    HRESULT hr = iterable_walk(targets, &UIID_IIterable_DisplayTarget, &UIID_IIterator_DisplayTarget, TRUE, want, &wanted);
    if (SUCCEEDED(hr)) {
        machine_lock();
        int n = 0;
        for (; n < wanted.count && result == ManagerSuccess; n++) {
            indices[n] = wanted.targets[n]->connector;
            fresh[n] = connectors[indices[n]].owner == 0;
            result = acquire(manager, wanted.targets[n]);
            fresh[n] = fresh[n] && result == ManagerSuccess;
        }
        for (int i = 0; i < n && result != ManagerSuccess; i++)
            if (fresh[i]) connectors[indices[i]].owner = 0;
        machine_unlock();
        Iface *state = NULL;
        if (result == ManagerSuccess) hr = state_new(manager, indices, wanted.count, FALSE, content, from, &state);
        if (SUCCEEDED(hr)) hr = with_state(result, state, out);
    }
    while (wanted.count) object_release(wanted.targets[--wanted.count]);
    return hr;
}

static HRESULT WINAPI DisplayManager_ReadCurrent(Iface *self, Iface *targets, Iface **out)
{
    RESULT(out);
    OPEN_MANAGER;
    return acquire_and_make(this, targets, STATE_CURRENT, NULL, out);
}

static HRESULT WINAPI DisplayManager_CreateEmpty(Iface *self, Iface *targets, Iface **out)
{
    RESULT(out);
    OPEN_MANAGER;
    return acquire_and_make(this, targets, STATE_EMPTY, NULL, out);
}

static HRESULT WINAPI DisplayManager_CreateSubstate(Iface *self, Iface *state, Iface *targets, Iface **out)
{
    RESULT(out);
    OPEN_MANAGER;
    DisplayState *from;
    HRESULT hr = argument(state, &DisplayState_class, L"the existing state is null or not a DisplayState", &from);
    return SUCCEEDED(hr) ? acquire_and_make(this, targets, STATE_COPY, from, out) : hr;
}

static HRESULT WINAPI DisplayManager_CreateDisplayDevice(Iface *self, Iface *adapter, Iface **out)
{
    RESULT(out);
    OPEN_MANAGER;
    DisplayAdapter *object;
    HRESULT hr = argument(adapter, &DisplayAdapter_class, L"the adapter is null or not a DisplayAdapter", &object);
    return SUCCEEDED(hr) ? device_new(object->index, this, out) : hr;
}

/* --- events --- */

#define EVENT(kind, index)                                                                        \
    static HRESULT WINAPI DisplayManager_add_##kind(Iface *self, Iface *handler, EventToken *out) \
    {                                                                                             \
        RESULT(out);                                                                              \
        OPEN_MANAGER;                                                                             \
        return event_add(&this->events[index], handler, &UIID_Handler_##kind, out);               \
    }                                                                                             \
    static HRESULT WINAPI DisplayManager_remove_##kind(Iface *self, EventToken token)             \
    {                                                                                             \
        SELF(DisplayManager);                                                                     \
        return event_remove_asked(&this->events[index], token);                                         \
    }
EVENT(Enabled, EVENT_ENABLED)
EVENT(Disabled, EVENT_DISABLED)
EVENT(Changed, EVENT_CHANGED)
EVENT(PathsFailedOrInvalidated, EVENT_PATHS_FAILED)

static void raise_enabled(void *manager)
{
    RaiseReport report = {0};
    raise_once(manager, EVENT_ENABLED, &report);
    object_release(manager);
}

static void raise_disabled(void *manager)
{
    RaiseReport report = {0};
    raise_once(manager, EVENT_DISABLED, &report);
    object_release(manager);
}

static HRESULT switch_to(DisplayManager *manager, LONG started, void (*raise)(void *))
{
    if (InterlockedExchange(&manager->started, started) == started) return S_OK;
    HRESULT hr = thread_start(raise, object_ref(manager));
    if (FAILED(hr)) object_release(manager);
    return hr;
}

static HRESULT WINAPI DisplayManager_Start(Iface *self)
{
    OPEN_MANAGER;
    return switch_to(this, 1, raise_enabled);
}

static HRESULT WINAPI DisplayManager_Stop(Iface *self)
{
    OPEN_MANAGER;
    return switch_to(this, 0, raise_disabled);
}

#define M(name) DisplayManager_##name
#define EV(name) M(add_##name), M(remove_##name)
static const IDisplayManagerVtbl manager_vtbl = {INSPECTABLE_IMPL, M(GetCurrentTargets), M(GetCurrentAdapters),
    M(TryAcquireTarget), M(ReleaseTarget), M(TryReadCurrentStateForAllTargets), M(ReadCurrent), M(CreateEmpty),
    M(CreateSubstate), M(CreateDisplayDevice), EV(Enabled), EV(Disabled), EV(Changed), EV(PathsFailedOrInvalidated),
    M(Start), M(Stop)};
static const IClosableVtbl closable_vtbl = {INSPECTABLE_IMPL, M(Close)};
CLASS(DisplayManager, L"Windows.Devices.Display.Core.DisplayManager", DisplayManager_destroy,
    {&UIID_IDisplayManager, &manager_vtbl, FALSE}, {&UIID_IClosable, &closable_vtbl, FALSE});

HRESULT manager_new(UINT32 options, Iface **out)
{
    if (options & ~(UINT32)(ManagerEnforceSourceOwnership | ManagerVirtualRefreshRateAware))
        return fail(E_INVALIDARG, L"there is no such DisplayManagerOptions value");
    DisplayManager *manager = object_new(&DisplayManager_class);
    if (!manager) return E_OUTOFMEMORY;
    manager->options = options;
    for (int k = 0; k < EVENT_KINDS; k++) event_init(&manager->events[k]);
    machine_lock();
    manager->number = ++last_number;
    manager->next = managers;
    managers = manager;
    machine_unlock();
    return object_give(manager, out);
}
