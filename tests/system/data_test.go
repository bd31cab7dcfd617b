//go:build windows

package system

import (
	"errors"
	"math"
	"testing"

	"github.com/winmd2go/winmd2go/generated/windows/data/json"
	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/generated/windows/foundation/collections"
	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt"
)

func TestUri(t *testing.T) {
	clean(t)
	u := must(foundation.NewUri("https://user@example.org:8443/a/b%20c.html?x=1&y=z%C3%BC#top"))(t)
	equal(t, "AbsoluteUri", u.AbsoluteUri, "https://user@example.org:8443/a/b%20c.html?x=1&y=z%C3%BC#top")
	inUse("Windows.Foundation.Uri", equal(t, "RawUri", u.RawUri, "https://user@example.org:8443/a/b%20c.html?x=1&y=z%C3%BC#top"))
	equal(t, "Host", u.Host, "example.org")
	equal(t, "Domain", u.Domain, "example.org")
	equal(t, "SchemeName", u.SchemeName, "https")
	equal(t, "Port", u.Port, 8443)
	equal(t, "Path", u.Path, "/a/b%20c.html")
	equal(t, "Extension", u.Extension, ".html")
	equal(t, "Fragment", u.Fragment, "#top")
	equal(t, "UserName", u.UserName, "user")
	equal(t, "Password", u.Password, "")
	name, err := (&winrt.Inspectable{}).RuntimeClassName()
	if !errors.Is(err, winrt.ErrReleased) {
		t.Errorf("an empty Inspectable has the class %q, %v", name, err)
	}
	inspectable := must(winrt.As[winrt.Inspectable](u))(t)
	name, err = inspectable.RuntimeClassName()
	if !quirks.AbsentAs("the class name of a Uri", err) && (err != nil || name != "Windows.Foundation.Uri") {
		t.Errorf("the class name is %q, %v", name, err)
	}
}

const document = `{"text":"Gr\u00fc\u00dfe \u2603 😀","number":-2.5e3,"yes":true,"none":null,"list":[1,"two",[3],false],"inner":{"a":1}}`

// parsed is document by whichever of the two ways this system has.
func parsed(t *testing.T) *json.JsonObject {
	t.Helper()
	o, err := json.JsonObjectParse(document)
	if absent(err) {
		return must(must(json.JsonValueParse(document))(t).GetObject())(t)
	}
	return must(o, err)(t)
}

func TestJsonObject(t *testing.T) {
	clean(t)
	o := parsed(t)
	equal(t, "text", func() (string, error) { return o.GetNamedString("text") }, "Grüße ☃ 😀")
	inUse("Windows.Data.Json.JsonObject", equal(t, "number", func() (float64, error) { return o.GetNamedNumber("number") }, -2500))
	equal(t, "yes", func() (bool, error) { return o.GetNamedBoolean("yes") }, true)
	equal(t, "kind of none", must(o.GetNamedValue("none"))(t).ValueType, json.JsonValueTypeNull)
	equal(t, "size", o.Size, 6)
	if _, err := o.GetNamedString("absent"); err == nil {
		t.Error("an absent name was found")
	}
	inner := must(o.GetNamedObject("inner"))(t)
	equal(t, "inner", func() (float64, error) { return inner.GetNamedNumber("a") }, 1)
	if _, err := json.JsonValueParse(`{"unfinished":`); err == nil {
		t.Error("broken JSON was parsed")
	}
}

func TestJsonArray(t *testing.T) {
	clean(t)
	list := must(parsed(t).GetNamedArray("list"))(t)
	equal(t, "list[0]", func() (float64, error) { return list.GetNumberAt(0) }, 1)
	inUse("Windows.Data.Json.JsonArray", equal(t, "list[1]", func() (string, error) { return list.GetStringAt(1) }, "two"))
	equal(t, "list[3]", func() (bool, error) { return list.GetBooleanAt(3) }, false)
	third := must(list.GetArrayAt(2))(t)
	equal(t, "list[2][0]", func() (float64, error) { return third.GetNumberAt(0) }, 3)
	if _, err := list.GetNumberAt(9); err == nil {
		t.Error("there is a tenth element")
	}
	equal(t, "size", list.Size, 4)
	n := 0
	for v, err := range list.All() {
		if absent(err) {
			t.Log("ranging over an array: not on this system")
			return
		}
		ok(t, err)
		equal(t, "kind", v.ValueType, []json.JsonValueType{json.JsonValueTypeNumber, json.JsonValueTypeString, json.JsonValueTypeArray, json.JsonValueTypeBoolean}[n])
		n++
	}
	if n != 4 {
		t.Errorf("ranging over the array gave %d elements", n)
	}
}

func TestJsonValue(t *testing.T) {
	clean(t)
	text := must(json.JsonValueCreateStringValue("ß 😀"))(t)
	equal(t, "the string", text.GetString, "ß 😀")
	equal(t, "its kind", text.ValueType, json.JsonValueTypeString)
	number := must(json.JsonValueCreateNumberValue(math.Pi))(t)
	inUse("Windows.Data.Json.JsonValue", equal(t, "the number", number.GetNumber, math.Pi))
	equal(t, "the boolean", must(json.JsonValueCreateBooleanValue(true))(t).GetBoolean, true)
	if _, err := number.GetString(); err == nil {
		t.Error("a number is a string")
	}
	if s := json.JsonValueTypeArray.String(); s != "Array" {
		t.Errorf("the kind's name is %q", s)
	}
}

func TestJsonMade(t *testing.T) {
	clean(t)
	o := must(json.NewJsonObject())(t)
	text := must(json.JsonValueCreateStringValue("ß"))(t)
	ok(t, o.SetNamedValue("text", text)) // a class where an interface is wanted
	equal(t, "text", func() (string, error) { return o.GetNamedString("text") }, "ß")
	has := func() (bool, error) { return o.HasKey("text") }
	equal(t, "HasKey", has, true)
	ok(t, o.Remove("text"))
	equal(t, "HasKey after Remove", has, false)
}

// TestValueSet is IMap<String, Object> and IObservableMap of the system's.
func TestValueSet(t *testing.T) {
	clean(t)
	s := must(collections.NewValueSet())(t)
	for key, value := range map[string]any{"int": int32(-7), "big": uint64(math.MaxUint64), "real": 0.125, "flag": true} {
		replaced, err := s.Insert(key, value)
		if must(replaced, err)(t) {
			t.Errorf("%s was there before", key)
		}
		got, err := s.Lookup(key)
		if err != nil || got != value {
			t.Errorf("%s is %T %v, %v; want %v", key, got, got, err, value)
		}
	}
	equal(t, "size", s.Size, 4)
	if _, err := s.Lookup("absent"); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("an absent key: %v", err)
	}
	ok(t, s.Remove("int"))
	inUse("Windows.Foundation.Collections.ValueSet", equal(t, "size after Remove", s.Size, 3))
	ok(t, s.Clear())
	equal(t, "size after Clear", s.Size, 0)
}

func TestWwwFormUrlDecoder(t *testing.T) {
	clean(t)
	d := must(foundation.NewWwwFormUrlDecoder("?a=1&b=two+words&c="))(t)
	inUse("Windows.Foundation.WwwFormUrlDecoder", equal(t, "b", func() (string, error) { return d.GetFirstValueByName("b") }, "two words"))
	entries := must(d.Slice())(t)
	if len(entries) != 3 {
		t.Fatalf("%d entries", len(entries))
	}
	equal(t, "the name", entries[2].Name, "c")
}
