package write

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// prune walks the roots, and the top folders of what was put elsewhere.
func (t *Tree) prune() error {
	if t.root == nil {
		return nil
	}
	roots := slices.Clone(t.options.Roots)
	within := func(name string) bool {
		return slices.ContainsFunc(roots, func(root string) bool { return strings.HasPrefix(name, root+"/") })
	}
	p := pruner{Tree: t, keep: make(map[string]bool)}
	for _, name := range t.put {
		top, _, below := strings.Cut(name, "/")
		if below && !within(name) {
			roots = append(roots, top)
		}
		for dir := path.Dir(name); dir != "." && !p.keep[dir]; dir = path.Dir(dir) {
			p.keep[dir] = true
		}
	}
	slices.Sort(roots)
	for i, root := range roots {
		// One that stands in another is walked with that.
		if slices.ContainsFunc(roots[:i], func(r string) bool { return strings.HasPrefix(root, r+"/") }) {
			continue
		}
		info, err := t.root.Lstat(root)
		if err != nil || !info.IsDir() {
			continue // nothing there to prune; what had to be written has been
		}
		if removed, left := p.folder(root); removed && !left {
			p.remove(root)
		}
	}
	return errors.Join(p.errs...)
}

// pruner walks the tree for files to remove.
type pruner struct {
	*Tree
	keep map[string]bool // folders of files that were put
	errs []error
}

// folder prunes one folder, and reports whether it removed something and
// whether something is left.
func (p *pruner) folder(dir string) (removed, left bool) {
	entries, err := p.entries(dir)
	if err != nil {
		p.errs = append(p.errs, failure("look for old files in", p.path(dir), err))
		return false, true
	}
	for _, entry := range entries {
		// A module in the tree is another project's, whose files may be
		// generated as well.
		if entry.Name() == "go.mod" {
			return false, true
		}
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		switch {
		case entry.IsDir():
			if strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "_") {
				left = true
				continue
			}
			below, rest := p.folder(name)
			if below && !rest && !p.keep[name] && p.remove(name) {
				removed = true
			} else {
				left = true
			}
		case entry.Type().IsRegular() && isTemp(entry.Name()):
			// The lock says that no other run is under way.
			if p.remove(name) {
				removed = true
			} else {
				left = true
			}
		case entry.Type().IsRegular() && strings.HasSuffix(entry.Name(), ".go") && !p.wanted(name) && p.owned(name):
			if p.options.Check {
				p.result.Stale = append(p.result.Stale, Stale{Remove, name})
			}
			if p.remove(name) {
				p.result.Removed++
				removed = true
			} else {
				left = true
			}
		default:
			left = true
		}
	}
	return removed, left
}

// entries are what is in a folder, by name.
func (p *pruner) entries(dir string) ([]fs.DirEntry, error) {
	f, err := p.root.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// wanted reports whether the file was put. Where the file system ignores case,
// it may have been put under a name of other case.
func (p *pruner) wanted(name string) bool {
	put, ok := p.put[strings.ToLower(name)]
	if !ok || put == name {
		return ok
	}
	a, errA := p.root.Lstat(name)
	b, errB := p.root.Lstat(put)
	return errA != nil || errB == nil && os.SameFile(a, b)
}

// owned reports whether the file was generated.
func (p *pruner) owned(name string) bool {
	f, err := p.root.Open(name)
	if err != nil {
		// What cannot be read is not known to be ours.
		return false
	}
	defer f.Close()
	start := make([]byte, len(Marker)+2)
	n := 0
	for n < len(start) {
		m, err := f.Read(start[n:])
		n += m
		if err != nil {
			break
		}
	}
	return marked(start[:n])
}

// remove removes a file or an empty folder, and reports whether it is gone, or
// would be in a run without Check.
func (p *pruner) remove(name string) bool {
	if p.options.Check {
		return true
	}
	err := patiently(func() error { return p.root.Remove(name) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.errs = append(p.errs, failure("remove", p.path(name), err))
		return false
	}
	return true
}
