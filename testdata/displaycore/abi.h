/*
 * The binary interface of Windows.Devices.Display.Core, written out by hand: structs, enum values
 * and vtables in slot order. "Iface" is the type of every interface pointer, ours or the caller's;
 * CALL picks a slot of one.
 */
#ifndef DISPLAYCORE_ABI_H
#define DISPLAYCORE_ABI_H

#include <windows.h>
#include <objbase.h>
#include <hstring.h>

typedef struct Object Object;

/* Interface pointers point here. Only vtbl may be read unless the object is known to be ours. */
typedef struct Iface {
    const void *vtbl;
    Object *owner;
} Iface;

#define CALL(p, interface_, method, ...) \
    (((const interface_##Vtbl *)(p)->vtbl)->method((p), ##__VA_ARGS__))
#define SLOT(name, ...) HRESULT(WINAPI *name)(Iface *, ##__VA_ARGS__)

#define UNKNOWN_SLOTS                   \
    SLOT(QueryInterface, REFIID, void **); \
    ULONG(WINAPI *AddRef)(Iface *);     \
    ULONG(WINAPI *Release)(Iface *)
#define INSPECTABLE_SLOTS                 \
    UNKNOWN_SLOTS;                        \
    SLOT(GetIids, ULONG *, IID **);       \
    SLOT(GetRuntimeClassName, HSTRING *); \
    SLOT(GetTrustLevel, INT32 *)

typedef BYTE Boolean; /* one byte, ECMA-335 ELEMENT_TYPE_BOOLEAN */

/* Structs of the metadata. */
typedef struct { UINT32 LowPart; INT32 HighPart; } DisplayAdapterId;
typedef struct { INT32 Width, Height; } SizeInt32;
typedef struct { INT32 X, Y, Width, Height; } RectInt32;
typedef struct { UINT32 Numerator, Denominator; } Rational;
typedef struct { Rational VerticalSyncRate; INT32 VerticalSyncsPerPresentation; } PresentationRate;
typedef struct { INT32 Count, Quality; } MultisampleDescription;
typedef struct { INT64 Duration; } TimeSpan; /* 100 ns */
typedef struct { INT64 Value; } EventToken;
typedef struct { FLOAT X, Y; } Point;
typedef struct { FLOAT Width, Height; } Size;
typedef struct { FLOAT X, Y, Width, Height; } Rect;

/* Enums; each is a 32-bit integer on the wire. */
enum { ManagerSuccess, ManagerUnknownFailure, ManagerTargetAccessDenied, ManagerTargetStale, ManagerRemoteSession };
enum { ManagerOptionsNone = 0, ManagerEnforceSourceOwnership = 1, ManagerVirtualRefreshRateAware = 2 };
enum { PathUnknown, PathSucceeded, PathPending, PathFailed, PathFailedAsync, PathInvalidatedAsync };
enum { OperationSuccess, OperationPartialFailure, OperationUnknownFailure, OperationOwnershipLost,
       OperationStateChanged, OperationTooManyPaths, OperationModesNotSupported, OperationRemoteSession };
enum { ApplyFailIfStateChanged = 1, ApplyForceReapply = 2, ApplyForceModeEnumeration = 4 };
enum { FunctionalizeFailIfStateChanged = 1, FunctionalizeValidateTopologyOnly = 2 };
enum { ModesOnlyPreferredResolution = 1 };
enum { SourceActive, SourcePoweredOff, SourceInvalid, SourceOwnedByAnother, SourceUnowned };
enum { PresentSuccess, PresentPrevented, PresentScanoutInvalid, PresentSourceInvalid, PresentDeviceInvalid, PresentUnknown };
enum { SignalOnFlipAway, SignalOnFlipTo };
enum { ScanoutAllowTearing = 2 };
enum { CapabilityFlipOverride = 0 };
enum { UsageStandard, UsageHeadMounted, UsageSpecialPurpose };
enum { PersistenceNone, PersistenceBoot, PersistenceTemporary, PersistencePath };
enum { EncodingRgb444, EncodingYcc444, EncodingYcc422, EncodingYcc420, EncodingIntensity };
enum { Bpc6 = 1, Bpc8 = 2, Bpc10 = 4, Bpc12 = 8, Bpc14 = 16, Bpc16 = 32 };
enum { ColorBT709, ColorBT2020, ColorProfileDefined };
enum { EotfSdr, EotfHdrSmpte2084 };
enum { HdrNone, Hdr10, Hdr10Plus, HdrDolbyVision };
enum { FormatUnknown = 0, FormatRGBA16F = 10, FormatRGB10A2 = 24, FormatRGBA8 = 28, FormatBGRA8 = 87 };
enum { RotationLast = 3, ScalingLast = 4 };
enum { PropertyEmpty = 0, PropertyUInt8 = 1, PropertyInt32 = 4, PropertyUInt32 = 5, PropertyUInt64 = 7,
       PropertyBoolean = 11, PropertyString = 12, PropertyGuid = 16, PropertySize = 18,
       PropertyOther = 20, PropertyUInt8Array = 1025 };

/* The plain COM and WinRT interfaces. */
typedef struct { UNKNOWN_SLOTS; } UnknownVtbl;
typedef struct { INSPECTABLE_SLOTS; } InspectableVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(ActivateInstance, Iface **); } ActivationFactoryVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(Close); } IClosableVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(Complete); } IDeferralVtbl;
typedef struct { UNKNOWN_SLOTS; SLOT(Invoke, Iface *sender, Iface *args); } HandlerVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Capacity, UINT32 *);
    SLOT(get_Length, UINT32 *);
    SLOT(put_Length, UINT32);
} IBufferVtbl;
typedef struct { UNKNOWN_SLOTS; SLOT(Buffer, BYTE **); } IBufferByteAccessVtbl;

