package winmd

import "fmt"

// TypeSig is a type in a signature (ECMA-335 §II.23.2.12).
type TypeSig struct {
	Kind      ElementType
	Token     Token       // TypeDef, TypeRef or TypeSpec of Class, ValueType and GenericInst
	Index     uint32      // number of the parameter of Var and MVar
	ValueType bool        // of GenericInst: the generic type is a value type
	Elem      *TypeSig    // of SZArray, Array and Ptr
	Args      []TypeSig   // of GenericInst
	Array     *ArrayShape // of Array
	Method    *MethodSig  // of FnPtr
	Modifiers []Modifier  // custom modifiers in front of the type, outermost first
}

// ArrayShape is the shape of an array that is not a plain vector
// (ECMA-335 §II.23.2.13). Sizes and LowerBounds can be shorter than Rank.
type ArrayShape struct {
	Rank        uint32
	Sizes       []uint32
	LowerBounds []int32
}

// Modifier is a custom modifier (ECMA-335 §II.23.2.7).
type Modifier struct {
	Required bool
	Token    Token
}

// ParamSig is a parameter or a result (ECMA-335 §II.23.2.10, §II.23.2.11).
type ParamSig struct {
	Type  TypeSig
	ByRef bool
	// BeforeByRef is how many of Type.Modifiers stand in front of BYREF; the
	// others stand behind it.
	BeforeByRef int
}

// MethodSig is the signature of a method or property (ECMA-335 §II.23.2.1 to
// §II.23.2.5).
type MethodSig struct {
	HasThis       bool
	ExplicitThis  bool
	CallConv      uint8 // low four bits of the first byte: 0 default, 5 vararg, 8 property
	GenericParams uint32
	Return        ParamSig
	Params        []ParamSig
	VarArgs       int // how many of Params stand behind the sentinel of a vararg call
}

// The first byte of a signature (ECMA-335 §II.23.2).
const (
	sigField        = 0x06
	sigProperty     = 0x08
	sigGenericInst  = 0x0A
	sigKindMask     = 0x0F
	sigGeneric      = 0x10
	sigHasThis      = 0x20
	sigExplicitThis = 0x40
)

// maxDepth bounds how deep types nest in a signature or an attribute value.
const maxDepth = 64

// maxSignature bounds a signature, which many rows can share, in bytes.
const maxSignature = 1 << 16

// MethodSignature decodes the signature of a MethodDef, of a MemberRef to a
// method, or of a StandAloneSig of a call.
func (f *File) MethodSignature(b Blob) (MethodSig, error) {
	r, err := f.signature("method signature", b)
	if err != nil {
		return MethodSig{}, err
	}
	m := r.method(0)
	if r.err == nil && m.CallConv >= sigField {
		r.fail("%#x does not begin a method", m.CallConv)
	}
	return m, r.end()
}

// PropertySignature decodes the signature of a Property: its type as the result,
// and an indexer's parameters.
func (f *File) PropertySignature(b Blob) (MethodSig, error) {
	r, err := f.signature("property signature", b)
	if err != nil {
		return MethodSig{}, err
	}
	m := r.method(0)
	if r.err == nil && m.CallConv != sigProperty {
		r.fail("%#x does not begin a property", m.CallConv)
	}
	return m, r.end()
}

// FieldSignature decodes the signature of a Field, or of a MemberRef to a field.
func (f *File) FieldSignature(b Blob) (TypeSig, error) {
	r, err := f.signature("field signature", b)
	if err != nil {
		return TypeSig{}, err
	}
	if kind := r.byte(); r.err == nil && kind != sigField {
		r.fail("%#x does not begin a field", kind)
	}
	t := r.typ(0)
	return t, r.end()
}

// TypeSpecSignature decodes the type of row rid of TypeSpec.
func (f *File) TypeSpecSignature(rid uint32) (TypeSig, error) {
	if rid-1 >= f.tables[TableTypeSpec].rows {
		return TypeSig{}, f.fail("TypeSpec table", 0, "no row %d among %d", rid, f.tables[TableTypeSpec].rows)
	}
	r, err := f.signature("type specification", f.TypeSpec(rid).Signature)
	if err != nil {
		return TypeSig{}, err
	}
	t := r.typ(0)
	return t, r.end()
}

