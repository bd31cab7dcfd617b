//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// ObservableMap is an IObservableMap<K, V>: a map that tells of its changes.
type ObservableMap[K, V any] struct {
	Map[K, V]
	observable observableMapKind[K, V]
}

// MapChangedEventHandler is told of a change of a map.
type MapChangedEventHandler[K, V any] func(sender *ObservableMap[K, V], args *MapChangedEventArgs[K])

// ObservableMapType says how an IObservableMap<K, V> crosses the ABI.
type ObservableMapType[K, V any] struct {
	IObservableMap, MapChangedEventHandler, IMapChangedEventArgs abi.GUID
	IMap, IMapView, IKeyValuePair, IIterable, IIterator          abi.GUID
	Key                                                          abi.Type[K]
	Value                                                        abi.Type[V]

	lazy abi.Lazy
}

type observableMapParts[K, V any] struct {
	edge
	plain   MapType[K, V]
	args    MapChangedEventArgsType[K]
	handler MapChangedEventHandlerType[K, V]
}

// AsObservableMap makes an ObservableMap of a Go value; nil of nil.
func AsObservableMap[K, V any](v IObservableMap[K, V]) *ObservableMap[K, V] {
	if x, ok := v.(*ObservableMap[K, V]); ok {
		return x
	}
	own, _ := unwrap(v, is[IObservableMap[K, V]]).(IObservableMap[K, V])
	if own == nil {
		return nil
	}
	x := &ObservableMap[K, V]{Map: Map[K, V]{own: own}}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *ObservableMap[K, V]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	return x.Map.value()
}

// WinRTClass names the interface.
func (x *ObservableMap[K, V]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.observable)
}

// AddMapChanged has handler called for every change.
func (x *ObservableMap[K, V]) AddMapChanged(handler func(sender *ObservableMap[K, V], args *MapChangedEventArgs[K])) (abi.EventRegistration, error) {
	if x.own != nil {
		return x.own.(IObservableMap[K, V]).AddMapChanged(handler)
	}
	return x.observable.AddMapChanged(&x.Object, handler)
}

// AddMapChanged calls IObservableMap<K, V>.MapChanged's add on o.
func (t *ObservableMapType[K, V]) AddMapChanged(o *abi.Object, handler func(sender *ObservableMap[K, V], args *MapChangedEventArgs[K])) (abi.EventRegistration, error) {
	return abi.AddHandler(o, &t.IObservableMap, 6, 7, "IObservableMap.MapChanged",
		abi.Type[MapChangedEventHandler[K, V]](&t.parts().handler), MapChangedEventHandler[K, V](handler))
}

func (t *ObservableMapType[K, V]) parts() *observableMapParts[K, V] {
	if p := (*observableMapParts[K, V])(t.lazy.Load()); p != nil {
		return p
	}
	p := &observableMapParts[K, V]{}
	m := &p.plain
	m.IMap, m.IMapView, m.IKeyValuePair, m.IIterable, m.IIterator = t.IMap, t.IMapView, t.IKeyValuePair, t.IIterable, t.IIterator
	m.Key, m.Value = t.Key, t.Value
	p.args.IMapChangedEventArgs, p.args.Key = t.IMapChangedEventArgs, t.Key
	p.handler.Map = t
	p.class = abi.ClassInfo{Name: "Windows.Foundation.Collections.IObservableMap`2", IID: t.IObservableMap}
	p.local = func(v any) any { return AsObservableMap(v.(IObservableMap[K, V])) }
	p.face = abi.Face{
		IID:    t.IObservableMap,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[IObservableMap[K, V]],
		Source: &abi.Stub{IID: &t.IObservableMap, Methods: t.methods(), Requires: []abi.StubSource{&p.plain}},
	}
	return (*observableMapParts[K, V])(t.lazy.Keep(unsafe.Pointer(p)))
}

// mapSubscriber is a Go map that keeps its handlers itself.
type mapSubscriber[K, V any] interface {
	subscribe(handler MapChangedEventHandler[K, V], release func()) int64
	unsubscribe(token int64)
}

func (t *ObservableMapType[K, V]) methods() []abi.Method {
	return []abi.Method{
		{Words: 2, Do: func(self any, f *abi.Frame) error {
			handler, token, release, err := nativeHandler(f, &t.MapChangedEventHandler, t.parts().handler.bind)
			if err != nil {
				return err
			}
			if s, ok := self.(mapSubscriber[K, V]); ok {
				*token = s.subscribe(handler, release)
				return nil
			}
			r, err := self.(IObservableMap[K, V]).AddMapChanged(handler)
			if err != nil {
				release()
				return err
			}
			return keep(token, r, release)
		}},
		{Words: 2, Do: func(self any, f *abi.Frame) error {
			s, ok := self.(mapSubscriber[K, V])
			if !ok {
				return abi.RemoveRegistration(self, f)
			}
			token := abi.ArgValue[int64](f)
			if err := f.Err(); err != nil {
				return err
			}
			s.unsubscribe(token)
			return nil
		}},
	}
}

