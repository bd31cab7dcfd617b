//go:build windows

package collections

import (
	"iter"
	"maps"
	"sync"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// Table is a Go map that the Windows Runtime can use: it is an IMap, an
// IMapView, an IIterable of its entries and an IObservableMap. It becomes a
// COM object when it is first passed to a call and is itself again when Go
// gets it.
//
// A Table is safe for concurrent use. Iterating over one that is changed
// meanwhile ends with E_CHANGED_STATE. The order of entries is no order, but
// the same until the table is changed, also in its views.
type Table[K comparable, V any] struct {
	mu      sync.RWMutex
	entries map[K]V
	order   *ordered[K, V] // of entries, once they were walked or shared; nil after a change
	version uint64
	shared  bool // entries is also a view's: copy before writing
	changed handlerList[MapChangedEventHandler[K, V]]
	self    *ObservableMap[K, V]
}

// FromMap makes a Table with the entries of m, which stays the caller's.
func FromMap[K comparable, V any](m map[K]V) *Table[K, V] {
	return &Table[K, V]{entries: maps.Clone(m)}
}

// Map returns a copy of the entries.
func (t *Table[K, V]) Map() map[K]V {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return maps.Clone(t.entries)
}

// All ranges over the entries.
func (t *Table[K, V]) All() iter.Seq2[KeyValuePair[K, V], error] {
	return func(yield func(KeyValuePair[K, V], error) bool) { eachOf(t.iterate(), yield) }
}

// Lookup returns the value of key; without one the error is E_BOUNDS.
func (t *Table[K, V]) Lookup(key K) (V, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	v, ok := t.entries[key]
	if !ok {
		return v, noSuchKey("Table.Lookup")
	}
	return v, nil
}

// Size returns how many entries there are.
func (t *Table[K, V]) Size() (uint32, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return uint32(len(t.entries)), nil
}

// HasKey says whether key has a value.
func (t *Table[K, V]) HasKey(key K) (bool, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	_, ok := t.entries[key]
	return ok, nil
}

// Split answers that the table cannot be divided.
func (t *Table[K, V]) Split() (first, second *MapView[K, V], err error) { return nil, nil, nil }

// GetView returns what the table holds now. Later changes do not show in it.
func (t *Table[K, V]) GetView() (*MapView[K, V], error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.shared = true
	return AsMapView[K, V](&Table[K, V]{entries: t.entries, order: t.list(), shared: true}), nil
}

// own makes entries this table's alone, and marks the change. mu is held.
func (t *Table[K, V]) own() {
	if t.shared {
		t.entries, t.shared = maps.Clone(t.entries), false
	}
	if t.entries == nil {
		t.entries = make(map[K]V)
	}
	t.version, t.order = t.version+1, nil
}

// Insert sets the value of key and says whether it replaced another.
func (t *Table[K, V]) Insert(key K, value V) (replaced bool, err error) {
	if replaced = t.put(key, value); replaced {
		t.tell(CollectionChangeItemChanged, key)
	} else {
		t.tell(CollectionChangeItemInserted, key)
	}
	return replaced, nil
}

// put and take panic for a key that has no ==, as maps do, and leave the table in order.
func (t *Table[K, V]) put(key K, value V) (replaced bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, replaced = t.entries[key]
	t.own()
	t.entries[key] = value
	return replaced
}

func (t *Table[K, V]) take(key K) (found bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, found = t.entries[key]; found {
		t.own()
		delete(t.entries, key)
	}
	return found
}

// Remove removes key; without one the error is E_BOUNDS.
func (t *Table[K, V]) Remove(key K) error {
	if !t.take(key) {
		return noSuchKey("Table.Remove")
	}
	t.tell(CollectionChangeItemRemoved, key)
	return nil
}

// Clear removes all entries.
func (t *Table[K, V]) Clear() error {
	t.mu.Lock()
	t.entries, t.shared = nil, false
	t.version, t.order = t.version+1, nil
	t.mu.Unlock()
	var none K
	t.tell(CollectionChangeReset, none)
	return nil
}

// AddMapChanged has handler called after every change, on the goroutine that
// made it.
func (t *Table[K, V]) AddMapChanged(handler func(sender *ObservableMap[K, V], args *MapChangedEventArgs[K])) (abi.EventRegistration, error) {
	token := t.changed.add(handler, nil)
	return abi.NewRegistration(func() error { t.changed.remove(token); return nil }), nil
}

func (t *Table[K, V]) subscribe(handler MapChangedEventHandler[K, V], release func()) int64 {
	return t.changed.add(handler, release)
}

func (t *Table[K, V]) unsubscribe(token int64) { t.changed.remove(token) }

func (t *Table[K, V]) tell(change CollectionChange, key K) {
	handlers := t.changed.now()
	if len(handlers) == 0 {
		return
	}
	sender := t.sender()
	for _, h := range handlers {
		h.fn(sender, newMapChangedEventArgs(&mapChange[K]{change, key}))
	}
}

func (t *Table[K, V]) sender() *ObservableMap[K, V] {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.self == nil {
		t.self = AsObservableMap[K, V](t)
	}
	return t.self
}

func (t *Table[K, V]) iterate() IIterator[KeyValuePair[K, V]] {
	t.mu.Lock()
	defer t.mu.Unlock()
	return &tableIterator[K, V]{table: t, version: t.version, entries: t.list().pairs(t.entries)}
}

// ordered is a map's entries as a list, made when it is first walked. It is a map's and
// its views', and does not change.
type ordered[K comparable, V any] struct {
	once sync.Once
	all  []KeyValuePair[K, V]
}

func (o *ordered[K, V]) pairs(entries map[K]V) []KeyValuePair[K, V] {
	o.once.Do(func() {
		o.all = make([]KeyValuePair[K, V], 0, len(entries))
		for k, v := range entries {
			o.all = append(o.all, KeyValuePair[K, V]{k, v})
		}
	})
	return o.all
}

// list is the order of the entries. mu is held.
func (t *Table[K, V]) list() *ordered[K, V] {
	if t.order == nil {
		t.order = new(ordered[K, V])
	}
	return t.order
}

// tableIterator walks what a Table held when it began, as long as that is what it holds.
type tableIterator[K comparable, V any] struct {
	mu      sync.Mutex
	table   *Table[K, V]
	version uint64
	entries []KeyValuePair[K, V]
	at      int
}

// Outside is what Go code has for the iterator.
func (it *tableIterator[K, V]) Outside() any { return AsIterator[KeyValuePair[K, V]](it) }

// rest calls f with the entries from the position on.
func (it *tableIterator[K, V]) rest(op string, f func(rest []KeyValuePair[K, V]) error) error {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.table.mu.RLock()
	version := it.table.version
	it.table.mu.RUnlock()
	if version != it.version {
		return changedMeanwhile(op)
	}
	return f(it.entries[it.at:])
}

func (it *tableIterator[K, V]) Current() (pair KeyValuePair[K, V], err error) {
	err = it.rest("IIterator.Current", func(rest []KeyValuePair[K, V]) error {
		if len(rest) == 0 {
			return pastTheEnd("IIterator.Current")
		}
		pair = rest[0]
		return nil
	})
	return pair, err
}

func (it *tableIterator[K, V]) HasCurrent() (has bool, err error) {
	err = it.rest("IIterator.HasCurrent", func(rest []KeyValuePair[K, V]) error {
		has = len(rest) > 0
		return nil
	})
	return has, err
}

func (it *tableIterator[K, V]) MoveNext() (has bool, err error) {
	err = it.rest("IIterator.MoveNext", func(rest []KeyValuePair[K, V]) error {
		if len(rest) > 0 {
			it.at++
		}
		has = len(rest) > 1
		return nil
	})
	return has, err
}

func (it *tableIterator[K, V]) GetMany(items []KeyValuePair[K, V]) (n uint32, err error) {
	err = it.rest("IIterator.GetMany", func(rest []KeyValuePair[K, V]) error {
		n = uint32(copy(items, rest))
		it.at += int(n)
		return nil
	})
	return n, err
}
