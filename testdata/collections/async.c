/* Native code that awaits operations from elsewhere, and operations of its own for others to await. */
#include "object.h"

/* What an awaiter hears. */
typedef struct Waiter {
    Object object;
    HANDLE ended;
    LONG completions, steps;
    INT32 status, last;
    BOOL reports; /* the word is progress and not a status */
    struct Waiter *whole; /* of a progress handler: the waiter that it reports to; borrowed */
} Waiter;

static void waiter_destroy(Object *o) {
    Waiter *this = (Waiter *)o;
    if (this->ended) CloseHandle(this->ended);
}

static HRESULT WINAPI waiter_Invoke(void *self, Any *operation, INT32 word) {
    SELF(Waiter);
    if (!operation) return E_POINTER;
    if (this->reports) {
        this->whole->last = word;
        InterlockedIncrement(&this->whole->steps);
        return S_OK;
    }
    this->status = word;
    InterlockedIncrement(&this->completions);
    SetEvent(this->ended);
    return S_OK;
}

static const void *const waiter_vtbl[] = {UNKNOWN_IMPL, (void *)waiter_Invoke};
#define WAITER(name, id) \
    static const Class name = {L"", sizeof(Waiter), waiter_destroy, 1, {{&id, waiter_vtbl}}}
WAITER(operation_waiter, IID_OperationCompleted);
WAITER(action_waiter, IID_ActionCompleted);
WAITER(progress_waiter, IID_ProgressOperationCompleted);
WAITER(progress_step, IID_ProgressOperationStep);
WAITER(action_progress_waiter, IID_ProgressActionCompleted);
WAITER(action_progress_step, IID_ProgressActionStep);

static Waiter *waiter_new(const Class *cls) {
    Waiter *w = object_new(cls);
    w->ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    return w;
}

/* How an awaited operation ended. */
typedef struct Outcome {
    HRESULT wait;     /* of putting the handler and waiting */
    INT32 status;     /* as the handler was told */
    INT32 status_now; /* as IAsyncInfo says */
    HRESULT code;     /* ErrorCode */
    HRESULT results;  /* of GetResults */
    INT32 value;
    INT32 completions, steps, last;
    HRESULT again; /* of putting a second handler */
    INT32 refs;    /* on the handlers, when all is over */
} Outcome;

static void finish(void *operation, Waiter *w, Outcome *out, DWORD timeout) {
    AsyncInfo *info = NULL;
    if (SUCCEEDED(out->wait) && WaitForSingleObject(w->ended, timeout) != WAIT_OBJECT_0)
        out->wait = HRESULT_FROM_WIN32(WAIT_TIMEOUT);
    out->status = w->status;
    out->steps = w->steps;
    out->last = w->last;
    if (SUCCEEDED(((Any *)operation)->v->QueryInterface(operation, &IID_AsyncInfo, (void **)&info))) {
        info->v->Status(info, &out->status_now);
        info->v->ErrorCode(info, &out->code);
        info->v->Release(info);
    }
}

static void part(Waiter *w, Waiter *step, Outcome *out) {
    out->completions = w->completions;
    /* What ended lets go of its handlers soon after it has called them. */
    for (int i = 0; i < 200 && (w->object.refs > 1 || (step && step->object.refs > 1)); i++) Sleep(5);
    out->refs = w->object.refs - 1 + (step ? step->object.refs - 1 : 0);
    if (step) Object_Release(face_of(step, 0));
    Object_Release(face_of(w, 0));
}

/* Awaits an IAsyncOperation<Int32>, or an IAsyncAction. */
EXPORT void WINAPI AwaitOperation(Operation *operation, BOOL action, DWORD timeout, Outcome *out) {
    Waiter *w = waiter_new(action ? &action_waiter : &operation_waiter);
    memset(out, 0, sizeof *out);
    out->wait = operation->v->PutCompleted(operation, face_of(w, 0));
    out->again = operation->v->PutCompleted(operation, face_of(w, 0));
    finish(operation, w, out, timeout);
    out->results = action ? operation->v->GetNoResults(operation) : operation->v->GetResults(operation, &out->value);
    part(w, NULL, out);
}

