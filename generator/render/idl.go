package render

import (
	"fmt"
	"math"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// idl is a type in the form of MIDL 3.0, with each member's vtable slot.
func idl(t *model.Type) string {
	w := new(idlWriter)
	fmt.Fprintf(w, "namespace %s\n{\n", t.Namespace)
	w.attributes(t)
	switch t.Kind {
	case model.KindEnum:
		w.enum(t)
	case model.KindStruct:
		w.line(1, "struct %s", t.Name)
		w.line(1, "{")
		for _, f := range t.Fields {
			w.line(2, "%s %s;", f.Type, f.Name)
		}
		w.line(1, "};")
	case model.KindDelegate:
		for i := range t.Methods {
			m := &t.Methods[i]
			w.line(1, "delegate %s %s%s(%s);", w.result(m), t.Name, parameters(t.Arity), w.params(m))
		}
	default:
		w.members(t)
	}
	w.WriteString("}\n")
	return w.String()
}

type idlWriter struct{ strings.Builder }

func (w *idlWriter) line(indent int, text string, args ...any) {
	w.WriteString(strings.Repeat("    ", indent))
	fmt.Fprintf(w, text, args...)
	w.WriteByte('\n')
}

func (w *idlWriter) attributes(t *model.Type) {
	if v := t.Version; v.Contract != "" {
		w.line(1, "[contract(%s, %d.%d)]", v.Contract, v.Number>>16, v.Number&0xffff)
	}
	if t.GUID != (model.GUID{}) {
		w.line(1, "[uuid(%s)]", t.GUID)
	}
	if t.Exclusive != nil {
		w.line(1, "[exclusiveto(%s)]", t.Exclusive.FullName())
	}
	for _, f := range t.Factories {
		arg := t.Name
		if f.Interface != nil {
			arg = f.Interface.FullName()
		}
		w.line(1, "[%s(%s)]", [...]string{"activatable", "static", "composable"}[f.Kind], arg)
	}
	if t.Flags {
		w.line(1, "[flags]")
	}
	if t.Deprecated != "" {
		w.line(1, "[deprecated(%q)]", t.Deprecated)
	}
}

func (w *idlWriter) enum(t *model.Type) {
	w.line(1, "enum %s", t.Name)
	w.line(1, "{")
	for _, v := range t.Values {
		if t.Flags {
			w.line(2, "%s = %#x,", v.Name, uint32(v.Number))
		} else {
			w.line(2, "%s = %d,", v.Name, v.Number)
		}
	}
	w.line(1, "};")
}

// members writes an interface, or a class with the names of its interfaces.
func (w *idlWriter) members(t *model.Type) {
	var bases []string
	if t.Base != nil {
		bases = append(bases, t.Base.FullName())
	}
	if t.Parent != nil {
		bases = append(bases, t.Parent.FullName())
	}
	for _, impl := range t.Implements {
		name := impl.Interface.String()
		if impl.Default {
			name = "[default] " + name
		}
		bases = append(bases, name)
	}
	if t.Unknown && t.Parent == nil {
		bases = append(bases, "IUnknown")
	}
	head := "interface "
	if t.Kind == model.KindClass {
		head = "runtimeclass "
		switch {
		case t.Abstract:
			head = "static runtimeclass "
		case t.Composable():
			head = "unsealed runtimeclass "
		}
	}
	head += t.Name + parameters(t.Arity)
	if len(bases) > 0 {
		head += " : " + strings.Join(bases, ", ")
	}
	w.line(1, "%s", head)
	w.line(1, "{")
	refused := t.Refused
	upTo := func(slot int) {
		for ; len(refused) > 0 && refused[0].Slot < slot; refused = refused[1:] {
			w.line(2, "// slot %d: %s is not projected: %s", refused[0].Slot, refused[0].Method, refused[0].Reason)
		}
	}
	for i := range t.Methods {
		m := &t.Methods[i]
		upTo(m.Slot)
		name := m.Name
		if m.Overload != "" && m.Overload != m.Name {
			w.line(2, "[overload(%q)]", m.Overload)
		}
		w.line(2, "%s %s(%s); // slot %d", w.result(m), name, w.params(m), m.Slot)
	}
	upTo(math.MaxInt)
	w.line(1, "}")
}

func parameters(arity int) string {
	switch arity {
	case 0:
		return ""
	case 1:
		return "<!0>"
	}
	return "<!0, !1>"
}

func (w *idlWriter) result(m *model.Method) string {
	text := m.Return.String()
	if m.ReturnArray {
		text += "[]"
	}
	return text
}

func (w *idlWriter) params(m *model.Method) string {
	parts := make([]string, len(m.Params))
	for i := range m.Params {
		p := &m.Params[i]
		text := p.Type.String()
		if p.Form != model.Single {
			text += "[]"
		}
		if p.ByRef {
			text += "*"
		}
		switch {
		case p.Form == model.FillArray:
			text = "ref " + text
		case p.Out:
			text = "out " + text
		}
		parts[i] = text + " " + p.Name
	}
	return strings.Join(parts, ", ")
}
