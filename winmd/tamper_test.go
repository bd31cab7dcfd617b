package winmd

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Offsets in the files that this package writes.
const (
	coffAt     = 0x44
	optionalAt = 0x58
	sectionAt  = optionalAt + 0xE0
	cliAt      = 0x200
	rootAt     = cliAt + 72
)

func TestTampered(t *testing.T) {
	put16 := func(at int, v uint16) func([]byte) []byte {
		return func(b []byte) []byte { le.PutUint16(b[at:], v); return b }
	}
	put32 := func(at int, v uint32) func([]byte) []byte {
		return func(b []byte) []byte { le.PutUint32(b[at:], v); return b }
	}
	whole := read(t, slicePath)
	streamAt := func(name string) int { // its header
		return strings.Index(string(whole[rootAt:]), name+"\x00") + rootAt - 8
	}
	tablesAt := rootAt + int(le.Uint32(whole[streamAt("#~"):]))
	for _, test := range []struct {
		name   string
		tamper func([]byte) []byte
		want   string
	}{
		{"nothing", func(b []byte) []byte { return b[:0] }, "no MZ header"},
		{"text", func([]byte) []byte { return []byte(strings.Repeat("text", 100)) }, "no MZ header"},
		{"no PE header", put32(0x3C, 0xFFFFFFF0), "no PE signature"},
		{"wrong PE signature", put32(0x40, 1), "no PE signature"},
		{"too many sections", put16(coffAt+2, 0xFFFF), "headers end outside the file"},
		{"no optional header", put16(coffAt+16, 0), "no optional header"},
		{"strange optional header", put16(optionalAt, 0x107), "unknown optional header"},
		{"few directories", put32(optionalAt+92, 14), "no CLI header"},
		{"optional header cut", put16(coffAt+16, 100), "no CLI header"},
		{"no CLI header", put32(optionalAt+96+8*14+4, 0), "no CLI header"},
		{"CLI header nowhere", put32(optionalAt+96+8*14, 0x80000000), "is in no section"},
		{"metadata nowhere", put32(cliAt+8, 0xFFFFFFFF), "is in no section"},
		{"metadata too long", put32(cliAt+12, 0x7FFFFFFF), "is in no section"},
		{"section outside", put32(sectionAt+20, 0xFFFFFF00), "is in no section"},
		{"section's data cut", put32(sectionAt+16, 0x200), "is in no section"}, // SizeOfRawData, below VirtualSize
		{"metadata cut", put32(cliAt+12, 16), "no BSJB"},
		{"no BSJB", put32(rootAt, 0), "no BSJB"},
		{"long version", put32(rootAt+12, 0xFFFFFFFF), "version text"},
		{"too many streams", put16(rootAt+16+20+2, 0xFFFF), "stream"},
		{"tables outside", put32(streamAt("#~")+4, 0x7FFFFFFF), `"#~" at`},
		{"heap outside", put32(streamAt("#Blob"), 0xFFFFFFFF), `"#Blob" at`},
		{"two of a name", func(b []byte) []byte { copy(b[streamAt("#US")+8:], "#~\x00"); return b }, "two streams"},
		{"two table streams", func(b []byte) []byte { copy(b[streamAt("#US")+8:], "#-\x00"); return b }, "both #~ and #-"},
		{"no tables", func(b []byte) []byte { b[streamAt("#~")+8] = '!'; return b }, "no #~ stream"},
		{"tables cut", put32(streamAt("#~")+4, 20), "do not hold the header"},
		{"counts cut", put32(streamAt("#~")+4, 28), "row counts end outside"},
		{"rows cut", put32(streamAt("#~")+4, 1000), "end outside the stream"},
		{"strange table", put32(tablesAt+12, 0x80000000), "table 0x3F is not one of ECMA-335"},
		{"rows without end", put32(tablesAt+24, 0xFFFFFFFF), "more than a token can name"},
		{"too many rows", put32(tablesAt+24, 0xFFFFF), "end outside the stream"},
		{"endless name", func(b []byte) []byte {
			h := streamAt("#Strings")
			le.PutUint32(b[h:], uint32(len(b)-rootAt)-200)
			b = append(b, []byte(strings.Repeat("x", 1<<17))...)
			// The section, the metadata and the heap reach into what was added.
			le.PutUint32(b[h+4:], 1<<17)
			le.PutUint32(b[cliAt+12:], uint32(len(b)-rootAt))
			le.PutUint32(b[sectionAt+16:], uint32(len(b)-cliAt))
			le.PutUint32(b[sectionAt+8:], uint32(len(b)-cliAt))
			return b
		}, "name is longer"},
	} {
		f, err := Parse("tampered", test.tamper(append([]byte(nil), whole...)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
		var e *Error
		if f != nil || !errors.As(err, &e) || e.File != "tampered" {
			t.Errorf("%s: %#v is no *Error of the file", test.name, err)
		}
	}
}

// The optional header of a PE32+ file is 16 bytes longer, and so are the places of its
// directories (PE format, "Optional Header").
func TestPE32Plus(t *testing.T) {
	const longer, optionalSize, sectionSize = 16, 0xE0, 40
	whole := read(t, slicePath)
	plus := append([]byte(nil), whole...)
	copy(plus[optionalAt+92+longer:cliAt], whole[optionalAt+92:sectionAt+sectionSize])
	clear(plus[optionalAt+92 : optionalAt+92+longer])
	le.PutUint16(plus[coffAt+16:], optionalSize+longer)
	le.PutUint16(plus[optionalAt:], 0x20B)
	f, err := Parse("plus", plus)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, describe(t, open(t, slicePath)), describe(t, f))
}

// A file that is cut anywhere is refused, or reads without a panic.
func TestCut(t *testing.T) {
	whole := read(t, slicePath)
	for n := 0; n < len(whole); n += 7 {
		if f, err := Parse("cut", whole[:n:n]); err == nil {
			visit(f)
		} else if n >= len(whole)-fileTail(whole) {
			t.Errorf("cut to %d bytes of %d: %v", n, len(whole), err)
		}
	}
}

// fileTail is how many bytes at the end of a file are padding.
func fileTail(data []byte) int {
	return len(data) - rootAt - int(le.Uint32(data[cliAt+12:]))
}

// Changed bytes give an error or other content, never a panic.
func TestFlipped(t *testing.T) {
	whole := read(t, slicePath)
	random := rand.New(rand.NewPCG(1, 2))
	parsed := 0
	for range 300 {
		data := append([]byte(nil), whole...)
		for range 1 + random.IntN(20) {
			data[random.IntN(len(data))] = byte(random.Uint32())
		}
		if f, err := Parse("flipped", data); err == nil {
			parsed++
			visit(f)
			Merge([]*File{f}, WriteOptions{})
			Slice([]*File{f}, []string{"Windows.Devices.Display.Core"}, WriteOptions{})
		}
	}
	if parsed == 0 {
		t.Error("no changed file could be parsed: the test does not reach behind Parse")
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "missing.winmd")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	path := filepath.Join(dir, "empty.winmd")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.HasPrefix(err.Error(), path+": PE header: at offset 0x0: ") {
		t.Errorf("empty file: %v", err)
	}
}
