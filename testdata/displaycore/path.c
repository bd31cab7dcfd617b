/* DisplayPath: settings that are stored as they are put, and the modes that fit them. */
#include "topology.h"

#include <string.h>

static void DisplayPath_destroy(Object *o)
{
    DisplayPath *this = (DisplayPath *)o;
    machine_lock();
    if (this->record->object == o) this->record->object = NULL;
    machine_unlock();
    topology_release(this->topology);
}

static HRESULT writable(const DisplayPath *path)
{
    HRESULT hr = topology_writable(path->topology);
    if (SUCCEEDED(hr) && path->record->detached)
        hr = fail(E_ILLEGAL_METHOD_CALL_, L"the target of this path was disconnected from its state");
    return hr;
}

static HRESULT WINAPI DisplayPath_get_View(Iface *self, Iface **out)
{
    SELF(DisplayPath);
    RESULT(out);
    if (this->record->detached)
        return fail(E_ILLEGAL_METHOD_CALL_, L"the target of this path was disconnected from its state");
    return object_give(view_object(this->topology, this->record->view), out);
}

static HRESULT WINAPI DisplayPath_get_Target(Iface *self, Iface **out)
{
    SELF(DisplayPath);
    RESULT(out);
    return object_give(target_new(this->record->connector), out);
}

static HRESULT WINAPI DisplayPath_get_Status(Iface *self, INT32 *out)
{
    SELF(DisplayPath);
    RESULT(out);
    machine_lock();
    *out = this->record->detached ? PathInvalidatedAsync : this->record->status;
    machine_unlock();
    return S_OK;
}

/* Plain values. */
#define VALUE(name, type, field, check, text)                                    \
    static HRESULT WINAPI DisplayPath_get_##name(Iface *self, type *out)         \
    {                                                                            \
        SELF(DisplayPath);                                                       \
        RESULT(out);                                                             \
        machine_lock();                                                          \
        *out = this->record->settings.field;                                     \
        machine_unlock();                                                        \
        return S_OK;                                                             \
    }                                                                            \
    static HRESULT WINAPI DisplayPath_put_##name(Iface *self, type value)        \
    {                                                                            \
        SELF(DisplayPath);                                                       \
        HRESULT hr = writable(this);                                             \
        if (FAILED(hr)) return hr;                                               \
        if (!(check)) return fail(E_INVALIDARG, text);                           \
        machine_lock();                                                          \
        this->record->settings.field = value;                                    \
        machine_unlock();                                                        \
        return S_OK;                                                             \
    }
VALUE(SourcePixelFormat, INT32, format, value >= 0, L"there is no such pixel format")
VALUE(IsStereo, Boolean, stereo, value <= 1, L"a Boolean is 0 or 1")
VALUE(Rotation, INT32, rotation, value >= 0 && value <= RotationLast, L"there is no such rotation")
VALUE(Scaling, INT32, scaling, value >= 0 && value <= ScalingLast, L"there is no such scaling")

/* Values that may be absent: IReference<T>, null for none. */
#define REFERENCE(name, type, kind, has, field, check, text)                     \
    static HRESULT WINAPI DisplayPath_get_##name(Iface *self, Iface **out)       \
    {                                                                            \
        SELF(DisplayPath);                                                       \
        RESULT(out);                                                             \
        machine_lock();                                                          \
        BOOL present = this->record->settings.has;                               \
        type value = this->record->settings.field;                               \
        machine_unlock();                                                        \
        return present ? box_new(kind, &value, out) : S_OK;                      \
    }                                                                            \
    static HRESULT WINAPI DisplayPath_put_##name(Iface *self, Iface *reference)  \
    {                                                                            \
        SELF(DisplayPath);                                                       \
        type value = {0};                                                        \
        BOOL present;                                                            \
        HRESULT hr = writable(this);                                             \
        if (SUCCEEDED(hr)) hr = unbox(kind, reference, &present, &value);        \
        if (FAILED(hr)) return hr;                                               \
        if (present && !(check)) return fail(E_INVALIDARG, text);                \
        machine_lock();                                                          \
        this->record->settings.has = present;                                    \
        this->record->settings.field = value;                                    \
        machine_unlock();                                                        \
        return S_OK;                                                             \
    }
#define POSITIVE (value.Width > 0 && value.Height > 0)
#define A_RATE (value.VerticalSyncRate.Denominator != 0 && value.VerticalSyncsPerPresentation > 0)
REFERENCE(SourceResolution, SizeInt32, BOX_SIZEINT32, has_source, source, POSITIVE, L"the source resolution is not positive")
REFERENCE(TargetResolution, SizeInt32, BOX_SIZEINT32, has_target, target, POSITIVE, L"the target resolution is not positive")
REFERENCE(PresentationRate, PresentationRate, BOX_RATE, has_rate, rate, A_RATE, L"the presentation rate divides by zero")
REFERENCE(PhysicalPresentationRate, PresentationRate, BOX_RATE, has_physical, physical, A_RATE, L"the presentation rate divides by zero")
REFERENCE(IsInterlaced, Boolean, BOX_BOOLEAN, has_interlaced, interlaced, value <= 1, L"a Boolean is 0 or 1")

