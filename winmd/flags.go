package winmd

// TypeAttributes are the flags of a TypeDef (ECMA-335 §II.23.1.15).
type TypeAttributes uint32

const (
	TypeVisibilityMask   TypeAttributes = 0x00000007
	TypePublic           TypeAttributes = 0x00000001
	TypeLayoutMask       TypeAttributes = 0x00000018
	TypeSequentialLayout TypeAttributes = 0x00000008
	TypeExplicitLayout   TypeAttributes = 0x00000010
	TypeInterface        TypeAttributes = 0x00000020
	TypeAbstract         TypeAttributes = 0x00000080
	TypeSealed           TypeAttributes = 0x00000100
	TypeSpecialName      TypeAttributes = 0x00000400
	TypeImport           TypeAttributes = 0x00001000
	TypeSerializable     TypeAttributes = 0x00002000
	TypeWindowsRuntime   TypeAttributes = 0x00004000
	TypeStringFormatMask TypeAttributes = 0x00030000
)

// MethodAttributes are the flags of a MethodDef (ECMA-335 §II.23.1.10).
type MethodAttributes uint16

const (
	MethodAccessMask    MethodAttributes = 0x0007
	MethodPrivate       MethodAttributes = 0x0001
	MethodFamily        MethodAttributes = 0x0004
	MethodPublic        MethodAttributes = 0x0006
	MethodStatic        MethodAttributes = 0x0010
	MethodFinal         MethodAttributes = 0x0020
	MethodVirtual       MethodAttributes = 0x0040
	MethodHideBySig     MethodAttributes = 0x0080
	MethodNewSlot       MethodAttributes = 0x0100
	MethodAbstract      MethodAttributes = 0x0400
	MethodSpecialName   MethodAttributes = 0x0800
	MethodRTSpecialName MethodAttributes = 0x1000
	MethodPInvokeImpl   MethodAttributes = 0x2000
)

// FieldAttributes are the flags of a Field (ECMA-335 §II.23.1.5).
type FieldAttributes uint16

const (
	FieldAccessMask    FieldAttributes = 0x0007
	FieldPrivate       FieldAttributes = 0x0001
	FieldPublic        FieldAttributes = 0x0006
	FieldStatic        FieldAttributes = 0x0010
	FieldInitOnly      FieldAttributes = 0x0020
	FieldLiteral       FieldAttributes = 0x0040
	FieldSpecialName   FieldAttributes = 0x0200
	FieldRTSpecialName FieldAttributes = 0x0400
	FieldHasDefault    FieldAttributes = 0x8000
)

// ParamAttributes are the flags of a Param (ECMA-335 §II.23.1.13).
type ParamAttributes uint16

const (
	ParamIn         ParamAttributes = 0x0001
	ParamOut        ParamAttributes = 0x0002
	ParamOptional   ParamAttributes = 0x0010
	ParamHasDefault ParamAttributes = 0x1000
)

// PropertyAttributes are the flags of a Property (ECMA-335 §II.23.1.14).
type PropertyAttributes uint16

const (
	PropertySpecialName   PropertyAttributes = 0x0200
	PropertyRTSpecialName PropertyAttributes = 0x0400
	PropertyHasDefault    PropertyAttributes = 0x1000
)

// EventAttributes are the flags of an Event (ECMA-335 §II.23.1.4).
type EventAttributes uint16

const (
	EventSpecialName   EventAttributes = 0x0200
	EventRTSpecialName EventAttributes = 0x0400
)

// SemanticsAttributes say what a method is to its property or event
// (ECMA-335 §II.23.1.12).
type SemanticsAttributes uint16

const (
	SemanticsSetter   SemanticsAttributes = 0x0001
	SemanticsGetter   SemanticsAttributes = 0x0002
	SemanticsOther    SemanticsAttributes = 0x0004
	SemanticsAddOn    SemanticsAttributes = 0x0008
	SemanticsRemoveOn SemanticsAttributes = 0x0010
	SemanticsFire     SemanticsAttributes = 0x0020
)

// PInvokeAttributes are the flags of an ImplMap (ECMA-335 §II.23.1.8).
type PInvokeAttributes uint16

const (
	PInvokeNoMangle          PInvokeAttributes = 0x0001
	PInvokeSupportsLastError PInvokeAttributes = 0x0040
	PInvokeCallConvMask      PInvokeAttributes = 0x0700
	PInvokeCallConvWinAPI    PInvokeAttributes = 0x0100
	PInvokeCallConvCDecl     PInvokeAttributes = 0x0200
	PInvokeCallConvStdCall   PInvokeAttributes = 0x0300
)

// Flags of an Assembly or AssemblyRef (ECMA-335 §II.23.1.2).
const (
	AssemblyPublicKey      uint32 = 0x0001
	AssemblyWindowsRuntime uint32 = 0x0200
)
