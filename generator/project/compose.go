package project

import (
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// hasFamily tells whether classes may derive from t, in metadata or in Go: its family
// is t with all of them.
func hasFamily(t *model.Type) bool {
	return t.Kind == model.KindClass && t.Composable() && hasInstances(t)
}

// family is the Go interface of all that goes where s is wanted, or "" for what is no
// unsealed class.
func (f *file) family(s *model.Sig) string {
	if s.Type == nil || !hasFamily(s.Type) {
		return ""
	}
	return f.shownBy(s.Type) + f.builder.scope(s.Type.Namespace).families[s.Type]
}

// asBase is the Go expression for a member of s's family as s itself.
func (f *file) asBase(s *model.Sig, value string) string {
	return f.use("abi") + "Base[" + f.named(s.Type) + "](" + value + ")"
}

func familyDoc(t *model.Type, name string) Doc {
	return Doc{name + " is " + article(t.Name) + " or an object of a class that derives from it, in Go too."}
}

// onlyCalled tells whether the methods of i are a class's own, which nothing but the
// class has: no Go type implements or overrides them.
func (p *Projection) onlyCalled(i *model.Type) bool {
	return p.owners[i] != nil && !p.overridable[i]
}

// key identifies a factory's method in a scope's functions.
func (m *member) key(t *model.Type) functionKey {
	return functionKey{class: t, iface: m.factory.Interface, slot: m.method.Slot}
}

// derivation is the key of the function that derives by a composition factory.
func (k functionKey) derivation() functionKey {
	k.derives = true
	return k
}

func derivationDoc(t *model.Type, name string) Doc {
	return Doc{
		name + " makes derived an instance of a class that derives from " + t.Name + ".",
		"It points to a struct whose first field is " + article(t.Name) + "; its methods take the",
		"place of the overridable ones. Native code keeps it alive, and its Release gives",
		"back what Go holds of it.",
	}
}

func article(name string) string {
	if strings.ContainsRune("AEIOU", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

func overridableDoc(t *model.Type, name string) Doc {
	return Doc{name + " are methods of " + t.Name + " that a Go type derived from it can override."}
}

// joined puts two parts of a parameter or argument list together.
func joined(first, rest string) string {
	if rest == "" {
		return first
	}
	return first + ", " + rest
}

// derivation makes the function that composes a Go object with an instance of t.
func (b *builder) derivation(f *file, t *model.Type, m member, name string) Method {
	scratch := b.file() // not all of the call's types are named
	call := scratch.call(m.bound(), "", "", name, operation(t, m.method))
	method := Method{
		Doc: derivationDoc(t, name), Form: FormDerive, Name: name, Type: t.Name, Slot: m.method.Slot, IID: call.IID, Op: call.Op,
		Params:  joined("derived "+f.use("abi")+"Derived", call.Params),
		Returns: "error", Args: call.Args[:len(call.Args)-2], // without outer, inner and the result
	}
	text := method.Params
	for _, a := range method.Args {
		text += " " + a.Desc + " " + a.Type
	}
	f.adopt(scratch, text)
	return method
}

// overridable adds what derived types of an unsealed class need.
func (b *builder) overridable(f *file, t *model.Type, c *Class) {
	given := b.methodNames(t).given
	for _, impl := range t.Implements {
		it := impl.Interface.Type
		if !impl.Overridable || b.owners[it] != t {
			continue
		}
		o := Overridable{Doc: overridableDoc(t, it.Name), Name: it.Name, Stub: b.stubName(it), IID: b.interfaceID(impl.Interface)}
		for i := range it.Methods {
			m := bound{Method: &it.Methods[i], iface: impl.Interface}
			switch {
			case !b.selection.Wants(it, m.Method):
				o.Stubs = append(o.Stubs, Stub{Role: StubMissing, Words: b.words(m)})
				continue
			case m.Kind == model.Remover:
				o.Stubs = append(o.Stubs, Stub{Role: StubRemover, Words: b.words(m)})
				continue
			}
			name := given[m.Method]
			call := f.call(m, "", "", name, operation(t, m.Method))
			stub := f.stub(m, it.Name, name, false)
			if call.Form == FormEvent {
				stub.Role = StubAdder
			}
			o.Stubs = append(o.Stubs, stub)
			o.Methods = append(o.Methods, Signature{Doc: b.methodDoc(t, name, m.Method), Name: name, Params: call.Params, Results: call.Returns})
		}
		c.Overridable = append(c.Overridable, o)
	}
	if len(c.Derivations) == 0 {
		return
	}
	for base := t; base != nil; base = base.Base {
		for _, impl := range base.Implements {
			if it := impl.Interface.Type; impl.Overridable && b.owners[it] == base {
				c.Overrides = append(c.Overrides, "&"+f.pkg(b.home[base])+b.stubName(it))
			}
		}
	}
}
