//go:build windows

package abi

import (
	"errors"
	"reflect"
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

// getter is the slot of IPropertyValue's method for a kind; there is none for one
// object.
func (k kind) getter() int {
	if k > kindInspectable {
		k--
	}
	return slotGetUInt8 + int(k)
}

// Box makes an object of a Go value: an IPropertyValue of a number, bool, string,
// GUID, DateTime, TimeSpan, Point, Size, Rect, time.Time, time.Duration, or a slice of
// those; an IReference or IReferenceArray of an enum or a struct of the metadata or a
// slice of them; of a pointer to a value, what it points to. An int becomes an Int32 and
// has to fit. A projected object is returned with a reference of its own; a Go value
// that is a StubSource becomes an object with that interface. Nil gives nil. The caller
// releases the result.
func Box(v any) (*Inspectable, error) {
	v, o, present := subject(v)
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
	k, array, ok := boxableKind(v)
	if !ok {
		if pointed, ok := pointee(v); ok {
			return Box(pointed)
		}
		if info, array := valueInfo(v); info != nil {
			p, err := boxValue(v, info, array)
			if err != nil {
				return nil, err
			}
			return inspectableOf(p)
		}
		return boxOwn(v)
	}
	slot := slotCreateUInt8 + int(k)
	if array {
		slot = slotCreateUInt8Array + int(k)
	}
	c := Begin(propertyValue.Object(), &iidPropertyValueStatic, slot, "PropertyValue.Create")
	defer c.End()
	passBoxable(c, v, k, array)
	result := Out[unsafe.Pointer](c)
	if err := c.Do(); err != nil {
		return nil, err
	}
	return Wrap[Inspectable](*result), nil
}

// inspectableOf makes an Inspectable of a reference to another interface, which it gives
// back.
func inspectableOf(p unsafe.Pointer) (*Inspectable, error) {
	defer release(p)
	q, err := askFor(p, &iidIInspectable)
	if err != nil {
		return nil, err
	}
	return Wrap[Inspectable](q), nil
}

// boxOwn makes the object of a Go value that says which interfaces it has.
func boxOwn(v any) (*Inspectable, error) {
	inst, err := ownInstance(v)
	if err != nil {
		return nil, err
	}
	defer inst.drop()
	p, err := inst.query(&iidIInspectable)
	if err != nil {
		return nil, err
	}
	return Wrap[Inspectable](p), nil
}

// ownInstance returns the COM object of such a value, with a reference for the caller:
// a new one, or one that native code has already.
func ownInstance(v any) (*instance, error) {
	source, ok := v.(StubSource)
	if of, is := v.(OfGoClass); is && len(of.RuntimeClass().Interfaces) > 0 {
		source, ok = of.RuntimeClass().Interfaces[0], true
	}
	if !ok || source.Stub() == nil {
		if inst := liveInstance(v); inst != nil {
			return inst, nil
		}
		return nil, &Error{Code: codeInvalidArg, Op: "box " + typeName(v), Text: "this type is no Windows Runtime value and no projected object"}
	}
	return instanceWith(v, source.Stub())
}

// unbox reads the value in an object, which stays the caller's; ok is false when
// the object is no value, or one of a type that only its maker knows.
func unbox(q unsafe.Pointer) (v any, ok bool, err error) {
	p := has(q, &iidIPropertyValue)
	if p == nil {
		return nil, false, nil
	}
	o := new(Object)
	Adopt(o, p, &iidIPropertyValue)
	defer o.Release()
	number, err := Get[int32](o, &iidIPropertyValue, slotPropertyType, "IPropertyValue.Type")
	if err != nil {
		return nil, false, err
	}
	if number == 0 { // PropertyType.Empty
		return nil, true, nil
	}
	const array = 1024
	k, ok := kindOf(number % array)
	switch {
	case !ok || number > 2*array:
		return nil, false, nil
	case number > array:
		v, err = getBoxables(o, &iidIPropertyValue, slotGetUInt8Array+int(k), k)
	case k == kindInspectable:
		return nil, false, nil
	default:
		v, err = getBoxable(o, &iidIPropertyValue, k.getter(), k)
	}
	return v, err == nil, err
}

// Unbox gets a T out of v: v itself, the value in a boxed one, or, for a pointer to a
// class, the object behind v. A pointer to a value is nil for nil.
func Unbox[T any](v any) (T, error) {
	if t, ok := v.(T); ok {
		return t, nil
	}
	x, err := unboxAs(v, reflect.TypeFor[T](), func(v any) bool { _, ok := v.(T); return ok })
	t, _ := x.(T)
	return t, err
}

// unboxAs does Unbox's work for what is no T yet.
func unboxAs(v any, t reflect.Type, is func(any) bool) (any, error) {
	const op = "unbox"
	_, o, present := subject(v)
	if !present {
		v = nil
	}
	if t.Kind() == reflect.Pointer {
		of := reflect.New(t.Elem())
		if c, ok := of.Interface().(Derived); ok && o != nil {
			return objectAs(o, c)
		}
		zero := of.Elem().Interface()
		if info, _ := valueInfo(zero); info != nil || isBoxable(zero) {
			if !present {
				return reflect.Zero(t).Interface(), nil
			}
			x, err := unboxAs(v, t.Elem(), func(v any) bool { return reflect.TypeOf(v) == t.Elem() })
			if err == nil {
				of.Elem().Set(reflect.ValueOf(x))
			}
			return of.Interface(), err
		}
	}
	if o != nil {
		zero := reflect.Zero(t).Interface()
		if info, array := valueInfo(zero); info != nil {
			if x, err := readValue(o, zero, info, array); !errors.Is(err, codeNoIface) {
				return x, wrapped(op, err)
			}
		}
		p, err := referenceTo(o, &iidIInspectable)
		if err != nil {
			return nil, wrapped(op, err)
		}
		if v, err = (Any{}).Take(unsafe.Pointer(&p)); err != nil {
			return nil, wrapped(op, err)
		}
	}
	for _, x := range []any{v, convert(v)} {
		if is(x) {
			return x, nil
		}
	}
	text := "there is no value"
	if v != nil {
		text = "the value is a " + typeName(v)
	}
	if o != nil {
		ReleaseValue(v)
	}
	return nil, &Error{Code: codeTypeMismatch, Op: op, Text: text}
}

// objectAs makes class, a new value of a projected class, that of o's object.
func objectAs(o *Object, class Derived) (any, error) {
	info := class.WinRTClass()
	p, err := referenceTo(o, &info.IID)
	if lacks(err) {
		return nil, &Error{Code: codeTypeMismatch, Op: "unbox", Text: "the object is no " + info.Name}
	}
	if err != nil {
		return nil, wrapped("unbox", err)
	}
	Adopt(class.comObject(), p, &info.IID)
	return class, nil
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
