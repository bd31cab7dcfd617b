/* DisplayState, DisplayView and DisplayStateOperationResult. */
#include "topology.h"

#include <string.h>

struct DisplayState {
    Object o;
    Topology *topology;
};
struct DisplayView {
    Object o;
    Topology *topology;
    ViewRecord *record;
};
typedef struct DisplayStateOperationResult {
    Object o;
    INT32 status;
    HRESULT extended;
} DisplayStateOperationResult;
static const Class DisplayStateOperationResult_class;

static void *zeroed(size_t size) { return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size); }

/* --- records --- */

void topology_release(Topology *t)
{
    if (!t || InterlockedDecrement(&t->refs) != 0) return;
    while (t->paths) {
        PathRecord *p = t->paths;
        t->paths = p->next;
        object_release(p->wire);
        object_release(p->properties);
        HeapFree(GetProcessHeap(), 0, p);
    }
    while (t->views) {
        ViewRecord *v = t->views;
        t->views = v->next;
        object_release(v->properties);
        HeapFree(GetProcessHeap(), 0, v);
    }
    object_release(t->properties);
    HeapFree(GetProcessHeap(), 0, t);
}

static PropertyMap *map_for(const Topology *t, PropertyMap *from)
{
    PropertyMap *map = from ? property_map_copy(from) : property_map_new();
    if (map && t->read_only) property_map_freeze(map);
    return map;
}

/* A target outside of this state shows the source. */
static BOOL shown_elsewhere(const Topology *t, int adapter, UINT32 source)
{
    for (int i = 0; i < CONNECTORS; i++)
        if (!t->covers[i] && connectors[i].adapter == adapter && connectors[i].applied.active &&
            connectors[i].applied.source == source)
            return TRUE;
    return FALSE;
}

/* The lowest source of the adapter that nothing uses. */
static UINT32 free_source(const Topology *t, int adapter)
{
    for (UINT32 source = 0;; source++) {
        BOOL taken = shown_elsewhere(t, adapter, source);
        for (ViewRecord *v = t->views; v; v = v->next)
            taken |= !v->detached && v->adapter == adapter && v->source == source;
        if (!taken) return source;
    }
}

/* Another state may have been applied since the views chose their sources. FALSE: too few for all. */
static BOOL settle_sources(Topology *t)
{
    for (ViewRecord *v = t->views; v; v = v->next) {
        if (v->detached) continue;
        if (shown_elsewhere(t, v->adapter, v->source)) v->source = free_source(t, v->adapter);
        if (v->source >= adapters[v->adapter].sources) return FALSE;
    }
    return TRUE;
}

static ViewRecord *view_add(Topology *t, int adapter, PropertyMap *from)
{
    ViewRecord *v = zeroed(sizeof *v), **end = &t->views;
    if (!v || !(v->properties = map_for(t, from))) {
        if (v) HeapFree(GetProcessHeap(), 0, v);
        return NULL;
    }
    v->adapter = adapter;
    v->source = free_source(t, adapter);
    while (*end) end = &(*end)->next;
    return *end = v;
}

static PathRecord *path_add(Topology *t, ViewRecord *view, int connector, PropertyMap *from)
{
    PathRecord *p = zeroed(sizeof *p), **end = &t->paths;
    if (!p || !(p->properties = map_for(t, from))) {
        if (p) HeapFree(GetProcessHeap(), 0, p);
        return NULL;
    }
    p->view = view;
    p->connector = connector;
    if (!view->primary) view->primary = p;
    while (*end) end = &(*end)->next;
    return *end = p;
}

static PathRecord *path_of(const Topology *t, int connector)
{
    PathRecord *p = t->paths;
    while (p && (p->detached || p->connector != connector)) p = p->next;
    return p;
}

