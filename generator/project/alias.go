package project

import (
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// goAlias tells whether the generated package of a namespace shows a type of the
// runtime under its own name.
func goAlias(t *model.Type) bool {
	known := providedOf(t)
	return known != nil && known.name != ""
}

// aliases shows, in a namespace's public package, the types that the runtime has
// and those that stand in other parts, with their functions.
func (b *builder) aliases(f *file) ([]Alias, []Forward) {
	var aliases []Alias
	var forwards []Forward
	scope := b.scope(b.info.namespace)
	for _, t := range scope.types {
		switch {
		case goAlias(t):
			aliases = append(aliases, b.runtimeAliases(f, t)...)
		case b.declared(t) && b.home[t] != b.index:
			aliases = append(aliases, b.partAliases(f, t, scope)...)
			forwards = append(forwards, b.partForwards(f, t, scope)...)
		}
	}
	return aliases, forwards
}

func (b *builder) runtimeAliases(f *file, t *model.Type) []Alias {
	known := providedOf(t)
	params, args := "", ""
	if t.Arity > 0 {
		letters := []string{"T"}
		if t.Arity == 2 {
			letters = []string{"K", "V"}
			if t.Namespace == nsFoundation {
				letters = []string{"T", "P"}
			}
		}
		params = "[" + strings.Join(letters, ", ") + " any]"
		args = "[" + strings.Join(letters, ", ") + "]"
	}
	name := known.alias
	if name == "" {
		name = known.name
	}
	aliases := []Alias{{Doc: typeDoc(t), Keyword: "type", Name: name, TypeParams: params, Target: f.provided(known, known.name) + args}}
	aliases[0].Doc[0] = name + strings.TrimPrefix(aliases[0].Doc[0], t.Name)
	if known.iface != "" {
		aliases = append(aliases, Alias{Doc: Doc{known.iface + " is what parameters of the type take; Go types can implement it."}, Keyword: "type", Name: known.iface, TypeParams: params, Target: f.provided(known, known.iface) + args})
	}
	for _, extra := range known.extra {
		aliases = append(aliases, Alias{Keyword: "const", Name: extra, Target: f.provided(known, extra)})
	}
	return aliases
}

func (b *builder) partAliases(f *file, t *model.Type, scope *scope) []Alias {
	if t.Kind == model.KindClass && !hasInstances(t) {
		return nil
	}
	from := f.pkg(b.home[t])
	aliases := []Alias{{Doc: typeDoc(t), Keyword: "type", Name: t.Name, Target: from + t.Name}}
	if hasFamily(t) {
		name := scope.families[t]
		aliases = append(aliases, Alias{Doc: familyDoc(t, name), Keyword: "type", Name: name, Target: from + name})
	}
	describe := func(name, of string, doc Doc) {
		aliases = append(aliases, f.descriptor(from, name, of, doc))
	}
	for _, impl := range t.Implements {
		if impl.Overridable && b.owners[impl.Interface.Type] == t {
			name := impl.Interface.Type.Name
			aliases = append(aliases, Alias{Doc: overridableDoc(t, name), Keyword: "type", Name: name, Target: from + name})
			stub := b.stubName(impl.Interface.Type)
			describe(stub, "Stub", Doc{stub + " lets native code call a derived Go type's " + name + "."})
		}
	}
	switch descriptor := b.descriptorName(t); {
	case t.Kind == model.KindInterface:
		describe(descriptor, "Interface["+t.Name+"]", descriptorDoc(t, descriptor))
	case t.Kind == model.KindDelegate:
		describe(descriptor, "Delegate["+t.Name+"]", descriptorDoc(t, descriptor))
	case t.Kind == model.KindStruct && b.layouts[t].shape == described:
		native := b.nativeName(t)
		aliases = append(aliases, Alias{Doc: Doc{native + " is " + t.Name + " as it lies in native memory."}, Keyword: "type", Name: native, Target: from + native})
		describe(descriptor, "Struct["+t.Name+", "+native+"]", descriptorDoc(t, descriptor))
	}
	for _, name := range scope.values[t] {
		aliases = append(aliases, Alias{Keyword: "const", Name: name, Target: from + name})
	}
	return aliases
}

// descriptor shows a variable of another package that is a runtime type called of. It is
// used in the same ways as the variable itself, by its name or by its address; that its
// address is taken here and its value not copied keeps it data, without code that runs when
// a program starts.
func (f *file) descriptor(from, name, of string, doc Doc) Alias {
	return Alias{Doc: doc, Keyword: "var", Name: name, Target: "struct {\n\t*" + f.use("abi") + of + "\n}{&" + from + name + "}"}
}

func descriptorDoc(t *model.Type, name string) Doc {
	return Doc{name + " describes " + t.Name + " to the runtime."}
}

// partForwards are the package-level functions of a type in another part.
func (b *builder) partForwards(f *file, t *model.Type, scope *scope) []Forward {
	from := f.pkg(b.home[t])
	var forwards []Forward
	switch t.Kind {
	case model.KindInterface:
		name := scope.queries[t]
		forwards = append(forwards, Forward{Name: name, Params: "v any", Returns: "(" + t.Name + ", error)", Target: from + name, Args: "v",
			Doc: Doc{name + " asks v for the interface " + t.Name + "."}})
		given := b.methodNames(t).given
		for i := range t.Methods {
			m := bound{Method: &t.Methods[i], iface: &model.Sig{Type: t}}
			if generic := b.genericForward(f, t, m, given[m.Method]); generic != nil {
				forwards = append(forwards, *generic)
			}
		}
	case model.KindClass:
		for _, m := range b.members(t) {
			if m.factory == nil {
				continue
			}
			if m.method == nil {
				name := scope.functions[functionKey{class: t}]
				forwards = append(forwards, Forward{Name: name, Returns: "(*" + t.Name + ", error)", Target: from + name, Doc: Doc{name + " makes a new " + t.Name + "."}})
				continue
			}
			if m.method.Kind == model.Remover {
				continue
			}
			if name := scope.functions[m.key(t)]; name != "" {
				call := f.forward(m.bound())
				call.Name, call.Target = name, from+name
				call.Doc = b.methodDoc(t, name, m.method)
				forwards = append(forwards, call)
			}
			if name := scope.functions[m.key(t).derivation()]; name != "" {
				call := f.forward(m.bound())
				call.Name, call.Target = name, from+name
				call.Doc = derivationDoc(t, name)
				call.Params = joined("derived "+f.use("abi")+"Derived", call.Params)
				call.Args, call.Returns = joined("derived", call.Args), "error"
				forwards = append(forwards, call)
			}
		}
	}
	return forwards
}

// genericForward passes on the function beside a header's method that is told a class by its
// type argument; nil where there is none.
func (b *builder) genericForward(f *file, t *model.Type, m bound, method string) *Forward {
	name := b.scope(t.Namespace).generics[m.Method]
	if name == "" {
		return nil
	}
	scratch := b.file()
	generic := b.generic(scratch, t, m, method, name)
	names := []string{generic.Object}
	for _, p := range generic.Args {
		names = append(names, p.Name)
	}
	f.adopt(scratch, generic.Params)
	return &Forward{Doc: generic.Doc, Name: name, TypeParams: "[T any]",
		Params: joined(generic.Object+" "+t.Name, generic.Params), Returns: "(*T, error)",
		Target: f.pkg(b.home[t]) + name + "[T]", Args: strings.Join(names, ", ")}
}

// forward is the Go signature of m and the arguments that pass it on.
func (f *file) forward(m bound) Forward {
	scratch := f.builder.file() // the body's imports are not needed here
	call := scratch.call(m, "", "", "", "")
	s := scratch.signature(m, false)
	var names []string
	for _, in := range s.inputs() {
		names = append(names, in.Name)
	}
	if call.Form == FormEvent {
		names = []string{"handler"}
	}
	f.adopt(scratch, call.Params+" "+call.Returns)
	return Forward{Params: call.Params, Returns: call.Returns, Args: strings.Join(names, ", ")}
}
