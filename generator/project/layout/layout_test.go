package layout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestArrange(t *testing.T) {
	type want struct {
		packages []string // "Namespace/part: names > imports"
	}
	tests := []struct {
		name  string
		nodes []Node
		want  want
	}{
		{name: "nothing"},
		{
			name:  "one",
			nodes: []Node{{"A", "x", []int32{0, 0}}},
			want:  want{[]string{"A/0: x >"}},
		},
		{
			name:  "a namespace below another",
			nodes: []Node{{"B", "y", []int32{1, 1}}, {"A", "x", nil}, {"B", "z", []int32{0}}},
			want:  want{[]string{"A/0: x >", "B/0: y z > A/0"}},
		},
		{
			name: "namespaces that need each other, types that do not",
			// A.top → B.mid → A.low
			nodes: []Node{{"A", "top", []int32{1}}, {"B", "mid", []int32{2}}, {"A", "low", nil}},
			want:  want{[]string{"A/0: top > A/1 B/0", "A/1: low >", "B/0: mid > A/1"}},
		},
		{
			name: "independent types rise to the public package",
			nodes: []Node{{"A", "top", []int32{1}}, {"B", "mid", []int32{2}}, {"A", "low", nil},
				{"A", "alone", nil}, {"A", "two", []int32{3}}},
			want: want{[]string{"A/0: alone top two > A/1 B/0", "A/1: low >", "B/0: mid > A/1"}},
		},
		{
			name: "a circle of types goes where most of it is",
			nodes: []Node{{"A", "p", []int32{1}}, {"B", "q", []int32{2}}, {"B", "r", []int32{0}},
				{"A", "s", nil}},
			want: want{[]string{"A/0: s > B/0", "B/0: p q r >"}},
		},
		{
			name:  "a circle of equal shares goes to the first name",
			nodes: []Node{{"B", "q", []int32{1}}, {"A", "p", []int32{0}}},
			want:  want{[]string{"A/0: p q >", "B/0: > A/0"}},
		},
		{
			name: "a circle that needs its guest's namespace splits that",
			// A.p ↔ B.q ↔ B.r, and A.s below: A's alias of p stands above B, s below.
			nodes: []Node{{"A", "p", []int32{1}}, {"B", "q", []int32{2}}, {"B", "r", []int32{0, 3}},
				{"A", "s", nil}},
			want: want{[]string{"A/0: > A/1 B/0", "A/1: s >", "B/0: p q r > A/1"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			plan := Arrange(test.nodes)
			check(t, test.nodes, plan)
			if got := describe(test.nodes, plan); !slices.Equal(got, test.want.packages) {
				t.Errorf("got\n%q\nwant\n%q", got, test.want.packages)
			}
		})
	}
}

// describe prints a plan without the numbers of nodes and packages, so that it
// is the same for any order of nodes.
func describe(nodes []Node, plan *Plan) []string {
	var lines []string
	for _, p := range plan.Packages {
		line := fmt.Sprintf("%s/%d:", p.Namespace, p.Part)
		for _, n := range p.Nodes {
			line += " "
			if len(nodes[n].Name) > 0 {
				line += nodes[n].Name
			}
		}
		line += " >"
		for _, i := range p.Imports {
			line += fmt.Sprintf(" %s/%d", plan.Packages[i].Namespace, plan.Packages[i].Part)
		}
		lines = append(lines, line)
	}
	return lines
}

// check verifies all that Arrange promises, without looking at how it works.
func check(t *testing.T, nodes []Node, plan *Plan) {
	t.Helper()
	if len(plan.Of) != len(nodes) {
		t.Fatalf("%d nodes placed of %d", len(plan.Of), len(nodes))
	}
	times := make([]int, len(nodes))
	public := map[string]int32{}
	for i, p := range plan.Packages {
		if i > 0 {
			before := plan.Packages[i-1]
			if p.Namespace == before.Namespace && p.Part != before.Part+1 || p.Namespace < before.Namespace {
				t.Errorf("package %s/%d after %s/%d", p.Namespace, p.Part, before.Namespace, before.Part)
			}
		}
		if p.Part == 0 {
			public[p.Namespace] = int32(i)
		} else if len(p.Nodes) == 0 {
			t.Errorf("empty internal package %s/%d", p.Namespace, p.Part)
		} else if i == 0 || plan.Packages[i-1].Namespace != p.Namespace {
			t.Errorf("%s has no public package", p.Namespace)
		}
		for j, n := range p.Nodes {
			times[n]++
			if plan.Of[n] != int32(i) {
				t.Errorf("node %d in package %d, Of says %d", n, i, plan.Of[n])
			}
			if j > 0 && nodes[p.Nodes[j-1]].Name > nodes[n].Name {
				t.Errorf("%s/%d: nodes not by name", p.Namespace, p.Part)
			}
		}
		if !slices.IsSorted(p.Imports) || slices.Contains(p.Imports, int32(i)) || len(slices.Compact(slices.Clone(p.Imports))) != len(p.Imports) {
			t.Errorf("%s/%d: imports %v", p.Namespace, p.Part, p.Imports)
		}
	}
	need := make([]map[int32]bool, len(plan.Packages))
	for i := range need {
		need[i] = map[int32]bool{}
	}
	for n := range nodes {
		if times[n] != 1 {
			t.Errorf("node %d stands in %d packages", n, times[n])
		}
		for _, d := range nodes[n].Deps {
			need[plan.Of[n]][plan.Of[d]] = true
		}
		p, ok := public[nodes[n].Namespace]
		if !ok {
			t.Fatalf("%s has no public package", nodes[n].Namespace)
		}
		need[p][plan.Of[n]] = true
	}
	for i, p := range plan.Packages {
		delete(need[i], int32(i))
		if len(need[i]) != len(p.Imports) {
			t.Errorf("%s/%d imports %d packages and needs %d", p.Namespace, p.Part, len(p.Imports), len(need[i]))
		}
		for _, d := range p.Imports {
			if !need[i][d] {
				t.Errorf("%s/%d imports package %d for nothing", p.Namespace, p.Part, d)
			}
		}
	}
	// Take away what imports nothing that is left until nothing is left.
	gone := make([]bool, len(plan.Packages))
	for left := len(gone); left > 0; {
		before := left
		for i, p := range plan.Packages {
			if !gone[i] && !slices.ContainsFunc(p.Imports, func(d int32) bool { return !gone[d] }) {
				gone[i] = true
				left--
			}
		}
		if left == before {
			t.Fatalf("import cycle among %d packages", left)
		}
	}
}

// random makes a graph of n types, with some edges that go against the order of
// names and so make circles.
func random(r *rand.Rand, n, namespaces, deps int, upward, overlap float64) []Node {
	nodes := make([]Node, n)
	for i := range nodes {
		// Namespaces overlap in the order, as they do where they need each other.
		ns := i * namespaces / n
		if r.Float64() < overlap {
			ns = r.IntN(namespaces)
		}
		nodes[i] = Node{Namespace: fmt.Sprintf("N%03d", ns), Name: fmt.Sprintf("T%05d", i)}
		for range r.IntN(deps + 1) {
			d := r.IntN(i + 1)
			if r.Float64() < upward {
				d = min(n-1, i+r.IntN(20))
			}
			nodes[i].Deps = append(nodes[i].Deps, int32(d))
		}
	}
	return nodes
}

func TestArrangeRandom(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		nodes := random(r, 1+r.IntN(300), 1+r.IntN(20), r.IntN(6), []float64{0, 0.01, 0.1, 0.5}[r.IntN(4)], []float64{0, 0.02, 0.6}[r.IntN(3)])
		plan := Arrange(nodes)
		check(t, nodes, plan)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}

		// The same in another order.
		perm := r.Perm(len(nodes))
		shuffled := make([]Node, len(nodes))
		for i, n := range nodes {
			deps := make([]int32, len(n.Deps))
			for j, d := range n.Deps {
				deps[j] = int32(perm[d])
			}
			r.Shuffle(len(deps), func(a, b int) { deps[a], deps[b] = deps[b], deps[a] })
			n.Deps = deps
			shuffled[perm[i]] = n
		}
		got, want := describe(shuffled, Arrange(shuffled)), describe(nodes, plan)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: another order of nodes gives\n%q\nnot\n%q", seed, got, want)
		}

		// No more packages than one would get by cutting at every change of
		// namespace, and one each where namespaces need no split.
		if most := byLevel(nodes); len(plan.Packages) > most {
			t.Errorf("seed %d: %d packages, cutting at every level makes %d", seed, len(plan.Packages), most)
		}
	}
}

