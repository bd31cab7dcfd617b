/* Boxed values. The conversions of IPropertyValue follow its page: between numbers when they fit. */
#include "values.h"

#include <string.h>

#define MISMATCH ((HRESULT)0x80028CA0) /* TYPE_E_TYPEMISMATCH */

typedef struct Box {
    Object o;
    BoxKind kind;
    union {
        UINT32 u4;
        INT32 i4;
        UINT64 u8;
        Boolean boolean;
        GUID guid;
        Size size;
        SizeInt32 size_int32;
        PresentationRate rate;
        HSTRING string;
        struct { UINT32 count; BYTE *data; } bytes;
    } v;
} Box;

static const struct { INT32 type; BYTE size; const IID *iid; } kinds[] = {
    [BOX_UINT32] = {PropertyUInt32, sizeof(UINT32), &UIID_IReference_UInt32},
    [BOX_INT32] = {PropertyInt32, sizeof(INT32), &UIID_IReference_Int32},
    [BOX_UINT64] = {PropertyUInt64, sizeof(UINT64), &UIID_IReference_UInt64},
    [BOX_BOOLEAN] = {PropertyBoolean, sizeof(Boolean), &UIID_IReference_Boolean},
    [BOX_GUID] = {PropertyGuid, sizeof(GUID), &UIID_IReference_Guid},
    [BOX_SIZE] = {PropertySize, sizeof(Size), &UIID_IReference_Size},
    [BOX_SIZEINT32] = {PropertyOther, sizeof(SizeInt32), &UIID_IReference_SizeInt32},
    [BOX_RATE] = {PropertyOther, sizeof(PresentationRate), &UIID_IReference_PresentationRate},
    [BOX_STRING] = {PropertyString, sizeof(HSTRING), &UIID_IReference_String},
    [BOX_BYTES] = {PropertyUInt8Array, 0, &UIID_IReferenceArray_UInt8},
};

static void Box_destroy(Object *o)
{
    Box *this = (Box *)o;
    if (this->kind == BOX_STRING) string_free(this->v.string);
    if (this->kind == BOX_BYTES) HeapFree(GetProcessHeap(), 0, this->v.bytes.data);
}

static HRESULT WINAPI Box_get_Value(Iface *self, void *out)
{
    SELF(Box);
    if (!out) return E_POINTER;
    if (this->kind == BOX_STRING) return string_copy(this->v.string, out);
    memcpy(out, &this->v, kinds[this->kind].size);
    return S_OK;
}

static HRESULT WINAPI Box_get_Bytes(Iface *self, UINT32 *count, BYTE **out)
{
    SELF(Box);
    RESULT(count);
    RESULT(out);
    if (this->kind != BOX_BYTES) return MISMATCH;
    *out = CoTaskMemAlloc(this->v.bytes.count ? this->v.bytes.count : 1);
    if (!*out) return E_OUTOFMEMORY;
    memcpy(*out, this->v.bytes.data, this->v.bytes.count);
    *count = this->v.bytes.count;
    return S_OK;
}

static HRESULT WINAPI Box_get_Type(Iface *self, INT32 *out)
{
    SELF(Box);
    RESULT(out);
    *out = kinds[this->kind].type;
    return S_OK;
}

static BOOL numeric(const Box *box) { return box->kind <= BOX_UINT64; }

static HRESULT WINAPI Box_get_IsNumericScalar(Iface *self, Boolean *out)
{
    SELF(Box);
    RESULT(out);
    *out = (Boolean)numeric(this);
    return S_OK;
}

/* Sign and magnitude cover every number there is here. */
static HRESULT number(const Box *box, UINT64 below_zero, UINT64 most, INT64 *out)
{
    BOOL negative = box->kind == BOX_INT32 && box->v.i4 < 0;
    UINT64 magnitude = box->kind == BOX_UINT32 ? box->v.u4
        : box->kind == BOX_UINT64              ? box->v.u8
        : negative                             ? (UINT64) - (INT64)box->v.i4
                                               : (UINT64)box->v.i4;
    if (!numeric(box)) return MISMATCH;
    if (magnitude > (negative ? below_zero : most)) return DISP_E_OVERFLOW;
    *out = negative ? -(INT64)magnitude : (INT64)magnitude;
    return S_OK;
}

#define INTEGER(name, type, below_zero, most)                           \
    static HRESULT WINAPI Box_Get##name(Iface *self, type *out)         \
    {                                                                   \
        SELF(Box);                                                      \
        RESULT(out);                                                    \
        INT64 n = 0;                                                    \
        HRESULT hr = number(this, below_zero, most, &n);                \
        if (SUCCEEDED(hr)) *out = (type)n;                              \
        return hr;                                                      \
    }
INTEGER(UInt8, BYTE, 0, 0xFF)
INTEGER(Int16, INT16, 0x8000, 0x7FFF)
INTEGER(UInt16, UINT16, 0, 0xFFFF)
INTEGER(Int32, INT32, 0x80000000u, 0x7FFFFFFF)
INTEGER(UInt32, UINT32, 0, 0xFFFFFFFFu)
INTEGER(Int64, INT64, (UINT64)1 << 63, ~((UINT64)1 << 63))
INTEGER(UInt64, UINT64, 0, ~(UINT64)0)

static HRESULT WINAPI Box_GetDouble(Iface *self, DOUBLE *out)
{
    SELF(Box);
    RESULT(out);
    if (!numeric(this)) return MISMATCH;
    *out = this->kind == BOX_INT32 ? this->v.i4 : this->kind == BOX_UINT32 ? this->v.u4 : (DOUBLE)this->v.u8;
    return S_OK;
}