/* What is on the machine's screens, for the targets that the state covers. */
static BOOL fill_from_machine(Topology *t)
{
    ViewRecord *seen[CONNECTORS] = {0};
    for (int i = 0; i < t->count; i++) {
        int connector = t->order[i];
        const Applied *a = &connectors[connector].applied;
        if (!a->active) continue;
        ViewRecord **view = &seen[a->view];
        if (!*view && !(*view = view_add(t, connectors[connector].adapter, NULL))) return FALSE;
        (*view)->source = a->source;
        PathRecord *p = path_add(t, *view, connector, NULL);
        if (!p) return FALSE;
        p->settings = a->settings;
        p->status = PathSucceeded;
    }
    return TRUE;
}

static BOOL fill_from_state(Topology *t, const Topology *from)
{
    for (ViewRecord *v = from->views; v; v = v->next) {
        ViewRecord *view = NULL;
        for (PathRecord *p = from->paths; p; p = p->next) {
            if (p->detached || p->view != v || !t->covers[p->connector]) continue;
            if (!view) {
                if (!(view = view_add(t, v->adapter, v->properties))) return FALSE;
                view->source = v->source;
                view->has_content = v->has_content;
                view->content = v->content;
            }
            PathRecord *copy = path_add(t, view, p->connector, p->properties);
            if (!copy) return FALSE;
            copy->settings = p->settings;
            copy->status = p->status;
            copy->wire = object_ref(p->wire);
            if (v->primary == p) view->primary = copy;
        }
    }
    return TRUE;
}

/* A path that came with plain settings gets the object for its wire format; outside the lock. */
static HRESULT make_wire_formats(Topology *t)
{
    for (PathRecord *p = t->paths; p; p = p->next) {
        Iface *wire;
        if (!p->settings.has_wire || p->wire) continue;
        HRESULT hr = wire_format_new(&p->settings.wire, NULL, &wire);
        if (FAILED(hr)) return hr;
        p->wire = (DisplayWireFormat *)wire->owner;
    }
    return S_OK;
}

static HRESULT topology_new(UINT64 manager, const int *targets, int count, BOOL read_only, StateContent content,
    const Topology *from, Iface **out)
{
    Topology *t = zeroed(sizeof *t);
    DisplayState *state = t ? object_new(&DisplayState_class) : NULL;
    if (!state) {
        if (t) HeapFree(GetProcessHeap(), 0, t);
        return E_OUTOFMEMORY;
    }
    t->refs = 1;
    state->topology = t;
    t->manager = manager;
    t->read_only = read_only;
    for (int i = 0; i < count; i++)
        if (!t->covers[targets[i]]) {
            t->covers[targets[i]] = TRUE;
            t->order[t->count++] = targets[i];
        }
    machine_lock();
    t->plugged = plug_generation;
    t->applied = apply_generation;
    BOOL whole = (t->properties = map_for(t, from ? from->properties : NULL)) != NULL;
    if (whole && content == STATE_CURRENT) whole = fill_from_machine(t);
    if (whole && content == STATE_COPY) {
        whole = fill_from_state(t, from);
        t->plugged = from->plugged;
        t->applied = from->applied;
    }
    machine_unlock();
    HRESULT hr = whole ? make_wire_formats(t) : E_OUTOFMEMORY;
    if (FAILED(hr)) {
        object_release(state);
        return hr;
    }
    return object_give(state, out);
}

HRESULT state_new(const DisplayManager *manager, const int *targets, int count, BOOL read_only, StateContent content,
    DisplayState *from, Iface **out)
{
    return topology_new(manager->number, targets, count, read_only, content, from ? from->topology : NULL, out);
}

HRESULT topology_writable(const Topology *t)
{
    return t->read_only ? fail(E_ACCESSDENIED, L"this display state is read-only") : S_OK;
}

/* --- DisplayView --- */

static void DisplayView_destroy(Object *o)
{
    DisplayView *this = (DisplayView *)o;
    machine_lock();
    if (this->record->object == o) this->record->object = NULL;
    machine_unlock();
    topology_release(this->topology);
}

