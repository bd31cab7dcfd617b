/* A native thread that calls a handler after a while, of which Go knows nothing. */
#include <windows.h>
#include <unknwn.h>

typedef struct Later {
    IUnknown *handler;
    DWORD ms;
} Later;

static DWORD WINAPI call(void *argument) {
    Later later = *(Later *)argument;
    HeapFree(GetProcessHeap(), 0, argument);
    Sleep(later.ms);
    typedef HRESULT(WINAPI * Invoke)(void *);
    (*(Invoke **)later.handler)[3](later.handler);
    later.handler->lpVtbl->Release(later.handler);
    return 0;
}

/* Calls the method of a delegate without arguments after ms, and releases it; the reference is taken over. */
__declspec(dllexport) void WINAPI CallLater(IUnknown *handler, DWORD ms) {
    Later *later = HeapAlloc(GetProcessHeap(), 0, sizeof *later);
    *later = (Later){handler, ms};
    CloseHandle(CreateThread(NULL, 0, call, later, 0, NULL));
}
