package winmd

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// universe is the types of several files, found by name across them.
type universe struct {
	files  []*File
	types  []definition
	byRow  []map[uint32]typeID // by file, then TypeDef
	byName map[nestedName]typeID
}

// typeID is an index in universe.types.
type typeID int

const noType typeID = -1

// definition is where a type is defined.
type definition struct {
	file      int
	rid       uint32
	enclosing typeID   // noType for a type in a namespace
	path      []string // full name, then the names of the types nested in it
}

func (d *definition) String() string { return strings.Join(d.path, "+") }

// nestedName is a type's name within its encloser, or its full name.
type nestedName struct {
	enclosing typeID
	name      string
}

// newUniverse indexes the types of files. The type <Module>, which holds what
// stands outside of types, is left out.
func newUniverse(files []*File) (*universe, error) {
	u := &universe{files: files, byRow: make([]map[uint32]typeID, len(files)), byName: map[nestedName]typeID{}}
	for i, f := range files {
		rows := f.Rows(TableTypeDef)
		u.byRow[i] = make(map[uint32]typeID, rows)
		for rid := uint32(1); rid <= rows; rid++ {
			if _, err := u.define(i, rid, 0); err != nil {
				return nil, err
			}
		}
	}
	return u, nil
}

// define adds a TypeDef and, before it, the ones that enclose it.
func (u *universe) define(file int, rid uint32, depth int) (typeID, error) {
	if id, ok := u.byRow[file][rid]; ok {
		return id, nil
	}
	f := u.files[file]
	where := NewToken(TableTypeDef, rid).String()
	if depth > maxDepth {
		return noType, f.fail(where, 0, "types are nested deeper than %d, or in themselves", maxDepth)
	}
	namespace, name, ok := f.TypeName(NewToken(TableTypeDef, rid))
	if !ok {
		return noType, f.fail(where, 0, "no such row")
	}
	if namespace == "" && name == "<Module>" {
		return noType, nil
	}
	d := definition{file: file, rid: rid, enclosing: noType, path: []string{fullName(namespace, name)}}
	if enclosing, nested := f.EnclosingType(rid); nested {
		id, err := u.define(file, enclosing, depth+1)
		if err != nil {
			return noType, err
		}
		if id == noType {
			return noType, f.fail(where, 0, "nested in <Module>")
		}
		d.enclosing = id
		d.path = append(slices.Clip(slices.Clone(u.types[id].path)), name)
	}
	key := nestedName{d.enclosing, d.path[len(d.path)-1]}
	if other, double := u.byName[key]; double {
		return noType, f.fail(where, 0, "type %v is defined in %s, too; leave one of the files out", &d, u.files[u.types[other].file].name)
	}
	id := typeID(len(u.types))
	u.types = append(u.types, d)
	u.byRow[file][rid] = id
	u.byName[key] = id
	return id, nil
}

// resolve finds the type of a TypeDef or TypeRef; noType is a type that none of
// the files defines.
func (u *universe) resolve(file int, t Token) (typeID, error) {
	return u.resolveDepth(file, t, 0)
}

func (u *universe) resolveDepth(file int, t Token, depth int) (typeID, error) {
	f := u.files[file]
	namespace, name, ok := f.TypeName(t)
	if !ok {
		return noType, f.fail(t.String(), 0, "no such type")
	}
	if t.Table() == TableTypeDef {
		id, ok := u.byRow[file][t.RID()]
		if !ok {
			return noType, nil // <Module>
		}
		return id, nil
	}
	scope := f.TypeRef(t.RID()).ResolutionScope
	enclosing := noType
	switch {
	case scope.Table() == TableTypeRef && !scope.IsNil():
		if depth > maxDepth {
			return noType, f.fail(t.String(), 0, "types are nested deeper than %d, or in themselves", maxDepth)
		}
		var err error
		if enclosing, err = u.resolveDepth(file, scope, depth+1); enclosing == noType {
			return noType, err
		}
		if id, ok := u.byName[nestedName{enclosing, name}]; ok {
			return id, nil
		}
	default:
		if id, ok := u.byName[nestedName{noType, fullName(namespace, name)}]; ok {
			return id, nil
		}
		if scope.Table() != TableModule || scope.IsNil() || isSystem(namespace) {
			return noType, nil
		}
		for arity := range maxArity {
			if id, ok := u.byName[nestedName{noType, fullName(namespace, name) + "`" + strconv.Itoa(arity+1)}]; ok {
				return id, nil
			}
		}
	}
	return noType, f.fail(t.String(), 0, "type %s is not in this file, which says so", fullName(namespace, name))
}

// Some writers of metadata name as the file's own what it does not define: types of the
// base class library, and generic types without the suffix that says their arity
// (ECMA-335 §II.9.4), where an event only points at its delegate.

const maxArity = 9

func isSystem(namespace string) bool {
	return namespace == "System" || strings.HasPrefix(namespace, "System.")
}

// named finds a type that is not nested by its full name.
func (u *universe) named(full string) (typeID, bool) {
	id, ok := u.byName[nestedName{noType, full}]
	return id, ok
}

// enumSize tells what an enum of any of the files is stored as.
func (u *universe) enumSize(namespace, name string) (ElementType, bool) {
	id, ok := u.named(fullName(namespace, name))
	if !ok {
		return 0, false
	}
	return u.files[u.types[id].file].enumUnderlying(u.types[id].rid)
}

// names lists the full names of types, in order.
func (u *universe) names(ids []typeID) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = u.types[id].String()
	}
	slices.Sort(names)
	return names
}

// order sorts types by name, enclosing types before nested ones.
func (u *universe) order(ids []typeID) {
	slices.SortFunc(ids, func(a, b typeID) int { return slices.Compare(u.types[a].path, u.types[b].path) })
}

// roots finds the types that a full name or a namespace names.
func (u *universe) roots(names []string) ([]typeID, error) {
	var ids []typeID
	for _, name := range names {
		if id, ok := u.named(name); ok {
			ids = append(ids, id)
			continue
		}
		found := false
		for i := range u.types {
			d := &u.types[i]
			if rest, ok := strings.CutPrefix(d.path[0], name+"."); ok && d.enclosing == noType && !strings.Contains(rest, ".") {
				ids = append(ids, typeID(i))
				found = true
			}
		}
		if !found {
			return nil, fmt.Errorf("%q is neither a type nor a namespace of the %d metadata files given", name, len(u.files))
		}
	}
	return ids, nil
}
