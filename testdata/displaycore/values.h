/* Boxed values: IReference<T> with IPropertyValue, both ways; byte buffers. */
#ifndef DISPLAYCORE_VALUES_H
#define DISPLAYCORE_VALUES_H

#include "object.h"

typedef enum {
    BOX_UINT32, BOX_INT32, BOX_UINT64, BOX_BOOLEAN, BOX_GUID, BOX_SIZE, BOX_SIZEINT32, BOX_RATE, BOX_STRING, BOX_BYTES
} BoxKind;

HRESULT box_new(BoxKind kind, const void *value, Iface **out); /* not for strings and bytes */
HRESULT box_string(const WCHAR *text, Iface **out);
HRESULT box_bytes(const BYTE *bytes, UINT32 count, Iface **out);
/* The value of a caller's IReference<T>; *present is FALSE for NULL. */
HRESULT unbox(BoxKind kind, Iface *reference, BOOL *present, void *value);

/* An IBuffer (with IBufferByteAccess) that holds a copy of the bytes. */
HRESULT buffer_new(const void *bytes, UINT32 count, Iface **out);

#endif
