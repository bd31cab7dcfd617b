/* Windows.Devices.Display.DisplayMonitor, as far as a DisplayTarget gives one out. */
#include "display.h"

#include <string.h>

typedef struct DisplayMonitor {
    Object o;
    int connector;
} DisplayMonitor;

#define TEXT_OF(name, value)                                                 \
    static HRESULT WINAPI DisplayMonitor_get_##name(Iface *self, HSTRING *out) \
    {                                                                        \
        SELF(DisplayMonitor);                                                \
        const Connector *c = &connectors[this->connector];                   \
        RESULT(out);                                                         \
        return string_new(value, out);                                       \
    }
#define FACT(name, type, ...)                                                \
    static HRESULT WINAPI DisplayMonitor_get_##name(Iface *self, type *out)  \
    {                                                                        \
        SELF(DisplayMonitor);                                                \
        const Connector *c = &connectors[this->connector];                   \
        (void)c;                                                             \
        RESULT(out);                                                         \
        *out = (type)__VA_ARGS__;                                            \
        return S_OK;                                                         \
    }
TEXT_OF(DeviceId, c->path)
TEXT_OF(DisplayName, c->monitor)
TEXT_OF(DisplayAdapterDeviceId, adapters[c->adapter].path)
FACT(ConnectionKind, INT32, 1)    /* Wired */
FACT(PhysicalConnector, INT32, 7) /* DisplayPort */
FACT(DisplayAdapterId, DisplayAdapterId, adapters[c->adapter].id)
FACT(DisplayAdapterTargetId, UINT32, c->id)
FACT(UsageKind, INT32, c->usage)
FACT(NativeResolutionInRawPixels, SizeInt32, c->modes[0].target)
FACT(RawDpiX, FLOAT, ((FLOAT)c->modes[0].target.Width / c->inches[0]))
FACT(RawDpiY, FLOAT, ((FLOAT)c->modes[0].target.Height / c->inches[1]))
FACT(RedPrimary, Point, {0.640625f, 0.330078125f})
FACT(GreenPrimary, Point, {0.2998046875f, 0.599609375f})
FACT(BluePrimary, Point, {0.150390625f, 0.0595703125f})
FACT(WhitePoint, Point, {0.3125f, 0.3291015625f})
FACT(MaxLuminanceInNits, FLOAT, 603.66f)
FACT(MinLuminanceInNits, FLOAT, 0.05f)
FACT(MaxAverageFullFrameLuminanceInNits, FLOAT, 351.25f)
FACT(IsDolbyVisionSupportedInHdrMode, Boolean, (this->connector == 0))

static HRESULT WINAPI DisplayMonitor_get_PhysicalSizeInInches(Iface *self, Iface **out)
{
    SELF(DisplayMonitor);
    RESULT(out);
    return box_new(BOX_SIZE, connectors[this->connector].inches, out);
}

static HRESULT WINAPI DisplayMonitor_GetDescriptor(Iface *self, INT32 kind, UINT32 *count, BYTE **out)
{
    SELF(DisplayMonitor);
    RESULT(count);
    RESULT(out);
    if (kind == 1) return S_OK; /* no DisplayId: the empty array */
    if (kind != 0) return fail(E_INVALIDARG, L"there is no such descriptor kind");
    *out = CoTaskMemAlloc(128);
    if (!*out) return E_OUTOFMEMORY;
    edid_make(this->connector, *out);
    *count = 128;
    return S_OK;
}

#define G(name) DisplayMonitor_get_##name
static const IDisplayMonitorVtbl monitor_vtbl = {INSPECTABLE_IMPL, G(DeviceId), G(DisplayName), G(ConnectionKind),
    G(PhysicalConnector), G(DisplayAdapterDeviceId), G(DisplayAdapterId), G(DisplayAdapterTargetId), G(UsageKind),
    G(NativeResolutionInRawPixels), G(PhysicalSizeInInches), G(RawDpiX), G(RawDpiY), G(RedPrimary), G(GreenPrimary),
    G(BluePrimary), G(WhitePoint), G(MaxLuminanceInNits), G(MinLuminanceInNits),
    G(MaxAverageFullFrameLuminanceInNits), DisplayMonitor_GetDescriptor};
static const IDisplayMonitor2Vtbl monitor2_vtbl = {INSPECTABLE_IMPL, G(IsDolbyVisionSupportedInHdrMode)};
CLASS(DisplayMonitor, L"Windows.Devices.Display.DisplayMonitor", NULL,
    {&UIID_IDisplayMonitor, &monitor_vtbl, FALSE}, {&UIID_IDisplayMonitor2, &monitor2_vtbl, FALSE});

HRESULT monitor_new(int connector, Iface **out)
{
    DisplayMonitor *monitor = object_new(&DisplayMonitor_class);
    if (monitor) monitor->connector = connector;
    return object_give(monitor, out);
}
