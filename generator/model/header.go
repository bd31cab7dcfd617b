package model

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/winmd2go/winmd2go/midl"
)

// header is one COM header of the universe.
type header struct {
	file      *midl.File
	universe  *Universe
	namespace string
	types     map[string]*Type // by the name in the header
}

// headerType is an interface of a header.
type headerType struct {
	header *header
	iface  *midl.Interface
}

// addHeader adds the interfaces of h. Those of windows.devices.display.core.interop.h
// stand in the namespace Windows.Devices.Display.Core.Interop.
func (u *Universe) addHeader(file *midl.File) error {
	h := &header{file: file, universe: u, namespace: u.headerNamespace(file.Name), types: map[string]*Type{}}
	if err := checkNamespace(h.namespace); err != nil {
		return fmt.Errorf("%s: the header's name makes the namespace %s: %w; give it a name of letters, digits, _ and dots", file.Name, quoted(h.namespace), err)
	}
	for _, iface := range file.Interfaces {
		if err := checkIdentifier(iface.Name); err != nil {
			return fmt.Errorf("%s:%d:%d: interface %s: %w", file.Name, iface.Pos.Line, iface.Pos.Col, quoted(iface.Name), err)
		}
		if !iface.HasIID {
			return fmt.Errorf("%s:%d:%d: interface %s has no IID; a projection cannot ask for it", file.Name, iface.Pos.Line, iface.Pos.Col, iface.Name)
		}
		t := &Type{
			Namespace: h.namespace, Name: iface.Name, Kind: KindInterface, Interop: true,
			GUID:   GUID{iface.IID.Data1, iface.IID.Data2, iface.IID.Data3, iface.IID.Data4},
			origin: &headerType{h, iface},
		}
		h.types[iface.Name] = t
		if err := u.add(t, iface.Name, file.Name); err != nil {
			return err
		}
	}
	return nil
}

// headerNamespace derives a namespace from a header's name, in the spelling of
// the metadata where that has the words.
func (u *Universe) headerNamespace(name string) string {
	name = strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), ".h")
	spelling := map[string]string{"interop": "Interop"}
	for _, t := range u.all {
		if len(t.Namespace) <= len(name) && strings.EqualFold(name[:len(t.Namespace)], t.Namespace) {
			for _, word := range strings.Split(t.Namespace, ".") {
				spelling[strings.ToLower(word)] = word
			}
		}
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' })
	for i, word := range words {
		if known := spelling[strings.ToLower(word)]; known != "" {
			words[i] = known
		} else {
			first, size := utf8.DecodeRuneInString(word)
			words[i] = string(unicode.ToUpper(first)) + word[size:]
		}
	}
	return strings.Join(words, ".")
}

func (o *headerType) place() string {
	return fmt.Sprintf("%s:%d:%d", o.header.file.Name, o.iface.Pos.Line, o.iface.Pos.Col)
}

func (o *headerType) load(t *Type) error {
	switch base := strings.TrimPrefix(o.iface.Base, "::"); base {
	case "IUnknown":
		t.FirstSlot, t.Unknown = unknownSlots, true
	case "IInspectable":
		t.FirstSlot = inspectableSlots
	default:
		parent := o.header.types[base]
		if parent == nil {
			return o.fail(o.iface.Pos, "its base %q is neither IUnknown nor IInspectable nor an interface of this header", o.iface.Base)
		}
		if err := parent.Load(); err != nil {
			return err
		}
		t.Parent, t.Unknown = parent, parent.Unknown
		t.FirstSlot = parent.FirstSlot + len(parent.Methods)
	}
	for _, m := range o.iface.Methods {
		if err := checkIdentifier(m.Name); err != nil {
			return o.fail(m.Pos, "method %s: %w", quoted(m.Name), err)
		}
		method := Method{Name: m.Name, Member: m.Name, Slot: t.FirstSlot + len(t.Methods)}
		if result := o.header.resolve(&m.Return); result == nil || result.Basic != HResult {
			return o.fail(m.Pos, "method %s returns %s; only HRESULT methods can be projected from a header", m.Name, m.Return.Name)
		}
		for _, p := range m.Params {
			param, err := o.param(m, p)
			if err != nil {
				return err
			}
			method.Params = append(method.Params, param)
		}
		t.Methods = append(t.Methods, method)
	}
	return nil
}

func (o *headerType) fail(pos midl.Position, format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: interface %s: %w", o.header.file.Name, pos.Line, pos.Col, o.iface.Name, fmt.Errorf(format, args...))
}

