//go:build windows

package abi

import (
	"reflect"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ValueInfo is what the runtime needs to know of an enum or a struct to pass it and
// slices of it as Object: as IReference<T> and IReferenceArray<T>.
type ValueInfo struct {
	Name                        string // the full one of metadata
	IReference, IReferenceArray GUID
	Zero                        any // of the Go type, and with it the type
	// Native is the descriptor of a struct that has another form in native memory.
	// Without it the value is the same bytes there.
	Native any

	one, many atomic.Pointer[Stub]
}

// Valued is implemented by enums and structs of the metadata.
type Valued interface{ WinRTValue() *ValueInfo }

// nativeForm converts between a struct's Go and native forms without naming them.
type nativeForm interface {
	Size() uintptr
	giveAny(p unsafe.Pointer, v any) error
	takeAny(p unsafe.Pointer) (any, error)
	Drop(p unsafe.Pointer)
}

func (t *Struct[T, N]) giveAny(p unsafe.Pointer, v any) error { return t.Give(p, v.(T)) }
func (t *Struct[T, N]) takeAny(p unsafe.Pointer) (any, error) { return t.Take(p) }

// size is what a value takes in native memory.
func (info *ValueInfo) size() uintptr {
	if n, ok := info.Native.(nativeForm); ok {
		return n.Size()
	}
	return reflect.TypeOf(info.Zero).Size()
}

// valueInfo is that of v, or of its elements where it is a slice; nil for other types.
func valueInfo(v any) (info *ValueInfo, array bool) {
	t := reflect.TypeOf(v)
	if t == nil {
		return nil, false
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface:
		return nil, false // the methods of the value are its pointer's too
	case reflect.Slice:
		t, array = t.Elem(), true
		if k := t.Kind(); k == reflect.Pointer || k == reflect.Interface {
			return nil, false
		}
		v = reflect.Zero(t).Interface()
	}
	x, ok := v.(Valued)
	if !ok {
		return nil, false
	}
	if info = x.WinRTValue(); reflect.TypeOf(info.Zero) != t {
		return nil, false // a type that embeds the struct has its methods
	}
	return info, array
}

// pointee is what v, a pointer to a value that Object parameters take, points to: the
// Go form of IReference<T>. ok is false for other types; a nil pointer gives nil.
func pointee(v any) (value any, ok bool) {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer {
		return nil, false
	}
	zero := reflect.Zero(p.Type().Elem()).Interface()
	if info, _ := valueInfo(zero); info == nil {
		if _, _, ok := boxableKind(zero); !ok {
			return nil, false
		}
	}
	if p.IsNil() {
		return nil, true
	}
	return p.Elem().Interface(), true
}

// boxedValue is the Go object behind an IReference<T> or IReferenceArray<T> of a type
// that PropertyValue does not have.
type boxedValue struct {
	value any
	info  *ValueInfo
	array bool
}

// Outside is the value. An array is the Go side's own, as what comes from elsewhere.
func (b *boxedValue) Outside() any {
	if !b.array {
		return b.value
	}
	s := reflect.ValueOf(b.value)
	return reflect.AppendSlice(reflect.MakeSlice(s.Type(), 0, s.Len()), s).Interface()
}

func (b *boxedValue) runtimeClassName() string {
	if b.array {
		return "Windows.Foundation.IReferenceArray`1<" + b.info.Name + ">"
	}
	return "Windows.Foundation.IReference`1<" + b.info.Name + ">"
}

// boxValue returns a new reference to the interface of the box of v.
func boxValue(v any, info *ValueInfo, array bool) (unsafe.Pointer, error) {
	b := &boxedValue{v, info, array}
	if array {
		b.value = b.Outside() // the caller may change its own
	}
	return NewInstance(b, info.stub(array))
}

// stub is how native code reads a box.
func (info *ValueInfo) stub(array bool) *Stub {
	kept, made := &info.one, &Stub{IID: &info.IReference, Requires: []StubSource{&stubOtherType}, Methods: []Method{{Words: 1, Do: getValue}}}
	if array {
		kept, made = &info.many, &Stub{IID: &info.IReferenceArray, Requires: []StubSource{&stubOtherTypeArray}, Methods: []Method{{Words: 2, Do: getValues}}}
	}
	if s := kept.Load(); s != nil {
		return s
	}
	kept.CompareAndSwap(nil, made)
	return kept.Load()
}

// getValue is IReference<T>::get_Value.
func getValue(self any, f *Frame) error {
	b, result := self.(*boxedValue), f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	return b.info.give(result, &b.value)
}

// give writes a value to native memory. v is not a slice.
func (info *ValueInfo) give(to unsafe.Pointer, v *any) error {
	if n, ok := info.Native.(nativeForm); ok {
		return n.giveAny(to, *v)
	}
	size := info.size()
	copy(unsafe.Slice((*byte)(to), size), unsafe.Slice((*byte)(dynamicOf(v).data), size))
	return nil
}

// getValues is IReferenceArray<T>::get_Value.
func getValues(self any, f *Frame) error {
	b := self.(*boxedValue)
	length, result := (*uint32)(f.Out()), f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	*length = 0
	StorePointer(result, nil)
	values, size := reflect.ValueOf(b.value), b.info.size()
	memory := taskAlloc(max(1, uintptr(values.Len())*size))
	if memory == nil {
		return codeOutOfMem
	}
	for i := range values.Len() {
		v := values.Index(i).Interface()
		if err := b.info.give(unsafe.Add(memory, uintptr(i)*size), &v); err != nil {
			for j := range i {
				b.info.Native.(nativeForm).Drop(unsafe.Add(memory, uintptr(j)*size))
			}
			windows.CoTaskMemFree(memory)
			return err
		}
	}
	*length = uint32(values.Len())
	StorePointer(result, memory)
	return nil
}

// readValue reads the box that o is of a value like that, whose type it has.
func readValue(o *Object, like any, info *ValueInfo, array bool) (any, error) {
	iid, op := &info.IReference, "IReference.Value"
	if array {
		iid, op = &info.IReferenceArray, "IReferenceArray.Value"
	}
	c := Begin(o, iid, slotGetValue, op)
	defer c.End()
	if array {
		length, memory := Out[uint32](c), Out[unsafe.Pointer](c)
		if err := c.Do(); err != nil {
			return nil, err
		}
		defer windows.CoTaskMemFree(*memory)
		return info.takeAll(*memory, int(*length), reflect.TypeOf(like))
	}
	cell := c.Out(info.size())
	if err := c.Do(); err != nil {
		return nil, err
	}
	return info.take(cell)
}

// take makes the Go value of one in native memory, and owns what that refers to.
func (info *ValueInfo) take(from unsafe.Pointer) (any, error) {
	if n, ok := info.Native.(nativeForm); ok {
		return n.takeAny(from)
	}
	v := info.Zero
	dynamicOf(&v).data = clone(from, info.size())
	return v, nil
}

// takeAll takes all elements, also when one fails, into a slice of type t.
func (info *ValueInfo) takeAll(memory unsafe.Pointer, n int, t reflect.Type) (any, error) {
	if memory == nil {
		n = 0
	}
	s, size := reflect.MakeSlice(t, n, n), info.size()
	var failed error
	for i := range n {
		v, err := info.take(unsafe.Add(memory, uintptr(i)*size))
		if err == nil {
			s.Index(i).Set(reflect.ValueOf(v))
		}
		failed = First(failed, err)
	}
	return s.Interface(), failed
}
