package winmd

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// zooAttribute returns the zoo with another value, and another constructor if
// params are given, for its first attribute.
func zooAttribute(t *testing.T, value []byte, params ...ParamSig) *File {
	t.Helper()
	z := buildZoo()
	z.rows[TableCustomAttribute][0][2] = uint32(z.blob(value))
	if params != nil {
		constructor := Token(z.rows[TableCustomAttribute][0][1])
		z.rows[constructor.Table()][constructor.RID()-1][map[Table]int{TableMethodDef: 4, TableMemberRef: 2}[constructor.Table()]] =
			uint32(z.methodSig(MethodSig{HasThis: true, Return: void, Params: params}))
	}
	f, err := Parse("zoo", build(t, z.builder))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAttribute(t *testing.T) {
	f := zooAttribute(t, markValue)
	have, err := f.Attribute(1)
	if err != nil {
		t.Fatal(err)
	}
	arg := func(kind ElementType, value any) AttributeArg { return AttributeArg{Kind: kind, Value: value} }
	kindValue := func(v int64) EnumValue { return EnumValue{"Zoo.Kind", ElementI2, v} }
	want := Attribute{
		Type: "Zoo.MarkAttribute",
		Fixed: []AttributeArg{
			arg(ElementBoolean, true), arg(ElementChar, '€'), arg(ElementI1, int8(-2)), arg(ElementU1, uint8(254)),
			arg(ElementI2, int16(-3)), arg(ElementU2, uint16(65533)), arg(ElementI4, int32(-4)), arg(ElementU4, uint32(4294967292)),
			arg(ElementI8, int64(-5)), arg(ElementU8, uint64(18446744073709551611)), arg(ElementR4, float32(1.5)), arg(ElementR8, -2.5),
			arg(ElementString, "texts"), arg(ElementSystemType, TypeName{"Zoo", "Generic`1", "Somewhere, Version"}),
			arg(ElementEnum, kindValue(-1)),
			{ElementSZArray, []AttributeArg{arg(ElementString, "a"), arg(ElementString, nil)}, true},
			arg(ElementSZArray, []AttributeArg{arg(ElementEnum, kindValue(1)), arg(ElementEnum, kindValue(2)), arg(ElementEnum, kindValue(3))}),
			arg(ElementSZArray, nil),
		},
		Named: []NamedArg{
			{"Count", true, arg(ElementI4, int32(7))},
			{"Kind", false, arg(ElementEnum, kindValue(2))},
			{"Any", false, AttributeArg{ElementSystemType, TypeName{Namespace: "Zoo", Name: "Base"}, true}},
			{"State", false, arg(ElementEnum, EnumValue{"Far.State", ElementI4, 9})},
		},
	}
	if !reflect.DeepEqual(have, want) {
		t.Errorf("have %+v\nwant %+v", have, want)
	}
	if namespace, name := f.AttributeType(1); namespace != "Zoo" || name != "MarkAttribute" {
		t.Errorf("type %s.%s", namespace, name)
	}
	if allocs := testing.AllocsPerRun(10, func() { f.AttributeType(1); f.AttributeType(2) }); allocs != 0 {
		t.Errorf("AttributeType allocates %v times", allocs)
	}
	if namespace, name := f.AttributeType(1000); namespace+name != "" {
		t.Errorf("no attribute has type %s.%s", namespace, name)
	}

	// An enum of another file, of another size.
	f.EnumSize = func(namespace, name string) (ElementType, bool) {
		return ElementU1, namespace == "Far" && name == "State"
	}
	if _, err := f.Attribute(1); err == nil || !strings.Contains(err.Error(), "3 bytes follow") {
		t.Errorf("enum of one byte: %v", err)
	}
	f.EnumSize = func(namespace, name string) (ElementType, bool) { return ElementString, true }
	if _, err := f.Attribute(1); err == nil || !strings.Contains(err.Error(), "stored as string") {
		t.Errorf("enum of strings: %v", err)
	}
}

func TestAttributeErrors(t *testing.T) {
	prolog := []byte{1, 0}
	named := func(bytes ...byte) []byte { return slices.Concat(prolog, []byte{1, 0}, bytes) }
	for _, test := range []struct {
		name   string
		params []ParamSig
		value  []byte
		want   string // "" for none
	}{
		{"nothing at all", []ParamSig{}, nil, ""},
		{"no arguments", []ParamSig{}, []byte{1, 0, 0, 0}, ""},
		{"no prolog", []ParamSig{}, []byte{2, 0, 0, 0}, "does not begin with 01 00"},
		{"no count", []ParamSig{}, prolog, "ends too early"},
		{"more behind it", []ParamSig{}, []byte{1, 0, 0, 0, 0}, "1 bytes follow"},
		{"argument is cut", params(kind(ElementI4)), []byte{1, 0, 1, 2, 3}, "ends too early"},
		{"text is cut", params(kind(ElementString)), []byte{1, 0, 9, 'a'}, "malformed string"},
		{"text of no length", params(kind(ElementString)), []byte{1, 0}, "malformed string"},
		{"array is too long", params(of(ElementSZArray, kind(ElementI4))), []byte{1, 0, 0, 0, 0, 0x7F, 0, 0}, "elements do not fit"},
		{"array of arrays", params(of(ElementSZArray, of(ElementSZArray, kind(ElementI4)))), []byte{1, 0}, "szarray can not be"},
		{"class that is no type", params(TypeSig{Kind: ElementClass, Token: NewToken(TableTypeDef, 2)}), []byte{1, 0}, "class can not be"},
		{"pointer", params(of(ElementPtr, kind(ElementI4))), []byte{1, 0}, "pointer can not be"},
		{"struct", params(TypeSig{Kind: ElementValueType, Token: NewToken(TableTypeDef, 3)}), []byte{1, 0}, "no enum"},
		{"struct of a float", params(TypeSig{Kind: ElementValueType, Token: NewToken(TableTypeDef, 7)}), []byte{1, 0}, "stored as float32"},
		{"enum without a name", params(TypeSig{Kind: ElementValueType, Token: NewToken(TableTypeSpec, 1)}), []byte{1, 0}, "has no name"},
		{"named argument of no kind", []ParamSig{}, named(0x08), "want field or property"},
		{"named argument of no type", []ParamSig{}, named(0x53, 0x12), "class can not be"},
		{"named array of arrays", []ParamSig{}, named(0x53, 0x1D, 0x1D), "array of arrays"},
		{"named argument is cut", []ParamSig{}, named(0x54, 0x0E, 1, 'N'), "malformed string"},
		{"boxes in boxes", params(kind(ElementObject)), append([]byte{1, 0}, slices.Repeat([]byte{0x51}, 100)...), "nest deeper"},
		{"enum of null name", params(kind(ElementObject)), []byte{1, 0, 0x55, 0xFF}, "has no name"},
	} {
		_, err := zooAttribute(t, test.value, test.params...).Attribute(1)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	f := parseZoo(t)
	for _, rid := range []uint32{0, 1000} {
		if _, err := f.Attribute(rid); err == nil || !strings.Contains(err.Error(), "no row") {
			t.Errorf("attribute %d: %v", rid, err)
		}
	}
}

func TestConstants(t *testing.T) {
	f := parseZoo(t)
	var have []any
	for rid := uint32(1); rid <= f.Rows(TableConstant); rid++ {
		if f.Constant(rid).Parent.Table() == TableParam || f.String(f.Field(f.Constant(rid).Parent.RID()).Name) == "One" {
			continue
		}
		v, err := f.ConstantValue(rid)
		if err != nil {
			t.Error(err)
		}
		have = append(have, v)
	}
	want := []any{true, '€', int8(-1), uint8(255), int32(-2), uint64(0x0807060504030201), -2.5, "hi😀", "", nil}
	if !reflect.DeepEqual(have, want) {
		t.Errorf("have %#v, want %#v", have, want)
	}
	for _, test := range []struct {
		kind  ElementType
		value []byte
		want  string
	}{
		{ElementI4, []byte{1, 2, 3}, "3 bytes do not hold a constant of kind int32"},
		{ElementI4, nil, "0 bytes"},
		{ElementObject, []byte{1}, "of kind object"},
		{ElementString, []byte{1}, "UTF-16 text of 1 bytes"},
		{ElementClass, []byte{1, 0, 0, 0}, "not null"},
	} {
		z := buildZoo()
		z.rows[TableConstant][0][0], z.rows[TableConstant][0][2] = uint32(test.kind), uint32(z.blob(test.value))
		f, err := Parse("zoo", build(t, z.builder))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.ConstantValue(1); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v %x: %v", test.kind, test.value, err)
		}
	}
	if _, err := f.ConstantValue(1000); err == nil || !strings.Contains(err.Error(), "no row") {
		t.Errorf("constant 1000: %v", err)
	}
}
