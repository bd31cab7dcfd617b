//go:build windows

package collections

import (
	"iter"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// Vector is an IVector<T>.
type Vector[T any] struct {
	abi.Object
	kind vectorKind[T]
	own  IVector[T]
}

// VectorType says how an IVector<T> crosses the ABI.
type VectorType[T any] struct {
	IVector, IVectorView, IIterable, IIterator abi.GUID
	Elem                                       abi.Type[T]

	lazy abi.Lazy
}

type vectorParts[T any] struct {
	edge
	view VectorViewType[T]
}

// AsVector makes a Vector of a Go value; nil of nil.
func AsVector[T any](v IVector[T]) *Vector[T] {
	if x, ok := v.(*Vector[T]); ok {
		return x
	}
	own, _ := unwrap(v, is[IVector[T]]).(IVector[T])
	if own == nil {
		return nil
	}
	x := &Vector[T]{own: own}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *Vector[T]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	if x.own == nil {
		return nil, false
	}
	return x.own, false
}

// WinRTClass names the interface.
func (x *Vector[T]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// All ranges over the elements. Native ones are fetched a batch at a time: a
// change made during the loop may or may not be seen.
func (x *Vector[T]) All() iter.Seq2[T, error] {
	if x.own != nil {
		return x.own.All()
	}
	return x.kind.All(&x.Object)
}

// Slice returns all elements.
func (x *Vector[T]) Slice() ([]T, error) {
	if x.own != nil {
		return collect(x.own.All())
	}
	return x.kind.Slice(&x.Object)
}

// GetAt returns the element at index; past the end the error is E_BOUNDS.
func (x *Vector[T]) GetAt(index uint32) (T, error) {
	if x.own != nil {
		return x.own.GetAt(index)
	}
	return x.kind.GetAt(&x.Object, index)
}

// Size returns how many elements there are.
func (x *Vector[T]) Size() (uint32, error) {
	if x.own != nil {
		return x.own.Size()
	}
	return x.kind.GetSize(&x.Object)
}

// GetView returns what the vector holds now, for reading.
func (x *Vector[T]) GetView() (*VectorView[T], error) {
	if x.own != nil {
		return x.own.GetView()
	}
	return x.kind.GetView(&x.Object)
}

// IndexOf finds the first element equal to value.
func (x *Vector[T]) IndexOf(value T) (index uint32, found bool, err error) {
	if x.own != nil {
		return x.own.IndexOf(value)
	}
	return x.kind.IndexOf(&x.Object, value)
}

// SetAt replaces the element at index.
func (x *Vector[T]) SetAt(index uint32, value T) error {
	if x.own != nil {
		return x.own.SetAt(index, value)
	}
	return x.kind.SetAt(&x.Object, index, value)
}

// InsertAt puts value before the element at index.
func (x *Vector[T]) InsertAt(index uint32, value T) error {
	if x.own != nil {
		return x.own.InsertAt(index, value)
	}
	return x.kind.InsertAt(&x.Object, index, value)
}

// RemoveAt removes the element at index.
func (x *Vector[T]) RemoveAt(index uint32) error {
	if x.own != nil {
		return x.own.RemoveAt(index)
	}
	return x.kind.RemoveAt(&x.Object, index)
}

// Append adds value at the end.
func (x *Vector[T]) Append(value T) error {
	if x.own != nil {
		return x.own.Append(value)
	}
	return x.kind.Append(&x.Object, value)
}

// RemoveAtEnd removes the last element.
func (x *Vector[T]) RemoveAtEnd() error {
	if x.own != nil {
		return x.own.RemoveAtEnd()
	}
	return x.kind.RemoveAtEnd(&x.Object)
}

// Clear removes all elements.
func (x *Vector[T]) Clear() error {
	if x.own != nil {
		return x.own.Clear()
	}
	return x.kind.Clear(&x.Object)
}

// GetMany fills items with the elements from startIndex on and says how many they are.
func (x *Vector[T]) GetMany(startIndex uint32, items []T) (uint32, error) {
	if x.own != nil {
		return x.own.GetMany(startIndex, items)
	}
	return x.kind.GetMany(&x.Object, startIndex, items)
}

// ReplaceAll replaces all elements by items.
func (x *Vector[T]) ReplaceAll(items []T) error {
	if x.own != nil {
		return x.own.ReplaceAll(items)
	}
	return x.kind.ReplaceAll(&x.Object, items)
}

// All ranges over the elements of o.
func (t *VectorType[T]) All(o *abi.Object) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		eachIndexed(o, &t.IVector, t.Elem, &vectorSlots, yield)
	}
}

