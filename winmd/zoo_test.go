package winmd

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
)

// zoo builds a file with what Windows metadata has none of: nested types,
// constraints, layouts, imports, arrays, pointers, and every kind of argument of
// an attribute.
type zoo struct {
	*builder
	corlib Token
}

func (z *zoo) ref(namespace, name string) Token {
	return NewToken(TableTypeRef, z.add(TableTypeRef, TypeRefRow{z.corlib, z.text(name), z.text(namespace)}))
}

func (z *zoo) define(flags TypeAttributes, namespace, name string, extends Token) uint32 {
	return z.add(TableTypeDef, TypeDefRow{flags, z.text(name), z.text(namespace), extends, z.next(TableField), z.next(TableMethodDef)})
}

func (z *zoo) sig(write func(w *sigWriter)) Blob {
	w := &sigWriter{token: func(t Token) (Token, error) { return t, nil }}
	write(w)
	return z.blob(w.data)
}

func (z *zoo) methodSig(m MethodSig) Blob { return z.sig(func(w *sigWriter) { w.method(&m) }) }

func (z *zoo) field(flags FieldAttributes, name string, t TypeSig) uint32 {
	return z.add(TableField, FieldRow{flags, z.text(name), z.sig(func(w *sigWriter) { w.byte(sigField); w.typ(&t) })})
}

func (z *zoo) method(flags MethodAttributes, name string, m MethodSig) uint32 {
	return z.add(TableMethodDef, MethodDefRow{Flags: flags, Name: z.text(name), Signature: z.methodSig(m), ParamList: z.next(TableParam)})
}

func params(types ...TypeSig) (all []ParamSig) {
	for _, t := range types {
		all = append(all, ParamSig{Type: t})
	}
	return all
}

func kind(e ElementType) TypeSig { return TypeSig{Kind: e} }

func of(e ElementType, elem TypeSig) TypeSig { return TypeSig{Kind: e, Elem: &elem} }

var void = ParamSig{Type: kind(ElementVoid)}

