package winmd

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// copyRows takes a file apart into a builder, row by row, heaps as they are.
func copyRows(f *File) *builder {
	b := newBuilder()
	b.blobHeap = append([]byte(nil), f.blobs...)
	for t := Table(0); t < tableCount; t++ {
		for rid := uint32(1); rid <= f.Rows(t); rid++ {
			cells := anyRow(f, t, rid).cells()
			for i, c := range schema[t].columns {
				if c.kind == columnString {
					cells[i] = uint32(b.text(f.String(String(cells[i]))))
				}
			}
			b.rows[t] = append(b.rows[t], cells)
		}
	}
	return b
}

// build makes a file of a builder without putting it in order.
func build(t testing.TB, b *builder) []byte {
	t.Helper()
	metadata, err := b.metadata("WindowsRuntime 1.4")
	if err != nil {
		t.Fatal(err)
	}
	data, err := image(metadata)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// shuffle moves the rows of a table and lets all columns that name them follow.
// It returns the new row of each old one.
func shuffle(b *builder, random *rand.Rand, t Table) (to []uint32) {
	rows := make([][]uint32, len(b.rows[t]))
	to = make([]uint32, len(rows))
	for old, new := range random.Perm(len(rows)) {
		rows[new] = b.rows[t][old]
		to[old] = uint32(new) + 1
	}
	b.rows[t] = rows
	for table := range b.rows {
		for i, c := range schema[table].columns {
			for _, cells := range b.rows[table] {
				switch {
				case isList(Table(table), i):
				case c.kind == columnTable && Table(c.ref) == t && cells[i] != 0:
					cells[i] = to[cells[i]-1]
				case c.kind == columnCoded && Token(cells[i]).Table() == t && !Token(cells[i]).IsNil():
					cells[i] = uint32(NewToken(t, to[Token(cells[i]).RID()-1]))
				}
			}
		}
	}
	return to
}

// Files whose tables are not in order read as if they were.
func TestOutOfOrder(t *testing.T) {
	sources := map[string]*File{"slice": open(t, slicePath), "zoo": parseZoo(t)}
	for name, f := range sources {
		want := describe(t, f)
		for seed := range uint64(5) {
			random := rand.New(rand.NewPCG(seed, 0))
			b := copyRows(f)
			for table := range schema {
				if schema[table].key() >= 0 {
					shuffle(b, random, Table(table))
				}
			}
			have, err := Parse("shuffled", build(t, b))
			if err != nil {
				t.Fatal(err)
			}
			checkSame(t, name, want, describe(t, have))
			for table := range schema {
				if key := schema[table].key(); key >= 0 && have.sorted(Table(table), key) != nil {
					t.Errorf("%s: table %v is not in order", name, Table(table))
				}
			}
		}
	}
}

// checkSame compares ignoring the order of lines, since rows with equal keys
// were shuffled among themselves.
func checkSame(t *testing.T, name string, want, have map[string]string) {
	t.Helper()
	count := func(s string) (n [256]int) {
		for i := range len(s) {
			n[s[i]]++
		}
		return n
	}
	for typ := range want {
		if count(want[typ]) != count(have[typ]) {
			t.Fatalf("%s: type %s differs:\nwant %s\nhave %s", name, typ, want[typ], have[typ])
		}
	}
}

// Pointer tables of a #- stream, which put fields, methods, and so on in another
// order than that of their rows (ECMA-335 leaves them out; tables 0x03, 0x05,
// 0x07, 0x13 and 0x16).
func TestPointerTables(t *testing.T) {
	f := open(t, slicePath)
	want := describe(t, f)
	pairs := []struct{ pointers, target Table }{
		{TableFieldPtr, TableField}, {TableParamPtr, TableParam}, {TableEventPtr, TableEvent}, {TablePropertyPtr, TableProperty},
	}
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 1))
		b := copyRows(f)
		for _, p := range pairs {
			for _, row := range shuffle(b, random, p.target) {
				b.rows[p.pointers] = append(b.rows[p.pointers], []uint32{row})
			}
		}
		have, err := Parse("pointers", build(t, b))
		if err != nil {
			t.Fatal(err)
		}
		compare(t, want, describe(t, have))
	}

	b := copyRows(f)
	for range b.rows[TableField] {
		b.rows[TableFieldPtr] = append(b.rows[TableFieldPtr], []uint32{1})
	}
	if _, err := Parse("pointers", build(t, b)); err == nil || !strings.Contains(err.Error(), "is pointed to twice") {
		t.Errorf("pointers to one row: %v", err)
	}
	b.rows[TableFieldPtr] = b.rows[TableFieldPtr][1:]
	if _, err := Parse("pointers", build(t, b)); err == nil || !strings.Contains(err.Error(), "pointers to the") {
		t.Errorf("too few pointers: %v", err)
	}
}

// PropertyMap and EventMap need not be in the order of their types.
func TestMapsOutOfOrder(t *testing.T) {
	f := open(t, slicePath)
	b := copyRows(f)
	for _, table := range []Table{TablePropertyMap, TableEventMap} {
		// Parents change places; what they have then is another's.
		rows := b.rows[table]
		rows[0][0], rows[len(rows)-1][0] = rows[len(rows)-1][0], rows[0][0]
	}
	have, err := Parse("maps", build(t, b))
	if err != nil {
		t.Fatal(err)
	}
	first, last := f.PropertyMap(1).Parent, f.PropertyMap(f.Rows(TablePropertyMap)).Parent
	for _, pair := range [][2]uint32{{first, last}, {last, first}} {
		wantFirst, wantEnd := f.PropertiesOf(pair[0])
		if a, b := have.PropertiesOf(pair[1]); a != wantFirst || b != wantEnd {
			t.Errorf("properties of %d: [%d, %d), want [%d, %d)", pair[1], a, b, wantFirst, wantEnd)
		}
	}
	if first, end := have.PropertiesOf(have.Rows(TableTypeDef) + 1); first != end {
		t.Error("a type that is not there has properties")
	}
}

func TestListsRunBackwards(t *testing.T) {
	for _, l := range lists {
		b := copyRows(open(t, slicePath))
		rows := b.rows[l.parent]
		rows[0][l.column] = rows[len(rows)-1][l.column] + 1
		_, err := Parse("backwards", build(t, b))
		if err == nil || !strings.Contains(err.Error(), "runs back") {
			t.Errorf("%v column %d: %v", l.parent, l.column, err)
		}
	}
}
