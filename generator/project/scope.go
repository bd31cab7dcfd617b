package project

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/winmd2go/winmd2go/generator/model"
)

// scope holds the package-level names of one namespace, whatever packages it is
// split into. Types keep their metadata names, and everything else yields to them. A
// name that two others want goes to the one that Windows had first; the same contract
// version leaves it to what they are and to the metadata's names of them. The order of
// rows in a file, and what of the namespace is selected, decide nothing.
type scope struct {
	once      sync.Once
	types     []*model.Type
	all       []*model.Type            // of the universe, selected or not
	values    map[*model.Type][]string // of enums
	functions map[functionKey]string
	queries   map[*model.Type]string   // AsIFoo
	families  map[*model.Type]string   // AnyFoo, of unsealed classes
	generics  map[*model.Method]string // the typed forms of a header's methods
}

// functionKey is one factory method of a class; interface nil is plain activation.
type functionKey struct {
	class, iface *model.Type
	slot         int
	derives      bool // the function that derives by a composition factory's method
}

// claim asks for a name; others come next where it is taken, by holder if that is a
// member of the same class. Several claims may share their functions and differ in index.
type claim struct {
	version uint32
	rank    int8
	index   int32
	name    string
	of      functionKey
	method  *model.Method // of a static member
	others  func(index int, holder *model.Method) []string
	give    func(index int, name string)
}

// The ranks of claims.
const (
	rankValue int8 = iota
	rankQuery
	rankGeneric
	rankFunction
	rankFamily
)

func compareClaims(a, b claim) int {
	if c := cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.rank, b.rank), cmp.Compare(a.name, b.name)); c != 0 {
		return c
	}
	return a.of.compare(b.of)
}

