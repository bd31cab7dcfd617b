//go:build windows

package collections_test

import (
	"crypto/sha1"
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/sys/windows"

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
	space := []byte{0x11, 0xf4, 0x7a, 0xd5, 0x7b, 0x73, 0x42, 0xc0, 0xab, 0xae, 0x87, 0x8b, 0x1e, 0x16, 0xad, 0xee}
	sum := sha1.Sum(append(space, signature(name, args...)...))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	g := abi.GUID{
		Data1: binary.BigEndian.Uint32(sum[0:]),
		Data2: binary.BigEndian.Uint16(sum[4:]),
		Data3: binary.BigEndian.Uint16(sum[6:]),
	}
	copy(g.Data4[:], sum[8:16])
	return g
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

// TestIIDs compares with Debian's mingw-w64 headers (windows.media.speechsynthesis.h)
// and with IDs that Microsoft's SDK headers print.
func TestIIDs(t *testing.T) {
	voice := "rc(Windows.Media.SpeechSynthesis.VoiceInformation;{b127d6a4-1291-4604-aa9c-83134083352c})"
	for _, test := range []struct {
		name, argument, want string
	}{
		{"IVectorView", voice, "{ee8d63ce-51ac-5984-891b-d232fa7f6453}"},
		{"IIterable", voice, "{3c33bb52-bd98-5c8c-adee-ee8da0628efc}"},
		{"IIterator", voice, "{12d40a27-ae8d-5fb0-8fed-00165d59c6ab}"},
		{"IVectorView", "string", "{2f13c006-a03a-5f69-b090-75a43e33423e}"},
		{"IIterable", "string", "{e2fcc7c1-3bfc-5a0b-b2b0-72e769d1cb7e}"},
		{"IIterable", "i4", "{81a643fb-f51c-5565-83c4-f96425777b66}"},
	} {
		want, err := windows.GUIDFromString(test.want)
		if err != nil {
			t.Fatal(err)
		}
		if got := iid(test.name, test.argument); got != want {
			t.Errorf("%s<%s>: %v, want %v", test.name, test.argument, got, want)
		}
	}
}
