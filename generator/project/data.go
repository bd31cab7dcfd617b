package project

import (
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// Package is one Go package, ready to be laid out as text.
type Package struct {
	Path, Name string // below the output folder; in the package clause
	Namespace  string
	Internal   bool // a part of a split namespace that the public one shows
	Synopsis   []string
	Files      []File

	memory *memory
}

// File is one Go file of a package. At most one of its lists is usually filled.
type File struct {
	Name       string
	Imports    []Import
	Enums      []Enum
	Structs    []Struct
	Delegates  []Delegate
	Interfaces []Interface
	Classes    []Class
	IIDs       []IID
	Instances  []Instance
	Aliases    []Alias
	Forwards   []Forward
}

// Import is one import of a file; Alias is "" where the path ends in the name. Apart
// is set where a new group begins.
type Import struct {
	Alias, Path string
	Apart       bool
}

func (i Import) standard() bool {
	first, _, _ := strings.Cut(i.Path, "/")
	return i.Alias == "" && standardPackages[first]
}

// standardPackages are those that generated code uses.
var standardPackages = map[string]bool{"context": true, "iter": true, "strconv": true, "unsafe": true}

// Doc are the lines of a doc comment, without the slashes.
type Doc []string

// Enum is an enumeration as a Go integer type.
type Enum struct {
	Doc        Doc
	Name       string
	Underlying string
	Flags      bool
	Values     []EnumValue
	Value      Value
}

// Value is what the runtime is told of an enum or a struct, for Object parameters.
type Value struct {
	FullName                    string
	IReference, IReferenceArray GUID
}

// EnumValue is one constant.
type EnumValue struct {
	Doc    Doc
	Name   string
	Label  string // as in metadata
	Number string
	Bits   string // of a flag
	Pad    string // aligns what follows the name with its neighbours
	Again  bool   // an earlier value has the same number
}

// Struct is a value type. Native is its form in native memory where that differs:
// references there are words.
type Struct struct {
	Doc    Doc
	Name   string
	Fields []Field
	Native []Field
	Value  Value
	// Names of the descriptor and of the type of a struct with Native.
	Desc, NativeName string
}

// Converted are the fields with how each differs in native memory.
func (s *Struct) Converted() []Field {
	fields := make([]Field, 0, len(s.Native))
	for _, f := range s.Native {
		if f.Name = strings.TrimRight(f.Name, " "); f.Name != "_" {
			fields = append(fields, f)
		}
	}
	return fields
}

// Field is one field, or with an empty Name the padding that 386 needs. Desc is
// the descriptor of a field that differs in native memory.
type Field struct {
	Name, Type, Desc string
}

// Delegate is a Go func type.
type Delegate struct {
	Doc     Doc
	Name    string
	Desc    string // name of the descriptor
	Params  string // of the type
	Results string
	IID     GUID
	Invoke  Stub
	Call    Method // as native code is called
}

// Interface is an interface that anybody can implement.
type Interface struct {
	Doc      Doc
	Name     string
	Desc     string // name of the descriptor
	Embeds   []string
	Methods  []Signature
	IID      GUID
	Unknown  bool
	Native   bool   // methods are missing: only native objects have the interface
	Query    string // AsIFoo
	Proxy    string // the struct that stands for a native object
	FullName string
	Proxies  []Method
	Stubs    []Stub
	Requires []string // descriptors
	Generic  []Method // typed forms of methods with riid and void**
}

// Pad aligns the fields of the interface's stub.
func (i *Interface) Pad() string {
	switch {
	case len(i.Requires) > 0:
		return "     "
	case i.Unknown:
		return "    "
	}
	return ""
}

// Signature is a method of a Go interface.
type Signature struct {
	Doc             Doc
	Name            string
	Params, Results string
}

// Class is a runtime class.
type Class struct {
	Doc       Doc
	Name      string
	FullName  string
	Embeds    string // abi.Object or the base class
	Instances bool
	IID       GUID
	Factory   string // name of the activation factory's variable, "" for none
	Since     string // the contract version that the class came with
	Methods   []Method
	Functions []Method

	// Of an unsealed class.
	Family      string // Go interface of it and of what derives from it
	FamilyDoc   Doc
	Overridable []Overridable
	Overrides   []string // expressions of the overridable interfaces' stubs, bases' too
	Derivations []Method
}

// Overridable is an interface of a class whose methods a derived Go type may have.
type Overridable struct {
	Doc     Doc
	Name    string
	Stub    string // name of the stub
	IID     string // name of the variable
	Methods []Signature
	Stubs   []Stub
}

// MethodForm is how a method's body looks.
type MethodForm uint8

const (
	FormCall    MethodForm = iota // arguments, call, results
	FormGet                       // one plain result, no arguments
	FormGetText                   // one string
	FormGetBool
	FormGetClass
	FormGetType // one described result
	FormPut     // one argument, no result
	FormInvoke  // neither
	FormEvent
	FormForward  // the runtime's generic type does it
	FormActivate // IActivationFactory::ActivateInstance
	FormDerive   // composition with a Go object
)

// Method is a Go method or function that calls native code.
type Method struct {
	Doc     Doc
	Form    MethodForm
	Recv    string // type of the receiver, "" for a function
	Name    string
	Params  string
	Returns string // the Go result list
	Object  string // the expression whose interface is called
	IID     string // name of the variable
	Slot    int
	Remove  int // FormEvent: slot of the remover
	Op      string
	Type    string // FormGet, FormGetClass, FormActivate: the Go type
	Desc    string // FormGetType, FormPut, FormEvent, FormForward
	Value   string // FormPut, FormEvent: the argument; FormForward: all of them
	Target  string // FormForward: the descriptor's method
	Args    []Arg
	Results []Result
	NoError bool // a delegate's call: failures go to the hook
}

// ArgForm is how an argument is passed.
type ArgForm uint8

const (
	ArgValue ArgForm = iota
	ArgFloats
	ArgDoubles
	ArgText
	ArgAny
	ArgUnknown
	ArgClass
	ArgType
	ArgCollection
	ArgPassArray
	ArgFillArray
	ArgPointer
	ArgByRef      // value by pointer: const GUID&
	ArgOut        // the result at Index
	ArgStandalone // the outer and inner objects of a composition: none
)

// Arg is one argument of a native call, in order, out parameters included.
type Arg struct {
	Form  ArgForm
	Name  string
	Type  string
	Desc  string
	Base  string // of a family's member: it as the class that is passed
	Index int    // into Results
	Sure  bool   // ArgFillArray: handing the elements over cannot fail
}

// ResultForm is how a result comes back.
type ResultForm uint8

const (
	ResultValue ResultForm = iota // plain memory
	ResultBool
	ResultType // described
	ResultArray
)

// Result is one result of a method.
type Result struct {
	Form ResultForm
	Name string // local variable
	Type string
	Desc string
	Zero string
}

// StubRole sets the methods of events apart.
type StubRole uint8

const (
	StubMethod  StubRole = iota
	StubAdder            // returns a registration, which native code knows by a token
	StubRemover          // gives the token back
	StubMissing          // was not selected; its slot stays
)

// Stub is a method that native code calls on a Go value.
type Stub struct {
	Role   StubRole
	Words  int    // of the arguments on 386
	Name   string // of the Go method, "" for a delegate's func
	Iface  string // Go interface of the value
	Args   []Arg
	Inputs []Arg // the Go method's arguments, in order
	Outs   []Result
}

// IID is a variable that holds an interface id.
type IID struct {
	Name string
	GUID GUID
	Of   string
}

// GUID is a GUID as a composite literal.
type GUID = model.GUID

// Instance is the descriptor of a generic type over given arguments.
type Instance struct {
	Name   string
	Type   string // collections.VectorViewType[*DisplayTarget]
	Of     string
	Fields []InstanceField
}

// InstanceField is one field of a descriptor: an IID or an expression.
type InstanceField struct {
	Name  string
	GUID  *GUID
	Value string
	Pad   string
}

// Alias shows a type of another package under the namespace's own.
type Alias struct {
	Doc        Doc
	Keyword    string // type, const or var
	Name       string
	TypeParams string
	Target     string
}

// Forward shows a function of another package.
type Forward struct {
	Doc             Doc
	Name            string
	TypeParams      string
	Params, Returns string
	Target, Args    string
}
