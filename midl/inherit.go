package midl

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// known are the bases that headers take for granted: their own methods, with
// the number of parameters (unknwn.h, inspectable.h, oaidl.h, objidl.h,
// oleidl.h).
var known = []struct {
	name, base string
	methods    []signature
}{
	{"IUnknown", "", []signature{{"QueryInterface", 2}, {"AddRef", 0}, {"Release", 0}}},
	{"IInspectable", "IUnknown", []signature{{"GetIids", 2}, {"GetRuntimeClassName", 1}, {"GetTrustLevel", 1}}},
	{"IDispatch", "IUnknown", []signature{{"GetTypeInfoCount", 1}, {"GetTypeInfo", 3}, {"GetIDsOfNames", 5}, {"Invoke", 8}}},
	{"IClassFactory", "IUnknown", []signature{{"CreateInstance", 3}, {"LockServer", 1}}},
	{"IPersist", "IUnknown", []signature{{"GetClassID", 1}}},
	{"IPersistStream", "IPersist", []signature{{"IsDirty", 0}, {"Load", 1}, {"Save", 2}, {"GetSizeMax", 1}}},
	{"IPersistFile", "IPersist", []signature{{"IsDirty", 0}, {"Load", 2}, {"Save", 2}, {"SaveCompleted", 1}, {"GetCurFile", 1}}},
	{"ISequentialStream", "IUnknown", []signature{{"Read", 3}, {"Write", 3}}},
	{"IStream", "ISequentialStream", []signature{{"Seek", 3}, {"SetSize", 1}, {"CopyTo", 4}, {"Commit", 1}, {"Revert", 0},
		{"LockRegion", 3}, {"UnlockRegion", 3}, {"Stat", 2}, {"Clone", 1}}},
	{"IOleWindow", "IUnknown", []signature{{"GetWindow", 1}, {"ContextSensitiveHelp", 1}}},
}

type signature struct {
	name   string
	params int
}

func abstractUnknown(pos Position) (*Method, *Method, *Method) {
	method := func(name, result string, params ...*Param) *Method {
		return &Method{Pos: pos, Name: name, Return: Type{Name: result}, CallConv: "STDMETHODCALLTYPE", Params: params}
	}
	return method("QueryInterface", "HRESULT",
			&Param{Pos: pos, Name: "riid", Type: Type{Name: "REFIID"}, In: true},
			&Param{Pos: pos, Name: "ppvObject", Type: Type{Name: "void", Pointers: 2}, Out: true, IidIs: "riid"}),
		method("AddRef", "ULONG"), method("Release", "ULONG")
}

// complete gives interfaces the IIDs that stand apart from them and removes
// what they repeat from their bases.
func (p *parser) complete() {
	iids := make(map[string][]namedIID)
	for _, n := range p.iids {
		iids[n.name] = append(iids[n.name], n)
	}
	for _, i := range p.file.Interfaces {
		given := iids[i.FullName()]
		if len(i.Namespace) > 0 {
			given = slices.Concat(given, iids[i.Name])
		}
		for _, n := range given {
			switch {
			case !i.HasIID:
				i.IID, i.HasIID = n.guid, true
			case i.IID != n.guid && n.name == i.FullName():
				p.report(n.off, "%s is the IID of %s here and %s at line %d", n.guid, i.Name, i.IID, i.Pos.Line)
			}
		}
	}
	for _, e := range p.file.Enums {
		e.Flags = e.Flags || p.flags[e.Name] || p.flags[e.FullName()]
	}
	for _, d := range p.file.Typedefs {
		if d.Type.Enum != nil && p.flags[d.Name] {
			d.Type.Enum.Flags = true
		}
	}
	l := newLinker([]*File{p.file})
	for _, i := range p.file.Interfaces {
		if msg := l.link(i); msg != "" && !p.errors.full() {
			p.errors = append(p.errors, &Error{File: p.name, Line: i.Pos.Line, Col: i.Pos.Col, Msg: msg})
		}
	}
}