func (t *ObservableMapType[K, V]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of a Go map that tells of its changes.
func (t *ObservableMapType[K, V]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *ObservableMapType[K, V]) PassIn(c *abi.Call, v IObservableMap[K, V]) { t.parts().pass(c, v) }

// ArgIn reads the next in argument of a call into Go, which native code owns.
func (t *ObservableMapType[K, V]) ArgIn(f *abi.Frame) (IObservableMap[K, V], error) {
	return abi.Typed[IObservableMap[K, V]](t.parts().face.Arg(f))
}

// Size implements abi.Type, as do the methods below.
func (t *ObservableMapType[K, V]) Size() uintptr                            { return pointerSize }
func (t *ObservableMapType[K, V]) Pass(c *abi.Call, v *ObservableMap[K, V]) { t.parts().pass(c, v) }
func (t *ObservableMapType[K, V]) Arg(f *abi.Frame) (*ObservableMap[K, V], error) {
	return abi.Typed[*ObservableMap[K, V]](t.parts().arg(f))
}
func (t *ObservableMapType[K, V]) Read(p unsafe.Pointer) (*ObservableMap[K, V], error) {
	return abi.Typed[*ObservableMap[K, V]](t.parts().read(p))
}
func (t *ObservableMapType[K, V]) Take(p unsafe.Pointer) (*ObservableMap[K, V], error) {
	return abi.Typed[*ObservableMap[K, V]](t.parts().take(p))
}
func (t *ObservableMapType[K, V]) Give(p unsafe.Pointer, v *ObservableMap[K, V]) error {
	return t.parts().give(p, v)
}
func (t *ObservableMapType[K, V]) Drop(p unsafe.Pointer) { t.parts().face.Drop(p) }

// MapChangedEventArgs is what a change of an observable map tells.
type MapChangedEventArgs[K any] struct {
	abi.Object
	kind mapChangedEventArgsKind[K]
	own  mapChangedEventArgs[K]
}

// mapChangedEventArgs is a change on either side of the ABI.
type mapChangedEventArgs[K any] interface {
	CollectionChange() (CollectionChange, error)
	Key() (K, error)
}

// mapChange is a change of a Go map.
type mapChange[K any] struct {
	change CollectionChange
	key    K
}

// Outside is what Go code has for the change.
func (m *mapChange[K]) Outside() any { return newMapChangedEventArgs(m) }

func newMapChangedEventArgs[K any](own mapChangedEventArgs[K]) *MapChangedEventArgs[K] {
	x := &MapChangedEventArgs[K]{own: own}
	abi.StandFor(&x.Object, own)
	return x
}

func (m *mapChange[K]) CollectionChange() (CollectionChange, error) { return m.change, nil }
func (m *mapChange[K]) Key() (K, error)                             { return m.key, nil }

func (x *MapChangedEventArgs[K]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	if x.own == nil {
		return nil, false
	}
	return x.own, false
}

// WinRTClass names the interface.
func (x *MapChangedEventArgs[K]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// CollectionChange says how the map changed.
func (x *MapChangedEventArgs[K]) CollectionChange() (CollectionChange, error) {
	if x.own != nil {
		return x.own.CollectionChange()
	}
	return x.kind.CollectionChange(&x.Object)
}

// Key is what was inserted, removed or changed; it means nothing for CollectionChangeReset.
func (x *MapChangedEventArgs[K]) Key() (K, error) {
	if x.own != nil {
		return x.own.Key()
	}
	return x.kind.GetKey(&x.Object)
}

// MapChangedEventArgsType says how an IMapChangedEventArgs<K> crosses the ABI.
type MapChangedEventArgsType[K any] struct {
	IMapChangedEventArgs abi.GUID
	Key                  abi.Type[K]

	lazy abi.Lazy
}

// CollectionChange calls IMapChangedEventArgs<K>.CollectionChange on o.
func (t *MapChangedEventArgsType[K]) CollectionChange(o *abi.Object) (CollectionChange, error) {
	return abi.Get[CollectionChange](o, &t.IMapChangedEventArgs, 6, "IMapChangedEventArgs.CollectionChange")
}

// GetKey calls IMapChangedEventArgs<K>.Key on o; the name Key is the descriptor's field.
func (t *MapChangedEventArgsType[K]) GetKey(o *abi.Object) (K, error) {
	return abi.GetType(o, &t.IMapChangedEventArgs, 7, "IMapChangedEventArgs.Key", t.Key)
}

func (t *MapChangedEventArgsType[K]) edge() *edge {
	if e := (*edge)(t.lazy.Load()); e != nil {
		return e
	}
	e := &edge{
		class: abi.ClassInfo{Name: "Windows.Foundation.Collections.IMapChangedEventArgs`1", IID: t.IMapChangedEventArgs},
		local: func(v any) any {
			if x, ok := v.(*MapChangedEventArgs[K]); ok {
				return x
			}
			return newMapChangedEventArgs(v.(mapChangedEventArgs[K]))
		},
	}
	e.face = abi.Face{
		IID:    t.IMapChangedEventArgs,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[mapChangedEventArgs[K]],
		Source: &abi.Stub{IID: &t.IMapChangedEventArgs, Methods: t.methods()},
	}
	return (*edge)(t.lazy.Keep(unsafe.Pointer(e)))
}

func (t *MapChangedEventArgsType[K]) methods() []abi.Method {
	return []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := self.(mapChangedEventArgs[K]).CollectionChange()
			if err != nil {
				return err
			}
			*(*CollectionChange)(result) = v
			return nil
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := self.(mapChangedEventArgs[K]).Key()
			if err != nil {
				return err
			}
			return t.Key.Give(result, v)
		}},
	}
}