// param reads direction from the MIDL comment or SAL word that the header's
// reader found, and meaning from the C type.
func (o *headerType) param(m *midl.Method, p *midl.Param) (Param, error) {
	param := Param{Name: p.Name, Out: p.Out && !p.In, Optional: p.Optional}
	if param.Name == "" {
		return param, o.fail(p.Pos, "a parameter of %s has no name", m.Name)
	}
	if err := checkIdentifier(p.Name); err != nil {
		return param, o.fail(p.Pos, "parameter %s of %s: %w", quoted(p.Name), m.Name, err)
	}
	if p.SizeIs != "" || len(p.Type.Array) > 0 {
		return param, o.fail(p.Pos, "parameter %s of %s is an array ([size_is(%s)]), which the projection of headers does not cover", p.Name, m.Name, p.SizeIs)
	}
	pointers := p.Type.Pointers
	if p.Type.Ref {
		pointers++
	}
	if p.Type.Name == "void" && pointers == 2 && (p.IidIs != "" || p.ComOutptr || param.Out) {
		param.Type, param.Out, param.Result = &basicSigs[Unknown], true, true
		return param, nil
	}
	sig := o.header.resolve(&p.Type)
	if sig == nil {
		return param, o.fail(p.Pos, "parameter %s of %s has the type %s%s, which is not known; only basic types, handles, strings and interfaces can be projected", p.Name, m.Name, p.Type.Name, strings.Repeat("*", p.Type.Pointers))
	}
	param.Type = sig
	switch p.Type.Name {
	case "REFIID", "REFGUID", "REFCLSID", "LPSECURITY_ATTRIBUTES", "PSECURITY_ATTRIBUTES":
		pointers++
	}
	if isInterface(sig) {
		pointers-- // an interface is only ever mentioned by pointer
	}
	switch {
	case pointers == 0 && !param.Out:
	case pointers == 1 && param.Out:
	case pointers == 1:
		param.ByRef = true
	default:
		return param, o.fail(p.Pos, "parameter %s of %s has %d levels of pointers to %s, which is not a form that can be projected", p.Name, m.Name, p.Type.Pointers, p.Type.Name)
	}
	if sig.Basic == GUIDValue && !param.Out && describesResult(m, p) {
		param.RIID = true
	}
	return param, nil
}

func isInterface(s *Sig) bool {
	return s.Basic == Object || s.Basic == Unknown || s.Type != nil && (s.Type.Kind == KindInterface || s.Type.Kind == KindClass)
}

// describesResult tells whether an [iid_is] names p, or a void** follows it.
func describesResult(m *midl.Method, p *midl.Param) bool {
	after := false
	for _, q := range m.Params {
		if q == p {
			after = true
			continue
		}
		if q.Type.Name == "void" && q.Type.Pointers == 2 && (q.IidIs == p.Name || q.IidIs == "" && after) {
			return true
		}
	}
	return false
}

// headerBasics are the names that Windows headers have for basic types.
var headerBasics = map[string]Basic{
	"bool": Boolean, "boolean": Boolean, "BOOLEAN": UInt8, "BOOL": Bool32,
	"char": Int8, "signed char": Int8, "CHAR": Int8, "INT8": Int8, "unsigned char": UInt8, "BYTE": UInt8, "UINT8": UInt8, "UCHAR": UInt8,
	"short": Int16, "SHORT": Int16, "INT16": Int16, "unsigned short": UInt16, "WORD": UInt16, "USHORT": UInt16, "UINT16": UInt16, "WCHAR": Char16, "wchar_t": Char16,
	"int": Int32, "INT": Int32, "INT32": Int32, "long": Int32, "LONG": Int32,
	"unsigned int": UInt32, "unsigned": UInt32, "UINT": UInt32, "UINT32": UInt32, "DWORD": UInt32, "ULONG": UInt32, "unsigned long": UInt32,
	"__int64": Int64, "long long": Int64, "INT64": Int64, "LONGLONG": Int64, "LONG64": Int64,
	"unsigned __int64": UInt64, "unsigned long long": UInt64, "UINT64": UInt64, "ULONGLONG": UInt64, "ULONG64": UInt64, "DWORD64": UInt64,
	"float": Float32, "FLOAT": Float32, "double": Float64, "DOUBLE": Float64,
	"INT_PTR": IntPtr, "LONG_PTR": IntPtr, "UINT_PTR": UIntPtr, "ULONG_PTR": UIntPtr, "DWORD_PTR": UIntPtr, "SIZE_T": UIntPtr, "size_t": UIntPtr,
	"HRESULT": HResult, "HSTRING": String, "HANDLE": Handle,
	"GUID": GUIDValue, "IID": GUIDValue, "CLSID": GUIDValue, "REFIID": GUIDValue, "REFGUID": GUIDValue, "REFCLSID": GUIDValue,
	"SECURITY_ATTRIBUTES": SecurityAttributes, "LPSECURITY_ATTRIBUTES": SecurityAttributes, "PSECURITY_ATTRIBUTES": SecurityAttributes,
	"IUnknown": Unknown, "IInspectable": Object,
}

// resolve finds what a C type stands for: a basic type, an interface of the
// header, or a type of the metadata (ABI::Windows::Foundation::Size). Nil when it
// is none of them.
func (h *header) resolve(t *midl.Type) *Sig {
	if t.Func != nil || t.Record != nil || t.Enum != nil {
		return nil
	}
	name := strings.TrimPrefix(strings.TrimPrefix(t.Name, "struct "), "::")
	if basic, ok := headerBasics[name]; ok {
		return &basicSigs[basic]
	}
	if found := h.types[name]; found != nil {
		return &Sig{Type: found}
	}
	dotted := strings.TrimPrefix(strings.ReplaceAll(name, "::", "."), "ABI.")
	if found := h.universe.Find(dotted); found != nil {
		return &Sig{Type: found}
	}
	if i := strings.LastIndexByte(dotted, '.'); i >= 0 {
		return nil
	}
	if base, ok := strings.CutSuffix(h.namespace, ".Interop"); ok {
		if found := h.universe.Find(base + "." + name); found != nil {
			return &Sig{Type: found}
		}
	}
	return nil
}