// Link removes from interfaces the methods that they repeat from bases in other
// headers: after it, Methods of every interface of files holds only its own. A
// base is looked up by its name in all of the files. The error names each
// interface whose base is in none of them, as its Fault does; the other ones are
// done all the same. Only interfaces that are Unlinked, or that override a method of a base
// in another header, change.
func Link(files ...*File) error {
	l := newLinker(files)
	var failed []error
	for _, f := range files {
		for _, i := range f.Interfaces {
			msg := l.link(i)
			if msg == "" && i.Unlinked {
				msg = fmt.Sprintf("the interface %s repeats the methods of its bases, and %s is in none of the headers that were given: read the header that defines it too", quote(i.Name), quote(l.missing(i)))
			}
			if i.Fault = msg; msg != "" {
				failed = append(failed, &Error{File: f.Name, Line: i.Pos.Line, Col: i.Pos.Col, Msg: msg})
			}
		}
	}
	return errors.Join(failed...)
}

// linker knows the interfaces of some headers by name.
type linker struct {
	byName    map[string]*Interface
	file      map[*Interface]*File
	inFile    map[*File]map[string]*Interface // what a file defines comes first
	wellKnown map[string]*Interface           // made from the table when needed
	state     map[*Interface]linkState
	keys      map[*Interface]map[string]bool // of the methods that an interface has itself
}

type linkState uint8

const (
	linkNone linkState = iota
	linkDone
)

func newLinker(files []*File) *linker {
	l := &linker{
		byName:    make(map[string]*Interface),
		file:      make(map[*Interface]*File),
		inFile:    make(map[*File]map[string]*Interface),
		wellKnown: make(map[string]*Interface),
		state:     make(map[*Interface]linkState),
		keys:      make(map[*Interface]map[string]bool),
	}
	for _, f := range files {
		own := make(map[string]*Interface)
		l.inFile[f] = own
		for _, i := range f.Interfaces {
			l.file[i] = f
			for _, names := range []map[string]*Interface{own, l.byName} {
				names[i.FullName()] = i
				if names[i.Name] == nil {
					names[i.Name] = i
				}
			}
		}
	}
	return l
}

// base finds the interface that i's Base names: seen from its namespace
// outwards, in its own header before others.
func (l *linker) base(i *Interface) *Interface {
	for _, names := range []map[string]*Interface{l.inFile[l.file[i]], l.byName} {
		for n := len(i.Namespace); n >= 0; n-- {
			if b := names[qualify(i.Namespace[:n], i.Base)]; b != nil && b != i {
				return b
			}
		}
	}
	return nil
}

// chain gives i's bases, the nearest first. It ends early, with false, at a base
// that no header defines and that is not well known.
func (l *linker) chain(i *Interface) (bases []*Interface, whole bool) {
	for i.Base != "" && len(bases) <= maxNesting {
		b := l.base(i)
		if b == nil {
			b = l.known(i.Base)
		}
		if b == nil {
			return bases, false
		}
		bases = append(bases, b)
		i = b
	}
	return bases, true
}

// missing gives the name at which i's chain of bases ends early.
func (l *linker) missing(i *Interface) string {
	if bases, _ := l.chain(i); len(bases) > 0 {
		return bases[len(bases)-1].Base
	}
	return i.Base
}

// known makes an interface of the table, its parameters without types.
func (l *linker) known(name string) *Interface {
	name = unqualified(name)
	if i := l.wellKnown[name]; i != nil {
		return i
	}
	for _, k := range known {
		if k.name != name {
			continue
		}
		i := &Interface{Name: k.name, Base: k.base}
		for _, s := range k.methods {
			i.Methods = append(i.Methods, &Method{Name: s.name, Params: make([]*Param, s.params)})
		}
		l.wellKnown[name] = i
		l.state[i] = linkDone
		return i
	}
	return nil
}