func (k functionKey) compare(other functionKey) int {
	name := func(t *model.Type) string {
		if t == nil {
			return ""
		}
		return t.Name
	}
	derives := func(k functionKey) int {
		if k.derives {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(name(k.class), name(other.class)), cmp.Compare(name(k.iface), name(other.iface)), cmp.Compare(k.slot, other.slot), cmp.Compare(derives(k), derives(other)))
}

func (p *Projection) nameScopes() {
	p.scopes = map[string]*scope{}
	p.methods = make(map[*model.Type]*methodNames, len(p.selection.Types))
	for _, t := range p.selection.Types {
		s := p.scopes[t.Namespace]
		if s == nil {
			s = &scope{values: map[*model.Type][]string{}, functions: map[functionKey]string{}, queries: map[*model.Type]string{}, families: map[*model.Type]string{}, generics: map[*model.Method]string{}}
			p.scopes[t.Namespace] = s
		}
		s.types = append(s.types, t)
		if t.Kind == model.KindClass || t.Kind == model.KindInterface {
			p.methods[t] = &methodNames{}
		}
	}
	for _, t := range p.selection.Universe.Types() {
		if s := p.scopes[t.Namespace]; s != nil && t.Projectable() {
			s.all = append(s.all, t)
		}
	}
}

// scope returns the names of a namespace.
func (p *Projection) scope(namespace string) *scope {
	s := p.scopes[namespace]
	s.once.Do(func() { p.fill(s) })
	return s
}

func (p *Projection) fill(s *scope) {
	taken := names{}
	for _, t := range s.all {
		taken[t.Name] = true
		p.reserve(taken, t)
		if known := providedOf(t); known != nil {
			for _, name := range append(known.extra, known.name, known.iface) {
				taken[name] = true
			}
		}
	}
	var claims []claim
	for _, t := range s.types {
		if !p.declared(t) {
			continue
		}
		switch t.Kind {
		case model.KindEnum:
			given := make([]string, len(t.Values))
			s.values[t] = given
			others := func(i int, _ *model.Method) []string { return []string{t.Name + "Value" + exported(t.Values[i].Name)} }
			give := func(i int, name string) { given[i] = name }
			claims = slices.Grow(claims, len(t.Values))
			for i, v := range t.Values {
				claims = append(claims, claim{version: cmp.Or(v.Version.Number, t.Version.Number), rank: rankValue, index: int32(i),
					name: t.Name + exported(v.Name), of: functionKey{class: t, slot: i}, others: others, give: give})
			}
		case model.KindInterface:
			claims = append(claims, claim{version: t.Version.Number, rank: rankQuery, name: "As" + t.Name, of: functionKey{class: t},
				others: otherwise("Query" + t.Name), give: func(_ int, name string) { s.queries[t] = name }})
			claims = append(claims, p.genericClaims(s, t)...)
		case model.KindClass:
			claims = append(claims, p.functionClaims(s, t)...)
			if hasFamily(t) {
				claims = append(claims, claim{version: t.Version.Number, rank: rankFamily, name: "Any" + t.Name, of: functionKey{class: t},
					others: otherwise("AnyKindOf" + t.Name), give: func(_ int, name string) { s.families[t] = name }})
			}
		}
	}
	slices.SortFunc(claims, compareClaims)
	holders := map[string]*claim{} // of statics
	for i := range claims {
		c := &claims[i]
		name := c.name
		if taken[name] {
			var holder *model.Method
			if have := holders[name]; have != nil && have.of.class == c.of.class {
				holder = have.method
			}
			name = taken.claim(c.others(int(c.index), holder)...)
		}
		taken[name] = true
		if c.method != nil {
			holders[name] = c
		}
		c.give(int(c.index), name)
	}
}

// genericClaims are the typed forms of a header's methods. They have the method's
// name, with the interface in front where several interfaces of the header have such
// a method, selected or not.
func (p *Projection) genericClaims(s *scope, t *model.Type) []claim {
	if !t.Interop {
		return nil
	}
	var claims []claim
	for i := range t.Methods {
		m := &t.Methods[i]
		if !isTyped(m) || !p.selection.Wants(t, m) {
			continue
		}
		whole := t.Name + p.methodNames(t).given[m]
		name := strings.TrimPrefix(whole, t.Name)
		if p.shared(t, memberName(m)) {
			name = whole
		}
		claims = append(claims, claim{version: t.Version.Number, rank: rankGeneric, name: name, of: functionKey{class: t, slot: m.Slot},
			others: otherwise(whole), give: func(_ int, name string) { s.generics[m] = name }})
	}
	return claims
}

// shared tells whether another interface of t's header has a typed method of that
// name.
func (p *Projection) shared(t *model.Type, name string) bool {
	for _, other := range p.selection.Universe.Types() {
		if other == t || !other.Interop || other.Namespace != t.Namespace {
			continue
		}
		for i := range other.Methods {
			if m := &other.Methods[i]; isTyped(m) && memberName(m) == name {
				return true
			}
		}
	}
	return false
}

// reserve takes the names that may come with a type's own.
func (p *Projection) reserve(taken names, t *model.Type) {
	switch t.Kind {
	case model.KindInterface:
		taken[p.descriptorName(t)], taken[p.stubName(t)] = true, true
	case model.KindDelegate:
		taken[p.descriptorName(t)] = true
	case model.KindStruct:
		taken[p.descriptorName(t)], taken[p.nativeName(t)] = true, true
	}
}

func otherwise(names ...string) func(int, *model.Method) []string {
	return func(int, *model.Method) []string { return names }
}

// functionClaims are the constructors and static members of a class.
func (p *Projection) functionClaims(s *scope, t *model.Type) []claim {
	var claims []claim
	add := func(version uint32, key functionKey, name string, others func(int, *model.Method) []string) *claim {
		claims = append(claims, claim{version: version, rank: rankFunction, name: name, of: key, others: others, give: func(_ int, name string) { s.functions[key] = name }})
		return &claims[len(claims)-1]
	}
	only := onlyConstructor(t)
	for _, f := range t.Factories {
		if f.Interface == nil {
			add(f.Version.Number, functionKey{class: t}, "New"+t.Name, otherwise("Make"+t.Name))
			continue
		}
		for i := range f.Interface.Methods {
			m := &f.Interface.Methods[i]
			key := functionKey{class: t, iface: f.Interface, slot: m.Slot}
			if f.Kind == model.Static {
				name := memberName(m)
				if m.Kind == model.Setter || m.Kind == model.Adder {
					name = name[:3] + t.Name + name[3:] // behind Set or Add
				} else {
					name = t.Name + name
				}
				add(f.Version.Number, key, name, func(_ int, holder *model.Method) []string {
					return toldApart(name, t.Name, m, f.Interface, holder)
				}).method = m
				continue
			}
			composes := f.Kind == model.Composable
			suffixes := constructorNames(t.Name, m, composes, m == only)
			of := "Of" + withoutI(f.Interface.Name)
			if composes {
				candidates := behind("Derive"+t.Name, suffixes, of)
				add(f.Version.Number, key.derivation(), candidates[0], otherwise(candidates[1:]...))
				if !f.Public {
					continue
				}
			}
			candidates := behind("New"+t.Name, suffixes, of)
			add(f.Version.Number, key, candidates[0], otherwise(candidates[1:]...))
		}
	}
	return claims
}

// behind puts each suffix behind prefix, and the last one again with end.
func behind(prefix string, suffixes []string, end string) []string {
	var names []string
	for _, suffix := range suffixes {
		names = append(names, prefix+suffix)
	}
	return append(names, names[len(names)-1]+end)
}

// memberName is the Go name that a method asks for: the one [overload] gives, a
// property's own for its getter, Set and Add in front for setters and events.
func memberName(m *model.Method) string {
	switch m.Kind {
	case model.Setter:
		return "Set" + exported(m.Member)
	case model.Adder:
		return "Add" + exported(m.Member)
	case model.Remover:
		return "Remove" + exported(m.Member)
	case model.Getter:
		return exported(m.Member)
	}
	return exported(cmp.Or(m.Overload, m.Name))
}

// descriptorName is the variable that says how values of t cross, nativeName the form that
// a struct with references has in native memory, and stubName how native code calls what a
// derived type overrides of an interface.
func (p *Projection) descriptorName(t *model.Type) string { return p.beside(t, "Type", "Descriptor") }
func (p *Projection) nativeName(t *model.Type) string     { return p.beside(t, "Native", "InMemory") }
func (p *Projection) stubName(t *model.Type) string       { return p.beside(t, "Stub", "Overriding") }

// beside is a package-level name beside a type's own: with a word behind it, or another
// where the metadata has a type of that name.
func (p *Projection) beside(t *model.Type, word, other string) string {
	name := t.Name + word
	if p.selection.Universe.Find(t.Namespace+"."+name) != nil {
		name = t.Name + other
	}
	return name
}
