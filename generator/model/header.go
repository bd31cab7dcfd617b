package model

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/midl"
)

// header is one COM header of the universe.
type header struct {
	file       *midl.File
	universe   *Universe
	namespace  string
	interfaces map[string]*headerType // by the full name in C++
	others     map[string]string      // what else it declares: a struct, an enum …
}

// headerType is an interface of a header.
type headerType struct {
	header  *header
	iface   *midl.Interface
	typ     *Type    // what stands for it: made of the header, or the metadata's
	foreign bool     // typ is the metadata's
	refused *Refusal // of the whole interface
	state   headerState
	slots   int // of the vtable, inherited ones included
}

type headerState uint8

const (
	headerUnseen headerState = iota
	headerBegun
	headerDone
)

// addHeaders adds the interfaces of headers. Those of windows.devices.display.core.interop.h
// stand in the namespace Windows.Devices.Display.Core.Interop. An interface that
// the metadata has is that one. What cannot be projected is refused by itself, with
// the interfaces that derive from it.
func (u *Universe) addHeaders(files []*midl.File) error {
	headers := make([]*header, len(files))
	for i, file := range files {
		headers[i] = &header{file: file, universe: u, namespace: u.headerNamespace(file.Name), interfaces: map[string]*headerType{}, others: othersOf(file)}
	}
	known := u.namesakes(files)
	for _, h := range headers {
		if err := checkNamespace(h.namespace); err != nil {
			return fmt.Errorf("%s: the header's name makes the namespace %s: %w; give it a name of letters, digits, _ and dots", h.file.Name, quoted(h.namespace), err)
		}
		for _, iface := range h.file.Interfaces {
			if isSystems(iface) {
				continue
			}
			o := &headerType{header: h, iface: iface}
			if h.interfaces[iface.FullName()] == nil {
				h.interfaces[iface.FullName()] = o
			}
			o.identify(known[iface.Name])
		}
		for _, iface := range h.file.Interfaces {
			if o := h.interfaces[iface.FullName()]; o != nil && o.iface == iface {
				o.settle()
			}
		}
	}
	for _, h := range headers {
		for _, iface := range h.file.Interfaces {
			o := h.interfaces[iface.FullName()]
			if o == nil || o.iface != iface || o.foreign || o.refused != nil {
				continue
			}
			o.readMethods()
			if err := u.add(o.typ, o.typ.Name, h.file.Name); err != nil {
				return err
			}
		}
	}
	sortRefusals(u.refusals)
	return nil
}

// isSystems tells whether a header defines one of the interfaces that the runtime
// itself has.
func isSystems(i *midl.Interface) bool { return headerBasics[i.Name] != None }

// othersOf are the names that a header declares which are no interfaces.
func othersOf(file *midl.File) map[string]string {
	others := map[string]string{}
	for _, e := range file.Enums {
		others[e.FullName()] = "an enum"
	}
	for _, s := range file.Structs {
		others[s.FullName()] = "a struct"
		if s.Union {
			others[s.FullName()] = "a union"
		}
	}
	for _, t := range file.Typedefs {
		others[t.FullName()] = "a typedef"
	}
	return others
}

