package generator

import (
	"context"
	"fmt"
	"path"
	"sync/atomic"

	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/generator/render"
	"github.com/winmd2go/winmd2go/generator/write"
)

// Options say what to generate and where.
type Options struct {
	// Names are namespaces ("Windows.Foundation"), namespaces with all below them
	// ("Windows.*"), types, or members ("Windows.Foundation.Uri.Host").
	Names []string
	// Metadata and Headers are files or folders, see [Source].
	Metadata, Headers []string
	// Out is the folder in which the tree of namespaces stands. All generated
	// files in that tree which are not part of this run are removed: in the folders
	// that the first words of namespaces have, and in internal/split.
	Out string
	// ImportPath is Out's import path; "" is what the enclosing go.mod says.
	ImportPath string
	// Check writes nothing and finds out what would change.
	Check bool
	// Progress, if not nil, is told how many packages of how many are done. It is
	// called from several goroutines.
	Progress func(done, total int)
}

// Generate projects what is named and everything that it refers to.
func Generate(ctx context.Context, options Options) (*Report, error) {
	if len(options.Names) == 0 {
		return nil, fmt.Errorf("nothing to generate: no name is given")
	}
	importPath := options.ImportPath
	if importPath == "" {
		var err error
		if importPath, err = importPathOf(options.Out); err != nil {
			return nil, err
		}
	} else if err := checkImportPath(importPath); err != nil {
		return nil, err
	}
	source := Source{options.Metadata, options.Headers}
	universe, sdk, err := source.load(ctx)
	if err != nil {
		return nil, err
	}
	selection, err := universe.Select(options.Names)
	if err != nil {
		return nil, source.in(err)
	}
	projection, err := project.New(selection, project.Config{ImportPath: importPath})
	if err != nil {
		return nil, source.in(err)
	}
	tree, err := write.Open(options.Out, write.Options{Check: options.Check, Roots: roots(universe, options.Out)})
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	var done atomic.Int64
	put := func(name string, content []byte) error {
		err := tree.Put(name, content)
		if options.Progress != nil && path.Base(name) == "doc.go" { // every package has one
			options.Progress(int(done.Add(1)), projection.Packages())
		}
		return err
	}
	if err := render.All(ctx, projection, put); err != nil {
		return nil, err
	}
	written, err := tree.Finish()
	if err != nil {
		return nil, err
	}
	report := newReport(sdk, projection.Stats(), written)
	report.Refused = selection.Refused
	return report, nil
}
