/*
 * The machine that the component pretends to run on: adapters, connectors (each one a target), the
 * modes they take, who owns them, and what is on screen. One lock guards all of it, and every
 * display state's records too.
 */
#ifndef DISPLAYCORE_MACHINE_H
#define DISPLAYCORE_MACHINE_H

#include "abi.h"

#define ADAPTERS 2
#define CONNECTORS 4
#define MAX_SOURCES 8

typedef struct Adapter {
    DisplayAdapterId id;
    const WCHAR *path, *driver;
    UINT32 sources; /* TestSetSourceCount changes it */
    UINT32 vendor, device, subsystem, revision;
    BOOL flip_override;
    INT32 forced_status[MAX_SOURCES]; /* -1: none */
} Adapter;

typedef struct Mode {
    SizeInt32 source, target;
    INT32 format;
    Boolean stereo, interlaced, preferred;
    PresentationRate rate, physical;
} Mode;

typedef struct Wire {
    INT32 encoding, bits, color_space, eotf, hdr;
} Wire;

/* What a path asks for; a has_ flag that is FALSE leaves the choice to TryFunctionalize. */
typedef struct Settings {
    BOOL has_source, has_target, has_rate, has_physical, has_interlaced, has_wire;
    SizeInt32 source, target;
    PresentationRate rate, physical;
    Boolean interlaced, stereo;
    INT32 format, rotation, scaling;
    Wire wire;
} Settings;

typedef struct Applied {
    BOOL active;
    UINT32 source;
    int view; /* connectors with the same number show the same view */
    Settings settings;
} Applied;

typedef struct Connector {
    int adapter;
    UINT32 id;
    const WCHAR *path, *stable_id, *monitor; /* monitor: NULL for a target without one */
    INT32 usage, persistence;
    const Mode *modes;
    int mode_count;
    float inches[2];
    BOOL connected;
    UINT64 owner; /* a manager's number; 0: nobody */
    Applied applied;
} Connector;

extern Adapter adapters[ADAPTERS];
extern Connector connectors[CONNECTORS];
extern LONG plug_generation;  /* counts hardware changes */
extern LONG apply_generation; /* counts applied states */

void machine_init(void);
void machine_lock(void);
void machine_unlock(void);
void machine_reset(void); /* back to the first state: nothing applied, nothing owned, all plugged in */

int adapter_find(DisplayAdapterId id); /* -1: no such adapter */
BOOL mode_fits(const Mode *mode, const Settings *wanted);
UINT32 mode_bits_per_channel(const Mode *mode, INT32 encoding); /* DisplayBitsPerChannel flags */
/* The frame period in 100 ns of what is on the connector, 1/60 s when nothing is. */
INT64 connector_period(int connector);
INT64 time_now(void); /* monotonic, 100 ns, the same for every process */
void edid_make(int connector, BYTE edid[128]);

#endif
