// Package surface lists what Go programs see of a projection: every function, constant,
// type, field, method and variable, with its signature and with what it is in the
// metadata. Two listings tell what another SDK, or another version of this generator,
// changes for the programs that there are.
package surface

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
)

// Entry is one thing that a Go program can name.
type Entry struct {
	What string   // its place in the metadata, unique in a listing
	Name string   // in Go, behind its package or type
	Type string   // in Go; types of the projection go by their metadata names
	Of   []string // keys of the facts that it is made of
}

// Go is the entry's Go form.
func (e *Entry) Go() string { return e.Name + " " + e.Type }

// Of lists the surface of p, sorted by What. A type belongs to its namespace wherever
// its declaration stands.
func Of(p *project.Projection, s *model.Selection) ([]Entry, error) {
	l := &lister{selection: s, names: map[string]map[string]string{}}
	for i := range p.Packages() {
		l.index(p, i)
	}
	for i := range p.Packages() {
		pkg := p.Package(i)
		path, declared := p.Declared(i)
		if err := l.list(pkg, path, declared); err != nil {
			return nil, fmt.Errorf("%s: %w", pkg.Path, err)
		}
		pkg.Recycle()
	}
	slices.SortFunc(l.entries, func(a, b Entry) int { return cmp.Compare(a.What, b.What) })
	for i := 1; i < len(l.entries); i++ {
		if a, b := &l.entries[i-1], &l.entries[i]; a.What == b.What {
			return nil, fmt.Errorf("%s is both %s and %s", a.What, a.Go(), b.Go())
		}
	}
	return l.entries, nil
}

// lister makes a listing.
type lister struct {
	selection *model.Selection
	names     map[string]map[string]string // metadata name by import path and Go name
	entries   []Entry
}

// index notes the types of package i under their Go names, there and in the package of
// their namespace, which shows them.
func (l *lister) index(p *project.Projection, i int) {
	path, declared := p.Declared(i)
	for _, t := range declared {
		for _, path := range []string{path, p.Public(t)} {
			names := l.names[path]
			if names == nil {
				names = map[string]string{}
				l.names[path] = names
			}
			names[t.Name] = t.FullName()
			if family := p.Family(t); family != "" {
				names[family] = "any " + t.FullName()
			}
			if t.Kind == model.KindStruct {
				names[p.Native(t)] = t.FullName() + " in memory"
			}
			for _, impl := range t.Implements {
				if impl.Overridable {
					names[impl.Interface.Type.Name] = impl.Interface.Type.FullName()
				}
			}
		}
	}
}

// in is one file of a package, in which texts mean something.
type in struct {
	*lister
	path      string // of the package
	namespace string
	imports   map[string]string
	iids      map[string]string // what an IID's variable is of
	descs     map[string]string // what a descriptor is of
	types     map[string]*model.Type
}

func (l *lister) list(pkg *project.Package, path string, declared []*model.Type) error {
	iids, descs := map[string]string{}, map[string]string{}
	for _, f := range pkg.Files {
		for _, i := range f.IIDs {
			iids[i.Name] = i.Of
		}
		for _, i := range f.Instances {
			descs[i.Name] = i.Of
		}
	}
	types := map[string]*model.Type{}
	for _, t := range declared {
		types[t.Name] = t
	}
	for i := range pkg.Files {
		f := &pkg.Files[i]
		file := &in{lister: l, path: path, namespace: pkg.Namespace, iids: iids, descs: descs, types: types, imports: map[string]string{}}
		for _, imported := range f.Imports {
			alias := cmp.Or(imported.Alias, imported.Path[strings.LastIndexByte(imported.Path, '/')+1:])
			file.imports[alias] = imported.Path
		}
		if err := file.list(f); err != nil {
			return err
		}
	}
	return nil
}
