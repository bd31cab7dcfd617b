// Namespaces in both spellings, qualified names, references, structs by value,
// words with nested parentheses and strings.

namespace ABI { namespace Windows { namespace Graphics {
    struct SizeInt32;
    typedef struct SizeInt32 SizeInt32;
    MIDL_INTERFACE("d1000000-0000-0000-0000-000000000001")
    ISurface : public ::IInspectable
    {
    public:
        virtual HRESULT STDMETHODCALLTYPE Resize(SIZE size, ABI::Windows::Graphics::SizeInt32 other) = 0;
        virtual HRESULT STDMETHODCALLTYPE View(
            _COM_Outptr_result_maybenull_ ABI::Windows::Foundation::Collections::IVectorView<ABI::Windows::Graphics::ISurface*> **result,
            ::IUnknown * const *list) = 0;
    };
}}}

namespace Sample::Inner
{
    inline namespace v1
    {
        struct DECLSPEC_UUID("d1000000-0000-0000-0000-000000000002") IHolder : public ABI::Windows::Graphics::ISurface
        {
            _Success_(return == S_OK && "a \"quoted\" ) parenthesis")
            STDMETHOD(Take)(
                _In_reads_((count) * sizeof(int)) const int *values,
                _In_ const RECT &bounds,
                UINT count,
                _Out_writes_to_opt_(capacity, *used) BYTE buffer[16],
                DWORD capacity, _Inout_ DWORD *used,
                HRESULT (STDMETHODCALLTYPE *callback)(_In_ void *context, DWORD code),
                _In_opt_ void *context) PURE;

            _Check_return_ virtual HRESULT STDMETHODCALLTYPE Find(
                _In_ REFGUID guid, _In_ REFIID riid, _COM_Outptr_ void **object) const = 0;

            // Helpers in C++ have no slot.
            template<class Q> HRESULT Find(REFGUID guid, Q **object) { return Find(guid, __uuidof(Q), reinterpret_cast<void **>(object)); }
            HRESULT Take(UINT count) { if (count > 0) { return Take(NULL, *(RECT *)NULL, count, NULL, 0, NULL, NULL, NULL); } return S_OK; }
            static HRESULT Make(IHolder **result);
            using Base = ABI::Windows::Graphics::ISurface;
            IHolder &operator=(const IHolder &) = delete;
        };
    }
}

namespace Short = Sample::Inner;
using namespace Short;
