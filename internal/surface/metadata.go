package surface

import (
	"fmt"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// Facts are what a universe says of everything that a surface can show, by the
// metadata's own names: what a name in Go may depend on.
type Facts map[string]string

func typeKey(t *model.Type) string            { return "type " + t.FullName() }
func valueKey(t *model.Type, v string) string { return "value " + t.FullName() + "." + v }
func fieldKey(t *model.Type, f string) string { return "field " + t.FullName() + "." + f }
func methodKey(t *model.Type, slot int) string {
	return fmt.Sprintf("method %s#%d", t.FullName(), slot)
}
func implementsKey(t *model.Type, i *model.Sig) string {
	return "implements " + t.FullName() + " " + i.String()
}
func factoryKey(t *model.Type, f *model.Factory) string {
	if f.Interface == nil {
		return "activates " + t.FullName()
	}
	return "factory " + t.FullName() + " " + f.Interface.FullName()
}

// FactsOf reads the types of a selection.
func FactsOf(s *model.Selection) Facts {
	facts := Facts{}
	used := map[*model.Type]bool{} // interfaces, by their classes
	for _, t := range s.Types {
		for _, impl := range t.Implements {
			used[impl.Interface.Type] = true
		}
		for _, f := range t.Factories {
			used[f.Interface] = true
		}
	}
	for _, t := range s.Types {
		about := t.Kind.String()
		if t.Base != nil {
			about += " derived from " + t.Base.FullName()
		}
		if t.Kind == model.KindClass && t.Composable() {
			about += ", composable"
		}
		if t.Exclusive != nil {
			about += " of " + t.Exclusive.FullName()
			if !used[t] {
				about += ", which does not mention it"
			}
		}
		if t.Kind == model.KindEnum {
			about += " " + t.Underlying.String()
		}
		facts[typeKey(t)] = about
		for _, v := range t.Values {
			facts[valueKey(t, v.Name)] = fmt.Sprint(v.Number)
		}
		for i, f := range t.Fields {
			facts[fieldKey(t, f.Name)] = fmt.Sprintf("%d %s", i, f.Type)
		}
		for i := range t.Methods {
			facts[methodKey(t, t.Methods[i].Slot)] = signature(&t.Methods[i])
		}
		for _, impl := range t.Implements {
			about := ""
			if impl.Overridable {
				about = "overridable"
			}
			facts[implementsKey(t, impl.Interface)] = about
		}
		for i := range t.Factories {
			f := &t.Factories[i]
			facts[factoryKey(t, f)] = fmt.Sprint(f.Kind, f.Public)
		}
	}
	return facts
}

// signature is a method's as the binary interface has it, with its names and without
// those of its parameters.
func signature(m *model.Method) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q(", m.Name, m.Overload)
	for i := range m.Params {
		p := &m.Params[i]
		fmt.Fprintf(&b, "%s %d %t %t;", p.Type, p.Form, p.Out, p.ByRef)
	}
	fmt.Fprintf(&b, ") %s %t", m.Return, m.ReturnArray)
	return b.String()
}
