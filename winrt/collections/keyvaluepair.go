//go:build windows

package collections

import (
	"sync/atomic"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// KeyValuePair is an entry of a map. An IKeyValuePair<K, V> becomes one by
// being read, and its object is given back.
type KeyValuePair[K, V any] struct {
	Key   K
	Value V
}

func (p *KeyValuePair[K, V]) entry() (KeyValuePair[K, V], error) { return *p, nil }

// entrySource is a pair on either side of the ABI.
type entrySource[K, V any] interface {
	entry() (KeyValuePair[K, V], error)
}

// KeyValuePairType says how an IKeyValuePair<K, V> crosses the ABI.
type KeyValuePairType[K, V any] struct {
	IKeyValuePair abi.GUID
	Key           abi.Type[K]
	Value         abi.Type[V]

	lazy atomic.Pointer[keyValuePairParts[K, V]]
}

type keyValuePairParts[K, V any] struct {
	face  abi.Interface[entrySource[K, V]]
	class abi.ClassInfo
}

// nativePair is an IKeyValuePair<K, V> for as long as it is being read.
type nativePair[K, V any] struct {
	abi.Object
	kind *KeyValuePairType[K, V]
}

func (x *nativePair[K, V]) WinRTClass() *abi.ClassInfo {
	if x == nil || x.kind == nil {
		return &classUnbound
	}
	return &x.kind.parts().class
}

func (x *nativePair[K, V]) entry() (KeyValuePair[K, V], error) {
	var pair KeyValuePair[K, V]
	var err error
	if pair.Key, err = x.kind.GetKey(&x.Object); err != nil {
		return pair, err
	}
	pair.Value, err = x.kind.GetValue(&x.Object)
	return pair, err
}

// GetKey calls IKeyValuePair<K, V>.Key on o; the name Key is the descriptor's field.
func (t *KeyValuePairType[K, V]) GetKey(o *abi.Object) (K, error) {
	return abi.GetType(o, &t.IKeyValuePair, 6, "IKeyValuePair.Key", t.Key)
}

// GetValue calls IKeyValuePair<K, V>.Value on o; the name Value is the descriptor's field.
func (t *KeyValuePairType[K, V]) GetValue(o *abi.Object) (V, error) {
	return abi.GetType(o, &t.IKeyValuePair, 7, "IKeyValuePair.Value", t.Value)
}

func (t *KeyValuePairType[K, V]) parts() *keyValuePairParts[K, V] {
	if p := t.lazy.Load(); p != nil {
		return p
	}
	p := &keyValuePairParts[K, V]{
		class: abi.ClassInfo{Name: "Windows.Foundation.Collections.IKeyValuePair`2", IID: t.IKeyValuePair},
	}
	p.face = abi.Interface[entrySource[K, V]]{
		IID:    t.IKeyValuePair,
		New:    func(n unsafe.Pointer) entrySource[K, V] { return t.wrap(n) },
		Source: &abi.Stub{IID: &t.IKeyValuePair, Methods: t.methods()},
	}
	t.lazy.CompareAndSwap(nil, p)
	return t.lazy.Load()
}

func (t *KeyValuePairType[K, V]) methods() []func(self any, f *abi.Frame) error {
	return []func(self any, f *abi.Frame) error{
		func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			return t.Key.Give(result, self.(*KeyValuePair[K, V]).Key)
		},
		func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			return t.Value.Give(result, self.(*KeyValuePair[K, V]).Value)
		},
	}
}

// pair reads the entry and gives its object back.
func (t *KeyValuePairType[K, V]) pair(s entrySource[K, V], err error) (KeyValuePair[K, V], error) {
	if err != nil || s == nil {
		return KeyValuePair[K, V]{}, err
	}
	if n, ok := s.(*nativePair[K, V]); ok {
		defer n.Release()
	}
	return s.entry()
}

// Stub is what native code calls of a Go pair.
func (t *KeyValuePairType[K, V]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *KeyValuePairType[K, V]) PassIn(c *abi.Call, v KeyValuePair[K, V]) { t.Pass(c, v) }

// Size implements abi.Type, as do the methods below.
func (t *KeyValuePairType[K, V]) Size() uintptr { return pointerSize }
func (t *KeyValuePairType[K, V]) Pass(c *abi.Call, v KeyValuePair[K, V]) {
	t.parts().face.Pass(c, &v)
}
func (t *KeyValuePairType[K, V]) Arg(f *abi.Frame) (KeyValuePair[K, V], error) {
	return t.pair(t.parts().face.Arg(f))
}
func (t *KeyValuePairType[K, V]) Read(p unsafe.Pointer) (KeyValuePair[K, V], error) {
	return t.pair(t.parts().face.Read(p))
}
func (t *KeyValuePairType[K, V]) Take(p unsafe.Pointer) (KeyValuePair[K, V], error) {
	return t.pair(t.parts().face.Take(p))
}
func (t *KeyValuePairType[K, V]) Give(p unsafe.Pointer, v KeyValuePair[K, V]) error {
	return t.parts().face.Give(p, &v)
}
func (t *KeyValuePairType[K, V]) Drop(p unsafe.Pointer) { t.parts().face.Drop(p) }
