#include <windows.h>
#include "_cgo_export.h"

/* On 386 the names of functions with this calling convention would end in @8 and @0, so there both the
   symbol and the export are named by hand. */
#ifdef __i386__
#define EXPORT(name, ...) \
    HRESULT WINAPI name(__VA_ARGS__) __asm__("_" #name); \
    __asm__(".section .drectve\n\t.ascii \" -export:" #name "\"\n\t.text");
#else
#define EXPORT(name, ...) __declspec(dllexport) HRESULT WINAPI name(__VA_ARGS__);
#endif

EXPORT(DllGetActivationFactory, void *class, void **factory)
HRESULT WINAPI DllGetActivationFactory(void *class, void **factory) {
    return getActivationFactory((uintptr_t)class, factory);
}

/* Go code cannot be unloaded. */
EXPORT(DllCanUnloadNow, void)
HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
