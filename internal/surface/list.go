package surface

import (
	"fmt"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
)

func (f *in) add(what, name, text string, of ...string) error {
	text, err := f.canonical(text)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	f.entries = append(f.entries, Entry{What: what, Name: name, Type: text, Of: of})
	return nil
}

func (f *in) list(file *project.File) error {
	for i := range file.Enums {
		if err := f.enum(&file.Enums[i]); err != nil {
			return err
		}
	}
	for i := range file.Structs {
		if err := f.structure(&file.Structs[i]); err != nil {
			return err
		}
	}
	for i := range file.Delegates {
		d := &file.Delegates[i]
		t := f.types[d.Name]
		of := append(f.mentioned(&t.Methods[0], nil), methodKey(t, t.Methods[0].Slot))
		if err := f.add(typeKey(t), d.Name, "func("+d.Params+") "+d.Results, of...); err != nil {
			return err
		}
		if err := f.add("descriptor "+t.FullName(), d.Desc, "abi.Delegate["+d.Name+"]", typeKey(t)); err != nil {
			return err
		}
	}
	for i := range file.Interfaces {
		if err := f.iface(&file.Interfaces[i]); err != nil {
			return err
		}
	}
	for i := range file.Classes {
		if err := f.class(&file.Classes[i]); err != nil {
			return err
		}
	}
	for i := range file.Aliases {
		a := &file.Aliases[i]
		if !strings.Contains(f.imports[strings.Split(a.Target, ".")[0]], "/winrt") {
			continue // of another part, which lists it
		}
		if err := f.add("runtime "+f.namespace+"."+a.Name, a.Name, a.Keyword+a.TypeParams+" "+a.Target); err != nil {
			return err
		}
	}
	return nil
}

func (f *in) enum(e *project.Enum) error {
	t := f.types[e.Name]
	if err := f.add(typeKey(t), e.Name, e.Underlying, typeKey(t)); err != nil {
		return err
	}
	for i, v := range e.Values {
		if err := f.add("value "+t.FullName()+"."+t.Values[i].Name, v.Name, e.Name, valueKey(t, t.Values[i].Name)); err != nil {
			return err
		}
		f.entries[len(f.entries)-1].Type += " = " + fmt.Sprint(t.Values[i].Number)
	}
	return nil
}

func (f *in) structure(s *project.Struct) error {
	t := f.types[s.Name]
	if err := f.add(typeKey(t), s.Name, "struct{}", typeKey(t)); err != nil {
		return err
	}
	next := 0
	for _, field := range s.Fields {
		name := strings.TrimRight(field.Name, " ")
		if name == "_" {
			continue
		}
		if err := f.add("field "+t.FullName()+"."+t.Fields[next].Name, name, field.Type, fieldKey(t, t.Fields[next].Name)); err != nil {
			return err
		}
		next++
	}
	if s.Desc == "" {
		return nil
	}
	// What is in the native form is the runtime's concern.
	if err := f.add("native "+t.FullName(), s.NativeName, "struct{}", typeKey(t)); err != nil {
		return err
	}
	return f.add("descriptor "+t.FullName(), s.Desc, "abi.Struct["+s.Name+", "+s.NativeName+"]", typeKey(t))
}

func (f *in) iface(i *project.Interface) error {
	t := f.types[i.Name]
	var of []string
	for _, impl := range t.Implements {
		of = append(of, implementsKey(t, impl.Interface))
	}
	if err := f.add(typeKey(t), i.Name, "interface{"+strings.Join(i.Embeds, "; ")+"}", append(of, typeKey(t))...); err != nil {
		return err
	}
	if err := f.add("query "+t.FullName(), i.Query, "func(any) ("+i.Name+", error)", typeKey(t)); err != nil {
		return err
	}
	if err := f.add("descriptor "+t.FullName(), i.Desc, "abi.Interface["+i.Name+"]", typeKey(t)); err != nil {
		return err
	}
	for j := range i.Generic {
		m := &i.Generic[j]
		if err := f.add("typed "+t.FullName()+"."+m.Name, m.Name, "func("+joined(m.Recv, m.Params)+") (*T, error)", typeKey(t)); err != nil {
			return err
		}
	}
	return f.signatures(t, t, i.Methods)
}

