/* Kernel objects that carry a display object to whoever holds a handle: sections with a record in them. */
#ifndef DISPLAYCORE_SHARED_H
#define DISPLAYCORE_SHARED_H

#include "abi.h"

typedef struct SurfaceShape {
    UINT32 width, height;
    INT32 format, color_space;
    UINT32 stereo;
    MultisampleDescription multisample;
} SurfaceShape;

enum { SHARED_SOURCE = 1, SHARED_SURFACE = 2, SHARED_FENCE = 3 };
#define SHARED_MAGIC 0x52534344u /* "DCSR" */
#define SHARED_VERSION 1

/* The section's content. Fixed layout: a 32-bit and a 64-bit process may share one. */
typedef struct SharedRecord {
    UINT32 magic, version, size, kind;
    DisplayAdapterId adapter;
    UINT32 source, target;
    GUID identity; /* the same in every section of one surface or fence */
    SurfaceShape shape;
    UINT32 reserved;
    INT64 offset, period; /* fences: 100 ns */
} SharedRecord;
_Static_assert(sizeof(SharedRecord) == 96, "the same on every architecture");

void shared_record_init(SharedRecord *record, UINT32 kind, DisplayAdapterId adapter);
/* A new section with the record. access may be generic; name may be NULL. The handle is the caller's. */
HRESULT section_new(const SharedRecord *record, const SECURITY_ATTRIBUTES *sa, DWORD access, const WCHAR *name, HANDLE *out);
/* E_HANDLE, E_ACCESSDENIED, or E_INVALIDARG for what is no section of ours. */
HRESULT section_read(HANDLE section, SharedRecord *record);
/* Handles that this component's objects hold themselves; counted for TestHandles. */
HRESULT section_keep(HANDLE section, HANDLE *out);       /* a duplicate */
HRESULT section_make_kept(const SharedRecord *record, HANDLE *out); /* a new one */
void section_close(HANDLE section);
extern volatile LONG kept_handles;

#endif