Object *view_object(Topology *topology, ViewRecord *record)
{
    machine_lock();
    DisplayView *view = (DisplayView *)record->object;
    if (!view || !object_ref_if_alive(&view->o)) {
        view = object_new(&DisplayView_class);
        if (view) {
            InterlockedIncrement(&topology->refs);
            view->topology = topology;
            view->record = record;
            record->object = &view->o;
        }
    }
    machine_unlock();
    return (Object *)view;
}

static HRESULT WINAPI DisplayView_get_Paths(Iface *self, Iface **out)
{
    SELF(DisplayView);
    RESULT(out);
    Object *found[CONNECTORS];
    UINT32 count = 0;
    machine_lock();
    /* The primary path leads. */
    PathRecord *primary = this->record->primary;
    if (primary && !primary->detached) found[count++] = path_object(this->topology, primary);
    for (PathRecord *p = this->topology->paths; p; p = p->next)
        if (!p->detached && p->view == this->record && p != primary) found[count++] = path_object(this->topology, p);
    machine_unlock();
    return vector_view_new(VIEW_PATHS, found, count, out);
}

static HRESULT WINAPI DisplayView_get_ContentResolution(Iface *self, Iface **out)
{
    SELF(DisplayView);
    RESULT(out);
    machine_lock();
    BOOL present = this->record->has_content;
    SizeInt32 value = this->record->content;
    machine_unlock();
    return present ? box_new(BOX_SIZEINT32, &value, out) : S_OK;
}

static HRESULT WINAPI DisplayView_put_ContentResolution(Iface *self, Iface *reference)
{
    SELF(DisplayView);
    SizeInt32 value = {0, 0};
    BOOL present;
    HRESULT hr = topology_writable(this->topology);
    if (SUCCEEDED(hr)) hr = unbox(BOX_SIZEINT32, reference, &present, &value);
    if (FAILED(hr)) return hr;
    if (present && (value.Width <= 0 || value.Height <= 0))
        return fail(E_INVALIDARG, L"the content resolution is not positive");
    machine_lock();
    this->record->has_content = present;
    this->record->content = value;
    machine_unlock();
    return S_OK;
}

static HRESULT WINAPI DisplayView_SetPrimaryPath(Iface *self, Iface *path)
{
    SELF(DisplayView);
    DisplayPath *p;
    HRESULT hr = topology_writable(this->topology);
    if (SUCCEEDED(hr)) hr = argument(path, &DisplayPath_class, L"the path is null or not a DisplayPath", &p);
    if (FAILED(hr)) return hr;
    machine_lock();
    if (p->record->view != this->record || p->record->detached) hr = E_INVALIDARG;
    else this->record->primary = p->record;
    machine_unlock();
    return FAILED(hr) ? fail(hr, L"the path is not one of this view's") : S_OK;
}

static HRESULT WINAPI DisplayView_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayView);
    RESULT(out);
    return object_give(object_ref(this->record->properties), out);
}

static const IDisplayViewVtbl view_vtbl = {INSPECTABLE_IMPL, DisplayView_get_Paths, DisplayView_get_ContentResolution,
    DisplayView_put_ContentResolution, DisplayView_SetPrimaryPath, DisplayView_get_Properties};
CLASS(DisplayView, L"Windows.Devices.Display.Core.DisplayView", DisplayView_destroy,
    {&UIID_IDisplayView, &view_vtbl, FALSE});

/* --- DisplayStateOperationResult --- */

static HRESULT WINAPI Result_get_Status(Iface *self, INT32 *out)
{
    SELF(DisplayStateOperationResult);
    RESULT(out);
    *out = this->status;
    return S_OK;
}

static HRESULT WINAPI Result_get_ExtendedErrorCode(Iface *self, HRESULT *out)
{
    SELF(DisplayStateOperationResult);
    RESULT(out);
    *out = this->extended;
    return S_OK;
}

