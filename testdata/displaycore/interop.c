/*
 * IDisplayPathInterop and IDisplayDeviceInterop: display objects out to kernel handles and back.
 * Every handle that leaves is a new one and the caller's to close.
 */
#include "topology.h"
#include "testing.h"

#include <string.h>

/* --- IDisplayPathInterop --- */

static HRESULT path_source(const DisplayPath *path, SharedRecord *record)
{
    HRESULT hr = S_OK;
    machine_lock();
    const PathRecord *p = path->record;
    const Connector *c = &connectors[p->connector];
    if (p->detached) hr = E_ILLEGAL_METHOD_CALL_;
    else if (!c->connected) hr = HRESULT_FROM_WIN32(ERROR_DEVICE_NOT_CONNECTED);
    else if (p->view->source >= adapters[c->adapter].sources) hr = HRESULT_FROM_WIN32(ERROR_NO_SYSTEM_RESOURCES);
    else {
        shared_record_init(record, SHARED_SOURCE, adapters[c->adapter].id);
        record->source = p->view->source;
        record->target = c->id;
    }
    machine_unlock();
    if (hr == E_ILLEGAL_METHOD_CALL_) return fail(hr, L"the target of this path was disconnected from its state");
    if (FAILED(hr)) return fail(hr, L"the path has no source: its display is gone, or its adapter has too few");
    return S_OK;
}

static HRESULT WINAPI DisplayPath_CreateSourcePresentationHandle(Iface *self, HANDLE *out)
{
    SELF(DisplayPath);
    RESULT(out);
    SharedRecord record;
    HRESULT hr = testing_take_failure();
    if (FAILED(hr)) return fail(hr, L"CreateSourcePresentationHandle was told to fail");
    hr = path_source(this, &record);
    return SUCCEEDED(hr) ? section_new(&record, NULL, GENERIC_ALL, NULL, out) : hr;
}

static HRESULT WINAPI DisplayPath_GetSourceId(Iface *self, UINT *out)
{
    SELF(DisplayPath);
    RESULT(out);
    SharedRecord record;
    HRESULT hr = path_source(this, &record);
    if (SUCCEEDED(hr)) *out = record.source;
    return hr;
}

const IDisplayPathInteropVtbl path_interop_vtbl = {
    UNKNOWN_IMPL, DisplayPath_CreateSourcePresentationHandle, DisplayPath_GetSourceId};

/* --- IDisplayDeviceInterop --- */

static const SharedRecord *record_of(Object *object)
{
    if (object && object->cls == &DisplaySource_class) return &((DisplaySource *)object)->record;
    if (object && object->cls == &DisplaySurface_class) return &((DisplaySurface *)object)->record;
    if (object && object->cls == &DisplayFence_class) return &((DisplayFence *)object)->record;
    return NULL;
}

static HRESULT WINAPI DisplayDevice_CreateSharedHandle(Iface *self, Iface *object, const SECURITY_ATTRIBUTES *sa,
    DWORD access, HSTRING name, HANDLE *out)
{
    SELF(DisplayDevice);
    RESULT(out);
    const SharedRecord *record = record_of(object_own_any(object));
    if (!record) return fail(E_INVALIDARG, L"only a DisplaySource, DisplaySurface or DisplayFence can be shared");
    if (adapter_find(record->adapter) != this->adapter)
        return fail(E_INVALIDARG, L"the object belongs to another adapter than the device");
    if (!access) return fail(E_INVALIDARG, L"the access mask is empty");
    if (sa && sa->nLength < sizeof *sa) return fail(E_INVALIDARG, L"SECURITY_ATTRIBUTES.nLength is too small");
    UINT32 length = 0;
    const WCHAR *text = name ? string_text(name, &length) : NULL;
    if (text && wcslen(text) != length) return fail(E_INVALIDARG, L"the name has a null character in it");
    HRESULT hr = section_new(record, sa, access, length ? text : NULL, out);
    return FAILED(hr) ? fail(hr, L"the system would not create the shared object") : S_OK;
}

static HRESULT WINAPI DisplayDevice_OpenSharedHandle(Iface *self, HANDLE handle, IID riid, void **out)
{
    SELF(DisplayDevice);
    RESULT(out);
    SharedRecord record;
    HRESULT hr = section_read(handle, &record);
    if (hr == E_HANDLE) return fail(hr, L"this is no open handle");
    if (hr == E_ACCESSDENIED) return fail(hr, L"the handle lacks the right to read the object");
    if (FAILED(hr)) return fail(hr, L"the handle is not one of a display object");
    int adapter = adapter_find(record.adapter);
    if (adapter != this->adapter || (record.kind == SHARED_SOURCE && record.source >= adapters[adapter].sources))
        return fail(NOT_FOUND, L"the device's adapter does not have the object that the handle names");
    HANDLE kept;
    hr = section_keep(handle, &kept);
    if (FAILED(hr)) return hr;
    Iface *made = NULL;
    hr = record.kind == SHARED_SOURCE   ? source_new(this, &record, kept, &made)
        : record.kind == SHARED_SURFACE ? surface_new(&record, kept, &made)
                                        : fence_new(&record, kept, &made);
    if (FAILED(hr)) {
        section_close(kept);
        return hr;
    }
    hr = CALL(made, Unknown, QueryInterface, &riid, out);
    iface_release(made);
    return FAILED(hr) ? fail(hr, L"the shared object has no such interface") : S_OK;
}

const IDisplayDeviceInteropVtbl device_interop_vtbl = {
    UNKNOWN_IMPL, DisplayDevice_CreateSharedHandle, DisplayDevice_OpenSharedHandle};
