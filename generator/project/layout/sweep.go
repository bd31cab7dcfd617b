package layout

import "slices"

// sweep makes packages from the bottom of the graph up. A component is ready
// when all that it depends on is in a package already or is ready in the same
// namespace; so all that is ready in a namespace can become a package, which
// imports only packages made before it, and there can be no cycle.
//
// A namespace of which everything is ready becomes its last package at once: it
// needs one anyway, and waiting gains nothing. Only when there is none must a
// namespace be split: its ready part becomes a package of its own. Which one is
// decided by trying each and counting what would follow.
type sweep struct {
	graph     *graph
	packages  []int32 // package to namespace, in the order made
	packageOf []int32 // component or façade to package

	blocked  []int32   // component to the number of dependencies it waits for
	total    []int32   // namespace to the number of its components and façade
	ready    [][]int32 // namespace to what is ready, in the order it became so
	made     []int32   // namespace to how many of those are in a package
	complete []int32   // namespaces of which everything is ready, to be made
	left     int       // namespaces with something that is in no package

	trying bool
	tried  undo
}

// undo is what a trial has changed.
type undo struct {
	unblocked []int32 // components, once for each dependency
	readied   []int32 // components
	made      []madeBefore
}

type madeBefore struct{ namespace, made int32 }

func newSweep(g *graph) *sweep {
	total := g.components + g.namespaces
	s := &sweep{
		graph:     g,
		packageOf: make([]int32, total),
		blocked:   make([]int32, total),
		total:     make([]int32, g.namespaces),
		ready:     make([][]int32, g.namespaces),
		made:      make([]int32, g.namespaces),
		left:      g.namespaces,
	}
	for c := range int32(total) {
		s.total[g.home[c]]++
		s.blocked[c] = int32(len(g.deps.of(c)))
	}
	for c := range int32(total) {
		if len(g.deps.of(c)) == 0 {
			s.makeReady(c)
		}
	}
	return s
}

func (s *sweep) run() {
	for s.left > 0 {
		if s.makeComplete(); s.left > 0 {
			s.makePackage(s.choose())
		}
	}
}

// makeComplete makes the packages of complete namespaces, and of those that
// become complete by that. It goes in rounds, each in order, so that the order
// of the packages does not depend on that of the nodes.
func (s *sweep) makeComplete() {
	for len(s.complete) > 0 {
		round := s.complete
		s.complete = nil
		slices.Sort(round)
		for _, ns := range round {
			s.makePackage(ns)
		}
	}
}

// makePackage makes a package of all that is ready in a namespace.
func (s *sweep) makePackage(ns int32) {
	from := s.made[ns]
	batch := s.ready[ns][from:]
	s.made[ns] += int32(len(batch))
	if s.trying {
		s.tried.made = append(s.tried.made, madeBefore{ns, from})
	} else {
		p := int32(len(s.packages))
		s.packages = append(s.packages, ns)
		for _, c := range batch {
			s.packageOf[c] = p
		}
		if s.made[ns] == s.total[ns] {
			s.left--
		}
	}
	for _, c := range batch {
		for _, d := range s.graph.dependents.of(c) {
			if s.graph.home[d] != ns && s.unblock(d) {
				s.makeReady(d)
			}
		}
	}
}

// unblock takes one dependency from c and reports whether it was the last.
func (s *sweep) unblock(c int32) bool {
	if s.trying {
		s.tried.unblocked = append(s.tried.unblocked, c)
	}
	s.blocked[c]--
	return s.blocked[c] == 0
}

// makeReady notes that c is ready, and what in its namespace waited only for
// that.
func (s *sweep) makeReady(c int32) {
	ns := s.graph.home[c]
	ready := append(s.ready[ns], c)
	for i := len(ready) - 1; i < len(ready); i++ {
		for _, d := range s.graph.dependents.of(ready[i]) {
			if s.graph.home[d] == ns && s.unblock(d) {
				ready = append(ready, d)
			}
		}
	}
	if s.trying {
		s.tried.readied = append(s.tried.readied, ready[len(s.ready[ns]):]...)
	}
	s.ready[ns] = ready
	if int32(len(ready)) == s.total[ns] {
		s.complete = append(s.complete, ns)
	}
}

// choose returns the namespace to split: the one that makes most components
// ready, then the one that lets most namespaces become complete, then the first
// by name. Something is ready in at least one, since the graph has no
// cycles.
func (s *sweep) choose() int32 {
	best, bestComplete, bestReady := int32(-1), 0, 0
	s.trying = true
	for ns := range int32(s.graph.namespaces) {
		if s.made[ns] == int32(len(s.ready[ns])) {
			continue
		}
		s.makePackage(ns)
		s.makeComplete()
		complete, ready := len(s.tried.made), len(s.tried.readied)
		if best < 0 || ready > bestReady || ready == bestReady && complete > bestComplete {
			best, bestComplete, bestReady = ns, complete, ready
		}
		s.undo()
	}
	s.trying = false
	return best
}

func (s *sweep) undo() {
	for _, c := range s.tried.unblocked {
		s.blocked[c]++
	}
	for _, c := range s.tried.readied {
		ns := s.graph.home[c]
		s.ready[ns] = s.ready[ns][:len(s.ready[ns])-1]
	}
	for i := len(s.tried.made) - 1; i >= 0; i-- {
		m := s.tried.made[i]
		s.made[m.namespace] = m.made
	}
	s.tried.unblocked = s.tried.unblocked[:0]
	s.tried.readied = s.tried.readied[:0]
	s.tried.made = s.tried.made[:0]
}

// raise moves each component to the highest package of its namespace that
// stands below all that depends on it: the higher, the fewer types are behind an
// alias. A package may become empty by that.
func (s *sweep) raise() {
	g := s.graph
	of := make([][]int32, g.namespaces) // the packages of each, from the bottom
	for p, ns := range s.packages {
		of[ns] = append(of[ns], int32(p))
	}
	// Components come after their dependencies, so from the end each finds its
	// dependents where they stay.
	for c := int32(g.components) - 1; c >= 0; c-- {
		ns := g.home[c]
		if len(of[ns]) == 1 {
			continue
		}
		limit := int32(len(s.packages)) - 1
		for _, d := range g.dependents.of(c) {
			if g.home[d] == ns {
				limit = min(limit, s.packageOf[d])
			} else {
				limit = min(limit, s.packageOf[d]-1)
			}
		}
		i, found := slices.BinarySearch(of[ns], limit)
		if !found {
			i--
		}
		s.packageOf[c] = of[ns][i]
	}
}
