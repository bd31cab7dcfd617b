package generator

import (
	"context"
	"fmt"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/internal/cdecl"
)

// compilers judge for one architecture each; arm64's data model is the same on
// Linux but for long, which is not used.
var compilers = []struct{ arch, command, debian string }{
	{"amd64", "x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64"},
	{"386", "i686-w64-mingw32-gcc", "gcc-mingw-w64-i686"},
	{"arm64", "aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"},
}

// TestStructLayouts has C compilers check the size, the alignment and the field
// offsets that Go gives every struct of the metadata.
func TestStructLayouts(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks generated packages")
	}
	universe, err := (Source{}).Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	all, err := universe.Select([]string{"Windows.*"})
	if err != nil {
		t.Fatal(err)
	}
	var structs []*model.Type
	var names []string
	for _, ty := range all.Types {
		if ty.Kind == model.KindStruct {
			structs = append(structs, ty)
			names = append(names, ty.FullName())
		}
	}
	if len(structs) != 122 {
		t.Errorf("the metadata has %d structs, not 122", len(structs))
	}
	dir := newModule(t, "example.org/layouts")
	if _, err := Generate(context.Background(), Options{Names: names, Out: dir}); err != nil {
		t.Fatal(err)
	}
	for _, compiler := range compilers {
		t.Run(compiler.arch, func(t *testing.T) {
			path, err := exec.LookPath(compiler.command)
			if err != nil {
				t.Skipf("no C compiler to judge: install %s", compiler.debian)
			}
			source := "#include <stddef.h>\n" + cdecl.Prelude + cdecl.Structs(structs) + assertions(t, dir, compiler.arch, structs)
			command := exec.Command(path, "-std=gnu11", "-fsyntax-only", "-x", "c", "-")
			command.Stdin = strings.NewReader(source)
			if out, err := command.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// newModule makes a folder with a module that uses this checkout.
func newModule(t *testing.T, path string) string {
	t.Helper()
	checkout, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	module := fmt.Sprintf("module %s\n\ngo 1.25.0\n\nrequire github.com/winmd2go/winmd2go v0.0.0\n\nrequire golang.org/x/sys v0.47.0\n\nreplace github.com/winmd2go/winmd2go => %s\n", path, filepath.ToSlash(checkout))
	for name, content := range map[string]string{"go.mod": module, "go.sum": string(sums)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// load type-checks all packages of a module for Windows.
func load(t *testing.T, dir, arch string) []*packages.Package {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedTypesSizes | packages.NeedImports | packages.NeedDeps,
		Dir:  dir, Env: append(os.Environ(), "GOOS=windows", "GOARCH="+arch, "CGO_ENABLED=0", "GOFLAGS=-mod=mod"),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			t.Fatal(p.Errors[0])
		}
	}
	return loaded
}

// assertions says in C how Go lays the structs out.
func assertions(t *testing.T, dir, arch string, structs []*model.Type) string {
	t.Helper()
	loaded := load(t, dir, arch)
	byPath := map[string]*packages.Package{}
	for _, p := range loaded {
		byPath[p.PkgPath] = p
	}
	var b strings.Builder
	for _, ty := range structs {
		p := byPath["example.org/layouts/"+strings.ToLower(strings.ReplaceAll(ty.Namespace, ".", "/"))]
		if p == nil {
			t.Errorf("%s: no package", ty.FullName())
			continue
		}
		object := p.Types.Scope().Lookup(ty.Name + "Native")
		if object == nil {
			object = p.Types.Scope().Lookup(ty.Name)
		}
		if object == nil {
			t.Errorf("%s: no Go type", ty.FullName())
			continue
		}
		goType, c := object.Type(), cdecl.Name(ty)
		fmt.Fprintf(&b, "_Static_assert(sizeof(%s) == %d, \"size of %s\");\n", c, p.TypesSizes.Sizeof(goType), c)
		fields, ok := goType.Underlying().(*types.Struct)
		if !ok {
			continue // DateTime, TimeSpan and HResult are integers in Go
		}
		var vars []*types.Var
		for i := range fields.NumFields() {
			vars = append(vars, fields.Field(i))
		}
		offsets := p.TypesSizes.Offsetsof(vars)
		next := 0
		for i, v := range vars {
			if v.Name() == "_" {
				continue
			}
			fmt.Fprintf(&b, "_Static_assert(offsetof(%s, %s) == %d, \"offset of %s.%s\");\n", c, ty.Fields[next].Name, offsets[i], c, v.Name())
			next++
		}
		if next != len(ty.Fields) {
			t.Errorf("%s has %d fields in Go and %d in metadata", ty.FullName(), next, len(ty.Fields))
		}
	}
	return b.String()
}
