package layout

// graph is the graph of the nodes' strongly connected components, which cannot
// be parted, and of one façade per namespace: the public package's need to
// import everything that holds a type of the namespace. Nothing depends on a
// façade.
type graph struct {
	componentOf []int32 // node to component
	home        []int32 // component or façade to its namespace
	components  int     // façades follow, one per namespace in order
	namespaces  int

	// Both ways over the edges, without repeats, as ranges of one slice:
	// the targets of c are list[start[c]:start[c+1]].
	deps, dependents edges
}

type edges struct {
	start, list []int32
}

func (e *edges) of(c int32) []int32 { return e.list[e.start[c]:e.start[c+1]] }

func condense(nodes []Node, namespaceOf []int32, namespaces int) *graph {
	componentOf, count := components(nodes)
	g := &graph{componentOf: componentOf, components: count, namespaces: namespaces}

	members := edges{start: make([]int32, count+1), list: make([]int32, len(nodes))}
	for _, c := range componentOf {
		members.start[c+1]++
	}
	for c := range count {
		members.start[c+1] += members.start[c]
	}
	next := append([]int32(nil), members.start[:count]...)
	for n, c := range componentOf {
		members.list[next[c]] = int32(n)
		next[c]++
	}

	g.home = make([]int32, count+namespaces)
	votes := make([]int32, namespaces)
	for c := range int32(count) {
		g.home[c] = home(members.of(c), namespaceOf, votes)
	}
	for ns := range namespaces {
		g.home[count+ns] = int32(ns)
	}

	// The edges of the components, then those of the façades: to every
	// component with a type of the namespace.
	seen := make([]int32, count)
	g.deps.start = make([]int32, 1, count+namespaces+1)
	for c := range int32(count) {
		seen[c] = c + 1
		for _, n := range members.of(c) {
			for _, d := range nodes[n].Deps {
				if to := componentOf[d]; seen[to] != c+1 {
					seen[to] = c + 1
					g.deps.list = append(g.deps.list, to)
				}
			}
		}
		g.deps.start = append(g.deps.start, int32(len(g.deps.list)))
	}
	contents := edges{start: make([]int32, namespaces+1), list: make([]int32, len(nodes))}
	for _, ns := range namespaceOf {
		contents.start[ns+1]++
	}
	for ns := range namespaces {
		contents.start[ns+1] += contents.start[ns]
	}
	next = append(next[:0], contents.start[:namespaces]...)
	for n, ns := range namespaceOf {
		contents.list[next[ns]] = componentOf[n]
		next[ns]++
	}
	for ns := range int32(namespaces) {
		mark := int32(count) + ns + 1
		for _, c := range contents.of(ns) {
			if seen[c] != mark {
				seen[c] = mark
				g.deps.list = append(g.deps.list, c)
			}
		}
		g.deps.start = append(g.deps.start, int32(len(g.deps.list)))
	}
	g.dependents = reverse(&g.deps, count+namespaces)
	return g
}

// home returns the namespace with most of the members, the first by name of
// several. It leaves votes all zero, as it must find them.
func home(members, namespaceOf, votes []int32) int32 {
	best := namespaceOf[members[0]]
	for _, n := range members {
		votes[namespaceOf[n]]++
	}
	for _, n := range members {
		ns := namespaceOf[n]
		if votes[ns] > votes[best] || votes[ns] == votes[best] && ns < best {
			best = ns
		}
	}
	for _, n := range members {
		votes[namespaceOf[n]] = 0
	}
	return best
}

func reverse(e *edges, count int) edges {
	r := edges{start: make([]int32, count+1), list: make([]int32, len(e.list))}
	for _, to := range e.list {
		r.start[to+1]++
	}
	for c := range count {
		r.start[c+1] += r.start[c]
	}
	next := append([]int32(nil), r.start[:count]...)
	for c := range int32(count) {
		for _, to := range e.of(c) {
			r.list[next[to]] = c
			next[to]++
		}
	}
	return r
}

// components finds the strongly connected components by Tarjan's algorithm,
// with a stack of its own: recursion would go as deep as the graph. Components
// are numbered such that each comes after those that it depends on.
func components(nodes []Node) (of []int32, count int) {
	type visit struct{ node, dep int32 }
	of = make([]int32, len(nodes))
	index := make([]int32, len(nodes)) // order of discovery from 1; 0 is undiscovered
	low := make([]int32, len(nodes))
	onStack := make([]bool, len(nodes))
	var stack []int32
	var path []visit
	discovered := int32(0)
	discover := func(n int32) {
		discovered++
		index[n], low[n] = discovered, discovered
		onStack[n] = true
		stack = append(stack, n)
		path = append(path, visit{node: n})
	}
	for root := range nodes {
		if index[root] != 0 {
			continue
		}
		discover(int32(root))
		for len(path) > 0 {
			v := &path[len(path)-1]
			n := v.node
			if int(v.dep) < len(nodes[n].Deps) {
				d := nodes[n].Deps[v.dep]
				v.dep++
				if index[d] == 0 {
					discover(d)
				} else if onStack[d] {
					low[n] = min(low[n], index[d])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				parent := path[len(path)-1].node
				low[parent] = min(low[parent], low[n])
			}
			if low[n] == index[n] {
				for {
					m := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					onStack[m] = false
					of[m] = int32(count)
					if m == n {
						break
					}
				}
				count++
			}
		}
	}
	return of, count
}
