package project

import (
	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/internal/pinterface"
)

// iid is the interface id of a signature that names an interface or a delegate.
func iid(s *model.Sig) model.GUID {
	if len(s.Args) == 0 {
		return s.Type.GUID
	}
	return model.GUID(pinterface.ID(appendSignature(make([]byte, 0, 512), s)))
}

var basicSignatures = map[model.Basic]string{
	model.Boolean: "b1", model.Char16: "c2", model.Int8: "i1", model.UInt8: "u1", model.Int16: "i2", model.UInt16: "u2",
	model.Int32: "i4", model.UInt32: "u4", model.Int64: "i8", model.UInt64: "u8", model.Float32: "f4", model.Float64: "f8",
	model.String: "string", model.Object: "cinterface(IInspectable)", model.GUIDValue: "g16",
}

// appendSignature appends a type's signature string (WinRT type system, "Type
// signatures") to b. Every type in s is loaded.
func appendSignature(b []byte, s *model.Sig) []byte {
	t := s.Type
	switch {
	case t == nil:
		return append(b, basicSignatures[s.Basic]...)
	case len(s.Args) > 0:
		b = appendGUID(append(b, "pinterface("...), t)
		for _, a := range s.Args {
			b = appendSignature(append(b, ';'), a)
		}
		return append(b, ')')
	}
	switch t.Kind {
	case model.KindInterface:
		return appendGUID(b, t)
	case model.KindDelegate:
		b = appendGUID(append(b, "delegate("...), t)
	case model.KindEnum:
		b = appendName(append(b, "enum("...), t)
		if t.Underlying == model.UInt32 {
			b = append(b, ";u4"...)
		} else {
			b = append(b, ";i4"...)
		}
	case model.KindStruct:
		b = appendName(append(b, "struct("...), t)
		for _, f := range t.Fields {
			b = appendSignature(append(b, ';'), f.Type)
		}
	case model.KindClass:
		b = append(appendName(append(b, "rc("...), t), ';')
		if d := defaultInterface(t); d != nil {
			b = appendSignature(b, d)
		}
	}
	return append(b, ')')
}

func appendGUID(b []byte, t *model.Type) []byte { return append(t.GUID.Append(append(b, '{')), '}') }

func appendName(b []byte, t *model.Type) []byte {
	return append(append(append(b, t.Namespace...), '.'), t.Name...)
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

// The generic interfaces of a value that is passed as Object (Windows.Foundation).
var (
	reference      = generic("IReference", 0x61c17706)
	referenceArray = generic("IReferenceArray", 0x61c17707)
)

// generic is one of the generic interfaces whose ids differ in their first part.
func generic(name string, data1 uint32) *model.Type {
	id := model.GUID{Data1: data1, Data2: 0x2d65, Data3: 0x11e0, Data4: [8]byte{0x9a, 0xe8, 0xd4, 0x85, 0x64, 0x01, 0x54, 0x72}}
	return &model.Type{Namespace: nsFoundation, Name: name, Arity: 1, Kind: model.KindInterface, GUID: id}
}

// valueOf is what the runtime is told of an enum or a struct.
func valueOf(t *model.Type) Value {
	of := []*model.Sig{{Type: t}}
	return Value{t.FullName(), iid(&model.Sig{Type: reference, Args: of}), iid(&model.Sig{Type: referenceArray, Args: of})}
}
