/* The machine's data and the few rules that follow from it. */
#include "machine.h"

#include <string.h>

#define HZ(n, d) {{n, d}, 1}
#define MODE(w, h, format, stereo, interlaced, preferred, rate, physical) \
    {{w, h}, {w, h}, format, stereo, interlaced, preferred, rate, physical}

static const PresentationRate hz60 = HZ(60, 1);
static const Mode desk_modes[] = {
    MODE(3840, 2160, FormatBGRA8, 0, 0, 1, HZ(60, 1), HZ(120, 1)),
    MODE(3840, 2160, FormatRGBA16F, 0, 0, 1, HZ(60, 1), HZ(120, 1)),
    MODE(3840, 2160, FormatRGB10A2, 0, 0, 1, HZ(30, 1), HZ(30, 1)),
    MODE(2560, 1440, FormatBGRA8, 0, 0, 0, HZ(144, 1), HZ(144, 1)),
    MODE(1920, 1080, FormatBGRA8, 0, 0, 0, HZ(60, 1), HZ(60, 1)),
    MODE(1920, 1080, FormatBGRA8, 0, 0, 0, HZ(60000, 1001), HZ(60000, 1001)),
    MODE(1920, 1080, FormatBGRA8, 0, 1, 0, HZ(30, 1), HZ(60, 1)),
};
static const Mode headset_modes[] = {
    MODE(2880, 1600, FormatRGBA8, 1, 0, 1, HZ(90, 1), HZ(90, 1)),
    MODE(2880, 1600, FormatRGBA8, 0, 0, 1, HZ(90, 1), HZ(90, 1)),
    MODE(1440, 1600, FormatRGBA8, 0, 0, 0, HZ(120, 1), HZ(120, 1)),
};
static const Mode panel_modes[] = {
    MODE(1280, 800, FormatBGRA8, 0, 0, 1, HZ(60, 1), HZ(60, 1)),
    MODE(1024, 768, FormatBGRA8, 0, 0, 0, HZ(75, 1), HZ(75, 1)),
};
static const Mode projector_modes[] = {
    MODE(1920, 1080, FormatBGRA8, 0, 0, 1, HZ(50, 1), HZ(50, 1)),
    MODE(1280, 720, FormatBGRA8, 0, 0, 0, HZ(50, 1), HZ(50, 1)),
};

static const Adapter first_adapters[ADAPTERS] = {
    {{0x0001A2B3, 0}, L"\\\\?\\PCI#VEN_10DE&DEV_2684#4&1a2b3c4d&0&0008#{5b45201d-f2f2-4f3b-85bb-30ff1f953599}",
        L"contoso.display.sys", 4, 0x10DE, 0x2684, 0x16F310DE, 0xA1, TRUE, {-1, -1, -1, -1, -1, -1, -1, -1}},
    /* All bits in use, the sign included: a reader that mixes up the halves shows. */
    {{0x80000001, -2}, L"\\\\?\\PCI#VEN_1414&DEV_008E#3&2411e6fe&0&40#{5b45201d-f2f2-4f3b-85bb-30ff1f953599}",
        L"fabrikam.display.sys", 1, 0x1414, 0x008E, 0, 0, FALSE, {-1, -1, -1, -1, -1, -1, -1, -1}},
};

#define MODES(m) .modes = m, .mode_count = ARRAYSIZE(m)
static const Connector first_connectors[CONNECTORS] = {
    {.adapter = 0, .id = 4352, .path = L"\\\\?\\DISPLAY#CTO2701#5&21a3b4c5&0&UID4352#{e6f07b5f-ee97-4a90-b076-33f57bf4eaa7}",
        .stable_id = L"CTO2701_1A2B3C4D_11_07E8_5C", .monitor = L"Contoso 27\u2033 \u00d6ffnung",
        .usage = UsageStandard, .persistence = PersistenceBoot, MODES(desk_modes), .inches = {23.5f, 13.25f}},
    {.adapter = 0, .id = 4353, .path = L"\\\\?\\DISPLAY#CTO90A0#5&21a3b4c5&0&UID4353#{e6f07b5f-ee97-4a90-b076-33f57bf4eaa7}",
        .stable_id = L"CTO90A0_00000007_02_07E9_A1", .monitor = L"Contoso Headset",
        .usage = UsageHeadMounted, .persistence = PersistencePath, MODES(headset_modes), .inches = {4.75f, 2.625f}},
    {.adapter = 0, .id = 4354, .path = L"\\\\?\\DISPLAY#CTO0800#5&21a3b4c5&0&UID4354#{e6f07b5f-ee97-4a90-b076-33f57bf4eaa7}",
        .stable_id = L"CTO0800_0000BEEF_30_07E7_3F", .monitor = L"Contoso Wall Panel",
        .usage = UsageSpecialPurpose, .persistence = PersistenceTemporary, MODES(panel_modes), .inches = {8.5f, 5.3125f}},
    {.adapter = 1, .id = 256, .path = L"\\\\?\\DISPLAY#Default_Monitor#4&3c4d5e6f&0&UID256#{e6f07b5f-ee97-4a90-b076-33f57bf4eaa7}",
        .stable_id = L"", .monitor = NULL,
        .usage = UsageStandard, .persistence = PersistenceNone, MODES(projector_modes)},
};

