//go:build windows

package collections

import (
	"iter"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// MapView is an IMapView<K, V>.
type MapView[K, V any] struct {
	abi.Object
	kind mapViewKind[K, V]
	own  IMapView[K, V]
}

// MapViewType says how an IMapView<K, V> crosses the ABI.
type MapViewType[K, V any] struct {
	IMapView, IKeyValuePair, IIterable, IIterator abi.GUID
	Key                                           abi.Type[K]
	Value                                         abi.Type[V]

	lazy abi.Lazy
}

type mapViewParts[K, V any] struct {
	edge
	pair     KeyValuePairType[K, V]
	iterable IterableType[KeyValuePair[K, V]]
}

// AsMapView makes a MapView of a Go value; nil of nil.
func AsMapView[K, V any](v IMapView[K, V]) *MapView[K, V] {
	if x, ok := v.(*MapView[K, V]); ok {
		return x
	}
	own, _ := unwrap(v, is[IMapView[K, V]]).(IMapView[K, V])
	if own == nil {
		return nil
	}
	x := &MapView[K, V]{own: own}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *MapView[K, V]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	if x.own == nil {
		return nil, false
	}
	return x.own, false
}

// WinRTClass names the interface.
func (x *MapView[K, V]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// All ranges over the entries.
func (x *MapView[K, V]) All() iter.Seq2[KeyValuePair[K, V], error] {
	if x.own != nil {
		return x.own.All()
	}
	return x.kind.All(&x.Object)
}

// Slice returns all entries.
func (x *MapView[K, V]) Slice() ([]KeyValuePair[K, V], error) { return collect(x.All()) }

// Lookup returns the value of key; without one the error is E_BOUNDS.
func (x *MapView[K, V]) Lookup(key K) (V, error) {
	if x.own != nil {
		return x.own.Lookup(key)
	}
	return x.kind.Lookup(&x.Object, key)
}

// Size returns how many entries there are.
func (x *MapView[K, V]) Size() (uint32, error) {
	if x.own != nil {
		return x.own.Size()
	}
	return x.kind.GetSize(&x.Object)
}

// HasKey says whether key has a value.
func (x *MapView[K, V]) HasKey(key K) (bool, error) {
	if x.own != nil {
		return x.own.HasKey(key)
	}
	return x.kind.HasKey(&x.Object, key)
}

// Split divides the view in two; both are nil where it cannot be divided.
func (x *MapView[K, V]) Split() (first, second *MapView[K, V], err error) {
	if x.own != nil {
		return x.own.Split()
	}
	return x.kind.Split(&x.Object)
}

// All ranges over the entries of o.
func (t *MapViewType[K, V]) All(o *abi.Object) iter.Seq2[KeyValuePair[K, V], error] {
	return t.parts().iterable.All(o)
}

// Slice returns all entries of o.
func (t *MapViewType[K, V]) Slice(o *abi.Object) ([]KeyValuePair[K, V], error) {
	return t.parts().iterable.Slice(o)
}

// Lookup calls IMapView<K, V>.Lookup on o.
func (t *MapViewType[K, V]) Lookup(o *abi.Object, key K) (V, error) {
	return callLookup(o, &t.IMapView, "IMapView.Lookup", t.Key, t.Value, key)
}

// GetSize calls IMapView<K, V>.Size on o; the name Size is abi.Type's.
func (t *MapViewType[K, V]) GetSize(o *abi.Object) (uint32, error) {
	return abi.Get[uint32](o, &t.IMapView, 7, "IMapView.Size")
}

// HasKey calls IMapView<K, V>.HasKey on o.
func (t *MapViewType[K, V]) HasKey(o *abi.Object, key K) (bool, error) {
	return callHasKey(o, &t.IMapView, "IMapView.HasKey", t.Key, key)
}

// Split calls IMapView<K, V>.Split on o.
func (t *MapViewType[K, V]) Split(o *abi.Object) (first, second *MapView[K, V], err error) {
	c := abi.Begin(o, &t.IMapView, 9, "IMapView.Split")
	defer c.End()
	one, two := c.Out(pointerSize), c.Out(pointerSize)
	if err := c.Do(); err != nil {
		return nil, nil, err
	}
	if first, err = t.Take(one); err != nil {
		t.Drop(two)
		return nil, nil, err
	}
	second, err = t.Take(two)
	return first, second, err
}

// Lookup and HasKey stand in the same slots in IMapView and IMap: 6 and 8.

func callLookup[K, V any](o *abi.Object, iid *abi.GUID, op string, keys abi.Type[K], values abi.Type[V], key K) (V, error) {
	c := abi.Begin(o, iid, 6, op)
	defer c.End()
	keys.Pass(c, key)
	result := c.Out(values.Size())
	if err := c.Do(); err != nil {
		var none V
		return none, err
	}
	return values.Take(result)
}

func callHasKey[K any](o *abi.Object, iid *abi.GUID, op string, keys abi.Type[K], key K) (bool, error) {
	c := abi.Begin(o, iid, 8, op)
	defer c.End()
	keys.Pass(c, key)
	found := abi.Out[uint8](c)
	if err := c.Do(); err != nil {
		return false, err
	}
	return *found != 0, nil
}

func stubLookup[K, V any](keys abi.Type[K], values abi.Type[V], lookup func(K) (V, error), f *abi.Frame) error {
	key, err := keys.Arg(f)
	if err != nil {
		return err
	}
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	v, err := lookup(key)
	if err != nil {
		return err
	}
	return values.Give(result, v)
}

func stubHasKey[K any](keys abi.Type[K], hasKey func(K) (bool, error), f *abi.Frame) error {
	key, err := keys.Arg(f)
	if err != nil {
		return err
	}
	return stubBool(f, func() (bool, error) { return hasKey(key) })
}

func (t *MapViewType[K, V]) parts() *mapViewParts[K, V] {
	if p := (*mapViewParts[K, V])(t.lazy.Load()); p != nil {
		return p
	}
	p := &mapViewParts[K, V]{}
	p.pair.IKeyValuePair, p.pair.Key, p.pair.Value = t.IKeyValuePair, t.Key, t.Value
	p.iterable.IIterable, p.iterable.IIterator, p.iterable.Elem = t.IIterable, t.IIterator, &p.pair
	p.class = abi.ClassInfo{Name: "Windows.Foundation.Collections.IMapView`2", IID: t.IMapView}
	p.local = func(v any) any { return AsMapView(v.(IMapView[K, V])) }
	p.face = abi.Face{
		IID:    t.IMapView,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[IMapView[K, V]],
		Source: &abi.Stub{IID: &t.IMapView, Methods: t.methods(), Requires: []abi.StubSource{&p.iterable}},
	}
	return (*mapViewParts[K, V])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *MapViewType[K, V]) methods() []abi.Method {
	return []abi.Method{
		{Words: abi.Words(t.Key.Size()) + 1, Do: func(self any, f *abi.Frame) error {
			return stubLookup(t.Key, t.Value, self.(IMapView[K, V]).Lookup, f)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error { return stubSize(self.(IMapView[K, V]), f) }},
		{Words: abi.Words(t.Key.Size()) + 1, Do: func(self any, f *abi.Frame) error {
			return stubHasKey(t.Key, self.(IMapView[K, V]).HasKey, f)
		}},
		{Words: 2, Do: func(self any, f *abi.Frame) error {
			one, two := f.Out(), f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			first, second, err := self.(IMapView[K, V]).Split()
			if err != nil {
				return err
			}
			if err := t.Give(one, first); err != nil {
				return err
			}
			if err := t.Give(two, second); err != nil {
				t.Drop(one)
				abi.StorePointer(one, nil)
				return err
			}
			return nil
		}},
	}
}

func (t *MapViewType[K, V]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of a Go map view.
func (t *MapViewType[K, V]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *MapViewType[K, V]) PassIn(c *abi.Call, v IMapView[K, V]) { t.parts().pass(c, v) }

// ArgIn reads the next in argument of a call into Go, which native code owns.
func (t *MapViewType[K, V]) ArgIn(f *abi.Frame) (IMapView[K, V], error) {
	return abi.Typed[IMapView[K, V]](t.parts().face.Arg(f))
}

// Size implements abi.Type, as do the methods below.
func (t *MapViewType[K, V]) Size() uintptr                      { return pointerSize }
func (t *MapViewType[K, V]) Pass(c *abi.Call, v *MapView[K, V]) { t.parts().pass(c, v) }
func (t *MapViewType[K, V]) Arg(f *abi.Frame) (*MapView[K, V], error) {
	return abi.Typed[*MapView[K, V]](t.parts().arg(f))
}
func (t *MapViewType[K, V]) Read(p unsafe.Pointer) (*MapView[K, V], error) {
	return abi.Typed[*MapView[K, V]](t.parts().read(p))
}
func (t *MapViewType[K, V]) Take(p unsafe.Pointer) (*MapView[K, V], error) {
	return abi.Typed[*MapView[K, V]](t.parts().take(p))
}
func (t *MapViewType[K, V]) Give(p unsafe.Pointer, v *MapView[K, V]) error {
	return t.parts().give(p, v)
}
func (t *MapViewType[K, V]) Drop(p unsafe.Pointer) { t.parts().face.Drop(p) }
