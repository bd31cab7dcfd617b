package generator

import (
	"bytes"
	"context"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// contosoPath is metadata with a root of its own, whose namespaces are split.
var contosoPath = filepath.Join("..", "testdata", "Contoso.winmd")

// contosoHeaders is a folder with headers of that root: an interface of one namespace and
// one of another that needs it.
func contosoHeaders(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"contoso.shapes.h": `#include <unknwn.h>
MIDL_INTERFACE("0e8fa3a5-9c0b-4c1f-8a47-d3a9d1c2b871")
IPenInterop : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE OpenPen( 
        /* [in] */ UINT32 number,
        /* [in] */ REFIID riid,
        /* [iid_is][out] */ void **pen) = 0;
};
`,
		"contoso.storage.h": `#include <unknwn.h>
MIDL_INTERFACE("0e8fa3a5-9c0b-4c1f-8a47-d3a9d1c2b872")
ICabinetInterop : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Keep( 
        /* [in] */ ABI::Contoso::Shapes::IPenInterop *pen) = 0;
};
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// user is what somebody writes who has never seen which namespaces are split.
const user = `package main

import (
	"fmt"
	"unsafe"

	"example.org/contoso/contoso"
	"example.org/contoso/contoso/shapes"
	"example.org/contoso/contoso/storage"
	"example.org/contoso/windows/foundation"
	"example.org/contoso/windows/storage/streams"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
)

type square struct{ shapes.Pen }

func (s *square) OnDraw(at shapes.IDrawable) (bool, error) { return true, nil }

var _ shapes.IPenOverrides = (*square)(nil)

func (s *square) Draw(target streams.IBuffer) (shapes.Extent, error) {
	return shapes.Extent{Width: 1, Height: 2}, nil
}

func (s *square) Corners() (shapes.Corners, error) { return shapes.CornersLeft | shapes.CornersRight, nil }

var class = winrt.Class{Name: "Example.Square", Interfaces: []winrt.Interface{&shapes.IDrawableType, &streams.IBufferType, &foundation.IStringableType}}

var (
	_ abi.Type[shapes.IDrawable]  = &shapes.IDrawableType
	_ abi.Type[streams.IBuffer]   = &streams.IBufferType
	_ abi.Type[shapes.PenHandler] = &shapes.PenHandlerType
	_ abi.Type[shapes.Label]      = &shapes.LabelType
)

func main() {
	s := new(square)
	if err := shapes.DerivePen(s, shapes.ShapeKindSquare); err != nil {
		panic(err)
	}
	var native shapes.LabelNative
	if err := shapes.LabelType.Give(unsafe.Pointer(&native), shapes.Label{Text: "a"}); err != nil {
		panic(err)
	}
	license, err := contoso.NewLicense()
	if err != nil {
		panic(err)
	}
	edition, _ := license.Edition()
	fmt.Println(edition == contoso.EditionPaid, class.Name, shapes.IPenOverridesStub.IID)
	var cabinet *storage.Cabinet
	cabinet.Show(s)
	var interop shapes.IPenInterop
	pen, err := shapes.OpenPen[shapes.Pen](interop, 1)
	fmt.Println(pen, err)
	var keeper storage.ICabinetInterop
	fmt.Println(keeper.Keep(interop))
}
`

// A root of its own stands beside that of Windows in one module, for all architectures.
func TestForeignRoot(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks generated packages")
	}
	dir := newModule(t, "example.org/contoso")
	report, err := Generate(context.Background(), Options{
		Names: []string{"Contoso.*"}, Metadata: []string{contosoPath}, Headers: []string{contosoHeaders(t)}, Out: dir,
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Members.Projected != report.Members.Metadata || report.Members.Projected == 0 {
		t.Errorf("%d of %d members", report.Members.Projected, report.Members.Metadata)
	}
	err = filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".go" {
			return err
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		formatted, err := format.Source(src)
		if !bytes.Equal(src, formatted) {
			t.Errorf("gofmt would change %s", file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(user), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, arch := range []string{"amd64", "386", "arm64"} {
		t.Run(arch, func(t *testing.T) {
			roots := map[string]int{}
			for _, p := range load(t, dir, arch) {
				below, _ := strings.CutPrefix(p.PkgPath, "example.org/contoso/")
				root, rest, _ := strings.Cut(below, "/split/")
				if root == "internal" {
					root, _, _ = strings.Cut(rest, "/")
					root = "internal " + root
				} else {
					root, _, _ = strings.Cut(below, "/")
				}
				roots[root]++
			}
			for _, root := range []string{"contoso", "windows", "internal contoso", "internal windows"} {
				if roots[root] == 0 {
					t.Errorf("no package of %s: %v", root, roots)
				}
			}
		})
	}
}

// What the internal parts of split namespaces export can be named from a public package, by
// the same name: nobody can import the parts, and which namespaces are split depends on what
// is selected.
func TestSplitNamespacesAreWhole(t *testing.T) {
	out := t.TempDir()
	options := Options{
		Names:    []string{"Windows.*", "Contoso.*"},
		Metadata: []string{contosoPath}, Headers: []string{contosoHeaders(t)},
		Out: out, ImportPath: "example.org/split",
	}
	if _, err := Generate(context.Background(), options); err != nil {
		t.Fatal(err)
	}
	inside := map[string]map[string]token.Token{} // by import path and name
	shown := map[string]map[string]bool{}
	err := filepath.WalkDir(out, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".go" {
			return err
		}
		rel, err := filepath.Rel(out, file)
		if err != nil {
			return err
		}
		importPath := path.Join(options.ImportPath, path.Dir(filepath.ToSlash(rel)))
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if strings.HasPrefix(rel, "internal") {
			if inside[importPath] == nil {
				inside[importPath] = map[string]token.Token{}
			}
			for name, kind := range exports(parsed) {
				inside[importPath][name] = kind
			}
		} else if path.Base(filepath.ToSlash(rel)) == "aliases.go" {
			targets(parsed, shown)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[token.Token]int{}
	for importPath, names := range inside {
		for name, kind := range names {
			kinds[kind]++
			if !shown[importPath][name] {
				t.Errorf("%s %s.%s cannot be named from a public package", kind, importPath, name)
			}
		}
	}
	for _, kind := range []token.Token{token.TYPE, token.CONST, token.VAR, token.FUNC} {
		if kinds[kind] == 0 {
			t.Errorf("no part exports a %s, so nothing is tested", kind)
		}
	}
	if inside[options.ImportPath+"/internal/split/contoso/shapes/part1"]["OpenPen"] != token.FUNC {
		t.Error("no part has the function of a header that takes a type argument")
	}
	t.Logf("%d parts export %v", len(inside), kinds)
}

// exports are the names that a file declares for other packages.
func exports(file *ast.File) map[string]token.Token {
	names := map[string]token.Token{}
	add := func(name *ast.Ident, kind token.Token) {
		if name.IsExported() {
			names[name.Name] = kind
		}
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil {
				add(decl.Name, token.FUNC)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name, token.TYPE)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						add(name, decl.Tok)
					}
				}
			}
		}
	}
	return names
}

// targets notes which names of which packages the declarations of a file show by the same
// name.
func targets(file *ast.File, shown map[string]map[string]bool) {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		importPath, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(importPath)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = importPath
	}
	show := func(declared string, within ast.Node) {
		ast.Inspect(within, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == declared {
				if x, ok := s.X.(*ast.Ident); ok && imports[x.Name] != "" {
					importPath := imports[x.Name]
					if shown[importPath] == nil {
						shown[importPath] = map[string]bool{}
					}
					shown[importPath][declared] = true
				}
			}
			return true
		})
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			show(decl.Name.Name, decl.Body)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					show(spec.Name.Name, spec.Type)
				case *ast.ValueSpec:
					show(spec.Names[0].Name, spec.Values[0])
				}
			}
		}
	}
}
