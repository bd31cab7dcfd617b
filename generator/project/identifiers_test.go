package project

import (
	"go/token"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
)

// Names of every script and form that metadata may have become identifiers of Go:
// visible ones where they are meant for users, and none that is taken.
func TestNamesOfEveryForm(t *testing.T) {
	for name, want := range map[string]string{
		"Size": "Size", "size": "Size", "_size": "X_size", "_": "X_", "über": "Über", "中文": "X中文", "ß": "Xß", "ǆ": "Ǆ",
	} {
		got := exported(name)
		if got != want || !token.IsExported(got) || !token.IsIdentifier(got) {
			t.Errorf("exported(%q) is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"DXGIFormat": "dxgiFormat", "DisplayPath": "displayPath", "X": "x", "ABC": "abc", "Über": "über", "中文": "中文", "_a": "_a",
	} {
		if got := unexported(name); got != want {
			t.Errorf("unexported(%q) is %q, want %q", name, got, want)
		}
	}
	taken := bodyScope{"other"}
	for _, name := range []string{"", "_", "___", "_1", "1", "__2x", "func", "type", "nil", "init", "c", "err", "abi", "other", "Other", "Ü", "中", "_中"} {
		got := paramName(name, taken)
		if !token.IsIdentifier(got) || token.IsExported(got) || predeclared[got] || taken.have(got) || strings.Trim(got, "_") == "" {
			t.Errorf("paramName(%q) is %q", name, got)
		}
	}
}

// What the projection cannot show is refused by name.
func TestRefusedTypes(t *testing.T) {
	contoso := func(name string, change func(*model.Type)) *model.Type {
		one := &model.Type{Namespace: "Contoso", Name: name, Kind: model.KindInterface, GUID: model.GUID{Data1: 1}}
		if change != nil {
			change(one)
		}
		return one
	}
	foundation := func(name string, arity int) *model.Type {
		return contoso(name, func(t *model.Type) { t.Namespace, t.Arity = nsCollections, arity })
	}
	vector := foundation("IVector", 1)
	for _, test := range []struct {
		types []*model.Type
		want  string
	}{
		{[]*model.Type{contoso("widget", nil)}, "Contoso.widget: a type whose name does not begin with a capital letter"},
		{[]*model.Type{contoso("_Widget", nil)}, "Contoso._Widget: a type whose name"},
		{[]*model.Type{contoso("init", nil)}, "Contoso.init: a type whose name"},
		{[]*model.Type{contoso("IBox", func(t *model.Type) { t.Arity = 1 })}, "the runtime has no Go form"},
		{[]*model.Type{vector}, "IVector`1: needs " + nsCollections + ".IVectorView`1, which is not in the metadata"},
	} {
		universe, err := model.Load(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range test.types {
			if err = universe.Define(one); err != nil {
				break
			}
		}
		var selection *model.Selection
		if err == nil {
			selection, err = universe.Select([]string{"*"})
		}
		if err == nil {
			_, err = New(selection, Config{ImportPath: "x"})
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got the error %v, want %q", err, test.want)
		}
	}
}
