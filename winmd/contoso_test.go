package winmd

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"os"
	"strings"
	"testing"
)

// contosoPath is what somebody's own metadata looks like: a root namespace of its own,
// types of Windows in its signatures, of which it holds none, and namespaces that need each
// other.
const contosoPath = "../testdata/Contoso.winmd"

// The fixture is what the builder below makes. WINMD2GO_UPDATE=1 writes it.
func TestContosoFixture(t *testing.T) {
	c := newContoso()
	c.define()
	c.finish()
	f, err := Parse("Contoso.winmd", build(t, c.builder))
	if err != nil {
		t.Fatal(err)
	}
	data, merged := merge(t, WriteOptions{Name: "Contoso"}, f)
	if err := visit(merged); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("WINMD2GO_UPDATE") != "" {
		if err := os.WriteFile(contosoPath, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(data, read(t, contosoPath)) {
		t.Errorf("%s is not what this test makes; WINMD2GO_UPDATE=1 writes it", contosoPath)
	}
}

// contoso builds a file of Windows Runtime types. Types are named as if all were another
// file's; merging the file sets that right.
type contoso struct {
	*zoo
	windows    Token            // the AssemblyRef of everything in Windows.*
	named      map[string]Token // TypeRefs by full name
	attributes map[string]Token // constructors by attribute and parameters
	pending    []CustomAttributeRow
}

func newContoso() *contoso {
	z := &zoo{builder: newBuilder()}
	z.add(TableModule, ModuleRow{Name: z.text("Contoso.winmd"), Mvid: 1})
	z.add(TableAssembly, AssemblyRow{Name: z.text("Contoso"), Flags: AssemblyWindowsRuntime})
	c := &contoso{zoo: z, named: map[string]Token{}, attributes: map[string]Token{}}
	z.corlib = NewToken(TableAssemblyRef, z.add(TableAssemblyRef, AssemblyRefRow{MajorVersion: 255, Name: z.text("mscorlib")}))
	c.windows = NewToken(TableAssemblyRef, z.add(TableAssemblyRef, AssemblyRefRow{
		MajorVersion: 255, Flags: AssemblyWindowsRuntime, Name: z.text("Windows.Foundation.UniversalApiContract"),
	}))
	z.define(0, "", "<Module>", 0)
	return c
}

// typeRef is a type by its full name.
func (c *contoso) typeRef(fullName string) Token {
	if token, ok := c.named[fullName]; ok {
		return token
	}
	scope := NewToken(TableModule, 1)
	switch {
	case strings.HasPrefix(fullName, "System."):
		scope = c.corlib
	case strings.HasPrefix(fullName, "Windows."):
		scope = c.windows
	}
	dot := strings.LastIndexByte(fullName, '.')
	token := NewToken(TableTypeRef, c.add(TableTypeRef, TypeRefRow{scope, c.text(fullName[dot+1:]), c.text(fullName[:dot])}))
	c.named[fullName] = token
	return token
}

// typ reads a type as this file writes them: a primitive, a class or interface by its full
// name, a value type with "=" in front, a generic type with its arguments in "<>".
func (c *contoso) typ(text string) TypeSig {
	switch text {
	case "bool":
		return kind(ElementBoolean)
	case "int32":
		return kind(ElementI4)
	case "uint32":
		return kind(ElementU4)
	case "int64":
		return kind(ElementI8)
	case "single":
		return kind(ElementR4)
	case "string":
		return kind(ElementString)
	case "object":
		return kind(ElementObject)
	}
	if name, ok := strings.CutPrefix(text, "="); ok {
		return TypeSig{Kind: ElementValueType, Token: c.typeRef(name)}
	}
	if name, args, ok := strings.Cut(text, "<"); ok {
		sig := TypeSig{Kind: ElementGenericInst, Token: c.typeRef(name)}
		for arg := range strings.SplitSeq(strings.TrimSuffix(args, ">"), ",") {
			sig.Args = append(sig.Args, c.typ(arg))
		}
		return sig
	}
	return TypeSig{Kind: ElementClass, Token: c.typeRef(text)}
}

// attribute puts an attribute of Windows.Foundation.Metadata on parent. Types go in by their
// names.
func (c *contoso) attribute(parent Token, name string, args ...any) {
	value := []byte{1, 0}
	var params []ParamSig
	for _, arg := range args {
		switch arg := arg.(type) {
		case string:
			params = append(params, ParamSig{Type: TypeSig{Kind: ElementClass, Token: c.typeRef("System.Type")}})
			value = append(appendCompressed(value, uint32(len(arg))), arg...)
		case compositionType:
			params = append(params, ParamSig{Type: c.typ("=Windows.Foundation.Metadata.CompositionType")})
			value = binary.LittleEndian.AppendUint32(value, uint32(arg))
		case uint32:
			params = append(params, ParamSig{Type: kind(ElementU4)})
			value = binary.LittleEndian.AppendUint32(value, arg)
		case uint16:
			params = append(params, ParamSig{Type: kind(ElementU2)})
			value = binary.LittleEndian.AppendUint16(value, arg)
		case byte:
			params = append(params, ParamSig{Type: kind(ElementU1)})
			value = append(value, arg)
		}
	}
	namespace := "Windows.Foundation.Metadata."
	if name == "Flags" {
		namespace = "System."
	}
	sig := c.methodSig(MethodSig{HasThis: true, Return: void, Params: params})
	key := name + string(rune(sig))
	constructor, ok := c.attributes[key]
	if !ok {
		constructor = NewToken(TableMemberRef, c.add(TableMemberRef, MemberRefRow{c.typeRef(namespace + name + "Attribute"), c.text(".ctor"), sig}))
		c.attributes[key] = constructor
	}
	c.pending = append(c.pending, CustomAttributeRow{parent, constructor, c.blob(append(value, 0, 0))})
}

type compositionType uint32

const compositionPublic compositionType = 2

// begin defines a type with version 1 of its own.
func (c *contoso) begin(flags TypeAttributes, fullName, extends string) Token {
	dot := strings.LastIndexByte(fullName, '.')
	var base Token
	if extends != "" {
		base = c.typeRef(extends)
	}
	token := NewToken(TableTypeDef, c.zoo.define(flags|TypePublic|TypeWindowsRuntime, fullName[:dot], fullName[dot+1:], base))
	c.attribute(token, "Version", uint32(0x10000))
	return token
}

// guid gives a type a GUID made of its name.
func (c *contoso) guid(t Token, fullName string) {
	g := md5.Sum([]byte(fullName))
	args := []any{binary.BigEndian.Uint32(g[0:]), binary.BigEndian.Uint16(g[4:]), binary.BigEndian.Uint16(g[6:])}
	for _, b := range g[8:] {
		args = append(args, b)
	}
	c.attribute(t, "Guid", args...)
}

func (c *contoso) enum(fullName string, flags bool, values ...string) {
	underlying := ElementI4
	if flags {
		underlying = ElementU4
	}
	t := c.begin(TypeSealed, fullName, "System.Enum")
	if flags {
		c.attribute(t, "Flags")
	}
	c.field(FieldPrivate|FieldSpecialName|FieldRTSpecialName, "value__", kind(underlying))
	for i, name := range values {
		number := uint32(i)
		if flags {
			number = 1 << i
		}
		field := c.field(FieldPublic|FieldStatic|FieldLiteral|FieldHasDefault, name, c.typ("="+fullName))
		c.add(TableConstant, ConstantRow{underlying, NewToken(TableField, field), c.blob(binary.LittleEndian.AppendUint32(nil, number))})
	}
}

// structure has fields in the form "Name type".
func (c *contoso) structure(fullName string, fields ...string) {
	c.begin(TypeSealed|TypeSequentialLayout, fullName, "System.ValueType")
	for _, field := range fields {
		name, of, _ := strings.Cut(field, " ")
		c.field(FieldPublic, name, c.typ(of))
	}
}

// methods have the form "Name result name type; name type"; a result of "void" is none, and
// a type with "&" in front is an out parameter.
func (c *contoso) methods(special bool, methods []string) {
	for _, text := range methods {
		name, rest, _ := strings.Cut(text, " ")
		result, rest, _ := strings.Cut(rest, " ")
		sig := MethodSig{HasThis: true, Return: void}
		if result != "void" {
			sig.Return = ParamSig{Type: c.typ(result)}
		}
		var names []ParamRow
		for i, param := range strings.Split(rest, "; ") {
			if param == "" {
				continue
			}
			name, of, _ := strings.Cut(param, " ")
			of, out := strings.CutPrefix(of, "&")
			sig.Params = append(sig.Params, ParamSig{Type: c.typ(of), ByRef: out})
			flags := ParamIn
			if out {
				flags = ParamOut
			}
			names = append(names, ParamRow{flags, uint16(i) + 1, c.text(name)})
		}
		flags := MethodPublic | MethodVirtual | MethodHideBySig | MethodNewSlot | MethodAbstract
		if special || strings.Contains(name, "_") {
			flags |= MethodSpecialName
		}
		c.method(flags, name, sig)
		for _, row := range names {
			c.add(TableParam, row)
		}
	}
}

func (c *contoso) delegate(fullName, invoke string) {
	t := c.begin(TypeSealed, fullName, "System.MulticastDelegate")
	c.guid(t, fullName)
	c.method(MethodPrivate|MethodSpecialName|MethodRTSpecialName, ".ctor", MethodSig{HasThis: true, Return: void, Params: params(kind(ElementObject), kind(ElementI))})
	c.methods(true, []string{"Invoke " + invoke})
}

// iface is exclusive to a class, or to none if that is "".
func (c *contoso) iface(fullName, class string, methods ...string) {
	t := c.begin(TypeInterface|TypeAbstract, fullName, "")
	c.guid(t, fullName)
	if class != "" {
		c.attribute(t, "ExclusiveTo", class)
	}
	c.methods(false, methods)
}

// class implements interfaces, the first by default; those with "~" in front can be
// overridden.
func (c *contoso) class(flags TypeAttributes, fullName string, interfaces ...string) Token {
	t := c.begin(flags, fullName, "System.Object")
	for i, name := range interfaces {
		name, overridable := strings.CutPrefix(name, "~")
		sig := c.typ(name)
		token := sig.Token
		if sig.Kind == ElementGenericInst {
			token = NewToken(TableTypeSpec, c.add(TableTypeSpec, TypeSpecRow{c.sig(func(w *sigWriter) { w.typ(&sig) })}))
		}
		implements := NewToken(TableInterfaceImpl, c.add(TableInterfaceImpl, InterfaceImplRow{t.RID(), token}))
		if i == 0 {
			c.attribute(implements, "Default")
		}
		if overridable {
			c.attribute(implements, "Overridable")
		}
	}
	return t
}

// finish adds what has to be in order.
func (c *contoso) finish() {
	for _, row := range c.pending {
		c.add(TableCustomAttribute, row)
	}
	for t := range c.rows {
		if Table(t) == TableInterfaceImpl {
			continue // in the order of the classes already, and attributes point at its rows
		}
		if err := c.sort(Table(t)); err != nil {
			panic(err)
		}
	}
}

// define makes the API. Contoso and Contoso.Storage both stand between types of
// Contoso.Shapes, and StorageFile brings a namespace of Windows that is
// split; so types of every kind, and of two roots, stand in internal packages.
func (c *contoso) define() {
	const v1 = uint32(0x10000)
	c.enum("Contoso.Edition", false, "Free", "Paid")
	c.iface("Contoso.ILicense", "Contoso.License", "get_Edition =Contoso.Edition", "get_Gallery Contoso.Shapes.Gallery")
	c.attribute(c.class(TypeSealed, "Contoso.License", "Contoso.ILicense"), "Activatable", v1)

	c.enum("Contoso.Shapes.ShapeKind", false, "Round", "Square")
	c.enum("Contoso.Shapes.Corners", true, "Left", "Right")
	c.structure("Contoso.Shapes.Extent", "Width single", "Height single")
	c.structure("Contoso.Shapes.Label", "Text string", "Length int64", "Extent =Contoso.Shapes.Extent")
	c.delegate("Contoso.Shapes.PenHandler", "void sender Contoso.Shapes.Pen; kind =Contoso.Shapes.ShapeKind")
	c.iface("Contoso.Shapes.IDrawable", "", "Draw =Contoso.Shapes.Extent target Windows.Storage.Streams.IBuffer", "get_Corners =Contoso.Shapes.Corners")
	c.iface("Contoso.Shapes.IPen", "Contoso.Shapes.Pen", "get_Label =Contoso.Shapes.Label", "put_Label void value =Contoso.Shapes.Label",
		"add_Worn =Windows.Foundation.EventRegistrationToken handler Contoso.Shapes.PenHandler", "remove_Worn void token =Windows.Foundation.EventRegistrationToken",
		"get_Edition =Contoso.Edition", "get_Home Windows.Foundation.Uri")
	c.iface("Contoso.Shapes.IPenOverrides", "Contoso.Shapes.Pen", "OnDraw bool at Contoso.Shapes.IDrawable")
	c.iface("Contoso.Shapes.IPenFactory", "Contoso.Shapes.Pen", "CreateInstance Contoso.Shapes.Pen kind =Contoso.Shapes.ShapeKind; baseInterface object; innerInterface &object")
	c.iface("Contoso.Shapes.IPenStatics", "Contoso.Shapes.Pen", "Parse Contoso.Shapes.Pen text string", "get_Count uint32")
	pen := c.class(0, "Contoso.Shapes.Pen", "Contoso.Shapes.IPen", "~Contoso.Shapes.IPenOverrides", "Contoso.Shapes.IDrawable")
	c.attribute(pen, "Composable", "Contoso.Shapes.IPenFactory", compositionPublic, v1)
	c.attribute(pen, "Static", "Contoso.Shapes.IPenStatics", v1)
	c.iface("Contoso.Shapes.IGallery", "Contoso.Shapes.Gallery", "get_Cabinet Contoso.Storage.Cabinet", "get_First Contoso.Shapes.Pen")
	c.attribute(c.class(TypeSealed, "Contoso.Shapes.Gallery", "Contoso.Shapes.IGallery"), "Activatable", v1)

	c.iface("Contoso.Storage.ICabinet", "Contoso.Storage.Cabinet",
		"get_Pens Windows.Foundation.Collections.IVector`1<Contoso.Shapes.Pen>",
		"get_Labels Windows.Foundation.Collections.IMap`2<string,=Contoso.Shapes.Label>",
		"SendAsync Windows.Foundation.IAsyncOperationWithProgress`2<Contoso.Shapes.Pen,=Contoso.Shapes.Extent> to Windows.Storage.StorageFile",
		"get_Kinds Windows.Foundation.Collections.IVectorView`1<=Contoso.Shapes.ShapeKind>",
		"Show void what Contoso.Shapes.IDrawable")
	c.class(TypeSealed, "Contoso.Storage.Cabinet", "Contoso.Storage.ICabinet", "Windows.Foundation.Collections.IIterable`1<Contoso.Shapes.Pen>")
}
