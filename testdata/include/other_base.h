// The base that declare_interface.h takes from another header.
DECLARE_INTERFACE_IID_(IOther, IUnknown, "b1000000-0000-0000-0000-000000000005")
{
    STDMETHOD(OtherMethod)(THIS) PURE;
};
