package winmd

import (
	"math"
	"strings"
)

// Attribute is a decoded custom attribute (ECMA-335 §II.23.3).
type Attribute struct {
	Type  string // full name, such as "Windows.Foundation.Metadata.GuidAttribute"
	Fixed []AttributeArg
	Named []NamedArg
}

// AttributeArg is one argument. Kind is a number's, ElementString,
// ElementSystemType, ElementEnum or ElementSZArray, and Value accordingly a
// bool, rune (for a char16), int8 to uint64, float32, float64, string, TypeName,
// EnumValue or []AttributeArg; it is nil for a null string, type or array.
type AttributeArg struct {
	Kind  ElementType
	Value any
	Boxed bool // the parameter's type is System.Object
}

// NamedArg sets a property or field of the attribute.
type NamedArg struct {
	Name  string
	Field bool // a field, else a property
	AttributeArg
}

// TypeName is the value of an argument of type System.Type.
type TypeName struct {
	Namespace, Name string
	Assembly        string // display name of the assembly, "" when left out
}

// String returns the full name of the type without the assembly.
func (n TypeName) String() string { return fullName(n.Namespace, n.Name) }

// EnumValue is the value of an argument of an enum type.
type EnumValue struct {
	Type       string      // full name of the enum
	Underlying ElementType // what the value was stored as
	Value      int64
}

// AttributeType returns the namespace and name of the type of attribute row rid,
// without decoding its value; both are "" when the row names no constructor.
func (f *File) AttributeType(rid uint32) (namespace, name string) {
	namespace, name, _ = f.TypeName(f.attributeType(f.CustomAttribute(rid).Type))
	return namespace, name
}

// attributeType returns the type whose constructor a CustomAttribute.Type is.
func (f *File) attributeType(constructor Token) Token {
	switch constructor.Table() {
	case TableMemberRef:
		return f.MemberRef(constructor.RID()).Class
	case TableMethodDef:
		return NewToken(TableTypeDef, f.MethodOwner(constructor.RID()))
	}
	return 0
}

// Attribute decodes row rid of CustomAttribute.
func (f *File) Attribute(rid uint32) (Attribute, error) { return f.attribute(rid, f.EnumSize) }

func (f *File) attribute(rid uint32, enumSize func(namespace, name string) (ElementType, bool)) (Attribute, error) {
	if rid-1 >= f.tables[TableCustomAttribute].rows {
		return Attribute{}, f.fail("CustomAttribute table", 0, "no row %d among %d", rid, f.tables[TableCustomAttribute].rows)
	}
	row := f.CustomAttribute(rid)
	constructor, err := f.constructor(rid, row.Type)
	if err != nil {
		return Attribute{}, err
	}
	a := Attribute{Type: constructor.typ}
	value, err := f.Blob(row.Value)
	if err != nil {
		return a, err
	}
	if len(value) == 0 && len(constructor.params) == 0 {
		return a, nil
	}
	r := valueReader{file: f, enumSize: enumSize, rid: rid, typ: a.Type, data: value}
	if prolog := r.take(2); r.err == nil && le.Uint16(prolog) != 1 {
		r.at = 0
		r.fail("value does not begin with 01 00")
	}
	a.Fixed = make([]AttributeArg, 0, len(constructor.params))
	for i := range constructor.params {
		t := r.paramType(&constructor.params[i].Type, 0)
		a.Fixed = append(a.Fixed, r.arg(t, 0))
		if r.err != nil {
			return a, r.err
		}
	}
	named := 0
	if b := r.take(2); r.err == nil {
		named = int(le.Uint16(b))
	}
	for range named {
		var n NamedArg
		switch kind := ElementType(r.byte()); kind {
		case ElementField:
			n.Field = true
		case ElementProperty:
		default:
			r.fail("named argument is %v, want field or property", kind)
		}
		t := r.fieldOrPropType(0)
		n.Name, _ = r.string()
		n.AttributeArg = r.arg(t, 0)
		if r.err != nil {
			return a, r.err
		}
		a.Named = append(a.Named, n)
	}
	if r.err == nil && r.at < len(r.data) {
		r.fail("%d bytes follow the last argument", len(r.data)-r.at)
	}
	return a, r.err
}

// constructor is what a CustomAttribute.Type says; attributes share them.
type constructor struct {
	typ    string // full name
	params []ParamSig
}

