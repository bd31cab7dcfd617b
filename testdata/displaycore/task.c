/* DisplayTaskPool, DisplayTask and DisplayTaskResult: presenting a scanout, after a fence if asked. */
#include "display.h"

#include <string.h>

volatile LONG presents;

typedef struct DisplayTask {
    Object o;
    SRWLOCK lock;
    DisplayScanout *scanout;
    DisplayFence *wait;
    UINT64 wait_value;
    DisplayFence *signal[2]; /* by DisplayTaskSignalKind */
} DisplayTask;

typedef struct DisplayTaskPool {
    Object o;
    DisplayDevice *device;
} DisplayTaskPool;

typedef struct DisplayTaskResult {
    Object o;
    INT32 present, source;
    UINT64 id;
} DisplayTaskResult;

/* --- DisplayTask --- */

static void DisplayTask_destroy(Object *o)
{
    DisplayTask *this = (DisplayTask *)o;
    object_release(this->scanout);
    object_release(this->wait);
    object_release(this->signal[0]);
    object_release(this->signal[1]);
}

#define REPLACE(slot, type, value)                  \
    do {                                            \
        AcquireSRWLockExclusive(&this->lock);       \
        type *old_ = slot;                          \
        slot = object_ref(value);                   \
        ReleaseSRWLockExclusive(&this->lock);       \
        object_release(old_);                       \
    } while (0)

static HRESULT WINAPI DisplayTask_SetScanout(Iface *self, Iface *scanout)
{
    SELF(DisplayTask);
    DisplayScanout *object;
    HRESULT hr = argument(scanout, &DisplayScanout_class, L"the scanout is null or not a DisplayScanout", &object);
    if (FAILED(hr)) return hr;
    REPLACE(this->scanout, DisplayScanout, object);
    return S_OK;
}

static HRESULT WINAPI DisplayTask_SetWait(Iface *self, Iface *fence, UINT64 value)
{
    SELF(DisplayTask);
    DisplayFence *object;
    HRESULT hr = argument(fence, &DisplayFence_class, L"the fence is null or not a DisplayFence", &object);
    if (FAILED(hr)) return hr;
    REPLACE(this->wait, DisplayFence, object);
    this->wait_value = value;
    return S_OK;
}

static HRESULT WINAPI DisplayTask_SetSignal(Iface *self, INT32 kind, Iface *fence)
{
    SELF(DisplayTask);
    DisplayFence *object;
    if (kind != SignalOnFlipAway && kind != SignalOnFlipTo) return fail(E_INVALIDARG, L"there is no such signal kind");
    HRESULT hr = argument(fence, &DisplayFence_class, L"the fence is null or not a DisplayFence", &object);
    if (FAILED(hr)) return hr;
    REPLACE(this->signal[kind], DisplayFence, object);
    return S_OK;
}

static const IDisplayTaskVtbl task_vtbl = {INSPECTABLE_IMPL, DisplayTask_SetScanout, DisplayTask_SetWait};
static const IDisplayTask2Vtbl task2_vtbl = {INSPECTABLE_IMPL, DisplayTask_SetSignal};
CLASS(DisplayTask, L"Windows.Devices.Display.Core.DisplayTask", DisplayTask_destroy,
    {&UIID_IDisplayTask, &task_vtbl, FALSE}, {&UIID_IDisplayTask2, &task2_vtbl, FALSE});

/* --- DisplayTaskResult --- */

#define RESULT_OF(name, type, field)                                            \
    static HRESULT WINAPI DisplayTaskResult_get_##name(Iface *self, type *out)  \
    {                                                                           \
        SELF(DisplayTaskResult);                                                \
        RESULT(out);                                                            \
        *out = this->field;                                                     \
        return S_OK;                                                            \
    }
RESULT_OF(PresentStatus, INT32, present)
RESULT_OF(PresentId, UINT64, id)
RESULT_OF(SourceStatus, INT32, source)

static const IDisplayTaskResultVtbl task_result_vtbl = {INSPECTABLE_IMPL, DisplayTaskResult_get_PresentStatus,
    DisplayTaskResult_get_PresentId, DisplayTaskResult_get_SourceStatus};
CLASS(DisplayTaskResult, L"Windows.Devices.Display.Core.DisplayTaskResult", NULL,
    {&UIID_IDisplayTaskResult, &task_result_vtbl, FALSE});

/* --- running one --- */

/* A task as it was when it was handed in, so that it may be changed for the next frame. */
typedef struct Run {
    DisplayScanout *scanout;
    DisplayFence *wait, *signal[2];
    UINT64 wait_value;
} Run;

static void run_free(Run *run)
{
    object_release(run->scanout);
    object_release(run->wait);
    object_release(run->signal[0]);
    object_release(run->signal[1]);
    HeapFree(GetProcessHeap(), 0, run);
}

