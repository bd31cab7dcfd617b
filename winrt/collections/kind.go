//go:build windows

package collections

import (
	"iter"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// The kinds are what a native collection's struct needs of its descriptor.
//
// They are interfaces for the compiler's sake: it compiles every method of every
// generic type that a signature mentions, however indirectly, again in each
// package. A struct that named its descriptor's type would bring the code of the
// whole collection into every package that only passes one on.

type kind interface{ info() *abi.ClassInfo }

// className is what WinRTClass returns of a struct of kind k.
func className(k kind) *abi.ClassInfo {
	if k == nil {
		return &classUnbound
	}
	return k.info()
}

type iteratorKind[T any] interface {
	kind
	Current(o *abi.Object) (T, error)
	HasCurrent(o *abi.Object) (bool, error)
	MoveNext(o *abi.Object) (bool, error)
	GetMany(o *abi.Object, items []T) (uint32, error)
}

type iterableKind[T any] interface {
	kind
	All(o *abi.Object) iter.Seq2[T, error]
	First(o *abi.Object) (*Iterator[T], error)
}

type vectorViewKind[T any] interface {
	kind
	All(o *abi.Object) iter.Seq2[T, error]
	Slice(o *abi.Object) ([]T, error)
	GetAt(o *abi.Object, index uint32) (T, error)
	GetSize(o *abi.Object) (uint32, error)
	IndexOf(o *abi.Object, value T) (index uint32, found bool, err error)
	GetMany(o *abi.Object, startIndex uint32, items []T) (uint32, error)
}

type vectorKind[T any] interface {
	vectorViewKind[T]
	GetView(o *abi.Object) (*VectorView[T], error)
	SetAt(o *abi.Object, index uint32, value T) error
	InsertAt(o *abi.Object, index uint32, value T) error
	RemoveAt(o *abi.Object, index uint32) error
	Append(o *abi.Object, value T) error
	RemoveAtEnd(o *abi.Object) error
	Clear(o *abi.Object) error
	ReplaceAll(o *abi.Object, items []T) error
}

type observableVectorKind[T any] interface {
	kind
	AddVectorChanged(o *abi.Object, handler func(sender *ObservableVector[T], args IVectorChangedEventArgs)) (abi.EventRegistration, error)
}

type mapViewKind[K, V any] interface {
	kind
	All(o *abi.Object) iter.Seq2[KeyValuePair[K, V], error]
	Lookup(o *abi.Object, key K) (V, error)
	GetSize(o *abi.Object) (uint32, error)
	HasKey(o *abi.Object, key K) (bool, error)
	Split(o *abi.Object) (first, second *MapView[K, V], err error)
}

type mapKind[K, V any] interface {
	kind
	All(o *abi.Object) iter.Seq2[KeyValuePair[K, V], error]
	Lookup(o *abi.Object, key K) (V, error)
	GetSize(o *abi.Object) (uint32, error)
	HasKey(o *abi.Object, key K) (bool, error)
	GetView(o *abi.Object) (*MapView[K, V], error)
	Insert(o *abi.Object, key K, value V) (replaced bool, err error)
	Remove(o *abi.Object, key K) error
	Clear(o *abi.Object) error
}

type observableMapKind[K, V any] interface {
	kind
	AddMapChanged(o *abi.Object, handler func(sender *ObservableMap[K, V], args *MapChangedEventArgs[K])) (abi.EventRegistration, error)
}

type mapChangedEventArgsKind[K any] interface {
	kind
	CollectionChange(o *abi.Object) (CollectionChange, error)
	GetKey(o *abi.Object) (K, error)
}