static const IDisplayStateOperationResultVtbl result_vtbl = {
    INSPECTABLE_IMPL, Result_get_Status, Result_get_ExtendedErrorCode};
static const Face result_faces[] = {{&UIID_IDisplayStateOperationResult, &result_vtbl, FALSE}};
static const Class DisplayStateOperationResult_class = {L"Windows.Devices.Display.Core.DisplayStateOperationResult",
    sizeof(DisplayStateOperationResult), NULL, result_faces, 1};

static HRESULT operation_result(INT32 status, Iface **out)
{
    static const HRESULT extended[] = {S_OK, S_FALSE, E_FAIL, E_ACCESSDENIED, E_CHANGED_STATE_,
        HRESULT_FROM_WIN32(ERROR_NO_SYSTEM_RESOURCES),
        HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED), HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)};
    DisplayStateOperationResult *result = object_new(&DisplayStateOperationResult_class);
    if (result) {
        result->status = status;
        result->extended = extended[status];
    }
    return object_give(result, out);
}

/* --- DisplayState --- */

static void DisplayState_destroy(Object *o) { topology_release(((DisplayState *)o)->topology); }

static HRESULT WINAPI DisplayState_get_IsReadOnly(Iface *self, Boolean *out)
{
    SELF(DisplayState);
    RESULT(out);
    *out = (Boolean)this->topology->read_only;
    return S_OK;
}

static BOOL stale(const Topology *t) { return t->plugged != plug_generation || t->applied != apply_generation; }

static HRESULT WINAPI DisplayState_get_IsStale(Iface *self, Boolean *out)
{
    SELF(DisplayState);
    RESULT(out);
    machine_lock();
    *out = (Boolean)stale(this->topology);
    machine_unlock();
    return S_OK;
}

static HRESULT WINAPI DisplayState_get_Targets(Iface *self, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    Object *found[CONNECTORS];
    for (int i = 0; i < this->topology->count; i++) found[i] = (Object *)target_new(this->topology->order[i]);
    return vector_view_new(VIEW_TARGETS, found, (UINT32)this->topology->count, out);
}

static HRESULT WINAPI DisplayState_get_Views(Iface *self, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    Object *found[CONNECTORS];
    UINT32 count = 0;
    machine_lock();
    for (ViewRecord *v = this->topology->views; v; v = v->next)
        if (!v->detached) found[count++] = view_object(this->topology, v);
    machine_unlock();
    return vector_view_new(VIEW_VIEWS, found, count, out);
}

static HRESULT WINAPI DisplayState_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    return object_give(object_ref(this->topology->properties), out);
}

/* The connector of a target argument that this state covers. */
static HRESULT covered(const Topology *t, Iface *target, int *connector)
{
    DisplayTarget *object;
    HRESULT hr = TARGET_ARGUMENT(target, &object);
    if (FAILED(hr)) return hr;
    *connector = object->connector;
    return t->covers[*connector] ? S_OK : fail(E_INVALIDARG, L"the target is not one of this state's targets");
}

static HRESULT connect_target(Topology *t, int connector, ViewRecord *view, Iface **out)
{
    PathRecord *path = path_of(t, connector);
    HRESULT hr = S_OK;
    if (path && view && path->view != view) hr = E_INVALIDARG;
    if (!path && view && (view->detached || view->adapter != connectors[connector].adapter)) hr = E_INVALIDARG;
    if (FAILED(hr)) return fail(hr, L"the target cannot be connected to this view");
    if (!path) {
        if (!view) view = view_add(t, connectors[connector].adapter, NULL);
        path = view ? path_add(t, view, connector, NULL) : NULL;
    }
    return path ? object_give(path_object(t, path), out) : E_OUTOFMEMORY;
}

/* An already connected target gives the path that it has. */
static HRESULT WINAPI DisplayState_ConnectTarget(Iface *self, Iface *target, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    int connector;
    HRESULT hr = topology_writable(this->topology);
    if (SUCCEEDED(hr)) hr = covered(this->topology, target, &connector);
    if (FAILED(hr)) return hr;
    machine_lock();
    hr = connect_target(this->topology, connector, NULL, out);
    machine_unlock();
    return hr;
}

