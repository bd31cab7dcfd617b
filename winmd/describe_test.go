package winmd

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// describe renders every type of a file as text in which all names are full, so
// that types of different files can be compared. It uses only what the package
// exports.
func describe(t testing.TB, f *File) map[string]string {
	t.Helper()
	d := describer{t: t, f: f}
	types := map[string]string{}
	for rid := uint32(1); rid <= f.Rows(TableTypeDef); rid++ {
		name := d.name(NewToken(TableTypeDef, rid))
		if name == "<Module>" {
			continue
		}
		if _, double := types[name]; double {
			t.Errorf("%s: two types %s", f.Name(), name)
		}
		d.out.Reset()
		d.definition(rid)
		types[name] = d.out.String()
	}
	return types
}

type describer struct {
	t   testing.TB
	f   *File
	out strings.Builder
}

func (d *describer) line(format string, args ...any) { fmt.Fprintf(&d.out, format+"\n", args...) }

func (d *describer) check(err error) {
	if err != nil {
		d.t.Helper()
		d.t.Error(err)
	}
}

// name is the full name of a type, nested types behind a +.
func (d *describer) name(t Token) string {
	if t.IsNil() {
		return "nothing"
	}
	if t.Table() == TableTypeSpec {
		sig, err := d.f.TypeSpecSignature(t.RID())
		d.check(err)
		return d.typ(&sig)
	}
	namespace, name, ok := d.f.TypeName(t)
	if !ok {
		d.t.Errorf("%s: %v has no name", d.f.Name(), t)
	}
	if namespace != "" {
		name = namespace + "." + name
	}
	switch t.Table() {
	case TableTypeDef:
		if outer, ok := d.f.EnclosingType(t.RID()); ok {
			return d.name(NewToken(TableTypeDef, outer)) + "+" + name
		}
	case TableTypeRef:
		if scope := d.f.TypeRef(t.RID()).ResolutionScope; scope.Table() == TableTypeRef {
			return d.name(scope) + "+" + name
		}
	}
	return name
}

func (d *describer) typ(t *TypeSig) string {
	var s string
	switch t.Kind {
	case ElementClass, ElementValueType:
		s = t.Kind.String() + " " + d.name(t.Token)
	case ElementVar, ElementMVar:
		s = fmt.Sprint(t.Kind, t.Index)
	case ElementPtr, ElementSZArray:
		s = fmt.Sprint(t.Kind, " of ", d.typ(t.Elem))
	case ElementArray:
		s = fmt.Sprint(t.Kind, *t.Array, " of ", d.typ(t.Elem))
	case ElementGenericInst:
		s = fmt.Sprint(d.name(t.Token), t.ValueType, "<")
		for i := range t.Args {
			s += d.typ(&t.Args[i]) + ","
		}
		s += ">"
	case ElementFnPtr:
		s = "fn " + d.method(t.Method)
	default:
		s = t.Kind.String()
	}
	for _, m := range t.Modifiers {
		s = fmt.Sprintf("mod(%v %s) %s", m.Required, d.name(m.Token), s)
	}
	return s
}

func (d *describer) method(m *MethodSig) string {
	s := fmt.Sprint(m.HasThis, m.ExplicitThis, m.CallConv, m.GenericParams, m.VarArgs, "(")
	for i := range m.Params {
		s += d.param(&m.Params[i]) + ", "
	}
	return s + ") " + d.param(&m.Return)
}

func (d *describer) param(p *ParamSig) string {
	s := d.typ(&p.Type)
	if p.ByRef {
		s = fmt.Sprint("&", p.BeforeByRef, " ", s)
	}
	return s
}

func (d *describer) methodSig(b Blob) string {
	sig, err := d.f.MethodSignature(b)
	d.check(err)
	return d.method(&sig)
}

// member names a MethodDef or MemberRef with its type and signature.
func (d *describer) member(t Token) string {
	if t.Table() == TableMemberRef {
		row := d.f.MemberRef(t.RID())
		owner := ""
		switch row.Class.Table() {
		case TableModuleRef:
			owner = "module " + d.f.String(d.f.ModuleRef(row.Class.RID()).Name)
		case TableMethodDef:
			owner = d.member(row.Class)
		default:
			owner = d.name(row.Class)
		}
		return owner + "::" + d.f.String(row.Name) + d.methodSig(row.Signature)
	}
	row := d.f.MethodDef(t.RID())
	return d.name(NewToken(TableTypeDef, d.f.MethodOwner(t.RID()))) + "::" + d.f.String(row.Name) + d.methodSig(row.Signature)
}

func (d *describer) attributes(parent Token) string {
	var all []string
	for i, end := d.f.AttributesOf(parent); i < end; i++ {
		a, err := d.f.Attribute(i)
		d.check(err)
		raw, err := d.f.Blob(d.f.CustomAttribute(i).Value)
		d.check(err)
		all = append(all, fmt.Sprintf("%v by %s from %x", a, d.member(d.f.CustomAttribute(i).Type), raw))
	}
	return "attributes " + strings.Join(all, "; ")
}

