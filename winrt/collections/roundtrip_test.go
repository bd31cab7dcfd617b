//go:build windows

package collections_test

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"testing"
	"time"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

// These tests call Go's collections as native code does, through every slot, with the
// calls that Go makes of native ones. What a slot is is judged by the C component, which
// calls the same stubs by the declarations of mingw's headers.

// asNative is v as an object that Go knows nothing of: a reference to its interface iid.
func asNative[T any](t testing.TB, kind abi.Type[T], iid *abi.GUID, v T) *abi.Object {
	t.Helper()
	cell := onHeap[unsafe.Pointer]()
	if err := kind.Give(unsafe.Pointer(cell), v); err != nil {
		t.Fatal(err)
	}
	o := new(abi.Object)
	abi.Adopt(o, *cell, iid)
	t.Cleanup(o.Release)
	return o
}

func TestMapThroughNative(t *testing.T) {
	settled(t)
	table := collections.FromMap(map[string]int32{"a": 1, "b": 2, "c": 3})
	kind := textToInt32
	o := asNative(t, abi.Type[*collections.Map[string, int32]](kind), &kind.IMap, collections.AsMap[string, int32](table))

	is(kind.GetSize(o))(t, 3)
	is(kind.Lookup(o, "b"))(t, 2)
	is(kind.HasKey(o, "c"))(t, true)
	is(kind.HasKey(o, "d"))(t, false)
	if _, err := kind.Lookup(o, "d"); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("Lookup of a missing key: %v", err)
	}
	view, err := kind.GetView(o)
	if err != nil {
		t.Fatal(err)
	}
	defer view.Release()
	is(kind.Insert(o, "d", 4))(t, false)
	is(kind.Insert(o, "a", 10))(t, true)
	if err := kind.Remove(o, "b"); err != nil {
		t.Error(err)
	}
	if got, right := table.Map(), map[string]int32{"a": 10, "c": 3, "d": 4}; !reflect.DeepEqual(got, right) {
		t.Errorf("the table is %v, not %v", got, right)
	}
	if err := kind.Remove(o, "b"); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("Remove of a missing key: %v", err)
	}
	got := map[string]int32{}
	for pair, err := range kind.All(o) {
		if err != nil {
			t.Fatal(err)
		}
		got[pair.Key] = pair.Value
	}
	if right := table.Map(); !reflect.DeepEqual(got, right) {
		t.Errorf("walking gives %v, not %v", got, right)
	}
	if err := kind.Clear(o); err != nil {
		t.Error(err)
	}
	is(kind.GetSize(o))(t, 0)
	is(view.Size())(t, 3) // what the map held then
	is(view.Lookup("a"))(t, 1)
	is(view.HasKey("d"))(t, false)
}

