package winmd

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// The examples of ECMA-335 §II.23.2.
func TestCompressedIntegers(t *testing.T) {
	for _, test := range []struct {
		value uint32
		bytes string
	}{
		{0, "00"}, {3, "03"}, {0x7F, "7f"}, {0x80, "8080"}, {0x2E57, "ae57"}, {0x3FFF, "bfff"}, {0x4000, "c0004000"}, {0x1FFFFFFF, "dfffffff"},
	} {
		data := appendCompressed(nil, test.value)
		if hex.EncodeToString(data) != test.bytes {
			t.Errorf("%#x is written %x, want %s", test.value, data, test.bytes)
		}
		if v, size := compressed(data); v != test.value || size != len(data) {
			t.Errorf("%s reads %#x in %d bytes", test.bytes, v, size)
		}
		for n := range len(data) {
			if _, size := compressed(data[:n]); size != 0 {
				t.Errorf("%s cut to %d bytes reads", test.bytes, n)
			}
		}
	}
	if _, size := compressed([]byte{0xE0, 0, 0, 0}); size != 0 {
		t.Error("a length that begins with E0 reads")
	}
	for _, test := range []struct {
		value int32
		bytes string
	}{
		{3, "06"}, {-3, "7b"}, {64, "8080"}, {-64, "01"}, {8192, "c0004000"}, {-8192, "8001"}, {268435455, "dffffffe"}, {-268435456, "c0000001"}, {-65, "bf7f"},
	} {
		data := appendCompressedSigned(nil, test.value)
		if hex.EncodeToString(data) != test.bytes {
			t.Errorf("%d is written %x, want %s", test.value, data, test.bytes)
		}
		r := sigReader{file: &File{}, data: data}
		if v := r.int(); v != test.value || r.end() != nil {
			t.Errorf("%s reads %d, %v", test.bytes, v, r.err)
		}
	}
}

// sigFile is a file of a few types whose #Blob heap holds one blob, at 1.
func sigFile(blob []byte) *File {
	f := &File{name: "sig", blobs: append(appendCompressed([]byte{0}, uint32(len(blob))), blob...)}
	for _, t := range []Table{TableTypeDef, TableTypeRef, TableTypeSpec, TableMethodSpec} {
		cells, size := (&layout{}).place(t)
		data := make([]byte, 3*size+slack)
		if t == TableTypeSpec {
			data[0] = 1
		}
		if t == TableMethodSpec {
			data[2] = 1
		}
		f.tables[t] = tableView{rows: 3, size: size, data: data, cells: cells}
	}
	return f
}

// decodeSig reads the blob as the kind of signature asked for, and writes it
// again.
func decodeSig(f *File, kind string) (text string, again []byte, err error) {
	w := &sigWriter{token: func(t Token) (Token, error) { return t, nil }}
	show := func(t *TypeSig) string {
		s := t.Kind.String()
		switch t.Kind {
		case ElementClass, ElementValueType, ElementGenericInst:
			s += " " + t.Token.String()
		}
		return s
	}
	switch kind {
	case "method", "property":
		decode := f.MethodSignature
		if kind == "property" {
			decode = f.PropertySignature
		}
		m, e := decode(1)
		if e != nil {
			return "", nil, e
		}
		for i := range m.Params {
			text += show(&m.Params[i].Type) + ", "
		}
		text += show(&m.Return.Type)
		w.method(&m)
	case "field":
		typ, e := f.FieldSignature(1)
		if e != nil {
			return "", nil, e
		}
		text = show(&typ)
		w.byte(sigField)
		w.typ(&typ)
	case "typespec":
		typ, e := f.TypeSpecSignature(1)
		if e != nil {
			return "", nil, e
		}
		text = show(&typ)
		w.typ(&typ)
	case "methodspec":
		types, e := f.MethodSpecSignature(1)
		if e != nil {
			return "", nil, e
		}
		w.byte(sigGenericInst)
		w.uint(uint32(len(types)))
		for i := range types {
			text += show(&types[i]) + ", "
			w.typ(&types[i])
		}
	}
	return text, w.data, w.err
}