// namesakes are the interfaces of the metadata that are called as one of the
// headers'.
func (u *Universe) namesakes(files []*midl.File) map[string][]*Type {
	known := map[string][]*Type{}
	for _, file := range files {
		for _, i := range file.Interfaces {
			known[i.Name] = nil
		}
	}
	for _, t := range u.all {
		if _, asked := known[t.Name]; asked && t.Kind == KindInterface && t.Arity == 0 {
			known[t.Name] = append(known[t.Name], t)
		}
	}
	return known
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
	words := strings.FieldsFunc(name, func(r rune) bool { return r != '_' && !isWordRune(r) })
	for i, word := range words {
		switch known := spelling[strings.ToLower(word)]; {
		case known != "":
			words[i] = known
		case word[0] >= '0' && word[0] <= '9' || word[0] == '_':
			words[i] = "X" + word
		default:
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	if len(words) == 0 {
		return "Header"
	}
	return strings.Join(words, ".")
}

// isWordRune tells whether r can stand in the name of a Go package.
func isWordRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// identify finds out which type the interface is. namesakes are the metadata's
// interfaces of that name.
func (o *headerType) identify(namesakes []*Type) {
	h, iface := o.header, o.iface
	if err := checkIdentifier(iface.Name); err != nil {
		o.refuse("its name %s: %v", quoted(iface.Name), err)
		return
	}
	id := GUID{iface.IID.Data1, iface.IID.Data2, iface.IID.Data3, iface.IID.Data4}
	declared := h.universe.Find(dotted(iface.FullName()))
	if declared == nil {
		declared = h.universe.Find(h.namespace + "." + iface.Name)
	}
	switch {
	case declared == nil:
	case declared.Kind != KindInterface:
		o.refuse("the metadata has a %s of that name", declared.Kind)
		return
	case declared.Load() == nil && iface.HasIID && declared.GUID != id:
		o.refuse("its IID is %s, and that of the metadata's %s is %s", id, declared.FullName(), declared.GUID)
		return
	default:
		o.typ, o.foreign = declared, true
		return
	}
	if iface.HasIID {
		for _, t := range namesakes {
			if t.Load() == nil && t.GUID == id {
				o.typ, o.foreign = t, true
				return
			}
		}
	}
	if first := h.interfaces[iface.FullName()]; first != o {
		o.refuse("it is defined at line %d already", first.iface.Pos.Line)
		return
	}
	if twin := h.universe.headerTypes[typeName{h.namespace, iface.Name}]; twin != nil {
		o.refuse("%s:%d:%d defines an interface of that name for the same package", twin.header.file.Name, twin.iface.Pos.Line, twin.iface.Pos.Col)
		return
	}
	if !iface.HasIID || id == (GUID{}) {
		o.refuse("it has no IID, so that nobody can ask for it")
		return
	}
	h.universe.headerTypes[typeName{h.namespace, iface.Name}] = o
	o.typ = &Type{Namespace: h.namespace, Name: iface.Name, Kind: KindInterface, Interop: true, GUID: id, origin: o}
}

func (o *headerType) refuse(reason string, args ...any) {
	if o.refused != nil {
		return
	}
	o.refused = &Refusal{
		File: o.header.file.Name, Pos: o.iface.Pos, Namespace: o.header.namespace, Interface: readable(o.iface.Name),
		Members: len(o.iface.Methods), Reason: readable(fmt.Sprintf(reason, args...)),
	}
	o.header.universe.refusals = append(o.header.universe.refusals, o.refused)
}

// settle finds the interface's base and first slot, or refuses it.
func (o *headerType) settle() {
	if o.foreign || o.refused != nil || o.state == headerDone {
		return
	}
	if o.state == headerBegun {
		o.refuse("it derives from itself")
		return
	}
	o.state = headerBegun
	defer func() { o.state = headerDone }()
	if o.iface.Fault != "" {
		o.refuse("%s", o.iface.Fault)
		return
	}
	t := o.typ
	switch base := strings.TrimPrefix(o.iface.Base, "::"); base {
	case "IUnknown":
		t.FirstSlot, t.Unknown = unknownSlots, true
	case "IInspectable":
		t.FirstSlot = inspectableSlots
	case "":
		o.refuse("it has no base, not even IUnknown")
		return
	default:
		parent := o.header.interfaceNamed(base, o.iface.Namespace)
		switch {
		case parent == nil || parent == o:
			o.refuse("its base %q is neither IUnknown nor IInspectable nor an interface of this header", o.iface.Base)
			return
		case parent.foreign:
			o.refuse("its base %s is a Windows Runtime interface", parent.typ.FullName())
			return
		}
		if parent.settle(); parent.refused != nil {
			o.refuse("its base %s is refused (line %d: %s)", parent.iface.Name, parent.refused.Pos.Line, parent.refused.Reason)
			return
		}
		t.Parent, t.Unknown = parent.typ, parent.typ.Unknown
		t.FirstSlot = parent.slots
	}
	o.slots = t.FirstSlot + len(o.iface.Methods)
}

// place is where the header defines the interface.
func (o *headerType) place() string {
	return fmt.Sprintf("%s:%d:%d", o.header.file.Name, o.iface.Pos.Line, o.iface.Pos.Col)
}

// load has nothing left to do: headers are read whole, to say what of them is refused.
func (*headerType) load(*Type) error { return nil }

// readMethods makes the interface's methods. One that cannot be projected is refused: its
// slot stays, and the interface is one that only native objects have.
func (o *headerType) readMethods() {
	for i, m := range o.iface.Methods {
		method := Method{Name: m.Name, Member: m.Name, Slot: o.typ.FirstSlot + i}
		pos, err := o.method(m, &method)
		if err == nil {
			o.typ.Methods = append(o.typ.Methods, method)
			continue
		}
		refusal := &Refusal{
			File: o.header.file.Name, Pos: pos, Namespace: o.header.namespace, Interface: readable(o.iface.Name),
			Method: readable(m.Name), Slot: method.Slot, Members: 1, Reason: readable(err.Error()),
		}
		o.typ.Refused = append(o.typ.Refused, refusal)
		o.header.universe.refusals = append(o.header.universe.refusals, refusal)
	}
}

// method reads the signature of m; the error's place is the method's or that of
// one of its parameters.
func (o *headerType) method(m *midl.Method, method *Method) (midl.Position, error) {
	if err := checkIdentifier(m.Name); err != nil {
		return m.Pos, fmt.Errorf("its name %s: %w", quoted(m.Name), err)
	}
	switch {
	case len(m.Params) > maxParams:
		return m.Pos, fmt.Errorf("it has %d parameters; %d are a method's most", len(m.Params), maxParams)
	case m.Variadic:
		return m.Pos, fmt.Errorf("it takes any number of arguments")
	case !slices.Contains(standardCalls, m.CallConv):
		if m.CallConv == "" {
			return m.Pos, fmt.Errorf("no calling convention is declared, so on 386 it is not STDMETHODCALLTYPE")
		}
		return m.Pos, fmt.Errorf("its calling convention is %s, not STDMETHODCALLTYPE", m.CallConv)
	case m.Return.Name != "HRESULT" || m.Return.Pointers > 0 || m.Return.Ref || m.Return.Func != nil:
		return m.Pos, fmt.Errorf("it returns %s, and only HRESULT is projected", spell(&m.Return))
	}
	for i, p := range m.Params {
		param, err := o.param(m, i)
		if err != nil {
			return p.Pos, err
		}
		method.Params = append(method.Params, param)
	}
	return m.Pos, nil
}

// standardCalls are the words for the convention that COM's methods have.
var standardCalls = []string{"STDMETHODCALLTYPE", "WINAPI", "APIENTRY", "STDAPICALLTYPE", "CALLBACK", "PASCAL", "NTAPI", "STDCALL", "__stdcall", "_stdcall", "stdcall"}