// The parameters of the attribute's constructor, and a value for them with named
// arguments behind it.
var (
	markPrimitives = []ElementType{ElementBoolean, ElementChar, ElementI1, ElementU1, ElementI2, ElementU2,
		ElementI4, ElementU4, ElementI8, ElementU8, ElementR4, ElementR8, ElementString}
	markValue = slices.Concat(
		[]byte{1, 0},
		[]byte{1},          // bool true
		[]byte{0xAC, 0x20}, // char €
		[]byte{0xFE}, []byte{0xFE},
		[]byte{0xFD, 0xFF}, []byte{0xFD, 0xFF},
		[]byte{0xFC, 0xFF, 0xFF, 0xFF}, []byte{0xFC, 0xFF, 0xFF, 0xFF},
		[]byte{0xFB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, []byte{0xFB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
		[]byte{0, 0, 0xC0, 0x3F}, []byte{0, 0, 0, 0, 0, 0, 0x04, 0xC0}, // 1.5, -2.5
		[]byte("\x05texts"),
		[]byte("\x21Zoo.Generic`1, Somewhere, Version"),               // System.Type
		[]byte{0xFF, 0xFF},                                            // Zoo.Kind -1, an int16
		[]byte{0x1D, 0x0E, 2, 0, 0, 0}, []byte("\x01a"), []byte{0xFF}, // object: []string{"a", null}
		[]byte{3, 0, 0, 0, 1, 0, 2, 0, 3, 0}, // []Zoo.Kind
		[]byte{0xFF, 0xFF, 0xFF, 0xFF},       // null []uint8
		[]byte{4, 0},                         // named arguments
		[]byte{0x53, 0x08}, []byte("\x05Count"), []byte{7, 0, 0, 0},
		[]byte{0x54, 0x55}, []byte("\x08Zoo.Kind\x04Kind"), []byte{2, 0},
		[]byte{0x54, 0x51}, []byte("\x03Any"), []byte{0x50}, []byte("\x08Zoo.Base"),
		[]byte{0x54, 0x55}, []byte("\x09Far.State\x05State"), []byte{9, 0, 0, 0},
	)
)

func buildZoo() *zoo {
	z := &zoo{builder: newBuilder()}
	z.add(TableModule, ModuleRow{Name: z.text("Zoo.winmd"), Mvid: 1})
	z.add(TableAssembly, AssemblyRow{Name: z.text("Zoo")})
	z.corlib = NewToken(TableAssemblyRef, z.add(TableAssemblyRef, AssemblyRefRow{
		MajorVersion: 4, Name: z.text("mscorlib"), PublicKeyOrToken: z.blob([]byte{1, 2, 3, 4, 5, 6, 7, 8}), HashValue: z.blob([]byte{9}),
	}))
	object, valueType, enum := z.ref("System", "Object"), z.ref("System", "ValueType"), z.ref("System", "Enum")
	attribute, systemType, modifier := z.ref("System", "Attribute"), z.ref("System", "Type"), z.ref("System", "Volatile")
	// A type nested in one of another file, and one of another module.
	far := z.ref("Far", "Outer")
	nested := NewToken(TableTypeRef, z.add(TableTypeRef, TypeRefRow{far, z.text("Inner"), 0}))
	other := NewToken(TableModuleRef, z.add(TableModuleRef, ModuleRefRow{z.text("other.netmodule")}))
	elsewhere := NewToken(TableTypeRef, z.add(TableTypeRef, TypeRefRow{other, z.text("Elsewhere"), z.text("Far")}))
	// One of this file, named as if it were another's.
	module := NewToken(TableModule, 1)
	baseRef := NewToken(TableTypeRef, z.add(TableTypeRef, TypeRefRow{module, z.text("Base"), z.text("Zoo")}))
	outerRef := NewToken(TableTypeRef, z.add(TableTypeRef, TypeRefRow{module, z.text("Outer"), z.text("Zoo")}))
	middleRef := NewToken(TableTypeRef, z.add(TableTypeRef, TypeRefRow{outerRef, z.text("Middle"), 0}))

	z.define(0, "", "<Module>", 0)
	base := z.define(TypePublic, "Zoo", "Base", object)
	baseMethod := z.method(MethodPublic|MethodVirtual, "Run", MethodSig{HasThis: true, Return: void, Params: params(kind(ElementI))})
	z.add(TableParam, ParamRow{ParamIn | ParamOptional | ParamHasDefault, 1, z.text("handle")})

	outer := z.define(TypePublic, "Zoo", "Outer", baseRef)
	runs := z.method(MethodPublic|MethodVirtual, "Run", MethodSig{HasThis: true, Return: void, Params: params(kind(ElementI))})
	z.method(MethodPublic, "Arrays", MethodSig{HasThis: true, ExplicitThis: true,
		Return: ParamSig{Type: TypeSig{Kind: ElementArray, Elem: &TypeSig{Kind: ElementU}, Array: &ArrayShape{3, []uint32{4, 200}, []int32{-1, 64, -70000}}}},
		Params: []ParamSig{
			{Type: of(ElementSZArray, of(ElementPtr, kind(ElementVoid)))},
			{Type: TypeSig{Kind: ElementI4, Modifiers: []Modifier{{true, modifier}, {false, nested}}}, ByRef: true, BeforeByRef: 1},
			{Type: kind(ElementTypedByRef)},
			{Type: TypeSig{Kind: ElementClass, Token: elsewhere}},
			{Type: TypeSig{Kind: ElementFnPtr, Method: &MethodSig{CallConv: 2, Return: void, Params: params(TypeSig{Kind: ElementClass, Token: middleRef})}}},
		}})
	vararg := z.method(MethodPublic|MethodStatic, "Print", MethodSig{CallConv: 5, Return: void, Params: params(kind(ElementString))})
	middle := z.define(2, "", "Middle", object)
	inner := z.define(2, "", "Inner", object)
	z.add(TableNestedClass, NestedClassRow{middle, outer})
	z.add(TableNestedClass, NestedClassRow{inner, middle})

	kinds := z.define(TypePublic|TypeSealed, "Zoo", "Kind", enum)
	z.field(FieldPublic|FieldSpecialName|FieldRTSpecialName, "value__", kind(ElementI2))
	kindType := TypeSig{Kind: ElementValueType, Token: NewToken(TableTypeDef, kinds)}
	one := z.field(FieldPublic|FieldStatic|FieldLiteral|FieldHasDefault, "One", kindType)
	z.add(TableConstant, ConstantRow{ElementI2, NewToken(TableField, one), z.blob([]byte{1, 0})})

	layout := z.define(TypePublic|TypeExplicitLayout|TypeSealed, "Zoo", "Layout", valueType)
	for i, e := range []ElementType{ElementR4, ElementU4} {
		z.add(TableFieldLayout, FieldLayoutRow{uint32(i), z.field(FieldPublic, e.String(), kind(e))})
	}
	z.add(TableClassLayout, ClassLayoutRow{2, 16, layout})

	thing := z.define(TypePublic|TypeInterface|TypeAbstract, "Zoo", "IThing`1", 0)
	z.method(MethodPublic|MethodAbstract|MethodVirtual, "Do", MethodSig{HasThis: true, Return: void, Params: params(TypeSig{Kind: ElementVar})})
	thingOfText := NewToken(TableTypeSpec, z.add(TableTypeSpec, TypeSpecRow{z.sig(func(w *sigWriter) {
		w.typ(&TypeSig{Kind: ElementGenericInst, Token: NewToken(TableTypeDef, thing), Args: []TypeSig{kind(ElementString)}})
	})}))

	generic := z.define(TypePublic, "Zoo", "Generic`1", object)
	genericMethod := z.method(MethodPublic, "Map", MethodSig{HasThis: true, GenericParams: 1,
		Return: ParamSig{Type: TypeSig{Kind: ElementMVar}}, Params: params(TypeSig{Kind: ElementVar},
			TypeSig{Kind: ElementGenericInst, Token: NewToken(TableTypeDef, layout), ValueType: true, Args: []TypeSig{{Kind: ElementMVar}}})})
	implementation := z.add(TableInterfaceImpl, InterfaceImplRow{generic, thingOfText})

	native := z.define(TypePublic|TypeAbstract|TypeSealed, "Zoo", "Native", object)
	imported := z.method(MethodPublic|MethodStatic|MethodPInvokeImpl, "Beep", MethodSig{Return: ParamSig{Type: kind(ElementBoolean)}})
	kernel := z.add(TableModuleRef, ModuleRefRow{z.text("KERNEL32.dll")})
	z.add(TableImplMap, ImplMapRow{PInvokeCallConvWinAPI | PInvokeNoMangle, NewToken(TableMethodDef, imported), z.text("Beep"), kernel})
	var constants []uint32
	for i, c := range []struct {
		kind  ElementType
		value []byte
	}{
		{ElementBoolean, []byte{1}}, {ElementChar, []byte{0xAC, 0x20}}, {ElementI1, []byte{0xFF}}, {ElementU1, []byte{0xFF}},
		{ElementI4, []byte{0xFE, 0xFF, 0xFF, 0xFF}}, {ElementU8, []byte{1, 2, 3, 4, 5, 6, 7, 8}}, {ElementR8, []byte{0, 0, 0, 0, 0, 0, 0x04, 0xC0}},
		{ElementString, []byte{'h', 0, 'i', 0, 0x3D, 0xD8, 0x00, 0xDE}}, {ElementString, nil}, {ElementClass, []byte{0, 0, 0, 0}},
	} {
		field := z.field(FieldPublic|FieldStatic|FieldLiteral, "C"+string(rune('A'+i)), kind(c.kind))
		if c.kind == ElementClass {
			z.rows[TableField][field-1][2] = uint32(z.sig(func(w *sigWriter) { w.byte(sigField); w.typ(&TypeSig{Kind: ElementObject}) }))
		}
		constants = append(constants, z.add(TableConstant, ConstantRow{c.kind, NewToken(TableField, field), z.blob(c.value)}))
	}
	z.add(TableConstant, ConstantRow{ElementI4, NewToken(TableParam, 1), z.blob([]byte{5, 0, 0, 0})})
	_, _ = native, constants

	mark := z.define(TypePublic, "Zoo", "MarkAttribute", attribute)
	var markParams []TypeSig
	for _, e := range markPrimitives {
		markParams = append(markParams, kind(e))
	}
	markParams = append(markParams, TypeSig{Kind: ElementClass, Token: systemType}, kindType, kind(ElementObject), of(ElementSZArray, kindType), of(ElementSZArray, kind(ElementU1)))
	constructor := NewToken(TableMethodDef, z.method(MethodPublic|MethodSpecialName|MethodRTSpecialName, ".ctor", MethodSig{HasThis: true, Return: void, Params: params(markParams...)}))
	constructorRef := NewToken(TableMemberRef, z.add(TableMemberRef, MemberRefRow{NewToken(TableTypeDef, mark), z.text(".ctor"),
		z.methodSig(MethodSig{HasThis: true, Return: void, Params: params(markParams...)})}))

	// Methods of other types, by all kinds of parents.
	z.add(TableMethodImpl, MethodImplRow{outer, NewToken(TableMethodDef, runs), NewToken(TableMethodDef, baseMethod)})
	for _, parent := range []Token{baseRef, thingOfText, elsewhere, other, NewToken(TableMethodDef, vararg)} {
		sig := MethodSig{HasThis: true, Return: void, Params: params(kind(ElementI))}
		if parent.Table() == TableMethodDef {
			sig = MethodSig{CallConv: 5, Return: void, Params: params(kind(ElementString), kind(ElementI4)), VarArgs: 1}
		}
		member := z.add(TableMemberRef, MemberRefRow{parent, z.text("Run"), z.methodSig(sig)})
		z.add(TableMethodImpl, MethodImplRow{outer, NewToken(TableMethodDef, runs), NewToken(TableMemberRef, member)})
	}

	typeParam := z.add(TableGenericParam, GenericParamRow{0, 0, NewToken(TableTypeDef, thing), z.text("T")})
	z.add(TableGenericParam, GenericParamRow{0, 4, NewToken(TableTypeDef, generic), z.text("T")})
	z.add(TableGenericParam, GenericParamRow{0, 0x10, NewToken(TableMethodDef, genericMethod), z.text("U")})
	for t := range z.rows {
		if err := z.sort(Table(t)); err != nil {
			panic(err)
		}
	}
	constraint := uint32(0)
	for rid := range z.rows[TableGenericParam] {
		constraint = z.add(TableGenericParamConstraint, GenericParamConstraintRow{uint32(rid) + 1, baseRef})
		z.add(TableGenericParamConstraint, GenericParamConstraintRow{uint32(rid) + 1, thingOfText})
	}
	for i, parent := range []Token{
		NewToken(TableTypeDef, base), NewToken(TableTypeDef, inner), NewToken(TableField, one), NewToken(TableMethodDef, runs), NewToken(TableParam, 1),
		NewToken(TableInterfaceImpl, implementation), NewToken(TableGenericParam, typeParam), NewToken(TableGenericParamConstraint, constraint),
	} {
		z.add(TableCustomAttribute, CustomAttributeRow{parent, []Token{constructor, constructorRef}[i%2], z.blob(markValue)})
	}
	if err := z.sort(TableCustomAttribute); err != nil {
		panic(err)
	}
	return z
}

func parseZoo(t testing.TB) *File {
	t.Helper()
	f, err := Parse("zoo", build(t, buildZoo().builder))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestZoo(t *testing.T) {
	f := parseZoo(t)
	if err := visit(f); err != nil {
		t.Fatal(err)
	}
	want := describe(t, f)
	for name, text := range map[string]string{
		"Zoo.Outer+Middle+Inner": "attributes {Zoo.MarkAttribute",
		"Zoo.Outer":              "array {3 [4 200] [-1 64 -70000]} of native uint",
		"Zoo.Layout":             "layout 2 16",
		"Zoo.Native":             "import 101 Beep of KERNEL32.dll",
		"Zoo.Generic`1":          "constraint Zoo.IThing`1false<string,>",
		"Zoo.Kind":               "constant int16 1",
	} {
		if !strings.Contains(want[name], text) {
			t.Errorf("%s does not say %q:\n%s", name, text, want[name])
		}
	}
	data, merged := merge(t, WriteOptions{Name: "Zoo"}, f)
	compare(t, want, describe(t, merged))
	if len(want) != len(describe(t, merged)) {
		t.Error("other types came in")
	}
	again, _ := merge(t, WriteOptions{Name: "Zoo"}, merged)
	if !bytes.Equal(data, again) {
		t.Error("merging the merged file changes it")
	}
	// References to other files stay, those to this one are gone.
	var outside []string
	for rid := uint32(1); rid <= merged.Rows(TableTypeRef); rid++ {
		d := describer{t: t, f: merged}
		outside = append(outside, d.name(NewToken(TableTypeRef, rid)))
	}
	slices.Sort(outside)
	if have, want := strings.Join(outside, " "), "Far.Elsewhere Far.Outer Far.Outer+Inner System.Attribute System.Enum System.Object System.Type System.ValueType System.Volatile"; have != want {
		t.Errorf("references: %s, want %s", have, want)
	}
}

func TestSliceZoo(t *testing.T) {
	f := parseZoo(t)
	whole := describe(t, f)
	for _, test := range []struct {
		root string
		want string
	}{
		{"Zoo.Kind", "Zoo.Base Zoo.Generic`1 Zoo.IThing`1 Zoo.Kind Zoo.Layout Zoo.MarkAttribute"}, // by the values of its attribute
		{"Zoo.Native", "Zoo.Native"},
		{"Zoo", strings.Join(slices.Sorted(maps.Keys(whole)), " ")},
	} {
		data, names, err := Slice([]*File{f}, []string{test.root}, WriteOptions{})
		if err != nil {
			t.Errorf("%s: %v", test.root, err)
			continue
		}
		if have := strings.Join(names, " "); have != test.want {
			t.Errorf("%s: %s, want %s", test.root, have, test.want)
		}
		part, err := Parse("slice", data)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, describe(t, part), whole)
	}
}

// What the writer can not write is an error that names it.
func TestWriteErrors(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(z *zoo)
		want   string
	}{
		{"reference to a type that is not there", func(z *zoo) {
			z.rows[TableTypeRef][10-1][1] = uint32(z.text("Lost"))
		}, "Zoo.Lost is not in this file"},
		{"type nested in itself", func(z *zoo) {
			z.rows[TableNestedClass][0][1] = z.rows[TableNestedClass][0][0]
		}, "nested deeper"},
		{"reference nested in itself", func(z *zoo) {
			z.rows[TableTypeRef][7-1][0] = uint32(NewToken(TableTypeRef, 8))
			z.rows[TableTypeRef][8-1][0] = uint32(NewToken(TableTypeRef, 7))
		}, "nested deeper"},
		{"specification of itself", func(z *zoo) {
			z.rows[TableTypeSpec][0][0] = uint32(z.sig(func(w *sigWriter) {
				w.typ(&TypeSig{Kind: ElementClass, Token: NewToken(TableTypeSpec, 1)})
			}))
		}, "made of itself"},
		{"override by nothing", func(z *zoo) {
			z.rows[TableMethodImpl][0][1] = uint32(NewToken(TableMethodDef, 1000))
		}, "its type was not chosen"},
		{"broken signature", func(z *zoo) {
			z.rows[TableMethodDef][0][4] = uint32(z.blob([]byte{0x20, 2, 1}))
		}, "do not fit"},
		{"blob outside the heap", func(z *zoo) {
			z.rows[TableCustomAttribute][0][2] = 0xFFFF
		}, "outside the heap"},
	} {
		z := buildZoo()
		test.damage(z)
		f, err := Parse("damaged", build(t, z.builder))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if _, err := Merge([]*File{f}, WriteOptions{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: merge: %v, want %q", test.name, err, test.want)
		}
		if _, _, err := Slice([]*File{f}, []string{"Zoo"}, WriteOptions{}); err == nil {
			t.Errorf("%s: slice: no error", test.name)
		}
	}
}
