package project

import (
	"sync"

	"github.com/winmd2go/winmd2go/generator/model"
)

// memory is what a package's methods are made of. A package that has been written
// lends it to the next one, so that a large projection makes little garbage.
type memory struct {
	methods slab[Method]
	args    slab[Arg]
	results slab[Result]
	params  slab[param]
	lines   slab[string]
	files   []*file
	inUse   int // of files
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
	for _, f := range m.files[:m.inUse] {
		f.builder, f.taken = nil, f.taken[:0]
		f.imports, f.used = emptied(f.imports), emptied(f.used)
		f.goTypes, f.descriptors = emptied(f.goTypes), emptied(f.descriptors)
	}
	m.inUse = 0
	memories.Put(m)
}

// file lends what collects the imports of one Go file.
func (m *memory) file() *file {
	if m.inUse == len(m.files) {
		m.files = append(m.files, &file{
			imports: map[string]string{}, used: map[string]string{},
			goTypes: map[*model.Type]string{}, descriptors: map[*model.Type]string{},
		})
	}
	m.inUse++
	return m.files[m.inUse-1]
}

// emptied is m without its entries, or a new map where emptying takes longer.
func emptied[M ~map[K]V, K comparable, V any](m M) M {
	const large = 256
	if len(m) > large {
		return M{}
	}
	clear(m)
	return m
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
