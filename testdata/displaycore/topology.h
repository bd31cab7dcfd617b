/*
 * What a display state is about: the targets it covers, its views and its paths, as plain records.
 * DisplayState, DisplayView and DisplayPath are windows on it and keep it alive; it knows the
 * living objects of its records, so the same view or path is always the same object.
 *
 * Everything in it is guarded by the machine's lock. Foreign objects hang on it only through
 * property maps and wire formats, which are released without the lock.
 */
#ifndef DISPLAYCORE_TOPOLOGY_H
#define DISPLAYCORE_TOPOLOGY_H

#include "display.h"

typedef struct ViewRecord {
    struct ViewRecord *next;
    BOOL detached; /* its last path was disconnected */
    int adapter;
    UINT32 source; /* may be more than the adapter has: TryFunctionalize tells */
    BOOL has_content;
    SizeInt32 content;
    struct PathRecord *primary;
    PropertyMap *properties;
    Object *object; /* weak */
} ViewRecord;

typedef struct PathRecord {
    struct PathRecord *next;
    ViewRecord *view;
    BOOL detached;
    int connector;
    INT32 status;
    Settings settings;
    DisplayWireFormat *wire;
    PropertyMap *properties;
    Object *object; /* weak */
} PathRecord;

typedef struct Topology {
    volatile LONG refs;
    UINT64 manager;
    BOOL read_only;
    LONG plugged, applied; /* the machine's generations that this describes */
    BOOL covers[CONNECTORS];
    int order[CONNECTORS], count;
    ViewRecord *views;
    PathRecord *paths;
    PropertyMap *properties;
} Topology;

typedef struct DisplayPath {
    Object o;
    Topology *topology;
    PathRecord *record;
} DisplayPath;

void topology_release(Topology *topology);
/* The record's object, made when there is none; a new reference. */
Object *path_object(Topology *topology, PathRecord *record);
Object *view_object(Topology *topology, ViewRecord *record);
HRESULT topology_writable(const Topology *topology);
/* The first mode of the connector that fits the path; NULL: none does. Under the lock. */
const Mode *path_mode(const PathRecord *path);
void settings_from_mode(Settings *settings, const Mode *mode);

extern const IDisplayPathInteropVtbl path_interop_vtbl; /* interop.c */

#endif
