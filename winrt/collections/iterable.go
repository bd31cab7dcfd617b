//go:build windows

package collections

import (
	"iter"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// Iterable is an IIterable<T>.
type Iterable[T any] struct {
	abi.Object
	kind iterableKind[T]
	own  IIterable[T]
}

// IterableType says how an IIterable<T> crosses the ABI.
type IterableType[T any] struct {
	IIterable, IIterator abi.GUID
	Elem                 abi.Type[T]

	lazy abi.Lazy
}

type iterableParts[T any] struct {
	edge
	iterator IteratorType[T]
}

// AsIterable makes an Iterable of a Go value; nil of nil.
func AsIterable[T any](v IIterable[T]) *Iterable[T] {
	if i, ok := v.(*Iterable[T]); ok {
		return i
	}
	own, _ := unwrap(v, is[IIterable[T]]).(IIterable[T])
	if own == nil {
		return nil
	}
	x := &Iterable[T]{own: own}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *Iterable[T]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	if x.own == nil {
		return nil, false
	}
	return x.own, false
}

// WinRTClass names the interface.
func (x *Iterable[T]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// All ranges over the elements.
func (x *Iterable[T]) All() iter.Seq2[T, error] {
	if x.own != nil {
		return x.own.All()
	}
	return x.kind.All(&x.Object)
}

// First begins an iteration. The iterator is the caller's to release.
func (x *Iterable[T]) First() (*Iterator[T], error) {
	if x.own != nil {
		return AsIterator(iterate(x.own)), nil
	}
	return x.kind.First(&x.Object)
}

// Slice returns all elements.
func (x *Iterable[T]) Slice() ([]T, error) { return collect(x.All()) }

func collect[T any](all iter.Seq2[T, error]) ([]T, error) {
	var items []T
	for v, err := range all {
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

// First calls IIterable<T>.First on o. The iterator is the caller's to release.
func (t *IterableType[T]) First(o *abi.Object) (*Iterator[T], error) {
	return abi.GetType(o, &t.IIterable, 6, "IIterable.First", abi.Type[*Iterator[T]](&t.parts().iterator))
}

// All ranges over the elements of o, with a new iterator each time.
func (t *IterableType[T]) All(o *abi.Object) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		it, err := t.First(o)
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		if it == nil {
			return
		}
		defer it.Release()
		if it.own != nil { // it came back from Go
			eachOf(it.own, yield)
			return
		}
		t.parts().iterator.each(&it.Object, yield)
	}
}

func eachOf[T any](it IIterator[T], yield func(T, error) bool) {
	var none T
	for more, err := it.HasCurrent(); ; more, err = it.MoveNext() {
		if err != nil {
			yield(none, err)
			return
		}
		if !more {
			return
		}
		v, err := it.Current()
		if !yield(v, err) || err != nil {
			return
		}
	}
}

// Slice returns all elements of o.
func (t *IterableType[T]) Slice(o *abi.Object) ([]T, error) { return collect(t.All(o)) }

func (t *IterableType[T]) parts() *iterableParts[T] {
	if p := (*iterableParts[T])(t.lazy.Load()); p != nil {
		return p
	}
	p := &iterableParts[T]{}
	p.iterator.IIterator, p.iterator.Elem = t.IIterator, t.Elem
	p.class = abi.ClassInfo{Name: "Windows.Foundation.Collections.IIterable`1", IID: t.IIterable}
	p.local = func(v any) any { return AsIterable(v.(IIterable[T])) }
	p.face = abi.Face{
		IID:    t.IIterable,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[IIterable[T]],
		Source: &abi.Stub{IID: &t.IIterable, Methods: t.methods()},
	}
	return (*iterableParts[T])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *IterableType[T]) methods() []abi.Method {
	return []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			return t.parts().iterator.edge().give(result, iterate(self.(IIterable[T])))
		}},
	}
}

func (t *IterableType[T]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of a Go iterable.
func (t *IterableType[T]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *IterableType[T]) PassIn(c *abi.Call, v IIterable[T]) { t.parts().pass(c, v) }

// ArgIn reads the next in argument of a call into Go, which native code owns.
func (t *IterableType[T]) ArgIn(f *abi.Frame) (IIterable[T], error) {
	return abi.Typed[IIterable[T]](t.parts().face.Arg(f))
}

// Size implements abi.Type, as do the methods below.
func (t *IterableType[T]) Size() uintptr                    { return pointerSize }
func (t *IterableType[T]) Pass(c *abi.Call, v *Iterable[T]) { t.parts().pass(c, v) }
func (t *IterableType[T]) Arg(f *abi.Frame) (*Iterable[T], error) {
	return abi.Typed[*Iterable[T]](t.parts().arg(f))
}
func (t *IterableType[T]) Read(p unsafe.Pointer) (*Iterable[T], error) {
	return abi.Typed[*Iterable[T]](t.parts().read(p))
}
func (t *IterableType[T]) Take(p unsafe.Pointer) (*Iterable[T], error) {
	return abi.Typed[*Iterable[T]](t.parts().take(p))
}
func (t *IterableType[T]) Give(p unsafe.Pointer, v *Iterable[T]) error { return t.parts().give(p, v) }
func (t *IterableType[T]) Drop(p unsafe.Pointer)                       { t.parts().face.Drop(p) }