// Slice returns all elements of o.
func (t *VectorType[T]) Slice(o *abi.Object) ([]T, error) {
	return sliceIndexed(o, &t.IVector, t.Elem, &vectorSlots)
}

// GetAt calls IVector<T>.GetAt on o.
func (t *VectorType[T]) GetAt(o *abi.Object, index uint32) (T, error) {
	return callGetAt(o, &t.IVector, t.Elem, vectorSlots.opGetAt, index)
}

// GetSize calls IVector<T>.Size on o; the name Size is abi.Type's.
func (t *VectorType[T]) GetSize(o *abi.Object) (uint32, error) {
	return abi.Get[uint32](o, &t.IVector, slotSize, vectorSlots.opSize)
}

// GetView calls IVector<T>.GetView on o.
func (t *VectorType[T]) GetView(o *abi.Object) (*VectorView[T], error) {
	return abi.GetType(o, &t.IVector, 8, "IVector.GetView", abi.Type[*VectorView[T]](&t.parts().view))
}

// IndexOf calls IVector<T>.IndexOf on o.
func (t *VectorType[T]) IndexOf(o *abi.Object, value T) (index uint32, found bool, err error) {
	return callIndexOf(o, &t.IVector, t.Elem, &vectorSlots, value)
}

// SetAt calls IVector<T>.SetAt on o.
func (t *VectorType[T]) SetAt(o *abi.Object, index uint32, value T) error {
	c := abi.Begin(o, &t.IVector, 10, "IVector.SetAt")
	defer c.End()
	abi.Value(c, index)
	t.Elem.Pass(c, value)
	return c.Do()
}

// InsertAt calls IVector<T>.InsertAt on o.
func (t *VectorType[T]) InsertAt(o *abi.Object, index uint32, value T) error {
	c := abi.Begin(o, &t.IVector, 11, "IVector.InsertAt")
	defer c.End()
	abi.Value(c, index)
	t.Elem.Pass(c, value)
	return c.Do()
}

// RemoveAt calls IVector<T>.RemoveAt on o.
func (t *VectorType[T]) RemoveAt(o *abi.Object, index uint32) error {
	c := abi.Begin(o, &t.IVector, 12, "IVector.RemoveAt")
	defer c.End()
	abi.Value(c, index)
	return c.Do()
}

// Append calls IVector<T>.Append on o.
func (t *VectorType[T]) Append(o *abi.Object, value T) error {
	return abi.PutType(o, &t.IVector, 13, "IVector.Append", t.Elem, value)
}

// RemoveAtEnd calls IVector<T>.RemoveAtEnd on o.
func (t *VectorType[T]) RemoveAtEnd(o *abi.Object) error {
	return abi.Invoke(o, &t.IVector, 14, "IVector.RemoveAtEnd")
}

// Clear calls IVector<T>.Clear on o.
func (t *VectorType[T]) Clear(o *abi.Object) error {
	return abi.Invoke(o, &t.IVector, 15, "IVector.Clear")
}

// GetMany calls IVector<T>.GetMany on o.
func (t *VectorType[T]) GetMany(o *abi.Object, startIndex uint32, items []T) (uint32, error) {
	return callGetMany(o, &t.IVector, t.Elem, &vectorSlots, startIndex, items)
}

// ReplaceAll calls IVector<T>.ReplaceAll on o.
func (t *VectorType[T]) ReplaceAll(o *abi.Object, items []T) error {
	c := abi.Begin(o, &t.IVector, 17, "IVector.ReplaceAll")
	defer c.End()
	abi.PassArray(c, items, t.Elem)
	return c.Do()
}

