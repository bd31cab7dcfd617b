/* Windows.Storage.Streams.IBuffer over a block of our own. */
#include "values.h"

#include <string.h>

typedef struct Buffer {
    Object o;
    UINT32 capacity, length;
    BYTE *bytes;
} Buffer;

static void Buffer_destroy(Object *o) { HeapFree(GetProcessHeap(), 0, ((Buffer *)o)->bytes); }

static HRESULT WINAPI Buffer_get_Capacity(Iface *self, UINT32 *out)
{
    SELF(Buffer);
    RESULT(out);
    *out = this->capacity;
    return S_OK;
}

static HRESULT WINAPI Buffer_get_Length(Iface *self, UINT32 *out)
{
    SELF(Buffer);
    RESULT(out);
    *out = this->length;
    return S_OK;
}

static HRESULT WINAPI Buffer_put_Length(Iface *self, UINT32 length)
{
    SELF(Buffer);
    if (length > this->capacity) return fail(E_INVALIDARG, L"the length exceeds the buffer's capacity");
    this->length = length;
    return S_OK;
}

static HRESULT WINAPI Buffer_Buffer(Iface *self, BYTE **out)
{
    SELF(Buffer);
    RESULT(out);
    *out = this->bytes;
    return S_OK;
}

static const IBufferVtbl buffer_vtbl = {INSPECTABLE_IMPL, Buffer_get_Capacity, Buffer_get_Length, Buffer_put_Length};
static const IBufferByteAccessVtbl bytes_vtbl = {UNKNOWN_IMPL, Buffer_Buffer};
CLASS(Buffer, L"Windows.Storage.Streams.Buffer", Buffer_destroy, {&UIID_IBuffer, &buffer_vtbl, FALSE},
    {&UIID_IBufferByteAccess, &bytes_vtbl, TRUE});

HRESULT buffer_new(const void *bytes, UINT32 count, Iface **out)
{
    Buffer *buffer = object_new(&Buffer_class);
    if (!buffer) return E_OUTOFMEMORY;
    buffer->bytes = HeapAlloc(GetProcessHeap(), 0, count + 1);
    if (!buffer->bytes) {
        object_release(buffer);
        return E_OUTOFMEMORY;
    }
    memcpy(buffer->bytes, bytes, count);
    buffer->capacity = buffer->length = count;
    return object_give(buffer, out);
}
