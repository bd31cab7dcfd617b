package project

import (
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
)

// What parameters are called in Go, whatever a file calls them.
func TestParameterLabels(t *testing.T) {
	uri := &model.Sig{Type: &model.Type{Namespace: made, Name: "IUriSource", Kind: model.KindInterface}}
	tests := []struct {
		kind model.MethodKind
		name string
		ty   *model.Sig
		form model.Form
		want string
	}{
		{model.Setter, "newText", str, model.Single, "value"},
		{model.Setter, "", str, model.Single, "value"},
		{model.Adder, "cookie", uri, model.Single, "handler"},
		{model.Ordinary, "RelativeUri", str, model.Single, "relativeUri"},
		{model.Ordinary, "", uri, model.Single, "uriSource"},
		{model.Ordinary, "_", uri, model.PassArray, "uriSources"},
		{model.Ordinary, "", str, model.Single, "stringValue"},
		{model.Ordinary, "type", str, model.Single, "typeValue"},
		{model.Ordinary, "c", str, model.Single, "cValue"},
		{model.Ordinary, "String", str, model.Single, "stringValue"},
		{model.Ordinary, "taken", str, model.Single, "takenValue"},
	}
	for _, test := range tests {
		m := &model.Method{Kind: test.kind}
		p := &model.Param{Name: test.name, Type: test.ty, Form: test.form}
		if got := paramName(label(m, p), bodyScope{"taken"}); got != test.want {
			t.Errorf("%q of %s is called %s, not %s", test.name, test.ty, got, test.want)
		}
	}
	p := projectionOf(t, everything(t, universe(t)))
	names := 0
	check := func(what, params string) {
		for _, param := range strings.Split(params, ", ") {
			name, _, _ := strings.Cut(param, " ")
			names++
			if strings.HasSuffix(name, "_") {
				t.Errorf("%s has a parameter %s", what, name)
			}
		}
	}
	for i := range p.Packages() {
		pkg := p.Package(i)
		for _, f := range pkg.Files {
			for _, c := range f.Classes {
				for _, m := range c.Methods {
					check(c.Name+"."+m.Name, m.Params)
				}
				for _, m := range c.Functions {
					check(m.Name, m.Params)
				}
			}
			for _, d := range f.Delegates {
				check(d.Name, d.Params)
			}
		}
		pkg.Recycle()
	}
	if names < 10_000 {
		t.Errorf("only %d parameters", names)
	}
}
