/* DisplayDevice and what it creates, tasks aside: surfaces, fences, scanouts; primary descriptions. */
#include "display.h"

#include <string.h>

/* --- DisplaySurface and DisplayFence: opaque, known by the kernel object behind them --- */

static void DisplaySurface_destroy(Object *o) { section_close(((DisplaySurface *)o)->section); }
static void DisplayFence_destroy(Object *o) { section_close(((DisplayFence *)o)->section); }

static const IDisplaySurfaceVtbl surface_vtbl = {INSPECTABLE_IMPL};
CLASS(DisplaySurface, L"Windows.Devices.Display.Core.DisplaySurface", DisplaySurface_destroy,
    {&UIID_IDisplaySurface, &surface_vtbl, FALSE});
static const IDisplayFenceVtbl fence_vtbl = {INSPECTABLE_IMPL};
CLASS(DisplayFence, L"Windows.Devices.Display.Core.DisplayFence", DisplayFence_destroy,
    {&UIID_IDisplayFence, &fence_vtbl, FALSE});

HRESULT surface_new(const SharedRecord *record, HANDLE section, Iface **out)
{
    DisplaySurface *surface = object_new(&DisplaySurface_class);
    if (!surface) return E_OUTOFMEMORY;
    surface->record = *record;
    surface->section = section;
    return object_give(surface, out);
}

HRESULT fence_new(const SharedRecord *record, HANDLE section, Iface **out)
{
    DisplayFence *fence = object_new(&DisplayFence_class);
    if (!fence) return E_OUTOFMEMORY;
    fence->record = *record;
    fence->section = section;
    return object_give(fence, out);
}

/* One per frame since the machine started, counted offset after each VBlank. */
UINT64 fence_value(const DisplayFence *fence)
{
    INT64 t = time_now() - fence->record.offset;
    return t > 0 ? (UINT64)(t / fence->record.period) : 0;
}

/* --- DisplayScanout --- */

static void DisplayScanout_destroy(Object *o)
{
    DisplayScanout *this = (DisplayScanout *)o;
    object_release(this->source);
    object_release(this->surface);
    if (this->rects) HeapFree(GetProcessHeap(), 0, this->rects);
}

static const IDisplayScanoutVtbl scanout_vtbl = {INSPECTABLE_IMPL};
CLASS(DisplayScanout, L"Windows.Devices.Display.Core.DisplayScanout", DisplayScanout_destroy,
    {&UIID_IDisplayScanout, &scanout_vtbl, FALSE});

/* --- DisplayPrimaryDescription --- */

static void DisplayPrimaryDescription_destroy(Object *o) { object_release(((DisplayPrimaryDescription *)o)->properties); }

#define SHAPE(name, type, field)                                                       \
    static HRESULT WINAPI DisplayPrimaryDescription_get_##name(Iface *self, type *out) \
    {                                                                                  \
        SELF(DisplayPrimaryDescription);                                               \
        RESULT(out);                                                                   \
        *out = (type)this->shape.field;                                                \
        return S_OK;                                                                   \
    }
SHAPE(Width, UINT32, width)
SHAPE(Height, UINT32, height)
SHAPE(Format, INT32, format)
SHAPE(ColorSpace, INT32, color_space)
SHAPE(IsStereo, Boolean, stereo)

static HRESULT WINAPI DisplayPrimaryDescription_get_MultisampleDescription(Iface *self, MultisampleDescription *out)
{
    SELF(DisplayPrimaryDescription);
    RESULT(out);
    *out = this->shape.multisample;
    return S_OK;
}

static HRESULT WINAPI DisplayPrimaryDescription_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayPrimaryDescription);
    RESULT(out);
    return property_map_view(this->properties, out);
}

#define D(name) DisplayPrimaryDescription_get_##name
static const IDisplayPrimaryDescriptionVtbl description_vtbl = {INSPECTABLE_IMPL, D(Width), D(Height), D(Format),
    D(ColorSpace), D(IsStereo), D(MultisampleDescription), D(Properties)};
CLASS(DisplayPrimaryDescription, L"Windows.Devices.Display.Core.DisplayPrimaryDescription",
    DisplayPrimaryDescription_destroy, {&UIID_IDisplayPrimaryDescription, &description_vtbl, FALSE});

HRESULT primary_description_new(const SurfaceShape *shape, Iface *extra, Iface **out)
{
    if (!shape->width || !shape->height || shape->width > 16384 || shape->height > 16384)
        return fail(E_INVALIDARG, L"width and height must be 1 to 16384");
    if (shape->format <= FormatUnknown) return fail(E_INVALIDARG, L"the pixel format is unknown");
    if (shape->multisample.Count < 1) return fail(E_INVALIDARG, L"the multisample count is less than 1");
    DisplayPrimaryDescription *description = object_new(&DisplayPrimaryDescription_class);
    if (!description) return E_OUTOFMEMORY;
    description->shape = *shape;
    description->properties = property_map_new();
    HRESULT hr = description->properties ? property_map_add_all(description->properties, extra) : E_OUTOFMEMORY;
    if (FAILED(hr)) {
        object_release(description);
        return hr;
    }
    property_map_freeze(description->properties);
    return object_give(description, out);
}

