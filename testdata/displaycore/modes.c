/* DisplayWireFormat and DisplayModeInfo. */
#include "display.h"

#include <string.h>

/* --- DisplayWireFormat --- */

static void DisplayWireFormat_destroy(Object *o) { object_release(((DisplayWireFormat *)o)->properties); }

#define WIRE(name, field)                                                       \
    static HRESULT WINAPI DisplayWireFormat_get_##name(Iface *self, INT32 *out) \
    {                                                                           \
        SELF(DisplayWireFormat);                                                \
        RESULT(out);                                                            \
        *out = this->wire.field;                                                \
        return S_OK;                                                            \
    }
WIRE(PixelEncoding, encoding)
WIRE(BitsPerChannel, bits)
WIRE(ColorSpace, color_space)
WIRE(Eotf, eotf)
WIRE(HdrMetadata, hdr)

static HRESULT WINAPI DisplayWireFormat_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayWireFormat);
    RESULT(out);
    return property_map_view(this->properties, out);
}

static const IDisplayWireFormatVtbl wire_vtbl = {INSPECTABLE_IMPL, DisplayWireFormat_get_PixelEncoding,
    DisplayWireFormat_get_BitsPerChannel, DisplayWireFormat_get_ColorSpace, DisplayWireFormat_get_Eotf,
    DisplayWireFormat_get_HdrMetadata, DisplayWireFormat_get_Properties};
CLASS(DisplayWireFormat, L"Windows.Devices.Display.Core.DisplayWireFormat", DisplayWireFormat_destroy,
    {&UIID_IDisplayWireFormat, &wire_vtbl, FALSE});

HRESULT wire_format_new(const Wire *w, Iface *extra, Iface **out)
{
    if (w->encoding < EncodingRgb444 || w->encoding > EncodingIntensity || w->color_space < ColorBT709 ||
        w->color_space > ColorProfileDefined || w->eotf < EotfSdr || w->eotf > EotfHdrSmpte2084 || w->hdr < HdrNone ||
        w->hdr > HdrDolbyVision)
        return fail(E_INVALIDARG, L"the wire format has a value outside its enumeration");
    if (w->bits < 1 || w->bits > 16) return fail(E_INVALIDARG, L"bitsPerChannel must be 1 to 16");
    DisplayWireFormat *format = object_new(&DisplayWireFormat_class);
    if (!format) return E_OUTOFMEMORY;
    format->wire = *w;
    format->properties = property_map_new();
    HRESULT hr = format->properties ? property_map_add_all(format->properties, extra) : E_OUTOFMEMORY;
    if (FAILED(hr)) {
        object_release(format);
        return hr;
    }
    property_map_freeze(format->properties);
    return object_give(format, out);
}

/* --- DisplayModeInfo --- */

static void DisplayModeInfo_destroy(Object *o) { object_release(((DisplayModeInfo *)o)->properties); }

#define MODE(name, type, field)                                               \
    static HRESULT WINAPI DisplayModeInfo_get_##name(Iface *self, type *out)  \
    {                                                                         \
        SELF(DisplayModeInfo);                                                \
        RESULT(out);                                                          \
        *out = this->mode.field;                                              \
        return S_OK;                                                          \
    }
MODE(SourceResolution, SizeInt32, source)
MODE(TargetResolution, SizeInt32, target)
MODE(SourcePixelFormat, INT32, format)
MODE(IsStereo, Boolean, stereo)
MODE(IsInterlaced, Boolean, interlaced)
MODE(PresentationRate, PresentationRate, rate)
MODE(PhysicalPresentationRate, PresentationRate, physical)

static HRESULT WINAPI DisplayModeInfo_GetBits(Iface *self, INT32 encoding, UINT32 *out)
{
    SELF(DisplayModeInfo);
    RESULT(out);
    if (encoding < EncodingRgb444 || encoding > EncodingIntensity)
        return fail(E_INVALIDARG, L"there is no such pixel encoding");
    *out = mode_bits_per_channel(&this->mode, encoding);
    return S_OK;
}

static HRESULT WINAPI DisplayModeInfo_IsWireFormatSupported(Iface *self, Iface *format, Boolean *out)
{
    SELF(DisplayModeInfo);
    RESULT(out);
    DisplayWireFormat *f;
    HRESULT hr = argument(format, &DisplayWireFormat_class, L"the wire format is null or not a DisplayWireFormat", &f);
    if (FAILED(hr)) return hr;
    const Wire *w = &f->wire;
    BOOL even = w->bits >= 6 && w->bits % 2 == 0; /* Bpc6 is bit 0, Bpc8 bit 1, … */
    UINT32 flag = even ? 1u << (w->bits / 2 - 3) : 0;
    BOOL hdr_wanted = w->eotf == EotfHdrSmpte2084 || w->hdr != HdrNone;
    BOOL hdr_able = this->mode.format == FormatRGBA16F || this->mode.format == FormatRGB10A2;
    *out = (mode_bits_per_channel(&this->mode, w->encoding) & flag) != 0 && (!hdr_wanted || hdr_able) &&
           w->hdr <= Hdr10;
    return S_OK;
}

static HRESULT WINAPI DisplayModeInfo_get_Properties(Iface *self, Iface **out)
{
    SELF(DisplayModeInfo);
    RESULT(out);
    if (!this->properties) {
        PropertyMap *made = property_map_new();
        if (!made) return E_OUTOFMEMORY;
        property_map_freeze(made);
        if (InterlockedCompareExchangePointer((PVOID volatile *)&this->properties, made, NULL)) object_release(made);
    }
    return property_map_view(this->properties, out);
}

static const IDisplayModeInfoVtbl mode_vtbl = {INSPECTABLE_IMPL, DisplayModeInfo_get_SourceResolution,
    DisplayModeInfo_get_IsStereo, DisplayModeInfo_get_SourcePixelFormat, DisplayModeInfo_get_TargetResolution,
    DisplayModeInfo_get_PresentationRate, DisplayModeInfo_get_IsInterlaced, DisplayModeInfo_GetBits,
    DisplayModeInfo_IsWireFormatSupported, DisplayModeInfo_get_Properties};
static const IDisplayModeInfo2Vtbl mode2_vtbl = {INSPECTABLE_IMPL, DisplayModeInfo_get_PhysicalPresentationRate};
CLASS(DisplayModeInfo, L"Windows.Devices.Display.Core.DisplayModeInfo", DisplayModeInfo_destroy,
    {&UIID_IDisplayModeInfo, &mode_vtbl, FALSE}, {&UIID_IDisplayModeInfo2, &mode2_vtbl, FALSE});

DisplayModeInfo *mode_info_new(const Mode *mode)
{
    DisplayModeInfo *info = object_new(&DisplayModeInfo_class);
    if (info) info->mode = *mode;
    return info;
}
