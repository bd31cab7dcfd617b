package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/midl"
	"github.com/winmd2go/winmd2go/winmd"
)

// Source is where an API is described: files, or folders, which stand for the
// files of that kind right in them. Without Metadata, or Headers, those that are
// part of this program are read.
type Source struct {
	Metadata []string // .winmd
	Headers  []string // .h
}

// Load reads everything.
func (s Source) Load(ctx context.Context) (*model.Universe, error) {
	files, err := s.metadata(ctx)
	if err != nil {
		return nil, err
	}
	headers, err := s.headers(ctx)
	if err != nil {
		return nil, err
	}
	return model.Load(files, headers)
}

// in adds to an error about a type where its metadata is from. What was asked for
// and is not there has no place.
func (s Source) in(err error) error {
	var absent *model.NotFoundError
	if len(s.Metadata) == 0 || errors.As(err, &absent) {
		return err
	}
	return fmt.Errorf("%s: %w", strings.Join(s.Metadata, ", "), err)
}

func (s Source) metadata(ctx context.Context) ([]*winmd.File, error) {
	if len(s.Metadata) == 0 {
		f, err := winmd.Parse("Windows.winmd", metadata.Windows())
		if err != nil {
			return nil, fmt.Errorf("the metadata in this program: %w", err)
		}
		return []*winmd.File{f}, nil
	}
	paths, err := expand(s.Metadata, ".winmd")
	if err != nil {
		return nil, err
	}
	return readAll(ctx, paths, winmd.Open)
}

func (s Source) headers(ctx context.Context) ([]*midl.File, error) {
	var headers []*midl.File
	if len(s.Headers) == 0 {
		entries, err := metadata.Interop.ReadDir("interop")
		if err != nil {
			return nil, fmt.Errorf("the headers in this program: %w", err)
		}
		for _, entry := range entries {
			src, err := metadata.Interop.ReadFile(path.Join("interop", entry.Name()))
			if err != nil {
				return nil, fmt.Errorf("the headers in this program: %w", err)
			}
			header, err := midl.Parse(entry.Name(), src)
			if err != nil {
				return nil, fmt.Errorf("the headers in this program: %w", err)
			}
			headers = append(headers, header)
		}
	} else {
		paths, err := expand(s.Headers, ".h")
		if err != nil {
			return nil, err
		}
		if headers, err = readAll(ctx, paths, midl.Open); err != nil {
			return nil, err
		}
	}
	return headers, midl.Link(headers...)
}

// sdk is what a report calls the metadata.
func (s Source) sdk() string {
	if len(s.Metadata) == 0 {
		return metadata.SDK
	}
	var names []string
	for _, name := range s.Metadata {
		if full, err := filepath.Abs(name); err == nil {
			name = full
		}
		names = append(names, filepath.Base(name))
	}
	return strings.Join(names, ", ")
}

// expand replaces folders by their files with that extension, in order, and
// drops repeats.
func expand(names []string, extension string) ([]string, error) {
	var paths []string
	for _, name := range names {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: no such file or folder", name)
		}
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			paths = append(paths, filepath.Clean(name))
			continue
		}
		entries, err := os.ReadDir(name)
		if err != nil {
			return nil, err
		}
		found := false
		for _, entry := range entries {
			if strings.EqualFold(filepath.Ext(entry.Name()), extension) && !entry.IsDir() {
				paths = append(paths, filepath.Join(name, entry.Name()))
				found = true
			}
		}
		if !found {
			return nil, fmt.Errorf("%s: a folder without a %s file", name, extension)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}

// readers bounds how many files are read at a time.
const readers = 8

// readAll opens files, several at a time, and keeps their order. All of those
// that cannot be read are in the error.
func readAll[F any](ctx context.Context, paths []string, open func(string) (F, error)) ([]F, error) {
	files := make([]F, len(paths))
	failed := make([]error, len(paths))
	var group errgroup.Group
	group.SetLimit(readers)
	for i, name := range paths {
		group.Go(func() error {
			if ctx.Err() == nil {
				files[i], failed[i] = open(name)
			}
			return nil
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return files, errors.Join(failed...)
}
