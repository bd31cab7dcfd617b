package winmd

import "unicode/utf16"

// ConstantValue decodes row rid of Constant (ECMA-335 §II.22.9) to a bool, rune
// (for a char16), int8 to uint64, float32, float64 or string; nil is a null
// reference.
func (f *File) ConstantValue(rid uint32) (any, error) {
	if rid-1 >= f.tables[TableConstant].rows {
		return nil, f.fail("Constant table", 0, "no row %d among %d", rid, f.tables[TableConstant].rows)
	}
	row := f.Constant(rid)
	value, err := f.Blob(row.Value)
	if err != nil {
		return nil, err
	}
	switch row.Type {
	case ElementString:
		if len(value)%2 != 0 {
			return nil, f.fail(NewToken(TableConstant, rid).String(), 0, "UTF-16 text of %d bytes", len(value))
		}
		units := make([]uint16, len(value)/2)
		for i := range units {
			units[i] = le.Uint16(value[2*i:])
		}
		return string(utf16.Decode(units)), nil
	case ElementClass:
		if len(value) != 4 || le.Uint32(value) != 0 {
			return nil, f.fail(NewToken(TableConstant, rid).String(), 0, "reference that is not null")
		}
		return nil, nil
	}
	size := row.Type.primitiveSize()
	if size == 0 || size != len(value) {
		return nil, f.fail(NewToken(TableConstant, rid).String(), 0, "%d bytes do not hold a constant of kind %v", len(value), row.Type)
	}
	return primitive(row.Type, value), nil
}
