package project

import (
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/tools/go/packages"

	"github.com/winmd2go/winmd2go/generator/model"
)

// runtimeNamesOf asks the runtime's source what classes and proxies have of it.
func runtimeNamesOf(t *testing.T) []string {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps,
		Dir:  filepath.Join("..", ".."), Env: append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0"),
	}, "./winrt/abi")
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("%v", loaded)
	}
	scope := loaded[0].Types.Scope()
	var names []string
	object := scope.Lookup("Object").Type()
	for m := range types.NewMethodSet(types.NewPointer(object)).Methods() {
		if m.Obj().Exported() {
			names = append(names, m.Obj().Name())
		}
	}
	fields := object.Underlying().(*types.Struct)
	for f := range fields.Fields() {
		if f.Exported() {
			names = append(names, f.Name())
		}
	}
	// What templates give every class, so that it is one for the runtime.
	derived := scope.Lookup("Derived").Type().Underlying().(*types.Interface)
	for m := range derived.Methods() {
		if m.Exported() {
			names = append(names, m.Name())
		}
	}
	return names
}

// TestMembersHideNothing gives classes and interfaces a member for every name that they
// have from the runtime, and looks for one among all that Windows has.
func TestMembersHideNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks the runtime")
	}
	fromRuntime := runtimeNamesOf(t)
	for _, name := range []string{"Release", "WinRTClass"} {
		if !slices.Contains(fromRuntime, name) {
			t.Fatalf("the runtime's names are %q", fromRuntime)
		}
	}
	for _, name := range fromRuntime {
		if !slices.Contains(runtimeMethods, name) {
			t.Errorf("the runtime gives every class %s, and runtimeMethods does not say so", name)
		}
	}
	for _, name := range append(fromRuntime, "Object", "String") {
		w := newWorld(t)
		members := []model.Method{getter(name), method(name, nil, str), method(name, nil), setter(strings.TrimPrefix(name, "Set"))}
		base := w.class("Base", slices.Clone(members), w.factory(model.Composable, "IBaseFactory", 1))
		i := w.add(&model.Type{Name: "IThing", Kind: model.KindInterface, Methods: slices.Clone(members), FirstSlot: 6})
		derived := w.class("Derived", append(slices.Clone(members), getter("Base")))
		derived.Base = base
		for _, ty := range []*model.Type{base, i, derived} {
			got := w.methods(ty)
			for _, taken := range append(fromRuntime, "Object", "String") {
				if slices.Contains(got, taken) {
					t.Errorf("%s has a member %s, which hides the runtime's", ty.Name, taken)
				}
			}
			if ty == derived && slices.Contains(got, "Base") {
				t.Error("a member is called like the field that is embedded")
			}
			if want := len(ty.Implements); ty.Kind == model.KindClass && want > 0 {
				want = len(ty.Implements[0].Interface.Type.Methods)
				if len(slices.Compact(got)) != want {
					t.Errorf("%s: %d names for %d members: %q", ty.Name, len(slices.Compact(got)), want, got)
				}
			}
		}
	}
	p := projectionOf(t, everything(t, universe(t)))
	found := 0
	for ty := range p.methods {
		for m, name := range p.methodNames(ty).given {
			if slices.Contains(fromRuntime, name) {
				t.Errorf("%s.%s hides the runtime's", ty.FullName(), name)
			}
			if memberName(m) == "Release" {
				found++
			}
		}
	}
	if found == 0 {
		t.Error("Windows has no member called Release any more; LimiterEffectDefinition had one")
	}
}