static HRESULT WINAPI DisplayPath_get_WireFormat(Iface *self, Iface **out)
{
    SELF(DisplayPath);
    RESULT(out);
    machine_lock();
    DisplayWireFormat *wire = object_ref(this->record->wire);
    machine_unlock();
    return wire ? object_give(wire, out) : S_OK;
}

static HRESULT WINAPI DisplayPath_put_WireFormat(Iface *self, Iface *value)
{
    SELF(DisplayPath);
    DisplayWireFormat *wire = NULL;
    HRESULT hr = writable(this);
    if (SUCCEEDED(hr) && value) hr = argument(value, &DisplayWireFormat_class, L"the value is no DisplayWireFormat", &wire);
    if (FAILED(hr)) return hr;
    machine_lock();
    DisplayWireFormat *old = this->record->wire;
    this->record->wire = object_ref(wire);
    this->record->settings.has_wire = wire != NULL;
    if (wire) this->record->settings.wire = wire->wire;
    machine_unlock();
    object_release(old);
    return S_OK;
}

const Mode *path_mode(const PathRecord *path)
{
    const Connector *c = &connectors[path->connector];
    for (int i = 0; c->connected && i < c->mode_count; i++)
        if (mode_fits(&c->modes[i], &path->settings)) return &c->modes[i];
    return NULL;
}

void settings_from_mode(Settings *s, const Mode *mode)
{
    s->has_source = s->has_target = s->has_rate = s->has_physical = s->has_interlaced = TRUE;
    s->source = mode->source;
    s->target = mode->target;
    s->rate = mode->rate;
    s->physical = mode->physical;
    s->interlaced = mode->interlaced;
    s->format = mode->format;
    s->stereo = mode->stereo;
}

static HRESULT WINAPI DisplayPath_FindModes(Iface *self, UINT32 flags, Iface **out)
{
    SELF(DisplayPath);
    RESULT(out);
    if (flags & ~(UINT32)ModesOnlyPreferredResolution) return fail(E_INVALIDARG, L"there is no such mode query option");
    Object *found[16];
    UINT32 count = 0;
    machine_lock();
    const Connector *c = &connectors[this->record->connector];
    for (int i = 0; c->connected && i < c->mode_count; i++)
        if (mode_fits(&c->modes[i], &this->record->settings) &&
            (c->modes[i].preferred || !(flags & ModesOnlyPreferredResolution)))
            found[count++] = (Object *)mode_info_new(&c->modes[i]);
    machine_unlock();
    return vector_view_new(VIEW_MODES, found, count, out);
}

static HRESULT WINAPI DisplayPath_ApplyPropertiesFromMode(Iface *self, Iface *mode)
{
    SELF(DisplayPath);
    DisplayModeInfo *info;
    HRESULT hr = writable(this);
    if (SUCCEEDED(hr)) hr = argument(mode, &DisplayModeInfo_class, L"the mode is null or not a DisplayModeInfo", &info);
    if (FAILED(hr)) return hr;
    machine_lock();
    settings_from_mode(&this->record->settings, &info->mode);
    machine_unlock();
    return S_OK;
}

static HRESULT WINAPI DisplayPath_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayPath);
    RESULT(out);
    return object_give(object_ref(this->record->properties), out);
}

#define P(name) DisplayPath_##name
#define GP(name) P(get_##name), P(put_##name)
static const IDisplayPathVtbl path_vtbl = {INSPECTABLE_IMPL, P(get_View), P(get_Target), P(get_Status),
    GP(SourceResolution), GP(SourcePixelFormat), GP(IsStereo), GP(TargetResolution), GP(PresentationRate),
    GP(IsInterlaced), GP(WireFormat), GP(Rotation), GP(Scaling), P(FindModes), P(ApplyPropertiesFromMode),
    P(get_Properties)};
static const IDisplayPath2Vtbl path2_vtbl = {INSPECTABLE_IMPL, GP(PhysicalPresentationRate)};
CLASS(DisplayPath, L"Windows.Devices.Display.Core.DisplayPath", DisplayPath_destroy,
    {&UIID_IDisplayPath, &path_vtbl, FALSE}, {&UIID_IDisplayPath2, &path2_vtbl, FALSE},
    {&UIID_IDisplayPathInterop, &path_interop_vtbl, TRUE});

Object *path_object(Topology *topology, PathRecord *record)
{
    machine_lock();
    DisplayPath *path = (DisplayPath *)record->object;
    if (!path || !object_ref_if_alive(&path->o)) {
        path = object_new(&DisplayPath_class);
        if (path) {
            InterlockedIncrement(&topology->refs);
            path->topology = topology;
            path->record = record;
            record->object = &path->o;
        }
    }
    machine_unlock();
    return (Object *)path;
}
