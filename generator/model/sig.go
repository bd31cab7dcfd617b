package model

import (
	"strconv"
	"strings"
)

// Basic is a type that the system defines.
type Basic uint8

const (
	None Basic = iota
	Boolean
	Char16
	Int8
	UInt8
	Int16
	UInt16
	Int32
	UInt32
	Int64
	UInt64
	Float32
	Float64
	String
	Object // IInspectable
	GUIDValue
	SystemType // only in attributes

	// In headers only.
	Unknown            // IUnknown
	Handle             // HANDLE
	SecurityAttributes // SECURITY_ATTRIBUTES
	Void
	IntPtr
	UIntPtr
	HResult
	Bool32 // BOOL
)

var basicNames = [...]string{"", "Boolean", "Char16", "Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64",
	"Single", "Double", "String", "Object", "Guid", "Type", "IUnknown", "HANDLE", "SECURITY_ATTRIBUTES", "void", "INT_PTR", "UINT_PTR", "HRESULT", "BOOL"}

func (b Basic) String() string { return basicNames[b] }

// Sig is a type as a signature mentions it. Exactly one of Basic, Type and Param
// is set. Sigs are immutable after they are made and may be shared.
type Sig struct {
	Basic Basic
	Type  *Type
	Args  []*Sig // of a generic type
	Param int    // 1 + the index of a generic parameter
}

func (s *Sig) String() string {
	if s != nil && s.Type != nil && len(s.Args) == 0 {
		return s.Type.FullName()
	}
	var b strings.Builder
	s.write(&b)
	return b.String()
}

func (s *Sig) write(b *strings.Builder) {
	switch {
	case s == nil:
		b.WriteString("void")
	case s.Param > 0:
		b.WriteString("!" + strconv.Itoa(s.Param-1))
	case s.Type == nil:
		b.WriteString(s.Basic.String())
	default:
		b.WriteString(s.Type.Namespace)
		b.WriteByte('.')
		b.WriteString(s.Type.Name)
		if len(s.Args) == 0 {
			return
		}
		b.WriteByte('<')
		for i, a := range s.Args {
			if i > 0 {
				b.WriteString(", ")
			}
			a.write(b)
		}
		b.WriteByte('>')
	}
}

// Bind replaces the generic parameters in s by args.
func (s *Sig) Bind(args []*Sig) *Sig {
	if s == nil || len(args) == 0 {
		return s
	}
	if s.Param > 0 {
		if s.Param <= len(args) {
			return args[s.Param-1]
		}
		return s
	}
	if len(s.Args) == 0 {
		return s
	}
	bound := make([]*Sig, len(s.Args))
	same := true
	for i, a := range s.Args {
		bound[i] = a.Bind(args)
		same = same && bound[i] == a
	}
	if same {
		return s
	}
	return &Sig{Type: s.Type, Args: bound}
}

// Each calls visit for every type that s mentions.
func (s *Sig) Each(visit func(*Type)) {
	if s == nil {
		return
	}
	if s.Type != nil {
		visit(s.Type)
	}
	for _, a := range s.Args {
		a.Each(visit)
	}
}
