package project

import "testing"

// TestPackages holds the figures of docs/layout.md.
func TestPackages(t *testing.T) {
	s, err := universe(t).Select([]string{"Windows.*"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(s, Config{ImportPath: "x"})
	if err != nil {
		t.Fatal(err)
	}
	split, behind := 0, 0
	for _, parts := range p.parts {
		if len(parts) > 1 {
			split++
		}
	}
	for _, ty := range s.Types {
		if home, ok := p.home[ty]; ok && p.packages[home].part > 0 || ok && p.packages[home].namespace != ty.Namespace {
			behind++
		}
	}
	got := [4]int{len(p.parts), len(p.packages), split, behind}
	if want := [4]int{336, 375, 31, 716}; got != want {
		t.Errorf("namespaces, packages, split namespaces and types behind an alias are %v, docs/layout.md says %v", got, want)
	}
}

// TestNoImportCycles follows the imports of the packages as they are written.
func TestNoImportCycles(t *testing.T) {
	s, err := universe(t).Select([]string{"Windows.*"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(s, Config{ImportPath: "x"})
	if err != nil {
		t.Fatal(err)
	}
	imports := map[string]map[string]bool{}
	for i := range p.Packages() {
		pkg := p.Package(i)
		own := map[string]bool{}
		for _, f := range pkg.Files {
			for _, imported := range f.Imports {
				own[imported.Path] = true
			}
		}
		imports["x/"+pkg.Path] = own
	}
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(path string)
	visit = func(path string) {
		state[path] = visiting
		for imported := range imports[path] {
			switch {
			case imports[imported] == nil: // of the runtime or the standard library
			case state[imported] == visiting:
				t.Errorf("%s and %s import each other", path, imported)
			case state[imported] == 0:
				visit(imported)
			}
		}
		state[path] = done
	}
	for path := range imports {
		if state[path] == 0 {
			visit(path)
		}
	}
}
