package midl

// File is what one header declares, each kind in the order of declaration.
type File struct {
	Name       string       // as given to Open or Parse
	Includes   []*Include   // #include lines in active parts
	Interfaces []*Interface // defined here; forward declarations are in Forwards
	Enums      []*Enum
	Structs    []*Struct // structs, unions and classes that are not interfaces
	Typedefs   []*Typedef
	Functions  []*Function
	Constants  []*Constant // #define NAME literal, static const, constexpr
	GUIDs      []*GUIDConstant
	Classes    []*Class     // class DECLSPEC_UUID("…") Name;
	Variables  []*Variable  // extern declarations: EXTERN_C const IID IID_IFoo;
	Forwards   []*Forward   // struct Name; interface Name;
	Instances  []*Instance  // template<> MIDL_INTERFACE("…") IVectorView<HSTRING> : …
	Macros     []*MacroUse  // macro calls at file level that declare nothing known
	Errors     []*ErrorLine // #error lines in active parts
}

// ErrorLine is an #error whose condition holds. Most of them ask for another
// header to be included first; since #include is not followed, they are no
// errors of the reader.
type ErrorLine struct {
	Pos  Position
	Text string
}

// Include is one #include line.
type Include struct {
	Pos    Position
	Path   string
	System bool // <path> and not "path"
}

// Interface is a COM interface.
type Interface struct {
	Pos        Position
	Name       string
	Namespace  []string // outermost first; empty for the global one
	IID        GUID
	HasIID     bool      // false if no IID stands anywhere in the header
	Base       string    // without a leading "::"; empty for none
	Methods    []*Method // declared here, in vtable order, without inherited ones
	Attributes []string  // of the MIDL comments before it: object, uuid, local …

	// Unlinked is set when the body repeats the methods of bases, as
	// DECLARE_INTERFACE_ bodies do, and Base stands in another header: Methods
	// then still holds Base's own methods in front. Link clears it.
	Unlinked bool
	// Fault is what Link found wrong with the interface, so that its slots are not
	// known; empty for nothing.
	Fault string
}

// FullName is the name with its namespaces, joined by "::".
func (i *Interface) FullName() string { return qualify(i.Namespace, i.Name) }

// Method is one slot of an interface's vtable.
type Method struct {
	Pos        Position
	Name       string
	Return     Type
	CallConv   string // as written: STDMETHODCALLTYPE; also for the STDMETHOD macros
	Params     []*Param
	Variadic   bool
	Const      bool     // a const member function
	Attributes []string // of the MIDL comments: propget, propput, local, call_as …
}

// Param is a parameter of a method, a function or a function pointer.
type Param struct {
	Pos      Position
	Name     string // empty if the header gives none
	Type     Type
	In, Out  bool // both false if the header does not say
	RetVal   bool
	Optional bool // the argument itself may be null
	// ResultOptional: what an out parameter points to may be null afterwards
	// (_Outptr_result_maybenull_).
	ResultOptional bool
	SizeIs         string   // capacity, as an expression over other parameters
	LengthIs       string   // valid part afterwards, likewise
	SizeInBytes    bool     // SizeIs and LengthIs count bytes, not elements
	Sized          bool     // the header says that it is an array; MIDL's comments drop the expression
	Text           bool     // characters up to a null one: [string], _In_z_
	IidIs          string   // the parameter that names the interface of a void **
	ComOutptr      bool     // _COM_Outptr_: receives an owned reference
	Attributes     []string // of the MIDL comments and of [ ] blocks
	Annotation     string   // every MIDL comment and SAL word, as written
	Default        string   // default argument, or defaultvalue, as written
}

// Type is the type of a parameter, field, result or typedef.
type Type struct {
	Name     string // base name: "HANDLE", "ABI::Windows::Foundation::IAsyncInfo", "unsigned int", "struct _FOO"
	Const    bool   // of the base, not of a pointer
	Pointers int    // number of '*'
	// ConstPointers has bit n set if the n-th '*', counted from the base, is
	// const: of T *const *p bit 0. At most 64 are kept.
	ConstPointers uint64
	Ref           bool     // C++ '&'
	Array         []string // bounds as written, outermost first; "" for []
	// ArrayPointer: the stars belong to a pointer to the whole array, as in
	// T (*p)[4].
	ArrayPointer bool
	Func         *FuncType // function pointer (Pointers ≥ 1) or function type (0)
	Record       *Struct   // struct or union defined in place
	Enum         *Enum     // enum defined in place
}

