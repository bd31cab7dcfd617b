/* The classes of Windows.Devices.Display.Core that know each other. */
#ifndef DISPLAYCORE_DISPLAY_H
#define DISPLAYCORE_DISPLAY_H

#include "collections.h"
#include "events.h"
#include "machine.h"
#include "shared.h"
#include "values.h"

/* --- hardware.c --- */
typedef struct DisplayAdapter {
    Object o;
    int index;
    PropertyMap *volatile properties;
} DisplayAdapter;
typedef struct DisplayTarget {
    Object o;
    int connector;
    LONG generation; /* of the hardware, when this was made */
    BOOL connected;
    PropertyMap *volatile properties;
} DisplayTarget;
extern const Class DisplayAdapter_class, DisplayTarget_class;
DisplayAdapter *adapter_new(int index);
DisplayTarget *target_new(int connector);
/* The arguments' objects, or E_INVALIDARG with a text. */
HRESULT argument(Iface *pointer, const Class *cls, const WCHAR *text, void *out);
#define TARGET_ARGUMENT(p, out) argument(p, &DisplayTarget_class, L"the target is null or not from a DisplayManager", out)
HRESULT adapter_from_id(DisplayAdapterId id, Iface **out);

/* --- monitor.c --- */
HRESULT monitor_new(int connector, Iface **out);

/* --- modes.c --- */
typedef struct DisplayWireFormat {
    Object o;
    Wire wire;
    PropertyMap *properties;
} DisplayWireFormat;
typedef struct DisplayModeInfo {
    Object o;
    Mode mode;
    PropertyMap *volatile properties;
} DisplayModeInfo;
extern const Class DisplayWireFormat_class, DisplayModeInfo_class;
HRESULT wire_format_new(const Wire *wire, Iface *extra, Iface **out);
DisplayModeInfo *mode_info_new(const Mode *mode);

/* --- manager.c --- */
typedef enum { EVENT_ENABLED, EVENT_DISABLED, EVENT_CHANGED, EVENT_PATHS_FAILED, EVENT_KINDS } EventKind;
typedef struct DisplayManager {
    Object o;
    UINT64 number; /* never used twice; who owns a connector */
    UINT32 options;
    volatile LONG closed, started;
    EventSource events[EVENT_KINDS];
    struct DisplayManager *next; /* the list of all; guarded by the machine's lock */
} DisplayManager;
extern const Class DisplayManager_class;
HRESULT manager_new(UINT32 options, Iface **out);
/* Raises the event count times on each of so many native threads, for every started manager; waits. */
void managers_raise(EventKind kind, LONG count, LONG threads, RaiseReport *report);
LONG managers_handlers(void); /* handlers registered with all managers and sources */

/* --- state.c --- */
typedef struct DisplayState DisplayState;
typedef struct DisplayView DisplayView;
extern const Class DisplayState_class, DisplayView_class, DisplayPath_class;
/* A state over these connectors: empty, or with what is on screen now, or with what from has. */
typedef enum { STATE_EMPTY, STATE_CURRENT, STATE_COPY } StateContent;
HRESULT state_new(const DisplayManager *manager, const int *targets, int count, BOOL read_only, StateContent content,
    DisplayState *from, Iface **out);

/* --- device.c, task.c, source.c --- */
typedef struct DisplayDevice {
    Object o;
    int adapter;
    UINT64 manager;
    UINT32 options;
    volatile LONG64 presents;
} DisplayDevice;
typedef struct DisplaySource {
    Object o;
    SharedRecord record;
    HANDLE section; /* keeps the kernel object for as long as this object lives */
    UINT64 manager; /* of the device that made or opened it */
    UINT32 options;
    EventSource changed;
    struct DisplaySource *next; /* the list of all; guarded by the machine's lock */
} DisplaySource;
typedef struct DisplaySurface {
    Object o;
    SharedRecord record;
    HANDLE section;
} DisplaySurface;
typedef struct DisplayFence {
    Object o;
    SharedRecord record;
    HANDLE section;
    volatile LONG64 signals;
} DisplayFence;
typedef struct DisplayScanout {
    Object o;
    DisplaySource *source;
    DisplaySurface *surface;
    UINT32 subresource, sync_interval, options, rect_count;
    RectInt32 *rects;
} DisplayScanout;
typedef struct DisplayPrimaryDescription {
    Object o;
    SurfaceShape shape;
    PropertyMap *properties;
} DisplayPrimaryDescription;
extern const Class DisplayDevice_class, DisplaySource_class, DisplaySurface_class, DisplayFence_class,
    DisplayScanout_class, DisplayPrimaryDescription_class;
extern const IDisplayDeviceInteropVtbl device_interop_vtbl; /* interop.c */
HRESULT device_new(int adapter, const DisplayManager *manager, Iface **out);
/* Objects over a section: *section is taken over when it succeeds. */
HRESULT source_new(const DisplayDevice *device, const SharedRecord *record, HANDLE section, Iface **out);
HRESULT surface_new(const SharedRecord *record, HANDLE section, Iface **out);
HRESULT fence_new(const SharedRecord *record, HANDLE section, Iface **out);
INT32 source_status(const DisplaySource *source);
LONG sources_force_status(int adapter, UINT32 source, INT32 status, RaiseReport *report);
LONG sources_handlers(void);
UINT64 fence_value(const DisplayFence *fence);
HRESULT primary_description_new(const SurfaceShape *shape, Iface *extra, Iface **out);
HRESULT task_pool_new(DisplayDevice *device, Iface **out);
extern volatile LONG presents; /* tasks that ran to their end */

#endif
