package generator

import (
	"context"
	"fmt"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/generator/render"
)

// Shown is a type in both worlds.
type Shown struct {
	Name     string // in metadata
	Go       string // declarations
	Metadata string
}

// Show tells what the type called name, or the type of the member called name,
// becomes in Go. The import path is that of the output folder; it stands in
// imports only.
func Show(ctx context.Context, source Source, name, importPath string) (*Shown, error) {
	if importPath != "" {
		if err := checkImportPath(importPath); err != nil {
			return nil, err
		}
	}
	universe, err := source.Load(ctx)
	if err != nil {
		return nil, err
	}
	t, err := typeNamed(universe, name)
	if err != nil {
		return nil, err
	}
	if !t.Projectable() {
		return nil, fmt.Errorf("%s is an %s, of which nothing is made in Go", name, t.Kind)
	}
	selection, err := universe.Select([]string{t.FullName()})
	if err != nil {
		return nil, err
	}
	projection, err := project.New(selection, project.Config{ImportPath: importPath})
	if err != nil {
		return nil, err
	}
	shown := &Shown{Name: t.FullName()}
	shown.Go, shown.Metadata, err = render.Type(projection, shown.Name)
	return shown, err
}

// typeNamed finds a type by its name or that of a member. The arity suffix of
// generic types may be left out.
func typeNamed(universe *model.Universe, name string) (*model.Type, error) {
	if t := universe.Find(name); t != nil {
		return t, nil
	}
	for arity := 1; arity <= 2; arity++ {
		if t := universe.Find(fmt.Sprintf("%s`%d", name, arity)); t != nil {
			return t, nil
		}
	}
	if _, err := universe.Select([]string{name}); err != nil {
		return nil, err
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		if t := universe.Find(name[:i]); t != nil {
			return t, nil
		}
	}
	return nil, fmt.Errorf("%s is a namespace: name a type of it (winmd2go list %s prints them)", name, name)
}
