package project

import "sync"

// memory is what a package's methods are made of. A package that has been written
// lends it to the next one, so that a large projection makes little garbage.
type memory struct {
	methods slab[Method]
	args    slab[Arg]
	results slab[Result]
	params  slab[param]
	lines   slab[string]
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// Recycle gives up pkg, which must not be used any more.
func (pkg *Package) Recycle() {
	m := pkg.memory
	pkg.memory = nil
	m.methods.reset()
	m.args.reset()
	m.results.reset()
	m.params.reset()
	m.lines.reset()
	memories.Put(m)
}

// slab cuts slices off a large one.
type slab[T any] struct{ chunk []T }

// take returns an empty slice with room for n.
func (s *slab[T]) take(n int) []T {
	if len(s.chunk)+n > cap(s.chunk) {
		s.chunk = make([]T, 0, max(64, n, 2*cap(s.chunk)))
	}
	at := len(s.chunk)
	s.chunk = s.chunk[:at+n]
	return s.chunk[at : at : at+n]
}

func (s *slab[T]) reset() { s.chunk = s.chunk[:0] }
