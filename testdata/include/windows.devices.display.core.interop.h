/* The interop interfaces of Windows.Devices.Display.Core, in the form that
 * MIDL emits: a C++ part, a C part, and the macros for C. */

#ifdef _MSC_VER
#pragma warning( disable: 4049 )  /* more than 64k source lines */
#endif

/* verify that the <rpcndr.h> version is high enough to compile this file*/
#ifndef __REQUIRED_RPCNDR_H_VERSION__
#define __REQUIRED_RPCNDR_H_VERSION__ 475
#endif

#include "rpc.h"
#include "rpcndr.h"

#ifndef __RPCNDR_H_VERSION__
#error this stub requires an updated version of <rpcndr.h>
#endif /* __RPCNDR_H_VERSION__ */

#ifndef COM_NO_WINDOWS_H
#include "windows.h"
#include "ole2.h"
#endif /*COM_NO_WINDOWS_H*/

#ifndef __windows2Edevices2Edisplay2Ecore2Einterop_h__
#define __windows2Edevices2Edisplay2Ecore2Einterop_h__

#if defined(_MSC_VER) && (_MSC_VER >= 1020)
#pragma once
#endif

/* The words of <rpcsal.h>, for compilers that come without it. */
#ifndef __RPC__in
#define __RPC__in
#endif
#ifndef __RPC__in_opt
#define __RPC__in_opt
#endif
#ifndef __RPC__out
#define __RPC__out
#endif
#ifndef __RPC__deref_out_opt
#define __RPC__deref_out_opt
#endif

/* Forward Declarations */ 

#ifndef __IDisplayDeviceInterop_FWD_DEFINED__
#define __IDisplayDeviceInterop_FWD_DEFINED__
typedef interface IDisplayDeviceInterop IDisplayDeviceInterop;

#endif 	/* __IDisplayDeviceInterop_FWD_DEFINED__ */


#ifndef __IDisplayPathInterop_FWD_DEFINED__
#define __IDisplayPathInterop_FWD_DEFINED__
typedef interface IDisplayPathInterop IDisplayPathInterop;

#endif 	/* __IDisplayPathInterop_FWD_DEFINED__ */


/* header files for imported files */
#include "oaidl.h"
#include "ocidl.h"
#include "inspectable.h"

