// Package render lays a projection out as Go files. It decides nothing: what a
// file says comes from generator/project, how it looks from templates.
package render

import (
	"context"
	"path"
	"runtime"
	"sync/atomic"

	"github.com/valyala/bytebufferpool"
	"golang.org/x/sync/errgroup"

	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/templates"
)

// All renders every package of p, several at a time, and calls put for each file
// with its slash-separated path below the output folder. put is called from
// several goroutines and must not keep content. The first error ends the run.
func All(ctx context.Context, p *project.Projection, put func(path string, content []byte) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), p.Packages()) {
		group.Go(func() error {
			buffer := bytebufferpool.Get()
			defer bytebufferpool.Put(buffer)
			for {
				i := int(next.Add(1)) - 1
				if i >= p.Packages() {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				pkg := p.Package(i)
				err := write(buffer, pkg, put)
				pkg.Recycle()
				if err != nil {
					return err
				}
			}
		})
	}
	return group.Wait()
}

func write(buffer *bytebufferpool.ByteBuffer, pkg *project.Package, put func(path string, content []byte) error) error {
	buffer.Reset()
	templates.WritePackageDoc(buffer, pkg)
	if err := put(path.Join(pkg.Path, "doc.go"), buffer.B); err != nil {
		return err
	}
	for i := range pkg.Files {
		buffer.Reset()
		templates.WriteFile(buffer, pkg, &pkg.Files[i])
		if err := put(path.Join(pkg.Path, pkg.Files[i].Name), buffer.B); err != nil {
			return err
		}
	}
	return nil
}
