package winmd

import "sync"

// TypeName returns the namespace and name of a TypeDef or TypeRef, ok=false for
// other tokens and for rows that do not exist. A nested type has no namespace of
// its own; EnclosingType, or the scope of its TypeRef, leads outwards.
func (f *File) TypeName(t Token) (namespace, name string, ok bool) {
	switch t.Table() {
	case TableTypeDef:
		if t.RID()-1 < f.tables[TableTypeDef].rows {
			row := f.TypeDef(t.RID())
			return f.String(row.Namespace), f.String(row.Name), true
		}
	case TableTypeRef:
		if t.RID()-1 < f.tables[TableTypeRef].rows {
			row := f.TypeRef(t.RID())
			return f.String(row.Namespace), f.String(row.Name), true
		}
	}
	return "", "", false
}

// typeIndex finds TypeDefs by name; it is made when first asked.
type typeIndex struct {
	once sync.Once
	rids map[typeKey]uint32
}

type typeKey struct{ namespace, name string }

// FindType returns the TypeDef of that name that is not nested in another.
func (f *File) FindType(namespace, name string) (typeDef uint32, ok bool) {
	f.types.once.Do(func() {
		rows := f.Rows(TableTypeDef)
		f.types.rids = make(map[typeKey]uint32, rows)
		for rid := uint32(1); rid <= rows; rid++ {
			if _, nested := f.EnclosingType(rid); nested {
				continue
			}
			row := f.TypeDef(rid)
			key := typeKey{f.String(row.Namespace), f.String(row.Name)}
			if _, double := f.types.rids[key]; !double {
				f.types.rids[key] = rid
			}
		}
	})
	typeDef, ok = f.types.rids[typeKey{namespace, name}]
	return typeDef, ok
}

// fullName joins a namespace and a name.
func fullName(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + "." + name
}
