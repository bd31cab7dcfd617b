/* Uses the class of examples/component as a program in C does: through several interfaces, from two
   threads, weakly, until nothing is left of it. Prints what is wrong and ends with 1, or ends with 0. */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <inspectable.h>
#include <activation.h>
#include <roapi.h>
#include <stdio.h>
#include <winstring.h>

DEFINE_GUID(iid_IClosable, 0x30d5a829, 0x7fa4, 0x4026, 0x83, 0xbb, 0xd7, 0x5b, 0xae, 0x4e, 0xa9, 0x9e);
DEFINE_GUID(iid_IStringable, 0x96369f54, 0x8eb6, 0x48f0, 0xab, 0xce, 0xc1, 0xb2, 0x11, 0xe6, 0x27, 0xc3);
DEFINE_GUID(iid_IWeakReferenceSource, 0x00000038, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(iid_Other, 0x12345678, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

#define FAIL(...) (printf("host.c:%d: ", __LINE__), printf(__VA_ARGS__), puts(""), exit(1))
#define CHECK(x) ((x) ? (void)0 : FAIL("%s", #x))
#define OK(call) do { HRESULT hr_ = (call); if (hr_) FAIL("%s: %#lx", #call, (unsigned long)hr_); } while (0)
#define METHOD(object, slot, ...) ((HRESULT(WINAPI *)(void *, __VA_ARGS__))(*(void ***)(object))[slot])

static void *query(void *object, REFIID iid) {
    void *out = 0;
    OK(IUnknown_QueryInterface((IUnknown *)object, iid, &out));
    CHECK(out);
    return out;
}

static int is_text(HSTRING s, const wchar_t *want) {
    int same = !wcscmp(WindowsGetStringRawBuffer(s, 0), want);
    WindowsDeleteString(s);
    return same;
}

static DWORD WINAPI another_thread(void *stringable) {
    OK(RoInitialize(RO_INIT_MULTITHREADED));
    for (int i = 0; i < 1000; i++) {
        HSTRING text = 0;
        OK(METHOD(stringable, 6, HSTRING *)(stringable, &text));
        CHECK(is_text(text, L"a turntable at 33 rpm"));
        IUnknown *closable = query(stringable, &iid_IClosable);
        IUnknown_Release(closable);
    }
    return 0;
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    OK(RoInitialize(RO_INIT_MULTITHREADED));
    HMODULE dll = LoadLibraryA(argv[1]);
    if (!dll) FAIL("%s: error %lu", argv[1], GetLastError());
    HRESULT(WINAPI *get)(HSTRING, IActivationFactory **) = (void *)GetProcAddress(dll, "DllGetActivationFactory");
    CHECK(get);

    HSTRING name;
    IActivationFactory *factory = 0;
    OK(WindowsCreateString(L"Contoso.Gramophone", 18, &name));
    CHECK(get(name, &factory) == CLASS_E_CLASSNOTAVAILABLE && !factory);
    WindowsDeleteString(name);
    /* Whoever asked may free the DLL now. Go cannot be stopped, so it has to stay. */
    for (int i = 0; i < 3; i++) FreeLibrary(dll);
    CHECK(GetModuleHandleA(argv[1]) == dll);
    OK(WindowsCreateString(L"Contoso.Turntable", 17, &name));
    OK(get(name, &factory));
    IInspectable *object = 0, *second = 0;
    OK(IActivationFactory_ActivateInstance(factory, &object));
    OK(IActivationFactory_ActivateInstance(factory, &second));

    /* Identity: one IUnknown whatever it is asked of; another for another object. */
    void *stringable = query(object, &iid_IStringable), *closable = query(object, &iid_IClosable);
    void *a = query(stringable, &IID_IUnknown), *b = query(closable, &IID_IUnknown), *c = query(second, &IID_IUnknown);
    CHECK(a == b && a != c);
    void *back = query(closable, &iid_IStringable);
    CHECK(back == stringable);
    void *none = object;
    CHECK(IUnknown_QueryInterface((IUnknown *)object, &iid_Other, &none) == E_NOINTERFACE && !none);
    void *agile = query(object, &IID_IAgileObject), *marshal = query(object, &IID_IMarshal);

    ULONG count = 0;
    IID *iids = 0;
    OK(IInspectable_GetIids(object, &count, &iids));
    int found = 0;
    for (ULONG i = 0; i < count; i++) found += IsEqualIID(&iids[i], &iid_IStringable) + 2 * IsEqualIID(&iids[i], &iid_IClosable);
    CHECK(found == 3);
    CoTaskMemFree(iids);
    HSTRING text = 0;
    OK(IInspectable_GetRuntimeClassName(object, &text));
    CHECK(is_text(text, L"Contoso.Turntable"));

    HANDLE threads[4];
    for (int i = 0; i < 4; i++) CHECK((threads[i] = CreateThread(0, 0, another_thread, stringable, 0, 0)));
    CHECK(WaitForMultipleObjects(4, threads, TRUE, 60000) == WAIT_OBJECT_0);

    void *source = query(object, &iid_IWeakReferenceSource), *weak = 0, *strong = 0;
    OK(METHOD(source, 3, void **)(source, &weak));
    OK(METHOD(weak, 3, REFIID, void **)(weak, &iid_IStringable, &strong));
    CHECK(strong == stringable);

    OK(METHOD(closable, 6, void *)(closable, 0));
    CHECK(METHOD(stringable, 6, HSTRING *)(stringable, &text) == (HRESULT)0x80000013); /* RO_E_CLOSED */
    void *other = query(second, &iid_IStringable);
    OK(METHOD(other, 6, HSTRING *)(other, &text));
    CHECK(is_text(text, L"a turntable at 33 rpm"));

    void *held[] = {strong, source, marshal, agile, back, a, b, stringable, closable};
    for (unsigned i = 0; i < sizeof held / sizeof *held; i++) IUnknown_Release((IUnknown *)held[i]);
    ULONG left = IInspectable_Release(object);
    if (left) FAIL("%lu references are left", left);
    OK(METHOD(weak, 3, REFIID, void **)(weak, &iid_IStringable, &strong));
    CHECK(!strong);
    puts("a class written in Go, used from C: all right");
    return 0;
}