/* --- DisplayDevice --- */

static HRESULT own_target(const DisplayDevice *device, Iface *target, int *connector)
{
    DisplayTarget *object;
    HRESULT hr = TARGET_ARGUMENT(target, &object);
    if (FAILED(hr)) return hr;
    *connector = object->connector;
    return connectors[*connector].adapter == device->adapter
        ? S_OK
        : fail(E_INVALIDARG, L"the target belongs to another adapter than the device");
}

static HRESULT WINAPI DisplayDevice_CreateScanoutSource(Iface *self, Iface *target, Iface **out)
{
    SELF(DisplayDevice);
    RESULT(out);
    int connector;
    HRESULT hr = own_target(this, target, &connector);
    if (FAILED(hr)) return hr;
    SharedRecord record;
    shared_record_init(&record, SHARED_SOURCE, adapters[this->adapter].id);
    machine_lock();
    const Connector *c = &connectors[connector];
    record.source = c->applied.source;
    record.target = c->id;
    if (!c->applied.active) hr = NOT_FOUND;
    else if ((this->options & ManagerEnforceSourceOwnership) && c->owner != this->manager) hr = E_ACCESSDENIED;
    machine_unlock();
    if (hr == NOT_FOUND) return fail(hr, L"no applied state connects this target: TryApply one first");
    if (FAILED(hr)) return fail(hr, L"the device's DisplayManager does not own the target");
    HANDLE section;
    hr = section_make_kept(&record, &section);
    if (FAILED(hr)) return hr;
    hr = source_new(this, &record, section, out);
    if (FAILED(hr)) section_close(section);
    return hr;
}

static HRESULT WINAPI DisplayDevice_CreatePrimary(Iface *self, Iface *target, Iface *description, Iface **out)
{
    SELF(DisplayDevice);
    RESULT(out);
    int connector;
    DisplayPrimaryDescription *wanted;
    HRESULT hr = own_target(this, target, &connector);
    if (SUCCEEDED(hr))
        hr = argument(description, &DisplayPrimaryDescription_class,
            L"the description is null or not a DisplayPrimaryDescription", &wanted);
    if (FAILED(hr)) return hr;
    SharedRecord record;
    shared_record_init(&record, SHARED_SURFACE, adapters[this->adapter].id);
    record.target = connectors[connector].id;
    record.shape = wanted->shape;
    HANDLE section;
    hr = section_make_kept(&record, &section);
    if (FAILED(hr)) return hr;
    hr = surface_new(&record, section, out);
    if (FAILED(hr)) section_close(section);
    return hr;
}

static HRESULT WINAPI DisplayDevice_CreateTaskPool(Iface *self, Iface **out)
{
    SELF(DisplayDevice);
    RESULT(out);
    return task_pool_new(this, out);
}

static HRESULT WINAPI DisplayDevice_CreatePeriodicFence(Iface *self, Iface *target, TimeSpan offset, Iface **out)
{
    SELF(DisplayDevice);
    RESULT(out);
    int connector;
    HRESULT hr = own_target(this, target, &connector);
    if (FAILED(hr)) return hr;
    SharedRecord record;
    shared_record_init(&record, SHARED_FENCE, adapters[this->adapter].id);
    record.target = connectors[connector].id;
    machine_lock();
    record.period = connector_period(connector);
    machine_unlock();
    record.offset = offset.Duration;
    if (offset.Duration <= -record.period || offset.Duration >= record.period)
        return fail(E_INVALIDARG, L"the offset from VBlank is longer than a frame");
    HANDLE section;
    hr = section_make_kept(&record, &section);
    if (FAILED(hr)) return hr;
    hr = fence_new(&record, section, out);
    if (FAILED(hr)) section_close(section);
    return hr;
}

static HRESULT source_argument(const DisplayDevice *device, Iface *pointer, DisplaySource **out)
{
    HRESULT hr = argument(pointer, &DisplaySource_class, L"the source is null or not a DisplaySource", out);
    if (SUCCEEDED(hr) && adapter_find((*out)->record.adapter) != device->adapter)
        hr = fail(E_INVALIDARG, L"the source belongs to another adapter than the device");
    return hr;
}

static HRESULT WINAPI DisplayDevice_WaitForVBlank(Iface *self, Iface *source)
{
    SELF(DisplayDevice);
    DisplaySource *object;
    HRESULT hr = source_argument(this, source, &object);
    if (FAILED(hr)) return hr;
    if (source_status(object) == SourceInvalid) return fail(HRESULT_FROM_WIN32(ERROR_DEVICE_NOT_CONNECTED), L"the source has no display");
    INT64 period = 166667;
    machine_lock();
    for (int i = 0; i < CONNECTORS; i++)
        if (connectors[i].adapter == this->adapter && connectors[i].id == object->record.target) period = connector_period(i);
    machine_unlock();
    INT64 now = time_now(), next = (now / period + 1) * period;
    for (; now < next; now = time_now()) Sleep(next - now > 20000 ? (DWORD)((next - now) / 10000 - 1) : 0);
    return S_OK;
}

