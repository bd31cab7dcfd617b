package model

import (
	"strings"

	"github.com/winmd2go/winmd2go/midl"
)

// headerBasics are the names that Windows headers have for basic types.
var headerBasics = map[string]Basic{
	"bool": Boolean, "boolean": Boolean, "BOOLEAN": UInt8, "BOOL": Bool32,
	"char": Int8, "signed char": Int8, "CHAR": Int8, "INT8": Int8, "unsigned char": UInt8, "BYTE": UInt8, "byte": UInt8, "UINT8": UInt8, "UCHAR": UInt8,
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

// pointerNames are those of headerBasics that are pointers, without a star.
var pointerNames = map[string]bool{
	"REFIID": true, "REFGUID": true, "REFCLSID": true, "LPSECURITY_ATTRIBUTES": true, "PSECURITY_ATTRIBUTES": true,
}

// plainName takes off what C lets stand in front of a name.
func plainName(name string) string {
	for _, keyword := range []string{"struct ", "enum ", "union ", "class ", "interface "} {
		name = strings.TrimPrefix(name, keyword)
	}
	return strings.TrimPrefix(name, "::")
}

// dotted is a C++ name as metadata has it: ABI::Windows::Foundation::Size is
// Windows.Foundation.Size.
func dotted(name string) string {
	return strings.TrimPrefix(strings.ReplaceAll(name, "::", "."), "ABI.")
}

// spell writes a type as C does, about.
func spell(t *midl.Type) string {
	text := t.Name
	switch {
	case t.Func != nil:
		return "a function pointer"
	case text == "" && t.Enum != nil:
		text = "an enum defined in place"
	case text == "":
		text = "a struct defined in place"
	}
	text += strings.Repeat("*", t.Pointers)
	if t.Ref {
		text += "&"
	}
	if t.Const {
		text = "const " + text
	}
	return text
}

// interfaceNamed finds an interface of the header as C++ does: seen from scope
// outwards.
func (h *header) interfaceNamed(name string, scope []string) *headerType {
	for n := len(scope); n >= 0; n-- {
		if o := h.interfaces[qualified(scope[:n], name)]; o != nil {
			return o
		}
	}
	return nil
}

func qualified(scope []string, name string) string {
	if len(scope) == 0 {
		return name
	}
	return strings.Join(scope, "::") + "::" + name
}

// headerInterface finds an interface of any header by its full name, nil for none.
func (u *Universe) headerInterface(full string) *headerType {
	i := strings.LastIndexByte(full, '.')
	if i < 0 {
		return nil
	}
	return u.headerTypes[typeName{full[:i], full[i+1:]}]
}

// resolve finds what the base of a C type stands for: a basic type, an interface
// of the header, one of another header by its full name, or a type of the metadata
// (ABI::Windows::Foundation::Size). If it is none of them, why says so.
func (h *header) resolve(t *midl.Type, scope []string) (sig *Sig, why string) {
	if t.Func != nil || t.Record != nil || t.Enum != nil {
		return nil, "its type is " + spell(t)
	}
	name := plainName(t.Name)
	if basic, ok := headerBasics[name]; ok {
		return &basicSigs[basic], ""
	}
	for n := len(scope); n >= 0; n-- {
		full := qualified(scope[:n], name)
		o := h.interfaces[full]
		if o == nil {
			o = h.universe.headerInterface(dotted(full))
		}
		if o != nil {
			switch {
			case o.refused != nil:
				return nil, "it mentions " + o.iface.Name + ", which is refused"
			case o.foreign:
				return h.metadataType(o.typ)
			}
			return &Sig{Type: o.typ}, ""
		}
		if found := h.universe.Find(dotted(full)); found != nil && !found.Interop {
			return h.metadataType(found)
		}
		if what := h.others[full]; what != "" {
			return nil, "its type " + name + " is " + what + " of the header, which is not projected"
		}
	}
	return nil, "its type " + spell(t) + " is not known"
}

// metadataType is a type of the metadata as a header's method may mention it. An
// interface that is exclusive to a class is that class's default interface, which is
// what a pointer to an object of it points to, or none that Go has a type for.
func (h *header) metadataType(t *Type) (sig *Sig, why string) {
	if err := t.Load(); err != nil {
		return nil, err.Error()
	}
	switch {
	case !t.Projectable() || t.Arity > 0:
		return nil, t.FullName() + " is not a type that a header's method can have"
	case t.Kind == KindInterface && t.Exclusive != nil:
		return h.exclusive(t)
	}
	return &Sig{Type: t}, ""
}

func (h *header) exclusive(t *Type) (sig *Sig, why string) {
	class := t.Exclusive
	if err := class.Load(); err != nil {
		return nil, err.Error()
	}
	for _, impl := range class.Implements {
		switch {
		case impl.Interface.Type == t && impl.Default:
			return &Sig{Type: class}, ""
		case impl.Interface.Type == t:
			return nil, "it mentions " + t.FullName() + ", which is exclusive to the class " + class.Name + " and not its default interface, so that Go has no type for it"
		}
	}
	for _, f := range class.Factories {
		if f.Interface == t {
			return nil, "it mentions " + t.FullName() + ", the factory of the class " + class.Name + ", for which Go has no type"
		}
	}
	return &Sig{Type: t}, "" // no class has it: an interface like any other
}
