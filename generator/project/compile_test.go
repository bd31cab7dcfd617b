package project_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/generator/render"
)

// api is made up so that names meet: members with the runtime's, companions of types with
// types, packages with words that Go and its tools reserve, parameters with packages.
func api(t *testing.T) *model.Universe {
	t.Helper()
	u, err := model.Load(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ids := uint32(0)
	define := func(namespace string, ty *model.Type) *model.Sig {
		t.Helper()
		ids++
		ty.Namespace, ty.GUID = namespace, model.GUID{Data1: ids}
		if ty.Kind == model.KindInterface {
			ty.FirstSlot = 6
		}
		if ty.Kind == model.KindDelegate {
			ty.FirstSlot, ty.Unknown = 3, true
		}
		for i := range ty.Methods {
			ty.Methods[i].Slot = ty.FirstSlot + i
		}
		if err := u.Define(ty); err != nil {
			t.Fatal(err)
		}
		return &model.Sig{Type: ty}
	}
	text, number := &model.Sig{Basic: model.String}, &model.Sig{Basic: model.Int32}
	method := func(name string, result *model.Sig, params ...model.Param) model.Method {
		return model.Method{Name: name, Member: name, Return: result, Params: params}
	}
	property := func(name string, ty *model.Sig) []model.Method {
		return []model.Method{
			{Name: "get_" + name, Member: name, Kind: model.Getter, Return: ty},
			{Name: "put_" + name, Member: name, Kind: model.Setter, Params: []model.Param{{Type: ty}}},
		}
	}
	class := func(namespace, name string, base *model.Type, members []model.Method, factories ...model.Factory) *model.Sig {
		t.Helper()
		c := &model.Type{Name: name, Kind: model.KindClass, Base: base, Factories: factories}
		i := define(namespace, &model.Type{Name: "I" + name, Kind: model.KindInterface, Exclusive: c, Methods: members})
		c.Implements = []model.Implement{{Interface: i, Default: true}}
		for _, f := range factories {
			if f.Interface != nil {
				f.Interface.Exclusive = c
			}
		}
		return define(namespace, c)
	}
	var kinds []model.Param
	for _, word := range []string{"Main", "Internal", "C", "X", "F", "Err", "Result", "Value", "Handler", "Abi", "Winrt", "Unsafe", "Type", "Len", "Documentation",
		"Self", "V", "O", "D", "Fn", "P", "N", "Ok", "Registration", "Windows", "Context", "Strconv", "Vendor", "Testdata", "Con", "_Low", "Low", "Driver_Test"} {
		kind := define("Contoso."+word, &model.Type{Name: "Kind", Kind: model.KindEnum, Underlying: model.Int32, Values: []model.Value{{Name: "Best"}}})
		label := define("Contoso."+word, &model.Type{Name: "Label", Kind: model.KindStruct, Fields: []model.Field{{Name: "Text", Type: text}, {Name: "Kind", Type: kind}}})
		kinds = append(kinds, model.Param{Name: strings.ToLower(word), Type: kind}, model.Param{Type: kind}, model.Param{Name: "c", Type: label}, model.Param{Name: "out" + word, Type: label, Out: true})
	}
	token := define("Windows.Foundation", &model.Type{Name: "EventRegistrationToken", Kind: model.KindStruct, Fields: []model.Field{{Name: "Value", Type: &model.Sig{Basic: model.Int64}}}})
	const hub = "Contoso.Hub"
	// Types that are called like what stands beside others.
	for _, name := range []string{"IShapeType", "ChangedType", "LabelType", "LabelNative", "AnyThing", "NewThing", "AsIShape", "ThingOpen", "StateBest"} {
		define(hub, &model.Type{Name: name, Kind: model.KindEnum, Underlying: model.Int32, Values: []model.Value{{Name: "Only"}}})
	}
	define(hub, &model.Type{Name: "State", Kind: model.KindEnum, Underlying: model.UInt32, Flags: true, Values: []model.Value{{Name: "Best", Number: 1}, {Name: "Best_", Number: 2}}})
	label := define(hub, &model.Type{Name: "Label", Kind: model.KindStruct, Fields: []model.Field{{Name: "text", Type: text}, {Name: "Text", Type: text}}})
	changed := define(hub, &model.Type{Name: "Changed", Kind: model.KindDelegate, Methods: []model.Method{method("Invoke", nil, model.Param{Type: label}, model.Param{Name: "fn", Type: text})}})
	hidden := append(append(append(property("Release", text), property("String", text)...), property("Object", text)...), property("WinRTClass", text)...)
	shape := define(hub, &model.Type{Name: "IShape", Kind: model.KindInterface, Methods: append(hidden, method("Open", nil, model.Param{Type: text}))})
	// Interfaces that require others whose methods have one name.
	first := define(hub, &model.Type{Name: "IFirst", Kind: model.KindInterface, Methods: []model.Method{method("Draw", nil, model.Param{Type: text}), method("Same", text)}})
	second := define(hub, &model.Type{Name: "ISecond", Kind: model.KindInterface, Methods: []model.Method{method("Draw", nil, model.Param{Type: number}), method("Same", text), method("More", nil)}})
	both := []model.Implement{{Interface: first}, {Interface: second}}
	third := define(hub, &model.Type{Name: "IThird", Kind: model.KindInterface, Implements: both, Methods: []model.Method{method("Draw", nil), method("More", number)}})
	fourth := define(hub, &model.Type{Name: "IFourth", Kind: model.KindInterface, Implements: append(both, model.Implement{Interface: third}), Methods: []model.Method{method("Take", nil, model.Param{Type: third})}})
	overloads := []model.Method{
		method("Open", nil, model.Param{Type: text}, model.Param{Type: number}), method("Open", nil, model.Param{Type: label}), method("Open", nil),
		method("Take", nil, kinds...), method("Take", number, kinds...), method("Release", nil), method("Release", text, model.Param{Type: shape}),
		{Name: "add_Changed", Member: "Changed", Kind: model.Adder, Params: []model.Param{{Name: "value", Type: changed}}, Return: token},
		{Name: "remove_Changed", Member: "Changed", Kind: model.Remover, Params: []model.Param{{Type: token}}},
		method("AddChanged", nil, model.Param{Type: text}),
	}
	statics := define(hub, &model.Type{Name: "IThingStatics", Kind: model.KindInterface, Methods: []model.Method{method("Open", nil), method("Open", text, model.Param{Type: text}), method("Pass", nil, kinds...)}})
	object := &model.Sig{Basic: model.Object}
	compose := define(hub, &model.Type{Name: "IThingFactory", Kind: model.KindInterface})
	thing := class(hub, "Thing", nil, append(overloads, property("Text", text)...),
		model.Factory{Kind: model.Composable, Interface: compose.Type, Public: true}, model.Factory{Kind: model.Static, Interface: statics.Type})
	compose.Type.Methods = []model.Method{method("CreateInstance", thing, model.Param{Type: object}, model.Param{Type: object, Out: true})}
	compose.Type.Methods[0].Slot = 6
	thing.Type.Implements = append(thing.Type.Implements, model.Implement{Interface: shape}, model.Implement{Interface: fourth}, model.Implement{Interface: third}, model.Implement{Interface: first}, model.Implement{Interface: second})
	class(hub, "Other", thing.Type, append(property("Thing", text), method("Give", nil, model.Param{Type: thing})), model.Factory{Kind: model.Activatable})
	return u
}

// TestMeetingNamesCompile type-checks what becomes of names that meet.
func TestMeetingNamesCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks generated packages")
	}
	s, err := api(t).Select(nil)
	if err != nil {
		t.Fatal(err)
	}
	const module = "example.org/meeting"
	p, err := project.New(s, project.Config{ImportPath: module})
	if err != nil {
		t.Fatal(err)
	}
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, content []byte) error {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		return os.WriteFile(name, content, 0o666)
	}
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	if err := write("go.sum", sums); err != nil {
		t.Fatal(err)
	}
	if err := write("go.mod", fmt.Appendf(nil, "module %s\n\ngo 1.25.0\n\nrequire github.com/winmd2go/winmd2go v0.0.0\n\nrequire golang.org/x/sys v0.47.0\n\nreplace github.com/winmd2go/winmd2go => %s\n", module, filepath.ToSlash(checkout))); err != nil {
		t.Fatal(err)
	}
	if err := render.All(context.Background(), p, write); err != nil {
		t.Fatal(err)
	}
	// Somebody imports every package from the module itself.
	var user strings.Builder
	user.WriteString("package main\n\nimport (\n")
	for i := range p.Packages() {
		path, _ := p.Declared(i)
		fmt.Fprintf(&user, "\t_ %q\n", path)
	}
	user.WriteString(")\n\nfunc main() {}\n")
	if err := write("main.go", []byte(user.String())); err != nil {
		t.Fatal(err)
	}
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax | packages.NeedImports | packages.NeedDeps | packages.NeedFiles,
		Dir:  dir, Env: append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-mod=mod"),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range loaded {
		for _, e := range pkg.Errors {
			t.Error(e)
		}
	}
	if len(loaded) != p.Packages()+1 {
		t.Errorf("go lists %d packages of %d", len(loaded)-1, p.Packages())
	}
}
