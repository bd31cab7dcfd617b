/* Strings and restricted errors of combase.dll, loaded when first needed. */
#include "object.h"

#include <string.h>

static struct {
    HRESULT(WINAPI *create)(const WCHAR *, UINT32, HSTRING *);
    HRESULT(WINAPI *duplicate)(HSTRING, HSTRING *);
    HRESULT(WINAPI *delete)(HSTRING);
    const WCHAR *(WINAPI *text)(HSTRING, UINT32 *);
    BOOL(WINAPI *originate)(HRESULT, HSTRING);
} combase;

static BOOL CALLBACK load(INIT_ONCE *once, void *context, void **result)
{
    (void)once, (void)context, (void)result;
    HMODULE dll = LoadLibraryW(L"combase.dll");
    if (!dll) return FALSE;
#define IMPORT(field, name) \
    do { FARPROC p = GetProcAddress(dll, name); memcpy(&combase.field, &p, sizeof p); } while (0)
    IMPORT(create, "WindowsCreateString");
    IMPORT(duplicate, "WindowsDuplicateString");
    IMPORT(delete, "WindowsDeleteString");
    IMPORT(text, "WindowsGetStringRawBuffer");
    IMPORT(originate, "RoOriginateError");
    return combase.create && combase.duplicate && combase.delete && combase.text;
}

static BOOL ready(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    return InitOnceExecuteOnce(&once, load, NULL, NULL);
}

HRESULT string_new(const WCHAR *text, HSTRING *out)
{
    return ready() ? combase.create(text, (UINT32)wcslen(text), out) : HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND);
}

HRESULT string_copy(HSTRING source, HSTRING *out)
{
    return ready() ? combase.duplicate(source, out) : HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND);
}

const WCHAR *string_text(HSTRING string, UINT32 *length)
{
    *length = 0;
    return ready() ? combase.text(string, length) : L"";
}

void string_free(HSTRING string)
{
    if (string && ready()) combase.delete(string);
}

HRESULT fail(HRESULT hr, const WCHAR *text)
{
    HSTRING message = NULL;
    if (ready() && combase.originate && SUCCEEDED(string_new(text, &message))) combase.originate(hr, message);
    string_free(message);
    return hr;
}
