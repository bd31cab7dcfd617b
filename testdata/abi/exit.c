/* What holds objects until the process ends: static smart pointers, whose destructors run in DllMain when
   every other thread is gone already. */
#include <windows.h>
#include <unknwn.h>
#include <stdio.h>

extern LONG WINAPI StackAfter(void ***object, LONG slot, LONG words, const UINT_PTR *arguments, HRESULT *hr);

static IUnknown *kept;
static LONG kept_slot, kept_words;

/* Takes a reference over until the process ends, and calls the method in slot, with that many words, then. */
__declspec(dllexport) void WINAPI KeepToTheEnd(IUnknown *object, LONG slot, LONG words) {
    kept = object;
    kept_slot = slot;
    kept_words = words;
}

static DWORD WINAPI leave(void *code) { ExitProcess((UINT)(UINT_PTR)code); }

/* Ends the process from a thread that Go does not know. */
__declspec(dllexport) void WINAPI ExitFromThread(UINT code) {
    WaitForSingleObject(CreateThread(NULL, 0, leave, (void *)(UINT_PTR)code, 0, NULL), INFINITE);
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void *reserved) {
    (void)self;
    if (reason != DLL_PROCESS_DETACH || !reserved || !kept) return TRUE;
    static UINT_PTR cells[16], arguments[12];
    static char text[200];
    static HRESULT hr;
    IUnknown *out = NULL;
    HRESULT asked = kept->lpVtbl->QueryInterface(kept, (const IID *)cells, (void **)&out);
    for (int i = 0; i < 12; i++) arguments[i] = (UINT_PTR)cells;
    LONG left = StackAfter((void ***)kept, kept_slot, kept_words, arguments, &hr);
    ULONG two = kept->lpVtbl->AddRef(kept), one = kept->lpVtbl->Release(kept), none = kept->lpVtbl->Release(kept);
    DWORD written, n = snprintf(text, sizeof text, "at the end: query %08lx, method %08lx with %ld left, references %lu %lu %lu\n",
        (unsigned long)asked, (unsigned long)hr, left, two, one, none);
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, n, &written, NULL);
    return TRUE;
}
