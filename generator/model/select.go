package model

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Selection is the set of types that a projection is made of: those that were
// named, and everything that they mention.
type Selection struct {
	Universe *Universe
	Types    []*Type // loaded, sorted by name, without attributes and contracts
	Members  int     // interface methods and delegates' Invoke among Types
	Named    map[*Type]bool
	Refused  []*Refusal // of what was named, and methods of Types
	only     map[*Type]map[string]bool
}

// Wants tells whether a member of t was selected; unless t was named by single
// members ("Type.Member") all of them are.
func (s *Selection) Wants(t *Type, m *Method) bool {
	names := s.only[t]
	return names == nil || names[m.Name] || names[m.Member] || names[m.Overload] && m.Overload != ""
}

// NotFoundError says that a name matches nothing in the metadata.
type NotFoundError struct {
	Name    string
	Nearest []string // the closest names that there are, best first
}

func (e *NotFoundError) Error() string {
	if len(e.Nearest) == 0 {
		return fmt.Sprintf("nothing in the metadata is called %q; winmd2go list prints the namespaces", e.Name)
	}
	return fmt.Sprintf("nothing in the metadata is called %q; did you mean %s?", e.Name, strings.Join(e.Nearest, ", "))
}

// Select finds what names name: a namespace ("Windows.Foundation"), a namespace
// and all below it ("Windows.Foundation.*"), a type, or a member of a type
// ("Windows.Foundation.Uri.Host"). The selection is closed: it holds every type
// that a selected one mentions. No names select everything.
func (u *Universe) Select(names []string) (*Selection, error) {
	s := &Selection{Universe: u, Named: map[*Type]bool{}, only: map[*Type]map[string]bool{}}
	for _, name := range names {
		if err := s.name(name); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		for _, t := range u.all {
			s.Named[t] = true
		}
	}
	for t := range s.Named {
		delete(s.only, t)
	}
	if err := s.close(); err != nil {
		return nil, err
	}
	s.refuse(names)
	return s, nil
}

// refuse collects what the selection would have if it could be projected.
func (s *Selection) refuse(names []string) {
	refused := map[*Refusal]bool{}
	if len(names) == 0 {
		names = []string{"*"}
	}
	for _, name := range names {
		for _, r := range s.Universe.refusalsOf(name) {
			refused[r] = true
		}
	}
	for _, t := range s.Types {
		for _, r := range t.Refused {
			if s.only[t] == nil {
				refused[r] = true
			}
		}
	}
	for _, r := range s.Universe.refusals { // in order
		if refused[r] {
			s.Refused = append(s.Refused, r)
		}
	}
}

func (s *Selection) name(name string) error {
	found := false
	if prefix, ok := strings.CutSuffix(name, ".*"); ok || name == "*" {
		for _, t := range s.Universe.all {
			if name == "*" || t.Namespace == prefix || strings.HasPrefix(t.Namespace, prefix) && t.Namespace[len(prefix)] == '.' {
				s.Named[t], found = true, true
			}
		}
	} else {
		for _, t := range s.Universe.all {
			// A namespace's COM header comes with it.
			if t.Namespace == name || t.Interop && t.Namespace == name+".Interop" {
				s.Named[t], found = true, true
			}
		}
		if t := s.Universe.Find(name); t != nil {
			s.Named[t], found = true, true
		}
	}
	if !found {
		if refusals := s.Universe.refusalsOf(name); len(refusals) > 0 {
			return &RefusedError{name, refusals}
		}
		if name != "*" && !strings.HasSuffix(name, ".*") {
			return s.member(name)
		}
		return s.Universe.notFound(name)
	}
	return nil
}

// member selects one member of a type.
func (s *Selection) member(name string) error {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return s.Universe.notFound(name)
	}
	t := s.Universe.Find(name[:i])
	if t == nil || !t.Projectable() {
		return s.Universe.notFound(name)
	}
	if err := t.Load(); err != nil {
		return err
	}
	member := name[i+1:]
	found := false
	owners := []*Type{t}
	for _, impl := range t.Implements {
		owners = append(owners, impl.Interface.Type)
	}
	for _, f := range t.Factories {
		if f.Interface != nil {
			owners = append(owners, f.Interface)
		}
	}
	var known []string
	for _, owner := range owners {
		if err := owner.Load(); err != nil {
			return err
		}
		for _, m := range owner.Methods {
			known = append(known, m.Member)
			if m.Name == member || m.Member == member || m.Overload == member {
				s.keep(owner, member)
				found = true
			}
		}
	}
	if !found {
		return &NotFoundError{name, nearest(member, known, t.FullName()+".")}
	}
	// The class keeps its shape; of its interfaces only what was named stays.
	for _, owner := range owners {
		if s.only[owner] == nil {
			s.only[owner] = map[string]bool{}
		}
	}
	return nil
}

