package model

import (
	"fmt"
	"strings"
	"sync"

	"github.com/winmd2go/winmd2go/winmd"
)

// metadataFile is one winmd of the universe.
type metadataFile struct {
	*winmd.File
	universe *Universe
	shapes   attributeShapes
}

// metadataType is a TypeDef; its members are decoded when they are asked for.
type metadataType struct {
	file *metadataFile
	rid  uint32
}

func (m *metadataType) place() string {
	return fmt.Sprintf("%s: %v row %d", m.file.Name(), winmd.TableTypeDef, m.rid)
}

func (u *Universe) addMetadata(file *winmd.File) error {
	f := &metadataFile{File: file, universe: u, shapes: attributeShapesOf(file)}
	rows := f.Rows(winmd.TableTypeDef)
	slab := make([]Type, rows+1)
	origins := make([]metadataType, rows+1)
	checked := "" // the last namespace; types of one stand together
	for rid := uint32(1); rid <= rows; rid++ {
		row := f.TypeDef(rid)
		namespace := f.String(row.Namespace)
		if namespace == "" {
			continue // <Module> and nested types
		}
		if namespace != checked {
			if err := checkNamespace(namespace); err != nil {
				return f.refuse(winmd.TableTypeDef, rid, "namespace", namespace, err)
			}
			checked = namespace
		}
		origins[rid] = metadataType{f, rid}
		t := &slab[rid]
		t.Namespace, t.origin = namespace, &origins[rid]
		name := f.String(row.Name)
		t.Name, t.Arity = splitArity(name)
		if err := checkIdentifier(t.Name); err != nil {
			return f.refuse(winmd.TableTypeDef, rid, "name", name, err)
		}
		t.Kind = f.kind(row)
		if t.Kind == KindClass {
			if base, name, _ := f.TypeName(row.Extends); base != "" && base != "System" {
				u.bases = append(u.bases, typeName{base, name})
			}
		}
		t.Abstract = row.Flags&winmd.TypeAbstract != 0
		if t.Kind == KindStruct && f.attribute(winmd.NewToken(winmd.TableTypeDef, rid), attrAPIContract) {
			t.Kind = KindContract
		}
		if err := u.add(t, name, f.Name()); err != nil {
			return err
		}
	}
	return nil
}

// splitArity takes the suffix off a generic type's name: IVector`1.
func splitArity(name string) (string, int) {
	if i := len(name) - 2; i > 0 && name[i] == '`' && name[i+1] > '0' && name[i+1] <= '9' {
		return name[:i], int(name[i+1] - '0')
	}
	return name, 0
}

func (f *metadataFile) kind(row winmd.TypeDefRow) Kind {
	if row.Flags&winmd.TypeInterface != 0 {
		return KindInterface
	}
	namespace, name, _ := f.TypeName(row.Extends)
	if namespace == "System" {
		switch name {
		case "Enum":
			return KindEnum
		case "ValueType":
			return KindStruct
		case "MulticastDelegate":
			return KindDelegate
		case "Attribute":
			return KindAttribute
		}
	}
	return KindClass
}

// argsPool lends each its memory.
var argsPool = sync.Pool{New: func() any { return new(attributeArgs) }}

// each calls visit for every attribute on parent that the model reads.
func (f *metadataFile) each(parent winmd.Token, visit func(attribute, *attributeArgs) error) error {
	var args *attributeArgs
	first, end := f.AttributesOf(parent)
	for rid := first; rid < end; rid++ {
		row := f.CustomAttribute(rid)
		shape := f.shapes.of(row.Type)
		if shape.attribute == attrOther {
			continue
		}
		value, err := f.Blob(row.Value)
		if err != nil {
			return err
		}
		if args == nil {
			args = argsPool.Get().(*attributeArgs)
			defer argsPool.Put(args)
		}
		if !shape.decode(value, args) {
			return fmt.Errorf("%s: CustomAttribute row %d: its value ends too early; the file is damaged", f.Name(), rid)
		}
		if err := f.checkTexts(shape.attribute, rid, args); err != nil {
			return err
		}
		if err := visit(shape.attribute, args); err != nil {
			return err
		}
	}
	return nil
}

// checkTexts refuses what an attribute says where a name is wanted.
func (f *metadataFile) checkTexts(a attribute, rid uint32, args *attributeArgs) error {
	switch a {
	case attrOverload:
		if err := checkIdentifier(args.text[0]); err != nil {
			return f.refuse(winmd.TableCustomAttribute, rid, "name", args.text[0], err)
		}
	case attrContractVersion, attrVersion, attrExclusiveTo, attrActivatable, attrStatic, attrComposable:
		for _, text := range args.text[:args.texts] {
			name, _, _ := strings.Cut(text, ",") // the assembly
			if err := checkNamespace(name); err != nil {
				return f.refuse(winmd.TableCustomAttribute, rid, "type name", text, err)
			}
		}
	case attrGuid:
		if args.numbers != guidNumbers {
			return fmt.Errorf("%s: CustomAttribute row %d: a GUID of %d numbers, not %d; the file is damaged", f.Name(), rid, args.numbers, guidNumbers)
		}
	}
	return nil
}