func TestPackagePaths(t *testing.T) {
	tests := []struct{ namespace, path, name string }{
		{"Windows.Foundation.Collections", "windows/foundation/collections", "collections"},
		{"Windows.Media.Import", "windows/media/import", "mediaimport"},
		{"Windows.UI.Xaml", "windows/ui/xaml", "xaml"},
		{"Contoso.Tool.Main", "contoso/tool/toolmain", "toolmain"},
		{"Contoso.A.Internal", "contoso/a/ainternal", "ainternal"},
		{"Contoso.Internal.B", "contoso/contosointernal/b", "b"},
		{"Contoso.Vendor", "contoso/contosovendor", "contosovendor"},
		{"Contoso.TestData.X", "contoso/contosotestdata/x", "x"},
		{"Contoso.Documentation", "contoso/contosodocumentation", "contosodocumentation"},
		{"Contoso.Con", "contoso/contosocon", "contosocon"},
		{"Contoso.Aux.Lpt1", "contoso/contosoaux/auxlpt1", "auxlpt1"},
		{"Contoso._Private", "contoso/private", "private"},
		{"Contoso.__", "contoso/x", "x"},
		{"Contoso.Driver_Test", "contoso/drivertest", "drivertest"},
		{"Contoso.String", "contoso/string", "contosostring"},
		{"Contoso.Func", "contoso/func", "contosofunc"},
		{"Contoso.Unsafe", "contoso/contosounsafe", "contosounsafe"},
		{"Contoso.Init", "contoso/init", "contosoinit"},
		{"Contoso.Größe", "contoso/gru00f6u00dfe", "gru00f6u00dfe"},
		{"Main", "mainroot", "mainroot"},
		{"Internal", "internalroot", "internalroot"},
		{"Type", "type", "typeroot"},
	}
	for _, test := range tests {
		if path := PackagePath(test.namespace); path != test.path || packageName(path) != test.name {
			t.Errorf("%s is package %s in %s, not %s in %s", test.namespace, packageName(path), path, test.name, test.path)
		}
	}
	paths := packagePaths([]string{"Contoso.A", "Contoso.a", "Contoso._A", "Contoso.Tool.ToolMain", "Contoso.Tool.Main"})
	if seen := map[string]bool{}; true {
		for namespace, path := range paths {
			if seen[path] {
				t.Errorf("%s shares %s", namespace, path)
			}
			seen[path] = true
		}
	}
	if paths["Contoso.Tool.ToolMain"] != "contoso/tool/toolmain" || paths["Contoso.A"] != "contoso/a" {
		t.Errorf("namespaces lost their own paths: %v", paths)
	}
}

// Names that Go predeclares are the compiler's to say.
func TestPredeclaredWords(t *testing.T) {
	for _, name := range types.Universe.Names() {
		if unicode.IsLower(rune(name[0])) && !predeclaredWords[name] {
			t.Errorf("Go predeclares %s, and predeclaredWords does not say so", name)
		}
	}
}

// Every namespace can be imported, under a name that hides nothing that a body needs.
func TestImportNames(t *testing.T) {
	w := newWorld(t)
	words := []string{"Main", "Internal", "C", "X", "F", "Q", "Err", "Result", "Value", "Handler", "Abi", "Winrt", "Unsafe", "Type", "String", "Len",
		"Windows", "Collections", "Foundation", "Self", "Ok", "A.BC", "AB.C", "Context", "Derived", "Vendor.Deep", "_Low", "Low", "LOW"}
	var members []model.Method
	for _, word := range words {
		kind := w.add(&model.Type{Namespace: "Contoso." + word, Name: "Kind", Kind: model.KindEnum, Underlying: model.Int32})
		members = append(members, method("Take"+strings.NewReplacer(".", "", "_", "").Replace(word), nil, sig(kind)))
	}
	w.class("Hub", members)
	p := projectionOf(t, everything(t, w.Universe))
	aliases, paths := map[string]string{}, map[string]string{}
	for i := range p.packages {
		info := &p.packages[i]
		if other, ok := aliases[info.alias]; ok {
			t.Errorf("%s and %s are both imported as %s", other, info.path, info.alias)
		}
		if other, ok := paths[info.path]; ok {
			t.Errorf("%s and %s stand in %s", other, info.namespace, info.path)
		}
		aliases[info.alias], paths[info.path] = info.path, info.namespace
		if !token.IsIdentifier(info.alias) || types.Universe.Lookup(info.alias) != nil || bodyNames[info.alias] || len(info.alias) == 1 ||
			slices.Contains(runtimeNames, info.alias) || slices.Contains(localNames, info.alias) {
			t.Errorf("%s is imported as %s", info.path, info.alias)
		}
		if !token.IsIdentifier(info.name) || info.name == "main" || types.Universe.Lookup(info.name) != nil {
			t.Errorf("%s is package %s", info.path, info.name)
		}
	}
	if len(p.packages) != len(words)+1 {
		t.Errorf("%d packages for %d namespaces", len(p.packages), len(words)+1)
	}
}
