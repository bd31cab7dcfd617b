package winmd

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// rawCells reads a row straight from the bytes: the widths are worked out here
// once more, by the words of ECMA-335 §II.24.2.6.
func rawCells(f *File, t Table, rid uint32, heapSizes uint8) []uint32 {
	v := &f.tables[t]
	at := int(rid-1) * int(v.size)
	var cells []uint32
	for _, c := range schema[t].columns {
		width := 2
		switch c.kind {
		case columnU32:
			width = 4
		case columnString:
			width = 2 + 2*int(heapSizes&1)
		case columnGUID:
			width = 2 + 2*int(heapSizes>>1&1)
		case columnBlob:
			width = 2 + 2*int(heapSizes>>2&1)
		case columnTable:
			if f.Rows(Table(c.ref)) > 0xFFFF {
				width = 4
			}
		case columnCoded:
			limit := uint32(1) << (16 - codedIndexes[c.ref].bits)
			for _, table := range codedIndexes[c.ref].tables {
				if table != tableNone && f.Rows(table) >= limit {
					width = 4
				}
			}
		}
		value := uint32(0)
		for i := range width {
			value |= uint32(v.data[at+i]) << (8 * i)
		}
		at += width
		switch c.kind {
		case columnU8:
			value &= 0xFF
		case columnCoded:
			coded := &codedIndexes[c.ref]
			tag, row := value&(1<<coded.bits-1), value>>coded.bits
			if value = 0; row != 0 {
				value = uint32(coded.tables[tag])<<24 | row
			}
		}
		cells = append(cells, value)
	}
	return cells
}

func heapSizes(f *File) (sizes uint8) {
	for i, heap := range [][]byte{f.strings, f.guids, f.blobs} {
		if len(heap) >= 1<<16 {
			sizes |= 1 << i
		}
	}
	return sizes
}

// Every accessor reads what stands in the bytes; the sizes of the two files make
// narrow and wide columns.
func TestAccessors(t *testing.T) {
	for _, path := range []string{slicePath, windowsPath} {
		f := open(t, path)
		sizes := heapSizes(f)
		for table := Table(0); table < tableCount; table++ {
			for rid := uint32(1); rid <= f.Rows(table); rid++ {
				want, have := rawCells(f, table, rid, sizes), anyRow(f, table, rid).cells()
				if !slices.Equal(want, have) {
					t.Fatalf("%s: row %d of %v: want %x, have %x", path, rid, table, want, have)
				}
			}
			for _, rid := range []uint32{0, f.Rows(table) + 1, 1 << 24, 0xFFFFFFFF} {
				for _, cell := range anyRow(f, table, rid).cells() {
					if cell != 0 {
						t.Errorf("row %d of %v does not exist, but is not zero", rid, table)
					}
				}
			}
		}
	}
}

// The numbers of the 10.0.26100 metadata.
func TestCounts(t *testing.T) {
	f := open(t, windowsPath)
	counts := map[string]int{}
	for rid := uint32(1); rid <= f.Rows(TableTypeDef); rid++ {
		row := f.TypeDef(rid)
		namespace, base, _ := f.TypeName(row.Extends)
		exclusive, contract := false, false
		for i, end := f.AttributesOf(NewToken(TableTypeDef, rid)); i < end; i++ {
			switch _, name := f.AttributeType(i); name {
			case "ExclusiveToAttribute":
				exclusive = true
			case "ApiContractAttribute":
				contract = true
			}
		}
		kind := "class"
		switch {
		case f.String(row.Name) == "<Module>":
			continue
		case row.Flags&TypeInterface != 0:
			kind = "interface"
		case contract:
			kind = "contract"
		case namespace == "System":
			switch base {
			case "Enum":
				kind = "enum"
			case "ValueType":
				kind = "struct"
			case "MulticastDelegate":
				kind = "delegate"
			case "Attribute":
				kind = "attribute"
			}
		}
		counts["type"]++
		counts[kind]++
		if exclusive {
			counts["exclusive"]++
		}
		if first, end := f.GenericParamsOf(NewToken(TableTypeDef, rid)); first < end {
			counts["generic"]++
		}
		first, end := f.PropertiesOf(rid)
		counts["property"] += int(end - first)
		first, end = f.EventsOf(rid)
		counts["event"] += int(end - first)
	}
	for kind, want := range map[string]int{
		"type": 14502, "class": 4451, "interface": 7950, "exclusive": 7489, "generic": 24, "enum": 1707,
		"struct": 122, "delegate": 136, "attribute": 47, "contract": 89, "property": 35213, "event": 2843,
	} {
		if counts[kind] != want {
			t.Errorf("%s: %d, want %d", kind, counts[kind], want)
		}
	}
}

