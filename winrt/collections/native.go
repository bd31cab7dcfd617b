//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// classUnbound is the class of a struct that stands for no native object: it
// has an interface ID that nothing answers to.
var classUnbound = abi.ClassInfo{Name: "Windows.Foundation.Collections"}

// Each wrap makes the struct for a reference to the descriptor's interface,
// which the struct owns from then on.

func (t *IteratorType[T]) wrap(p unsafe.Pointer) *Iterator[T] {
	x := &Iterator[T]{kind: t}
	abi.Adopt(&x.Object, p, &t.IIterator)
	return x
}

func (t *IterableType[T]) wrap(p unsafe.Pointer) *Iterable[T] {
	x := &Iterable[T]{kind: t}
	abi.Adopt(&x.Object, p, &t.IIterable)
	return x
}

func (t *VectorViewType[T]) wrap(p unsafe.Pointer) *VectorView[T] {
	x := &VectorView[T]{kind: t}
	abi.Adopt(&x.Object, p, &t.IVectorView)
	return x
}

func (t *VectorType[T]) wrap(p unsafe.Pointer) *Vector[T] {
	x := &Vector[T]{kind: t}
	abi.Adopt(&x.Object, p, &t.IVector)
	return x
}

func (t *ObservableVectorType[T]) wrap(p unsafe.Pointer) *ObservableVector[T] {
	x := &ObservableVector[T]{Vector: Vector[T]{kind: &t.parts().vector}, observable: t}
	abi.Adopt(&x.Object, p, &t.IObservableVector)
	return x
}

func (t *KeyValuePairType[K, V]) wrap(p unsafe.Pointer) *nativePair {
	x := &nativePair{class: &t.parts().class}
	abi.Adopt(&x.Object, p, &t.IKeyValuePair)
	return x
}

func (t *MapViewType[K, V]) wrap(p unsafe.Pointer) *MapView[K, V] {
	x := &MapView[K, V]{kind: t}
	abi.Adopt(&x.Object, p, &t.IMapView)
	return x
}

func (t *MapType[K, V]) wrap(p unsafe.Pointer) *Map[K, V] {
	x := &Map[K, V]{kind: t}
	abi.Adopt(&x.Object, p, &t.IMap)
	return x
}

func (t *ObservableMapType[K, V]) wrap(p unsafe.Pointer) *ObservableMap[K, V] {
	x := &ObservableMap[K, V]{Map: Map[K, V]{kind: &t.parts().plain}, observable: t}
	abi.Adopt(&x.Object, p, &t.IObservableMap)
	return x
}

func (t *MapChangedEventArgsType[K]) wrap(p unsafe.Pointer) *MapChangedEventArgs[K] {
	x := &MapChangedEventArgs[K]{kind: t}
	abi.Adopt(&x.Object, p, &t.IMapChangedEventArgs)
	return x
}
