package surface

import (
	"context"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/winmd2go/winmd2go/generator"
	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
)

// TestListsEverything has Go's own type checker name everything that packages export, and
// compares names and types with the listing of the same selection: what generated/ is made
// of, and namespaces with everything else that there is.
func TestListsEverything(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks generated packages")
	}
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	config, err := generator.ReadConfig(filepath.Join(checkout, "winmd2go.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	names := append(config.Names, "Windows.Storage.Search", "Windows.Web.Http", "Windows.UI.Xaml.Interop", "Windows.Storage.AccessCache")
	u, err := (generator.Source{}).Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s, err := u.Select(names)
	if err != nil {
		t.Fatal(err)
	}
	const generated = "example.org/generated"
	dir := t.TempDir()
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"go.mod": "module " + generated + "\n\ngo 1.25.0\n\nrequire github.com/winmd2go/winmd2go v0.0.0\n\nrequire golang.org/x/sys v0.47.0\n\nreplace github.com/winmd2go/winmd2go => " + filepath.ToSlash(checkout) + "\n",
		"go.sum": string(sums),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := generator.Generate(context.Background(), generator.Options{Names: names, Out: dir}); err != nil {
		t.Fatal(err)
	}
	p, err := project.New(s, project.Config{ImportPath: generated})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := Of(p, s)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps,
		Dir:  dir, Env: append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-mod=mod"),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	c := &checked{foreign: map[string][]string{}}
	l := &lister{selection: s, names: map[string]map[string]string{}}
	public := map[string]string{} // namespace by import path
	for _, ty := range s.Types {
		public[generated+"/"+project.PackagePath(ty.Namespace)] = ty.Namespace
	}
	for i := range p.Packages() {
		l.index(p, i)
		path, declared := p.Declared(i)
		for _, ty := range declared {
			if ty.Namespace != public[path] {
				c.foreign[public[path]] = append(c.foreign[public[path]], ty.Namespace)
			}
		}
	}
	c.names = l.names
	for _, pkg := range loaded {
		if len(pkg.Errors) > 0 {
			t.Fatal(pkg.Errors[0])
		}
		if public[pkg.PkgPath] != "" {
			c.aliases(pkg.Types)
		}
	}
	for _, pkg := range loaded {
		if namespace := public[pkg.PkgPath]; namespace != "" {
			c.list(pkg.Types, namespace)
		}
	}
	var listed []string
	for i := range entries {
		listed = append(listed, spoken(&entries[i], s)...)
	}
	slices.Sort(listed)
	for i, line := range c.found {
		c.found[i] = c.home(line, listed)
	}
	slices.Sort(c.found)
	if len(listed) < 2000 {
		t.Errorf("only %d entries are listed", len(listed))
	}
	missing := func(what string, in, from []string) {
		for _, line := range from {
			if _, ok := slices.BinarySearch(in, line); !ok {
				t.Errorf("%s: %s", what, line)
			}
		}
	}
	missing("not in the listing", listed, c.found)
	missing("not in the packages", c.found, listed)
	t.Logf("%d names", len(listed))
}

// spoken are the entries as the type checker sees them: where, name and type.
func spoken(e *Entry, s *model.Selection) []string {
	kind, place, _ := strings.Cut(e.What, " ")
	owner, _, _ := strings.Cut(place, " ")
	if kind == "value" || kind == "field" || kind == "typed" || kind == "runtime" {
		owner = owner[:strings.LastIndexByte(owner, '.')]
	}
	namespace := owner
	if t := s.Universe.Find(owner); t != nil {
		namespace = t.Namespace
	}
	switch kind {
	case "method", "field":
		return []string{fmt.Sprintf("%s.%s %s", owner, e.Name, e.Type)}
	case "value":
		text, _, _ := strings.Cut(e.Type, " = ")
		return []string{fmt.Sprintf("%s: %s %s", namespace, e.Name, text)}
	case "runtime":
		if strings.HasPrefix(e.Type, "const ") {
			return []string{fmt.Sprintf("%s: %s of the runtime", namespace, e.Name)}
		}
		return []string{fmt.Sprintf("%s: type %s", namespace, e.Name)}
	case "type", "family", "overrides", "native":
		return []string{fmt.Sprintf("%s: type %s", namespace, e.Name)}
	case "typed":
		return []string{fmt.Sprintf("%s: %s generic", namespace, e.Name)}
	}
	return []string{fmt.Sprintf("%s: %s %s", namespace, e.Name, e.Type)}
}

// checked collects what the type checker found.
type checked struct {
	names   map[string]map[string]string
	foreign map[string][]string // namespaces whose types stand in the package of another
	found   []string
}

// aliases notes what the types are called that pkg shows of other packages.
func (c *checked) aliases(pkg *types.Package) {
	for _, name := range pkg.Scope().Names() {
		o, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || !o.IsAlias() {
			continue
		}
		if named, ok := types.Unalias(o.Type()).(*types.Named); ok {
			if full := c.names[named.Obj().Pkg().Path()][named.Obj().Name()]; full != "" {
				if c.names[pkg.Path()] == nil {
					c.names[pkg.Path()] = map[string]string{}
				}
				c.names[pkg.Path()][name] = full
			}
		}
	}
}

// home is a line under the namespace that it belongs to: a package can hold what is
// another's, which shows it.
func (c *checked) home(line string, listed []string) string {
	namespace, rest, ok := strings.Cut(line, ": ")
	if _, found := slices.BinarySearch(listed, line); !ok || found {
		return line
	}
	for _, other := range c.foreign[namespace] {
		if _, found := slices.BinarySearch(listed, other+": "+rest); found {
			return other + ": " + rest
		}
	}
	return line
}

func (c *checked) add(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// text is a type with metadata names and without names of parameters.
func (c *checked) text(t types.Type) string {
	file := &in{lister: &lister{names: c.names}, imports: map[string]string{}}
	text := types.TypeString(t, func(p *types.Package) string {
		alias := fmt.Sprintf("p%d", len(file.imports))
		for have, path := range file.imports {
			if path == p.Path() {
				alias = have
			}
		}
		file.imports[alias] = p.Path()
		return alias
	})
	text, err := file.canonical(text)
	if err != nil {
		return err.Error()
	}
	return strings.NewReplacer("interface{}", "any", "uint8", "byte").Replace(text)
}

func (c *checked) list(pkg *types.Package, namespace string) {
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		object := scope.Lookup(name)
		if !object.Exported() {
			continue
		}
		switch o := object.(type) {
		case *types.TypeName:
			c.declared(o, namespace)
		case *types.Func:
			if o.Signature().TypeParams().Len() > 0 {
				c.add("%s: %s generic", namespace, name)
				continue
			}
			c.add("%s: %s %s", namespace, name, c.text(o.Type()))
		case *types.Const:
			text := c.text(o.Type())
			if named, ok := o.Type().(*types.Named); ok && c.names[named.Obj().Pkg().Path()] == nil {
				text = "of the runtime"
			}
			c.add("%s: %s %s", namespace, name, text)
		case *types.Var:
			text := c.text(o.Type())
			if shown, ok := strings.CutPrefix(text, "struct { *"); ok { // from another part
				text = strings.TrimSuffix(shown, " }")
			}
			c.add("%s: %s %s", namespace, name, text)
		}
	}
}

// declared lists a type and its members; those of the runtime's own types are not ours.
func (c *checked) declared(o *types.TypeName, namespace string) {
	named, ok := types.Unalias(o.Type()).(*types.Named)
	if !ok || c.names[named.Obj().Pkg().Path()] == nil {
		c.add("%s: type %s", namespace, o.Name())
		return
	}
	full := c.names[named.Obj().Pkg().Path()][named.Obj().Name()]
	if strings.HasSuffix(full, " in memory") {
		c.add("%s: type %s", namespace, o.Name())
		return
	}
	if full != namespace+"."+o.Name() && full != "any "+namespace+"."+strings.TrimPrefix(o.Name(), "Any") {
		return // stands here and belongs to another namespace, whose package shows it
	}
	c.add("%s: type %s", namespace, o.Name())
	for m := range named.Methods() {
		if m.Exported() && m.Name() != "WinRTClass" && m.Name() != "WinRTValue" && !(m.Name() == "String" && !embeds(named)) {
			c.add("%s.%s %s", full, m.Name(), c.text(m.Type()))
		}
	}
	switch u := named.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if f.Exported() && !f.Embedded() {
				c.add("%s.%s %s", full, f.Name(), c.text(f.Type()))
			}
		}
	case *types.Interface:
		for m := range u.ExplicitMethods() {
			if m.Exported() {
				c.add("%s.%s %s", full, m.Name(), c.text(m.Type()))
			}
		}
	}
}

// embeds tells a class from an enum, whose String is the template's.
func embeds(named *types.Named) bool {
	s, ok := named.Underlying().(*types.Struct)
	return ok && s.NumFields() > 0 && s.Field(0).Embedded()
}