func TestSignatures(t *testing.T) {
	for _, test := range []struct {
		kind, bytes string
		want        string // or the error, behind a !
	}{
		{"method", "20 00 01", "void"},
		{"method", "00 02 0e 08 1c", "int32, object, string"},
		{"method", "30 01 01 1e00 1301", "var, mvar"},
		{"method", "20 01 01 12 05", "class TypeRef 0x01000001, void"},
		{"method", "20 01 01 11 0c", "valuetype TypeDef 0x02000003, void"},
		{"method", "20 01 01 15 12 06 01 0e", "genericinst TypeSpec 0x1B000001, void"},
		{"method", "20 01 01 20 05 10 08", "int32, void"},      // modopt, BYREF
		{"method", "20 01 01 10 1f 09 1d 08", "szarray, void"}, // BYREF, modreq
		{"method", "05 02 01 0e 41 08", "string, int32, void"}, // vararg
		{"method", "20 01 01 1b 00 00 01", "function pointer, void"},
		{"method", "20 00 14 08 02 01 03 02 00 7b", "array"},
		{"property", "28 00 0e", "string"},
		{"property", "08 01 0e 08", "int32, string"},
		{"field", "06 0f 01", "pointer"},
		{"field", "06 16", "typedbyref"},
		{"typespec", "15 11 04 02 08 0e", "genericinst TypeDef 0x02000001"},
		{"typespec", "13 00", "var"},
		{"methodspec", "0a 02 08 0e", "int32, string, "},

		{"method", "", "!ends too early"},
		{"method", "20", "!malformed compressed integer"},
		{"method", "20 00", "!ends too early"},
		{"method", "20 00 01 00", "!1 bytes follow the signature"},
		{"method", "20 ff", "!malformed compressed integer"},
		{"method", "20 dfffffff 01", "!536870911 parameters do not fit"},
		{"method", "06 00 01", "!does not begin a method"},
		{"method", "20 00 12 00", "!names no type"},
		{"method", "20 00 12 10", "!names no type"}, // row 4 of 3
		{"method", "20 00 12 07", "!names no type"}, // tag 3
		{"method", "20 00 45 08", "!pinned is no type"},
		{"method", "20 00 00", "!end is no type"},
		{"method", "20 00 15 0e 05 01 08", "!generic type is string"},
		{"method", "20 00 15 12 05 bfff", "!16383 types do not fit"},
		{"method", "20 00 14 08 01 bfff", "!16383 sizes do not fit"},
		{"method", "05 01 01 41 41 08", "!sentinel is no type"},
		{"method", "20 00 " + strings.Repeat("1d ", 64) + "08", "szarray"},
		{"method", "20 00 " + strings.Repeat("1d ", 70) + "08", "!nest deeper than 64"},
		{"method", "20 00 " + strings.Repeat("1b 00 00 ", 70) + "01", "!nest deeper than 64"},
		{"method", strings.Repeat("00", maxSignature+1), "!more than a signature has"},
		{"property", "20 00 01", "!does not begin a property"},
		{"field", "08 01", "!does not begin a field"},
		{"methodspec", "0b 01 08", "!does not begin an instantiation"},
	} {
		blob, err := hex.DecodeString(strings.ReplaceAll(test.bytes, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		have, again, err := decodeSig(sigFile(blob), test.kind)
		name := test.bytes[:min(len(test.bytes), 40)]
		if want, ok := strings.CutPrefix(test.want, "!"); ok {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s %s: %v, want an error with %q", test.kind, name, err, want)
			}
			continue
		}
		if err != nil || have != test.want {
			t.Errorf("%s %s: %q, %v, want %q", test.kind, name, have, err, test.want)
		}
		if !bytes.Equal(blob, again) {
			t.Errorf("%s %s is written again as %x", test.kind, name, again)
		}
	}
	for _, read := range []func() error{
		func() error { _, err := sigFile(nil).TypeSpecSignature(4); return err },
		func() error { _, err := sigFile(nil).MethodSpecSignature(0); return err },
	} {
		if err := read(); err == nil || !strings.Contains(err.Error(), "no row") {
			t.Errorf("row that is not there: %v", err)
		}
	}
}
