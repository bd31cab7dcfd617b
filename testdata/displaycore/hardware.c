/* DisplayAdapter and DisplayTarget. */
#include "display.h"

#include <string.h>

/* Keys of the properties below; the README lists them. */
#define KEY(n) {0x5d1c0000u + (n), 0x77aa, 0x4e1f, {0xb0, 0x21, 0x6e, 0x0f, 0x2c, 0x9a, 0x10, 0x01}}
static const GUID key_driver = KEY(1), key_memory = KEY(2), key_software = KEY(3), key_luid = KEY(4), key_class = KEY(5);
static const GUID key_edid = KEY(0x11), key_relative_id = KEY(0x12), key_native = KEY(0x13), key_boost = KEY(0x14);

HRESULT argument(Iface *pointer, const Class *cls, const WCHAR *text, void *out)
{
    void *object = object_own(pointer, cls);
    memcpy(out, &object, sizeof object);
    return object ? S_OK : fail(E_INVALIDARG, text);
}

/* Keeps the first map that any thread made. */
static HRESULT lazy_view(PropertyMap *volatile *slot, PropertyMap *made, HRESULT hr, Iface **out)
{
    if (made && SUCCEEDED(hr)) {
        property_map_freeze(made);
        if (InterlockedCompareExchangePointer((PVOID volatile *)slot, made, NULL) != NULL) object_release(made);
    } else if (made) {
        object_release(made);
    }
    if (FAILED(hr)) return hr;
    return *slot ? property_map_view(*slot, out) : E_OUTOFMEMORY;
}
#define PUT(map, key, made)                                                              \
    do {                                                                                 \
        Iface *value_ = NULL;                                                            \
        if (SUCCEEDED(hr)) { HRESULT made_ = (made); hr = property_map_put_new(map, key, made_, value_); } \
    } while (0)

/* --- DisplayAdapter --- */

static void DisplayAdapter_destroy(Object *o) { object_release(((DisplayAdapter *)o)->properties); }

static HRESULT WINAPI DisplayAdapter_get_Id(Iface *self, DisplayAdapterId *out)
{
    SELF(DisplayAdapter);
    RESULT(out);
    *out = adapters[this->index].id;
    return S_OK;
}

static HRESULT WINAPI DisplayAdapter_get_DeviceInterfacePath(Iface *self, HSTRING *out)
{
    SELF(DisplayAdapter);
    RESULT(out);
    return string_new(adapters[this->index].path, out);
}

#define NUMBER(name, field)                                                      \
    static HRESULT WINAPI DisplayAdapter_get_##name(Iface *self, UINT32 *out)    \
    {                                                                            \
        SELF(DisplayAdapter);                                                    \
        RESULT(out);                                                             \
        *out = adapters[this->index].field;                                      \
        return S_OK;                                                             \
    }
NUMBER(SourceCount, sources)
NUMBER(PciVendorId, vendor)
NUMBER(PciDeviceId, device)
NUMBER(PciSubSystemId, subsystem)
NUMBER(PciRevision, revision)

static HRESULT WINAPI DisplayAdapter_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayAdapter);
    RESULT(out);
    if (this->properties) return property_map_view(this->properties, out);
    const Adapter *a = &adapters[this->index];
    PropertyMap *map = property_map_new();
    HRESULT hr = map ? S_OK : E_OUTOFMEMORY;
    UINT64 memory = this->index == 0 ? 25757220864u : 0;
    Boolean software = this->index != 0;
    GUID display_class = {0x4d36e968, 0xe325, 0x11ce, {0xbf, 0xc1, 0x08, 0x00, 0x2b, 0xe1, 0x03, 0x18}};
    PUT(map, &key_driver, box_string(a->driver, &value_));
    PUT(map, &key_memory, box_new(BOX_UINT64, &memory, &value_));
    PUT(map, &key_software, box_new(BOX_BOOLEAN, &software, &value_));
    PUT(map, &key_luid, box_bytes((const BYTE *)&a->id, sizeof a->id, &value_));
    PUT(map, &key_class, box_new(BOX_GUID, &display_class, &value_));
    return lazy_view(&this->properties, map, hr, out);
}

static const IDisplayAdapterVtbl adapter_vtbl = {INSPECTABLE_IMPL, DisplayAdapter_get_Id,
    DisplayAdapter_get_DeviceInterfacePath, DisplayAdapter_get_SourceCount, DisplayAdapter_get_PciVendorId,
    DisplayAdapter_get_PciDeviceId, DisplayAdapter_get_PciSubSystemId, DisplayAdapter_get_PciRevision,
    DisplayAdapter_get_Properties};
CLASS(DisplayAdapter, L"Windows.Devices.Display.Core.DisplayAdapter", DisplayAdapter_destroy,
    {&UIID_IDisplayAdapter, &adapter_vtbl, FALSE});

DisplayAdapter *adapter_new(int index)
{
    DisplayAdapter *adapter = object_new(&DisplayAdapter_class);
    if (adapter) adapter->index = index;
    return adapter;
}