static void present(Run *run)
{
    for (int i = 0; i < 2; i++)
        if (run->signal[i]) InterlockedIncrement64(&run->signal[i]->signals);
    InterlockedIncrement(&presents);
}

static void wait_and_present(void *context)
{
    Run *run = context;
    const SharedRecord *fence = &run->wait->record;
    for (UINT64 now; (now = fence_value(run->wait)) < run->wait_value;) {
        UINT64 frames = run->wait_value - now;
        Sleep(frames > 1 ? (DWORD)((frames - 1 > 100 ? 100 : frames - 1) * (UINT64)fence->period / 10000) : 1);
    }
    present(run);
    run_free(run);
}

static Run *run_new(DisplayTask *task)
{
    Run *run = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *run);
    if (!run) return NULL;
    AcquireSRWLockShared(&task->lock);
    run->scanout = object_ref(task->scanout);
    run->wait = object_ref(task->wait);
    run->wait_value = task->wait_value;
    for (int i = 0; i < 2; i++) run->signal[i] = object_ref(task->signal[i]);
    ReleaseSRWLockShared(&task->lock);
    return run;
}

static HRESULT execute(DisplayTaskPool *pool, Iface *task, DisplayTaskResult *result)
{
    DisplayTask *object;
    HRESULT hr = argument(task, &DisplayTask_class, L"the task is null or not a DisplayTask", &object);
    if (FAILED(hr)) return hr;
    Run *run = run_new(object);
    if (!run) return E_OUTOFMEMORY;
    result->source = run->scanout ? source_status(run->scanout->source) : SourceInvalid;
    if (!run->scanout) result->present = PresentScanoutInvalid;
    else if (adapter_find(run->scanout->source->record.adapter) != pool->device->adapter) result->present = PresentDeviceInvalid;
    else if (result->source == SourceInvalid) result->present = PresentSourceInvalid;
    else if (result->source != SourceActive) result->present = PresentPrevented;
    else result->present = PresentSuccess;
    if (result->present != PresentSuccess) {
        run_free(run);
        return S_OK;
    }
    result->id = (UINT64)InterlockedIncrement64(&pool->device->presents);
    if (run->wait && fence_value(run->wait) < run->wait_value) {
        hr = thread_start(wait_and_present, run);
        if (FAILED(hr)) run_free(run);
        return hr;
    }
    present(run);
    run_free(run);
    return S_OK;
}

/* --- DisplayTaskPool --- */

static void DisplayTaskPool_destroy(Object *o) { object_release(((DisplayTaskPool *)o)->device); }

static HRESULT WINAPI DisplayTaskPool_CreateTask(Iface *self, Iface **out)
{
    (void)self;
    RESULT(out);
    return object_give(object_new(&DisplayTask_class), out);
}

static HRESULT WINAPI DisplayTaskPool_ExecuteTask(Iface *self, Iface *task)
{
    SELF(DisplayTaskPool);
    DisplayTaskResult result = {.id = 0};
    HRESULT hr = execute(this, task, &result);
    if (FAILED(hr)) return hr;
    switch (result.present) {
    case PresentSuccess: return S_OK;
    case PresentScanoutInvalid: return fail(E_INVALIDARG, L"the task has no scanout");
    case PresentPrevented: return fail(E_ACCESSDENIED, L"the source's status prevents presenting");
    default: return fail(HRESULT_FROM_WIN32(ERROR_DEVICE_NOT_CONNECTED), L"the source or device is not usable");
    }
}

static HRESULT WINAPI DisplayTaskPool_TryExecuteTask(Iface *self, Iface *task, Iface **out)
{
    SELF(DisplayTaskPool);
    RESULT(out);
    DisplayTaskResult *result = object_new(&DisplayTaskResult_class);
    if (!result) return E_OUTOFMEMORY;
    HRESULT hr = execute(this, task, result);
    if (SUCCEEDED(hr)) return object_give(result, out);
    object_release(result);
    return hr;
}

static const IDisplayTaskPoolVtbl pool_vtbl = {
    INSPECTABLE_IMPL, DisplayTaskPool_CreateTask, DisplayTaskPool_ExecuteTask};
static const IDisplayTaskPool2Vtbl pool2_vtbl = {INSPECTABLE_IMPL, DisplayTaskPool_TryExecuteTask};
CLASS(DisplayTaskPool, L"Windows.Devices.Display.Core.DisplayTaskPool", DisplayTaskPool_destroy,
    {&UIID_IDisplayTaskPool, &pool_vtbl, FALSE}, {&UIID_IDisplayTaskPool2, &pool2_vtbl, FALSE});

HRESULT task_pool_new(DisplayDevice *device, Iface **out)
{
    DisplayTaskPool *pool = object_new(&DisplayTaskPool_class);
    if (pool) pool->device = object_ref(device);
    return object_give(pool, out);
}
