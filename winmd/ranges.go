package winmd

import "sort"

// lists are the columns that begin a run of rows in another table
// (ECMA-335 §II.22.37, §II.22.26, §II.22.12, §II.22.35).
var lists = []struct {
	parent Table
	column int
}{
	{TableTypeDef, 4}, {TableTypeDef, 5}, {TableMethodDef, 5}, {TableEventMap, 1}, {TablePropertyMap, 1},
}

// checkLists refuses lists that run backwards: their rows would belong to
// several parents.
func (f *File) checkLists() error {
	for _, l := range lists {
		v := &f.tables[l.parent]
		last := uint32(0)
		for rid := uint32(1); rid <= v.rows; rid++ {
			first := v.cell(v.row(rid), l.column)
			if first < last {
				column := schema[l.parent].columns[l.column].name
				return f.fail(NewToken(l.parent, rid).String(), int(v.cells[l.column].offset),
					"%s %d runs back behind %d, that of the row before", column, first, last)
			}
			last = first
		}
	}
	return nil
}

// list returns the rows of child that belong to row rid of parent, whose column
// holds the first of them; they end where the next row's begin. Lists that reach
// outside the child table are cut.
func (f *File) list(parent Table, column int, rid uint32, child Table) (first, end uint32) {
	v := &f.tables[parent]
	row := v.row(rid)
	if row == nil {
		return 0, 0
	}
	limit := f.tables[child].rows + 1
	first = v.cell(row, column)
	if first == 0 || first >= limit {
		return 0, 0
	}
	end = limit
	if next := v.row(rid + 1); next != nil {
		end = min(v.cell(next, column), limit)
	}
	return first, max(first, end)
}

// FieldsOf returns the rows [first, end) of Field that belong to a TypeDef.
func (f *File) FieldsOf(typeDef uint32) (first, end uint32) {
	return f.list(TableTypeDef, 4, typeDef, TableField)
}

// MethodsOf returns the rows [first, end) of MethodDef that belong to a TypeDef.
func (f *File) MethodsOf(typeDef uint32) (first, end uint32) {
	return f.list(TableTypeDef, 5, typeDef, TableMethodDef)
}

// ParamsOf returns the rows [first, end) of Param that belong to a MethodDef.
func (f *File) ParamsOf(methodDef uint32) (first, end uint32) {
	return f.list(TableMethodDef, 5, methodDef, TableParam)
}

// PropertiesOf returns the rows [first, end) of Property that belong to a TypeDef.
func (f *File) PropertiesOf(typeDef uint32) (first, end uint32) {
	return f.list(TablePropertyMap, 1, f.mapRow(TablePropertyMap, f.propertyMap, typeDef), TableProperty)
}

// EventsOf returns the rows [first, end) of Event that belong to a TypeDef.
func (f *File) EventsOf(typeDef uint32) (first, end uint32) {
	return f.list(TableEventMap, 1, f.mapRow(TableEventMap, f.eventMap, typeDef), TableEvent)
}

// mapRow finds the row of PropertyMap or EventMap of a TypeDef, 0 for none.
func (f *File) mapRow(t Table, index []uint32, typeDef uint32) uint32 {
	if index != nil {
		if typeDef-1 < uint32(len(index)) {
			return index[typeDef-1]
		}
		return 0
	}
	first, end := f.equal(t, 0, typeDef)
	if first == end {
		return 0
	}
	return first
}

// indexMap maps TypeDefs to rows of PropertyMap or EventMap when the table is
// not ordered by its parents: the format does not ask for it (ECMA-335
// §II.22.12, §II.22.35), and its lists depend on the order that it has.
func (f *File) indexMap(t Table) []uint32 {
	if f.sorted(t, 0) == nil {
		return nil
	}
	index := make([]uint32, f.tables[TableTypeDef].rows)
	v := &f.tables[t]
	for rid := uint32(1); rid <= v.rows; rid++ {
		if parent := v.cell(v.row(rid), 0); parent-1 < uint32(len(index)) && index[parent-1] == 0 {
			index[parent-1] = rid
		}
	}
	return index
}