// constructor decodes the constructor of attribute row rid, once for all that
// use it.
func (f *File) constructor(rid uint32, token Token) (*constructor, error) {
	if done, ok := f.constructors.Load(token); ok {
		return done.(*constructor), nil
	}
	namespace, name, ok := f.TypeName(f.attributeType(token))
	if !ok {
		return nil, f.fail(NewToken(TableCustomAttribute, rid).String(), 0, "constructor %v belongs to no type", token)
	}
	signature := f.MethodDef(token.RID()).Signature
	if token.Table() == TableMemberRef {
		signature = f.MemberRef(token.RID()).Signature
	}
	m, err := f.MethodSignature(signature)
	if err != nil {
		return nil, err
	}
	c := &constructor{fullName(namespace, name), m.Params}
	f.constructors.Store(token, c)
	return c, nil
}

// argType is the type of an attribute argument.
type argType struct {
	kind       ElementType
	enum       string      // full name, of ElementEnum
	underlying ElementType // of ElementEnum
	elem       *argType    // of ElementSZArray
}

// valueReader reads an attribute's value. After its first error it reads nothing
// more.
type valueReader struct {
	file     *File
	enumSize func(namespace, name string) (ElementType, bool)
	rid      uint32
	typ      string // of the attribute
	data     []byte
	at       int
	err      error
}

func (r *valueReader) fail(format string, args ...any) {
	if r.err == nil {
		where := NewToken(TableCustomAttribute, r.rid).String() + " " + r.typ
		r.err = r.file.fail(where, r.at, format, args...)
	}
}

func (r *valueReader) take(n int) []byte {
	if r.err == nil && n > len(r.data)-r.at {
		r.fail("value ends too early: want %d bytes, %d are left", n, len(r.data)-r.at)
	}
	if r.err != nil {
		return nil
	}
	r.at += n
	return r.data[r.at-n : r.at]
}

