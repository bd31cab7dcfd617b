//go:build windows

package abi

import (
	"strconv"
	"time"
	"unsafe"
)

var (
	propertyValue          = Factory{Class: "Windows.Foundation.PropertyValue"}
	iidPropertyValueStatic = GUID{Data1: 0x629bdbc8, Data2: 0xd932, Data3: 0x4ff4, Data4: [8]byte{0x96, 0xb9, 0x8d, 0x96, 0xc5, 0xc1, 0xe8, 0x58}}
)

// Slots of IPropertyValueStatics: that of CreateUInt8; the others follow in the
// order of kinds, and CreateUInt8Array and the other arrays behind them all.
const (
	slotCreateUInt8      = 7
	slotCreateUInt8Array = 26
)

// Slots of IPropertyValue.
const (
	slotPropertyType  = 6
	slotGetUInt8      = 8
	slotGetUInt8Array = 26
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

// getter is the slot of IPropertyValue's method for a kind; there is none for one
// object.
func (k kind) getter() int {
	if k > kindInspectable {
		k--
	}
	return slotGetUInt8 + int(k)
}

// boxing is what Box knows of a value: its kind and how it is made.
type boxing struct {
	kind  kind
	array bool
	pass  func(c *Call)
}

func one[T any](k kind, t Type[T], v T) (boxing, bool) {
	return boxing{k, false, func(c *Call) { t.Pass(c, v) }}, true
}

func many[T any](k kind, t Type[T], v []T) (boxing, bool) {
	return boxing{k, true, func(c *Call) { PassArray(c, v, t) }}, true
}

// boxingOf finds how v is boxed by PropertyValue, if it is of a type that it has.
func boxingOf(v any) (boxing, bool) {
	switch v := v.(type) {
	case uint8:
		return one(kindUInt8, Plain[uint8]{}, v)
	case int16:
		return one(kindInt16, Plain[int16]{}, v)
	case uint16:
		return one(kindUInt16, Plain[uint16]{}, v)
	case int32:
		return one(kindInt32, Plain[int32]{}, v)
	case uint32:
		return one(kindUInt32, Plain[uint32]{}, v)
	case int64:
		return one(kindInt64, Plain[int64]{}, v)
	case uint64:
		return one(kindUInt64, Plain[uint64]{}, v)
	case float32:
		return one(kindSingle, FloatsType[float32]{}, v)
	case float64:
		return one(kindDouble, DoublesType[float64]{}, v)
	case bool:
		return one(kindBoolean, Bool{}, v)
	case string:
		return one(kindString, String{}, v)
	case GUID:
		return one(kindGuid, Plain[GUID]{}, v)
	case DateTime:
		return one(kindDateTime, Plain[DateTime]{}, v)
	case TimeSpan:
		return one(kindTimeSpan, Plain[TimeSpan]{}, v)
	case Point:
		return one(kindPoint, FloatsType[Point]{}, v)
	case Size:
		return one(kindSize, FloatsType[Size]{}, v)
	case Rect:
		return one(kindRect, FloatsType[Rect]{}, v)
	case []uint8:
		return many(kindUInt8, Plain[uint8]{}, v)
	case []int16:
		return many(kindInt16, Plain[int16]{}, v)
	case []uint16:
		return many(kindUInt16, Plain[uint16]{}, v)
	case []int32:
		return many(kindInt32, Plain[int32]{}, v)
	case []uint32:
		return many(kindUInt32, Plain[uint32]{}, v)
	case []int64:
		return many(kindInt64, Plain[int64]{}, v)
	case []uint64:
		return many(kindUInt64, Plain[uint64]{}, v)
	case []float32:
		return many(kindSingle, FloatsType[float32]{}, v)
	case []float64:
		return many(kindDouble, DoublesType[float64]{}, v)
	case []bool:
		return many(kindBoolean, Bool{}, v)
	case []string:
		return many(kindString, String{}, v)
	case []any:
		return many(kindInspectable, Any{}, v)
	case []GUID:
		return many(kindGuid, Plain[GUID]{}, v)
	case []DateTime:
		return many(kindDateTime, Plain[DateTime]{}, v)
	case []TimeSpan:
		return many(kindTimeSpan, Plain[TimeSpan]{}, v)
	case []Point:
		return many(kindPoint, FloatsType[Point]{}, v)
	case []Size:
		return many(kindSize, FloatsType[Size]{}, v)
	case []Rect:
		return many(kindRect, FloatsType[Rect]{}, v)
	}
	return boxing{}, false
}

// boxable tells whether PropertyValue makes the IReference or IReferenceArray of v.
func boxable(v any) bool {
	b, ok := boxingOf(v)
	return ok && b.kind != kindInspectable
}

// Box makes an object of a Go value: an IPropertyValue of a number, bool, string,
// GUID, DateTime, TimeSpan, Point, Size, Rect, time.Time, time.Duration, or a
// slice of those. An int becomes an Int32 and has to fit. A projected object is
// returned with a reference of its own; a Go value that is a StubSource becomes an
// object with that interface. Nil gives nil. The caller releases the result.
func Box(v any) (*Inspectable, error) {
	o, present := objectOf(v)
	if !present {
		return nil, nil
	}
	if o != nil {
		return Cast[Inspectable](v)
	}
	switch x := v.(type) {
	case int:
		if int(int32(x)) != x {
			return nil, &Error{Code: codeInvalidArg, Op: "box int", Text: "an int is passed as Int32, and " + strconv.Itoa(x) + " does not fit; pass an int64"}
		}
		v = int32(x)
	case time.Time:
		v = DateTimeOf(x)
	case time.Duration:
		v = TimeSpanOf(x)
	case []time.Time:
		s := make([]DateTime, len(x))
		for i := range x {
			s[i] = DateTimeOf(x[i])
		}
		v = s
	case []time.Duration:
		s := make([]TimeSpan, len(x))
		for i := range x {
			s[i] = TimeSpanOf(x[i])
		}
		v = s
	}
	b, ok := boxingOf(v)
	if !ok {
		return boxOwn(v)
	}
	slot := slotCreateUInt8 + int(b.kind)
	if b.array {
		slot = slotCreateUInt8Array + int(b.kind)
	}
	c := Begin(propertyValue.Object(), &iidPropertyValueStatic, slot, "PropertyValue.Create")
	defer c.End()
	b.pass(c)
	result := Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return nil, err
	}
	return Wrap[Inspectable](*result), nil
}

