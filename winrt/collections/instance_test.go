//go:build windows

package collections_test

import (
	"strings"

	"github.com/winmd2go/winmd2go/internal/pinterface"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

// Signatures of the generic interfaces (WinRT type system, "Guid generation
// for parameterized types").
var generic = map[string]string{
	"IIterable":                 "faa585ea-6214-4217-afda-7f46de5869b3",
	"IIterator":                 "6a79e863-4300-459a-9966-cbb660963ee1",
	"IVectorView":               "bbe1fa4c-b0e3-4583-baef-1f1b2e483e56",
	"IVector":                   "913337e9-11a1-4345-a3a2-4e7f956e222d",
	"IObservableVector":         "5917eb53-50b4-4a0d-b309-65862b3f1dbc",
	"VectorChangedEventHandler": "0c051752-9fbf-4c70-aa0c-0e4c82d9a761",
	"IKeyValuePair":             "02b51929-c1c4-4a7e-8940-0312b5c18500",
	"IMapView":                  "e480ce40-a338-4ada-adcf-272272e48cb9",
	"IMap":                      "3c2925fe-8519-45c1-aa79-197b6718c1c1",
	"IObservableMap":            "65df2bf5-bf39-41b5-aebc-5a9d865e472b",
	"MapChangedEventHandler":    "179517f3-94ee-41f8-bddc-768a895544f3",
	"IMapChangedEventArgs":      "9939f4df-050a-4c0f-aa60-77075f9c4777",
}

func signature(name string, args ...string) string {
	return "pinterface({" + generic[name] + "};" + strings.Join(args, ";") + ")"
}

func iid(name string, args ...string) abi.GUID {
	return abi.GUID(pinterface.ID([]byte(signature(name, args...))))
}

func vectorView[T any](sig string, elem abi.Type[T]) *collections.VectorViewType[T] {
	return &collections.VectorViewType[T]{IVectorView: iid("IVectorView", sig), IIterable: iid("IIterable", sig), IIterator: iid("IIterator", sig), Elem: elem}
}

func iterable[T any](sig string, elem abi.Type[T]) *collections.IterableType[T] {
	return &collections.IterableType[T]{IIterable: iid("IIterable", sig), IIterator: iid("IIterator", sig), Elem: elem}
}

func vector[T any](sig string, elem abi.Type[T]) *collections.VectorType[T] {
	return &collections.VectorType[T]{IVector: iid("IVector", sig), IVectorView: iid("IVectorView", sig), IIterable: iid("IIterable", sig), IIterator: iid("IIterator", sig), Elem: elem}
}

func observableVector[T any](sig string, elem abi.Type[T]) *collections.ObservableVectorType[T] {
	return &collections.ObservableVectorType[T]{
		IObservableVector: iid("IObservableVector", sig), VectorChangedEventHandler: iid("VectorChangedEventHandler", sig),
		IVector: iid("IVector", sig), IVectorView: iid("IVectorView", sig), IIterable: iid("IIterable", sig), IIterator: iid("IIterator", sig),
		Elem: elem,
	}
}

func mapOf[V any](sig string, value abi.Type[V]) *collections.MapType[string, V] {
	pair := signature("IKeyValuePair", "string", sig)
	return &collections.MapType[string, V]{
		IMap: iid("IMap", "string", sig), IMapView: iid("IMapView", "string", sig), IKeyValuePair: iid("IKeyValuePair", "string", sig),
		IIterable: iid("IIterable", pair), IIterator: iid("IIterator", pair), Key: abi.String{}, Value: value,
	}
}

func observableMap[V any](sig string, value abi.Type[V]) *collections.ObservableMapType[string, V] {
	m := mapOf(sig, value)
	return &collections.ObservableMapType[string, V]{
		IObservableMap: iid("IObservableMap", "string", sig), MapChangedEventHandler: iid("MapChangedEventHandler", "string", sig),
		IMapChangedEventArgs: iid("IMapChangedEventArgs", "string"),
		IMap:                 m.IMap, IMapView: m.IMapView, IKeyValuePair: m.IKeyValuePair, IIterable: m.IIterable, IIterator: m.IIterator,
		Key: abi.String{}, Value: value,
	}
}

func pairs[V any](sig string, value abi.Type[V]) *collections.IterableType[collections.KeyValuePair[string, V]] {
	pair := &collections.KeyValuePairType[string, V]{IKeyValuePair: iid("IKeyValuePair", "string", sig), Key: abi.String{}, Value: value}
	return iterable[collections.KeyValuePair[string, V]](signature("IKeyValuePair", "string", sig), pair)
}

var (
	int32s            = vector[int32]("i4", abi.Plain[int32]{})
	int32Iterable     = iterable[int32]("i4", abi.Plain[int32]{})
	observedInt32s    = observableVector[int32]("i4", abi.Plain[int32]{})
	texts             = vector[string]("string", abi.String{})
	textView          = vectorView[string]("string", abi.String{})
	textIterable      = iterable[string]("string", abi.String{})
	textToInt32       = mapOf[int32]("i4", abi.Plain[int32]{})
	observedTextInt32 = observableMap[int32]("i4", abi.Plain[int32]{})
	textInt32Pairs    = pairs[int32]("i4", abi.Plain[int32]{})
	textToAny         = mapOf[any]("cinterface(IInspectable)", abi.Any{})
	observedTextAny   = observableMap[any]("cinterface(IInspectable)", abi.Any{})
	textToText        = mapOf[string]("string", abi.String{})
)