/* Collections. Objects travel as one pointer, so one vtable serves every class. */
typedef struct { INSPECTABLE_SLOTS; SLOT(First, Iface **); } IIterableVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Current, void *); /* pointer to the element's own type */
    SLOT(get_HasCurrent, Boolean *);
    SLOT(MoveNext, Boolean *);
    SLOT(GetMany, UINT32, void *, UINT32 *);
} IIteratorVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(GetAt, UINT32, Iface **);
    SLOT(get_Size, UINT32 *);
    SLOT(IndexOf, Iface *, UINT32 *, Boolean *);
    SLOT(GetMany, UINT32, UINT32, Iface **, UINT32 *);
} IVectorViewVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(get_Key, GUID *); SLOT(get_Value, Iface **); } IKeyValuePairVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(Lookup, GUID, Iface **);
    SLOT(get_Size, UINT32 *);
    SLOT(HasKey, GUID, Boolean *);
    SLOT(GetView, Iface **);
    SLOT(Insert, GUID, Iface *, Boolean *);
    SLOT(Remove, GUID);
    SLOT(Clear);
} IMapVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(Lookup, GUID, Iface **);
    SLOT(get_Size, UINT32 *);
    SLOT(HasKey, GUID, Boolean *);
    SLOT(Split, Iface **, Iface **);
} IMapViewVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(get_Value, void *); } IReferenceVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(get_Value, UINT32 *, BYTE **); } IReferenceArrayVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Type, INT32 *);
    SLOT(get_IsNumericScalar, Boolean *);
    SLOT(GetUInt8, BYTE *);
    SLOT(GetInt16, INT16 *);
    SLOT(GetUInt16, UINT16 *);
    SLOT(GetInt32, INT32 *);
    SLOT(GetUInt32, UINT32 *);
    SLOT(GetInt64, INT64 *);
    SLOT(GetUInt64, UINT64 *);
    SLOT(GetSingle, FLOAT *);
    SLOT(GetDouble, DOUBLE *);
    SLOT(GetChar16, WCHAR *);
    SLOT(GetBoolean, Boolean *);
    SLOT(GetString, HSTRING *);
    SLOT(GetGuid, GUID *);
    SLOT(GetDateTime, INT64 *);
    SLOT(GetTimeSpan, TimeSpan *);
    SLOT(GetPoint, Point *);
    SLOT(GetSize, Size *);
    SLOT(GetRect, Rect *);
    SLOT(GetUInt8Array, UINT32 *, BYTE **);
    SLOT(GetOtherArray[18], UINT32 *, void **); /* Int16 … Rect, all alike here */
} IPropertyValueVtbl;

