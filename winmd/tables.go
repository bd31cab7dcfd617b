package winmd

import "slices"

type columnKind uint8

const (
	columnU8 columnKind = iota
	columnU16
	columnU32
	columnString
	columnBlob
	columnGUID
	columnTable
	columnCoded
)

type columnSchema struct {
	name string
	kind columnKind
	ref  uint8 // Table of columnTable, index in codedIndexes of columnCoded
	key  uint8 // 1 or 2 for the keys of a sorted table
}

type tableSchema struct {
	name    string
	columns []columnSchema
}

// key returns the column by which the table must be sorted, -1 for none.
func (s *tableSchema) key() int {
	return slices.IndexFunc(s.columns, func(c columnSchema) bool { return c.key == 1 })
}

// maxColumns is the most columns that a table has.
const maxColumns = 9

// slack is how many bytes a four-byte load of a row's last column can reach
// past the row.
const slack = 2

// cell places a column in a row; the mask keeps its 1, 2 or 4 bytes.
type cell struct {
	offset uint32
	mask   uint32
}

// tableView is a table's rows in the file.
type tableView struct {
	rows  uint32
	size  uint32 // bytes of a row
	data  []byte // rows*size+slack bytes
	cells [maxColumns]cell
}

// row returns the bytes of row rid with slack behind them, nil for no such row.
func (t *tableView) row(rid uint32) []byte {
	i := rid - 1
	if i >= t.rows {
		return nil
	}
	start := int(i) * int(t.size)
	return t.data[start : start+int(t.size)+slack]
}

func (t *tableView) cell(row []byte, column int) uint32 {
	c := t.cells[column]
	return le.Uint32(row[c.offset:]) & c.mask
}

// layout works out how wide every column is (ECMA-335 §II.24.2.6).
type layout struct {
	heapSizes uint8
	rows      [tableCount]uint32
}

func (l *layout) width(c columnSchema) uint32 {
	wide := false
	switch c.kind {
	case columnU8, columnU16:
	case columnU32:
		wide = true
	case columnString:
		wide = l.heapSizes&0x01 != 0
	case columnGUID:
		wide = l.heapSizes&0x02 != 0
	case columnBlob:
		wide = l.heapSizes&0x04 != 0
	case columnTable:
		wide = l.most(Table(c.ref)) >= 1<<16
	case columnCoded:
		coded := &codedIndexes[c.ref]
		wide = l.most(coded.tables[:]...) >= 1<<(16-coded.bits)
	}
	if wide {
		return 4
	}
	return 2
}

// most is the row count of the longest of the tables.
func (l *layout) most(tables ...Table) (rows uint32) {
	for _, t := range tables {
		if t != tableNone {
			rows = max(rows, l.rows[t])
		}
	}
	return rows
}

// place lays out table t and returns the size of its rows.
func (l *layout) place(t Table) (cells [maxColumns]cell, size uint32) {
	for i, c := range schema[t].columns {
		width := l.width(c)
		mask := uint32(0xFFFFFFFF)
		switch {
		case c.kind == columnU8:
			mask = 0xFF
		case width == 2:
			mask = 0xFFFF
		}
		cells[i] = cell{size, mask}
		size += width
	}
	return cells, size
}

// readTables reads the header of the table stream and places the tables
// (ECMA-335 §II.24.2.6).
func (f *File) readTables(stream []byte) error {
	const where = "#~ stream"
	if len(stream) < 24 {
		return f.fail(where, 0, "%d bytes do not hold the header", len(stream))
	}
	l := layout{heapSizes: stream[6]}
	valid := le.Uint64(stream[8:])
	at := 24
	for number := range 64 {
		if valid&(1<<number) == 0 {
			continue
		}
		if number >= tableCount {
			return f.fail(where, 8, "table 0x%02X is not one of ECMA-335", number)
		}
		if len(stream)-at < 4 {
			return f.fail(where, at, "row counts end outside the stream")
		}
		l.rows[number] = le.Uint32(stream[at:])
		if l.rows[number] >= maxRID {
			return f.fail(where, at, "table %v has %d rows, more than a token can name", Table(number), l.rows[number])
		}
		at += 4
	}
	if l.heapSizes&0x40 != 0 {
		at += 4 // extra data of an edited file
	}
	for t := range f.tables {
		cells, size := l.place(Table(t))
		end := int64(at) + int64(size)*int64(l.rows[t])
		if end > int64(len(stream)) {
			return f.fail(where, at, "%d rows of table %v, %d bytes each, end outside the stream of %d bytes", l.rows[t], Table(t), size, len(stream))
		}
		view := tableView{rows: l.rows[t], size: size, cells: cells}
		if view.rows > 0 {
			if end+slack <= int64(cap(stream)) {
				view.data = stream[at : end+slack]
			} else {
				view.data = append(slices.Clone(stream[at:end]), make([]byte, slack)...)
			}
		}
		f.tables[t] = view
		at = int(end)
	}
	return nil
}
