//go:build windows

package collections

import (
	"iter"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// Map is an IMap<K, V>.
type Map[K, V any] struct {
	abi.Object
	kind mapKind[K, V]
	own  IMap[K, V]
}

// MapType says how an IMap<K, V> crosses the ABI.
type MapType[K, V any] struct {
	IMap, IMapView, IKeyValuePair, IIterable, IIterator abi.GUID
	Key                                                 abi.Type[K]
	Value                                               abi.Type[V]

	lazy abi.Lazy
}

type mapParts[K, V any] struct {
	edge
	view MapViewType[K, V]
}

// AsMap makes a Map of a Go value; nil of nil.
func AsMap[K, V any](v IMap[K, V]) *Map[K, V] {
	if x, ok := v.(*Map[K, V]); ok {
		return x
	}
	own, _ := unwrap(v, is[IMap[K, V]]).(IMap[K, V])
	if own == nil {
		return nil
	}
	x := &Map[K, V]{own: own}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *Map[K, V]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	if x.own == nil {
		return nil, false
	}
	return x.own, false
}

// WinRTClass names the interface.
func (x *Map[K, V]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// All ranges over the entries.
func (x *Map[K, V]) All() iter.Seq2[KeyValuePair[K, V], error] {
	if x.own != nil {
		return x.own.All()
	}
	return x.kind.All(&x.Object)
}

// Slice returns all entries.
func (x *Map[K, V]) Slice() ([]KeyValuePair[K, V], error) { return collect(x.All()) }

// Lookup returns the value of key; without one the error is E_BOUNDS.
func (x *Map[K, V]) Lookup(key K) (V, error) {
	if x.own != nil {
		return x.own.Lookup(key)
	}
	return x.kind.Lookup(&x.Object, key)
}

// Size returns how many entries there are.
func (x *Map[K, V]) Size() (uint32, error) {
	if x.own != nil {
		return x.own.Size()
	}
	return x.kind.GetSize(&x.Object)
}

// HasKey says whether key has a value.
func (x *Map[K, V]) HasKey(key K) (bool, error) {
	if x.own != nil {
		return x.own.HasKey(key)
	}
	return x.kind.HasKey(&x.Object, key)
}

// GetView returns what the map holds now, for reading.
func (x *Map[K, V]) GetView() (*MapView[K, V], error) {
	if x.own != nil {
		return x.own.GetView()
	}
	return x.kind.GetView(&x.Object)
}

// Insert sets the value of key and says whether it replaced another.
func (x *Map[K, V]) Insert(key K, value V) (replaced bool, err error) {
	if x.own != nil {
		return x.own.Insert(key, value)
	}
	return x.kind.Insert(&x.Object, key, value)
}

// Remove removes key; without one the error is E_BOUNDS.
func (x *Map[K, V]) Remove(key K) error {
	if x.own != nil {
		return x.own.Remove(key)
	}
	return x.kind.Remove(&x.Object, key)
}

// Clear removes all entries.
func (x *Map[K, V]) Clear() error {
	if x.own != nil {
		return x.own.Clear()
	}
	return x.kind.Clear(&x.Object)
}

// All ranges over the entries of o.
func (t *MapType[K, V]) All(o *abi.Object) iter.Seq2[KeyValuePair[K, V], error] {
	return t.parts().view.parts().iterable.All(o)
}

// Slice returns all entries of o.
func (t *MapType[K, V]) Slice(o *abi.Object) ([]KeyValuePair[K, V], error) {
	return t.parts().view.parts().iterable.Slice(o)
}

// Lookup calls IMap<K, V>.Lookup on o.
func (t *MapType[K, V]) Lookup(o *abi.Object, key K) (V, error) {
	return callLookup(o, &t.IMap, "IMap.Lookup", t.Key, t.Value, key)
}

// GetSize calls IMap<K, V>.Size on o; the name Size is abi.Type's.
func (t *MapType[K, V]) GetSize(o *abi.Object) (uint32, error) {
	return abi.Get[uint32](o, &t.IMap, 7, "IMap.Size")
}

// HasKey calls IMap<K, V>.HasKey on o.
func (t *MapType[K, V]) HasKey(o *abi.Object, key K) (bool, error) {
	return callHasKey(o, &t.IMap, "IMap.HasKey", t.Key, key)
}

// GetView calls IMap<K, V>.GetView on o.
func (t *MapType[K, V]) GetView(o *abi.Object) (*MapView[K, V], error) {
	return abi.GetType(o, &t.IMap, 9, "IMap.GetView", abi.Type[*MapView[K, V]](&t.parts().view))
}

// Insert calls IMap<K, V>.Insert on o.
func (t *MapType[K, V]) Insert(o *abi.Object, key K, value V) (replaced bool, err error) {
	c := abi.Begin(o, &t.IMap, 10, "IMap.Insert")
	defer c.End()
	t.Key.Pass(c, key)
	t.Value.Pass(c, value)
	result := abi.Out[uint8](c)
	if err := c.Do(); err != nil {
		return false, err
	}
	return *result != 0, nil
}

// Remove calls IMap<K, V>.Remove on o.
func (t *MapType[K, V]) Remove(o *abi.Object, key K) error {
	return abi.PutType(o, &t.IMap, 11, "IMap.Remove", t.Key, key)
}

// Clear calls IMap<K, V>.Clear on o.
func (t *MapType[K, V]) Clear(o *abi.Object) error {
	return abi.Invoke(o, &t.IMap, 12, "IMap.Clear")
}

func (t *MapType[K, V]) parts() *mapParts[K, V] {
	if p := (*mapParts[K, V])(t.lazy.Load()); p != nil {
		return p
	}
	p := &mapParts[K, V]{}
	v := &p.view
	v.IMapView, v.IKeyValuePair, v.IIterable, v.IIterator = t.IMapView, t.IKeyValuePair, t.IIterable, t.IIterator
	v.Key, v.Value = t.Key, t.Value
	p.class = abi.ClassInfo{Name: "Windows.Foundation.Collections.IMap`2", IID: t.IMap}
	p.local = func(v any) any { return AsMap(v.(IMap[K, V])) }
	p.face = abi.Face{
		IID:    t.IMap,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[IMap[K, V]],
		Source: &abi.Stub{IID: &t.IMap, Methods: t.methods(), Requires: []abi.StubSource{&v.parts().iterable}},
	}
	return (*mapParts[K, V])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *MapType[K, V]) methods() []abi.Method {
	return []abi.Method{
		{Words: abi.Words(t.Key.Size()) + 1, Do: func(self any, f *abi.Frame) error {
			return stubLookup(t.Key, t.Value, self.(IMap[K, V]).Lookup, f)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error { return stubSize(self.(IMap[K, V]), f) }},
		{Words: abi.Words(t.Key.Size()) + 1, Do: func(self any, f *abi.Frame) error {
			return stubHasKey(t.Key, self.(IMap[K, V]).HasKey, f)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := self.(IMap[K, V]).GetView()
			if err != nil {
				return err
			}
			return t.parts().view.Give(result, v)
		}},
		{Words: abi.Words(t.Key.Size()) + abi.Words(t.Value.Size()) + 1, Do: func(self any, f *abi.Frame) error {
			key, err := t.Key.Arg(f)
			if err != nil {
				return err
			}
			value, err := t.Value.Arg(f)
			if err != nil {
				return err
			}
			return stubBool(f, func() (bool, error) { return self.(IMap[K, V]).Insert(key, value) })
		}},
		{Words: abi.Words(t.Key.Size()), Do: func(self any, f *abi.Frame) error {
			key, err := t.Key.Arg(f)
			if err == nil {
				err = f.Err()
			}
			if err != nil {
				return err
			}
			return self.(IMap[K, V]).Remove(key)
		}},
		{Do: func(self any, f *abi.Frame) error { return self.(IMap[K, V]).Clear() }},
	}
}

func (t *MapType[K, V]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of a Go map.
func (t *MapType[K, V]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *MapType[K, V]) PassIn(c *abi.Call, v IMap[K, V]) { t.parts().pass(c, v) }

// ArgIn reads the next in argument of a call into Go, which native code owns.
func (t *MapType[K, V]) ArgIn(f *abi.Frame) (IMap[K, V], error) {
	return abi.Typed[IMap[K, V]](t.parts().face.Arg(f))
}

// Size implements abi.Type, as do the methods below.
func (t *MapType[K, V]) Size() uintptr                  { return pointerSize }
func (t *MapType[K, V]) Pass(c *abi.Call, v *Map[K, V]) { t.parts().pass(c, v) }
func (t *MapType[K, V]) Arg(f *abi.Frame) (*Map[K, V], error) {
	return abi.Typed[*Map[K, V]](t.parts().arg(f))
}
func (t *MapType[K, V]) Read(p unsafe.Pointer) (*Map[K, V], error) {
	return abi.Typed[*Map[K, V]](t.parts().read(p))
}
func (t *MapType[K, V]) Take(p unsafe.Pointer) (*Map[K, V], error) {
	return abi.Typed[*Map[K, V]](t.parts().take(p))
}
func (t *MapType[K, V]) Give(p unsafe.Pointer, v *Map[K, V]) error { return t.parts().give(p, v) }
func (t *MapType[K, V]) Drop(p unsafe.Pointer)                     { t.parts().face.Drop(p) }
