//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// KeyValuePair is an entry of a map. An IKeyValuePair<K, V> becomes one by
// being read, and its object is given back.
type KeyValuePair[K, V any] struct {
	Key   K
	Value V
}

// KeyValuePairType says how an IKeyValuePair<K, V> crosses the ABI.
type KeyValuePairType[K, V any] struct {
	IKeyValuePair abi.GUID
	Key           abi.Type[K]
	Value         abi.Type[V]

	lazy abi.Lazy
}

type keyValuePairParts struct {
	face  abi.Face
	class abi.ClassInfo
}

// heldPair is a Go pair that native code holds.
type heldPair[K, V any] struct{ pair KeyValuePair[K, V] }

// Outside is what Go code has for it.
func (p *heldPair[K, V]) Outside() any { return p.pair }

// nativePair is an IKeyValuePair<K, V> for as long as it is being read.
type nativePair struct {
	abi.Object
	class *abi.ClassInfo
}

func (x *nativePair) WinRTClass() *abi.ClassInfo {
	if x == nil || x.class == nil {
		return &classUnbound
	}
	return x.class
}

// GetKey calls IKeyValuePair<K, V>.Key on o; the name Key is the descriptor's field.
func (t *KeyValuePairType[K, V]) GetKey(o *abi.Object) (K, error) {
	return abi.GetType(o, &t.IKeyValuePair, 6, "IKeyValuePair.Key", t.Key)
}

// GetValue calls IKeyValuePair<K, V>.Value on o; the name Value is the descriptor's field.
func (t *KeyValuePairType[K, V]) GetValue(o *abi.Object) (V, error) {
	return abi.GetType(o, &t.IKeyValuePair, 7, "IKeyValuePair.Value", t.Value)
}

func (t *KeyValuePairType[K, V]) parts() *keyValuePairParts {
	if p := (*keyValuePairParts)(t.lazy.Load()); p != nil {
		return p
	}
	p := &keyValuePairParts{
		class: abi.ClassInfo{Name: "Windows.Foundation.Collections.IKeyValuePair`2", IID: t.IKeyValuePair},
	}
	p.face = abi.Face{
		IID:    t.IKeyValuePair,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[KeyValuePair[K, V]],
		Source: &abi.Stub{IID: &t.IKeyValuePair, Methods: t.methods()},
	}
	return (*keyValuePairParts)(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *KeyValuePairType[K, V]) methods() []abi.Method {
	return []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			return t.Key.Give(result, self.(*heldPair[K, V]).pair.Key)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			return t.Value.Give(result, self.(*heldPair[K, V]).pair.Value)
		}},
	}
}

// pair reads the pair and gives its object back.
func (t *KeyValuePairType[K, V]) pair(v any, err error) (pair KeyValuePair[K, V], _ error) {
	switch v := v.(type) {
	case KeyValuePair[K, V]:
		return v, err
	case *nativePair:
		defer v.Release()
		if pair.Key, err = t.GetKey(&v.Object); err == nil {
			pair.Value, err = t.GetValue(&v.Object)
		}
	}
	return pair, err
}

// Stub is what native code calls of a Go pair.
func (t *KeyValuePairType[K, V]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *KeyValuePairType[K, V]) PassIn(c *abi.Call, v KeyValuePair[K, V]) { t.Pass(c, v) }

// Size implements abi.Type, as do the methods below.
func (t *KeyValuePairType[K, V]) Size() uintptr { return pointerSize }
func (t *KeyValuePairType[K, V]) Pass(c *abi.Call, v KeyValuePair[K, V]) {
	t.parts().face.Pass(c, &heldPair[K, V]{v})
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
	return t.parts().face.Give(p, &heldPair[K, V]{v})
}
func (t *KeyValuePairType[K, V]) Drop(p unsafe.Pointer) { t.parts().face.Drop(p) }