// lower returns the first row whose column is at least key, in a table sorted
// by that column.
func (f *File) lower(t Table, column int, key uint32) uint32 {
	v := &f.tables[t]
	low, high := uint32(1), v.rows+1
	for low < high {
		middle := (low + high) / 2
		if v.cell(v.row(middle), column) < key {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// equal returns the rows [first, end) whose column is key, in a table sorted by
// that column.
func (f *File) equal(t Table, column int, key uint32) (first, end uint32) {
	first = f.lower(t, column, key)
	v := &f.tables[t]
	for end = first; end <= v.rows && v.cell(v.row(end), column) == key; end++ {
	}
	return first, end
}

func (f *File) equalCoded(t Table, column int, coded uint8, key Token) (first, end uint32) {
	value, ok := codedIndexes[coded].encode(key)
	if !ok || key.IsNil() {
		return 0, 0
	}
	return f.equal(t, column, value)
}

// InterfacesOf returns the rows [first, end) of InterfaceImpl of a TypeDef.
func (f *File) InterfacesOf(typeDef uint32) (first, end uint32) {
	return f.equal(TableInterfaceImpl, 0, typeDef)
}

// MethodImplsOf returns the rows [first, end) of MethodImpl of a TypeDef.
func (f *File) MethodImplsOf(typeDef uint32) (first, end uint32) {
	return f.equal(TableMethodImpl, 0, typeDef)
}

// AttributesOf returns the rows [first, end) of CustomAttribute on parent.
func (f *File) AttributesOf(parent Token) (first, end uint32) {
	return f.equalCoded(TableCustomAttribute, 0, codedHasCustomAttribute, parent)
}

// GenericParamsOf returns the rows [first, end) of GenericParam of a TypeDef or
// MethodDef.
func (f *File) GenericParamsOf(owner Token) (first, end uint32) {
	return f.equalCoded(TableGenericParam, 2, codedTypeOrMethodDef, owner)
}

// ConstantOf returns the row of Constant of a Field, Param or Property.
func (f *File) ConstantOf(parent Token) (rid uint32, ok bool) {
	first, end := f.equalCoded(TableConstant, 1, codedHasConstant, parent)
	return first, first < end
}

// SemanticsOf returns the rows [first, end) of MethodSemantics of a Property or
// Event.
func (f *File) SemanticsOf(association Token) (first, end uint32) {
	return f.equalCoded(TableMethodSemantics, 2, codedHasSemantics, association)
}

// ClassLayoutOf returns the row of ClassLayout of a TypeDef.
func (f *File) ClassLayoutOf(typeDef uint32) (rid uint32, ok bool) {
	first, end := f.equal(TableClassLayout, 2, typeDef)
	return first, first < end
}

// FieldLayoutOf returns the row of FieldLayout of a Field.
func (f *File) FieldLayoutOf(field uint32) (rid uint32, ok bool) {
	first, end := f.equal(TableFieldLayout, 1, field)
	return first, first < end
}

// ImplMapOf returns the row of ImplMap of a Field or MethodDef.
func (f *File) ImplMapOf(member Token) (rid uint32, ok bool) {
	first, end := f.equalCoded(TableImplMap, 1, codedMemberForwarded, member)
	return first, first < end
}

// EnclosingType returns the TypeDef in which a nested TypeDef stands.
func (f *File) EnclosingType(typeDef uint32) (enclosing uint32, ok bool) {
	first, end := f.equal(TableNestedClass, 0, typeDef)
	if first == end {
		return 0, false
	}
	return f.NestedClass(first).EnclosingClass, true
}

// MethodOwner returns the TypeDef that a MethodDef belongs to, 0 for none.
func (f *File) MethodOwner(methodDef uint32) (typeDef uint32) {
	v := &f.tables[TableTypeDef]
	i := sort.Search(int(v.rows), func(i int) bool {
		return v.cell(v.row(uint32(i)+1), 5) > methodDef
	})
	owner := uint32(i)
	if first, end := f.MethodsOf(owner); methodDef < first || methodDef >= end {
		return 0
	}
	return owner
}
