/* A header in the form that MIDL emits, with what its attribute comments can
 * say. */

#ifndef __RPCNDR_H_VERSION__
#error this stub requires an updated version of <rpcndr.h>
#endif

#ifndef __midl_output_h__
#define __midl_output_h__

#ifndef __IStore_FWD_DEFINED__
#define __IStore_FWD_DEFINED__
typedef interface IStore IStore;
#endif 	/* __IStore_FWD_DEFINED__ */

#ifndef __Store_FWD_DEFINED__
#define __Store_FWD_DEFINED__
#ifdef __cplusplus
typedef class Store Store;
#else
typedef struct Store Store;
#endif /* __cplusplus */
#endif 	/* __Store_FWD_DEFINED__ */

#include "oaidl.h"

#ifdef __cplusplus
extern "C"{
#endif

/* interface __MIDL_itf_midl_output_0000_0000 */
/* [local] */

typedef /* [v1_enum] */ 
enum StoreMode
    {
        StoreMode_Read	= 0,
        StoreMode_Write	= ( StoreMode_Read + 1 ) ,
        StoreMode_All	= ( StoreMode_Read | StoreMode_Write ) ,
        StoreMode_Mask	= 0xffffffff
    } 	StoreMode;

typedef struct tagStoreStat
    {
    LPOLESTR pwcsName;
    DWORD type;
    /* [switch_is] */ union 
        {
        /* [case()] */ LARGE_INTEGER whole;
        /* [case()][size_is] */ BYTE *bytes;
        } 	content;
    } 	StoreStat;

typedef /* [unique] */ IStore *LPSTORE;

extern RPC_IF_HANDLE __MIDL_itf_midl_output_0000_0000_v0_0_c_ifspec;

#ifndef __IStore_INTERFACE_DEFINED__
#define __IStore_INTERFACE_DEFINED__

/* interface IStore */
/* [unique][helpstring][uuid][object] */ 

EXTERN_C const IID IID_IStore;

#if defined(__cplusplus) && !defined(CINTERFACE)
    
    MIDL_INTERFACE("0a5b1c2d-3e4f-5061-7283-94a5b6c7d8e9")
    IStore : public IUnknown
    {
    public:
        virtual /* [local] */ HRESULT STDMETHODCALLTYPE Read( 
            /* [annotation] */ 
            _Out_writes_bytes_to_(cb, *pcbRead)  void *pv,
            /* [annotation][in] */ 
            _In_  ULONG cb,
            /* [annotation] */ 
            _Out_opt_  ULONG *pcbRead) = 0;
        
        virtual /* [helpstring][propget][id] */ HRESULT STDMETHODCALLTYPE get_Name( 
            /* [retval][out] */ __RPC__deref_out_opt BSTR *pName) = 0;
        
        virtual /* [helpstring][propput][id] */ HRESULT STDMETHODCALLTYPE put_Name( 
            /* [in] */ __RPC__in BSTR name) = 0;
        
        virtual HRESULT STDMETHODCALLTYPE Open( 
            /* [string][unique][in] */ __RPC__in_opt_string LPCOLESTR name,
            /* [in] */ __RPC__in REFIID riid,
            /* [iid_is][out] */ __RPC__deref_out_opt IUnknown **ppunk) = 0;
        
        virtual HRESULT STDMETHODCALLTYPE Next( 
            /* [in] */ ULONG celt,
            /* [length_is][size_is][out] */ __RPC__out_ecount_part(celt, *pceltFetched) StoreStat *rgelt,
            /* [out][in] */ __RPC__inout ULONG *pceltFetched) = 0;
        
        virtual void STDMETHODCALLTYPE Reset( void) = 0;
        
        virtual HRESULT STDMETHODCALLTYPE Commit( 
            /* [defaultvalue][in] */ DWORD flags = 0,
            /* [size_is(count), in] */ const BYTE *data = NULL) = 0;
        
    };
    
    
#else 	/* C style interface */

    typedef struct IStoreVtbl
    {
        BEGIN_INTERFACE
        
        HRESULT ( STDMETHODCALLTYPE *Wrong )( 
            IStore * This);
        
        END_INTERFACE
    } IStoreVtbl;

    interface IStore
    {
        CONST_VTBL struct IStoreVtbl *lpVtbl;
    };

#ifdef COBJMACROS

#define IStore_Wrong(This)	\
    ( (This)->lpVtbl -> Wrong(This) ) 

#endif /* COBJMACROS */

#endif 	/* C style interface */

/* [call_as] */ HRESULT STDMETHODCALLTYPE IStore_RemoteRead_Proxy( 
    IStore * This,
    /* [size_is][out] */ __RPC__out_ecount_part(cb, *pcbRead) byte *pv,
    /* [in] */ ULONG cb);

void __RPC_STUB IStore_RemoteRead_Stub(
    IRpcStubBuffer *This,
    DWORD *_pdwStubPhase);

#endif 	/* __IStore_INTERFACE_DEFINED__ */

EXTERN_C const CLSID CLSID_Store;

#ifdef __cplusplus

class DECLSPEC_UUID("0a5b1c2d-3e4f-5061-7283-94a5b6c7d8ea")
Store;
#endif

#ifdef __cplusplus
}
#endif

#endif
