/* A header in the form that widl emits: no direction comments, GUIDs in three
 * places, Windows Runtime names in their C form. */

#ifndef __widl_output_h__
#define __widl_output_h__

#ifndef ____x_ABI_CSample_CIWidget_FWD_DEFINED__
#define ____x_ABI_CSample_CIWidget_FWD_DEFINED__
typedef interface __x_ABI_CSample_CIWidget __x_ABI_CSample_CIWidget;
#ifdef __cplusplus
#define __x_ABI_CSample_CIWidget ABI::Sample::IWidget
namespace ABI {
    namespace Sample {
        interface IWidget;
    }
}
#endif /* __cplusplus */
#endif

#include <inspectable.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
} /* extern "C" */
namespace ABI {
    namespace Sample {
        enum WidgetKind {
            WidgetKind_Small = 0,
            WidgetKind_Large = 1
        };
    }
}
extern "C" {
#else
typedef enum __x_ABI_CSample_CWidgetKind __x_ABI_CSample_CWidgetKind;
#endif

#ifndef ____x_ABI_CSample_CIWidget_INTERFACE_DEFINED__
#define ____x_ABI_CSample_CIWidget_INTERFACE_DEFINED__

DEFINE_GUID(IID___x_ABI_CSample_CIWidget, 0x11223344, 0x5566, 0x7788, 0x99,0xaa, 0xbb,0xcc,0xdd,0xee,0xff,0x00);
#if defined(__cplusplus) && !defined(CINTERFACE)
} /* extern "C" */
namespace ABI {
    namespace Sample {
        MIDL_INTERFACE("11223344-5566-7788-99aa-bbccddeeff00")
        IWidget : public IInspectable
        {
            virtual HRESULT STDMETHODCALLTYPE get_Kind(
                ABI::Sample::WidgetKind *value) = 0;

            virtual HRESULT STDMETHODCALLTYPE Attach(
                __x_ABI_CSample_CIWidget *parent,
                UINT32 __itemsSize,
                ABI::Sample::IWidget **items) = 0;

            virtual HRESULT STDMETHODCALLTYPE Detach(
                ) = 0;

        };
    }
}
extern "C" {
#ifdef __CRT_UUID_DECL
__CRT_UUID_DECL(__x_ABI_CSample_CIWidget, 0x11223344, 0x5566, 0x7788, 0x99,0xaa, 0xbb,0xcc,0xdd,0xee,0xff,0x00)
#endif
#else
typedef struct __x_ABI_CSample_CIWidgetVtbl {
    BEGIN_INTERFACE
    END_INTERFACE
} __x_ABI_CSample_CIWidgetVtbl;
#endif
#endif

#if defined(__cplusplus) && !defined(CINTERFACE)
} /* extern "C" */
namespace ABI {
    namespace Windows {
        namespace Foundation {
            namespace Collections {
                template<>
                MIDL_INTERFACE("fca5679c-bfd4-5187-8b2d-de225049b346")
                IVectorView<ABI::Sample::IWidget* > : IVectorView_impl<ABI::Sample::IWidget* >
                {
                };
            }
        }
    }
}
extern "C" {
#endif

#ifdef __cplusplus
}
#endif

#endif
