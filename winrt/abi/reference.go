//go:build windows

package abi

import (
	"slices"
	"sync"
	"unsafe"
)

// slotGetValue is IReference<T>::get_Value and IReferenceArray<T>::get_Value.
const slotGetValue = 6

// Reference is the descriptor of IReference<T>, which is *T in Go: nil for none.
type Reference[T any] struct {
	IReference GUID
	Elem       Type[T]

	once sync.Once
	stub Stub
}

func (*Reference[T]) Size() uintptr { return pointerSize }

func (t *Reference[T]) Pass(c *Call, v *T) {
	p, err := t.box(v)
	if err != nil {
		c.Fail(err)
	}
	c.owned(p)
}

func (t *Reference[T]) Arg(f *Frame) (*T, error) {
	p := f.Pointer()
	return t.Read(unsafe.Pointer(&p))
}

func (t *Reference[T]) Read(p unsafe.Pointer) (*T, error) {
	q := *(*unsafe.Pointer)(p)
	if q == nil {
		return nil, nil
	}
	c := calls.Get().(*Call)
	defer c.End()
	cell := c.alloc(t.Elem.Size())
	if err := callFunction("IReference.Value", slotOf(q, slotGetValue), uintptr(q), uintptr(cell)); err != nil {
		return nil, err
	}
	v, err := t.Elem.Take(cell)
	if err != nil {
		return nil, err
	}
	return &v, nil
}

func (t *Reference[T]) Take(p unsafe.Pointer) (*T, error) {
	defer dropReference(p)
	return t.Read(p)
}

func (t *Reference[T]) Give(p unsafe.Pointer, v *T) error {
	q, err := t.box(v)
	StorePointer(p, q)
	return err
}

func (*Reference[T]) Drop(p unsafe.Pointer) { dropReference(p) }

// referenced is the Go object behind an IReference<T> that Go makes.
type referenced[T any] struct{ value T }

func (r *referenced[T]) Outside() any { return r.value }

// box makes an IReference<T>: the system's own for the types that it has, else an
// object of Go's.
func (t *Reference[T]) box(v *T) (unsafe.Pointer, error) {
	if v == nil {
		return nil, nil
	}
	if p, err := boxKnown(*v, &t.IReference); p != nil || err != nil {
		return p, err
	}
	t.once.Do(func() {
		t.stub = Stub{IID: &t.IReference, Requires: []StubSource{&stubOtherType}, Methods: []Method{
			{Words: 1, Do: func(self any, f *Frame) error {
				result := f.Out()
				if err := f.Err(); err != nil {
					return err
				}
				return t.Elem.Give(result, self.(*referenced[T]).value)
			}},
		}}
	})
	return NewInstance(&referenced[T]{*v}, &t.stub)
}

// boxKnown is the interface iid of the box of a value whose type says what it is: of one
// that PropertyValue has, the system's own, or nil where that is not whole; of an enum or
// a struct, Go's.
func boxKnown(v any, iid *GUID) (unsafe.Pointer, error) {
	if isBoxable(v) {
		p, err := systemBox(v, iid)
		if lacks(err) {
			err = nil
		}
		return p, err
	}
	if info, array := valueInfo(v); info != nil && (*iid == info.IReference || *iid == info.IReferenceArray) {
		return boxValue(v, info, array)
	}
	return nil, nil
}

// systemBox is the interface iid of the system's PropertyValue of v. Wine's has
// IReference<T> for some types only, and the error then is E_NOINTERFACE.
func systemBox(v any, iid *GUID) (unsafe.Pointer, error) {
	boxed, err := Box(v)
	if err != nil {
		return nil, err
	}
	defer boxed.Release()
	return referenceTo(&boxed.Object, iid)
}

// ReferenceArray is the descriptor of IReferenceArray<T>, which is []T in Go: nil
// for none.
type ReferenceArray[T any] struct {
	IReferenceArray GUID
	Elem            Type[T]

	once sync.Once
	stub Stub
}

func (*ReferenceArray[T]) Size() uintptr { return pointerSize }

func (t *ReferenceArray[T]) Pass(c *Call, v []T) {
	p, err := t.box(v)
	if err != nil {
		c.Fail(err)
	}
	c.owned(p)
}