// attribute tells whether parent carries an attribute.
func (f *metadataFile) attribute(parent winmd.Token, want attribute) bool {
	found := false
	// A damaged value is reported when the type is loaded.
	_ = f.each(parent, func(a attribute, _ *attributeArgs) error {
		found = found || a == want
		return nil
	})
	return found
}

// named finds the type that an attribute's text names: "Windows.Foundation.IClosable"
// or an assembly-qualified name.
func (f *metadataFile) named(text string) (*Type, error) {
	text, _, _ = strings.Cut(text, ",")
	t := f.universe.Find(text)
	if t == nil {
		return nil, fmt.Errorf("%s: type %s is not in the metadata; add the file that holds it (its name begins like the namespace)", f.Name(), plain(text))
	}
	return t, nil
}

// resolve finds the type of a TypeDef or TypeRef.
func (f *metadataFile) resolve(t winmd.Token) (*Type, error) {
	namespace, name, ok := f.TypeName(t)
	if !ok {
		return nil, fmt.Errorf("%s: token 0x%08x names no type; the file is damaged", f.Name(), uint32(t))
	}
	found := f.universe.types[typeName{namespace, name}]
	if found == nil {
		return nil, fmt.Errorf("%s: type %s is not in the metadata; add the file that holds it (its name begins like the namespace)", f.Name(), plain(namespace+"."+name))
	}
	return found, nil
}

var elementBasics = [...]Basic{
	winmd.ElementBoolean: Boolean, winmd.ElementChar: Char16,
	winmd.ElementI1: Int8, winmd.ElementU1: UInt8, winmd.ElementI2: Int16, winmd.ElementU2: UInt16,
	winmd.ElementI4: Int32, winmd.ElementU4: UInt32, winmd.ElementI8: Int64, winmd.ElementU8: UInt64,
	winmd.ElementR4: Float32, winmd.ElementR8: Float64, winmd.ElementString: String, winmd.ElementObject: Object,
}

var basicSigs = func() (sigs [Bool32 + 1]Sig) {
	for b := range sigs {
		sigs[b].Basic = Basic(b)
	}
	return sigs
}()

func (f *metadataFile) sig(s *winmd.TypeSig) (*Sig, error) {
	if int(s.Kind) < len(elementBasics) && elementBasics[s.Kind] != None {
		return &basicSigs[elementBasics[s.Kind]], nil
	}
	switch s.Kind {
	case winmd.ElementVar:
		return &Sig{Param: int(s.Index) + 1}, nil
	case winmd.ElementClass, winmd.ElementValueType:
		namespace, name, _ := f.TypeName(s.Token)
		if namespace == "System" {
			switch name {
			case "Guid":
				return &basicSigs[GUIDValue], nil
			case "Object":
				return &basicSigs[Object], nil
			case "Type":
				return &basicSigs[SystemType], nil
			}
		}
		t, err := f.resolve(s.Token)
		if err != nil {
			return nil, err
		}
		return &Sig{Type: t}, nil
	case winmd.ElementGenericInst:
		t, err := f.resolve(s.Token)
		if err != nil {
			return nil, err
		}
		if len(s.Args) != t.Arity {
			return nil, fmt.Errorf("%s: %s takes %d type arguments and is given %d", f.Name(), t.FullName(), t.Arity, len(s.Args))
		}
		sig := &Sig{Type: t, Args: make([]*Sig, len(s.Args))}
		for i := range s.Args {
			if sig.Args[i], err = f.sig(&s.Args[i]); err != nil {
				return nil, err
			}
		}
		return sig, nil
	}
	return nil, fmt.Errorf("%s: a %v has no place in a Windows Runtime signature", f.Name(), s.Kind)
}

// interfaceSig is the interface that an InterfaceImpl names.
func (f *metadataFile) interfaceSig(t winmd.Token) (*Sig, error) {
	if t.Table() == winmd.TableTypeSpec {
		spec, err := f.TypeSpecSignature(t.RID())
		if err != nil {
			return nil, err
		}
		return f.sig(&spec)
	}
	resolved, err := f.resolve(t)
	if err != nil {
		return nil, err
	}
	return &Sig{Type: resolved}, nil
}