// byLevel counts the packages of the plain method: a package for each namespace
// and longest count of changes of namespace below, public packages included.
func byLevel(nodes []Node) int {
	names, namespaceOf := namespaces(nodes)
	g := condense(nodes, namespaceOf, len(names))
	type key struct{ ns, level int32 }
	level := make([]int32, len(g.home))
	packages := map[key]bool{}
	for c := range int32(len(level)) {
		for _, d := range g.deps.of(c) {
			l := level[d]
			if g.home[d] != g.home[c] {
				l++
			}
			level[c] = max(level[c], l)
		}
		packages[key{g.home[c], level[c]}] = true
	}
	return len(packages)
}

func TestArrangeSplitsOnlyWhereNeeded(t *testing.T) {
	// Without upward edges between namespaces, each is one package.
	r := rand.New(rand.NewPCG(7, 7))
	for range 100 {
		n, spaces := 1+r.IntN(500), 1+r.IntN(40)
		nodes := make([]Node, n)
		of := make([]int, n)
		for i := range nodes {
			of[i] = r.IntN(spaces)
			nodes[i] = Node{Namespace: fmt.Sprintf("N%03d", of[i]), Name: fmt.Sprintf("T%05d", i)}
		}
		for i := range nodes {
			for range r.IntN(6) {
				if d := r.IntN(n); of[d] <= of[i] {
					nodes[i].Deps = append(nodes[i].Deps, int32(d))
				}
			}
		}
		plan := Arrange(nodes)
		check(t, nodes, plan)
		for _, p := range plan.Packages {
			if p.Part > 0 {
				t.Fatalf("%s is split", p.Namespace)
			}
		}
	}
}

