package winmd

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// row is a row of any table.
type row interface{ cells() []uint32 }

// builder collects rows and heaps and lays them out. String columns of its rows
// hold numbers of texts, not offsets: where a text stands is known at the end.
// Token columns hold tokens, which are encoded at the end as well.
type builder struct {
	texts     []string
	textIndex map[string]String
	blobHeap  []byte
	blobIndex map[string]Blob
	rows      [tableCount][][]uint32
	textSize  int
	err       error // a heap has grown too large
}

// maxHeap bounds what is written to a heap, in bytes: a damaged file can name
// more text and blobs than it holds, since they can overlap.
const maxHeap = 1 << 28

func newBuilder() *builder {
	return &builder{
		texts:     []string{""},
		textIndex: map[string]String{"": 0},
		blobHeap:  []byte{0},
		blobIndex: map[string]Blob{"": 0},
	}
}

func (b *builder) text(s string) String {
	if n, ok := b.textIndex[s]; ok {
		return n
	}
	if b.textSize += len(s) + 1; b.textSize > maxHeap {
		b.err = fmt.Errorf("names to write have more than %d bytes", maxHeap)
		return 0
	}
	s = strings.Clone(s) // not to hold the file it is a view into
	n := String(len(b.texts))
	b.texts = append(b.texts, s)
	b.textIndex[s] = n
	return n
}

func (b *builder) blob(data []byte) Blob {
	if at, ok := b.blobIndex[string(data)]; ok {
		return at
	}
	if len(b.blobHeap)+len(data) > maxHeap {
		b.err = fmt.Errorf("blobs to write have more than %d bytes", maxHeap)
		return 0
	}
	at := Blob(len(b.blobHeap))
	b.blobHeap = appendCompressed(b.blobHeap, uint32(len(data)))
	b.blobHeap = append(b.blobHeap, data...)
	b.blobIndex[string(data)] = at
	return at
}

// add appends a row and returns its rid.
func (b *builder) add(t Table, r row) uint32 {
	b.rows[t] = append(b.rows[t], r.cells())
	return uint32(len(b.rows[t]))
}

// next is the rid that the next row of t gets.
func (b *builder) next(t Table) uint32 { return uint32(len(b.rows[t])) + 1 }

// sort puts a table in the order of its keys (ECMA-335 §II.22). Nothing may
// refer to its rows yet.
func (b *builder) sort(t Table) error {
	var primary, secondary = -1, -1
	for i, c := range schema[t].columns {
		switch c.key {
		case 1:
			primary = i
		case 2:
			secondary = i
		}
	}
	if primary < 0 {
		return nil
	}
	var err error
	key := func(cells []uint32, column int) uint32 {
		if column < 0 {
			return 0
		}
		c := schema[t].columns[column]
		if c.kind != columnCoded {
			return cells[column]
		}
		v, ok := codedIndexes[c.ref].encode(Token(cells[column]))
		if !ok {
			err = fmt.Errorf("%v.%s can not be %v", t, c.name, Token(cells[column]))
		}
		return v
	}
	slices.SortStableFunc(b.rows[t], func(x, y []uint32) int {
		return cmp.Or(cmp.Compare(key(x, primary), key(y, primary)), cmp.Compare(key(x, secondary), key(y, secondary)))
	})
	return err
}

// stringHeap lays out the texts and returns their offsets. A text that ends
// another one shares its bytes.
func (b *builder) stringHeap() (heap []byte, offsets []uint32) {
	order := make([]int, len(b.texts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return compareReversed(b.texts[x], b.texts[y]) })
	heap = []byte{0}
	offsets = make([]uint32, len(b.texts))
	// Backwards, so that a text comes right after the longest that it ends, or
	// after another that ends that one too.
	var host string
	var end uint32
	for _, i := range slices.Backward(order) {
		text := b.texts[i]
		if text == "" {
			continue
		}
		if !strings.HasSuffix(host, text) {
			heap = append(heap, text...)
			host, end = text, uint32(len(heap))
			heap = append(heap, 0)
		}
		offsets[i] = end - uint32(len(text))
	}
	return heap, offsets
}