HRESULT adapter_from_id(DisplayAdapterId id, Iface **out)
{
    int index = adapter_find(id);
    if (index < 0) return fail(NOT_FOUND, L"no display adapter has this id");
    return object_give(adapter_new(index), out);
}

/* --- DisplayTarget --- */

static void DisplayTarget_destroy(Object *o) { object_release(((DisplayTarget *)o)->properties); }

static HRESULT WINAPI DisplayTarget_get_Adapter(Iface *self, Iface **out)
{
    SELF(DisplayTarget);
    RESULT(out);
    return object_give(adapter_new(connectors[this->connector].adapter), out);
}

static HRESULT WINAPI DisplayTarget_get_DeviceInterfacePath(Iface *self, HSTRING *out)
{
    SELF(DisplayTarget);
    RESULT(out);
    return string_new(connectors[this->connector].path, out);
}

static HRESULT WINAPI DisplayTarget_get_StableMonitorId(Iface *self, HSTRING *out)
{
    SELF(DisplayTarget);
    RESULT(out);
    return string_new(connectors[this->connector].stable_id, out);
}

#define FACT(name, type, value)                                                    \
    static HRESULT WINAPI DisplayTarget_get_##name(Iface *self, type *out)         \
    {                                                                              \
        SELF(DisplayTarget);                                                       \
        RESULT(out);                                                               \
        *out = (type)(value);                                                      \
        return S_OK;                                                               \
    }
FACT(AdapterRelativeId, UINT32, connectors[this->connector].id)
FACT(IsConnected, Boolean, this->connected)
FACT(IsVirtualModeEnabled, Boolean, connectors[this->connector].adapter == 0)
FACT(IsVirtualTopologyEnabled, Boolean, this->connector == 0)
FACT(UsageKind, INT32, connectors[this->connector].usage)
FACT(MonitorPersistence, INT32, connectors[this->connector].persistence)
FACT(IsStale, Boolean, this->generation != plug_generation)

static HRESULT WINAPI DisplayTarget_TryGetMonitor(Iface *self, Iface **out)
{
    SELF(DisplayTarget);
    RESULT(out);
    if (!this->connected || !connectors[this->connector].monitor) return S_OK; /* null, and no error */
    return monitor_new(this->connector, out);
}

static HRESULT WINAPI DisplayTarget_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayTarget);
    RESULT(out);
    if (this->properties) return property_map_view(this->properties, out);
    const Connector *c = &connectors[this->connector];
    PropertyMap *map = property_map_new();
    HRESULT hr = map ? S_OK : E_OUTOFMEMORY;
    BYTE edid[128];
    edid_make(this->connector, edid);
    INT32 boost = -(INT32)this->connector;
    PUT(map, &key_edid, box_bytes(edid, sizeof edid, &value_));
    PUT(map, &key_relative_id, box_new(BOX_UINT32, &c->id, &value_));
    PUT(map, &key_native, box_new(BOX_SIZEINT32, &c->modes[0].target, &value_));
    PUT(map, &key_boost, box_new(BOX_INT32, &boost, &value_));
    return lazy_view(&this->properties, map, hr, out);
}

static HRESULT WINAPI DisplayTarget_IsSame(Iface *self, Iface *other, Boolean *out)
{
    SELF(DisplayTarget);
    RESULT(out);
    DisplayTarget *target;
    HRESULT hr = TARGET_ARGUMENT(other, &target);
    if (SUCCEEDED(hr)) *out = target->connector == this->connector;
    return hr;
}

/* Same target, and nothing that can be read from the two differs. */
static HRESULT WINAPI DisplayTarget_IsEqual(Iface *self, Iface *other, Boolean *out)
{
    SELF(DisplayTarget);
    RESULT(out);
    DisplayTarget *target;
    HRESULT hr = TARGET_ARGUMENT(other, &target);
    if (SUCCEEDED(hr))
        *out = target->connector == this->connector && target->generation == this->generation &&
               target->connected == this->connected;
    return hr;
}

static const IDisplayTargetVtbl target_vtbl = {INSPECTABLE_IMPL, DisplayTarget_get_Adapter,
    DisplayTarget_get_DeviceInterfacePath, DisplayTarget_get_AdapterRelativeId, DisplayTarget_get_IsConnected,
    DisplayTarget_get_IsVirtualModeEnabled, DisplayTarget_get_IsVirtualTopologyEnabled, DisplayTarget_get_UsageKind,
    DisplayTarget_get_MonitorPersistence, DisplayTarget_get_StableMonitorId, DisplayTarget_TryGetMonitor,
    DisplayTarget_get_Properties, DisplayTarget_get_IsStale, DisplayTarget_IsSame, DisplayTarget_IsEqual};
CLASS(DisplayTarget, L"Windows.Devices.Display.Core.DisplayTarget", DisplayTarget_destroy,
    {&UIID_IDisplayTarget, &target_vtbl, FALSE});

DisplayTarget *target_new(int connector)
{
    DisplayTarget *target = object_new(&DisplayTarget_class);
    if (!target) return NULL;
    machine_lock();
    target->connector = connector;
    target->generation = plug_generation;
    target->connected = connectors[connector].connected;
    machine_unlock();
    return target;
}
