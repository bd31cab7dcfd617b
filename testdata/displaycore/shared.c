#include "shared.h"

#include "object.h"

#include <string.h>

volatile LONG kept_handles;

void shared_record_init(SharedRecord *record, UINT32 kind, DisplayAdapterId adapter)
{
    memset(record, 0, sizeof *record);
    record->magic = SHARED_MAGIC;
    record->version = SHARED_VERSION;
    record->size = sizeof *record;
    record->kind = kind;
    record->adapter = adapter;
    CoCreateGuid(&record->identity);
}

static DWORD section_access(DWORD access)
{
    DWORD specific = access & ~(DWORD)(GENERIC_ALL | GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | MAXIMUM_ALLOWED);
    if (access & (GENERIC_ALL | MAXIMUM_ALLOWED)) specific |= SECTION_ALL_ACCESS;
    if (access & GENERIC_READ) specific |= STANDARD_RIGHTS_READ | SECTION_QUERY | SECTION_MAP_READ;
    if (access & GENERIC_WRITE) specific |= STANDARD_RIGHTS_WRITE | SECTION_MAP_WRITE;
    if (access & GENERIC_EXECUTE) specific |= STANDARD_RIGHTS_EXECUTE | SECTION_MAP_EXECUTE;
    return specific;
}

HRESULT section_new(const SharedRecord *record, const SECURITY_ATTRIBUTES *sa, DWORD access, const WCHAR *name, HANDLE *out)
{
    *out = NULL;
    SetLastError(ERROR_SUCCESS);
    HANDLE full = CreateFileMappingW(INVALID_HANDLE_VALUE, (SECURITY_ATTRIBUTES *)sa, PAGE_READWRITE, 0, sizeof *record, name);
    DWORD error = GetLastError();
    if (!full) return HRESULT_FROM_WIN32(error);
    if (error == ERROR_ALREADY_EXISTS) { /* never hand out somebody else's object */
        CloseHandle(full);
        return HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS);
    }
    SharedRecord *view = MapViewOfFile(full, FILE_MAP_WRITE, 0, 0, 0);
    if (!view) {
        error = GetLastError();
        CloseHandle(full);
        return HRESULT_FROM_WIN32(error);
    }
    *view = *record;
    UnmapViewOfFile(view);
    /* The creator's handle has every right; the caller gets those that were asked for. */
    if (!DuplicateHandle(GetCurrentProcess(), full, GetCurrentProcess(), out, section_access(access),
            sa && sa->bInheritHandle, DUPLICATE_CLOSE_SOURCE)) {
        *out = NULL;
        return HRESULT_FROM_WIN32(GetLastError());
    }
    return S_OK;
}

HRESULT section_read(HANDLE section, SharedRecord *record)
{
    DWORD flags;
    if (!section || section == INVALID_HANDLE_VALUE || !GetHandleInformation(section, &flags)) return E_HANDLE;
    const void *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
    if (!view) return GetLastError() == ERROR_ACCESS_DENIED ? E_ACCESSDENIED : E_INVALIDARG;
    MEMORY_BASIC_INFORMATION region;
    HRESULT hr = E_INVALIDARG;
    if (VirtualQuery(view, &region, sizeof region) && region.State == MEM_COMMIT && region.RegionSize >= sizeof *record) {
        memcpy(record, view, sizeof *record);
        if (record->magic == SHARED_MAGIC && record->version == SHARED_VERSION && record->size == sizeof *record &&
            record->kind >= SHARED_SOURCE && record->kind <= SHARED_FENCE)
            hr = S_OK;
    }
    UnmapViewOfFile(view);
    return hr;
}

HRESULT section_keep(HANDLE section, HANDLE *out)
{
    if (!DuplicateHandle(GetCurrentProcess(), section, GetCurrentProcess(), out, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
        *out = NULL;
        return HRESULT_FROM_WIN32(GetLastError());
    }
    InterlockedIncrement(&kept_handles);
    return S_OK;
}

HRESULT section_make_kept(const SharedRecord *record, HANDLE *out)
{
    HRESULT hr = section_new(record, NULL, GENERIC_ALL, NULL, out);
    if (SUCCEEDED(hr)) InterlockedIncrement(&kept_handles);
    return hr;
}

void section_close(HANDLE section)
{
    if (!section) return;
    CloseHandle(section);
    InterlockedDecrement(&kept_handles);
}
