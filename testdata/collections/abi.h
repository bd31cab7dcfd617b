/* The C ABI of the collection and asynchronous interfaces, written by hand from the
   metadata's slot order, for elements Int32 (I), String (S) and IKeyValuePair<String, Int32> (P). */
#ifndef COLLECTIONS_ABI_H
#define COLLECTIONS_ABI_H

#include <windows.h>
#include <winstring.h>
#undef INTERFACE
#include "iids.h"

#define E_BOUNDS_ ((HRESULT)0x8000000B)
#define E_CHANGED_STATE_ ((HRESULT)0x8000000C)
#define E_ILLEGAL_METHOD_CALL_ ((HRESULT)0x8000000E)
#define E_ILLEGAL_DELEGATE_ASSIGNMENT_ ((HRESULT)0x80000018)

#define UNKNOWN(T)                                                \
    HRESULT(WINAPI *QueryInterface)(T *, REFIID, void **);        \
    ULONG(WINAPI *AddRef)(T *);                                   \
    ULONG(WINAPI *Release)(T *);
#define INSPECTABLE(T)                                            \
    UNKNOWN(T)                                                    \
    HRESULT(WINAPI *GetIids)(T *, ULONG *, IID **);               \
    HRESULT(WINAPI *GetRuntimeClassName)(T *, HSTRING *);         \
    HRESULT(WINAPI *GetTrustLevel)(T *, int *);

