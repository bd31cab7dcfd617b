/* A caller whose result variables are not initialised: they hold what was on its stack before. */
#include <windows.h>
#include <unknwn.h>

/* Asks object n times for an interface, with before in the variable, and counts failures. */
__declspec(dllexport) LONG WINAPI AskWith(IUnknown *object, const IID *iid, void *before, LONG n) {
    LONG failed = 0;
    for (LONG i = 0; i < n; i++) {
        void *volatile p = before;
        if (FAILED(object->lpVtbl->QueryInterface(object, iid, (void **)&p))) failed++;
        else object->lpVtbl->Release(object);
    }
    return failed;
}
