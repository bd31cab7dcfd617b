package generator

import (
	"context"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// Entry is a namespace or a type of the metadata.
type Entry struct {
	Name  string
	Kind  string // of a type: "runtime class"; "namespace"
	Types int    // in a namespace
	Note  string // why an interface of a header is refused
}

// List returns the types of the namespace called prefix, if there is one, else
// the namespaces whose names start with prefix. A prefix that ends in ".*" is
// that of the namespace and all below it.
func List(ctx context.Context, source Source, prefix string) ([]Entry, error) {
	universe, err := source.Load(ctx)
	if err != nil {
		return nil, err
	}
	var types []*model.Type
	counts := make(map[string]int)
	for _, t := range universe.Types() {
		if !t.Projectable() {
			continue
		}
		if t.Namespace == prefix {
			types = append(types, t)
		}
		counts[t.Namespace]++
	}
	model.SortTypes(types)
	var entries []Entry
	for _, t := range types {
		entries = append(entries, Entry{Name: t.FullName(), Kind: t.Kind.String()})
	}
	for _, r := range universe.Refused() {
		if r.Method == "" && r.Namespace == prefix {
			entries = append(entries, Entry{Name: r.Name(), Kind: model.KindInterface.String(), Note: r.Place() + ": " + r.Reason})
		}
		if r.Method == "" {
			counts[r.Namespace]++
		}
	}
	if len(entries) > 0 {
		return entries, nil
	}
	top, all := strings.CutSuffix(prefix, ".*")
	for name, n := range counts {
		if all && (name == top || strings.HasPrefix(name, top+".")) || !all && strings.HasPrefix(name, prefix) {
			entries = append(entries, Entry{Name: name, Kind: "namespace", Types: n})
		}
	}
	if len(entries) == 0 {
		if t := universe.Find(prefix); t != nil {
			return []Entry{{Name: t.FullName(), Kind: t.Kind.String()}}, nil
		}
		// Select knows the nearest names.
		if _, err := universe.Select([]string{prefix}); err != nil {
			return nil, err
		}
		return nil, &model.NotFoundError{Name: prefix}
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return entries, nil
}

// Complete returns the names that start continues to: namespaces, and the types
// of those that are written out.
func Complete(ctx context.Context, source Source, start string) ([]string, error) {
	universe, err := source.Load(ctx)
	if err != nil {
		return nil, err
	}
	namespaces := make(map[string]bool)
	var names []string
	for _, t := range universe.Types() {
		if !t.Projectable() {
			continue
		}
		if !namespaces[t.Namespace] {
			namespaces[t.Namespace] = true
			if strings.HasPrefix(t.Namespace, start) {
				names = append(names, t.Namespace)
			}
		}
		if len(start) > len(t.Namespace) && start[:len(t.Namespace)] == t.Namespace {
			if name := t.FullName(); strings.HasPrefix(name, start) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names, nil
}
