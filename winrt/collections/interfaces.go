//go:build windows

package collections

import (
	"iter"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// IIterable is anything that can be ranged over. A Go type with All can be
// passed wherever the Windows Runtime wants IIterable<T>.
//
// All may be ranged over more than once. An error ends the sequence: it comes
// with the zero T, and nothing follows it.
type IIterable[T any] interface {
	All() iter.Seq2[T, error]
}

// IIterator is a position in a sequence. It starts on the first element.
type IIterator[T any] interface {
	// Current is the element at the position; past the end the error is E_BOUNDS.
	Current() (T, error)
	// HasCurrent says whether the position is on an element.
	HasCurrent() (bool, error)
	// MoveNext goes one element on and says whether there is one.
	MoveNext() (bool, error)
	// GetMany fills items from the position on and goes past what it gave.
	GetMany(items []T) (uint32, error)
}

// IVectorView is a sequence that is read by index.
type IVectorView[T any] interface {
	IIterable[T]
	// GetAt returns the element at index; past the end the error is E_BOUNDS.
	GetAt(index uint32) (T, error)
	Size() (uint32, error)
	// IndexOf finds the first element equal to value.
	IndexOf(value T) (index uint32, found bool, err error)
	// GetMany fills items with the elements from startIndex on and says how many they are.
	GetMany(startIndex uint32, items []T) (uint32, error)
}

// IVector is a sequence that is read and changed by index.
type IVector[T any] interface {
	IIterable[T]
	// GetAt returns the element at index; past the end the error is E_BOUNDS.
	GetAt(index uint32) (T, error)
	Size() (uint32, error)
	// GetView returns what the vector holds now, for reading.
	GetView() (*VectorView[T], error)
	// IndexOf finds the first element equal to value.
	IndexOf(value T) (index uint32, found bool, err error)
	SetAt(index uint32, value T) error
	InsertAt(index uint32, value T) error
	RemoveAt(index uint32) error
	Append(value T) error
	RemoveAtEnd() error
	Clear() error
	// GetMany fills items with the elements from startIndex on and says how many they are.
	GetMany(startIndex uint32, items []T) (uint32, error)
	ReplaceAll(items []T) error
}

// IObservableVector is a vector that tells of its changes.
type IObservableVector[T any] interface {
	IVector[T]
	AddVectorChanged(handler func(sender *ObservableVector[T], args IVectorChangedEventArgs)) (abi.EventRegistration, error)
}

// IMapView is a map that is read.
type IMapView[K, V any] interface {
	IIterable[KeyValuePair[K, V]]
	// Lookup returns the value of key; without one the error is E_BOUNDS.
	Lookup(key K) (V, error)
	Size() (uint32, error)
	HasKey(key K) (bool, error)
	// Split divides the view in two; both are nil where it cannot be divided.
	Split() (first, second *MapView[K, V], err error)
}

// IMap is a map that is read and changed.
type IMap[K, V any] interface {
	IIterable[KeyValuePair[K, V]]
	// Lookup returns the value of key; without one the error is E_BOUNDS.
	Lookup(key K) (V, error)
	Size() (uint32, error)
	HasKey(key K) (bool, error)
	// GetView returns what the map holds now, for reading.
	GetView() (*MapView[K, V], error)
	// Insert sets the value of key and says whether it replaced another.
	Insert(key K, value V) (replaced bool, err error)
	// Remove removes key; without one the error is E_BOUNDS.
	Remove(key K) error
	Clear() error
}

// IObservableMap is a map that tells of its changes.
type IObservableMap[K, V any] interface {
	IMap[K, V]
	AddMapChanged(handler func(sender *ObservableMap[K, V], args *MapChangedEventArgs[K])) (abi.EventRegistration, error)
}
