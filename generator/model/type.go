package model

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
)

// Kind says what a type is (WinRT type system, "Types").
type Kind uint8

const (
	KindClass Kind = iota
	KindInterface
	KindEnum
	KindStruct
	KindDelegate
	KindAttribute // only read by compilers; never projected
	KindContract  // an API contract's name; never projected
)

func (k Kind) String() string {
	return [...]string{"runtime class", "interface", "enum", "struct", "delegate", "attribute", "API contract"}[k]
}

// GUID is an interface's identity, laid out as in memory.
type GUID struct {
	Data1        uint32
	Data2, Data3 uint16
	Data4        [8]byte
}

func (g GUID) String() string { return string(g.Append(make([]byte, 0, 36))) }

// Append appends the 36 characters of g to b.
func (g GUID) Append(b []byte) []byte {
	var raw [16]byte
	binary.BigEndian.PutUint32(raw[0:], g.Data1)
	binary.BigEndian.PutUint16(raw[4:], g.Data2)
	binary.BigEndian.PutUint16(raw[6:], g.Data3)
	copy(raw[8:], g.Data4[:])
	b = append(hex.AppendEncode(b, raw[0:4]), '-')
	b = append(hex.AppendEncode(b, raw[4:6]), '-')
	b = append(hex.AppendEncode(b, raw[6:8]), '-')
	b = append(hex.AppendEncode(b, raw[8:10]), '-')
	return hex.AppendEncode(b, raw[10:])
}

// Version is where a type or member first appeared ([contractversion] and
// [version] in MIDL). Number holds the major version in its high 16 bits.
type Version struct {
	Contract string // full name, or "" for a type versioned without a contract
	Number   uint32
}

// String is the contract and its version, "" without a contract.
func (v Version) String() string {
	if v.Contract == "" {
		return ""
	}
	return fmt.Sprintf("%s %d.%d", v.Contract, v.Number>>16, v.Number&0xffff)
}

// Type is one type of the universe. The exported fields that are filled when the
// universe is loaded may be read at once; the members are valid after [Type.Load].
type Type struct {
	Namespace string
	Name      string // without the arity suffix of generic types
	Arity     int
	Kind      Kind
	Abstract  bool // a class without instances: static members only
	Derived   bool // a class that another of the universe derives from
	Flags     bool // enum whose members combine ([flags])
	Interop   bool // declared in a COM header

	fullName string // once the type is part of a universe
	file     string // that defines it, then
	once     sync.Once
	err      error
	origin   origin

	GUID       GUID
	Version    Version
	Deprecated string
	Base       *Type       // base class of a composable class, nil for Object
	Implements []Implement // interfaces of a class, required interfaces of an interface
	Exclusive  *Type       // the class that an interface is exclusive to
	Methods    []Method    // of an interface in vtable order; of a delegate only Invoke
	Fields     []Field     // of a struct
	Underlying Basic       // of an enum: Int32 or UInt32
	Values     []Value     // of an enum
	Factories  []Factory   // of a class
	Agile      bool
	FirstSlot  int  // vtable slot of Methods[0]
	Unknown    bool // the interface derives from IUnknown, not from IInspectable

	Parent  *Type      // COM base interface declared in a header, whose slots come first
	Refused []*Refusal // methods of a header's interface that are not among Methods
}

// Partial tells whether methods of an interface, or of one that it derives from,
// are not projected: then Go types cannot implement it.
func (t *Type) Partial() bool {
	for ; t != nil; t = t.Parent {
		if len(t.Refused) > 0 {
			return true
		}
	}
	return false
}

// FullName is the metadata name, with the arity suffix of generic types.
func (t *Type) FullName() string {
	if t.fullName != "" {
		return t.fullName
	}
	if t.Arity > 0 {
		return fmt.Sprintf("%s.%s`%d", t.Namespace, t.Name, t.Arity)
	}
	return t.Namespace + "." + t.Name
}

// Composable tells whether classes may derive from a class: one does, or there is a factory
// that composes ([composable] in MIDL). The sealed flag says it too, but not in every
// file: rewritten metadata has all classes sealed.
func (t *Type) Composable() bool {
	return t.Derived || slices.ContainsFunc(t.Factories, func(f Factory) bool { return f.Kind == Composable })
}

// Projectable tells whether the type is more than a note to compilers.
func (t *Type) Projectable() bool { return t.Kind != KindAttribute && t.Kind != KindContract }

// Load decodes the type's members; it is cheap after the first time and safe for
// concurrent use.
func (t *Type) Load() error {
	t.once.Do(func() { t.err = t.origin.load(t) })
	return t.err
}

// origin is where a type's members are decoded from.
type origin interface {
	load(t *Type) error
	place() string // file and row, or file and position
}

// Implement is one interface of a class or one that an interface requires.
type Implement struct {
	Interface   *Sig
	Default     bool
	Overridable bool // derived classes may take the place of its methods
	Protected   bool
	Version     Version // where the class got the interface, if later than itself
}

// FactoryKind says what a class's factory interface is for.
type FactoryKind uint8

const (
	Activatable FactoryKind = iota // Interface nil: IActivationFactory itself
	Static
	Composable
)

// Factory is one activation, static or composition interface of a class.
type Factory struct {
	Kind      FactoryKind
	Interface *Type
	Version   Version
	Public    bool // Composable: may be used to make instances, not only derived ones
}

// MethodKind says what a method is to a property or an event.
type MethodKind uint8

const (
	Ordinary MethodKind = iota
	Getter
	Setter
	Adder
	Remover
	Constructor // a header's plain function
)

// Method is one vtable slot, or a delegate's Invoke.
type Method struct {
	Name        string // as in metadata: get_Size, add_Changed, CreateUri
	Overload    string // the name [overload] gives, unique in the interface, or ""
	Kind        MethodKind
	Member      string // the property's or event's name; else Name
	Slot        int
	Params      []Param
	Return      *Sig // nil for void; a returned array's element type
	ReturnArray bool // the result is an array, in the form ReceiveArray
	Deprecated  string
	NoHRESULT   bool // a header's method that returns its value directly
}

// Form is how an array crosses (WinRT type system, "Array parameters").
type Form uint8

const (
	Single Form = iota
	PassArray
	FillArray
	ReceiveArray
)

// Param is one parameter.
type Param struct {
	Name string
	Type *Sig // an array's element type where Form is not Single
	Form Form
	Out  bool

	Optional bool // a header's parameter that may be null
	ByRef    bool // passed as a pointer to a value: const GUID&, SECURITY_ATTRIBUTES*
	RIID     bool // a header's interface id of the result that follows
	Result   bool // the void** that a RIID describes
}

// Field is one field of a struct.
type Field struct {
	Name string
	Type *Sig
}

// Value is one member of an enum.
type Value struct {
	Name       string
	Number     int64
	Deprecated string
	Version    Version
}
