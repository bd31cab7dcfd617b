// Package layout decides which Go package each type goes to.
//
// Go forbids import cycles and metadata namespaces have them, so a namespace
// cannot simply become a package. Types that need each other in a circle stay
// together in one package; around that, each namespace gets as few packages as
// an acyclic import graph allows. One of them, the public one, carries the
// namespace's name and can import every other package that holds types of the
// namespace, so that it can offer them all, by alias where need be.
package layout

import (
	"cmp"
	"slices"
	"strings"
)

// Node is a type to place.
type Node struct {
	Namespace, Name string
	Deps            []int32 // indexes of the nodes it mentions; itself and repeats allowed
}

// Package is a set of types that share a Go package.
type Package struct {
	Namespace string
	Part      int     // 0 is the public package; 1, 2, … stand below it, numbered from the top
	Nodes     []int32 // by name; none if the public package only has aliases
	// Imports are indexes of packages, ascending: those that Nodes mention, and
	// for a public package those that hold further types of its namespace.
	Imports []int32
}

// Plan is the result of Arrange.
type Plan struct {
	Packages []Package // by namespace, then part
	Of       []int32   // node to package
}

// Arrange places every node in one package such that imports, aliases included,
// form no cycle. The outcome does not depend on the order of nodes, provided
// that no two share namespace and name.
func Arrange(nodes []Node) *Plan {
	names, namespaceOf := namespaces(nodes)
	g := condense(nodes, namespaceOf, len(names))
	s := newSweep(g)
	s.run()
	s.raise()
	s.join()
	return s.plan(nodes, names, namespaceOf)
}

// namespaces returns the distinct namespaces in order, and each node's index
// in them.
func namespaces(nodes []Node) (names []string, of []int32) {
	index := make(map[string]int32)
	of = make([]int32, len(nodes))
	for i := range nodes {
		n, ok := index[nodes[i].Namespace]
		if !ok {
			n = int32(len(names))
			index[nodes[i].Namespace] = n
			names = append(names, nodes[i].Namespace)
		}
		of[i] = n
	}
	order := make([]int32, len(names))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(names[a], names[b]) })
	rank := make([]int32, len(names))
	sorted := make([]string, len(names))
	for r, n := range order {
		rank[n] = int32(r)
		sorted[r] = names[n]
	}
	for i := range of {
		of[i] = rank[of[i]]
	}
	return sorted, of
}

// plan turns the sweep's packages into the caller's form.
func (s *sweep) plan(nodes []Node, names []string, namespaceOf []int32) *Plan {
	g := s.graph
	// Packages that raise or join emptied are dropped; the order is that of Plan, in
	// which a namespace's last package of the sweep is the public one.
	used := make([]bool, len(s.packages))
	for _, p := range s.packageOf {
		used[p] = true
	}
	order := make([]int32, 0, len(s.packages))
	for p := range s.packages {
		if used[p] {
			order = append(order, int32(p))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.packages[a], s.packages[b]), cmp.Compare(b, a))
	})
	plan := &Plan{Packages: make([]Package, len(order)), Of: make([]int32, len(nodes))}
	final := make([]int32, len(s.packages))
	for i, p := range order {
		final[p] = int32(i)
		pkg := &plan.Packages[i]
		pkg.Namespace = names[s.packages[p]]
		if i > 0 && plan.Packages[i-1].Namespace == pkg.Namespace {
			pkg.Part = plan.Packages[i-1].Part + 1
		}
	}
	count := make([]int32, len(order))
	for n := range nodes {
		p := final[s.packageOf[g.componentOf[n]]]
		plan.Of[n] = p
		count[p]++
	}
	all := make([]int32, len(nodes))
	for i, start := 0, int32(0); i < len(order); i++ {
		plan.Packages[i].Nodes = all[start : start : start+count[i]]
		start += count[i]
	}
	for n, p := range plan.Of {
		plan.Packages[p].Nodes = append(plan.Packages[p].Nodes, int32(n))
	}

	// Imports, with the aliases of the public packages.
	public := make([]int32, len(names))
	aliases := make([][]int32, len(names))
	for i := range plan.Packages {
		if plan.Packages[i].Part == 0 {
			public[s.packages[order[i]]] = int32(i)
		}
	}
	for n, p := range plan.Of {
		ns := namespaceOf[n]
		if p != public[ns] && !slices.Contains(aliases[ns], p) {
			aliases[ns] = append(aliases[ns], p)
		}
	}
	seen := make([]int32, len(order))
	for i := range plan.Packages {
		pkg := &plan.Packages[i]
		mark := int32(i + 1)
		seen[i] = mark
		add := func(p int32) {
			if seen[p] != mark {
				seen[p] = mark
				pkg.Imports = append(pkg.Imports, p)
			}
		}
		for _, n := range pkg.Nodes {
			for _, d := range nodes[n].Deps {
				add(plan.Of[d])
			}
		}
		if pkg.Part == 0 {
			for _, p := range aliases[s.packages[order[i]]] {
				add(p)
			}
		}
		slices.Sort(pkg.Imports)
		slices.SortFunc(pkg.Nodes, func(a, b int32) int {
			return cmp.Or(strings.Compare(nodes[a].Name, nodes[b].Name), cmp.Compare(a, b))
		})
	}
	return plan
}