func (t *VectorType[T]) parts() *vectorParts[T] {
	if p := (*vectorParts[T])(t.lazy.Load()); p != nil {
		return p
	}
	p := &vectorParts[T]{}
	p.view.IVectorView, p.view.IIterable, p.view.IIterator, p.view.Elem = t.IVectorView, t.IIterable, t.IIterator, t.Elem
	p.class = abi.ClassInfo{Name: "Windows.Foundation.Collections.IVector`1", IID: t.IVector}
	p.local = func(v any) any { return AsVector(v.(IVector[T])) }
	p.face = abi.Face{
		IID: t.IVector,
		New: func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:  is[IVector[T]],
		// Whatever has IVector's methods has IVectorView's too, so native code
		// that asks a Go vector for the reading side gets it without a copy.
		Source: &abi.Stub{IID: &t.IVector, Methods: t.methods(), Requires: []abi.StubSource{&p.view}},
	}
	return (*vectorParts[T])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *VectorType[T]) methods() []abi.Method {
	return []abi.Method{
		{Words: 2, Do: func(self any, f *abi.Frame) error { return stubGetAt(t.Elem, self.(reader[T]), f) }},
		{Words: 1, Do: func(self any, f *abi.Frame) error { return stubSize(self.(reader[T]), f) }},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := self.(IVector[T]).GetView()
			if err != nil {
				return err
			}
			return t.parts().view.Give(result, v)
		}},
		{Words: abi.Words(t.Elem.Size()) + 2, Do: func(self any, f *abi.Frame) error { return stubIndexOf(t.Elem, self.(reader[T]), f) }},
		{Words: 1 + abi.Words(t.Elem.Size()), Do: func(self any, f *abi.Frame) error {
			index, value, err := t.indexAndValue(f)
			if err != nil {
				return err
			}
			return self.(IVector[T]).SetAt(index, value)
		}},
		{Words: 1 + abi.Words(t.Elem.Size()), Do: func(self any, f *abi.Frame) error {
			index, value, err := t.indexAndValue(f)
			if err != nil {
				return err
			}
			return self.(IVector[T]).InsertAt(index, value)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			index := abi.ArgValue[uint32](f)
			if err := f.Err(); err != nil {
				return err
			}
			return self.(IVector[T]).RemoveAt(index)
		}},
		{Words: abi.Words(t.Elem.Size()), Do: func(self any, f *abi.Frame) error {
			value, err := t.Elem.Arg(f)
			if err == nil {
				err = f.Err()
			}
			if err != nil {
				return err
			}
			return self.(IVector[T]).Append(value)
		}},
		{Do: func(self any, f *abi.Frame) error { return self.(IVector[T]).RemoveAtEnd() }},
		{Do: func(self any, f *abi.Frame) error { return self.(IVector[T]).Clear() }},
		{Words: 4, Do: func(self any, f *abi.Frame) error { return stubGetMany(t.Elem, self.(reader[T]), f) }},
		{Words: 2, Do: func(self any, f *abi.Frame) error {
			items, err := abi.ArgArray(f, t.Elem)
			if err == nil {
				err = f.Err()
			}
			if err != nil {
				return err
			}
			return self.(IVector[T]).ReplaceAll(items)
		}},
	}
}

func (t *VectorType[T]) indexAndValue(f *abi.Frame) (uint32, T, error) {
	index := abi.ArgValue[uint32](f)
	value, err := t.Elem.Arg(f)
	if err == nil {
		err = f.Err()
	}
	return index, value, err
}

func (t *VectorType[T]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of a Go vector.
func (t *VectorType[T]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *VectorType[T]) PassIn(c *abi.Call, v IVector[T]) { t.parts().pass(c, v) }

// ArgIn reads the next in argument of a call into Go, which native code owns.
func (t *VectorType[T]) ArgIn(f *abi.Frame) (IVector[T], error) {
	return abi.Typed[IVector[T]](t.parts().face.Arg(f))
}

// Size implements abi.Type, as do the methods below.
func (t *VectorType[T]) Size() uintptr                  { return pointerSize }
func (t *VectorType[T]) Pass(c *abi.Call, v *Vector[T]) { t.parts().pass(c, v) }
func (t *VectorType[T]) Arg(f *abi.Frame) (*Vector[T], error) {
	return abi.Typed[*Vector[T]](t.parts().arg(f))
}
func (t *VectorType[T]) Read(p unsafe.Pointer) (*Vector[T], error) {
	return abi.Typed[*Vector[T]](t.parts().read(p))
}
func (t *VectorType[T]) Take(p unsafe.Pointer) (*Vector[T], error) {
	return abi.Typed[*Vector[T]](t.parts().take(p))
}
func (t *VectorType[T]) Give(p unsafe.Pointer, v *Vector[T]) error { return t.parts().give(p, v) }
func (t *VectorType[T]) Drop(p unsafe.Pointer)                     { t.parts().face.Drop(p) }