// boxOwn makes the object of a Go value that says which interfaces it has.
func boxOwn(v any) (*Inspectable, error) {
	source, ok := v.(StubSource)
	if of, is := v.(OfGoClass); is && len(of.RuntimeClass().Interfaces) > 0 {
		source, ok = of.RuntimeClass().Interfaces[0], true
	}
	if !ok || source.Stub() == nil {
		return nil, &Error{Code: codeInvalidArg, Op: "box " + typeName(v), Text: "this type is no Windows Runtime value and no projected object"}
	}
	p, err := NewInstance(v, source.Stub())
	if err != nil {
		return nil, err
	}
	defer release(p)
	var inspectable unsafe.Pointer
	if hr := queryInterface(p, &iidIInspectable, &inspectable); hr.Failed() {
		return nil, hr
	}
	return Wrap[Inspectable](inspectable), nil
}

// unbox reads the value in an object, which stays the caller's; ok is false when
// the object is no value, or one of a type that only its maker knows.
func unbox(q unsafe.Pointer) (v any, ok bool, err error) {
	c := calls.Get().(*Call)
	defer c.End()
	p := (*unsafe.Pointer)(c.alloc(8))
	if queryInterface(q, &iidIPropertyValue, p).Failed() {
		return nil, false, nil
	}
	o := new(Object)
	Adopt(o, *p, &iidIPropertyValue)
	defer o.Release()
	number, err := Get[int32](o, &iidIPropertyValue, slotPropertyType, "IPropertyValue.Type")
	if err != nil {
		return nil, false, err
	}
	if number == 0 { // PropertyType.Empty
		return nil, true, nil
	}
	const array = 1024
	if number > array {
		return unboxArray(o, number-array)
	}
	return unboxOne(o, number)
}

