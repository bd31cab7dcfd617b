package project

import (
	"crypto/sha1"
	"encoding/binary"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// parameterizedNamespace is {11f47ad5-7b73-42c0-abae-878b1e16adee}, the UUID
// namespace of parameterized interfaces (WinRT type system, "Guid generation for
// parameterized types").
var parameterizedNamespace = [16]byte{0x11, 0xf4, 0x7a, 0xd5, 0x7b, 0x73, 0x42, 0xc0, 0xab, 0xae, 0x87, 0x8b, 0x1e, 0x16, 0xad, 0xee}

// iid is the interface id of a signature that names an interface or a delegate.
func iid(s *model.Sig) model.GUID {
	if len(s.Args) == 0 {
		return s.Type.GUID
	}
	var signature strings.Builder
	writeSignature(&signature, s)
	h := sha1.New()
	h.Write(parameterizedNamespace[:])
	h.Write([]byte(signature.String()))
	sum := h.Sum(nil)
	sum[6] = sum[6]&0x0f | 0x50 // version 5
	sum[8] = sum[8]&0x3f | 0x80 // RFC 4122
	g := model.GUID{
		Data1: binary.BigEndian.Uint32(sum),
		Data2: binary.BigEndian.Uint16(sum[4:]),
		Data3: binary.BigEndian.Uint16(sum[6:]),
	}
	copy(g.Data4[:], sum[8:16])
	return g
}

var basicSignatures = map[model.Basic]string{
	model.Boolean: "b1", model.Char16: "c2", model.Int8: "i1", model.UInt8: "u1", model.Int16: "i2", model.UInt16: "u2",
	model.Int32: "i4", model.UInt32: "u4", model.Int64: "i8", model.UInt64: "u8", model.Float32: "f4", model.Float64: "f8",
	model.String: "string", model.Object: "cinterface(IInspectable)", model.GUIDValue: "g16",
}

// writeSignature writes a type's signature string (WinRT type system, "Type
// signatures"). Every type in s is loaded.
func writeSignature(b *strings.Builder, s *model.Sig) {
	if s.Type == nil {
		b.WriteString(basicSignatures[s.Basic])
		return
	}
	t := s.Type
	if len(s.Args) > 0 {
		b.WriteString("pinterface({" + t.GUID.String() + "}")
		for _, a := range s.Args {
			b.WriteByte(';')
			writeSignature(b, a)
		}
		b.WriteByte(')')
		return
	}
	switch t.Kind {
	case model.KindInterface:
		b.WriteString("{" + t.GUID.String() + "}")
	case model.KindDelegate:
		b.WriteString("delegate({" + t.GUID.String() + "})")
	case model.KindEnum:
		b.WriteString("enum(" + t.FullName())
		if t.Underlying == model.UInt32 {
			b.WriteString(";u4)")
		} else {
			b.WriteString(";i4)")
		}
	case model.KindStruct:
		b.WriteString("struct(" + t.FullName())
		for _, f := range t.Fields {
			b.WriteByte(';')
			writeSignature(b, f.Type)
		}
		b.WriteByte(')')
	case model.KindClass:
		b.WriteString("rc(" + t.FullName() + ";")
		if d := defaultInterface(t); d != nil {
			writeSignature(b, d)
		}
		b.WriteByte(')')
	}
}

// defaultInterface is the interface whose pointer stands for the class, nil for a
// class without instances.
func defaultInterface(t *model.Type) *model.Sig {
	for _, impl := range t.Implements {
		if impl.Default {
			return impl.Interface
		}
	}
	return nil
}
