package winmd

import "fmt"

// ElementType starts every type in a signature (ECMA-335 §II.23.1.16).
type ElementType uint8

const (
	ElementEnd         ElementType = 0x00
	ElementVoid        ElementType = 0x01
	ElementBoolean     ElementType = 0x02
	ElementChar        ElementType = 0x03
	ElementI1          ElementType = 0x04
	ElementU1          ElementType = 0x05
	ElementI2          ElementType = 0x06
	ElementU2          ElementType = 0x07
	ElementI4          ElementType = 0x08
	ElementU4          ElementType = 0x09
	ElementI8          ElementType = 0x0A
	ElementU8          ElementType = 0x0B
	ElementR4          ElementType = 0x0C
	ElementR8          ElementType = 0x0D
	ElementString      ElementType = 0x0E
	ElementPtr         ElementType = 0x0F
	ElementByRef       ElementType = 0x10
	ElementValueType   ElementType = 0x11
	ElementClass       ElementType = 0x12
	ElementVar         ElementType = 0x13
	ElementArray       ElementType = 0x14
	ElementGenericInst ElementType = 0x15
	ElementTypedByRef  ElementType = 0x16
	ElementI           ElementType = 0x18 // native int
	ElementU           ElementType = 0x19 // native unsigned int
	ElementFnPtr       ElementType = 0x1B
	ElementObject      ElementType = 0x1C
	ElementSZArray     ElementType = 0x1D
	ElementMVar        ElementType = 0x1E
	ElementCModReqd    ElementType = 0x1F
	ElementCModOpt     ElementType = 0x20
	ElementInternal    ElementType = 0x21
	ElementSentinel    ElementType = 0x41
	ElementPinned      ElementType = 0x45

	// In custom attributes only (ECMA-335 §II.23.3).
	ElementSystemType ElementType = 0x50 // System.Type
	ElementBoxed      ElementType = 0x51
	ElementField      ElementType = 0x53
	ElementProperty   ElementType = 0x54
	ElementEnum       ElementType = 0x55
)

var elementNames = map[ElementType]string{
	ElementEnd: "end", ElementVoid: "void", ElementBoolean: "bool", ElementChar: "char16",
	ElementI1: "int8", ElementU1: "uint8", ElementI2: "int16", ElementU2: "uint16",
	ElementI4: "int32", ElementU4: "uint32", ElementI8: "int64", ElementU8: "uint64",
	ElementR4: "float32", ElementR8: "float64", ElementString: "string", ElementPtr: "pointer",
	ElementByRef: "byref", ElementValueType: "valuetype", ElementClass: "class", ElementVar: "var",
	ElementArray: "array", ElementGenericInst: "genericinst", ElementTypedByRef: "typedbyref",
	ElementI: "native int", ElementU: "native uint", ElementFnPtr: "function pointer",
	ElementObject: "object", ElementSZArray: "szarray", ElementMVar: "mvar",
	ElementCModReqd: "modreq", ElementCModOpt: "modopt", ElementInternal: "internal",
	ElementSentinel: "sentinel", ElementPinned: "pinned", ElementSystemType: "System.Type",
	ElementBoxed: "boxed", ElementField: "field", ElementProperty: "property", ElementEnum: "enum",
}

func (e ElementType) String() string {
	if name, ok := elementNames[e]; ok {
		return name
	}
	return fmt.Sprintf("ElementType(0x%02X)", uint8(e))
}

// primitiveSize is the width in bytes of a number, 0 for other kinds.
func (e ElementType) primitiveSize() int {
	switch e {
	case ElementBoolean, ElementI1, ElementU1:
		return 1
	case ElementChar, ElementI2, ElementU2:
		return 2
	case ElementI4, ElementU4, ElementR4:
		return 4
	case ElementI8, ElementU8, ElementR8:
		return 8
	}
	return 0
}
