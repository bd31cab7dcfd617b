package winmd

import "slices"

// putInOrder gives the tables the order that ranges need. Files are nearly
// always in order and then nothing is copied. Otherwise rows are moved in copies
// of the tables: sorted tables are sorted by their key (ECMA-335 §II.22), and
// the targets of the pointer tables of a #- stream are put in the pointers'
// order, so that the lists of TypeDef, MethodDef, PropertyMap and EventMap are
// ranges. Columns that name a moved row follow it.
func (f *File) putInOrder() error {
	var moved [tableCount][]uint32 // new rid of old rid-1
	any := false
	for _, p := range []struct{ pointers, target Table }{
		{TableFieldPtr, TableField}, {TableMethodPtr, TableMethodDef}, {TableParamPtr, TableParam},
		{TableEventPtr, TableEvent}, {TablePropertyPtr, TableProperty},
	} {
		to, err := f.pointed(p.pointers, p.target)
		if err != nil {
			return err
		}
		moved[p.target] = to
		any = any || to != nil
	}
	if any {
		f.move(&moved)
		moved = [tableCount][]uint32{}
	}
	any = false
	for t := range f.tables {
		if key := schema[t].key(); key >= 0 {
			moved[t] = f.sorted(Table(t), key)
			any = any || moved[t] != nil
		}
	}
	if !any {
		return nil
	}
	f.move(&moved)
	// GenericParamConstraint is sorted by rows of GenericParam that may have
	// moved just now.
	if to := f.sorted(TableGenericParamConstraint, schema[TableGenericParamConstraint].key()); to != nil {
		moved = [tableCount][]uint32{TableGenericParamConstraint: to}
		f.move(&moved)
	}
	// Attributes of moved rows.
	if to := f.sorted(TableCustomAttribute, schema[TableCustomAttribute].key()); to != nil {
		moved = [tableCount][]uint32{TableCustomAttribute: to}
		f.move(&moved)
	}
	return nil
}

// sorted returns where each row goes when the table is sorted by a column, nil
// when it is already.
func (f *File) sorted(t Table, column int) []uint32 {
	v := &f.tables[t]
	last, ordered := uint32(0), true
	for rid := uint32(1); rid <= v.rows; rid++ {
		key := v.cell(v.row(rid), column)
		if key < last {
			ordered = false
			break
		}
		last = key
	}
	if ordered {
		return nil
	}
	rids := make([]uint32, v.rows)
	for i := range rids {
		rids[i] = uint32(i) + 1
	}
	slices.SortStableFunc(rids, func(a, b uint32) int {
		x, y := v.cell(v.row(a), column), v.cell(v.row(b), column)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	to := make([]uint32, v.rows)
	for i, rid := range rids {
		to[rid-1] = uint32(i) + 1
	}
	return to
}

// pointed returns where the target's rows go to stand as the pointers say, nil
// when they already do.
func (f *File) pointed(pointers, target Table) ([]uint32, error) {
	p, v := &f.tables[pointers], &f.tables[target]
	if p.rows == 0 {
		return nil, nil
	}
	where := pointers.String() + " table"
	if p.rows != v.rows {
		return nil, f.fail(where, 0, "%d pointers to the %d rows of %v", p.rows, v.rows, target)
	}
	to := make([]uint32, v.rows)
	ordered := true
	for rid := uint32(1); rid <= p.rows; rid++ {
		row := p.cell(p.row(rid), 0)
		if row == 0 || row > v.rows || to[row-1] != 0 {
			return nil, f.fail(where, int((rid-1)*p.size), "row %d of %v is pointed to twice, or does not exist", row, target)
		}
		to[row-1] = rid
		ordered = ordered && row == rid
	}
	if ordered {
		return nil, nil
	}
	return to, nil
}

// move puts the rows of tables where moved says, and rewrites the columns that
// name them. Pointer tables keep what they say; nothing reads them after this.
func (f *File) move(moved *[tableCount][]uint32) {
	for t := range f.tables {
		v := &f.tables[t]
		if v.rows == 0 {
			continue
		}
		data := v.data
		if to := moved[t]; to != nil {
			data = make([]byte, len(v.data))
			for i, rid := range to {
				copy(data[int(rid-1)*int(v.size):][:v.size], v.data[i*int(v.size):])
			}
		} else if !refersToMoved(Table(t), moved) {
			continue
		} else {
			data = slices.Clone(data)
		}
		v.data = data
		for i, c := range schema[t].columns {
			if isList(Table(t), i) {
				continue // already an index in the order of the pointers
			}
			for rid := uint32(1); rid <= v.rows; rid++ {
				row := v.row(rid)
				old := v.cell(row, i)
				value := old
				switch c.kind {
				case columnTable:
					if to := moved[c.ref]; old-1 < uint32(len(to)) {
						value = to[old-1]
					}
				case columnCoded:
					coded := &codedIndexes[c.ref]
					token := coded.token(old)
					if token.IsNil() {
						break
					}
					if to := moved[token.Table()]; token.RID()-1 < uint32(len(to)) {
						value, _ = coded.encode(NewToken(token.Table(), to[token.RID()-1]))
					}
				}
				if value == old {
					continue
				}
				at := row[v.cells[i].offset:]
				if v.cells[i].mask == 0xFFFF {
					le.PutUint16(at, uint16(value))
				} else {
					le.PutUint32(at, value)
				}
			}
		}
	}
}

// isList reports whether a column begins a list of rows.
func isList(t Table, column int) bool {
	for _, l := range lists {
		if l.parent == t && l.column == column {
			return true
		}
	}
	return false
}

func refersToMoved(t Table, moved *[tableCount][]uint32) bool {
	for _, c := range schema[t].columns {
		switch c.kind {
		case columnTable:
			if moved[c.ref] != nil {
				return true
			}
		case columnCoded:
			for _, table := range codedIndexes[c.ref].tables {
				if table != tableNone && moved[table] != nil {
					return true
				}
			}
		}
	}
	return false
}
