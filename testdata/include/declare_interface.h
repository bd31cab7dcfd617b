// Interfaces written by hand with the DECLARE_INTERFACE macros, which repeat
// inherited methods or do not.

#pragma once
#include <unknwn.h>

#define STORE_METHOD(name) STDMETHOD_(HRESULT, name)
#define COMMON_METHODS(IPURE) \
    STORE_METHOD(First)(THIS_ int a) IPURE; \
    STORE_METHOD(Second)(THIS) IPURE;

#undef  INTERFACE
#define INTERFACE   IPlain

DECLARE_INTERFACE_IID_(IPlain, IUnknown, "b1000000-0000-0000-0000-000000000001")
{
    BEGIN_INTERFACE

    // *** IUnknown methods ***
    STDMETHOD(QueryInterface)(THIS_ __in REFIID riid, __deref_out void **ppv) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;

    // *** IPlain methods ***
    STDMETHOD(Get)(THIS_ _In_ REFIID riid, _COM_Outptr_ void **ppv) PURE;
    STDMETHOD_(void, Set)(THIS_ _In_opt_ LPCWSTR name, IN DWORD flags, OUT ULONG *result OPTIONAL) PURE;

    END_INTERFACE
};

#undef  INTERFACE
#define INTERFACE   IDerived

DECLARE_INTERFACE_(IDerived, IPlain)
{
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppv) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
    STDMETHOD(Get)(THIS_ REFIID riid, void **ppv) PURE;
    STDMETHOD_(void, Set)(THIS_ LPCWSTR name, DWORD flags, ULONG *result) PURE;
    COMMON_METHODS(PURE)
};

DEFINE_GUID(IID_IDerived, 0xb1000000, 0x0000, 0x0000, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02);

// Only what is new, one overload of an inherited name, and one override.
DECLARE_INTERFACE_IID_(INewOnly, IDerived, "b1000000-0000-0000-0000-000000000003")
{
    IFACEMETHOD(Third)(_In_reads_(count) const POINT *points, UINT count) PURE;
    STDMETHOD(Get)(THIS_ int index) PURE;
    STORE_METHOD(Second)(THIS) PURE;
    STDMETHODV(Format)(THIS_ PCWSTR format, ...) PURE;
};

// A base of another header, repeated in full.
DECLARE_INTERFACE_IID_(IElsewhere, IOther, "b1000000-0000-0000-0000-000000000004")
{
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppv) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
    STDMETHOD(OtherMethod)(THIS) PURE;
    STDMETHOD(OwnMethod)(THIS) PURE;
};

// No base, no IUnknown.
DECLARE_INTERFACE(ICallback)
{
    STDMETHOD_(BOOL, Call)(THIS_ HWND hwnd) PURE;
};

DECLARE_INTERFACE_(IDispatched, IDispatch)
{
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppv) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
    STDMETHOD(GetTypeInfoCount)(THIS_ UINT *pctinfo) PURE;
    STDMETHOD(GetTypeInfo)(THIS_ UINT iTInfo, LCID lcid, ITypeInfo **ppTInfo) PURE;
    STDMETHOD(GetIDsOfNames)(THIS_ REFIID riid, LPOLESTR *rgszNames, UINT cNames, LCID lcid, DISPID *rgDispId) PURE;
    STDMETHOD(Invoke)(THIS_ DISPID dispIdMember, REFIID riid, LCID lcid, WORD wFlags, DISPPARAMS *pDispParams, VARIANT *pVarResult, EXCEPINFO *pExcepInfo, UINT *puArgErr) PURE;
    STDMETHOD(Own)(THIS) PURE;
};
