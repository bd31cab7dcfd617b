package project

import (
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
)

// Structs that have no layout are refused, by the way to them.
func TestStructsWithoutLayout(t *testing.T) {
	field := func(name string, s *model.Type) model.Field {
		return model.Field{Name: name, Type: &model.Sig{Type: s}}
	}
	empty := &model.Type{Namespace: "Contoso", Name: "Empty", Kind: model.KindStruct}
	outer := &model.Type{Namespace: "Contoso", Name: "Outer", Kind: model.KindStruct}
	inner := &model.Type{Namespace: "Contoso", Name: "Inner", Kind: model.KindStruct}
	outer.Fields = []model.Field{field("A", inner)}
	inner.Fields = []model.Field{{Name: "N", Type: &model.Sig{Basic: model.Int32}}, field("B", outer)}
	for _, test := range []struct {
		types []*model.Type
		want  string
	}{
		{[]*model.Type{empty}, "Contoso.Empty: a struct without fields"},
		{[]*model.Type{outer, inner}, ": a struct that holds itself"},
	} {
		universe, err := model.Load(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range test.types {
			if err := universe.Define(s); err != nil {
				t.Fatal(err)
			}
		}
		selection, err := universe.Select([]string{"Contoso"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(selection, Config{ImportPath: "x"}); err == nil || !strings.HasSuffix(err.Error(), test.want) {
			t.Errorf("got the error %v, want one that ends in %q", err, test.want)
		}
	}
}
