package layout

import "slices"

// join puts packages of one namespace together where that makes no cycle. The
// sweep splits a namespace for the sake of what it sees at that time; after
// raise has moved components up, some of these splits are no longer needed.
func (s *sweep) join() {
	parts := make([][]int32, s.graph.namespaces) // the packages of each, from the top
	used := make([]bool, len(s.packages))
	for _, p := range s.packageOf {
		used[p] = true
	}
	for p := len(s.packages) - 1; p >= 0; p-- {
		if used[p] {
			ns := s.packages[p]
			parts[ns] = append(parts[ns], int32(p))
		}
	}
	j := newJoiner(s)
	for _, parts := range parts {
		for ; len(parts) > 1; parts = parts[1:] {
			into := parts[0]
			for {
				j.separate(into)
				i := slices.IndexFunc(parts[1:], func(p int32) bool { return !j.apart[p] })
				if i < 0 {
					break
				}
				j.put(parts[1+i], into)
				parts = slices.Delete(parts, 1+i, 2+i)
			}
		}
	}
	for c, p := range s.packageOf {
		s.packageOf[c] = j.find(p)
	}
}

// joiner is the graph of packages while some are put together.
type joiner struct {
	imports, importers [][]int32
	into               []int32 // package to the one that it was put into, or itself
	apart              []bool  // set by separate
	seen               []bool
	stack              []int32
}

func newJoiner(s *sweep) *joiner {
	n := len(s.packages)
	j := &joiner{
		imports:   make([][]int32, n),
		importers: make([][]int32, n),
		into:      make([]int32, n),
		apart:     make([]bool, n),
		seen:      make([]bool, n),
	}
	members := make([][]int32, n)
	for c, p := range s.packageOf {
		members[p] = append(members[p], int32(c))
	}
	last := make([]int32, n) // package to the last that was found to import it, plus 1
	for p := range int32(n) {
		j.into[p] = p
		for _, c := range members[p] {
			for _, d := range s.graph.deps.of(c) {
				if to := s.packageOf[d]; to != p && last[to] != p+1 {
					last[to] = p + 1
					j.imports[p] = append(j.imports[p], to)
					j.importers[to] = append(j.importers[to], p)
				}
			}
		}
	}
	return j
}

func (j *joiner) find(p int32) int32 {
	for j.into[p] != p {
		p = j.into[p]
	}
	return p
}

func (j *joiner) put(p, into int32) {
	j.into[p] = into
	j.imports[into] = append(j.imports[into], j.imports[p]...)
	j.importers[into] = append(j.importers[into], j.importers[p]...)
	j.imports[p], j.importers[p] = nil, nil
}

// separate sets apart for the packages that must not be put together with p:
// those that it imports, or that import it, through another package.
func (j *joiner) separate(p int32) {
	clear(j.apart)
	j.walk(p, j.imports)
	j.walk(p, j.importers)
}

func (j *joiner) walk(start int32, edges [][]int32) {
	clear(j.seen)
	j.stack = append(j.stack[:0], start)
	for len(j.stack) > 0 {
		from := j.stack[len(j.stack)-1]
		j.stack = j.stack[:len(j.stack)-1]
		for _, p := range edges[from] {
			if p = j.find(p); p == from || p == start {
				continue
			}
			if from != start {
				j.apart[p] = true
			}
			if !j.seen[p] {
				j.seen[p] = true
				j.stack = append(j.stack, p)
			}
		}
	}
}