#ifdef __cplusplus
extern "C"{
#endif 


/* interface __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0000 */
/* [local] */ 

#include <winapifamily.h>
#pragma region Desktop Family
#if WINAPI_FAMILY_PARTITION(WINAPI_PARTITION_DESKTOP)


extern RPC_IF_HANDLE __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0000_v0_0_c_ifspec;
extern RPC_IF_HANDLE __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0000_v0_0_s_ifspec;

#ifndef __IDisplayDeviceInterop_INTERFACE_DEFINED__
#define __IDisplayDeviceInterop_INTERFACE_DEFINED__

/* interface IDisplayDeviceInterop */
/* [unique][local][uuid][object] */ 


EXTERN_C const IID IID_IDisplayDeviceInterop;

#if defined(__cplusplus) && !defined(CINTERFACE)
    
    MIDL_INTERFACE("64338358-366A-471B-BD56-DD8EF48E439B")
    IDisplayDeviceInterop : public IUnknown
    {
    public:
        virtual HRESULT STDMETHODCALLTYPE CreateSharedHandle( 
            /* [in] */ __RPC__in IInspectable *pObject,
            /* [in] */ __RPC__in const SECURITY_ATTRIBUTES *pSecurityAttributes,
            /* [in] */ DWORD Access,
            /* [in] */ __RPC__in HSTRING Name,
            /* [out][retval] */ __RPC__out HANDLE *pHandle) = 0;
        
        virtual HRESULT STDMETHODCALLTYPE OpenSharedHandle( 
            /* [in] */ HANDLE NTHandle,
            /* [in] */ IID riid,
            /* [iid_is][out] */ __RPC__deref_out_opt void **ppvObj) = 0;
        
    };
    
    
#else 	/* C style interface */

    typedef struct IDisplayDeviceInteropVtbl
    {
        BEGIN_INTERFACE
        
        HRESULT ( STDMETHODCALLTYPE *QueryInterface )( 
            IDisplayDeviceInterop * This,
            /* [in] */ __RPC__in REFIID riid,
            /* [annotation][iid_is][out] */ 
            void ** ppvObject);
        
        ULONG ( STDMETHODCALLTYPE *AddRef )( 
            IDisplayDeviceInterop * This);
        
        ULONG ( STDMETHODCALLTYPE *Release )( 
            IDisplayDeviceInterop * This);
        
        HRESULT ( STDMETHODCALLTYPE *CreateSharedHandle )( 
            IDisplayDeviceInterop * This,
            /* [in] */ __RPC__in IInspectable *pObject,
            /* [in] */ __RPC__in const SECURITY_ATTRIBUTES *pSecurityAttributes,
            /* [in] */ DWORD Access,
            /* [in] */ __RPC__in HSTRING Name,
            /* [out][retval] */ __RPC__out HANDLE *pHandle);
        
        HRESULT ( STDMETHODCALLTYPE *OpenSharedHandle )( 
            IDisplayDeviceInterop * This,
            /* [in] */ HANDLE NTHandle,
            /* [in] */ IID riid,
            /* [iid_is][out] */ __RPC__deref_out_opt void **ppvObj);
        
        END_INTERFACE
    } IDisplayDeviceInteropVtbl;

    interface IDisplayDeviceInterop
    {
        CONST_VTBL struct IDisplayDeviceInteropVtbl *lpVtbl;
    };

    

#ifdef COBJMACROS


#define IDisplayDeviceInterop_QueryInterface(This,riid,ppvObject)	\
    ( (This)->lpVtbl -> QueryInterface(This,riid,ppvObject) ) 

#define IDisplayDeviceInterop_AddRef(This)	\
    ( (This)->lpVtbl -> AddRef(This) ) 

#define IDisplayDeviceInterop_Release(This)	\
    ( (This)->lpVtbl -> Release(This) ) 


#define IDisplayDeviceInterop_CreateSharedHandle(This,pObject,pSecurityAttributes,Access,Name,pHandle)	\
    ( (This)->lpVtbl -> CreateSharedHandle(This,pObject,pSecurityAttributes,Access,Name,pHandle) ) 

#define IDisplayDeviceInterop_OpenSharedHandle(This,NTHandle,riid,ppvObj)	\
    ( (This)->lpVtbl -> OpenSharedHandle(This,NTHandle,riid,ppvObj) ) 

#endif /* COBJMACROS */


#endif 	/* C style interface */




#endif 	/* __IDisplayDeviceInterop_INTERFACE_DEFINED__ */


#ifndef __IDisplayPathInterop_INTERFACE_DEFINED__
#define __IDisplayPathInterop_INTERFACE_DEFINED__

/* interface IDisplayPathInterop */
/* [unique][local][uuid][object] */ 


EXTERN_C const IID IID_IDisplayPathInterop;

#if defined(__cplusplus) && !defined(CINTERFACE)
    
    MIDL_INTERFACE("A6BA4205-E59E-4E71-B25B-4E436D21EE3D")
    IDisplayPathInterop : public IUnknown
    {
    public:
        virtual HRESULT STDMETHODCALLTYPE CreateSourcePresentationHandle( 
            /* [out][retval] */ __RPC__out HANDLE *pValue) = 0;
        
        virtual HRESULT STDMETHODCALLTYPE GetSourceId( 
            /* [out][retval] */ __RPC__out UINT *pSourceId) = 0;
        
    };
    
    
#else 	/* C style interface */

    typedef struct IDisplayPathInteropVtbl
    {
        BEGIN_INTERFACE
        
        HRESULT ( STDMETHODCALLTYPE *QueryInterface )( 
            IDisplayPathInterop * This,
            /* [in] */ __RPC__in REFIID riid,
            /* [annotation][iid_is][out] */ 
            void ** ppvObject);
        
        ULONG ( STDMETHODCALLTYPE *AddRef )( 
            IDisplayPathInterop * This);
        
        ULONG ( STDMETHODCALLTYPE *Release )( 
            IDisplayPathInterop * This);
        
        HRESULT ( STDMETHODCALLTYPE *CreateSourcePresentationHandle )( 
            IDisplayPathInterop * This,
            /* [out][retval] */ __RPC__out HANDLE *pValue);
        
        HRESULT ( STDMETHODCALLTYPE *GetSourceId )( 
            IDisplayPathInterop * This,
            /* [out][retval] */ __RPC__out UINT *pSourceId);
        
        END_INTERFACE
    } IDisplayPathInteropVtbl;

    interface IDisplayPathInterop
    {
        CONST_VTBL struct IDisplayPathInteropVtbl *lpVtbl;
    };

    

#ifdef COBJMACROS


#define IDisplayPathInterop_QueryInterface(This,riid,ppvObject)	\
    ( (This)->lpVtbl -> QueryInterface(This,riid,ppvObject) ) 

#define IDisplayPathInterop_AddRef(This)	\
    ( (This)->lpVtbl -> AddRef(This) ) 

#define IDisplayPathInterop_Release(This)	\
    ( (This)->lpVtbl -> Release(This) ) 


#define IDisplayPathInterop_CreateSourcePresentationHandle(This,pValue)	\
    ( (This)->lpVtbl -> CreateSourcePresentationHandle(This,pValue) ) 

#define IDisplayPathInterop_GetSourceId(This,pSourceId)	\
    ( (This)->lpVtbl -> GetSourceId(This,pSourceId) ) 

#endif /* COBJMACROS */


#endif 	/* C style interface */




#endif 	/* __IDisplayPathInterop_INTERFACE_DEFINED__ */


/* interface __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0002 */
/* [local] */ 

#endif /* WINAPI_FAMILY_PARTITION(WINAPI_PARTITION_DESKTOP) */
#pragma endregion


extern RPC_IF_HANDLE __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0002_v0_0_c_ifspec;
extern RPC_IF_HANDLE __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0002_v0_0_s_ifspec;

/* Additional Prototypes for ALL interfaces */

/* end of Additional Prototypes */

#ifdef __cplusplus
}
#endif

#endif


