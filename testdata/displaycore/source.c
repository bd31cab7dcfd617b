/* DisplaySource, with the status events of its second interface. */
#include "display.h"

#include <string.h>

/* Keys for GetMetadata; the README lists them. */
#define KEY(n) {0x5d1c0000u + (n), 0x77aa, 0x4e1f, {0xb0, 0x21, 0x6e, 0x0f, 0x2c, 0x9a, 0x10, 0x01}}
static const GUID key_identity = KEY(0x21), key_edid = KEY(0x22), key_nothing = KEY(0x23);

static DisplaySource *sources; /* weak; guarded by the machine's lock */

static void DisplaySource_destroy(Object *o)
{
    DisplaySource *this = (DisplaySource *)o;
    machine_lock();
    DisplaySource **at = &sources;
    while (*at && *at != this) at = &(*at)->next;
    if (*at) *at = this->next;
    machine_unlock();
    event_clear(&this->changed);
    section_close(this->section);
}

static HRESULT WINAPI DisplaySource_get_AdapterId(Iface *self, DisplayAdapterId *out)
{
    SELF(DisplaySource);
    RESULT(out);
    *out = this->record.adapter;
    return S_OK;
}

static HRESULT WINAPI DisplaySource_get_SourceId(Iface *self, UINT32 *out)
{
    SELF(DisplaySource);
    RESULT(out);
    *out = this->record.source;
    return S_OK;
}

static int source_connector(const DisplaySource *source)
{
    int adapter = adapter_find(source->record.adapter);
    for (int i = 0; i < CONNECTORS; i++)
        if (connectors[i].adapter == adapter && connectors[i].id == source->record.target) return i;
    return -1;
}

static HRESULT WINAPI DisplaySource_GetMetadata(Iface *self, GUID key, Iface **out)
{
    SELF(DisplaySource);
    RESULT(out);
    int connector = source_connector(this);
    if (memcmp(&key, &key_identity, sizeof key) == 0) return buffer_new(&this->record, sizeof this->record, out);
    if (memcmp(&key, &key_nothing, sizeof key) == 0) return buffer_new("", 0, out);
    if (memcmp(&key, &key_edid, sizeof key) == 0 && connector >= 0) {
        BYTE edid[128];
        edid_make(connector, edid);
        return buffer_new(edid, sizeof edid, out);
    }
    return fail(NOT_FOUND, L"the source has no metadata with this key");
}

INT32 source_status(const DisplaySource *source)
{
    INT32 status = SourceInvalid;
    machine_lock();
    int adapter = adapter_find(source->record.adapter), connector = source_connector(source);
    if (adapter >= 0 && source->record.source < adapters[adapter].sources) {
        INT32 forced = source->record.source < MAX_SOURCES ? adapters[adapter].forced_status[source->record.source] : -1;
        if (forced >= 0) {
            status = forced;
        } else if (connector >= 0 && connectors[connector].connected) {
            UINT64 owner = connectors[connector].owner;
            status = !(source->options & ManagerEnforceSourceOwnership) || owner == source->manager ? SourceActive
                : owner ? SourceOwnedByAnother
                        : SourceUnowned;
        }
    }
    machine_unlock();
    return status;
}

static HRESULT WINAPI DisplaySource_get_Status(Iface *self, INT32 *out)
{
    SELF(DisplaySource);
    RESULT(out);
    *out = source_status(this);
    return S_OK;
}

static HRESULT WINAPI DisplaySource_add_StatusChanged(Iface *self, Iface *handler, EventToken *out)
{
    SELF(DisplaySource);
    return event_add(&this->changed, handler, &UIID_Handler_StatusChanged, out);
}

static HRESULT WINAPI DisplaySource_remove_StatusChanged(Iface *self, EventToken token)
{
    SELF(DisplaySource);
    return event_remove_asked(&this->changed, token);
}

static const IDisplaySourceVtbl source_vtbl = {
    INSPECTABLE_IMPL, DisplaySource_get_AdapterId, DisplaySource_get_SourceId, DisplaySource_GetMetadata};
static const IDisplaySource2Vtbl source2_vtbl = {INSPECTABLE_IMPL, DisplaySource_get_Status,
    DisplaySource_add_StatusChanged, DisplaySource_remove_StatusChanged};
CLASS(DisplaySource, L"Windows.Devices.Display.Core.DisplaySource", DisplaySource_destroy,
    {&UIID_IDisplaySource, &source_vtbl, FALSE}, {&UIID_IDisplaySource2, &source2_vtbl, FALSE});

HRESULT source_new(const DisplayDevice *device, const SharedRecord *record, HANDLE section, Iface **out)
{
    DisplaySource *source = object_new(&DisplaySource_class);
    if (!source) return E_OUTOFMEMORY;
    source->record = *record;
    source->section = section;
    source->manager = device->manager;
    source->options = device->options;
    event_init(&source->changed);
    machine_lock();
    source->next = sources;
    sources = source;
    machine_unlock();
    return object_give(source, out);
}

/* --- for the tests: a status from outside, told to all sources it concerns --- */

static DisplaySource **living_sources(LONG *count)
{
    LONG n = 0;
    *count = 0;
    machine_lock();
    for (DisplaySource *s = sources; s; s = s->next) n++;
    DisplaySource **list = HeapAlloc(GetProcessHeap(), 0, ((SIZE_T)n + 1) * sizeof *list);
    for (DisplaySource *s = sources; list && s; s = s->next)
        if (object_ref_if_alive(&s->o)) list[(*count)++] = s;
    machine_unlock();
    return list;
}

typedef struct Telling {
    int adapter;
    UINT32 source;
    RaiseReport *report;
    LONG told;
} Telling;

static DWORD WINAPI tell(void *context)
{
    Telling *telling = context;
    LONG living;
    DisplaySource **list = living_sources(&living);
    for (LONG i = 0; list && i < living; i++) {
        if (adapter_find(list[i]->record.adapter) == telling->adapter && list[i]->record.source == telling->source) {
            event_raise(&list[i]->changed, &list[i]->o.face[0], NULL, telling->report);
            telling->told++;
        }
        object_release(list[i]);
    }
    if (list) HeapFree(GetProcessHeap(), 0, list);
    return 0;
}

LONG sources_force_status(int adapter, UINT32 source, INT32 status, RaiseReport *report)
{
    if (adapter < 0 || adapter >= ADAPTERS || source >= MAX_SOURCES) return -1;
    machine_lock();
    adapters[adapter].forced_status[source] = status;
    machine_unlock();
    Telling telling = {adapter, source, report, 0};
    HANDLE thread = CreateThread(NULL, 0, tell, &telling, 0, NULL);
    if (!thread) return -1;
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return telling.told;
}

LONG sources_handlers(void)
{
    LONG living, handlers = 0;
    DisplaySource **list = living_sources(&living);
    for (LONG i = 0; list && i < living; i++) {
        handlers += (LONG)event_count(&list[i]->changed);
        object_release(list[i]);
    }
    if (list) HeapFree(GetProcessHeap(), 0, list);
    return handlers;
}