// FuncType is what a function pointer points to.
type FuncType struct {
	Return   Type
	CallConv string
	Params   []*Param
	Variadic bool
}

// Enum is an enumeration.
type Enum struct {
	Pos        Position
	Name       string // the tag, or for an unnamed one the typedef's name
	Namespace  []string
	Scoped     bool   // enum class
	Underlying string // as written after ':'; empty means int
	Flags      bool   // DEFINE_ENUM_FLAG_OPERATORS names it
	Values     []*EnumValue
	Attributes []string
}

// FullName is the name with its namespaces, joined by "::".
func (e *Enum) FullName() string { return qualify(e.Namespace, e.Name) }

// EnumValue is one enumerator.
type EnumValue struct {
	Pos   Position
	Name  string
	Raw   string // expression as written; empty for one more than the last
	Value int64  // valid if Known
	Known bool   // false if the expression uses names of other headers
}

// Struct is a struct, union or class without virtual methods.
type Struct struct {
	Pos        Position
	Name       string // the tag, or for an unnamed one the typedef's name
	Namespace  []string
	Union      bool
	Bases      []string
	Fields     []*Field
	Pack       int    // of #pragma pack, in bytes; 0 for the default
	Align      string // of __declspec(align(…)), as written
	Virtual    bool   // has virtual methods too: a C++ class, whose layout its fields do not tell
	Attributes []string
}

// FullName is the name with its namespaces, joined by "::".
func (s *Struct) FullName() string { return qualify(s.Namespace, s.Name) }

// Field is one member of a struct or union.
type Field struct {
	Pos        Position
	Name       string // empty for an anonymous member or padding bits
	Type       Type   // Type.Record holds a struct that is defined in place
	Bits       string // width of a bit field, as written; empty for none
	Annotation string // MIDL comments and SAL words, as written
	Attributes []string
}

// Typedef gives a type another name. "typedef struct FOO {…} FOO, *PFOO;" makes
// a Struct and one Typedef, PFOO.
type Typedef struct {
	Pos       Position
	Name      string
	Namespace []string
	Type      Type
}

// FullName is the name with its namespaces, joined by "::".
func (t *Typedef) FullName() string { return qualify(t.Namespace, t.Name) }

// Function is a function declared at file level.
type Function struct {
	Pos        Position
	Name       string
	Namespace  []string
	Return     Type
	CallConv   string
	Params     []*Param
	Variadic   bool
	Inline     bool     // has a body, which is skipped
	ExternC    bool     // inside extern "C", or declared so
	Modifiers  []string // words in front that are not part of the type: WINBASEAPI
	Annotation string   // SAL of the result: _Must_inspect_result_
}

// Constant is a named value.
type Constant struct {
	Pos   Position
	Name  string
	Raw   string // as written
	Kind  ConstantKind
	Value int64  // for ConstantInteger; the bits of a uint64 above its range
	Text  string // for ConstantString: without quotes, escapes resolved
	Type  Type   // of a static const or constexpr; zero for a #define
}

// ConstantKind says what a Constant's value is.
type ConstantKind int

const (
	ConstantOther   ConstantKind = iota // an expression that was not evaluated; see Raw
	ConstantInteger                     // see Value
	ConstantFloat                       // see Raw
	ConstantString                      // see Text
)

// GUIDConstant is a GUID with a name: DEFINE_GUID(IID_IFoo, …).
type GUIDConstant struct {
	Pos  Position
	Name string
	GUID GUID
}

// Class is a coclass: class DECLSPEC_UUID("…") Name;
type Class struct {
	Pos       Position
	Name      string
	Namespace []string
	CLSID     GUID
}

// Variable is an object declared extern.
type Variable struct {
	Pos       Position
	Name      string
	Namespace []string
	Type      Type
}

// Forward is a declaration of a type without its definition.
type Forward struct {
	Pos       Position
	Keyword   string // struct, union, class, enum, interface
	Name      string
	Namespace []string
}

// Instance is the specialization of a parameterized interface.
type Instance struct {
	Pos       Position
	Name      string // "IVectorView<HSTRING>"
	Namespace []string
	Base      string // "IVectorView_impl<HSTRING>"
	IID       GUID
	HasIID    bool
}

// MacroUse is the call of a macro at file level whose meaning is in another
// header: C_ASSERT(sizeof(X) == 4).
type MacroUse struct {
	Pos  Position
	Name string
	Args string // as written, without the outer parentheses
}

func qualify(namespace []string, name string) string {
	full := ""
	for _, n := range namespace {
		full += n + "::"
	}
	return full + name
}
