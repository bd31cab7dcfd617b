// Command shapes makes a judge of the calling conventions: for every signature
// shape that occurs in the metadata, a method that C code checks and one that C
// code calls.
//
//	go run ./tests/shapes DIR
//
// makes in DIR a Go module with the packages that the generator makes of a made-up
// API of those methods, its tests, and shapes.c, the native component that they run
// against; registers.c is the same for the calling convention of arm64. What is compared is worked
// out on both sides from the numbers of the method, of the argument and of the
// field, so that a value in the wrong place is a wrong value.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/winmd2go/winmd2go/generator"
	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/generator/render"
)

// fixed are the files that do not depend on the metadata.
//
//go:embed testdata
var fixed embed.FS

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: shapes DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "shapes:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	universe, err := generator.Source{}.Load(context.Background())
	if err != nil {
		return err
	}
	all, err := universe.Select([]string{"Windows.*"})
	if err != nil {
		return err
	}
	made := definitions{universe: universe}
	methods, delegates := collect(all.Types, made.defineStandIns())
	made.defineJudge(methods, delegates)
	if made.err != nil {
		return made.err
	}
	selection, err := universe.Select([]string{namespace})
	if err != nil {
		return err
	}
	projection, err := project.New(selection, project.Config{ImportPath: "example.org/shapes"})
	if err != nil {
		return err
	}
	for _, old := range []string{"windows", "shapes"} {
		if err := os.RemoveAll(filepath.Join(dir, old)); err != nil {
			return err
		}
	}
	put := func(name string, content []byte) error {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		return os.WriteFile(name, content, 0o666)
	}
	if err := render.All(context.Background(), projection, put); err != nil {
		return err
	}
	pkg, err := shapesPackage(projection)
	if err != nil {
		return err
	}
	types := valueTypes(methods, delegates)
	subjects, err := subjects(pkg, methods, delegates)
	if err != nil {
		return err
	}
	registers, err := registers(pkg, types, methods, delegates)
	if err != nil {
		return err
	}
	mod, sum, err := moduleFiles()
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		"go.mod": mod, "go.sum": sum, "shapes/subject_test.go": subjects, "registers.c": registers, "shapes.c": component(types, methods, delegates),
	} {
		if err := put(name, content); err != nil {
			return err
		}
	}
	fmt.Printf("%d shapes of methods, %d of delegates, %d types by value\n", len(methods), len(delegates), len(types))
	return fs.WalkDir(fixed, "testdata", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fixed.ReadFile(name)
		if err != nil {
			return err
		}
		target := path.Base(name)
		if path.Ext(target) == ".go" {
			target = "shapes/" + target
		}
		return put(target, content)
	})
}

// shapesPackage is the package of the made-up API.
func shapesPackage(p *project.Projection) (*project.Package, error) {
	for i := range p.Packages() {
		if pkg := p.Package(i); pkg.Namespace == namespace {
			return pkg, nil
		}
	}
	return nil, fmt.Errorf("the projection has no package %s", namespace)
}

// moduleFiles are the go.mod and go.sum of the module, which uses this checkout and
// what it requires.
func moduleFiles() (mod, sum []byte, err error) {
	const name = "go.mod"
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, fmt.Errorf("run this in the root of the checkout: %w", err)
	}
	file, err := modfile.Parse(name, content, nil)
	if err != nil {
		return nil, nil, err
	}
	checkout, err := os.Getwd()
	if err != nil {
		return nil, nil, err
	}
	own := file.Module.Mod.Path
	if err := errors.Join(file.AddModuleStmt("example.org/shapes"), file.AddRequire(own, "v0.0.0"), file.AddReplace(own, "", filepath.ToSlash(checkout), "")); err != nil {
		return nil, nil, err
	}
	if mod, err = file.Format(); err != nil {
		return nil, nil, err
	}
	sum, err = os.ReadFile("go.sum")
	return mod, sum, err
}

// valueTypes are the types of all words, and of the fields of those that are
// structs, each once and after those that it holds.
func valueTypes(lists ...[]shape) []*model.Sig {
	var types []*model.Sig
	seen := map[string]bool{}
	var add func(s *model.Sig)
	add = func(s *model.Sig) {
		if seen[s.String()] {
			return
		}
		seen[s.String()] = true
		for _, arg := range s.Args {
			add(arg)
		}
		if s.Type != nil && s.Type.Kind == model.KindStruct {
			for _, f := range s.Type.Fields {
				add(f.Type)
			}
		}
		types = append(types, s)
	}
	for _, list := range lists {
		for _, s := range list {
			for _, w := range s.words {
				add(w.sig)
			}
		}
	}
	return types
}
