package generator

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/write"
	"github.com/winmd2go/winmd2go/winmd"
)

// Rewritten says what Merge or Slice has written.
type Rewritten struct {
	Types int // with <Module>, which every file has
	Bytes int64
}

// String is what was written in one line.
func (r Rewritten) String() string { return count(r.Types, "type") + ", " + size(r.Bytes) }

// Merge writes all types of the inputs, which are metadata files or folders of
// them, as one metadata file. The assembly has the file's name.
func Merge(ctx context.Context, out string, inputs []string) (Rewritten, error) {
	if len(inputs) == 0 {
		return Rewritten{}, fmt.Errorf("nothing to merge: no metadata file or folder is given")
	}
	files, err := readMetadata(ctx, inputs)
	if err != nil {
		return Rewritten{}, err
	}
	data, err := winmd.Merge(files, winmd.WriteOptions{Name: assemblyName(out)})
	if err != nil {
		return Rewritten{}, err
	}
	return writeMetadata(out, data)
}

// Slice writes the types that names name, and those that they need, as one
// metadata file. Names are as for Generate, without members.
func Slice(ctx context.Context, source Source, out string, names []string) (Rewritten, error) {
	if len(names) == 0 {
		return Rewritten{}, fmt.Errorf("nothing to slice: no name is given")
	}
	files, err := source.metadata(ctx)
	if err != nil {
		return Rewritten{}, err
	}
	if err := checkTypeNames(files, names); err != nil {
		return Rewritten{}, err
	}
	roots := namespacesBelow(files, names)
	data, _, err := winmd.Slice(files, roots, winmd.WriteOptions{Name: assemblyName(out)})
	if err != nil {
		return Rewritten{}, err
	}
	return writeMetadata(out, data)
}

func assemblyName(out string) string {
	name := filepath.Base(out)
	if strings.EqualFold(filepath.Ext(name), ".winmd") {
		name = name[:len(name)-len(".winmd")]
	}
	return name
}

// writeMetadata writes the file once it has been seen to be readable.
func writeMetadata(out string, data []byte) (Rewritten, error) {
	f, err := winmd.Parse(out, data)
	if err != nil {
		return Rewritten{}, err
	}
	_, err = write.File(out, data)
	return Rewritten{Types: int(f.Rows(winmd.TableTypeDef)), Bytes: int64(len(data))}, err
}

// checkTypeNames finds names that are neither a type's nor a namespace's, and
// says which ones come near.
func checkTypeNames(files []*winmd.File, names []string) error {
	universe, err := model.Load(files, nil)
	if err != nil {
		return err
	}
	for _, name := range names {
		selection, err := universe.Select([]string{name})
		if err != nil {
			return err
		}
		if len(selection.Named) == 0 {
			return fmt.Errorf("%s is a member of a type; a slice holds whole types: name the type", name)
		}
	}
	return nil
}

// namespacesBelow replaces each name that ends in ".*" by the namespace and those
// below it.
func namespacesBelow(files []*winmd.File, names []string) []string {
	var all []string // namespaces, found when a name needs them
	var roots []string
	for _, name := range names {
		top, ok := strings.CutSuffix(name, ".*")
		if !ok {
			roots = append(roots, name)
			continue
		}
		if all == nil {
			all = namespacesOf(files)
		}
		for _, ns := range all {
			if ns == top || strings.HasPrefix(ns, top+".") {
				roots = append(roots, ns)
			}
		}
	}
	return roots
}

func namespacesOf(files []*winmd.File) []string {
	seen := make(map[string]bool)
	for _, f := range files {
		for rid := uint32(1); rid <= f.Rows(winmd.TableTypeDef); rid++ {
			if ns := f.String(f.TypeDef(rid).Namespace); ns != "" {
				seen[ns] = true
			}
		}
	}
	names := make([]string, 0, len(seen))
	for ns := range seen {
		names = append(names, ns)
	}
	slices.Sort(names)
	return names
}