/* Windows.Devices.Display.Core */
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Id, DisplayAdapterId *);
    SLOT(get_DeviceInterfacePath, HSTRING *);
    SLOT(get_SourceCount, UINT32 *);
    SLOT(get_PciVendorId, UINT32 *);
    SLOT(get_PciDeviceId, UINT32 *);
    SLOT(get_PciSubSystemId, UINT32 *);
    SLOT(get_PciRevision, UINT32 *);
    SLOT(get_Properties, Iface **);
} IDisplayAdapterVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(FromId, DisplayAdapterId, Iface **); } IDisplayAdapterStaticsVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(CreateScanoutSource, Iface *target, Iface **);
    SLOT(CreatePrimary, Iface *target, Iface *description, Iface **);
    SLOT(CreateTaskPool, Iface **);
    SLOT(CreatePeriodicFence, Iface *target, TimeSpan, Iface **);
    SLOT(WaitForVBlank, Iface *source);
    SLOT(CreateSimpleScanout, Iface *source, Iface *surface, UINT32, UINT32, Iface **);
    SLOT(IsCapabilitySupported, INT32, Boolean *);
} IDisplayDeviceVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(CreateSimpleScanoutWithDirtyRectsAndOptions, Iface *source, Iface *surface, UINT32, UINT32,
         Iface *rects, UINT32 options, Iface **);
} IDisplayDevice2Vtbl;
/* windows.devices.display.core.interop.h: derives from IUnknown; riid is passed by value. */
typedef struct {
    UNKNOWN_SLOTS;
    SLOT(CreateSharedHandle, Iface *object, const SECURITY_ATTRIBUTES *, DWORD access, HSTRING name, HANDLE *);
    SLOT(OpenSharedHandle, HANDLE, IID riid, void **);
} IDisplayDeviceInteropVtbl;
typedef struct {
    UNKNOWN_SLOTS;
    SLOT(CreateSourcePresentationHandle, HANDLE *);
    SLOT(GetSourceId, UINT *);
} IDisplayPathInteropVtbl;

