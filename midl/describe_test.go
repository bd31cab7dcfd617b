package midl

import (
	"fmt"
	"strings"
)

// What tests compare: declarations in a line each, types in C's own order with
// stars behind the name.

func describeType(t Type) string {
	var b strings.Builder
	if t.Const {
		b.WriteString("const ")
	}
	stars := starsOf(t)
	if t.Ref {
		stars += "&"
	}
	switch {
	case t.Func != nil:
		fmt.Fprintf(&b, "%s (%s%s)%s", describeType(t.Func.Return), t.Func.CallConv, stars, describeParams(t.Func.Params, t.Func.Variadic))
	case t.Record != nil && t.Record.Name == "":
		b.WriteString(describeStruct(t.Record))
	default:
		b.WriteString(t.Name)
	}
	if t.Func == nil && !t.ArrayPointer {
		b.WriteString(stars)
	}
	if t.ArrayPointer {
		b.WriteString("(" + stars + ")")
	}
	for _, bound := range t.Array {
		b.WriteString("[" + bound + "]")
	}
	return b.String()
}

func describeParams(params []*Param, variadic bool) string {
	var parts []string
	for _, p := range params {
		parts = append(parts, describeParam(p))
	}
	if variadic {
		parts = append(parts, "...")
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func describeParam(p *Param) string {
	var words []string
	for _, w := range []struct {
		set  bool
		word string
	}{
		{p.In, "in"}, {p.Out, "out"}, {p.RetVal, "retval"}, {p.Optional, "opt"}, {p.ResultOptional, "resultopt"},
		{p.ComOutptr, "com"}, {p.SizeInBytes, "bytes"},
		{p.SizeIs != "", "size=" + p.SizeIs}, {p.LengthIs != "", "length=" + p.LengthIs}, {p.IidIs != "", "iid=" + p.IidIs},
	} {
		if w.set {
			words = append(words, w.word)
		}
	}
	text := describeType(p.Type)
	if len(words) > 0 {
		text = "[" + strings.Join(words, " ") + "] " + text
	}
	if p.Name != "" {
		text += " " + p.Name
	}
	if p.Default != "" {
		text += " = " + p.Default
	}
	return text
}

func describeMethod(m *Method) string {
	text := describeType(m.Return) + " "
	if m.CallConv != "STDMETHODCALLTYPE" {
		text += m.CallConv + " "
	}
	text += m.Name + describeParams(m.Params, m.Variadic)
	if m.Const {
		text += " const"
	}
	if len(m.Attributes) > 0 {
		text += " " + fmt.Sprint(m.Attributes)
	}
	return text
}

// describeInterface gives the head, and a line for each method.
func describeInterface(i *Interface) []string {
	head := i.FullName()
	if i.HasIID {
		head += " " + i.IID.String()
	}
	if i.Base != "" {
		head += " : " + i.Base
	}
	if i.Unlinked {
		head += " unlinked"
	}
	lines := []string{head}
	for _, m := range i.Methods {
		lines = append(lines, describeMethod(m))
	}
	return lines
}

func describeInterfaces(f *File) (lines []string) {
	for _, i := range f.Interfaces {
		lines = append(lines, describeInterface(i)...)
	}
	return lines
}

func describeStruct(s *Struct) string {
	text := "struct"
	if s.Union {
		text = "union"
	}
	if s.Name != "" {
		text += " " + qualify(s.Namespace, s.Name)
	}
	if len(s.Bases) > 0 {
		text += " : " + strings.Join(s.Bases, ", ")
	}
	if s.Pack != 0 {
		text += fmt.Sprintf(" pack %d", s.Pack)
	}
	var fields []string
	for _, f := range s.Fields {
		field := describeType(f.Type)
		if f.Name != "" {
			field += " " + f.Name
		}
		if f.Bits != "" {
			field += " : " + f.Bits
		}
		fields = append(fields, field)
	}
	return text + " { " + strings.Join(fields, "; ") + " }"
}

func describeEnum(e *Enum) string {
	text := "enum " + e.FullName()
	if e.Scoped {
		text = "enum class " + e.FullName()
	}
	if e.Underlying != "" {
		text += " : " + e.Underlying
	}
	if e.Flags {
		text += " flags"
	}
	var values []string
	for _, v := range e.Values {
		value := v.Name + "?"
		if v.Known {
			value = fmt.Sprintf("%s=%d", v.Name, v.Value)
		}
		values = append(values, value)
	}
	return text + " { " + strings.Join(values, ", ") + " }"
}

func describeConstant(c *Constant) string {
	switch c.Kind {
	case ConstantInteger:
		return fmt.Sprintf("%s = %d", c.Name, c.Value)
	case ConstantString:
		return fmt.Sprintf("%s = %q", c.Name, c.Text)
	case ConstantFloat:
		return fmt.Sprintf("%s = float %s", c.Name, c.Raw)
	}
	return fmt.Sprintf("%s = ? %s", c.Name, c.Raw)
}

func describeFunction(f *Function) string {
	text := qualify(f.Namespace, f.Name) + " " + f.CallConv + " " + describeParams(f.Params, f.Variadic) + " " + describeType(f.Return)
	if f.ExternC {
		text += " C"
	}
	if f.Inline {
		text += " inline"
	}
	if len(f.Modifiers) > 0 {
		text += fmt.Sprint(" ", f.Modifiers)
	}
	if f.Annotation != "" {
		text += " " + f.Annotation
	}
	return text
}

// describe gives everything in the file but interfaces and their methods.
func describeOthers(f *File) (lines []string) {
	add := func(kind, text string) { lines = append(lines, kind+" "+text) }
	for _, i := range f.Includes {
		add("include", i.Path)
	}
	for _, e := range f.Enums {
		add("enum", strings.TrimPrefix(describeEnum(e), "enum "))
	}
	for _, s := range f.Structs {
		add("record", describeStruct(s))
	}
	for _, d := range f.Typedefs {
		add("typedef", d.FullName()+" = "+describeType(d.Type))
	}
	for _, fn := range f.Functions {
		add("function", describeFunction(fn))
	}
	for _, c := range f.Constants {
		add("constant", describeConstant(c))
	}
	for _, g := range f.GUIDs {
		add("guid", g.Name+" "+g.GUID.String())
	}
	for _, c := range f.Classes {
		add("class", qualify(c.Namespace, c.Name)+" "+c.CLSID.String())
	}
	for _, v := range f.Variables {
		add("variable", qualify(v.Namespace, v.Name)+" "+describeType(v.Type))
	}
	for _, fw := range f.Forwards {
		add("forward", fw.Keyword+" "+qualify(fw.Namespace, fw.Name))
	}
	for _, i := range f.Instances {
		add("instance", qualify(i.Namespace, i.Name)+" "+i.IID.String()+" : "+i.Base)
	}
	for _, m := range f.Macros {
		add("macro", m.Name+"("+m.Args+")")
	}
	for _, e := range f.Errors {
		add("error", e.Text)
	}
	return lines
}
