/* The DLL's entry points and the activation factories, which live as long as the DLL. */
#include "factory.h"

#include "display.h"

#include <string.h>

static HRESULT WINAPI Factory_ActivateInstance(Iface *self, Iface **out)
{
    (void)self;
    RESULT(out);
    return E_NOTIMPL; /* no class here has a constructor without arguments */
}
static const ActivationFactoryVtbl activation_vtbl = {INSPECTABLE_IMPL, Factory_ActivateInstance};

static HRESULT WINAPI Manager_Create(Iface *self, UINT32 options, Iface **out)
{
    (void)self;
    RESULT(out);
    return manager_new(options, out);
}
static const IDisplayManagerStaticsVtbl manager_statics_vtbl = {INSPECTABLE_IMPL, Manager_Create};

static HRESULT WINAPI Adapter_FromId(Iface *self, DisplayAdapterId id, Iface **out)
{
    (void)self;
    RESULT(out);
    return adapter_from_id(id, out);
}
static const IDisplayAdapterStaticsVtbl adapter_statics_vtbl = {INSPECTABLE_IMPL, Adapter_FromId};

static HRESULT WINAPI Wire_CreateWithProperties(Iface *self, Iface *extra, INT32 encoding, INT32 bits, INT32 color_space,
    INT32 eotf, INT32 hdr, Iface **out)
{
    (void)self;
    RESULT(out);
    return wire_format_new(&(Wire){encoding, bits, color_space, eotf, hdr}, extra, out);
}
static HRESULT WINAPI Wire_CreateInstance(Iface *self, INT32 encoding, INT32 bits, INT32 color_space, INT32 eotf, INT32 hdr, Iface **out)
{
    return Wire_CreateWithProperties(self, NULL, encoding, bits, color_space, eotf, hdr, out);
}
static const IDisplayWireFormatFactoryVtbl wire_factory_vtbl = {INSPECTABLE_IMPL, Wire_CreateInstance};
static const IDisplayWireFormatStaticsVtbl wire_statics_vtbl = {INSPECTABLE_IMPL, Wire_CreateWithProperties};

static HRESULT WINAPI Primary_CreateWithProperties(Iface *self, Iface *extra, UINT32 width, UINT32 height, INT32 format,
    INT32 color_space, Boolean stereo, MultisampleDescription multisample, Iface **out)
{
    (void)self;
    RESULT(out);
    return primary_description_new(&(SurfaceShape){width, height, format, color_space, stereo, multisample}, extra, out);
}
static HRESULT WINAPI Primary_CreateInstance(Iface *self, UINT32 width, UINT32 height, INT32 format, INT32 color_space,
    Boolean stereo, MultisampleDescription multisample, Iface **out)
{
    return Primary_CreateWithProperties(self, NULL, width, height, format, color_space, stereo, multisample, out);
}
static const IDisplayPrimaryDescriptionFactoryVtbl primary_factory_vtbl = {INSPECTABLE_IMPL, Primary_CreateInstance};
static const IDisplayPrimaryDescriptionStaticsVtbl primary_statics_vtbl = {INSPECTABLE_IMPL, Primary_CreateWithProperties};

#define FACTORY(T, ...)                                                                                       \
    static const Face T##_factory_faces[] = {{&UIID_IActivationFactory, &activation_vtbl, FALSE}, __VA_ARGS__}; \
    static const Class T##_factory = {                                                                        \
        L"Windows.Devices.Display.Core." #T, sizeof(Object), NULL, T##_factory_faces, ARRAYSIZE(T##_factory_faces)}
FACTORY(DisplayManager, {&UIID_IDisplayManagerStatics, &manager_statics_vtbl, FALSE});
FACTORY(DisplayAdapter, {&UIID_IDisplayAdapterStatics, &adapter_statics_vtbl, FALSE});
FACTORY(DisplayWireFormat, {&UIID_IDisplayWireFormatFactory, &wire_factory_vtbl, FALSE},
    {&UIID_IDisplayWireFormatStatics, &wire_statics_vtbl, FALSE});
FACTORY(DisplayPrimaryDescription, {&UIID_IDisplayPrimaryDescriptionFactory, &primary_factory_vtbl, FALSE},
    {&UIID_IDisplayPrimaryDescriptionStatics, &primary_statics_vtbl, FALSE});

static const Class *const classes[] = {
    &DisplayManager_factory, &DisplayAdapter_factory, &DisplayWireFormat_factory, &DisplayPrimaryDescription_factory};
static Object factories[ARRAYSIZE(classes)];

LONG factory_references(void)
{
    LONG n = 0;
    for (size_t i = 0; i < ARRAYSIZE(factories); i++) n += factories[i].refs - 1; /* one is the DLL's own */
    return n;
}

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING name, Iface **out)
{
    RESULT(out);
    UINT32 length;
    const WCHAR *text = string_text(name, &length);
    for (size_t i = 0; i < ARRAYSIZE(classes); i++)
        if (wcslen(classes[i]->name) == length && memcmp(classes[i]->name, text, length * sizeof *text) == 0) {
            *out = &factories[i].face[0];
            iface_ref(*out);
            return S_OK;
        }
    return fail(CLASS_E_CLASSNOTAVAILABLE, L"Windows.Devices.Display.Core.dll has no factory for this class");
}

__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void)
{
    return live_objects == 0 && factory_references() == 0 && threads_idle(0) ? S_OK : S_FALSE;
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    (void)reserved;
    if (reason != DLL_PROCESS_ATTACH) return TRUE;
    DisableThreadLibraryCalls(module);
    machine_init();
    for (size_t i = 0; i < ARRAYSIZE(factories); i++) {
        Object *o = &factories[i];
        o->cls = classes[i];
        o->refs = 1;
        for (int f = 0; f < o->cls->count; f++) {
            o->face[f].vtbl = o->cls->faces[f].vtbl;
            o->face[f].owner = o;
        }
    }
    return TRUE;
}
