//go:build windows

package collections

import (
	"errors"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// Iterator is an IIterator<T>. One goroutine at a time moves it.
type Iterator[T any] struct {
	abi.Object
	kind iteratorKind[T]
	own  IIterator[T]
}

// IteratorType says how an IIterator<T> crosses the ABI.
type IteratorType[T any] struct {
	IIterator abi.GUID
	Elem      abi.Type[T]

	lazy abi.Lazy
}

// AsIterator makes an Iterator of a Go value; nil of nil.
func AsIterator[T any](v IIterator[T]) *Iterator[T] {
	if i, ok := v.(*Iterator[T]); ok {
		return i
	}
	own, _ := unwrap(v, is[IIterator[T]]).(IIterator[T])
	if own == nil {
		return nil
	}
	x := &Iterator[T]{own: own}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *Iterator[T]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	if x.own == nil {
		return nil, false
	}
	return x.own, false
}

// WinRTClass names the interface.
func (x *Iterator[T]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// Release gives the iterator up; one over Go code stops.
func (x *Iterator[T]) Release() {
	if s, ok := x.own.(interface{ stop() }); ok {
		s.stop()
		return
	}
	x.Object.Release()
}

// Current is the element at the position; past the end the error is E_BOUNDS.
func (x *Iterator[T]) Current() (T, error) {
	if x.own != nil {
		return x.own.Current()
	}
	return x.kind.Current(&x.Object)
}

// HasCurrent says whether the position is on an element.
func (x *Iterator[T]) HasCurrent() (bool, error) {
	if x.own != nil {
		return x.own.HasCurrent()
	}
	return x.kind.HasCurrent(&x.Object)
}

// MoveNext goes one element on and says whether there is one.
func (x *Iterator[T]) MoveNext() (bool, error) {
	if x.own != nil {
		return x.own.MoveNext()
	}
	return x.kind.MoveNext(&x.Object)
}

// GetMany fills items from the position on and goes past what it gave.
func (x *Iterator[T]) GetMany(items []T) (uint32, error) {
	if x.own != nil {
		return x.own.GetMany(items)
	}
	return x.kind.GetMany(&x.Object, items)
}

// Current calls IIterator<T>.Current on o.
func (t *IteratorType[T]) Current(o *abi.Object) (T, error) {
	return abi.GetType(o, &t.IIterator, 6, "IIterator.Current", t.Elem)
}

// HasCurrent calls IIterator<T>.HasCurrent on o.
func (t *IteratorType[T]) HasCurrent(o *abi.Object) (bool, error) {
	return abi.GetBool(o, &t.IIterator, 7, "IIterator.HasCurrent")
}

// MoveNext calls IIterator<T>.MoveNext on o.
func (t *IteratorType[T]) MoveNext(o *abi.Object) (bool, error) {
	return abi.GetBool(o, &t.IIterator, 8, "IIterator.MoveNext")
}

// GetMany calls IIterator<T>.GetMany on o.
func (t *IteratorType[T]) GetMany(o *abi.Object, items []T) (uint32, error) {
	c := abi.Begin(o, &t.IIterator, 9, "IIterator.GetMany")
	defer c.End()
	abi.FillArray(c, items, t.Elem)
	actual := abi.Out[uint32](c)
	if err := c.Do(); err != nil {
		return 0, err
	}
	return min(*actual, uint32(len(items))), nil
}

// next fills b with up to n elements from the iterator.
func (b *batch[T]) advance(o *abi.Object, iid *abi.GUID, n uint32) error {
	p := b.room(n)
	c := abi.Begin(o, iid, 9, "IIterator.GetMany")
	defer c.End()
	abi.Value(c, n)
	c.Pointer(p)
	actual := abi.Out[uint32](c)
	if err := c.Do(); err != nil {
		return err
	}
	b.count = min(*actual, n)
	return nil
}

// each yields what is left of a native iterator, in batches where it can.
func (t *IteratorType[T]) each(o *abi.Object, yield func(T, error) bool) {
	b := batch[T]{elem: t.Elem}
	defer b.drop()
	for n := uint32(firstBatch); ; n = min(n*4, largestBatch) {
		err := b.advance(o, &t.IIterator, n)
		if errors.Is(err, eNotImpl) {
			t.eachByStep(o, yield)
			return
		}
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		if b.count == 0 {
			return
		}
		for b.next < b.count {
			v, err := b.take()
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

func (t *IteratorType[T]) eachByStep(o *abi.Object, yield func(T, error) bool) {
	var none T
	for more, err := t.HasCurrent(o); ; more, err = t.MoveNext(o) {
		if err != nil {
			yield(none, err)
			return
		}
		if !more {
			return
		}
		v, err := t.Current(o)
		if !yield(v, err) || err != nil {
			return
		}
	}
}

func (t *IteratorType[T]) edge() *edge {
	if e := (*edge)(t.lazy.Load()); e != nil {
		return e
	}
	e := &edge{
		class: abi.ClassInfo{Name: "Windows.Foundation.Collections.IIterator`1", IID: t.IIterator},
		local: func(v any) any { return AsIterator(v.(IIterator[T])) },
	}
	e.face = abi.Face{
		IID:    t.IIterator,
		New:    func(p unsafe.Pointer) any { return t.wrap(p) },
		Is:     is[IIterator[T]],
		Source: &abi.Stub{IID: &t.IIterator, Methods: t.methods()},
	}
	return (*edge)(t.lazy.Keep(unsafe.Pointer(e)))
}

func (t *IteratorType[T]) methods() []abi.Method {
	return []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := self.(IIterator[T]).Current()
			if err != nil {
				return err
			}
			return t.Elem.Give(result, v)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			return stubBool(f, self.(IIterator[T]).HasCurrent)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			return stubBool(f, self.(IIterator[T]).MoveNext)
		}},
		{Words: 3, Do: func(self any, f *abi.Frame) error {
			capacity := abi.ArgValue[uint32](f)
			items := abi.ArgValue[unsafe.Pointer](f)
			actual := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			*(*uint32)(actual) = 0
			if capacity == 0 {
				return nil
			}
			if items == nil {
				return ePointer
			}
			return t.giveBatches(self.(IIterator[T]), items, capacity, actual)
		}},
	}
}

// giveBatches answers a native GetMany. How long the sequence is nobody knows,
// so Go memory is bounded by a batch, whatever the capacity.
func (t *IteratorType[T]) giveBatches(it IIterator[T], items unsafe.Pointer, capacity uint32, actual unsafe.Pointer) error {
	values := make([]T, min(capacity, largestBatch))
	size := t.Elem.Size()
	for done := uint32(0); done < capacity; {
		got, err := it.GetMany(values[:min(capacity-done, uint32(len(values)))])
		if err != nil {
			if done > 0 {
				return nil // what was given stays given; the next call gets the error
			}
			return err
		}
		if got == 0 {
			return nil
		}
		var n uint32
		if err := giveMany(t.Elem, unsafe.Add(items, uintptr(done)*size), values[:got], unsafe.Pointer(&n)); err != nil {
			for i := range done {
				t.Elem.Drop(unsafe.Add(items, uintptr(i)*size))
			}
			*(*uint32)(actual) = 0
			return err
		}
		done += n
		*(*uint32)(actual) = done
	}
	return nil
}

func stubBool(f *abi.Frame, get func() (bool, error)) error {
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	v, err := get()
	if err != nil {
		return err
	}
	giveBool(result, v)
	return nil
}

func (t *IteratorType[T]) info() *abi.ClassInfo { return &t.edge().class }

// Stub is what native code calls of a Go iterator.
func (t *IteratorType[T]) Stub() *abi.Stub { return t.edge().face.Stub() }

// PassIn passes v as an in argument.
func (t *IteratorType[T]) PassIn(c *abi.Call, v IIterator[T]) { t.edge().pass(c, v) }

// Size implements abi.Type, as do the methods below.
func (t *IteratorType[T]) Size() uintptr                    { return pointerSize }
func (t *IteratorType[T]) Pass(c *abi.Call, v *Iterator[T]) { t.edge().pass(c, v) }
func (t *IteratorType[T]) Arg(f *abi.Frame) (*Iterator[T], error) {
	return abi.Typed[*Iterator[T]](t.edge().arg(f))
}
func (t *IteratorType[T]) Read(p unsafe.Pointer) (*Iterator[T], error) {
	return abi.Typed[*Iterator[T]](t.edge().read(p))
}
func (t *IteratorType[T]) Take(p unsafe.Pointer) (*Iterator[T], error) {
	return abi.Typed[*Iterator[T]](t.edge().take(p))
}
func (t *IteratorType[T]) Give(p unsafe.Pointer, v *Iterator[T]) error { return t.edge().give(p, v) }
func (t *IteratorType[T]) Drop(p unsafe.Pointer)                       { t.edge().face.Drop(p) }