#define INTERFACE(T) \
    typedef struct T T; \
    struct T##Vtbl; \
    struct T { const struct T##Vtbl *v; }; \
    struct T##Vtbl

INTERFACE(Any) { INSPECTABLE(Any) };

INTERFACE(Pair) {
    INSPECTABLE(Pair)
    HRESULT(WINAPI *Key)(Pair *, HSTRING *);
    HRESULT(WINAPI *Value)(Pair *, INT32 *);
};

#define SEQUENCES(N, E)                                                     \
    INTERFACE(Iterator##N) {                                                \
        INSPECTABLE(Iterator##N)                                            \
        HRESULT(WINAPI *Current)(Iterator##N *, E *);                       \
        HRESULT(WINAPI *HasCurrent)(Iterator##N *, boolean *);              \
        HRESULT(WINAPI *MoveNext)(Iterator##N *, boolean *);                \
        HRESULT(WINAPI *GetMany)(Iterator##N *, UINT32, E *, UINT32 *);     \
    };                                                                      \
    INTERFACE(Iterable##N) {                                                \
        INSPECTABLE(Iterable##N)                                            \
        HRESULT(WINAPI *First)(Iterable##N *, Iterator##N **);              \
    };

#define VECTORS(N, E)                                                               \
    SEQUENCES(N, E)                                                                 \
    INTERFACE(VectorView##N) {                                                      \
        INSPECTABLE(VectorView##N)                                                  \
        HRESULT(WINAPI *GetAt)(VectorView##N *, UINT32, E *);                       \
        HRESULT(WINAPI *Size)(VectorView##N *, UINT32 *);                           \
        HRESULT(WINAPI *IndexOf)(VectorView##N *, E, UINT32 *, boolean *);          \
        HRESULT(WINAPI *GetMany)(VectorView##N *, UINT32, UINT32, E *, UINT32 *);   \
    };                                                                              \
    INTERFACE(Vector##N) {                                                          \
        INSPECTABLE(Vector##N)                                                      \
        HRESULT(WINAPI *GetAt)(Vector##N *, UINT32, E *);                           \
        HRESULT(WINAPI *Size)(Vector##N *, UINT32 *);                               \
        HRESULT(WINAPI *GetView)(Vector##N *, VectorView##N **);                    \
        HRESULT(WINAPI *IndexOf)(Vector##N *, E, UINT32 *, boolean *);              \
        HRESULT(WINAPI *SetAt)(Vector##N *, UINT32, E);                             \
        HRESULT(WINAPI *InsertAt)(Vector##N *, UINT32, E);                          \
        HRESULT(WINAPI *RemoveAt)(Vector##N *, UINT32);                             \
        HRESULT(WINAPI *Append)(Vector##N *, E);                                    \
        HRESULT(WINAPI *RemoveAtEnd)(Vector##N *);                                  \
        HRESULT(WINAPI *Clear)(Vector##N *);                                        \
        HRESULT(WINAPI *GetMany)(Vector##N *, UINT32, UINT32, E *, UINT32 *);       \
        HRESULT(WINAPI *ReplaceAll)(Vector##N *, UINT32, E *);                      \
    };

VECTORS(I, INT32)
VECTORS(S, HSTRING)
SEQUENCES(P, Pair *)

INTERFACE(VectorChangedArgs) {
    INSPECTABLE(VectorChangedArgs)
    HRESULT(WINAPI *Change)(VectorChangedArgs *, INT32 *);
    HRESULT(WINAPI *Index)(VectorChangedArgs *, UINT32 *);
};
typedef struct ObservableVectorI ObservableVectorI;
INTERFACE(VectorChangedHandlerI) {
    UNKNOWN(VectorChangedHandlerI)
    HRESULT(WINAPI *Invoke)(VectorChangedHandlerI *, ObservableVectorI *, VectorChangedArgs *);
};
INTERFACE(ObservableVectorI) {
    INSPECTABLE(ObservableVectorI)
    HRESULT(WINAPI *Add)(ObservableVectorI *, VectorChangedHandlerI *, INT64 *);
    HRESULT(WINAPI *Remove)(ObservableVectorI *, INT64);
};

INTERFACE(MapView) {
    INSPECTABLE(MapView)
    HRESULT(WINAPI *Lookup)(MapView *, HSTRING, INT32 *);
    HRESULT(WINAPI *Size)(MapView *, UINT32 *);
    HRESULT(WINAPI *HasKey)(MapView *, HSTRING, boolean *);
    HRESULT(WINAPI *Split)(MapView *, MapView **, MapView **);
};
INTERFACE(Map) {
    INSPECTABLE(Map)
    HRESULT(WINAPI *Lookup)(Map *, HSTRING, INT32 *);
    HRESULT(WINAPI *Size)(Map *, UINT32 *);
    HRESULT(WINAPI *HasKey)(Map *, HSTRING, boolean *);
    HRESULT(WINAPI *GetView)(Map *, MapView **);
    HRESULT(WINAPI *Insert)(Map *, HSTRING, INT32, boolean *);
    HRESULT(WINAPI *Remove)(Map *, HSTRING);
    HRESULT(WINAPI *Clear)(Map *);
};
INTERFACE(MapChangedArgs) {
    INSPECTABLE(MapChangedArgs)
    HRESULT(WINAPI *Change)(MapChangedArgs *, INT32 *);
    HRESULT(WINAPI *Key)(MapChangedArgs *, HSTRING *);
};
typedef struct ObservableMap ObservableMap;
INTERFACE(MapChangedHandler) {
    UNKNOWN(MapChangedHandler)
    HRESULT(WINAPI *Invoke)(MapChangedHandler *, ObservableMap *, MapChangedArgs *);
};
INTERFACE(ObservableMap) {
    INSPECTABLE(ObservableMap)
    HRESULT(WINAPI *Add)(ObservableMap *, MapChangedHandler *, INT64 *);
    HRESULT(WINAPI *Remove)(ObservableMap *, INT64);
};

enum { Started, Completed, Canceled, Failed };

INTERFACE(AsyncInfo) {
    INSPECTABLE(AsyncInfo)
    HRESULT(WINAPI *Id)(AsyncInfo *, UINT32 *);
    HRESULT(WINAPI *Status)(AsyncInfo *, INT32 *);
    HRESULT(WINAPI *ErrorCode)(AsyncInfo *, HRESULT *);
    HRESULT(WINAPI *Cancel)(AsyncInfo *);
    HRESULT(WINAPI *Close)(AsyncInfo *);
};

/* All handlers here take the operation and one more word: a status or an Int32 of progress. */
INTERFACE(Handler) {
    UNKNOWN(Handler)
    HRESULT(WINAPI *Invoke)(Handler *, Any *, INT32);
};

/* GetResults of an action has no result; of an operation an Int32. */
INTERFACE(Operation) {
    INSPECTABLE(Operation)
    HRESULT(WINAPI *PutCompleted)(Operation *, Handler *);
    HRESULT(WINAPI *GetCompleted)(Operation *, Handler **);
    union {
        HRESULT(WINAPI *GetResults)(Operation *, INT32 *);
        HRESULT(WINAPI *GetNoResults)(Operation *);
    };
};
INTERFACE(ProgressOperation) {
    INSPECTABLE(ProgressOperation)
    HRESULT(WINAPI *PutProgress)(ProgressOperation *, Handler *);
    HRESULT(WINAPI *GetProgress)(ProgressOperation *, Handler **);
    HRESULT(WINAPI *PutCompleted)(ProgressOperation *, Handler *);
    HRESULT(WINAPI *GetCompleted)(ProgressOperation *, Handler **);
    union {
        HRESULT(WINAPI *GetResults)(ProgressOperation *, INT32 *);
        HRESULT(WINAPI *GetNoResults)(ProgressOperation *);
    };
};

#endif
