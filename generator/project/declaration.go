package project

import (
	"path"

	"github.com/winmd2go/winmd2go/generator/model"
)

// Type is the type of the projection with a metadata name, or nil.
func (p *Projection) Type(fullName string) *model.Type {
	for _, t := range p.selection.Types {
		if t.FullName() == fullName {
			return t
		}
	}
	return nil
}

// ImportPathOf is what Go code writes to import pkg.
func (p *Projection) ImportPathOf(pkg *Package) string { return path.Join(p.ImportPath, pkg.Path) }

// Declaration is what the Go code of t says, by itself: files that hold nothing
// else, of the package that declares it. Without a declaration of its own there are
// no files, and note tells where the type went.
func (p *Projection) Declaration(t *model.Type) (note string, pkg *Package, files []File) {
	if known := providedOf(t); known != nil {
		home := p.Runtime
		if known.pkg != "" {
			home += "/" + known.pkg
		}
		return known.note(t, home), nil, nil
	}
	if owner := p.owners[t]; owner != nil {
		return t.Name + " is only for " + owner.FullName() + ", whose class has its members in Go.", nil, nil
	}
	pkg = p.Package(p.home[t])
	for _, f := range pkg.Files {
		only := File{Name: f.Name, Imports: f.Imports}
		only.Enums = named(f.Enums, func(e *Enum) string { return e.Name }, t.Name)
		only.Structs = named(f.Structs, func(s *Struct) string { return s.Name }, t.Name)
		only.Delegates = named(f.Delegates, func(d *Delegate) string { return d.Name }, t.Name)
		only.Interfaces = named(f.Interfaces, func(i *Interface) string { return i.Name }, t.Name)
		only.Classes = named(f.Classes, func(c *Class) string { return c.Name }, t.Name)
		if len(only.Enums)+len(only.Structs)+len(only.Delegates)+len(only.Interfaces)+len(only.Classes) > 0 {
			files = append(files, only)
		}
	}
	return "", pkg, files
}

func (known *provided) note(t *model.Type, home string) string {
	switch {
	case known.name != "":
		return t.Name + " is " + known.name + " of " + home + "."
	case t.Name == "IReferenceArray":
		return t.Name + " is a slice in Go, nil where there is none."
	}
	return t.Name + " is a pointer to its value in Go, nil where there is none."
}

func named[T any](list []T, name func(*T) string, wanted string) []T {
	for i := range list {
		if name(&list[i]) == wanted {
			return list[i : i+1 : i+1]
		}
	}
	return nil
}

// Declared are the import path of package i and the types that it declares.
func (p *Projection) Declared(i int) (importPath string, types []*model.Type) {
	return p.importPath(&p.packages[i]), p.packages[i].types
}

// Public is the import path of the package that shows t: its namespace's own.
func (p *Projection) Public(t *model.Type) string {
	return p.importPath(&p.packages[p.parts[t.Namespace][0]])
}

// Native is the Go type of t's form in native memory, where t has one.
func (p *Projection) Native(t *model.Type) string { return p.nativeName(t) }

// Family is the Go interface of t and of what derives from it, or "".
func (p *Projection) Family(t *model.Type) string { return p.scope(t.Namespace).families[t] }
