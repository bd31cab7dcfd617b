//go:build windows

package collections

import (
	"iter"
	"slices"
	"sync"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// List is a Go slice that the Windows Runtime can use: it is an IVector, an
// IVectorView, an IIterable and an IObservableVector. It becomes a COM object
// when it is first passed to a call and is itself again when Go gets it.
//
// A List is safe for concurrent use. Iterating over one that is changed
// meanwhile ends with E_CHANGED_STATE. IndexOf compares objects by identity
// and other elements by ==.
type List[T any] struct {
	mu      sync.RWMutex
	items   []T
	version uint64
	shared  bool // items is also a view's: copy before writing
	changed handlerList[VectorChangedEventHandler[T]]
	self    *ObservableVector[T]
}

// Of makes a List of items.
func Of[T any](items ...T) *List[T] { return &List[T]{items: slices.Clone(items)} }

// FromSlice makes a List with the elements of s, which stays the caller's.
func FromSlice[T any](s []T) *List[T] { return &List[T]{items: slices.Clone(s)} }

// Slice returns a copy of the elements.
func (l *List[T]) Slice() ([]T, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.Clone(l.items), nil
}

// All ranges over the elements.
func (l *List[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		it := l.iterate()
		eachOf(it, yield)
	}
}

// GetAt returns the element at index; past the end the error is E_BOUNDS.
func (l *List[T]) GetAt(index uint32) (T, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if uint64(index) >= uint64(len(l.items)) {
		var none T
		return none, outOfRange("List.GetAt", index, len(l.items))
	}
	return l.items[index], nil
}

// Size returns how many elements there are.
func (l *List[T]) Size() (uint32, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return uint32(len(l.items)), nil
}

// GetView returns what the list holds now. Later changes do not show in it.
func (l *List[T]) GetView() (*VectorView[T], error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shared = true
	return AsVectorView[T](&frozenList[T]{items: l.items}), nil
}

// IndexOf finds the first element equal to value.
func (l *List[T]) IndexOf(value T) (index uint32, found bool, err error) {
	l.mu.RLock()
	items := slices.Clone(l.items) // comparing may call native code, which may call back
	l.mu.RUnlock()
	return indexOf(items, value)
}

func indexOf[T any](items []T, value T) (uint32, bool, error) {
	for i, v := range items {
		same, err := equal(v, value)
		if same || err != nil {
			return uint32(i), same, err
		}
	}
	return 0, false, nil
}

// GetMany fills items with the elements from startIndex on and says how many they are.
func (l *List[T]) GetMany(startIndex uint32, items []T) (uint32, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return copyFrom("List.GetMany", l.items, startIndex, items)
}

func copyFrom[T any](op string, all []T, start uint32, items []T) (uint32, error) {
	if uint64(start) > uint64(len(all)) {
		return 0, outOfRange(op, start, len(all))
	}
	return uint32(copy(items, all[start:])), nil
}

// SetAt replaces the element at index.
func (l *List[T]) SetAt(index uint32, value T) error {
	return l.change("List.SetAt", index, 0, CollectionChangeItemChanged, func() { l.items[index] = value })
}

// InsertAt puts value before the element at index.
func (l *List[T]) InsertAt(index uint32, value T) error {
	return l.change("List.InsertAt", index, 1, CollectionChangeItemInserted, func() {
		l.items = slices.Insert(l.items, int(index), value)
	})
}

// RemoveAt removes the element at index.
func (l *List[T]) RemoveAt(index uint32) error {
	return l.change("List.RemoveAt", index, 0, CollectionChangeItemRemoved, func() {
		l.items = slices.Delete(l.items, int(index), int(index)+1)
	})
}

// change runs edit on the element at index and tells the handlers. spare is 1
// where index may be one past the last element.
func (l *List[T]) change(op string, index uint32, spare int, kind CollectionChange, edit func()) error {
	l.mu.Lock()
	if size := len(l.items); uint64(index) >= uint64(size+spare) {
		l.mu.Unlock()
		return outOfRange(op, index, size)
	}
	l.own()
	edit()
	l.mu.Unlock()
	l.tell(kind, index)
	return nil
}

// own makes items this list's alone, and marks the change. mu is held.
func (l *List[T]) own() {
	if l.shared {
		l.items, l.shared = slices.Clone(l.items), false
	}
	l.version++
}

// Append adds value at the end.
func (l *List[T]) Append(value T) error {
	l.mu.Lock()
	index := uint32(len(l.items))
	l.own()
	l.items = append(l.items, value)
	l.mu.Unlock()
	l.tell(CollectionChangeItemInserted, index)
	return nil
}

// RemoveAtEnd removes the last element.
func (l *List[T]) RemoveAtEnd() error {
	l.mu.Lock()
	last := len(l.items) - 1
	if last < 0 {
		l.mu.Unlock()
		return outOfRange("List.RemoveAtEnd", 0, 0)
	}
	l.own()
	l.items = slices.Delete(l.items, last, last+1)
	l.mu.Unlock()
	l.tell(CollectionChangeItemRemoved, uint32(last))
	return nil
}

// Clear removes all elements.
func (l *List[T]) Clear() error { return l.ReplaceAll(nil) }

// ReplaceAll replaces all elements by items, which stays the caller's.
func (l *List[T]) ReplaceAll(items []T) error {
	l.mu.Lock()
	l.items, l.shared = slices.Clone(items), false
	l.version++
	l.mu.Unlock()
	l.tell(CollectionChangeReset, 0)
	return nil
}

// AddVectorChanged has handler called after every change, on the goroutine
// that made it.
func (l *List[T]) AddVectorChanged(handler func(sender *ObservableVector[T], args IVectorChangedEventArgs)) (abi.EventRegistration, error) {
	token := l.changed.add(handler, nil)
	return abi.NewRegistration(func() error { l.changed.remove(token); return nil }), nil
}

func (l *List[T]) tell(change CollectionChange, index uint32) {
	handlers := l.changed.now()
	if len(handlers) == 0 {
		return
	}
	sender := l.sender()
	for _, h := range handlers {
		h.fn(sender, &vectorChange{change, index})
	}
}

func (l *List[T]) sender() *ObservableVector[T] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.self == nil {
		l.self = AsObservableVector[T](l)
	}
	return l.self
}

