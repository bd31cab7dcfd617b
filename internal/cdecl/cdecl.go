// Package cdecl writes the value types of the metadata in C, so that C compilers
// can judge what the generator makes of them.
package cdecl

import (
	"fmt"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

var basics = map[model.Basic]string{
	model.Boolean: "unsigned char", model.Char16: "unsigned short", model.Int8: "signed char", model.UInt8: "unsigned char",
	model.Int16: "short", model.UInt16: "unsigned short", model.Int32: "int", model.UInt32: "unsigned",
	model.Int64: "long long", model.UInt64: "unsigned long long", model.Float32: "float", model.Float64: "double",
	model.String: "void *", model.Object: "void *", model.GUIDValue: "Guid",
}

// Prelude declares what the declarations of this package refer to.
const Prelude = "typedef struct { unsigned a; unsigned short b, c; unsigned char d[8]; } Guid;\n"

// Name is a type's name in C.
func Name(t *model.Type) string { return strings.ReplaceAll(t.FullName(), ".", "_") }

// Type is the C type of a value of s in native memory.
func Type(s *model.Sig) string {
	switch {
	case s.Type == nil:
		return basics[s.Basic]
	case s.Type.Kind == model.KindStruct:
		return Name(s.Type)
	case s.Type.Kind == model.KindEnum:
		return "int"
	}
	return "void *"
}

// Structs declares structs, those that others hold first.
func Structs(structs []*model.Type) string {
	var b strings.Builder
	for _, t := range Ordered(structs) {
		b.WriteString("typedef struct {\n")
		for _, f := range t.Fields {
			fmt.Fprintf(&b, "\t%s %s;\n", Type(f.Type), f.Name)
		}
		fmt.Fprintf(&b, "} %s;\n", Name(t))
	}
	return b.String()
}

// Ordered are structs and those that they hold, which come first.
func Ordered(structs []*model.Type) []*model.Type {
	var ordered []*model.Type
	done := map[*model.Type]bool{}
	var add func(t *model.Type)
	add = func(t *model.Type) {
		if done[t] {
			return
		}
		done[t] = true
		for _, f := range t.Fields {
			if s := f.Type.Type; s != nil && s.Kind == model.KindStruct {
				add(s)
			}
		}
		ordered = append(ordered, t)
	}
	for _, t := range structs {
		add(t)
	}
	return ordered
}
