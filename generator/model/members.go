package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/winmd"
)

// The first slots of every vtable are IUnknown's three, and IInspectable's three
// in interfaces of the Windows Runtime; a delegate has only the former.
const (
	unknownSlots     = 3
	inspectableSlots = 6
)

func (m *metadataType) load(t *Type) error {
	if err := m.loadType(t); err != nil {
		return fmt.Errorf("%s: %w", t.FullName(), err)
	}
	return nil
}

func (m *metadataType) loadType(t *Type) error {
	if err := m.loadAttributes(t); err != nil {
		return err
	}
	switch t.Kind {
	case KindClass:
		if err := m.loadBase(t); err != nil {
			return err
		}
		return m.loadInterfaces(t)
	case KindInterface:
		t.FirstSlot = inspectableSlots
		if err := m.loadInterfaces(t); err != nil {
			return err
		}
		return m.loadMethods(t)
	case KindDelegate:
		t.FirstSlot, t.Unknown = unknownSlots, true
		return m.loadMethods(t)
	case KindStruct:
		return m.loadFields(t)
	case KindEnum:
		return m.loadValues(t)
	}
	return nil
}

func (m *metadataType) loadAttributes(t *Type) error {
	f := m.file
	return f.each(winmd.NewToken(winmd.TableTypeDef, m.rid), func(a attribute, args *attributeArgs) (err error) {
		switch a {
		case attrGuid:
			t.GUID = args.guid()
		case attrContractVersion, attrVersion:
			t.Version = args.version()
		case attrDeprecated:
			t.Deprecated = args.deprecation()
		case attrFlags:
			t.Flags = true
		case attrExclusiveTo:
			t.Exclusive, err = f.named(args.text[0])
		case attrStatic, attrComposable, attrActivatable:
			err = m.addFactory(t, a, args)
		}
		return err
	})
}

// version is the last number of [version] and [contractversion]; the latter's
// contract is its text.
func (a *attributeArgs) version() (v Version) {
	if a.numbers > 0 {
		v.Number = a.number[0]
	}
	if a.texts > 0 {
		v.Contract, _, _ = strings.Cut(a.text[0], ",")
	}
	return v
}

// deprecation is the attribute's message, never empty.
func (a *attributeArgs) deprecation() string {
	if text := readable(a.text[0]); text != "" {
		return text
	}
	return "it may be removed from a later version."
}

func (m *metadataType) addFactory(t *Type, a attribute, args *attributeArgs) (err error) {
	factory := Factory{Kind: Activatable}
	names := args.text[:args.texts]
	switch a {
	case attrStatic:
		factory.Kind = Static
	case attrComposable:
		factory.Kind = Composable
		factory.Public = args.number[0] == 2 // CompositionType.Public
		args.number[0] = args.number[1]
	}
	// [activatable] without a factory names at most the contract.
	if len(names) > 0 {
		named, err := m.file.named(names[0])
		if err != nil {
			return err
		}
		if named.Kind == KindInterface {
			factory.Interface = named
			names = names[1:]
		}
	}
	if len(names) > 0 {
		factory.Version.Contract, _, _ = strings.Cut(names[0], ",")
	}
	factory.Version.Number = args.number[0]
	// One class can carry the same factory once for each platform. Their rows, and
	// those of different factories, stand in another order in every file that was
	// merged.
	i, found := slices.BinarySearchFunc(t.Factories, factory, compareFactories)
	switch {
	case !found:
		t.Factories = slices.Insert(t.Factories, i, factory)
	case factory.Version.Number < t.Factories[i].Version.Number:
		t.Factories[i] = factory
	}
	return nil
}

// compareFactories orders the factories of a class, one without an interface first.
func compareFactories(a, b Factory) int {
	name := func(f Factory) string {
		if f.Interface == nil {
			return ""
		}
		return f.Interface.FullName()
	}
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(name(a), name(b)))
}

func (m *metadataType) loadBase(t *Type) error {
	extends := m.file.TypeDef(m.rid).Extends
	if extends.IsNil() {
		return nil
	}
	if namespace, name, _ := m.file.TypeName(extends); namespace == "System" && name == "Object" {
		return nil
	}
	base, err := m.file.resolve(extends)
	t.Base = base
	return err
}

