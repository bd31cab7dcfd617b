//go:build windows

package collections

import (
	"iter"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// VectorView is an IVectorView<T>.
type VectorView[T any] struct {
	abi.Object
	kind vectorViewKind[T]
	own  IVectorView[T]
}

// VectorViewType says how an IVectorView<T> crosses the ABI.
type VectorViewType[T any] struct {
	IVectorView, IIterable, IIterator abi.GUID
	Elem                              abi.Type[T]

	lazy abi.Lazy
}

type vectorViewParts[T any] struct {
	edge
	iterable IterableType[T]
}

// AsVectorView makes a VectorView of a Go value; nil of nil.
func AsVectorView[T any](v IVectorView[T]) *VectorView[T] {
	if x, ok := v.(*VectorView[T]); ok {
		return x
	}
	own, _ := unwrap(v, is[IVectorView[T]]).(IVectorView[T])
	if own == nil {
		return nil
	}
	x := &VectorView[T]{own: own}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *VectorView[T]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	if x.own == nil {
		return nil, false
	}
	return x.own, false
}

// WinRTClass names the interface.
func (x *VectorView[T]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// All ranges over the elements. Native ones are fetched a batch at a time: a
// change made during the loop may or may not be seen.
func (x *VectorView[T]) All() iter.Seq2[T, error] {
	if x.own != nil {
		return x.own.All()
	}
	return x.kind.All(&x.Object)
}

// Slice returns all elements.
func (x *VectorView[T]) Slice() ([]T, error) {
	if x.own != nil {
		return collect(x.own.All())
	}
	return x.kind.Slice(&x.Object)
}

// GetAt returns the element at index; past the end the error is E_BOUNDS.
func (x *VectorView[T]) GetAt(index uint32) (T, error) {
	if x.own != nil {
		return x.own.GetAt(index)
	}
	return x.kind.GetAt(&x.Object, index)
}

// Size returns how many elements there are.
func (x *VectorView[T]) Size() (uint32, error) {
	if x.own != nil {
		return x.own.Size()
	}
	return x.kind.GetSize(&x.Object)
}

// IndexOf finds the first element equal to value.
func (x *VectorView[T]) IndexOf(value T) (index uint32, found bool, err error) {
	if x.own != nil {
		return x.own.IndexOf(value)
	}
	return x.kind.IndexOf(&x.Object, value)
}

// GetMany fills items with the elements from startIndex on and says how many they are.
func (x *VectorView[T]) GetMany(startIndex uint32, items []T) (uint32, error) {
	if x.own != nil {
		return x.own.GetMany(startIndex, items)
	}
	return x.kind.GetMany(&x.Object, startIndex, items)
}

// All ranges over the elements of o.
func (t *VectorViewType[T]) All(o *abi.Object) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		eachIndexed(o, &t.IVectorView, t.Elem, &viewSlots, yield)
	}
}

// Slice returns all elements of o.
func (t *VectorViewType[T]) Slice(o *abi.Object) ([]T, error) {
	return sliceIndexed(o, &t.IVectorView, t.Elem, &viewSlots)
}

// GetAt calls IVectorView<T>.GetAt on o.
func (t *VectorViewType[T]) GetAt(o *abi.Object, index uint32) (T, error) {
	return callGetAt(o, &t.IVectorView, t.Elem, viewSlots.opGetAt, index)
}

// GetSize calls IVectorView<T>.Size on o; the name Size is abi.Type's.
func (t *VectorViewType[T]) GetSize(o *abi.Object) (uint32, error) {
	return abi.Get[uint32](o, &t.IVectorView, slotSize, viewSlots.opSize)
}

// IndexOf calls IVectorView<T>.IndexOf on o.
func (t *VectorViewType[T]) IndexOf(o *abi.Object, value T) (index uint32, found bool, err error) {
	return callIndexOf(o, &t.IVectorView, t.Elem, &viewSlots, value)
}

// GetMany calls IVectorView<T>.GetMany on o.
func (t *VectorViewType[T]) GetMany(o *abi.Object, startIndex uint32, items []T) (uint32, error) {
	return callGetMany(o, &t.IVectorView, t.Elem, &viewSlots, startIndex, items)
}

func (t *VectorViewType[T]) parts() *vectorViewParts[T] {
	if p := (*vectorViewParts[T])(t.lazy.Load()); p != nil {
		return p
	}
	p := &vectorViewParts[T]{}
	p.iterable.IIterable, p.iterable.IIterator, p.iterable.Elem = t.IIterable, t.IIterator, t.Elem
	p.class = abi.ClassInfo{Name: "Windows.Foundation.Collections.IVectorView`1", IID: t.IVectorView}
	p.local = func(v any) any { return AsVectorView(v.(IVectorView[T])) }
	p.face = abi.Face{
		IID:    t.IVectorView,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[IVectorView[T]],
		Source: &abi.Stub{IID: &t.IVectorView, Methods: t.methods(), Requires: []abi.StubSource{&p.iterable}},
	}
	return (*vectorViewParts[T])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *VectorViewType[T]) methods() []abi.Method {
	return []abi.Method{
		{Words: 2, Do: func(self any, f *abi.Frame) error { return stubGetAt(t.Elem, self.(reader[T]), f) }},
		{Words: 1, Do: func(self any, f *abi.Frame) error { return stubSize(self.(reader[T]), f) }},
		{Words: abi.Words(t.Elem.Size()) + 2, Do: func(self any, f *abi.Frame) error { return stubIndexOf(t.Elem, self.(reader[T]), f) }},
		{Words: 4, Do: func(self any, f *abi.Frame) error { return stubGetMany(t.Elem, self.(reader[T]), f) }},
	}
}

func (t *VectorViewType[T]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of a Go vector view.
func (t *VectorViewType[T]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *VectorViewType[T]) PassIn(c *abi.Call, v IVectorView[T]) { t.parts().pass(c, v) }

// ArgIn reads the next in argument of a call into Go, which native code owns.
func (t *VectorViewType[T]) ArgIn(f *abi.Frame) (IVectorView[T], error) {
	return abi.Typed[IVectorView[T]](t.parts().face.Arg(f))
}

// Size implements abi.Type, as do the methods below.
func (t *VectorViewType[T]) Size() uintptr                      { return pointerSize }
func (t *VectorViewType[T]) Pass(c *abi.Call, v *VectorView[T]) { t.parts().pass(c, v) }
func (t *VectorViewType[T]) Arg(f *abi.Frame) (*VectorView[T], error) {
	return abi.Typed[*VectorView[T]](t.parts().arg(f))
}
func (t *VectorViewType[T]) Read(p unsafe.Pointer) (*VectorView[T], error) {
	return abi.Typed[*VectorView[T]](t.parts().read(p))
}
func (t *VectorViewType[T]) Take(p unsafe.Pointer) (*VectorView[T], error) {
	return abi.Typed[*VectorView[T]](t.parts().take(p))
}
func (t *VectorViewType[T]) Give(p unsafe.Pointer, v *VectorView[T]) error {
	return t.parts().give(p, v)
}
func (t *VectorViewType[T]) Drop(p unsafe.Pointer) { t.parts().face.Drop(p) }
