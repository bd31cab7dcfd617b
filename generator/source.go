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
// files of that kind right in them. They add to the metadata and the headers that
// are part of this program. Metadata that holds the namespace Windows.Foundation
// is an SDK of its own, and then no metadata of this program is read; headers that
// declare an interface of a header of this program stand in its place.
type Source struct {
	Metadata []string // .winmd
	Headers  []string // .h
}

// embeddedName is what messages call the metadata in this program.
const embeddedName = "winmd2go's own Windows.winmd"

// Load reads everything.
func (s Source) Load(ctx context.Context) (*model.Universe, error) {
	universe, _, err := s.load(ctx)
	return universe, err
}

// load also returns what a report calls the metadata.
func (s Source) load(ctx context.Context) (*model.Universe, string, error) {
	files, err := s.metadata(ctx)
	if err != nil {
		return nil, "", err
	}
	headers, err := s.headers(ctx, files)
	if err != nil {
		return nil, "", err
	}
	universe, err := model.Load(files, headers)
	var twice *model.DuplicateError
	if errors.As(err, &twice) && twice.Before == embeddedName {
		err = fmt.Errorf("%w; of an SDK give all files, with the one that holds %s, and %s is not read", err, foundation, embeddedName)
	}
	return universe, s.sdk(files), err
}

// in adds to an error about a type where its metadata is from, if it does not say so.
// What was asked for and is not there has no place.
func (s Source) in(err error) error {
	var absent *model.NotFoundError
	var refused *model.RefusedError
	says := func(name string) bool { return strings.Contains(err.Error(), name) }
	if len(s.Metadata) == 0 || errors.As(err, &absent) || errors.As(err, &refused) || slices.ContainsFunc(s.Metadata, says) {
		return err
	}
	return fmt.Errorf("%s: %w", strings.Join(s.Metadata, ", "), err)
}

// metadata returns the file in this program, unless the others replace it, and
// the others.
func (s Source) metadata(ctx context.Context) ([]*winmd.File, error) {
	files, err := readMetadata(ctx, s.Metadata)
	if err != nil || slices.ContainsFunc(files, holdsFoundation) {
		return files, err
	}
	embedded, err := winmd.Parse(embeddedName, metadata.Windows())
	if err != nil {
		return nil, err
	}
	return append([]*winmd.File{embedded}, files...), nil
}

// embeddedIn tells whether the metadata in this program is among files.
func embeddedIn(files []*winmd.File) bool { return len(files) > 0 && files[0].Name() == embeddedName }

// readMetadata reads files and folders.
func readMetadata(ctx context.Context, names []string) ([]*winmd.File, error) {
	paths, err := expand(names, ".winmd")
	if err != nil {
		return nil, err
	}
	return readAll(ctx, paths, winmd.Open)
}

// foundation is the namespace that every type of the Windows Runtime needs, and
// by which metadata is known to be of an SDK.
const foundation = "Windows.Foundation"

func holdsFoundation(f *winmd.File) bool {
	for rid := uint32(1); rid <= f.Rows(winmd.TableTypeDef); rid++ {
		if f.String(f.TypeDef(rid).Namespace) == foundation {
			return true
		}
	}
	return false
}

// headers returns those in this program, but for the ones that others replace and the ones of
// namespaces that the metadata does not have, and the others.
func (s Source) headers(ctx context.Context, files []*winmd.File) ([]*midl.File, error) {
	paths, err := expand(s.Headers, ".h")
	if err != nil {
		return nil, err
	}
	given, err := readAll(ctx, paths, midl.Open)
	if err != nil {
		return nil, err
	}
	declared := make(map[midl.GUID]bool)
	for _, header := range given {
		for _, iface := range header.Interfaces {
			declared[iface.IID] = iface.HasIID
		}
	}
	namespaces := make(map[string]bool)
	if !embeddedIn(files) { // which has them all, and is large
		for _, name := range namespacesOf(files) {
			namespaces[strings.ToLower(name)] = true
		}
	}
	embedded, err := embeddedHeaders()
	if err != nil {
		return nil, fmt.Errorf("the headers in this program: %w", err)
	}
	var headers []*midl.File
	for _, header := range embedded {
		replaced := slices.ContainsFunc(header.Interfaces, func(i *midl.Interface) bool { return declared[i.IID] })
		if !replaced && (embeddedIn(files) || namespaces[strings.TrimSuffix(header.Name, ".interop.h")]) {
			headers = append(headers, header)
		}
	}
	headers = append(headers, given...)
	_ = midl.Link(headers...) // what is wrong with an interface is in it, and refuses it alone
	return headers, nil
}

func embeddedHeaders() ([]*midl.File, error) {
	entries, err := metadata.Interop.ReadDir("interop")
	if err != nil {
		return nil, err
	}
	var headers []*midl.File
	for _, entry := range entries {
		src, err := metadata.Interop.ReadFile(path.Join("interop", entry.Name()))
		if err != nil {
			return nil, err
		}
		header, err := midl.Parse(entry.Name(), src)
		if err != nil {
			return nil, err
		}
		headers = append(headers, header)
	}
	return headers, nil
}

// sdk is what a report calls the files: the version of the metadata in this
// program, if it is among them, and the names that were given.
func (s Source) sdk(files []*winmd.File) string {
	var names []string
	if embeddedIn(files) {
		names = append(names, metadata.SDK)
	}
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