func (d *describer) constant(parent Token) string {
	i, ok := d.f.ConstantOf(parent)
	if !ok {
		return "no constant"
	}
	v, err := d.f.ConstantValue(i)
	d.check(err)
	return fmt.Sprintf("constant %v %v", d.f.Constant(i).Type, v)
}

func (d *describer) semantics(parent Token) {
	for i, end := d.f.SemanticsOf(parent); i < end; i++ {
		row := d.f.MethodSemantics(i)
		d.line("  %x %s", row.Semantics, d.member(NewToken(TableMethodDef, row.Method)))
	}
}

func (d *describer) generics(owner Token) {
	for i, end := d.f.GenericParamsOf(owner); i < end; i++ {
		row := d.f.GenericParam(i)
		d.line(" generic %d %x %s %s", row.Number, row.Flags, d.f.String(row.Name), d.attributes(NewToken(TableGenericParam, i)))
		for c := uint32(1); c <= d.f.Rows(TableGenericParamConstraint); c++ {
			if row := d.f.GenericParamConstraint(c); row.Owner == i {
				d.line("  constraint %s %s", d.name(row.Constraint), d.attributes(NewToken(TableGenericParamConstraint, c)))
			}
		}
	}
}

func (d *describer) imports(member Token) {
	if i, ok := d.f.ImplMapOf(member); ok {
		row := d.f.ImplMap(i)
		d.line("  import %x %s of %s", row.MappingFlags, d.f.String(row.ImportName), d.f.String(d.f.ModuleRef(row.ImportScope).Name))
	}
}

func (d *describer) definition(rid uint32) {
	f, token := d.f, NewToken(TableTypeDef, rid)
	row := f.TypeDef(rid)
	d.line("%x extends %s %s", row.Flags, d.name(row.Extends), d.attributes(token))
	if i, ok := f.ClassLayoutOf(rid); ok {
		d.line(" layout %d %d", f.ClassLayout(i).PackingSize, f.ClassLayout(i).ClassSize)
	}
	d.generics(token)
	var interfaces []string
	for i, end := f.InterfacesOf(rid); i < end; i++ {
		interfaces = append(interfaces, fmt.Sprint(" implements ", d.name(f.InterfaceImpl(i).Interface), d.attributes(NewToken(TableInterfaceImpl, i))))
	}
	slices.Sort(interfaces) // their order is that of tokens
	for _, s := range interfaces {
		d.line("%s", s)
	}
	for i, end := f.FieldsOf(rid); i < end; i++ {
		row, token := f.Field(i), NewToken(TableField, i)
		sig, err := f.FieldSignature(row.Signature)
		d.check(err)
		d.line(" field %x %s %s %s %s", row.Flags, f.String(row.Name), d.typ(&sig), d.constant(token), d.attributes(token))
		if i, ok := f.FieldLayoutOf(i); ok {
			d.line("  offset %d", f.FieldLayout(i).Offset)
		}
		d.imports(token)
	}
	for i, end := f.MethodsOf(rid); i < end; i++ {
		row, token := f.MethodDef(i), NewToken(TableMethodDef, i)
		d.line(" method %x %x %s %s %s", row.ImplFlags, row.Flags, f.String(row.Name), d.methodSig(row.Signature), d.attributes(token))
		d.generics(token)
		d.imports(token)
		for p, end := f.ParamsOf(i); p < end; p++ {
			row, token := f.Param(p), NewToken(TableParam, p)
			d.line("  param %d %x %s %s %s", row.Sequence, row.Flags, f.String(row.Name), d.constant(token), d.attributes(token))
		}
	}
	for i, end := f.PropertiesOf(rid); i < end; i++ {
		row, token := f.Property(i), NewToken(TableProperty, i)
		sig, err := f.PropertySignature(row.Type)
		d.check(err)
		d.line(" property %x %s %s %s %s", row.Flags, f.String(row.Name), d.method(&sig), d.constant(token), d.attributes(token))
		d.semantics(token)
	}
	for i, end := f.EventsOf(rid); i < end; i++ {
		row, token := f.Event(i), NewToken(TableEvent, i)
		d.line(" event %x %s %s %s", row.EventFlags, f.String(row.Name), d.name(row.EventType), d.attributes(token))
		d.semantics(token)
	}
	for i, end := f.MethodImplsOf(rid); i < end; i++ {
		row := f.MethodImpl(i)
		d.line(" overrides %s by %s", d.member(row.MethodDeclaration), d.member(row.MethodBody))
	}
}

// compare reports types that differ.
func compare(t testing.TB, want, have map[string]string) {
	t.Helper()
	for name, text := range want {
		other, ok := have[name]
		switch {
		case !ok:
			t.Errorf("type %s is missing", name)
		case other != text:
			a, b := strings.Split(text, "\n"), strings.Split(other, "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("type %s differs:\n want %s\n have %s", name, a[i], b[i])
					break
				}
			}
			if len(a) != len(b) {
				t.Errorf("type %s: want %d lines, have %d", name, len(a), len(b))
			}
		}
		if t.Failed() {
			return
		}
	}
}
