package generator

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/generator/write"
)

// roots are the folders of an output folder in which everything generated stands, and which
// are pruned even when a selection has nothing in them: that of every first word of a
// namespace which the metadata has, that of split namespaces, and those of metadata that
// was read once and no longer is.
func roots(universe *model.Universe, out string) []string {
	roots := []string{project.InternalRoot}
	words := map[string]bool{}
	for _, t := range universe.Types() {
		first, _, _ := strings.Cut(t.Namespace, ".")
		if !words[first] {
			words[first] = true
			roots = append(roots, project.PackagePath(first))
		}
	}
	return append(roots, formerRoots(out, roots)...)
}

// formerRoots are the folders right in an output folder, beside known, that an earlier run
// made there. What a run with another output folder made is not among them, and of folders
// that hold other things little is looked at.
func formerRoots(out string, known []string) []string {
	var roots []string
	tree := os.DirFS(out)
	entries, _ := fs.ReadDir(tree, ".") // what cannot be read has nothing to prune
	for _, entry := range entries {
		root := entry.Name()
		if !entry.IsDir() || strings.HasPrefix(root, ".") || strings.HasPrefix(root, "_") || slices.Contains(known, root) {
			continue
		}
		_ = fs.WalkDir(tree, root, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return fs.SkipDir
			case entry.IsDir():
				return nil
			case path.Ext(name) != ".go":
				return fs.SkipDir
			case path.Base(name) == "doc.go" && generatedHere(tree, name):
				roots = append(roots, root)
				return fs.SkipAll
			}
			return nil
		})
	}
	return roots
}

// generatedHere tells whether a doc.go is that of a package generated into the tree: it says
// its namespace, and stands where that one's package does.
func generatedHere(tree fs.FS, name string) bool {
	file, err := tree.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, 512)
	n, _ := file.Read(head)
	text, ok := strings.CutPrefix(string(head[:n]), write.Marker)
	if !ok {
		return false
	}
	_, text, ok = strings.Cut(text, project.Projects)
	if !ok {
		return false
	}
	line, _, _ := strings.Cut(text, "\n")
	namespace := strings.TrimSuffix(strings.TrimSpace(line), ".")
	return project.PackagePath(namespace) == path.Dir(name)
}