// MethodSpecSignature decodes the type arguments of row rid of MethodSpec
// (ECMA-335 §II.23.2.15).
func (f *File) MethodSpecSignature(rid uint32) ([]TypeSig, error) {
	if rid-1 >= f.tables[TableMethodSpec].rows {
		return nil, f.fail("MethodSpec table", 0, "no row %d among %d", rid, f.tables[TableMethodSpec].rows)
	}
	r, err := f.signature("method instantiation", f.MethodSpec(rid).Instantiation)
	if err != nil {
		return nil, err
	}
	if kind := r.byte(); r.err == nil && kind != sigGenericInst {
		r.fail("%#x does not begin an instantiation", kind)
	}
	args := r.types(0)
	return args, r.end()
}

func sigWhere(what string, b Blob) string { return fmt.Sprintf("%s at #Blob %#x", what, uint32(b)) }

// sigReader reads a signature. After its first error it reads nothing more.
type sigReader struct {
	file *File
	what string
	blob Blob
	data []byte
	at   int
	err  error
}

func (f *File) signature(what string, b Blob) (sigReader, error) {
	data, err := f.Blob(b)
	if err != nil {
		return sigReader{}, err
	}
	if len(data) > maxSignature {
		return sigReader{}, f.fail(sigWhere(what, b), 0, "%d bytes are more than a signature has", len(data))
	}
	return sigReader{file: f, what: what, blob: b, data: data}, nil
}

func (r *sigReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = r.file.fail(sigWhere(r.what, r.blob), r.at, format, args...)
	}
}

// end reports the first error, or bytes that are left over.
func (r *sigReader) end() error {
	if r.err == nil && r.at < len(r.data) {
		r.fail("%d bytes follow the signature", len(r.data)-r.at)
	}
	return r.err
}

func (r *sigReader) peek() ElementType {
	if r.err == nil && r.at < len(r.data) {
		return ElementType(r.data[r.at])
	}
	return ElementEnd
}

func (r *sigReader) byte() byte {
	if r.err == nil && r.at >= len(r.data) {
		r.fail("ends too early")
	}
	if r.err != nil {
		return 0
	}
	r.at++
	return r.data[r.at-1]
}

func (r *sigReader) uint() uint32 {
	if r.err != nil {
		return 0
	}
	v, size := compressed(r.data[r.at:])
	if size == 0 {
		r.fail("malformed compressed integer")
		return 0
	}
	r.at += size
	return v
}

// int reads a compressed signed integer: rotated left by one bit within its 7,
// 14 or 29 bits (ECMA-335 §II.23.2).
func (r *sigReader) int() int32 {
	start := r.at
	v := r.uint()
	bits := map[int]uint{1: 7, 2: 14, 4: 29}[r.at-start]
	if v&1 == 0 || bits == 0 {
		return int32(v >> 1)
	}
	return int32(v>>1) - int32(1)<<(bits-1)
}