/* Awaits an IAsyncOperationWithProgress<Int32, Int32>, or an IAsyncActionWithProgress<Int32>. */
EXPORT void WINAPI AwaitProgress(ProgressOperation *operation, BOOL action, DWORD timeout, Outcome *out) {
    Waiter *w = waiter_new(action ? &action_progress_waiter : &progress_waiter);
    Waiter *step = object_new(action ? &action_progress_step : &progress_step);
    memset(out, 0, sizeof *out);
    step->reports = TRUE;
    step->whole = w;
    out->wait = operation->v->PutProgress(operation, face_of(step, 0));
    if (SUCCEEDED(out->wait)) out->wait = operation->v->PutCompleted(operation, face_of(w, 0));
    out->again = operation->v->PutCompleted(operation, face_of(w, 0));
    finish(operation, w, out, timeout);
    out->results = action ? operation->v->GetNoResults(operation) : operation->v->GetResults(operation, &out->value);
    part(w, step, out);
}

static DWORD WINAPI cancel_soon(void *parameter) {
    AsyncInfo *info = parameter;
    Sleep(10);
    info->v->Cancel(info);
    info->v->Release(info);
    return 0;
}

/* Cancels an operation a little later, from a native thread. */
EXPORT HRESULT WINAPI CancelSoon(Any *operation) {
    AsyncInfo *info = NULL;
    HRESULT hr = operation->v->QueryInterface(operation, &IID_AsyncInfo, (void **)&info);
    if (SUCCEEDED(hr)) CloseHandle(CreateThread(NULL, 0, cancel_soon, info, 0, NULL));
    return hr;
}

enum { IgnoreCancel = 1, IsAction = 2, NoProgress = 4, EndAtOnce = 8 };

/* Native work: so many steps of so many milliseconds each, on a thread of its own. */
typedef struct Work {
    Object object;
    CRITICAL_SECTION lock;
    Handler *completed, *progress;
    BOOL assigned;
    volatile LONG status;
    BOOL ended;
    HRESULT result;
    UINT32 steps, pause, flags;
    HANDLE canceled;
} Work;

static void work_destroy(Object *o) {
    Work *this = (Work *)o;
    if (this->completed) this->completed->v->Release(this->completed);
    if (this->progress) this->progress->v->Release(this->progress);
    CloseHandle(this->canceled);
    DeleteCriticalSection(&this->lock);
}

static void work_end(Work *this, INT32 status) {
    Handler *completed;
    EnterCriticalSection(&this->lock);
    if (this->status == Started) this->status = status;
    this->ended = TRUE;
    completed = this->completed;
    this->completed = NULL;
    LeaveCriticalSection(&this->lock);
    if (completed) {
        completed->v->Invoke(completed, face_of(this, 0), this->status);
        completed->v->Release(completed);
    }
}

static DWORD WINAPI work_run(void *parameter) {
    Work *this = parameter;
    for (UINT32 i = 1; i <= this->steps; i++) {
        Handler *progress = NULL;
        if (WaitForSingleObject(this->canceled, this->pause) == WAIT_OBJECT_0 && !(this->flags & IgnoreCancel)) break;
        EnterCriticalSection(&this->lock);
        if (this->progress && this->status == Started) {
            progress = this->progress;
            progress->v->AddRef(progress);
        }
        LeaveCriticalSection(&this->lock);
        if (progress) {
            progress->v->Invoke(progress, face_of(this, 0), (INT32)i);
            progress->v->Release(progress);
        }
    }
    work_end(this, FAILED(this->result) ? Failed : Completed);
    Object_Release(face_of(this, 0));
    return 0;
}

static HRESULT WINAPI work_PutCompleted(void *self, Handler *handler) {
    SELF(Work);
    HRESULT hr = S_OK;
    BOOL now;
    EnterCriticalSection(&this->lock);
    if (this->assigned) hr = E_ILLEGAL_DELEGATE_ASSIGNMENT_;
    now = SUCCEEDED(hr) && this->ended;
    if (SUCCEEDED(hr)) {
        this->assigned = TRUE;
        if (!now && handler) {
            handler->v->AddRef(handler);
            this->completed = handler;
        }
    }
    LeaveCriticalSection(&this->lock);
    if (now && handler) handler->v->Invoke(handler, face_of(this, 0), this->status);
    return hr;
}

static HRESULT WINAPI work_GetCompleted(void *self, Handler **out) {
    SELF(Work);
    EnterCriticalSection(&this->lock);
    *out = this->completed;
    if (*out) (*out)->v->AddRef(*out);
    LeaveCriticalSection(&this->lock);
    return S_OK;
}

static HRESULT WINAPI work_PutProgress(void *self, Handler *handler) {
    SELF(Work);
    Handler *old;
    EnterCriticalSection(&this->lock);
    old = this->progress;
    this->progress = handler;
    if (handler) handler->v->AddRef(handler);
    LeaveCriticalSection(&this->lock);
    if (old) old->v->Release(old);
    return S_OK;
}