// link removes from i what it repeats, after its bases. It gives a message if i
// cannot be right.
func (l *linker) link(i *Interface) string {
	if l.state[i] == linkDone {
		return ""
	}
	bases, whole := l.chain(i)
	if len(bases) > maxNesting {
		l.state[i] = linkDone
		return fmt.Sprintf("the interface %s has more than %d bases, or is derived from itself", quote(i.Name), maxNesting)
	}
	// The chain is walked from its far end, so that nothing here is recursive.
	for n := len(bases) - 1; n >= 0; n-- {
		if b := bases[n]; l.state[b] != linkDone {
			l.state[b] = linkDone
			if msg := l.remove(b, bases[n+1:], whole); msg != "" {
				l.state[i] = linkDone
				return msg
			}
		}
	}
	l.state[i] = linkDone
	return l.remove(i, bases, whole)
}

// remove takes out of i the methods of its bases.
func (l *linker) remove(i *Interface, bases []*Interface, whole bool) string {
	if i.Name == "IUnknown" && i.Base == "" {
		return ""
	}
	if !i.Unlinked && !startsWithUnknown(i.Methods) {
		l.removeOverrides(i, bases)
		return ""
	}
	if !i.Unlinked {
		i.Methods, i.Unlinked = i.Methods[3:], true
	}
	if i.Base == "" { // DECLARE_INTERFACE without a base, but with IUnknown's methods
		i.Base = "IUnknown"
	}
	if !whole {
		return ""
	}
	i.Unlinked = false
	if n := repeated(i.Methods, bases); n >= 0 {
		i.Methods = i.Methods[n:]
		return ""
	}
	// Not the bases' methods in their order: then C++ decides, by signatures.
	l.removeOverrides(i, bases)
	for _, b := range bases {
		for _, inherited := range b.Methods {
			for _, m := range i.Methods {
				if m.Name == inherited.Name && len(m.Params) == len(inherited.Params) {
					return fmt.Sprintf("the interface %s repeats methods of its bases, but not in their order, and %s may be the one of %s or another one", quote(i.Name), quote(m.Name), quote(b.Name))
				}
			}
		}
	}
	return ""
}

// repeated gives how many methods repeat those of bases but IUnknown's, which
// are the farthest: all of them in their order, or none; -1 for anything else.
func repeated(methods []*Method, bases []*Interface) int {
	at := 0
	for n := len(bases) - 2; n >= 0; n-- {
		for _, m := range bases[n].Methods {
			if at >= len(methods) || methods[at].Name != m.Name {
				return -1
			}
			at++
		}
	}
	return at
}

// removeOverrides takes out of i the methods that have the name and parameters
// of an inherited one, and so take its slot.
func (l *linker) removeOverrides(i *Interface, bases []*Interface) {
	overrides := func(m *Method) bool {
		for _, b := range bases {
			keys := l.keys[b]
			if keys == nil {
				keys = make(map[string]bool, len(b.Methods))
				for _, own := range b.Methods {
					keys[overrideKey(own)] = true
				}
				l.keys[b] = keys
			}
			if keys[overrideKey(m)] || keys[countKey(m)] {
				return true
			}
		}
		return false
	}
	if slices.ContainsFunc(i.Methods, overrides) {
		i.Methods = slices.DeleteFunc(slices.Clone(i.Methods), overrides)
	}
}

func startsWithUnknown(methods []*Method) bool {
	return len(methods) >= 3 && methods[0].Name == "QueryInterface" && methods[1].Name == "AddRef" && methods[2].Name == "Release"
}

// overrideKey is equal for methods of which one overrides the other.
func overrideKey(m *Method) string {
	if len(m.Params) > 0 && m.Params[0] == nil {
		return countKey(m)
	}
	var b strings.Builder
	b.WriteString(m.Name)
	for _, p := range m.Params {
		fmt.Fprintf(&b, ",%v %s %d %v", p.Type.Const, p.Type.Name, p.Type.Pointers+len(p.Type.Array), p.Type.Ref)
	}
	return b.String()
}

// countKey stands for the methods of well-known bases, whose parameters are
// only counted.
func countKey(m *Method) string { return fmt.Sprintf("%s/%d", m.Name, len(m.Params)) }