func (t *MapChangedEventArgsType[K]) info() *abi.ClassInfo { return &t.edge().class }

// Stub is what native code calls of Go event arguments.
func (t *MapChangedEventArgsType[K]) Stub() *abi.Stub { return t.edge().face.Stub() }

// PassIn passes v as an in argument.
func (t *MapChangedEventArgsType[K]) PassIn(c *abi.Call, v *MapChangedEventArgs[K]) { t.Pass(c, v) }

// Size implements abi.Type, as do the methods below.
func (t *MapChangedEventArgsType[K]) Size() uintptr { return pointerSize }
func (t *MapChangedEventArgsType[K]) Pass(c *abi.Call, v *MapChangedEventArgs[K]) {
	t.edge().pass(c, v)
}
func (t *MapChangedEventArgsType[K]) Arg(f *abi.Frame) (*MapChangedEventArgs[K], error) {
	return abi.Typed[*MapChangedEventArgs[K]](t.edge().arg(f))
}
func (t *MapChangedEventArgsType[K]) Read(p unsafe.Pointer) (*MapChangedEventArgs[K], error) {
	return abi.Typed[*MapChangedEventArgs[K]](t.edge().read(p))
}
func (t *MapChangedEventArgsType[K]) Take(p unsafe.Pointer) (*MapChangedEventArgs[K], error) {
	return abi.Typed[*MapChangedEventArgs[K]](t.edge().take(p))
}
func (t *MapChangedEventArgsType[K]) Give(p unsafe.Pointer, v *MapChangedEventArgs[K]) error {
	return t.edge().give(p, v)
}
func (t *MapChangedEventArgsType[K]) Drop(p unsafe.Pointer) { t.edge().face.Drop(p) }

// MapChangedEventHandlerType says how a MapChangedEventHandler crosses the ABI.
type MapChangedEventHandlerType[K, V any] struct {
	Map *ObservableMapType[K, V]

	lazy abi.Lazy
}

func (t *MapChangedEventHandlerType[K, V]) delegate() *abi.Delegate[MapChangedEventHandler[K, V]] {
	if d := (*abi.Delegate[MapChangedEventHandler[K, V]])(t.lazy.Load()); d != nil {
		return d
	}
	args := &t.Map.parts().args
	d := &abi.Delegate[MapChangedEventHandler[K, V]]{
		IID:   t.Map.MapChangedEventHandler,
		Words: 2,
		Invoke: func(fn MapChangedEventHandler[K, V], f *abi.Frame) error {
			sender, err := t.Map.Arg(f)
			if err != nil {
				return err
			}
			change, err := args.Arg(f)
			if err == nil {
				err = f.Err()
			}
			if err != nil {
				return err
			}
			fn(sender, change)
			return nil
		},
		Bind: t.bind,
	}
	return (*abi.Delegate[MapChangedEventHandler[K, V]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// bind makes the Go func that calls the native handler o.
func (t *MapChangedEventHandlerType[K, V]) bind(o *abi.Object) MapChangedEventHandler[K, V] {
	return func(sender *ObservableMap[K, V], change *MapChangedEventArgs[K]) {
		c := abi.Begin(o, &t.Map.MapChangedEventHandler, 3, "MapChangedEventHandler.Invoke")
		defer c.End()
		t.Map.Pass(c, sender)
		t.Map.parts().args.Pass(c, change)
		abi.Unhandled(c.Do()) // handlers have no result
	}
}

// Size implements abi.Type, as do the methods below.
func (t *MapChangedEventHandlerType[K, V]) Size() uintptr { return pointerSize }
func (t *MapChangedEventHandlerType[K, V]) Pass(c *abi.Call, v MapChangedEventHandler[K, V]) {
	t.delegate().Pass(c, v)
}
func (t *MapChangedEventHandlerType[K, V]) Arg(f *abi.Frame) (MapChangedEventHandler[K, V], error) {
	return t.delegate().Arg(f)
}
func (t *MapChangedEventHandlerType[K, V]) Read(p unsafe.Pointer) (MapChangedEventHandler[K, V], error) {
	return t.delegate().Read(p)
}
func (t *MapChangedEventHandlerType[K, V]) Take(p unsafe.Pointer) (MapChangedEventHandler[K, V], error) {
	return t.delegate().Take(p)
}
func (t *MapChangedEventHandlerType[K, V]) Give(p unsafe.Pointer, v MapChangedEventHandler[K, V]) error {
	return t.delegate().Give(p, v)
}
func (t *MapChangedEventHandlerType[K, V]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }
