// The ways to give an IID that do without MIDL_INTERFACE.

struct __declspec(uuid("c1000000-0000-0000-0000-000000000001")) __declspec(novtable) IOne : public IUnknown
{
    virtual HRESULT STDMETHODCALLTYPE A() = 0;
};

struct DECLSPEC_UUID("c1000000-0000-0000-0000-000000000002") DECLSPEC_NOVTABLE ITwo : public ::IUnknown
{
public:
    STDMETHOD(A)() PURE;
};

[uuid("c1000000-0000-0000-0000-000000000003")]
struct IThree : public IUnknown
{
    IFACEMETHOD(A)() = 0;
};

[uuid(c1000000-0000-0000-0000-000000000004), object]
__interface IFour : public IUnknown
{
    HRESULT __stdcall A([in] int a, [out, retval] IUnknown **result) = 0;
};

interface DECLSPEC_UUID("c1000000-0000-0000-0000-000000000005") DECLSPEC_NOVTABLE IFive : public IUnknown
{
    virtual HRESULT STDMETHODCALLTYPE A() PURE;
};

class __declspec(uuid("{c1000000-0000-0000-0000-000000000006}")) __declspec(novtable) ISix : public IUnknown
{
public:
    virtual HRESULT __stdcall A() const = 0;
};

// A macro of another header, as Direct2D and DirectWrite have.
interface ELSEWHERE_INTERFACE("c1000000-0000-0000-0000-000000000007") ISeven : public IUnknown
{
    STDMETHOD(A)() PURE;
};
ELSEWHERE_MIDL_INTERFACE("c1000000-0000-0000-0000-000000000008")
IEight : public IUnknown
{
    STDMETHOD(A)() PURE;
};

// IIDs that stand apart.
struct INine : public IUnknown
{
    STDMETHOD(A)() PURE;
};
DEFINE_GUID(IID_INine, 0xc1000000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9);

interface DECLSPEC_UUID("c1000000-0000-0000-0000-00000000000a") ITen;
interface ITen : public IUnknown
{
    STDMETHOD(A)() PURE;
};

struct IEleven : public IUnknown
{
    STDMETHOD(A)() PURE;
};
__CRT_UUID_DECL(IEleven, 0xc1000000, 0x0000, 0x0000, 0x00,0x00, 0x00,0x00,0x00,0x00,0x00,0x0b)

CROSS_PLATFORM_UUIDOF(ITwelve, "c1000000-0000-0000-0000-00000000000c")
struct ITwelve : public IUnknown
{
    virtual HRESULT STDMETHODCALLTYPE A() = 0;
};

struct IThirteen : public IUnknown
{
    STDMETHOD(A)() PURE;
};
static const IID IID_IThirteen = { 0xc1000000, 0x0000, 0x0000, { 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0d } };

// None anywhere.
struct IFourteen : public IUnknown
{
    STDMETHOD(A)() PURE;
};

DEFINE_OLEGUID(IID_IFifteen, 0x0000010f, 0, 0);
DECLARE_INTERFACE_(IFifteen, IUnknown) { };