// kindOf is the kind with a PropertyType's number.
func kindOf(number int32) (kind, bool) {
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

func unboxOne(o *Object, number int32) (v any, ok bool, err error) {
	k, ok := kindOf(number)
	if !ok {
		return nil, false, nil
	}
	slot := k.getter()
	switch k {
	case kindUInt8:
		v, err = getOne(o, slot, Plain[uint8]{})
	case kindInt16:
		v, err = getOne(o, slot, Plain[int16]{})
	case kindUInt16, kindChar16:
		v, err = getOne(o, slot, Plain[uint16]{})
	case kindInt32:
		v, err = getOne(o, slot, Plain[int32]{})
	case kindUInt32:
		v, err = getOne(o, slot, Plain[uint32]{})
	case kindInt64:
		v, err = getOne(o, slot, Plain[int64]{})
	case kindUInt64:
		v, err = getOne(o, slot, Plain[uint64]{})
	case kindSingle:
		v, err = getOne(o, slot, Plain[float32]{})
	case kindDouble:
		v, err = getOne(o, slot, Plain[float64]{})
	case kindBoolean:
		v, err = getOne(o, slot, Bool{})
	case kindString:
		v, err = getOne(o, slot, String{})
	case kindGuid:
		v, err = getOne(o, slot, Plain[GUID]{})
	case kindDateTime:
		v, err = getOne(o, slot, Plain[DateTime]{})
	case kindTimeSpan:
		v, err = getOne(o, slot, Plain[TimeSpan]{})
	case kindPoint:
		v, err = getOne(o, slot, Plain[Point]{})
	case kindSize:
		v, err = getOne(o, slot, Plain[Size]{})
	case kindRect:
		v, err = getOne(o, slot, Plain[Rect]{})
	default:
		return nil, false, nil
	}
	return v, err == nil, err
}

func getOne[T any](o *Object, slot int, t Type[T]) (any, error) {
	v, err := GetType(o, &iidIPropertyValue, slot, "IPropertyValue.Get", t)
	return v, err
}

func unboxArray(o *Object, number int32) (v any, ok bool, err error) {
	k, ok := kindOf(number)
	if !ok {
		return nil, false, nil
	}
	slot := slotGetUInt8Array + int(k)
	switch k {
	case kindUInt8:
		v, err = getMany(o, slot, Plain[uint8]{})
	case kindInt16:
		v, err = getMany(o, slot, Plain[int16]{})
	case kindUInt16, kindChar16:
		v, err = getMany(o, slot, Plain[uint16]{})
	case kindInt32:
		v, err = getMany(o, slot, Plain[int32]{})
	case kindUInt32:
		v, err = getMany(o, slot, Plain[uint32]{})
	case kindInt64:
		v, err = getMany(o, slot, Plain[int64]{})
	case kindUInt64:
		v, err = getMany(o, slot, Plain[uint64]{})
	case kindSingle:
		v, err = getMany(o, slot, Plain[float32]{})
	case kindDouble:
		v, err = getMany(o, slot, Plain[float64]{})
	case kindBoolean:
		v, err = getMany(o, slot, Bool{})
	case kindString:
		v, err = getMany(o, slot, String{})
	case kindInspectable:
		v, err = getMany(o, slot, Any{})
	case kindGuid:
		v, err = getMany(o, slot, Plain[GUID]{})
	case kindDateTime:
		v, err = getMany(o, slot, Plain[DateTime]{})
	case kindTimeSpan:
		v, err = getMany(o, slot, Plain[TimeSpan]{})
	case kindPoint:
		v, err = getMany(o, slot, Plain[Point]{})
	case kindSize:
		v, err = getMany(o, slot, Plain[Size]{})
	case kindRect:
		v, err = getMany(o, slot, Plain[Rect]{})
	default:
		return nil, false, nil
	}
	return v, err == nil, err
}

func getMany[T any](o *Object, slot int, t Type[T]) (any, error) {
	c := Begin(o, &iidIPropertyValue, slot, "IPropertyValue.GetArray")
	defer c.End()
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

// Unbox gets a T out of v: v itself, or the value in a boxed one.
func Unbox[T any](v any) (T, error) {
	if t, ok := v.(T); ok {
		return t, nil
	}
	var none T
	const op = "unbox"
	if o, _ := objectOf(v); o != nil {
		p, err := referenceTo(o, &iidIInspectable)
		if err != nil {
			return none, wrapped(op, err)
		}
		inner, err := Any{}.Take(unsafe.Pointer(&p))
		if err != nil {
			return none, wrapped(op, err)
		}
		if t, ok := inner.(T); ok {
			return t, nil
		}
		ReleaseValue(inner)
		v = inner
	}
	if t, ok := convert(v).(T); ok {
		return t, nil
	}
	text := "there is no value"
	if v != nil {
		text = "the value is a " + typeName(v)
	}
	return none, &Error{Code: codeTypeMismatch, Op: op, Text: text}
}

// convert is v as Go's own type for it.
func convert(v any) any {
	switch v := v.(type) {
	case DateTime:
		return v.Time()
	case TimeSpan:
		return v.Duration()
	case int32:
		return int(v)
	}
	return v
}
