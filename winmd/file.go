package winmd

//go:generate go run ./internal/schema

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"unsafe"
)

// String is an offset in the #Strings heap (ECMA-335 §II.24.2.3).
type String uint32

// Blob is an offset in the #Blob heap (ECMA-335 §II.24.2.4).
type Blob uint32

// GUIDIndex is an index from 1 in the #GUID heap (ECMA-335 §II.24.2.5).
type GUIDIndex uint32

// File is one metadata file.
type File struct {
	// EnumSize tells the underlying type of an enum that this file only refers
	// to; attribute values need it. Nil, or false, means int32, which is right
	// for the Windows Runtime. Set it before the File is used concurrently; it
	// is called concurrently.
	EnumSize func(namespace, name string) (ElementType, bool)

	name    string
	version string
	strings []byte
	blobs   []byte
	guids   []byte
	tables  [tableCount]tableView

	// Index from TypeDef to its row of PropertyMap and EventMap, made only when
	// the file's map is not in order.
	propertyMap, eventMap []uint32

	types        typeIndex
	constructors sync.Map // of attributes: Token to *constructor
}

// Open reads the file at path.
func Open(path string) (*File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading metadata: %w", err)
	}
	return Parse(path, data)
}

// Parse reads metadata from data, which the File keeps and which must not
// change. The name stands in errors.
func Parse(name string, data []byte) (*File, error) {
	f := &File{name: name}
	root, err := f.findMetadata(data[:len(data):len(data)])
	if err != nil {
		return nil, err
	}
	tables, err := f.readRoot(root)
	if err != nil {
		return nil, err
	}
	if err := f.readTables(tables); err != nil {
		return nil, err
	}
	if err := f.putInOrder(); err != nil {
		return nil, err
	}
	if err := f.checkLists(); err != nil {
		return nil, err
	}
	if err := f.checkNames(); err != nil {
		return nil, err
	}
	f.propertyMap = f.indexMap(TablePropertyMap)
	f.eventMap = f.indexMap(TableEventMap)
	return f, nil
}

// checkNames bounds the length of names, so that no input makes reading them
// expensive: every block of the #Strings heap ends a name.
func (f *File) checkNames() error {
	const block = 1 << 15
	for at := 0; at+block <= len(f.strings); at += block {
		if bytes.IndexByte(f.strings[at:at+block], 0) < 0 {
			return f.fail("#Strings", at, "name is longer than %d bytes", block)
		}
	}
	return nil
}

// Name returns the name or path given to Parse or Open.
func (f *File) Name() string { return f.name }

// Version returns the version text of the metadata root, such as
// "WindowsRuntime 1.4".
func (f *File) Version() string { return f.version }

// Rows returns how many rows table t has.
func (f *File) Rows(t Table) uint32 {
	if int(t) >= len(f.tables) {
		return 0
	}
	return f.tables[t].rows
}

// String returns the text at s as a view into the file, "" when s is outside
// the heap.
func (f *File) String(s String) string {
	if int64(s) >= int64(len(f.strings)) {
		return ""
	}
	text := f.strings[s:]
	n := bytes.IndexByte(text, 0)
	if n < 0 {
		n = len(text)
	}
	return unsafe.String(unsafe.SliceData(text), n)
}

// Blob returns the bytes at b as a view into the file, not to be changed.
func (f *File) Blob(b Blob) ([]byte, error) {
	if b == 0 {
		return nil, nil
	}
	if int64(b) >= int64(len(f.blobs)) {
		return nil, f.fail("#Blob", int(b), "outside the heap of %d bytes", len(f.blobs))
	}
	n, size := compressed(f.blobs[b:])
	if size == 0 {
		return nil, f.fail("#Blob", int(b), "malformed length")
	}
	start := int(b) + size
	if int64(n) > int64(len(f.blobs)-start) {
		return nil, f.fail("#Blob", int(b), "blob of %d bytes ends outside the heap of %d", n, len(f.blobs))
	}
	return f.blobs[start : start+int(n) : start+int(n)], nil
}

// GUID returns the GUID at g in the byte order of the file (Data1 to Data3
// little endian), false when there is none.
func (f *File) GUID(g GUIDIndex) (guid [16]byte, ok bool) {
	if g == 0 || int64(g) > int64(len(f.guids)/16) {
		return guid, false
	}
	return [16]byte(f.guids[(g-1)*16:]), true
}

// compressed reads a compressed unsigned integer (ECMA-335 §II.23.2) and
// returns it with its size, 0 when it is malformed.
func compressed(b []byte) (v uint32, size int) {
	switch {
	case len(b) >= 1 && b[0]&0x80 == 0:
		return uint32(b[0]), 1
	case len(b) >= 2 && b[0]&0xC0 == 0x80:
		return uint32(b[0]&0x3F)<<8 | uint32(b[1]), 2
	case len(b) >= 4 && b[0]&0xE0 == 0xC0:
		return uint32(b[0]&0x1F)<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3]), 4
	}
	return 0, 0
}