func (m *metadataType) loadInterfaces(t *Type) error {
	f := m.file
	first, end := f.InterfacesOf(m.rid)
	for rid := first; rid < end; rid++ {
		sig, err := f.interfaceSig(f.InterfaceImpl(rid).Interface)
		if err != nil {
			return err
		}
		if sig.Type == nil || sig.Type.Kind != KindInterface {
			return fmt.Errorf("%s: %v row %d: %v is no interface", f.Name(), winmd.TableInterfaceImpl, rid, sig)
		}
		impl := Implement{Interface: sig, Overridable: t.Kind == KindClass && namedOverrides(t, sig.Type)}
		err = f.each(winmd.NewToken(winmd.TableInterfaceImpl, rid), func(a attribute, args *attributeArgs) error {
			switch a {
			case attrContractVersion, attrVersion:
				impl.Version = args.version()
			case attrDefault:
				impl.Default = true
			case attrOverridable:
				impl.Overridable = true
			case attrProtected:
				impl.Protected = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		t.Implements = append(t.Implements, impl)
	}
	// Their rows stand in another order in every file that was merged.
	slices.SortFunc(t.Implements, func(a, b Implement) int {
		return cmp.Compare(a.Interface.String(), b.Interface.String())
	})
	return nil
}

// namedOverrides tells whether i is called as MIDL calls the interface of t's
// overridable members: IControlOverrides, IControlOverrides7. Rewritten metadata has
// the name and not the attribute.
func namedOverrides(t, i *Type) bool {
	name, ok := strings.CutPrefix(i.Name, "I"+t.Name+"Overrides")
	return ok && i.Namespace == t.Namespace && strings.Trim(name, "0123456789") == ""
}

func (m *metadataType) loadMethods(t *Type) error {
	f := m.file
	first, end := f.MethodsOf(m.rid)
	t.Methods = make([]Method, 0, end-first)
	for rid := first; rid < end; rid++ {
		row := f.MethodDef(rid)
		if f.String(row.Name) == ".ctor" {
			continue
		}
		name, err := f.identifier(winmd.TableMethodDef, rid, row.Name)
		if err != nil {
			return err
		}
		method := Method{Name: name, Member: name, Slot: t.FirstSlot + len(t.Methods)}
		if row.Flags&winmd.MethodSpecialName != 0 {
			method.Kind, method.Member = special(name)
			if err := checkIdentifier(method.Member); err != nil {
				return f.refuse(winmd.TableMethodDef, rid, "name", name, fmt.Errorf("behind its first _: %w", err))
			}
		}
		if err := m.loadMethod(&method, rid, row); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		t.Methods = append(t.Methods, method)
	}
	return nil
}

// special takes apart the name of a method that belongs to a property or event.
func special(name string) (MethodKind, string) {
	prefix, member, found := strings.Cut(name, "_")
	if found {
		switch prefix {
		case "get":
			return Getter, member
		case "put":
			return Setter, member
		case "add":
			return Adder, member
		case "remove":
			return Remover, member
		}
	}
	return Ordinary, name
}

func (m *metadataType) loadMethod(method *Method, rid uint32, row winmd.MethodDefRow) error {
	f := m.file
	sig, err := f.MethodSignature(row.Signature)
	if err != nil {
		return err
	}
	if sig.GenericParams > 0 || sig.VarArgs > 0 || sig.Return.ByRef {
		return fmt.Errorf("%s: %v row %d: a method with type parameters, variable arguments or a result by reference; the Windows Runtime has none", f.Name(), winmd.TableMethodDef, rid)
	}
	if sig.Return.Type.Kind != winmd.ElementVoid {
		element := &sig.Return.Type
		if element.Kind == winmd.ElementSZArray {
			element, method.ReturnArray = element.Elem, true
		}
		if method.Return, err = f.sig(element); err != nil {
			return err
		}
	}
	method.Params = make([]Param, len(sig.Params))
	firstParam, endParam := f.ParamsOf(rid)
	for p := firstParam; p < endParam; p++ {
		param := f.Param(p)
		if i := int(param.Sequence) - 1; i >= 0 && i < len(method.Params) {
			if f.String(param.Name) != "" { // a parameter needs none
				if method.Params[i].Name, err = f.identifier(winmd.TableParam, p, param.Name); err != nil {
					return err
				}
			}
			method.Params[i].Out = param.Flags&winmd.ParamOut != 0
		}
	}
	for i := range sig.Params {
		p := &method.Params[i]
		p.Type, p.Form, err = f.paramType(&sig.Params[i], p.Out)
		if err != nil {
			return err
		}
		p.Out = p.Out || sig.Params[i].ByRef && p.Form == Single && !isConst(&sig.Params[i])
		p.ByRef = sig.Params[i].ByRef && !p.Out
	}
	return f.each(winmd.NewToken(winmd.TableMethodDef, rid), func(a attribute, args *attributeArgs) error {
		switch a {
		case attrOverload:
			method.Overload = args.text[0]
		case attrDeprecated:
			method.Deprecated = args.deprecation()
		}
		return nil
	})
}

// isConst tells "const T&": a value that is only read, passed by reference
// (System.Runtime.CompilerServices.IsConst).
func isConst(p *winmd.ParamSig) bool { return len(p.Type.Modifiers) > 0 }

// paramType tells an array's three forms apart: in is PassArray, out is FillArray,
// out by reference is ReceiveArray.
func (f *metadataFile) paramType(p *winmd.ParamSig, out bool) (*Sig, Form, error) {
	if p.Type.Kind != winmd.ElementSZArray {
		sig, err := f.sig(&p.Type)
		return sig, Single, err
	}
	sig, err := f.sig(p.Type.Elem)
	switch {
	case p.ByRef:
		return sig, ReceiveArray, err
	case out:
		return sig, FillArray, err
	}
	return sig, PassArray, err
}

func (m *metadataType) loadFields(t *Type) error {
	f := m.file
	first, end := f.FieldsOf(m.rid)
	for rid := first; rid < end; rid++ {
		row := f.Field(rid)
		if row.Flags&winmd.FieldStatic != 0 {
			continue
		}
		sig, err := f.FieldSignature(row.Signature)
		if err != nil {
			return err
		}
		var field Field
		if field.Name, err = f.identifier(winmd.TableField, rid, row.Name); err != nil {
			return err
		}
		if field.Type, err = f.sig(&sig); err != nil {
			return fmt.Errorf("%s: %w", field.Name, err)
		}
		t.Fields = append(t.Fields, field)
	}
	return nil
}

func (m *metadataType) loadValues(t *Type) error {
	f := m.file
	t.Underlying = Int32
	first, end := f.FieldsOf(m.rid)
	for rid := first; rid < end; rid++ {
		row := f.Field(rid)
		token := winmd.NewToken(winmd.TableField, rid)
		if row.Flags&winmd.FieldStatic == 0 { // value__
			sig, err := f.FieldSignature(row.Signature)
			if err != nil {
				return err
			}
			if sig.Kind == winmd.ElementU4 {
				t.Underlying = UInt32
			}
			continue
		}
		name, err := f.identifier(winmd.TableField, rid, row.Name)
		if err != nil {
			return err
		}
		value := Value{Name: name}
		constant, ok := f.ConstantOf(token)
		if !ok {
			return fmt.Errorf("%s: enum member without a value", value.Name)
		}
		number, err := f.ConstantValue(constant)
		if err != nil {
			return err
		}
		switch n := number.(type) {
		case int32:
			value.Number = int64(n)
		case uint32:
			value.Number = int64(n)
		default:
			return fmt.Errorf("%s: enum member of type %T; Windows Runtime enums are 32-bit", value.Name, number)
		}
		err = f.each(token, func(a attribute, args *attributeArgs) error {
			switch a {
			case attrDeprecated:
				value.Deprecated = args.deprecation()
			case attrContractVersion, attrVersion:
				value.Version = args.version()
			}
			return nil
		})
		if err != nil {
			return err
		}
		t.Values = append(t.Values, value)
	}
	return nil
}