Adapter adapters[ADAPTERS];
Connector connectors[CONNECTORS];
LONG plug_generation, apply_generation;

static CRITICAL_SECTION lock;

void machine_lock(void) { EnterCriticalSection(&lock); }
void machine_unlock(void) { LeaveCriticalSection(&lock); }

void machine_init(void)
{
    InitializeCriticalSection(&lock);
    machine_reset();
}

void machine_reset(void)
{
    machine_lock();
    memcpy(adapters, first_adapters, sizeof adapters);
    memcpy(connectors, first_connectors, sizeof connectors);
    for (int i = 0; i < CONNECTORS; i++) connectors[i].connected = TRUE;
    plug_generation++;
    apply_generation++;
    machine_unlock();
}

int adapter_find(DisplayAdapterId id)
{
    for (int i = 0; i < ADAPTERS; i++)
        if (adapters[i].id.LowPart == id.LowPart && adapters[i].id.HighPart == id.HighPart) return i;
    return -1;
}

static BOOL same_rate(const PresentationRate *a, const PresentationRate *b)
{
    /* 120/2 is 60/1 */
    return (UINT64)a->VerticalSyncRate.Numerator * b->VerticalSyncRate.Denominator ==
               (UINT64)b->VerticalSyncRate.Numerator * a->VerticalSyncRate.Denominator &&
           a->VerticalSyncsPerPresentation == b->VerticalSyncsPerPresentation;
}

UINT32 mode_bits_per_channel(const Mode *mode, INT32 encoding)
{
    BOOL wide = mode->format != FormatBGRA8 && mode->format != FormatRGBA8;
    switch (encoding) {
    case EncodingRgb444: return Bpc8 | Bpc10 | (wide ? Bpc12 : 0);
    case EncodingYcc444: return Bpc8 | (wide ? Bpc10 : 0);
    case EncodingYcc422: return Bpc8 | Bpc10 | Bpc12;
    case EncodingYcc420: return Bpc8;
    default: return 0;
    }
}

BOOL mode_fits(const Mode *mode, const Settings *s)
{
    if (s->has_source && memcmp(&s->source, &mode->source, sizeof s->source) != 0) return FALSE;
    if (s->has_target && memcmp(&s->target, &mode->target, sizeof s->target) != 0) return FALSE;
    if (s->has_rate && !same_rate(&s->rate, &mode->rate)) return FALSE;
    if (s->has_physical && !same_rate(&s->physical, &mode->physical)) return FALSE;
    if (s->has_interlaced && s->interlaced != mode->interlaced) return FALSE;
    if (s->format != FormatUnknown && s->format != mode->format) return FALSE;
    return !s->stereo || mode->stereo;
}

INT64 connector_period(int connector)
{
    const Applied *a = &connectors[connector].applied;
    const PresentationRate *r = a->active && a->settings.has_rate ? &a->settings.rate : &hz60;
    if (r->VerticalSyncRate.Numerator == 0) r = &hz60;
    return (INT64)10000000 * r->VerticalSyncRate.Denominator / r->VerticalSyncRate.Numerator;
}

INT64 time_now(void)
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return now.QuadPart / frequency.QuadPart * 10000000 + now.QuadPart % frequency.QuadPart * 10000000 / frequency.QuadPart;
}

/* VESA E-EDID 1.4, §3: header, a product, basic parameters, checksum. */
void edid_make(int connector, BYTE edid[128])
{
    static const BYTE header[] = {0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x0E, 0x8F};
    const Connector *c = &connectors[connector];
    memset(edid, 0, 128);
    memcpy(edid, header, sizeof header); /* bytes 8 and 9: "CTO" */
    memcpy(edid + 12, &c->id, 4);        /* serial number */
    edid[17] = 34;                       /* year - 1990 */
    edid[18] = 1;
    edid[19] = 4;
    edid[20] = 0xB5; /* digital, 10 bits, DisplayPort */
    edid[21] = (BYTE)(c->inches[0] * 2.54f);
    edid[22] = (BYTE)(c->inches[1] * 2.54f);
    BYTE sum = 0;
    for (int i = 0; i < 127; i++) sum = (BYTE)(sum + edid[i]);
    edid[127] = (BYTE)-sum;
}