// is takes what a call gives; what it returns fails unless that is want.
func is[T comparable](got T, err error) func(t testing.TB, want T) {
	return func(t testing.TB, want T) {
		t.Helper()
		if err != nil || got != want {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
	}
}

// divided is a view of a Go type that knows how to divide itself.
type divided struct {
	collections.IMapView[string, int32]
	first, second *collections.MapView[string, int32]
}

func (x divided) Split() (first, second *collections.MapView[string, int32], err error) {
	return x.first, x.second, nil
}

func viewOf(t testing.TB, entries map[string]int32) *collections.MapView[string, int32] {
	t.Helper()
	view, err := collections.FromMap(entries).GetView()
	if err != nil {
		t.Fatal(err)
	}
	return view
}

// TestSplit divides views by IMapView.Split: the halves come in their order, and both
// are nil of a view that cannot be divided.
func TestSplit(t *testing.T) {
	settled(t)
	m := textToInt32
	kind := &collections.MapViewType[string, int32]{IMapView: m.IMapView, IKeyValuePair: m.IKeyValuePair, IIterable: m.IIterable, IIterator: m.IIterator, Key: m.Key, Value: m.Value}
	whole := viewOf(t, map[string]int32{"a": 1, "b": 2, "c": 3})
	native := func(v collections.IMapView[string, int32]) *abi.Object {
		return asNative(t, abi.Type[*collections.MapView[string, int32]](kind), &kind.IMapView, collections.AsMapView(v))
	}
	o := native(whole)
	is(kind.GetSize(o))(t, 3)
	is(kind.Lookup(o, "c"))(t, 3)
	is(kind.HasKey(o, "b"))(t, true)
	is(kind.HasKey(o, "d"))(t, false)
	if first, second, err := kind.Split(o); first != nil || second != nil || err != nil {
		t.Errorf("a view that cannot be divided gives %v, %v, %v", first, second, err)
	}
	first, second, err := kind.Split(native(divided{whole, viewOf(t, map[string]int32{"a": 1}), viewOf(t, map[string]int32{"b": 2, "c": 3})}))
	if err != nil || first == nil || second == nil {
		t.Fatalf("the halves are %v and %v, %v", first, second, err)
	}
	is(first.Lookup("a"))(t, 1)
	is(first.Size())(t, 1)
	is(second.Lookup("c"))(t, 3)
	is(second.Size())(t, 2)
}

func TestVectorThroughNative(t *testing.T) {
	settled(t)
	list := collections.Of[int32](1, 2, 3)
	kind := int32s
	o := asNative(t, abi.Type[*collections.Vector[int32]](kind), &kind.IVector, collections.AsVector[int32](list))
	try := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	is(kind.GetSize(o))(t, 3)
	is(kind.GetAt(o, 1))(t, 2)
	try(kind.Append(o, 4))
	try(kind.InsertAt(o, 0, 0))
	try(kind.SetAt(o, 2, 20))
	try(kind.RemoveAt(o, 1))
	try(kind.RemoveAtEnd(o))
	if got, err := list.Slice(); err != nil || !slices.Equal(got, []int32{0, 20, 3}) {
		t.Errorf("the list is %v, %v", got, err)
	}
	if at, found, err := kind.IndexOf(o, 3); at != 2 || !found || err != nil {
		t.Errorf("IndexOf: %d, %v, %v", at, found, err)
	}
	room := make([]int32, 2)
	is(kind.GetMany(o, 1, room))(t, 2)
	if !slices.Equal(room, []int32{20, 3}) {
		t.Errorf("GetMany gave %v", room)
	}
	reading := &collections.VectorViewType[int32]{IVectorView: kind.IVectorView, IIterable: kind.IIterable, IIterator: kind.IIterator, Elem: kind.Elem}
	is(reading.GetSize(o))(t, 3) // a vector has the reading side, too
	is(reading.GetAt(o, 2))(t, 3)
	view, err := kind.GetView(o)
	if err != nil {
		t.Fatal(err)
	}
	defer view.Release()
	is(view.GetAt(1))(t, 20)
	is(view.Size())(t, 3)
	try(kind.SetAt(o, 1, 21))
	try(kind.RemoveAtEnd(o))
	is(view.GetAt(1))(t, 20) // what the vector held then
	is(view.Size())(t, 3)
	try(kind.ReplaceAll(o, []int32{7, 8, 9, 10}))
	if got, err := kind.Slice(o); err != nil || !slices.Equal(got, []int32{7, 8, 9, 10}) {
		t.Errorf("Slice: %v, %v", got, err)
	}
	try(kind.Clear(o))
	is(list.Size())(t, 0)
}

// TestChangesThroughNative hears of every change of a vector and of a map by their
// events, with what the arguments say.
func TestChangesThroughNative(t *testing.T) {
	settled(t)
	type change struct {
		kind  collections.CollectionChange
		index uint32
		key   string
	}
	var seen []change

	list := collections.Of[int32](1, 2)
	vector := observedInt32s
	o := asNative(t, abi.Type[*collections.ObservableVector[int32]](vector), &vector.IObservableVector, collections.AsObservableVector[int32](list))
	registration, err := vector.AddVectorChanged(o, func(sender *collections.ObservableVector[int32], args collections.IVectorChangedEventArgs) {
		kind, err := args.CollectionChange()
		if err != nil {
			t.Error(err)
		}
		index, err := args.Index()
		if err != nil {
			t.Error(err)
		}
		if n, err := sender.Size(); n == 0 || err != nil {
			t.Errorf("the sender has %d elements, %v", n, err)
		}
		seen = append(seen, change{kind, index, ""})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{list.Append(3), list.SetAt(1, 9), list.RemoveAt(0), list.ReplaceAll([]int32{5})} {
		if err != nil {
			t.Error(err)
		}
	}
	if err := registration.Remove(); err != nil {
		t.Error(err)
	}
	if err := list.Append(6); err != nil {
		t.Error(err)
	}
	if right := []change{{collections.CollectionChangeItemInserted, 2, ""}, {collections.CollectionChangeItemChanged, 1, ""}, {collections.CollectionChangeItemRemoved, 0, ""}, {collections.CollectionChangeReset, 0, ""}}; !slices.Equal(seen, right) {
		t.Errorf("the vector told of %v, not %v", seen, right)
	}

	seen = nil
	table := collections.FromMap(map[string]int32{"a": 1})
	observed := observedTextInt32
	o = asNative(t, abi.Type[*collections.ObservableMap[string, int32]](observed), &observed.IObservableMap, collections.AsObservableMap[string, int32](table))
	registration, err = observed.AddMapChanged(o, func(sender *collections.ObservableMap[string, int32], args *collections.MapChangedEventArgs[string]) {
		kind, err := args.CollectionChange()
		if err != nil {
			t.Error(err)
		}
		key, err := args.Key()
		if err != nil {
			t.Error(err)
		}
		seen = append(seen, change{kind, 0, key})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"b", "a"} {
		if _, err := table.Insert(key, 7); err != nil {
			t.Error(err)
		}
	}
	for _, err := range []error{table.Remove("a"), table.Clear()} {
		if err != nil {
			t.Error(err)
		}
	}
	if err := registration.Remove(); err != nil {
		t.Error(err)
	}
	if right := []change{{collections.CollectionChangeItemInserted, 0, "b"}, {collections.CollectionChangeItemChanged, 0, "a"}, {collections.CollectionChangeItemRemoved, 0, "a"}, {collections.CollectionChangeReset, 0, ""}}; !slices.Equal(seen, right) {
		t.Errorf("the map told of %v, not %v", seen, right)
	}
}

func TestIteratorThroughNative(t *testing.T) {
	settled(t)
	kind := int32Iterable
	steps := &collections.IteratorType[int32]{IIterator: kind.IIterator, Elem: kind.Elem}
	o := asNative(t, abi.Type[*collections.Iterable[int32]](kind), &kind.IIterable, collections.AsIterable[int32](sequence{4, 5, 6, 7}))
	first, err := kind.First(o)
	if err != nil {
		t.Fatal(err)
	}
	it := asNative(t, abi.Type[*collections.Iterator[int32]](steps), &steps.IIterator, first)
	is(steps.HasCurrent(it))(t, true)
	is(steps.Current(it))(t, 4)
	is(steps.MoveNext(it))(t, true)
	is(steps.Current(it))(t, 5)
	room := make([]int32, 2)
	is(steps.GetMany(it, room))(t, 2)
	if !slices.Equal(room, []int32{5, 6}) {
		t.Errorf("GetMany gave %v", room)
	}
	is(steps.Current(it))(t, 7)
	is(steps.MoveNext(it))(t, false)
	is(steps.HasCurrent(it))(t, false)
	if _, err := steps.Current(it); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("Current past the end: %v", err)
	}
}

// shrinking says that it has ten elements and gives three.
type shrinking struct{ noGetMany bool }

func (shrinking) All() iter.Seq2[int32, error] {
	return func(func(int32, error) bool) { panic("read by index, please") }
}
func (shrinking) Size() (uint32, error)               { return 10, nil }
func (shrinking) IndexOf(int32) (uint32, bool, error) { return 0, false, nil }
func (x shrinking) GetAt(i uint32) (int32, error) {
	if i >= 3 {
		return 0, winrt.E_BOUNDS
	}
	return int32(i), nil
}
func (x shrinking) GetMany(start uint32, items []int32) (uint32, error) {
	if x.noGetMany {
		return 0, winrt.E_NOTIMPL
	}
	if start >= 3 {
		return 0, nil
	}
	return uint32(copy(items, []int32{0, 1, 2}[start:])), nil
}

// TestShrinkingVector reads a vector that loses elements between its Size and the
// reading of them: what is left comes out, and the reading ends.
func TestShrinkingVector(t *testing.T) {
	settled(t)
	kind := vectorView[int32]("i4", abi.Plain[int32]{})
	read := func(x shrinking) (all []int32, last error, slice []int32, err error) {
		o := asNative(t, abi.Type[*collections.VectorView[int32]](kind), &kind.IVectorView, collections.AsVectorView[int32](x))
		for v, err := range kind.All(o) {
			if err != nil {
				last = err
				break
			}
			if all = append(all, v); len(all) > 10 {
				t.Fatal("reading does not end")
			}
		}
		done, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		go func() {
			defer cancel()
			slice, err = kind.Slice(o)
		}()
		if <-done.Done(); errors.Is(done.Err(), context.DeadlineExceeded) {
			t.Fatal("Slice does not end")
		}
		return all, last, slice, err
	}
	left := []int32{0, 1, 2}
	if all, last, slice, err := read(shrinking{}); !slices.Equal(all, left) || last != nil || !slices.Equal(slice, left) || err != nil {
		t.Errorf("in batches: %v, %v and %v, %v", all, last, slice, err)
	}
	if all, last, slice, err := read(shrinking{noGetMany: true}); !slices.Equal(all, left) || !errors.Is(last, winrt.E_BOUNDS) || slice != nil || !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("one by one: %v, %v and %v, %v", all, last, slice, err)
	}
}

// TestAbandonedIterator has a loop end before the native iterator does: its reference is
// given back at once, and not when the collector finds it.
func TestAbandonedIterator(t *testing.T) {
	settled(t)
	ints := made(t, abi.Type[*collections.Vector[int32]](int32s), "MakeInts", 1000, 0)
	defer ints.Release()
	items, err := abi.Cast[abi.Inspectable](ints)
	if err != nil {
		t.Fatal(err)
	}
	defer items.Release()
	loop := func() {
		for v, err := range int32Iterable.All(&items.Object) {
			if v != 0 || err != nil {
				t.Errorf("%d, %v", v, err)
			}
			break
		}
	}
	loop() // from here on the vector's interfaces are known
	references, objects := abi.LiveReferences(), native(t, "LiveObjects")
	for range 10 {
		loop()
	}
	if r, n := abi.LiveReferences(), native(t, "LiveObjects"); r != references || n != objects {
		t.Errorf("after ten loops that were left there are %d references and %d native objects, %d and %d before", r, n, references, objects)
	}
}