// compareReversed compares texts from their ends.
func compareReversed(x, y string) int {
	for i := 1; i <= len(x) && i <= len(y); i++ {
		if c := cmp.Compare(x[len(x)-i], y[len(y)-i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(x), len(y))
}

// metadata lays out the metadata root with all streams (ECMA-335 §II.24).
func (b *builder) metadata(version string) ([]byte, error) {
	texts, offsets := b.stringHeap()
	guids := make([]byte, 16)
	l := layout{}
	for t := range b.rows {
		if len(b.rows[t]) >= maxRID {
			return nil, fmt.Errorf("%d rows of table %v are more than a token can name", len(b.rows[t]), Table(t))
		}
		l.rows[t] = uint32(len(b.rows[t]))
	}
	const narrow = 1 << 16
	if len(texts) >= narrow {
		l.heapSizes |= 0x01
	}
	if len(b.blobHeap) >= narrow {
		l.heapSizes |= 0x04
	}
	tables, err := b.tables(&l, offsets)
	if err != nil {
		return nil, err
	}
	// The module's GUID is made of the content, so that the same input gives
	// the same bytes; marked as a version 8 UUID (RFC 9562 §5.8).
	sum := sha256.New()
	for _, part := range [][]byte{tables, texts, b.blobHeap} {
		sum.Write(part)
	}
	copy(guids, sum.Sum(nil))
	guids[7] = guids[7]&0x0F | 0x80
	guids[8] = guids[8]&0x3F | 0x80

	root := le.AppendUint32(nil, 0x424A5342) // "BSJB"
	root = le.AppendUint16(root, 1)
	root = le.AppendUint16(root, 1)
	root = le.AppendUint32(root, 0)
	text := pad(append([]byte(version), 0))
	root = le.AppendUint32(root, uint32(len(text)))
	root = append(root, text...)
	root = le.AppendUint16(root, 0)
	streams := []struct {
		name string
		data []byte
	}{
		{"#~", pad(tables)},
		{"#Strings", pad(texts)},
		{"#US", []byte{0, 0, 0, 0}},
		{"#GUID", guids},
		{"#Blob", pad(append(b.blobHeap, 0))}, // some readers want a byte behind the last blob
	}
	root = le.AppendUint16(root, uint16(len(streams)))
	at := len(root)
	for _, s := range streams {
		at += 8 + len(pad(append([]byte(s.name), 0)))
	}
	for _, s := range streams {
		root = le.AppendUint32(root, uint32(at))
		root = le.AppendUint32(root, uint32(len(s.data)))
		root = append(root, pad(append([]byte(s.name), 0))...)
		at += len(s.data)
	}
	for _, s := range streams {
		root = append(root, s.data...)
	}
	return root, nil
}

// pad fills up to a multiple of four.
func pad(data []byte) []byte {
	for len(data)%4 != 0 {
		data = append(data, 0)
	}
	return data
}

// tables lays out the #~ stream (ECMA-335 §II.24.2.6).
func (b *builder) tables(l *layout, offsets []uint32) ([]byte, error) {
	var valid, sorted uint64
	for t := range l.rows {
		if l.rows[t] > 0 {
			valid |= 1 << t
		}
		if schema[t].key() >= 0 {
			sorted |= 1 << t
		}
	}
	data := le.AppendUint32(nil, 0)
	data = append(data, 2, 0, l.heapSizes, 1) // version 2.0
	data = le.AppendUint64(data, valid)
	data = le.AppendUint64(data, sorted)
	for _, rows := range l.rows {
		if rows > 0 {
			data = le.AppendUint32(data, rows)
		}
	}
	for t := range b.rows {
		columns := schema[t].columns
		for rid, cells := range b.rows[t] {
			for i, v := range cells {
				c := columns[i]
				switch c.kind {
				case columnString:
					v = offsets[v]
				case columnCoded:
					encoded, ok := codedIndexes[c.ref].encode(Token(v))
					if !ok {
						return nil, fmt.Errorf("row %d of %v: %s can not be %v", rid+1, Table(t), c.name, Token(v))
					}
					v = encoded
				}
				switch {
				case l.width(c) == 4:
					data = le.AppendUint32(data, v)
				case v > 0xFFFF:
					return nil, fmt.Errorf("row %d of %v: %s %#x is not in a table or heap", rid+1, Table(t), c.name, v)
				default:
					data = le.AppendUint16(data, uint16(v))
				}
			}
		}
	}
	return data, nil
}