// count reads how many things follow; each takes a byte at least.
func (r *sigReader) count(what string) int {
	n := r.uint()
	if r.err == nil && int64(n) > int64(len(r.data)-r.at) {
		r.fail("%d %s do not fit in the %d bytes that follow", n, what, len(r.data)-r.at)
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

// room is what is allocated for n things before they are read: n is not to be
// trusted where types nest.
func room(n int) int { return min(n, 32) }

// token reads a TypeDefOrRefOrSpecEncoded (ECMA-335 §II.23.2.8).
func (r *sigReader) token() Token {
	v := r.uint()
	if r.err != nil {
		return 0
	}
	token := codedIndexes[codedTypeDefOrRef].token(v)
	if token.IsNil() || token.RID() > r.file.tables[token.Table()].rows {
		r.fail("%#x names no type of this file", v)
		return 0
	}
	return token
}

func (r *sigReader) modifiers(to []Modifier) []Modifier {
	for {
		switch kind := r.peek(); kind {
		case ElementCModReqd, ElementCModOpt:
			r.at++
			to = append(to, Modifier{Required: kind == ElementCModReqd, Token: r.token()})
		default:
			return to
		}
	}
}

func (r *sigReader) method(depth int) (m MethodSig) {
	first := r.byte()
	m.HasThis = first&sigHasThis != 0
	m.ExplicitThis = first&sigExplicitThis != 0
	m.CallConv = first & sigKindMask
	if first&sigGeneric != 0 {
		m.GenericParams = r.uint()
	}
	n := r.uint() // the result comes first and takes a byte, too
	if r.err == nil && int64(n) > int64(len(r.data)-r.at) {
		r.fail("%d parameters do not fit in the %d bytes that follow", n, len(r.data)-r.at)
	}
	m.Return = r.param(depth)
	if r.err != nil || n == 0 {
		return m
	}
	m.Params = make([]ParamSig, 0, room(int(n)))
	sentinel := -1
	for i := range int(n) {
		if r.peek() == ElementSentinel && sentinel < 0 {
			r.at++
			sentinel = i
		}
		m.Params = append(m.Params, r.param(depth))
		if r.err != nil {
			return m
		}
	}
	if sentinel >= 0 {
		m.VarArgs = len(m.Params) - sentinel
	}
	return m
}

func (r *sigReader) param(depth int) (p ParamSig) {
	modifiers := r.modifiers(nil)
	if r.peek() == ElementByRef {
		r.at++
		p.ByRef = true
		p.BeforeByRef = len(modifiers)
	}
	p.Type = r.typ(depth)
	if modifiers != nil {
		p.Type.Modifiers = append(modifiers, p.Type.Modifiers...)
	}
	return p
}

func (r *sigReader) types(depth int) []TypeSig {
	n := r.count("types")
	types := make([]TypeSig, 0, room(n))
	for range n {
		types = append(types, r.typ(depth))
		if r.err != nil {
			return nil
		}
	}
	return types
}

func (r *sigReader) elem(depth int) *TypeSig {
	elem := r.typ(depth)
	return &elem
}

func (r *sigReader) typ(depth int) (t TypeSig) {
	if depth > maxDepth {
		r.fail("types nest deeper than %d", maxDepth)
		return t
	}
	t.Modifiers = r.modifiers(nil)
	t.Kind = ElementType(r.byte())
	if r.err != nil {
		return t
	}
	switch t.Kind {
	case ElementVoid, ElementBoolean, ElementChar, ElementI1, ElementU1, ElementI2, ElementU2,
		ElementI4, ElementU4, ElementI8, ElementU8, ElementR4, ElementR8, ElementI, ElementU,
		ElementString, ElementObject, ElementTypedByRef:
	case ElementClass, ElementValueType:
		t.Token = r.token()
	case ElementVar, ElementMVar:
		t.Index = r.uint()
	case ElementPtr, ElementSZArray:
		t.Elem = r.elem(depth + 1)
	case ElementArray:
		t.Elem = r.elem(depth + 1)
		t.Array = r.shape()
	case ElementGenericInst:
		switch kind := ElementType(r.byte()); kind {
		case ElementClass:
		case ElementValueType:
			t.ValueType = true
		default:
			r.fail("generic type is %v, want class or valuetype", kind)
		}
		t.Token = r.token()
		t.Args = r.types(depth + 1)
	case ElementFnPtr:
		m := r.method(depth + 1)
		t.Method = &m
	default:
		r.at--
		r.fail("%v is no type", t.Kind)
	}
	return t
}

func (r *sigReader) shape() *ArrayShape {
	a := &ArrayShape{Rank: r.uint()}
	for range r.count("sizes") {
		a.Sizes = append(a.Sizes, r.uint())
	}
	for range r.count("lower bounds") {
		a.LowerBounds = append(a.LowerBounds, r.int())
	}
	return a
}