static HRESULT view_argument(const Topology *t, Iface *view, ViewRecord **out)
{
    DisplayView *object;
    HRESULT hr = argument(view, &DisplayView_class, L"the view is null or not a DisplayView", &object);
    if (FAILED(hr)) return hr;
    *out = object->record;
    return object->topology == t ? S_OK : fail(E_INVALIDARG, L"the view belongs to another state");
}

static HRESULT WINAPI DisplayState_ConnectTargetToView(Iface *self, Iface *target, Iface *view, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    int connector;
    ViewRecord *record;
    HRESULT hr = topology_writable(this->topology);
    if (SUCCEEDED(hr)) hr = covered(this->topology, target, &connector);
    if (SUCCEEDED(hr)) hr = view_argument(this->topology, view, &record);
    if (FAILED(hr)) return hr;
    machine_lock();
    hr = connect_target(this->topology, connector, record, out);
    machine_unlock();
    return hr;
}

static HRESULT WINAPI DisplayState_CanConnectTargetToView(Iface *self, Iface *target, Iface *view, Boolean *out)
{
    SELF(DisplayState);
    RESULT(out);
    int connector;
    ViewRecord *record;
    HRESULT hr = covered(this->topology, target, &connector);
    if (SUCCEEDED(hr)) hr = view_argument(this->topology, view, &record);
    if (FAILED(hr)) return hr;
    machine_lock();
    *out = !this->topology->read_only && !record->detached && record->adapter == connectors[connector].adapter &&
           !path_of(this->topology, connector);
    machine_unlock();
    return S_OK;
}

/* Both give null for a target that is not connected. */
static HRESULT WINAPI DisplayState_GetViewForTarget(Iface *self, Iface *target, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    int connector;
    HRESULT hr = covered(this->topology, target, &connector);
    if (FAILED(hr)) return hr;
    machine_lock();
    PathRecord *path = path_of(this->topology, connector);
    if (path) hr = object_give(view_object(this->topology, path->view), out);
    machine_unlock();
    return hr;
}

static HRESULT WINAPI DisplayState_GetPathForTarget(Iface *self, Iface *target, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    int connector;
    HRESULT hr = covered(this->topology, target, &connector);
    if (FAILED(hr)) return hr;
    machine_lock();
    PathRecord *path = path_of(this->topology, connector);
    if (path) hr = object_give(path_object(this->topology, path), out);
    machine_unlock();
    return hr;
}

static HRESULT WINAPI DisplayState_DisconnectTarget(Iface *self, Iface *target)
{
    SELF(DisplayState);
    int connector;
    Topology *t = this->topology;
    HRESULT hr = topology_writable(t);
    if (SUCCEEDED(hr)) hr = covered(t, target, &connector);
    if (FAILED(hr)) return hr;
    machine_lock();
    PathRecord *path = path_of(t, connector), *other = NULL;
    if (path) {
        path->detached = TRUE;
        for (PathRecord *p = t->paths; p && !other; p = p->next)
            if (!p->detached && p->view == path->view) other = p;
        if (path->view->primary == path) path->view->primary = other;
        path->view->detached = !other;
    }
    machine_unlock();
    return path ? S_OK : fail(E_INVALIDARG, L"the target is not connected");
}

/* Under the lock: one of the Operation… values; the paths' statuses follow. */
static INT32 functionalize(Topology *t, BOOL topology_only)
{
    if (!settle_sources(t)) return OperationTooManyPaths;
    if (topology_only) return OperationSuccess;
    int good = 0, bad = 0;
    for (PathRecord *p = t->paths; p; p = p->next) {
        if (p->detached) continue;
        const Mode *mode = path_mode(p);
        p->status = mode ? PathSucceeded : PathFailed;
        if (mode) {
            BOOL stereo = p->settings.stereo;
            settings_from_mode(&p->settings, mode);
            p->settings.stereo = (Boolean)stereo; /* a stereo mode can show mono */
        }
        *(mode ? &good : &bad) += 1;
    }
    return bad == 0 ? OperationSuccess : good == 0 ? OperationModesNotSupported : OperationPartialFailure;
}

