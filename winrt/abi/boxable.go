//go:build windows

package abi

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// kind is a type that PropertyValue has, in the order of its Create methods.
type kind int

const (
	kindUInt8 kind = iota
	kindInt16
	kindUInt16
	kindInt32
	kindUInt32
	kindInt64
	kindUInt64
	kindSingle
	kindDouble
	kindChar16
	kindBoolean
	kindString
	kindInspectable
	kindGuid
	kindDateTime
	kindTimeSpan
	kindPoint
	kindSize
	kindRect
)

// kindOf is the kind with a PropertyType's number.
func kindOf(number int32) (k kind, ok bool) {
	switch {
	case number >= 1 && number <= 13:
		return kind(number - 1), true
	case number == 14:
		return kindDateTime, true
	case number == 15:
		return kindTimeSpan, true
	case number == 16:
		return kindGuid, true
	case number >= 17 && number <= 19:
		return kindPoint + kind(number-17), true
	}
	return 0, false
}

// boxable is what Go has for a kind: the types of one value and of several, told by
// zero values, and how many bytes one takes. Boxing works on bytes and not with a
// descriptor for each type, since every program that boxes anything has all of it.
type boxable struct {
	one, many any
	size      uintptr
	floats    uintptr // the size of the floats of which a value is made, else 0
}

var boxables = [...]boxable{
	kindUInt8:       {one: uint8(0), many: []uint8(nil), size: 1},
	kindInt16:       {one: int16(0), many: []int16(nil), size: 2},
	kindUInt16:      {one: uint16(0), many: []uint16(nil), size: 2},
	kindInt32:       {one: int32(0), many: []int32(nil), size: 4},
	kindUInt32:      {one: uint32(0), many: []uint32(nil), size: 4},
	kindInt64:       {one: int64(0), many: []int64(nil), size: 8},
	kindUInt64:      {one: uint64(0), many: []uint64(nil), size: 8},
	kindSingle:      {one: float32(0), many: []float32(nil), size: 4, floats: 4},
	kindDouble:      {one: float64(0), many: []float64(nil), size: 8, floats: 8},
	kindChar16:      {one: uint16(0), many: []uint16(nil), size: 2}, // never boxed: uint16 is UInt16
	kindBoolean:     {one: false, many: []bool(nil), size: 1},
	kindString:      {one: "", many: []string(nil), size: pointerSize},
	kindInspectable: {many: []any(nil), size: pointerSize},
	kindGuid:        {one: GUID{}, many: []GUID(nil), size: 16},
	kindDateTime:    {one: DateTime(0), many: []DateTime(nil), size: 8},
	kindTimeSpan:    {one: TimeSpan(0), many: []TimeSpan(nil), size: 8},
	kindPoint:       {one: Point{}, many: []Point(nil), size: 8, floats: 4},
	kindSize:        {one: Size{}, many: []Size(nil), size: 8, floats: 4},
	kindRect:        {one: Rect{}, many: []Rect(nil), size: 16, floats: 4},
}

// dynamic is an interface value as it is in memory: the type, and a pointer to the
// value, for types that are not pointers themselves.
type dynamic struct{ typ, data unsafe.Pointer }

func dynamicOf(v *any) *dynamic { return (*dynamic)(unsafe.Pointer(v)) }

// slice is a slice as it is in memory.
type slice struct {
	data          unsafe.Pointer
	length, limit int
}

// boxableKind finds the kind of v, or of its elements.
func boxableKind(v any) (k kind, array, ok bool) {
	typ := dynamicOf(&v).typ
	if typ == nil {
		return 0, false, false
	}
	for i := range boxables {
		b := &boxables[i]
		switch typ {
		case dynamicOf(&b.one).typ:
			return kind(i), false, true
		case dynamicOf(&b.many).typ:
			return kind(i), true, true
		}
	}
	return 0, false, false
}

// isBoxable tells whether PropertyValue makes the IReference or IReferenceArray of v.
func isBoxable(v any) bool {
	k, _, ok := boxableKind(v)
	return ok && k != kindInspectable
}

// passBoxable adds v, which is of that kind, as an in argument.
func passBoxable(c *Call, v any, k kind, array bool) {
	data := dynamicOf(&v).data
	switch b := &boxables[k]; {
	case array && k == kindString:
		PassArray(c, v.([]string), String{})
	case array && k == kindInspectable:
		PassArray(c, v.([]any), Any{})
	case array:
		s := (*slice)(data)
		Value(c, uint32(s.length))
		if s.length == 0 {
			c.noElements()
		} else {
			c.Pointer(s.data)
		}
	case k == kindString:
		c.String(v.(string))
	case b.floats != 0:
		c.floats(data, b.size, b.floats)
	default:
		c.value(data, b.size)
	}
}

// getBoxable calls a method whose only argument is a result of a kind.
func getBoxable(o *Object, iid *GUID, slot int, k kind) (any, error) {
	if k == kindString {
		return GetString(o, iid, slot, "IPropertyValue.GetString")
	}
	c := Begin(o, iid, slot, "IPropertyValue.Get")
	defer c.End()
	b := &boxables[k]
	result := c.Out(b.size)
	if err := c.Do(); err != nil {
		return nil, err
	}
	if k == kindBoolean {
		return *(*byte)(result) != 0, nil
	}
	v := b.one
	dynamicOf(&v).data = clone(result, b.size)
	return v, nil
}

// getBoxables calls a method whose only argument is an array of a kind as a result.
// The array is not nil.
func getBoxables(o *Object, iid *GUID, slot int, k kind) (any, error) {
	c := Begin(o, iid, slot, "IPropertyValue.GetArray")
	defer c.End()
	switch k {
	case kindString:
		return receiveMany(c, String{})
	case kindInspectable:
		return receiveMany(c, Any{})
	}
	length, memory := Out[uint32](c), Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return nil, err
	}
	defer windows.CoTaskMemFree(*memory)
	n := int(*length)
	if *memory == nil {
		n = 0
	}
	b := &boxables[k]
	data := clone(*memory, uintptr(n)*b.size)
	if k == kindBoolean {
		for i, bit := range unsafe.Slice((*byte)(data), n) {
			unsafe.Slice((*bool)(data), n)[i] = bit != 0
		}
	}
	v := b.many
	dynamicOf(&v).data = unsafe.Pointer(&slice{data, n, n})
	return v, nil
}

func receiveMany[T any](c *Call, t Type[T]) (any, error) {
	r := ReceiveArray(c, t)
	if err := c.Do(); err != nil {
		return nil, err
	}
	v, err := r.Take()
	if v == nil {
		v = []T{}
	}
	return v, err
}

// clone copies memory without pointers to where Go keeps it.
func clone(p unsafe.Pointer, size uintptr) unsafe.Pointer {
	words := make([]uint64, max(1, (size+7)/8))
	to := unsafe.Pointer(&words[0])
	copy(unsafe.Slice((*byte)(to), size), unsafe.Slice((*byte)(p), size))
	return to
}