static HRESULT scanout_new(const DisplayDevice *device, Iface *source, Iface *surface, UINT32 subresource,
    UINT32 sync_interval, DisplayScanout **out)
{
    DisplaySource *src;
    DisplaySurface *srf;
    HRESULT hr = source_argument(device, source, &src);
    if (SUCCEEDED(hr)) hr = argument(surface, &DisplaySurface_class, L"the surface is null or not a DisplaySurface", &srf);
    if (FAILED(hr)) return hr;
    if (adapter_find(srf->record.adapter) != device->adapter)
        return fail(E_INVALIDARG, L"the surface belongs to another adapter than the device");
    if (subresource >= (srf->record.shape.stereo ? 2u : 1u)) return fail(E_INVALIDARG, L"the surface has no such subresource");
    if (sync_interval > 4) return fail(E_INVALIDARG, L"the sync interval must be 0 to 4");
    DisplayScanout *scanout = object_new(&DisplayScanout_class);
    if (!scanout) return E_OUTOFMEMORY;
    scanout->source = object_ref(src);
    scanout->surface = object_ref(srf);
    scanout->subresource = subresource;
    scanout->sync_interval = sync_interval;
    *out = scanout;
    return S_OK;
}

static HRESULT WINAPI DisplayDevice_CreateSimpleScanout(Iface *self, Iface *source, Iface *surface, UINT32 subresource,
    UINT32 sync_interval, Iface **out)
{
    SELF(DisplayDevice);
    RESULT(out);
    DisplayScanout *scanout;
    HRESULT hr = scanout_new(this, source, surface, subresource, sync_interval, &scanout);
    return SUCCEEDED(hr) ? object_give(scanout, out) : hr;
}

static HRESULT add_rect(void *context, void *element)
{
    DisplayScanout *scanout = context;
    const RectInt32 *r = element;
    const SurfaceShape *shape = &scanout->surface->record.shape;
    if (r->X < 0 || r->Y < 0 || r->Width <= 0 || r->Height <= 0 || (INT64)r->X + r->Width > shape->width ||
        (INT64)r->Y + r->Height > shape->height)
        return fail(E_INVALIDARG, L"a dirty rectangle is empty or leaves the surface");
    SIZE_T size = ((SIZE_T)scanout->rect_count + 1) * sizeof *r;
    RectInt32 *grown = scanout->rects ? HeapReAlloc(GetProcessHeap(), 0, scanout->rects, size)
                                      : HeapAlloc(GetProcessHeap(), 0, size);
    if (!grown) return E_OUTOFMEMORY;
    scanout->rects = grown;
    grown[scanout->rect_count++] = *r;
    return S_OK;
}

static HRESULT WINAPI DisplayDevice_CreateSimpleScanoutWithDirtyRectsAndOptions(Iface *self, Iface *source,
    Iface *surface, UINT32 subresource, UINT32 sync_interval, Iface *rects, UINT32 options, Iface **out)
{
    SELF(DisplayDevice);
    RESULT(out);
    DisplayScanout *scanout;
    if (options & ~(UINT32)ScanoutAllowTearing) return fail(E_INVALIDARG, L"there is no such scanout option");
    HRESULT hr = scanout_new(this, source, surface, subresource, sync_interval, &scanout);
    if (FAILED(hr)) return hr;
    scanout->options = options;
    if (rects) hr = iterable_walk(rects, &UIID_IIterable_RectInt32, &UIID_IIterator_RectInt32, FALSE, add_rect, scanout);
    if (SUCCEEDED(hr)) return object_give(scanout, out);
    object_release(scanout);
    return hr;
}

static HRESULT WINAPI DisplayDevice_IsCapabilitySupported(Iface *self, INT32 capability, Boolean *out)
{
    SELF(DisplayDevice);
    RESULT(out);
    *out = capability == CapabilityFlipOverride && adapters[this->adapter].flip_override;
    return S_OK;
}

#define DEV(name) DisplayDevice_##name
static const IDisplayDeviceVtbl device_vtbl = {INSPECTABLE_IMPL, DEV(CreateScanoutSource), DEV(CreatePrimary),
    DEV(CreateTaskPool), DEV(CreatePeriodicFence), DEV(WaitForVBlank), DEV(CreateSimpleScanout),
    DEV(IsCapabilitySupported)};
static const IDisplayDevice2Vtbl device2_vtbl = {
    INSPECTABLE_IMPL, DEV(CreateSimpleScanoutWithDirtyRectsAndOptions)};
CLASS(DisplayDevice, L"Windows.Devices.Display.Core.DisplayDevice", NULL, {&UIID_IDisplayDevice, &device_vtbl, FALSE},
    {&UIID_IDisplayDevice2, &device2_vtbl, FALSE}, {&UIID_IDisplayDeviceInterop, &device_interop_vtbl, TRUE});

HRESULT device_new(int adapter, const DisplayManager *manager, Iface **out)
{
    DisplayDevice *device = object_new(&DisplayDevice_class);
    if (device) {
        device->adapter = adapter;
        device->manager = manager->number;
        device->options = manager->options;
    }
    return object_give(device, out);
}