func (t *ReferenceArray[T]) Arg(f *Frame) ([]T, error) {
	p := f.Pointer()
	return t.Read(unsafe.Pointer(&p))
}

func (t *ReferenceArray[T]) Read(p unsafe.Pointer) ([]T, error) {
	q := *(*unsafe.Pointer)(p)
	if q == nil {
		return nil, nil
	}
	c := calls.Get().(*Call)
	defer c.End()
	r := &Received[T]{t.Elem, (*uint32)(c.alloc(4)), (*unsafe.Pointer)(c.alloc(8))}
	if err := callFunction("IReferenceArray.Value", slotOf(q, slotGetValue), uintptr(q), uintptr(unsafe.Pointer(r.length)), uintptr(unsafe.Pointer(r.memory))); err != nil {
		return nil, err
	}
	s, err := r.Take()
	if s == nil && err == nil {
		s = []T{} // there is an array
	}
	return s, err
}

func (t *ReferenceArray[T]) Take(p unsafe.Pointer) ([]T, error) {
	defer dropReference(p)
	return t.Read(p)
}

func (t *ReferenceArray[T]) Give(p unsafe.Pointer, v []T) error {
	q, err := t.box(v)
	StorePointer(p, q)
	return err
}

func (*ReferenceArray[T]) Drop(p unsafe.Pointer) { dropReference(p) }

// referencedArray is the Go object behind an IReferenceArray<T> that Go makes.
type referencedArray[T any] struct{ values []T }

func (r *referencedArray[T]) Outside() any { return slices.Clone(r.values) }

func (t *ReferenceArray[T]) box(v []T) (unsafe.Pointer, error) {
	if v == nil {
		return nil, nil
	}
	if p, err := boxKnown(v, &t.IReferenceArray); p != nil || err != nil {
		return p, err
	}
	t.once.Do(func() {
		t.stub = Stub{IID: &t.IReferenceArray, Requires: []StubSource{&stubOtherTypeArray}, Methods: []Method{
			{Words: 2, Do: func(self any, f *Frame) error {
				result := ArgReceive(f, t.Elem)
				if err := f.Err(); err != nil {
					return err
				}
				return result.Give(self.(*referencedArray[T]).values)
			}},
		}}
	})
	return NewInstance(&referencedArray[T]{v}, &t.stub)
}

// IPropertyValue, which every IReference<T> has: for types that are not the
// system's own it says OtherType and gives no value.
var (
	iidIPropertyValue  = GUID{Data1: 0x4bd682dd, Data2: 0x7554, Data3: 0x40e9, Data4: [8]byte{0x9a, 0x9b, 0x82, 0x65, 0x4e, 0xde, 0x7e, 0x62}}
	stubOtherType      = otherType{number: 20}   // PropertyType.OtherType
	stubOtherTypeArray = otherType{number: 1044} // PropertyType.OtherTypeArray
)

// codeTypeMismatch is TYPE_E_TYPEMISMATCH.
const codeTypeMismatch HRESULT = 0x80028CA0

// propertyValueMethods is the number of IPropertyValue's methods.
const propertyValueMethods = 39

// otherType is the IPropertyValue of a type that is not the system's own.
type otherType struct {
	number int32
	once   sync.Once
	stub   Stub
}

// Stub implements StubSource.
func (o *otherType) Stub() *Stub {
	o.once.Do(func() {
		o.stub = Stub{IID: &iidIPropertyValue, Methods: make([]Method, propertyValueMethods)}
		for i := range o.stub.Methods {
			o.stub.Methods[i] = Method{Words: 1, Do: func(any, *Frame) error { return codeTypeMismatch }}
			if i >= slotGetUInt8Array-slotPropertyType {
				o.stub.Methods[i].Words = 2
			}
		}
		o.stub.Methods[0].Do = answer(o.number) // get_Type
		o.stub.Methods[1].Do = answer(false)    // get_IsNumericScalar
	})
	return &o.stub
}

// answer is a method whose only argument is a result, always v.
func answer[T any](v T) func(self any, f *Frame) error {
	return func(_ any, f *Frame) error {
		result := f.Out()
		if err := f.Err(); err != nil {
			return err
		}
		*(*T)(result) = v
		return nil
	}
}