typedef struct { INSPECTABLE_SLOTS; } IDisplayFenceVtbl;
typedef struct { INSPECTABLE_SLOTS; } IDisplaySurfaceVtbl;
typedef struct { INSPECTABLE_SLOTS; } IDisplayScanoutVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(GetCurrentTargets, Iface **);
    SLOT(GetCurrentAdapters, Iface **);
    SLOT(TryAcquireTarget, Iface *target, INT32 *);
    SLOT(ReleaseTarget, Iface *target);
    SLOT(TryReadCurrentStateForAllTargets, Iface **);
    SLOT(TryAcquireTargetsAndReadCurrentState, Iface *targets, Iface **);
    SLOT(TryAcquireTargetsAndCreateEmptyState, Iface *targets, Iface **);
    SLOT(TryAcquireTargetsAndCreateSubstate, Iface *state, Iface *targets, Iface **);
    SLOT(CreateDisplayDevice, Iface *adapter, Iface **);
    SLOT(add_Enabled, Iface *, EventToken *);
    SLOT(remove_Enabled, EventToken);
    SLOT(add_Disabled, Iface *, EventToken *);
    SLOT(remove_Disabled, EventToken);
    SLOT(add_Changed, Iface *, EventToken *);
    SLOT(remove_Changed, EventToken);
    SLOT(add_PathsFailedOrInvalidated, Iface *, EventToken *);
    SLOT(remove_PathsFailedOrInvalidated, EventToken);
    SLOT(Start);
    SLOT(Stop);
} IDisplayManagerVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(Create, UINT32, Iface **); } IDisplayManagerStaticsVtbl;
/* The four event argument classes have the same members. */
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Handled, Boolean *);
    SLOT(put_Handled, Boolean);
    SLOT(GetDeferral, Iface **);
} IDisplayManagerEventArgsVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_ErrorCode, INT32 *);
    SLOT(get_ExtendedErrorCode, HRESULT *);
    SLOT(get_State, Iface **);
} IDisplayManagerResultWithStateVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_SourceResolution, SizeInt32 *);
    SLOT(get_IsStereo, Boolean *);
    SLOT(get_SourcePixelFormat, INT32 *);
    SLOT(get_TargetResolution, SizeInt32 *);
    SLOT(get_PresentationRate, PresentationRate *);
    SLOT(get_IsInterlaced, Boolean *);
    SLOT(GetWireFormatSupportedBitsPerChannel, INT32, UINT32 *);
    SLOT(IsWireFormatSupported, Iface *, Boolean *);
    SLOT(get_Properties, Iface **);
} IDisplayModeInfoVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(get_PhysicalPresentationRate, PresentationRate *); } IDisplayModeInfo2Vtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_View, Iface **);
    SLOT(get_Target, Iface **);
    SLOT(get_Status, INT32 *);
    SLOT(get_SourceResolution, Iface **);
    SLOT(put_SourceResolution, Iface *);
    SLOT(get_SourcePixelFormat, INT32 *);
    SLOT(put_SourcePixelFormat, INT32);
    SLOT(get_IsStereo, Boolean *);
    SLOT(put_IsStereo, Boolean);
    SLOT(get_TargetResolution, Iface **);
    SLOT(put_TargetResolution, Iface *);
    SLOT(get_PresentationRate, Iface **);
    SLOT(put_PresentationRate, Iface *);
    SLOT(get_IsInterlaced, Iface **);
    SLOT(put_IsInterlaced, Iface *);
    SLOT(get_WireFormat, Iface **);
    SLOT(put_WireFormat, Iface *);
    SLOT(get_Rotation, INT32 *);
    SLOT(put_Rotation, INT32);
    SLOT(get_Scaling, INT32 *);
    SLOT(put_Scaling, INT32);
    SLOT(FindModes, UINT32, Iface **);
    SLOT(ApplyPropertiesFromMode, Iface *);
    SLOT(get_Properties, Iface **);
} IDisplayPathVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_PhysicalPresentationRate, Iface **);
    SLOT(put_PhysicalPresentationRate, Iface *);
} IDisplayPath2Vtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Width, UINT32 *);
    SLOT(get_Height, UINT32 *);
    SLOT(get_Format, INT32 *);
    SLOT(get_ColorSpace, INT32 *);
    SLOT(get_IsStereo, Boolean *);
    SLOT(get_MultisampleDescription, MultisampleDescription *);
    SLOT(get_Properties, Iface **);
} IDisplayPrimaryDescriptionVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(CreateInstance, UINT32, UINT32, INT32 format, INT32 colorSpace, Boolean, MultisampleDescription, Iface **);
} IDisplayPrimaryDescriptionFactoryVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(CreateWithProperties, Iface *extra, UINT32, UINT32, INT32 format, INT32 colorSpace, Boolean,
         MultisampleDescription, Iface **);
} IDisplayPrimaryDescriptionStaticsVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_AdapterId, DisplayAdapterId *);
    SLOT(get_SourceId, UINT32 *);
    SLOT(GetMetadata, GUID, Iface **);
} IDisplaySourceVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Status, INT32 *);
    SLOT(add_StatusChanged, Iface *, EventToken *);
    SLOT(remove_StatusChanged, EventToken);
} IDisplaySource2Vtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_IsReadOnly, Boolean *);
    SLOT(get_IsStale, Boolean *);
    SLOT(get_Targets, Iface **);
    SLOT(get_Views, Iface **);
    SLOT(get_Properties, Iface **);
    SLOT(ConnectTarget, Iface *target, Iface **);
    SLOT(ConnectTargetToView, Iface *target, Iface *view, Iface **);
    SLOT(CanConnectTargetToView, Iface *target, Iface *view, Boolean *);
    SLOT(GetViewForTarget, Iface *target, Iface **);
    SLOT(GetPathForTarget, Iface *target, Iface **);
    SLOT(DisconnectTarget, Iface *target);
    SLOT(TryFunctionalize, UINT32, Iface **);
    SLOT(TryApply, UINT32, Iface **);
    SLOT(Clone, Iface **);
} IDisplayStateVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Status, INT32 *);
    SLOT(get_ExtendedErrorCode, HRESULT *);
} IDisplayStateOperationResultVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Adapter, Iface **);
    SLOT(get_DeviceInterfacePath, HSTRING *);
    SLOT(get_AdapterRelativeId, UINT32 *);
    SLOT(get_IsConnected, Boolean *);
    SLOT(get_IsVirtualModeEnabled, Boolean *);
    SLOT(get_IsVirtualTopologyEnabled, Boolean *);
    SLOT(get_UsageKind, INT32 *);
    SLOT(get_MonitorPersistence, INT32 *);
    SLOT(get_StableMonitorId, HSTRING *);
    SLOT(TryGetMonitor, Iface **);
    SLOT(get_Properties, Iface **);
    SLOT(get_IsStale, Boolean *);
    SLOT(IsSame, Iface *, Boolean *);
    SLOT(IsEqual, Iface *, Boolean *);
} IDisplayTargetVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(SetScanout, Iface *);
    SLOT(SetWait, Iface *fence, UINT64);
} IDisplayTaskVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(SetSignal, INT32, Iface *fence); } IDisplayTask2Vtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(CreateTask, Iface **); SLOT(ExecuteTask, Iface *); } IDisplayTaskPoolVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(TryExecuteTask, Iface *, Iface **); } IDisplayTaskPool2Vtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_PresentStatus, INT32 *);
    SLOT(get_PresentId, UINT64 *);
    SLOT(get_SourceStatus, INT32 *);
} IDisplayTaskResultVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_Paths, Iface **);
    SLOT(get_ContentResolution, Iface **);
    SLOT(put_ContentResolution, Iface *);
    SLOT(SetPrimaryPath, Iface *);
    SLOT(get_Properties, Iface **);
} IDisplayViewVtbl;

typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_PixelEncoding, INT32 *);
    SLOT(get_BitsPerChannel, INT32 *);
    SLOT(get_ColorSpace, INT32 *);
    SLOT(get_Eotf, INT32 *);
    SLOT(get_HdrMetadata, INT32 *);
    SLOT(get_Properties, Iface **);
} IDisplayWireFormatVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(CreateInstance, INT32 encoding, INT32 bits, INT32 colorSpace, INT32 eotf, INT32 hdr, Iface **);
} IDisplayWireFormatFactoryVtbl;
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(CreateWithProperties, Iface *extra, INT32 encoding, INT32 bits, INT32 colorSpace, INT32 eotf, INT32 hdr, Iface **);
} IDisplayWireFormatStaticsVtbl;

/* Windows.Devices.Display, for DisplayTarget.TryGetMonitor */
typedef struct {
    INSPECTABLE_SLOTS;
    SLOT(get_DeviceId, HSTRING *);
    SLOT(get_DisplayName, HSTRING *);
    SLOT(get_ConnectionKind, INT32 *);
    SLOT(get_PhysicalConnector, INT32 *);
    SLOT(get_DisplayAdapterDeviceId, HSTRING *);
    SLOT(get_DisplayAdapterId, DisplayAdapterId *);
    SLOT(get_DisplayAdapterTargetId, UINT32 *);
    SLOT(get_UsageKind, INT32 *);
    SLOT(get_NativeResolutionInRawPixels, SizeInt32 *);
    SLOT(get_PhysicalSizeInInches, Iface **);
    SLOT(get_RawDpiX, FLOAT *);
    SLOT(get_RawDpiY, FLOAT *);
    SLOT(get_RedPrimary, Point *);
    SLOT(get_GreenPrimary, Point *);
    SLOT(get_BluePrimary, Point *);
    SLOT(get_WhitePoint, Point *);
    SLOT(get_MaxLuminanceInNits, FLOAT *);
    SLOT(get_MinLuminanceInNits, FLOAT *);
    SLOT(get_MaxAverageFullFrameLuminanceInNits, FLOAT *);
    SLOT(GetDescriptor, INT32, UINT32 *, BYTE **);
} IDisplayMonitorVtbl;
typedef struct { INSPECTABLE_SLOTS; SLOT(get_IsDolbyVisionSupportedInHdrMode, Boolean *); } IDisplayMonitor2Vtbl;

#endif
