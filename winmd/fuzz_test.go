package winmd

import (
	"bytes"
	"testing"
)

// FuzzParse reads all that can be read, and writes it again.
func FuzzParse(f *testing.F) {
	f.Add(read(f, slicePath))
	f.Add(build(f, buildZoo().builder))
	b := copyRows(parseZoo(f))
	for i := range b.rows[TableField] {
		b.rows[TableFieldPtr] = append(b.rows[TableFieldPtr], []uint32{uint32(len(b.rows[TableField]) - i)})
	}
	f.Add(build(f, b))
	small := newBuilder()
	small.add(TableModule, ModuleRow{Name: small.text("m")})
	small.add(TableTypeDef, TypeDefRow{Name: small.text("<Module>"), FieldList: 1, MethodList: 1})
	small.add(TableTypeDef, TypeDefRow{Name: small.text("T"), FieldList: 1, MethodList: 1})
	f.Add(build(f, small))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("fuzz", data)
		if err != nil {
			return
		}
		intact := visit(file) == nil
		merged, err := Merge([]*File{file}, WriteOptions{})
		if err != nil {
			return
		}
		again, err := Parse("merged", merged)
		if err != nil {
			t.Fatalf("what Merge wrote does not parse: %v", err)
		}
		if err := visit(again); err != nil && intact {
			t.Fatalf("what Merge wrote does not read: %v", err)
		}
		if last, err := Merge([]*File{again}, WriteOptions{}); err != nil || !bytes.Equal(last, merged) {
			t.Fatalf("merging what Merge wrote changes it: %v", err)
		}
	})
}

// FuzzSignature reads a blob as every kind of signature; what reads is written
// again and reads the same.
func FuzzSignature(f *testing.F) {
	kinds := []string{"method", "property", "field", "typespec", "methodspec"}
	whole := open(f, slicePath)
	for rid := uint32(1); rid <= whole.Rows(TableMethodDef); rid += 9 {
		blob, err := whole.Blob(whole.MethodDef(rid).Signature)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(0), blob)
	}
	zoo := parseZoo(f)
	for rid := uint32(1); rid <= zoo.Rows(TableMethodDef); rid++ {
		blob, err := zoo.Blob(zoo.MethodDef(rid).Signature)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(0), blob)
	}
	f.Add(uint8(1), []byte{0x28, 1, 0x0E, 0x08})
	f.Add(uint8(2), []byte{0x06, 0x0F, 0x01})
	f.Add(uint8(3), []byte{0x15, 0x11, 0x04, 2, 0x08, 0x0E})
	f.Add(uint8(4), []byte{0x0A, 2, 0x08, 0x0E})
	f.Fuzz(func(t *testing.T, which uint8, blob []byte) {
		if len(blob) > maxSignature {
			return
		}
		kind := kinds[int(which)%len(kinds)]
		text, written, err := decodeSig(sigFile(blob), kind)
		if err != nil {
			return
		}
		again, rewritten, err := decodeSig(sigFile(written), kind)
		if err != nil || again != text || !bytes.Equal(written, rewritten) {
			t.Fatalf("%s %x reads %q, is written %x, and that reads %q, %v", kind, blob, text, written, again, err)
		}
	})
}

// FuzzAttribute reads any value as that of the zoo's attribute.
func FuzzAttribute(f *testing.F) {
	f.Add(markValue)
	f.Add([]byte{1, 0, 0, 0})
	zoo := build(f, buildZoo().builder)
	f.Fuzz(func(t *testing.T, value []byte) {
		file, err := Parse("zoo", zoo)
		if err != nil {
			t.Fatal(err)
		}
		// The value takes the place of the one there is, whose blob is behind all
		// the signatures.
		heap := append([]byte(nil), file.blobs[:file.CustomAttribute(1).Value]...)
		heap = appendCompressed(heap, uint32(len(value)))
		file.blobs = append(heap, value...)
		file.Attribute(1)
	})
}