// Every signature, attribute and constant of every file decodes.
func TestEverythingDecodes(t *testing.T) {
	files := everyFile(t)
	for _, f := range files {
		if err := visit(f); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d files", len(files))
}

// visit reads all that a file holds and returns the first error.
func visit(f *File) (first error) {
	check := func(err error) {
		if first == nil {
			first = err
		}
	}
	for table := Table(0); table < tableCount; table++ {
		for rid := uint32(1); rid <= f.Rows(table); rid++ {
			cells := anyRow(f, table, rid).cells()
			for i, c := range schema[table].columns {
				switch c.kind {
				case columnString:
					f.String(String(cells[i]))
				case columnGUID:
					f.GUID(GUIDIndex(cells[i]))
				case columnBlob:
					_, err := f.Blob(Blob(cells[i]))
					check(err)
				}
			}
			f.AttributesOf(NewToken(table, rid))
			f.TypeName(NewToken(table, rid))
		}
	}
	each := func(t Table, read func(rid uint32) error) {
		for rid := uint32(1); rid <= f.Rows(t); rid++ {
			check(read(rid))
		}
	}
	each(TableTypeDef, func(rid uint32) error {
		row := f.TypeDef(rid)
		f.FindType(f.String(row.Namespace), f.String(row.Name))
		f.EnclosingType(rid)
		f.InterfacesOf(rid)
		f.MethodImplsOf(rid)
		f.GenericParamsOf(NewToken(TableTypeDef, rid))
		f.ClassLayoutOf(rid)
		for i, end := f.FieldsOf(rid); i < end; i++ {
			f.FieldLayoutOf(i)
			f.ConstantOf(NewToken(TableField, i))
		}
		for i, end := f.MethodsOf(rid); i < end; i++ {
			f.ParamsOf(i)
			f.MethodOwner(i)
			f.ImplMapOf(NewToken(TableMethodDef, i))
		}
		for i, end := f.PropertiesOf(rid); i < end; i++ {
			f.SemanticsOf(NewToken(TableProperty, i))
		}
		for i, end := f.EventsOf(rid); i < end; i++ {
			f.SemanticsOf(NewToken(TableEvent, i))
		}
		return nil
	})
	each(TableField, func(rid uint32) error { _, err := f.FieldSignature(f.Field(rid).Signature); return err })
	each(TableMethodDef, func(rid uint32) error { _, err := f.MethodSignature(f.MethodDef(rid).Signature); return err })
	each(TableProperty, func(rid uint32) error { _, err := f.PropertySignature(f.Property(rid).Type); return err })
	each(TableTypeSpec, func(rid uint32) error { _, err := f.TypeSpecSignature(rid); return err })
	each(TableMethodSpec, func(rid uint32) error { _, err := f.MethodSpecSignature(rid); return err })
	each(TableConstant, func(rid uint32) error { _, err := f.ConstantValue(rid); return err })
	each(TableCustomAttribute, func(rid uint32) error { _, err := f.Attribute(rid); return err })
	each(TableMemberRef, func(rid uint32) error {
		row := f.MemberRef(rid)
		if sig, _ := f.Blob(row.Signature); len(sig) > 0 && sig[0] == sigField {
			_, err := f.FieldSignature(row.Signature)
			return err
		}
		_, err := f.MethodSignature(row.Signature)
		return err
	})
	return first
}

func TestConcurrentUse(t *testing.T) {
	f := open(t, slicePath)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := visit(f); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestNames(t *testing.T) {
	f := open(t, slicePath)
	if f.Version() != "WindowsRuntime 1.4" || f.Name() != slicePath {
		t.Errorf("version %q, name %q", f.Version(), f.Name())
	}
	rid, ok := f.FindType("Windows.Devices.Display.Core", "DisplaySource")
	if !ok {
		t.Fatal("no type DisplaySource")
	}
	token := NewToken(TableTypeDef, rid)
	if namespace, name, ok := f.TypeName(token); !ok || namespace != "Windows.Devices.Display.Core" || name != "DisplaySource" {
		t.Errorf("%v is %s.%s", token, namespace, name)
	}
	if _, ok := f.FindType("Windows.Devices.Display.Core", "Displaysource"); ok {
		t.Error("found a type that is not there")
	}
	for _, token := range []Token{0, NewToken(TableTypeDef, 0), NewToken(TableTypeDef, 1<<23), NewToken(TableMethodDef, 1), NewToken(TableTypeRef, f.Rows(TableTypeRef)+1)} {
		if namespace, name, ok := f.TypeName(token); ok {
			t.Errorf("%v is %s.%s", token, namespace, name)
		}
	}
	if guid, ok := f.GUID(1); !ok || guid == [16]byte{} {
		t.Error("the module has no GUID")
	}
	if _, ok := f.GUID(2); ok {
		t.Error("a GUID too many")
	}
	if _, err := f.Blob(1 << 30); err == nil || !strings.Contains(err.Error(), "outside the heap") {
		t.Errorf("blob outside the heap: %v", err)
	}
	if s := f.String(1 << 30); s != "" {
		t.Errorf("text outside the heap: %q", s)
	}
}

func TestTokens(t *testing.T) {
	for _, test := range []struct {
		token Token
		text  string
		isNil bool
	}{
		{0, "nil", true},
		{NewToken(TableTypeDef, 0), "nil", true},
		{NewToken(TableTypeDef, 1), "TypeDef 0x02000001", false},
		{NewToken(TableMethodDef, 0x12), "MethodDef 0x06000012", false},
		{NewToken(TableGenericParamConstraint, 1<<30), "GenericParamConstraint 0x2CFFFFFF", false},
		{NewToken(0x30, 1), "Table(0x30) 0x30000001", false},
	} {
		if text := test.token.String(); text != test.text || test.token.IsNil() != test.isNil {
			t.Errorf("%#x: %s, nil %v", uint32(test.token), text, test.token.IsNil())
		}
	}
	for i := range codedIndexes {
		c := &codedIndexes[i]
		for tag := range uint32(1) << c.bits {
			token := c.token(5<<c.bits | tag)
			if tag >= 32 || c.tables[tag] == tableNone {
				if !token.IsNil() {
					t.Errorf("%s: tag %d gives %v", c.name, tag, token)
				}
				continue
			}
			if token.RID() != 5 || token.Table() != c.tables[tag] {
				t.Errorf("%s: tag %d gives %v", c.name, tag, token)
			}
			if v, ok := c.encode(token); !ok || v != 5<<c.bits|tag {
				t.Errorf("%s: %v encodes to %#x", c.name, token, v)
			}
		}
		if token := c.token(0xFFFFFFFF); !token.IsNil() && token.RID() != maxRID {
			t.Errorf("%s: too large a row gives %v", c.name, token)
		}
	}
}

func TestElementTypes(t *testing.T) {
	for e, name := range elementNames {
		if e.String() != name {
			t.Errorf("%#x: %s", uint8(e), e)
		}
	}
	if s := ElementType(0x7F).String(); s != "ElementType(0x7F)" {
		t.Error(s)
	}
}