static HRESULT WINAPI DisplayState_TryFunctionalize(Iface *self, UINT32 options, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    HRESULT hr = topology_writable(this->topology);
    if (FAILED(hr)) return hr;
    if (options & ~3u) return fail(E_INVALIDARG, L"there is no such functionalize option");
    machine_lock();
    INT32 status = (options & FunctionalizeFailIfStateChanged) && stale(this->topology)
        ? OperationStateChanged
        : functionalize(this->topology, (options & FunctionalizeValidateTopologyOnly) != 0);
    machine_unlock();
    return operation_result(status, out);
}

static INT32 apply(Topology *t, UINT32 options)
{
    if ((options & ApplyFailIfStateChanged) && stale(t)) return OperationStateChanged;
    for (int i = 0; i < t->count; i++)
        if (connectors[t->order[i]].owner != t->manager) return OperationOwnershipLost;
    if (!settle_sources(t)) return OperationTooManyPaths;
    int good = 0, bad = 0;
    for (PathRecord *p = t->paths; p; p = p->next) {
        if (p->detached) continue;
        /* Applying needs every setting: TryFunctionalize or ApplyPropertiesFromMode chose them. */
        const Settings *s = &p->settings;
        BOOL whole = s->has_source && s->has_target && s->has_rate && s->format != FormatUnknown && path_mode(p);
        p->status = whole ? PathSucceeded : PathFailed;
        *(whole ? &good : &bad) += 1;
    }
    if (bad && !good) return OperationModesNotSupported;
    for (int i = 0; i < t->count; i++) {
        Applied *a = &connectors[t->order[i]].applied;
        PathRecord *p = path_of(t, t->order[i]);
        memset(a, 0, sizeof *a);
        if (!p || p->status != PathSucceeded) continue;
        a->active = TRUE;
        a->source = p->view->source;
        a->settings = p->settings;
        a->view = t->order[i];
        for (PathRecord *q = t->paths; q; q = q->next)
            if (!q->detached && q->view == p->view && q->connector < a->view) a->view = q->connector;
    }
    t->applied = ++apply_generation;
    t->plugged = plug_generation;
    return bad ? OperationPartialFailure : OperationSuccess;
}

static HRESULT WINAPI DisplayState_TryApply(Iface *self, UINT32 options, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    HRESULT hr = topology_writable(this->topology);
    if (FAILED(hr)) return hr;
    if (options & ~7u) return fail(E_INVALIDARG, L"there is no such apply option");
    machine_lock();
    INT32 status = apply(this->topology, options);
    machine_unlock();
    return operation_result(status, out);
}

static HRESULT WINAPI DisplayState_Clone(Iface *self, Iface **out)
{
    SELF(DisplayState);
    RESULT(out);
    Topology *t = this->topology;
    return topology_new(t->manager, t->order, t->count, FALSE, STATE_COPY, t, out); /* a clone may be changed */
}

#define S(name) DisplayState_##name
static const IDisplayStateVtbl state_vtbl = {INSPECTABLE_IMPL, S(get_IsReadOnly), S(get_IsStale), S(get_Targets),
    S(get_Views), S(get_Properties), S(ConnectTarget), S(ConnectTargetToView), S(CanConnectTargetToView),
    S(GetViewForTarget), S(GetPathForTarget), S(DisconnectTarget), S(TryFunctionalize), S(TryApply), S(Clone)};
CLASS(DisplayState, L"Windows.Devices.Display.Core.DisplayState", DisplayState_destroy,
    {&UIID_IDisplayState, &state_vtbl, FALSE});
