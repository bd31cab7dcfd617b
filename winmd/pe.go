package winmd

import (
	"bytes"
	"encoding/binary"
)

var le = binary.LittleEndian

// findMetadata walks the PE headers and the CLI header to the metadata root
// (ECMA-335 §II.25).
func (f *File) findMetadata(data []byte) ([]byte, error) {
	const where = "PE header"
	if len(data) < 0x40 || data[0] != 'M' || data[1] != 'Z' {
		return nil, f.fail(where, 0, "not a PE file: no MZ header; want a .winmd file")
	}
	pe := int64(le.Uint32(data[0x3C:]))
	coff := pe + 4
	optional := coff + 20
	if optional > int64(len(data)) || !bytes.Equal(data[pe:coff], []byte("PE\x00\x00")) {
		return nil, f.fail(where, 0x3C, "no PE signature at %#x", pe)
	}
	sectionCount := int64(le.Uint16(data[coff+2:]))
	optionalSize := int64(le.Uint16(data[coff+16:]))
	sections := optional + optionalSize
	if sections+40*sectionCount > int64(len(data)) {
		return nil, f.fail(where, int(coff), "headers end outside the file of %d bytes", len(data))
	}
	header := data[optional:sections]
	if len(header) < 2 {
		return nil, f.fail(where, int(optional), "no optional header")
	}
	var directories int // offset of NumberOfRvaAndSizes
	switch magic := le.Uint16(header); magic {
	case 0x10B: // PE32
		directories = 92
	case 0x20B: // PE32+
		directories = 108
	default:
		return nil, f.fail(where, int(optional), "unknown optional header %#x", magic)
	}
	const cli = 14 // the directory of the CLI header
	entry := directories + 4 + 8*cli
	if len(header) < entry+8 || le.Uint32(header[directories:]) <= cli {
		return nil, f.fail(where, int(optional), "no CLI header: the file holds no metadata")
	}
	table := data[sections : sections+40*sectionCount]
	at := func(what string, rva, size uint32) ([]byte, error) {
		for s := table; len(s) >= 40; s = s[40:] {
			virtualSize, address := le.Uint32(s[8:]), le.Uint32(s[12:])
			rawSize, raw := le.Uint32(s[16:]), le.Uint32(s[20:])
			if rva < address || rva-address >= max(virtualSize, rawSize) {
				continue
			}
			start := int64(raw) + int64(rva-address)
			if int64(rva-address)+int64(size) > int64(rawSize) || start+int64(size) > int64(len(data)) {
				break
			}
			return data[start : start+int64(size)], nil
		}
		return nil, f.fail(where, int(optional)+entry, "%s at RVA %#x, %d bytes, is in no section of the file", what, rva, size)
	}
	cliSize := le.Uint32(header[entry+4:])
	if cliSize < 72 {
		return nil, f.fail(where, int(optional)+entry, "no CLI header: the file holds no metadata")
	}
	header, err := at("CLI header", le.Uint32(header[entry:]), 72)
	if err != nil {
		return nil, err
	}
	return at("metadata", le.Uint32(header[8:]), le.Uint32(header[12:]))
}

// readRoot reads the stream headers (ECMA-335 §II.24.2.1), keeps the heaps and
// returns the table stream.
func (f *File) readRoot(root []byte) (tables []byte, err error) {
	const where = "metadata root"
	if len(root) < 20 || le.Uint32(root) != 0x424A5342 { // "BSJB"
		return nil, f.fail(where, 0, "no BSJB signature")
	}
	length := int64(le.Uint32(root[12:]))
	if length > 256 || 16+length+4 > int64(len(root)) {
		return nil, f.fail(where, 12, "version text of %d bytes ends outside the root", length)
	}
	version := root[16 : 16+length]
	if n := bytes.IndexByte(version, 0); n >= 0 {
		version = version[:n]
	}
	f.version = string(version)
	at := 16 + int(length)
	streams := int(le.Uint16(root[at+2:]))
	at += 4
	seen := map[string]bool{}
	for range streams {
		if len(root)-at < 8 {
			return nil, f.fail(where, at, "stream header ends outside the root")
		}
		offset, size := int64(le.Uint32(root[at:])), int64(le.Uint32(root[at+4:]))
		name := root[at+8 : min(at+8+32, len(root))]
		n := bytes.IndexByte(name, 0)
		if n < 0 {
			return nil, f.fail(where, at+8, "stream name does not end")
		}
		stream := string(name[:n])
		if offset+size > int64(len(root)) {
			return nil, f.fail(where, at, "stream %q at %#x, %d bytes, ends outside the metadata of %d bytes", stream, offset, size, len(root))
		}
		if seen[stream] {
			return nil, f.fail(where, at, "two streams are named %q", stream)
		}
		seen[stream] = true
		// The capacity reaches to the end of the metadata: readTables uses
		// what follows the tables to read a row's last column in one load.
		data := root[offset : offset+size]
		switch stream {
		case "#~", "#-":
			if tables != nil {
				return nil, f.fail(where, at, "both #~ and #- streams")
			}
			tables = data
		case "#Strings":
			f.strings = data
		case "#Blob":
			f.blobs = data
		case "#GUID":
			f.guids = data
		}
		at += 8 + (n+4)&^3
	}
	if tables == nil {
		return nil, f.fail(where, 0, "no #~ stream")
	}
	return tables, nil
}