func (s *Selection) keep(t *Type, member string) {
	if s.only[t] == nil {
		s.only[t] = map[string]bool{}
	}
	s.only[t][member] = true
}

// close follows every mention of a type until nothing new is found.
func (s *Selection) close() error {
	seen := make(map[*Type]bool, 2*len(s.Named))
	var queue []*Type
	visit := func(t *Type) {
		if t != nil && !seen[t] && t.Projectable() {
			seen[t] = true
			queue = append(queue, t)
		}
	}
	for t := range s.Named {
		visit(t)
	}
	for t := range s.only {
		visit(t)
	}
	loadAhead(queue)
	for len(queue) > 0 {
		t := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if err := t.Load(); err != nil {
			return err
		}
		s.mentions(t, visit)
	}
	for _, t := range s.Universe.all { // most files have them in order already
		if seen[t] {
			s.Types = append(s.Types, t)
		}
	}
	SortTypes(s.Types)
	if err := checkTypes(s.Types); err != nil {
		return err
	}
	for _, t := range s.Types {
		for i := range t.Methods {
			if s.Wants(t, &t.Methods[i]) {
				s.Members++
			}
		}
	}
	return nil
}

// loadAhead loads types on all processors. Who uses a type gets the error if there
// is one.
func loadAhead(types []*Type) {
	const perTask = 256
	var tasks sync.WaitGroup
	limit := make(chan struct{}, runtime.GOMAXPROCS(0))
	for part := range slices.Chunk(types, perTask) {
		tasks.Add(1)
		limit <- struct{}{}
		go func() {
			defer tasks.Done()
			for _, t := range part {
				_ = t.Load() // kept in t
			}
			<-limit
		}()
	}
	tasks.Wait()
}

// mentions visits what t's projection needs.
func (s *Selection) mentions(t *Type, visit func(*Type)) {
	visit(t.Base)
	visit(t.Parent)
	visit(t.Exclusive)
	for _, impl := range t.Implements {
		impl.Interface.Each(visit)
	}
	for _, f := range t.Factories {
		visit(f.Interface)
	}
	for _, f := range t.Fields {
		f.Type.Each(visit)
	}
	for i := range t.Methods {
		m := &t.Methods[i]
		if !s.Wants(t, m) {
			continue
		}
		m.Return.Each(visit)
		for _, p := range m.Params {
			p.Type.Each(visit)
		}
	}
}

// notFound suggests names that look like the one that was asked for.
func (u *Universe) notFound(name string) error {
	known := make([]string, 0, len(u.all)+400)
	namespaces := map[string]bool{}
	for _, t := range u.all {
		if !namespaces[t.Namespace] {
			namespaces[t.Namespace] = true
			known = append(known, t.Namespace)
		}
		if t.Projectable() {
			known = append(known, t.FullName())
		}
	}
	return &NotFoundError{name, nearest(strings.TrimSuffix(name, ".*"), known, "")}
}

// nearest returns up to three of known that are closest to name, each behind
// prefix: misspelt by a letter or two, then those that end in the same word, then by
// edit distance.
func nearest(name string, known []string, prefix string) []string {
	type candidate struct {
		name     string
		distance int
	}
	slices.Sort(known)
	known = slices.Compact(known)
	lower := strings.ToLower(name)
	last := lower[strings.LastIndexByte(lower, '.')+1:]
	limit := max(2, len(name)/4)
	var found []candidate
	for _, k := range known {
		const misspelt = 2
		kl := strings.ToLower(k)
		d := limit + 1
		if gap := len(k) - len(name); -limit <= gap && gap <= limit {
			d = editDistance(lower, kl, limit)
		}
		if d > misspelt && kl[strings.LastIndexByte(kl, '.')+1:] == last {
			d = misspelt + 1
		} else if d > limit {
			continue
		} else if d > misspelt {
			d++
		}
		found = append(found, candidate{k, d})
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	var names []string
	for _, c := range found[:min(3, len(found))] {
		names = append(names, prefix+c.name)
	}
	return names
}

// editDistance counts insertions, deletions and replacements; it stops counting
// above limit.
func editDistance(a, b string, limit int) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal, best := row[0], i
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := diagonal
			if a[i-1] != b[j-1] {
				replace++
			}
			diagonal = row[j]
			row[j] = min(replace, row[j]+1, row[j-1]+1)
			best = min(best, row[j])
		}
		if best > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}