static HRESULT WINAPI Box_GetSingle(Iface *self, FLOAT *out)
{
    RESULT(out);
    DOUBLE d;
    HRESULT hr = Box_GetDouble(self, &d);
    if (SUCCEEDED(hr)) *out = (FLOAT)d;
    return hr;
}

#define EXACT(name, type, wanted)                               \
    static HRESULT WINAPI Box_Get##name(Iface *self, type *out) \
    {                                                           \
        SELF(Box);                                              \
        RESULT(out);                                            \
        return this->kind == wanted ? Box_get_Value(self, out) : MISMATCH; \
    }
EXACT(Boolean, Boolean, BOX_BOOLEAN)
EXACT(String, HSTRING, BOX_STRING)
EXACT(Guid, GUID, BOX_GUID)
EXACT(Size, Size, BOX_SIZE)

/* No value here is of these types. */
#define NEVER(name, type)                                       \
    static HRESULT WINAPI Box_Get##name(Iface *self, type *out) \
    {                                                           \
        (void)self;                                             \
        RESULT(out);                                            \
        return MISMATCH;                                        \
    }
NEVER(Char16, WCHAR)
NEVER(DateTime, INT64)
NEVER(TimeSpan, TimeSpan)
NEVER(Point, Point)
NEVER(Rect, Rect)
static HRESULT WINAPI Box_GetOtherArray(Iface *self, UINT32 *count, void **out)
{
    (void)self;
    RESULT(count);
    if (!out) return E_POINTER;
    *out = NULL;
    return MISMATCH;
}

static const IReferenceVtbl reference_vtbl = {INSPECTABLE_IMPL, Box_get_Value};
static const IReferenceArrayVtbl array_vtbl = {INSPECTABLE_IMPL, Box_get_Bytes};
static const IPropertyValueVtbl property_vtbl = {INSPECTABLE_IMPL, Box_get_Type, Box_get_IsNumericScalar,
    Box_GetUInt8, Box_GetInt16, Box_GetUInt16, Box_GetInt32, Box_GetUInt32, Box_GetInt64, Box_GetUInt64,
    Box_GetSingle, Box_GetDouble, Box_GetChar16, Box_GetBoolean, Box_GetString, Box_GetGuid, Box_GetDateTime,
    Box_GetTimeSpan, Box_GetPoint, Box_GetSize, Box_GetRect, Box_get_Bytes,
    {[0 ... 17] = Box_GetOtherArray}};

#define BOX(T, interface_, name, vtbl)                                                          \
    static const Face box_faces_##T[] = {                                                       \
        {&UIID_##interface_##_##T, &vtbl, FALSE}, {&UIID_IPropertyValue, &property_vtbl, FALSE}}; \
    static const Class box_##T = {                                                              \
        L"Windows.Foundation." #interface_ "`1<" name L">", sizeof(Box), Box_destroy, box_faces_##T, 2}
BOX(UInt32, IReference, L"UInt32", reference_vtbl);
BOX(Int32, IReference, L"Int32", reference_vtbl);
BOX(UInt64, IReference, L"UInt64", reference_vtbl);
BOX(Boolean, IReference, L"Boolean", reference_vtbl);
BOX(Guid, IReference, L"Guid", reference_vtbl);
BOX(String, IReference, L"String", reference_vtbl);
BOX(Size, IReference, L"Windows.Foundation.Size", reference_vtbl);
BOX(SizeInt32, IReference, L"Windows.Graphics.SizeInt32", reference_vtbl);
BOX(PresentationRate, IReference, L"Windows.Devices.Display.Core.DisplayPresentationRate", reference_vtbl);
BOX(UInt8, IReferenceArray, L"UInt8", array_vtbl);

static const Class *const classes[] = {
    [BOX_UINT32] = &box_UInt32, [BOX_INT32] = &box_Int32, [BOX_UINT64] = &box_UInt64, [BOX_BOOLEAN] = &box_Boolean,
    [BOX_GUID] = &box_Guid, [BOX_SIZE] = &box_Size, [BOX_SIZEINT32] = &box_SizeInt32,
    [BOX_RATE] = &box_PresentationRate, [BOX_STRING] = &box_String, [BOX_BYTES] = &box_UInt8};

HRESULT box_new(BoxKind kind, const void *value, Iface **out)
{
    Box *box = object_new(classes[kind]);
    if (box) {
        box->kind = kind;
        memcpy(&box->v, value, kinds[kind].size);
    }
    return object_give(box, out);
}

HRESULT box_string(const WCHAR *text, Iface **out)
{
    HSTRING string;
    HRESULT hr = string_new(text, &string);
    if (FAILED(hr)) return hr;
    hr = box_new(BOX_STRING, &string, out);
    if (FAILED(hr)) string_free(string);
    return hr;
}

HRESULT box_bytes(const BYTE *bytes, UINT32 count, Iface **out)
{
    BYTE *copy = HeapAlloc(GetProcessHeap(), 0, count + 1);
    if (!copy) return E_OUTOFMEMORY;
    memcpy(copy, bytes, count);
    HRESULT hr = box_new(BOX_BYTES, NULL, out);
    if (FAILED(hr)) {
        HeapFree(GetProcessHeap(), 0, copy);
        return hr;
    }
    Box *box = (Box *)(*out)->owner;
    box->v.bytes.count = count;
    box->v.bytes.data = copy;
    return S_OK;
}

HRESULT unbox(BoxKind kind, Iface *reference, BOOL *present, void *value)
{
    *present = reference != NULL;
    if (!reference) return S_OK;
    Iface *typed = iface_query(reference, kinds[kind].iid);
    if (!typed) return fail(E_INVALIDARG, L"the value does not answer for its IReference<T>");
    HRESULT hr = CALL(typed, IReference, get_Value, value);
    iface_release(typed);
    return hr;
}