static HRESULT WINAPI work_GetProgress(void *self, Handler **out) {
    SELF(Work);
    *out = this->progress;
    if (*out) (*out)->v->AddRef(*out);
    return S_OK;
}

static HRESULT outcome_of(Work *this) {
    if (this->status == Canceled) return E_ABORT;
    if (!this->ended) return E_ILLEGAL_METHOD_CALL_;
    return this->result;
}

static HRESULT WINAPI work_GetNoResults(void *self) {
    SELF(Work);
    return outcome_of(this);
}

static HRESULT WINAPI work_GetResults(void *self, INT32 *value) {
    SELF(Work);
    *value = 0;
    HRESULT hr = outcome_of(this);
    if (SUCCEEDED(hr)) *value = 4711;
    return hr;
}

static HRESULT WINAPI work_Id(void *self, UINT32 *id) {
    (void)self;
    *id = 7;
    return S_OK;
}
static HRESULT WINAPI work_Status(void *self, INT32 *status) {
    SELF(Work);
    /* Completed is said when it is so, and no sooner. */
    *status = this->status;
    return S_OK;
}
static HRESULT WINAPI work_ErrorCode(void *self, HRESULT *code) {
    SELF(Work);
    *code = this->status == Failed ? this->result : S_OK;
    return S_OK;
}
static HRESULT WINAPI work_Cancel(void *self) {
    SELF(Work);
    if (this->flags & IgnoreCancel) return S_OK;
    InterlockedCompareExchange(&this->status, Canceled, Started);
    SetEvent(this->canceled);
    return S_OK;
}
static HRESULT WINAPI work_Close(void *self) {
    SELF(Work);
    return this->status == Started ? (HRESULT)0x8000000D : S_OK;
}

static const void *const info_vtbl[] = {INSPECTABLE_IMPL, (void *)work_Id, (void *)work_Status,
    (void *)work_ErrorCode, (void *)work_Cancel, (void *)work_Close};
static const void *const operation_vtbl[] = {INSPECTABLE_IMPL, (void *)work_PutCompleted,
    (void *)work_GetCompleted, (void *)work_GetResults};
static const void *const action_vtbl[] = {INSPECTABLE_IMPL, (void *)work_PutCompleted,
    (void *)work_GetCompleted, (void *)work_GetNoResults};
static const void *const progress_operation_vtbl[] = {INSPECTABLE_IMPL, (void *)work_PutProgress,
    (void *)work_GetProgress, (void *)work_PutCompleted, (void *)work_GetCompleted, (void *)work_GetResults};
static const void *const progress_action_vtbl[] = {INSPECTABLE_IMPL, (void *)work_PutProgress,
    (void *)work_GetProgress, (void *)work_PutCompleted, (void *)work_GetCompleted, (void *)work_GetNoResults};
#define WORK(name, id, vtbl) \
    static const Class name = {L"Test.Work", sizeof(Work), work_destroy, 2, {{&id, vtbl}, {&IID_AsyncInfo, info_vtbl}}}
WORK(operation_class, IID_Operation, operation_vtbl);
WORK(action_class, IID_Action, action_vtbl);
WORK(progress_operation_class, IID_ProgressOperation, progress_operation_vtbl);
WORK(progress_action_class, IID_ProgressAction, progress_action_vtbl);

/* Starts native work that ends with result; an operation's value is 4711. */
EXPORT HRESULT WINAPI StartWork(UINT32 steps, UINT32 pause, HRESULT result, UINT32 flags, void **out) {
    const Class *cls = flags & NoProgress ? (flags & IsAction ? &action_class : &operation_class)
                                          : (flags & IsAction ? &progress_action_class : &progress_operation_class);
    Work *work = object_new(cls);
    *out = NULL;
    if (!work) return E_OUTOFMEMORY;
    InitializeCriticalSection(&work->lock);
    work->canceled = CreateEventW(NULL, TRUE, FALSE, NULL);
    work->steps = steps;
    work->pause = pause;
    work->result = result;
    work->flags = flags;
    if (flags & EndAtOnce) {
        work->status = FAILED(result) ? Failed : Completed;
        work->ended = TRUE;
    } else {
        Object_AddRef(face_of(work, 0));
        CloseHandle(CreateThread(NULL, 0, work_run, work, 0, NULL));
    }
    *out = face_of(work, 0);
    return S_OK;
}