// vectorChange is a change of a Go vector.
type vectorChange struct {
	change CollectionChange
	index  uint32
}

func (v *vectorChange) CollectionChange() (CollectionChange, error) { return v.change, nil }
func (v *vectorChange) Index() (uint32, error)                      { return v.index, nil }

func (l *List[T]) iterate() IIterator[T] {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return &listIterator[T]{list: l, version: l.version}
}

// listIterator walks a List as long as that does not change.
type listIterator[T any] struct {
	mu      sync.Mutex
	list    *List[T]
	version uint64
	at      uint32
}

// Outside is what Go code has for the iterator.
func (it *listIterator[T]) Outside() any { return AsIterator[T](it) }

// rest calls f with the elements from the position on, under both locks.
func (it *listIterator[T]) rest(op string, f func(rest []T)) error {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.list.mu.RLock()
	defer it.list.mu.RUnlock()
	if it.version != it.list.version {
		return changedMeanwhile(op)
	}
	f(it.list.items[it.at:])
	return nil
}

func (it *listIterator[T]) Current() (v T, err error) {
	var past bool
	err = it.rest("IIterator.Current", func(rest []T) {
		if past = len(rest) == 0; !past {
			v = rest[0]
		}
	})
	if past {
		err = pastTheEnd("IIterator.Current")
	}
	return v, err
}

func (it *listIterator[T]) HasCurrent() (has bool, err error) {
	err = it.rest("IIterator.HasCurrent", func(rest []T) { has = len(rest) > 0 })
	return has, err
}

func (it *listIterator[T]) MoveNext() (has bool, err error) {
	err = it.rest("IIterator.MoveNext", func(rest []T) {
		if len(rest) > 0 {
			it.at++
		}
		has = len(rest) > 1
	})
	return has, err
}

func (it *listIterator[T]) GetMany(items []T) (n uint32, err error) {
	err = it.rest("IIterator.GetMany", func(rest []T) {
		n = uint32(copy(items, rest))
		it.at += n
	})
	return n, err
}

// frozenList is what a List held when its view was asked for.
type frozenList[T any] struct{ items []T }

// Outside is what Go code has for the view.
func (l *frozenList[T]) Outside() any { return AsVectorView[T](l) }

func (l *frozenList[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range l.items {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func (l *frozenList[T]) GetAt(index uint32) (T, error) {
	if uint64(index) >= uint64(len(l.items)) {
		var none T
		return none, outOfRange("IVectorView.GetAt", index, len(l.items))
	}
	return l.items[index], nil
}

func (l *frozenList[T]) Size() (uint32, error) { return uint32(len(l.items)), nil }

func (l *frozenList[T]) IndexOf(value T) (uint32, bool, error) { return indexOf(l.items, value) }

func (l *frozenList[T]) GetMany(startIndex uint32, items []T) (uint32, error) {
	return copyFrom("IVectorView.GetMany", l.items, startIndex, items)
}

func (l *frozenList[T]) iterate() IIterator[T] {
	return (&List[T]{items: l.items, shared: true}).iterate()
}
