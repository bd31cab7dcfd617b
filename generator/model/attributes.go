package model

import (
	"encoding/binary"

	"github.com/winmd2go/winmd2go/winmd"
)

// attribute is a Windows.Foundation.Metadata attribute that the model reads.
type attribute uint8

const (
	attrOther attribute = iota
	attrGuid
	attrOverload
	attrContractVersion
	attrVersion
	attrDeprecated
	attrExclusiveTo
	attrDefault
	attrOverridable
	attrProtected
	attrActivatable
	attrStatic
	attrComposable
	attrFlags
	attrAPIContract
)

var attributesByName = map[string]attribute{
	"GuidAttribute": attrGuid, "OverloadAttribute": attrOverload,
	"ContractVersionAttribute": attrContractVersion, "VersionAttribute": attrVersion,
	"DeprecatedAttribute": attrDeprecated, "ExclusiveToAttribute": attrExclusiveTo,
	"DefaultAttribute": attrDefault, "OverridableAttribute": attrOverridable, "ProtectedAttribute": attrProtected,
	"ActivatableAttribute": attrActivatable, "StaticAttribute": attrStatic, "ComposableAttribute": attrComposable,
	"ApiContractAttribute": attrAPIContract,
}

// attributeShape is what one attribute constructor stands for and what it takes:
// 's' for a string or a type's name, 'i' for four bytes, '2' and '1' for fewer.
type attributeShape struct {
	attribute attribute
	args      string
}

// attributeShapes are the constructors of a file's attributes, read once: of their
// uses an SDK has a hundred thousand.
type attributeShapes struct {
	refs []attributeShape          // by row of MemberRef
	defs map[uint32]attributeShape // by row of MethodDef
}

func attributeShapesOf(f *winmd.File) attributeShapes {
	shapes := attributeShapes{make([]attributeShape, f.Rows(winmd.TableMemberRef)+1), map[uint32]attributeShape{}}
	for rid := uint32(1); rid < uint32(len(shapes.refs)); rid++ {
		row := f.MemberRef(rid)
		if kind := attributeNamed(f, row.Class); kind != attrOther {
			shapes.refs[rid] = attributeShapeOf(f, kind, row.Signature)
		}
	}
	for rid := uint32(1); rid <= f.Rows(winmd.TableTypeDef); rid++ {
		kind := attributeNamed(f, winmd.NewToken(winmd.TableTypeDef, rid))
		if kind == attrOther {
			continue
		}
		first, end := f.MethodsOf(rid)
		for method := first; method < end; method++ {
			shapes.defs[method] = attributeShapeOf(f, kind, f.MethodDef(method).Signature)
		}
	}
	return shapes
}

// of is what a CustomAttribute row's constructor stands for.
func (s *attributeShapes) of(constructor winmd.Token) attributeShape {
	rid := constructor.RID()
	switch constructor.Table() {
	case winmd.TableMemberRef:
		if rid < uint32(len(s.refs)) {
			return s.refs[rid]
		}
	case winmd.TableMethodDef:
		return s.defs[rid]
	}
	return attributeShape{}
}

func attributeNamed(f *winmd.File, class winmd.Token) attribute {
	namespace, name, ok := f.TypeName(class)
	switch {
	case ok && namespace == "Windows.Foundation.Metadata":
		return attributesByName[name]
	case ok && namespace == "System" && name == "FlagsAttribute":
		return attrFlags
	}
	return attrOther
}

func attributeShapeOf(f *winmd.File, kind attribute, signature winmd.Blob) attributeShape {
	sig, err := f.MethodSignature(signature)
	if err != nil {
		return attributeShape{}
	}
	args := make([]byte, 0, 12)
	for _, p := range sig.Params {
		switch p.Type.Kind {
		case winmd.ElementString, winmd.ElementClass:
			args = append(args, 's')
		case winmd.ElementU2, winmd.ElementI2:
			args = append(args, '2')
		case winmd.ElementU1, winmd.ElementI1, winmd.ElementBoolean:
			args = append(args, '1')
		default:
			args = append(args, 'i')
		}
	}
	return attributeShape{kind, string(args)}
}

// attributeArgs are the arguments of one attribute: its strings and its numbers,
// each in order.
type attributeArgs struct {
	text    [3]string
	number  [12]uint32
	texts   int
	numbers int
}

// decode reads a value of shape into args (ECMA-335 §II.23.3); ok is false when it is
// cut short.
func (s attributeShape) decode(value []byte, args *attributeArgs) (ok bool) {
	*args = attributeArgs{}
	if len(value) < 2 || value[0] != 1 || value[1] != 0 {
		return false
	}
	value = value[2:]
	for _, kind := range []byte(s.args) {
		if kind == 's' {
			text, rest, ok := serString(value)
			if !ok || args.texts == len(args.text) {
				return false
			}
			args.text[args.texts] = text
			args.texts++
			value = rest
			continue
		}
		size := argSizes[kind]
		if len(value) < size || args.numbers == len(args.number) {
			return false
		}
		var number [4]byte
		copy(number[:], value[:size])
		args.number[args.numbers] = binary.LittleEndian.Uint32(number[:])
		args.numbers++
		value = value[size:]
	}
	return true
}

// serString reads a SerString; a null one is "".
func serString(b []byte) (text string, rest []byte, ok bool) {
	if len(b) == 0 {
		return "", nil, false
	}
	if b[0] == 0xFF {
		return "", b[1:], true
	}
	var n, skip int
	switch {
	case b[0]&0x80 == 0:
		n, skip = int(b[0]), 1
	case b[0]&0xC0 == 0x80 && len(b) >= 2:
		n, skip = int(b[0]&0x3F)<<8|int(b[1]), 2
	case b[0]&0xE0 == 0xC0 && len(b) >= 4:
		n, skip = int(b[0]&0x1F)<<24|int(b[1])<<16|int(b[2])<<8|int(b[3]), 4
	default:
		return "", nil, false
	}
	if len(b)-skip < n {
		return "", nil, false
	}
	return string(b[skip : skip+n]), b[skip+n:], true
}

// guidNumbers is how many numbers a GuidAttribute takes.
const guidNumbers = 11

// guid assembles a GuidAttribute's numbers.
func (a *attributeArgs) guid() GUID {
	g := GUID{Data1: a.number[0], Data2: uint16(a.number[1]), Data3: uint16(a.number[2])}
	for i := range g.Data4 {
		g.Data4[i] = byte(a.number[3+i])
	}
	return g
}

var argSizes = [256]int{'i': 4, '2': 2, '1': 1}
