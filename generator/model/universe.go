package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/midl"
	"github.com/winmd2go/winmd2go/winmd"
)

// Universe is every type of a set of metadata files and headers.
type Universe struct {
	types    map[typeName]*Type
	all      []*Type
	bases    []typeName // of classes, in the order of the files
	refusals []*Refusal // of headers, in the order of their places

	headerTypes map[typeName]*headerType // while headers are read
}

type typeName struct{ namespace, name string }

// Load indexes the types of files, which together have to hold every type that
// they mention, and the COM interfaces of headers.
func Load(files []*winmd.File, headers []*midl.File) (*Universe, error) {
	rows := 0
	for _, f := range files {
		rows += int(f.Rows(winmd.TableTypeDef))
	}
	u := &Universe{types: make(map[typeName]*Type, rows)}
	for _, f := range files {
		if err := u.addMetadata(f); err != nil {
			return nil, err
		}
	}
	for _, name := range u.bases {
		if base := u.types[name]; base != nil { // what is missing is said where it is needed
			base.Derived = true
		}
	}
	u.bases = nil
	u.headerTypes = map[typeName]*headerType{}
	err := u.addHeaders(headers)
	u.headerTypes = nil
	return u, err
}

// Types are all types, in the order of the files that they come from.
func (u *Universe) Types() []*Type { return u.all }

// Find returns the type of that metadata name ("Windows.Foundation.IReference`1"),
// or nil.
func (u *Universe) Find(fullName string) *Type {
	i := strings.LastIndexByte(fullName, '.')
	if i < 0 {
		return nil
	}
	return u.types[typeName{fullName[:i], fullName[i+1:]}]
}

// DuplicateError says that two files define a type.
type DuplicateError struct {
	Type         string // in metadata
	File, Before string // the file that was read when it was found, and the one that had it
}

func (e *DuplicateError) Error() string {
	if e.File == e.Before {
		return fmt.Sprintf("%s: type %s is defined twice in it", e.File, e.Type)
	}
	return fmt.Sprintf("%s: type %s is defined in %s, too; leave one of them out", e.File, e.Type, e.Before)
}

func (u *Universe) add(t *Type, metadataName, file string) error {
	key := typeName{t.Namespace, metadataName}
	if before := u.types[key]; before != nil {
		return &DuplicateError{Type: t.Namespace + "." + metadataName, File: file, Before: before.file}
	}
	u.types[key] = t
	t.file = file
	t.fullName = t.FullName()
	u.all = append(u.all, t)
	return nil
}

// Define adds a type that no file holds, with its members. It is for programs that
// make up an API of their own.
func (u *Universe) Define(t *Type) error {
	if err := checkDefinition(t); err != nil {
		return fmt.Errorf("a definition: %s: %w", quoted(t.FullName()), err)
	}
	t.origin = definition{}
	if t.Base != nil {
		t.Base.Derived = true
	}
	return u.add(t, strings.TrimPrefix(t.FullName(), t.Namespace+"."), "a definition")
}

// definition is the origin of a type that comes with its members.
type definition struct{}

// checkDefinition refuses names that are none, as reading a file does.
func checkDefinition(t *Type) error {
	if err := checkNamespace(t.Namespace); err != nil {
		return fmt.Errorf("namespace %s: %w", quoted(t.Namespace), err)
	}
	names := []string{t.Name}
	contracts := []string{t.Version.Contract}
	for i := range t.Methods {
		m := &t.Methods[i]
		names = append(names, m.Name, cmp.Or(m.Member, m.Name), cmp.Or(m.Overload, m.Name))
		for _, p := range m.Params {
			names = append(names, cmp.Or(p.Name, m.Name)) // a parameter needs none
		}
		m.Deprecated = readable(m.Deprecated)
	}
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	for i := range t.Values {
		v := &t.Values[i]
		names = append(names, v.Name)
		contracts = append(contracts, v.Version.Contract)
		v.Deprecated = readable(v.Deprecated)
	}
	for _, impl := range t.Implements {
		contracts = append(contracts, impl.Version.Contract)
	}
	for _, f := range t.Factories {
		contracts = append(contracts, f.Version.Contract)
	}
	t.Deprecated = readable(t.Deprecated)
	for _, name := range names {
		if err := checkIdentifier(name); err != nil {
			return fmt.Errorf("name %s: %w", quoted(name), err)
		}
	}
	for _, contract := range contracts {
		if contract == "" {
			continue
		}
		if err := checkNamespace(contract); err != nil {
			return fmt.Errorf("contract %s: %w", quoted(contract), err)
		}
	}
	return nil
}

func (definition) load(*Type) error { return nil }
func (definition) place() string    { return "a definition" }

// byName orders types so that output does not depend on the order of files.
func byName(a, b *Type) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Arity, b.Arity))
}

// SortTypes puts types into the order of their names.
func SortTypes(types []*Type) { slices.SortFunc(types, byName) }