func TestArrangeDeepGraph(t *testing.T) {
	// A chain as long as the graph, through two namespaces in turn: every link
	// needs a package, and nothing may recurse.
	const n = 5000
	nodes := make([]Node, n)
	for i := range nodes {
		nodes[i] = Node{Namespace: "AB"[i%2 : i%2+1], Name: fmt.Sprintf("T%05d", i)}
		if i > 0 {
			nodes[i].Deps = []int32{int32(i - 1)}
		}
	}
	plan := Arrange(nodes)
	check(t, nodes, plan)
	// The last link of each is public; that of A has an alias for all before.
	if len(plan.Packages) != n {
		t.Errorf("%d packages for a chain of %d", len(plan.Packages), n)
	}
	// The same, one namespace, closed to a ring.
	for i := range nodes {
		nodes[i].Namespace = "A"
	}
	nodes[0].Deps = []int32{n - 1}
	plan = Arrange(nodes)
	check(t, nodes, plan)
	if len(plan.Packages) != 1 {
		t.Errorf("%d packages for a ring", len(plan.Packages))
	}
}

func BenchmarkArrange(b *testing.B) {
	nodes := random(rand.New(rand.NewPCG(1, 2)), 15000, 330, 8, 0.0001, 0.002)
	b.Run("arrange", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Arrange(nodes)
		}
		b.ReportMetric(float64(len(Arrange(nodes).Packages)), "packages")
	})
	// The least that any method must do: find the components.
	b.Run("baseline-components", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			components(nodes)
		}
	})
}