func (r *valueReader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// string reads a SerString; ok is false for null.
func (r *valueReader) string() (s string, ok bool) {
	if r.err != nil {
		return "", false
	}
	if r.at < len(r.data) && r.data[r.at] == 0xFF {
		r.at++
		return "", false
	}
	n, size := compressed(r.data[r.at:])
	if size == 0 || int64(n) > int64(len(r.data)-r.at-size) {
		r.fail("malformed string")
		return "", false
	}
	r.at += size
	return string(r.take(int(n))), true
}

// paramType turns the type of a constructor's parameter into an argument's.
func (r *valueReader) paramType(t *TypeSig, depth int) argType {
	switch t.Kind {
	case ElementString:
		return argType{kind: ElementString}
	case ElementObject:
		return argType{kind: ElementBoxed}
	case ElementClass:
		if namespace, name, _ := r.file.TypeName(t.Token); namespace == "System" && name == "Type" {
			return argType{kind: ElementSystemType}
		}
	case ElementValueType:
		return r.enumType(r.file.TypeName(t.Token))
	case ElementSZArray:
		if depth == 0 {
			elem := r.paramType(t.Elem, depth+1)
			return argType{kind: ElementSZArray, elem: &elem}
		}
	default:
		if t.Kind.primitiveSize() != 0 {
			return argType{kind: t.Kind}
		}
	}
	r.fail("%v can not be an attribute's argument", t.Kind)
	return argType{}
}

// enumType finds what the values of an enum are stored as.
func (r *valueReader) enumType(namespace, name string, ok bool) argType {
	if !ok {
		r.fail("enum type has no name")
		return argType{}
	}
	t := argType{kind: ElementEnum, enum: fullName(namespace, name), underlying: ElementI4}
	if rid, ok := r.file.FindType(namespace, name); ok {
		t.underlying, ok = r.file.enumUnderlying(rid)
		if !ok {
			r.fail("argument of type %s, which is no enum", t.enum)
		}
	} else if r.enumSize != nil {
		if underlying, ok := r.enumSize(namespace, name); ok {
			t.underlying = underlying
		}
	}
	switch t.underlying {
	case ElementR4, ElementR8:
		r.fail("enum %s is stored as %v", t.enum, t.underlying)
	}
	if t.underlying.primitiveSize() == 0 {
		r.fail("enum %s is stored as %v", t.enum, t.underlying)
	}
	return t
}

// enumUnderlying returns the type of an enum's one instance field
// (ECMA-335 §II.14.3).
func (f *File) enumUnderlying(typeDef uint32) (ElementType, bool) {
	first, end := f.FieldsOf(typeDef)
	for ; first < end; first++ {
		if row := f.Field(first); row.Flags&FieldStatic == 0 {
			t, err := f.FieldSignature(row.Signature)
			return t.Kind, err == nil
		}
	}
	return 0, false
}

// fieldOrPropType reads the type in front of a named or boxed argument
// (ECMA-335 §II.23.3).
func (r *valueReader) fieldOrPropType(depth int) argType {
	switch kind := ElementType(r.byte()); kind {
	case ElementString, ElementSystemType, ElementBoxed:
		return argType{kind: kind}
	case ElementEnum:
		text, ok := r.string()
		n := parseTypeName(text)
		if r.err != nil {
			return argType{}
		}
		return r.enumType(n.Namespace, n.Name, ok)
	case ElementSZArray:
		if depth == 0 {
			elem := r.fieldOrPropType(depth + 1)
			return argType{kind: kind, elem: &elem}
		}
		r.fail("array of arrays")
	default:
		if kind.primitiveSize() != 0 {
			return argType{kind: kind}
		}
		r.fail("%v can not be an attribute's argument", kind)
	}
	return argType{}
}

func (r *valueReader) arg(t argType, depth int) AttributeArg {
	if depth > maxDepth {
		r.fail("values nest deeper than %d", maxDepth)
	}
	a := AttributeArg{Kind: t.kind}
	if r.err != nil {
		return a
	}
	switch t.kind {
	case ElementString:
		if s, ok := r.string(); ok {
			a.Value = s
		}
	case ElementSystemType:
		if s, ok := r.string(); ok {
			a.Value = parseTypeName(s)
		}
	case ElementEnum:
		v := primitive(t.underlying, r.take(t.underlying.primitiveSize()))
		a.Value = EnumValue{Type: t.enum, Underlying: t.underlying, Value: integer(v)}
	case ElementBoxed:
		a = r.arg(r.fieldOrPropType(0), depth+1)
		a.Boxed = true
	case ElementSZArray:
		b := r.take(4)
		if r.err != nil || le.Uint32(b) == math.MaxUint32 {
			return a
		}
		n := le.Uint32(b)
		if int64(n) > int64(len(r.data)-r.at) {
			r.fail("%d elements do not fit in the %d bytes that follow", n, len(r.data)-r.at)
			return a
		}
		elems := make([]AttributeArg, 0, room(int(n)))
		for range n {
			elems = append(elems, r.arg(*t.elem, depth+1))
			if r.err != nil {
				return a
			}
		}
		a.Value = elems
	default:
		a.Value = primitive(t.kind, r.take(t.kind.primitiveSize()))
	}
	return a
}

// primitive decodes a number of the given kind; b is nil after an error.
func primitive(kind ElementType, b []byte) any {
	if len(b) < kind.primitiveSize() {
		return nil
	}
	switch kind {
	case ElementBoolean:
		return b[0] != 0
	case ElementChar:
		return rune(le.Uint16(b))
	case ElementI1:
		return int8(b[0])
	case ElementU1:
		return b[0]
	case ElementI2:
		return int16(le.Uint16(b))
	case ElementU2:
		return le.Uint16(b)
	case ElementI4:
		return int32(le.Uint32(b))
	case ElementU4:
		return le.Uint32(b)
	case ElementI8:
		return int64(le.Uint64(b))
	case ElementU8:
		return le.Uint64(b)
	case ElementR4:
		return math.Float32frombits(le.Uint32(b))
	case ElementR8:
		return math.Float64frombits(le.Uint64(b))
	}
	return nil
}

// integer widens what primitive returned for an enum.
func integer(v any) int64 {
	switch v := v.(type) {
	case bool:
		if v {
			return 1
		}
	case int8:
		return int64(v)
	case uint8:
		return int64(v)
	case int16:
		return int64(v)
	case uint16:
		return int64(v)
	case int32: // rune, too
		return int64(v)
	case uint32:
		return int64(v)
	case int64:
		return v
	case uint64:
		return int64(v)
	}
	return 0
}

// parseTypeName splits "Namespace.Name, Assembly".
func parseTypeName(text string) TypeName {
	full, assembly, _ := strings.Cut(text, ",")
	n := TypeName{Name: strings.TrimSpace(full), Assembly: strings.TrimSpace(assembly)}
	if i := strings.LastIndexByte(n.Name, '.'); i >= 0 {
		n.Namespace, n.Name = n.Name[:i], n.Name[i+1:]
	}
	return n
}
