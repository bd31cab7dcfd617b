//go:build windows

package collections_test

import (
	"errors"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

func guid(t testing.TB, s string) abi.GUID {
	t.Helper()
	g, err := windows.GUIDFromString("{" + s + "}")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// settled waits until no reference that the test took is left.
func settled(t testing.TB) {
	t.Helper()
	references, objects := abi.LiveReferences(), abi.LiveObjects()
	t.Cleanup(func() {
		for range 200 {
			runtime.GC()
			if abi.LiveReferences() <= references && abi.LiveObjects() <= objects {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("%d native references and %d Go objects are left, %d and %d were there before",
			abi.LiveReferences(), abi.LiveObjects(), references, objects)
	})
}

// unlessAbsent ends the test when err is a gap that this system is known for, and
// fails it for any other error.
func unlessAbsent(t testing.TB, err error) {
	t.Helper()
	if quirks.Absent(err) {
		t.Skipf("not on this system: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func activate(t testing.TB, class string) *abi.Inspectable {
	t.Helper()
	x, err := abi.Activate[abi.Inspectable](&abi.Factory{Class: class}, class)
	unlessAbsent(t, err)
	t.Cleanup(x.Release)
	return x
}

// TestSystemMaps uses the system's own PropertySet, ValueSet and StringMap.
func TestSystemMaps(t *testing.T) {
	for _, class := range []string{"PropertySet", "ValueSet"} {
		t.Run(class, func(t *testing.T) {
			settled(t)
			testMap(t, activate(t, "Windows.Foundation.Collections."+class), textToAny,
				map[string]any{"one": int32(1), "two": "zwei", "three": true, "four": 4.5})
		})
	}
	t.Run("StringMap", func(t *testing.T) {
		settled(t)
		testMap(t, activate(t, "Windows.Foundation.Collections.StringMap"), textToText,
			map[string]string{"one": "eins", "two": "zwei", "empty": ""})
	})
}

func testMap[V any](t *testing.T, x *abi.Inspectable, kind *collections.MapType[string, V], want map[string]V) {
	o := &x.Object
	_, err := kind.GetSize(o)
	unlessAbsent(t, err)
	for key, value := range want {
		replaced, err := kind.Insert(o, key, value)
		unlessAbsent(t, err)
		if replaced {
			t.Fatalf("Insert(%q) replaced something", key)
		}
	}
	if n, err := kind.GetSize(o); err != nil || int(n) != len(want) {
		t.Errorf("Size: %d, %v", n, err)
	}
	for key, value := range want {
		got, err := kind.Lookup(o, key)
		if err != nil || !reflect.DeepEqual(got, value) {
			t.Errorf("Lookup(%q): %v, %v", key, got, err)
		}
		if has, err := kind.HasKey(o, key); !has || err != nil {
			t.Errorf("HasKey(%q): %v, %v", key, has, err)
		}
	}
	if has, err := kind.HasKey(o, "none"); has || err != nil {
		t.Errorf("HasKey of a missing key: %v, %v", has, err)
	}
	if _, err := kind.Lookup(o, "none"); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("Lookup of a missing key: %v", err)
	}
	got := make(map[string]V)
	for pair, err := range kind.All(o) {
		if err != nil {
			t.Fatalf("All: %v", err)
		}
		got[pair.Key] = pair.Value
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("All: %v, want %v", got, want)
	}
	for _, err := range kind.All(o) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	view, err := kind.GetView(o)
	unlessAbsent(t, err)
	defer view.Release()
	if entries, err := view.Slice(); err != nil || len(entries) != len(want) {
		t.Errorf("a view of %v, %v", entries, err)
	}
	for key, value := range want {
		replaced, err := kind.Insert(o, key, value)
		if err != nil || !replaced {
			t.Errorf("Insert(%q) again: %v, %v", key, replaced, err)
		}
		break
	}
	first := slices.Sorted(maps.Keys(want))[0]
	if err := kind.Remove(o, first); err != nil {
		t.Errorf("Remove: %v", err)
	}
	if err := kind.Clear(o); err != nil {
		t.Errorf("Clear: %v", err)
	}
	if n, err := kind.GetSize(o); err != nil || n != 0 {
		t.Errorf("Size after Clear: %d, %v", n, err)
	}
}

func TestSystemMapChanged(t *testing.T) {
	settled(t)
	x := activate(t, "Windows.Foundation.Collections.PropertySet")
	type change struct {
		kind collections.CollectionChange
		key  string
	}
	var seen []change
	registration, err := observedTextAny.AddMapChanged(&x.Object, func(sender *collections.ObservableMap[string, any], args *collections.MapChangedEventArgs[string]) {
		defer sender.Release()
		defer args.Release()
		kind, err := args.CollectionChange()
		if err != nil {
			t.Error(err)
		}
		key, err := args.Key()
		if err != nil {
			t.Error(err)
		}
		if _, err := sender.Size(); err != nil {
			t.Error(err)
		}
		seen = append(seen, change{kind, key})
	})
	unlessAbsent(t, err)
	insert := func(key string) {
		if _, err := textToAny.Insert(&x.Object, key, int32(1)); err != nil {
			t.Fatal(err)
		}
	}
	insert("a")
	insert("a")
	if err := textToAny.Remove(&x.Object, "a"); err != nil {
		t.Fatal(err)
	}
	if err := registration.Remove(); err != nil {
		t.Fatal(err)
	}
	insert("b")
	want := []change{
		{collections.CollectionChangeItemInserted, "a"},
		{collections.CollectionChangeItemChanged, "a"},
		{collections.CollectionChangeItemRemoved, "a"},
	}
	if !slices.Equal(seen, want) {
		t.Errorf("changes %v, want %v", seen, want)
	}
}

// TestSystemLanguages reads IVectorView<String> of two classes.
func TestSystemLanguages(t *testing.T) {
	for _, test := range []struct {
		class, statics string
		slot           int
	}{
		{"Windows.System.UserProfile.GlobalizationPreferences", "01bf4326-ed37-4e96-b0e9-c1340d1ea158", 9},
		{"Windows.Globalization.ApplicationLanguages", "75b40847-0a4c-4a92-9565-fd63c95f7aed", 8},
	} {
		t.Run(test.class, func(t *testing.T) {
			settled(t)
			factory := (&abi.Factory{Class: test.class}).Object()
			defer factory.Release()
			statics := guid(t, test.statics)
			view, err := abi.GetType(factory, &statics, test.slot, test.class[strings.LastIndexByte(test.class, '.')+1:]+".Languages", abi.Type[*collections.VectorView[string]](textView))
			unlessAbsent(t, err)
			defer view.Release()
			checkView(t, view)
		})
	}
}

// checkView holds every way to read a view against GetAt.
func checkView[T comparable](t *testing.T, view *collections.VectorView[T]) {
	t.Helper()
	size, err := view.Size()
	if err != nil || size == 0 {
		t.Fatalf("Size: %d, %v", size, err)
	}
	var want []T
	for i := range size {
		v, err := view.GetAt(i)
		if err != nil {
			t.Fatalf("GetAt(%d): %v", i, err)
		}
		want = append(want, v)
	}
	if _, err := view.GetAt(size); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("GetAt past the end: %v", err)
	}
	if got, err := view.Slice(); err != nil || !slices.Equal(got, want) {
		t.Errorf("Slice: %v, %v, want %v", got, err, want)
	}
	var got []T
	for v, err := range view.All() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, v)
	}
	if !slices.Equal(got, want) {
		t.Errorf("All: %v, want %v", got, want)
	}
	last := size - 1
	if at, found, err := view.IndexOf(want[last]); !quirks.Absent(err) && (err != nil || !found || at != last) {
		t.Errorf("IndexOf(%v): %d, %v, %v", want[last], at, found, err)
	}
}

// jsonValue is IJsonValue, as far as these tests need it.
type jsonValue struct{ abi.Object }

var classJSONValue = abi.ClassInfo{Name: "Windows.Data.Json.JsonValue", IID: abi.GUID{Data1: 0xa3219ecb, Data2: 0xf0b3, Data3: 0x4dcd, Data4: [8]byte{0xbe, 0xee, 0x19, 0xd4, 0x8c, 0xd3, 0xed, 0x1e}}}

func (*jsonValue) WinRTClass() *abi.ClassInfo { return &classJSONValue }

func (x *jsonValue) text(t testing.TB) string {
	t.Helper()
	s, err := abi.GetString(&x.Object, &classJSONValue.IID, 7, "JsonValue.Stringify")
	if err != nil {
		s, err = abi.GetString(&x.Object, &classJSONValue.IID, 8, "JsonValue.GetString")
	}
	if err != nil {
		t.Errorf("a JSON value without text: %v", err)
	}
	return s
}

const jsonSignature = "{a3219ecb-f0b3-4dcd-beee-19d48cd3ed1e}"

func newJSON(t testing.TB, text string) *jsonValue {
	t.Helper()
	factory := (&abi.Factory{Class: "Windows.Data.Json.JsonValue"}).Object()
	defer factory.Release()
	statics := guid(t, "5f6b544a-2f53-48e1-91a3-f78b50a6345c")
	c := abi.Begin(factory, &statics, 10, "JsonValue.CreateStringValue")
	defer c.End()
	c.String(text)
	result := c.Out(8)
	unlessAbsent(t, c.Do())
	v, err := abi.Class[jsonValue]{}.Take(result)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestSystemJSON uses the vector and the map that the system's JSON classes are.
// Where an implementation lacks a method, what it has is still looked at.
func TestSystemJSON(t *testing.T) {
	lacking := func(t *testing.T, what string, err error) bool {
		t.Helper()
		if quirks.Absent(err) {
			t.Logf("%s: not on this system: %v", what, err)
			return true
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		return err != nil
	}
	t.Run("JsonArray", func(t *testing.T) {
		settled(t)
		x := activate(t, "Windows.Data.Json.JsonArray")
		kind := vector[*jsonValue](jsonSignature, abi.Class[jsonValue]{})
		for _, s := range []string{"a", "b", "c"} {
			v := newJSON(t, s)
			defer v.Release()
			if err := kind.Append(&x.Object, v); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := kind.GetSize(&x.Object); n != 3 || err != nil {
			t.Fatalf("Size: %d, %v", n, err)
		}
		if v, err := kind.GetAt(&x.Object, 1); !lacking(t, "IVector.GetAt", err) {
			if got := v.text(t); got != `"b"` && got != "b" {
				t.Errorf("element 1 is %s", got)
			}
			v.Release()
		}
		n := 0
		for v, err := range kind.All(&x.Object) {
			if lacking(t, "reading by index", err) {
				break
			}
			v.Release()
			n++
		}
		if n != 3 {
			t.Errorf("%d elements in the loop", n)
		}
		_, err := kind.GetView(&x.Object)
		lacking(t, "IVector.GetView", err)
		lacking(t, "IVector.Clear", kind.Clear(&x.Object))
	})
	t.Run("JsonObject", func(t *testing.T) {
		settled(t)
		x := activate(t, "Windows.Data.Json.JsonObject")
		kind := mapOf[*jsonValue](jsonSignature, abi.Class[jsonValue]{})
		for _, s := range []string{"a", "b"} {
			v := newJSON(t, s)
			defer v.Release()
			_, err := kind.Insert(&x.Object, s, v)
			if quirks.AbsentAs("Windows.Data.Json.JsonObject as a map", err) {
				t.Skipf("not on this system: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if v, err := kind.Lookup(&x.Object, "b"); !lacking(t, "IMap.Lookup", err) {
			if got := v.text(t); got != `"b"` && got != "b" {
				t.Errorf("the value of b is %s", got)
			}
			v.Release()
		}
		if has, err := kind.HasKey(&x.Object, "c"); !lacking(t, "IMap.HasKey", err) && has {
			t.Error("it has a key that it was not given")
		}
		if n, err := kind.GetSize(&x.Object); !lacking(t, "IMap.Size", err) && n != 2 {
			t.Errorf("Size: %d", n)
		}
		for pair, err := range kind.All(&x.Object) {
			if lacking(t, "walking its entries", err) {
				break
			}
			if got := pair.Value.text(t); got != `"`+pair.Key+`"` && got != pair.Key {
				t.Errorf("%s: %s", pair.Key, got)
			}
			pair.Value.Release()
		}
	})
}

// voice is VoiceInformation, whose parameterized IDs mingw's headers have.
type voice struct{ abi.Object }

var classVoice = abi.ClassInfo{Name: "Windows.Media.SpeechSynthesis.VoiceInformation", IID: abi.GUID{Data1: 0xb127d6a4, Data2: 0x1291, Data3: 0x4604, Data4: [8]byte{0xaa, 0x9c, 0x83, 0x13, 0x40, 0x83, 0x35, 0x2c}}}

func (*voice) WinRTClass() *abi.ClassInfo { return &classVoice }

func TestSystemVoices(t *testing.T) {
	settled(t)
	factory := (&abi.Factory{Class: "Windows.Media.SpeechSynthesis.SpeechSynthesizer"}).Object()
	defer factory.Release()
	statics := guid(t, "7d526ecc-7533-4c3f-85be-888c2baeebdc")
	kind := vectorView[*voice]("rc(Windows.Media.SpeechSynthesis.VoiceInformation;{b127d6a4-1291-4604-aa9c-83134083352c})", abi.Class[voice]{})
	view, err := abi.GetType(factory, &statics, 6, "SpeechSynthesizer.AllVoices", abi.Type[*collections.VectorView[*voice]](kind))
	unlessAbsent(t, err)
	defer view.Release()
	size, err := view.Size()
	if err != nil {
		t.Fatal(err)
	}
	n := uint32(0)
	for v, err := range view.All() {
		if err != nil {
			t.Fatal(err)
		}
		n++
		v.Release()
	}
	if n != size {
		t.Errorf("%d voices of %d", n, size)
	}
}
