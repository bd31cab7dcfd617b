package winmd

import "testing"

// TestColumnWidths holds the row counts at which columns become four bytes wide: an
// index of a table at 2^16, a coded index at 2^(16-n) rows of the longest of its
// tables, n being the bits of its tag (ECMA-335 §II.24.2.6).
func TestColumnWidths(t *testing.T) {
	width := func(c columnSchema, table Table, rows uint32) uint32 {
		l := layout{}
		l.rows[table] = rows
		return l.width(c)
	}
	check := func(c columnSchema, table Table, first uint32) {
		t.Helper()
		if narrow, wide := width(c, table, first-1), width(c, table, first); narrow != 2 || wide != 4 {
			t.Errorf("%s is %d bytes wide with %d rows of %v, and %d with one more", c.name, narrow, first-1, table, wide)
		}
	}
	check(columnSchema{name: "MethodList", kind: columnTable, ref: uint8(TableMethodDef)}, TableMethodDef, 1<<16)
	for _, coded := range []struct {
		name  string
		index uint8
		table Table // one of those that it can name
		bits  int
	}{
		{"TypeDefOrRef", codedTypeDefOrRef, TableTypeSpec, 2},
		{"HasConstant", codedHasConstant, TableProperty, 2},
		{"HasCustomAttribute", codedHasCustomAttribute, TableParam, 5},
		{"MemberRefParent", codedMemberRefParent, TableTypeRef, 3},
		{"HasSemantics", codedHasSemantics, TableEvent, 1},
		{"CustomAttributeType", codedCustomAttributeType, TableMemberRef, 3},
		{"ResolutionScope", codedResolutionScope, TableAssemblyRef, 2},
	} {
		check(columnSchema{name: coded.name, kind: columnCoded, ref: coded.index}, coded.table, 1<<(16-coded.bits))
	}
	for _, heap := range []struct {
		kind columnKind
		bit  uint8
	}{{columnString, 0x01}, {columnGUID, 0x02}, {columnBlob, 0x04}} {
		for sizes := range uint8(8) {
			l := layout{heapSizes: sizes}
			if got, want := l.width(columnSchema{kind: heap.kind}), uint32(2+2*(sizes&heap.bit/heap.bit)); got != want {
				t.Errorf("with HeapSizes %#x a column of kind %d is %d bytes wide, want %d", sizes, heap.kind, got, want)
			}
		}
	}
}

// TestExtraData reads a table stream with the four bytes that an edited file can have
// behind its row counts, which HeapSizes tells by its bit 0x40.
func TestExtraData(t *testing.T) {
	var f File
	data := read(t, slicePath)
	root, err := f.findMetadata(data)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := f.readRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, view := range open(t, slicePath).tables {
		if view.rows > 0 {
			tables++
		}
	}
	at := 24 + 4*tables
	edited := append(append(append([]byte(nil), stream[:at]...), 0xAA, 0xBB, 0xCC, 0xDD), stream[at:]...)
	edited[6] |= 0x40
	if err := f.readTables(edited); err != nil {
		t.Fatal(err)
	}
	compare(t, describe(t, open(t, slicePath)), describe(t, &f))
}

// TestPadding has the byte behind a constant's type set, which is padding.
func TestPadding(t *testing.T) {
	f, whole := open(t, slicePath), open(t, slicePath)
	constants := &f.tables[TableConstant]
	constants.data = append([]byte(nil), constants.data...)
	for rid := uint32(1); rid <= constants.rows; rid++ {
		constants.row(rid)[1] = 0xFF
	}
	if constants.rows == 0 {
		t.Fatal("no constants")
	}
	compare(t, describe(t, whole), describe(t, f))
}

// TestListsAreCut has lists begin, and so others end, outside of their table.
func TestListsAreCut(t *testing.T) {
	f := open(t, slicePath)
	types := &f.tables[TableTypeDef]
	types.data = append([]byte(nil), types.data...)
	const methodList = 5
	methods := f.Rows(TableMethodDef)
	for rid := types.rows / 2; rid <= types.rows; rid++ {
		le.PutUint16(types.row(rid)[types.cells[methodList].offset:], uint16(methods+100))
	}
	for rid := uint32(1); rid <= types.rows; rid++ {
		if first, end := f.MethodsOf(rid); first > end || end > methods+1 || rid >= types.rows/2 && first != end {
			t.Errorf("type %d has the methods [%d, %d) of %d", rid, first, end, methods)
		}
	}
}