// signatures are the methods of a Go interface for t, those of the metadata in order.
func (f *in) signatures(class, t *model.Type, list []project.Signature) error {
	next := 0
	for i := range t.Methods {
		m := &t.Methods[i]
		if m.Kind == model.Remover || !f.selection.Wants(t, m) {
			continue
		}
		if next == len(list) {
			return fmt.Errorf("%s has no %s in Go", t.FullName(), m.Name)
		}
		s := &list[next]
		next++
		if err := f.add(f.method(class, t.FullName(), m.Slot), s.Name, "func("+s.Params+") "+s.Results, append(f.mentioned(m, nil), methodKey(t, m.Slot), typeKey(t))...); err != nil {
			return err
		}
	}
	if next < len(list) {
		return fmt.Errorf("%s has more methods in Go than in the metadata: %s", t.FullName(), list[next].Name)
	}
	return nil
}

func (f *in) method(class *model.Type, iface string, slot int) string {
	return fmt.Sprintf("method %s %s#%d", class.FullName(), iface, slot)
}

// mentioned are the facts of the types that m's signature has in Go.
func (f *in) mentioned(m *model.Method, args []*model.Sig) []string {
	var of []string
	see := func(s *model.Sig) {
		s.Bind(args).Each(func(t *model.Type) { of = append(of, typeKey(t)) })
	}
	see(m.Return)
	for i := range m.Params {
		see(m.Params[i].Type)
	}
	return of
}

func (f *in) class(c *project.Class) error {
	t := f.types[c.Name]
	if c.Instances {
		if err := f.add(typeKey(t), c.Name, "struct{"+c.Embeds+"}", typeKey(t)); err != nil {
			return err
		}
	}
	if c.Family != "" {
		if err := f.add("family "+t.FullName(), c.Family, "interface{abi.Derived}", typeKey(t)); err != nil {
			return err
		}
	}
	for i := range c.Functions {
		if err := f.call(t, "function", &c.Functions[i]); err != nil {
			return err
		}
	}
	for i := range c.Derivations {
		if err := f.call(t, "derivation", &c.Derivations[i]); err != nil {
			return err
		}
	}
	for i := range c.Methods {
		if err := f.call(t, "method", &c.Methods[i]); err != nil {
			return err
		}
	}
	for i := range c.Overridable {
		o := &c.Overridable[i]
		var it *model.Type
		for _, impl := range t.Implements {
			if impl.Interface.Type.Name == o.Name {
				it = impl.Interface.Type
			}
		}
		if err := f.add("overrides "+it.FullName(), o.Name, "interface{}", typeKey(t), typeKey(it)); err != nil {
			return err
		}
		if err := f.add("stub "+it.FullName(), o.Stub, "abi.Stub", typeKey(it)); err != nil {
			return err
		}
		if err := f.signatures(it, it, o.Methods); err != nil {
			return err
		}
	}
	return nil
}

// call lists what calls native code: a method, or a function that has no receiver.
func (f *in) call(t *model.Type, what string, m *project.Method) error {
	text := "func(" + m.Params + ") " + m.Returns
	switch m.Form {
	case project.FormActivate:
		return f.add("function "+t.FullName(), m.Name, text, "activates "+t.FullName(), typeKey(t))
	case project.FormForward:
		of := f.descs[m.Desc]
		return f.add("method "+t.FullName()+" "+of+"."+m.Name, m.Name, text, "implements "+t.FullName()+" "+of)
	}
	iface := f.iids[m.IID]
	it := f.selection.Universe.Find(iface)
	if it == nil {
		return fmt.Errorf("%s.%s calls %q, which is no interface", t.FullName(), m.Name, iface)
	}
	of := []string{methodKey(it, m.Slot), typeKey(t)}
	for i := range it.Methods {
		if it.Methods[i].Slot == m.Slot {
			of = append(of, f.mentioned(&it.Methods[i], nil)...)
		}
	}
	if what == "method" {
		of = append(of, "implements "+t.FullName()+" "+iface)
	} else {
		of = append(of, "factory "+t.FullName()+" "+iface)
	}
	return f.add(fmt.Sprintf("%s %s %s#%d", what, t.FullName(), iface, m.Slot), m.Name, text, of...)
}

func joined(first, rest string) string {
	if rest == "" {
		return first
	}
	return "_ " + first + ", " + rest
}
