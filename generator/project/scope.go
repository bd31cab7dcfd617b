package project

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/winmd2go/winmd2go/generator/model"
)

// scope holds the package-level names of one namespace, whatever packages it is
// split into. Types keep their metadata names. Everything else yields to them,
// and among the rest the one that Windows had first keeps the plain name, so that
// a name once given stays when the SDK grows.
type scope struct {
	once      sync.Once
	types     []*model.Type
	values    map[*model.Type][]string // of enums
	functions map[functionKey]string
	queries   map[*model.Type]string // AsIFoo
	families  map[*model.Type]string // AnyFoo, of unsealed classes
}

// functionKey is one factory method of a class; interface nil is plain activation.
type functionKey struct {
	class, iface *model.Type
	slot         int
	derives      bool // the function that derives by a composition factory's method
}

// claim asks for a name; others come next where it is taken. Several claims may share
// their functions and differ in index.
type claim struct {
	version uint32
	rank    int8
	index   int32
	name    string
	others  func(index int) []string
	give    func(index int, name string)
}

func (p *Projection) nameScopes() {
	p.scopes = map[string]*scope{}
	p.methods = make(map[*model.Type]*methodNames, len(p.selection.Types))
	for _, t := range p.selection.Types {
		s := p.scopes[t.Namespace]
		if s == nil {
			s = &scope{values: map[*model.Type][]string{}, functions: map[functionKey]string{}, queries: map[*model.Type]string{}, families: map[*model.Type]string{}}
			p.scopes[t.Namespace] = s
		}
		s.types = append(s.types, t)
		if t.Kind == model.KindClass || t.Kind == model.KindInterface {
			p.methods[t] = &methodNames{}
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
	var claims []claim
	for _, t := range s.types {
		if !goAlias(t) && !p.declared(t) {
			continue
		}
		taken[t.Name] = true
		p.reserve(taken, t)
		if known := providedOf(t); known != nil {
			for _, name := range append(known.extra, known.name, known.iface) {
				taken[name] = true
			}
			continue
		}
		switch t.Kind {
		case model.KindEnum:
			given := make([]string, len(t.Values))
			s.values[t] = given
			others := func(i int) []string { return []string{t.Name + "_" + t.Values[i].Name} }
			give := func(i int, name string) { given[i] = name }
			claims = slices.Grow(claims, len(t.Values))
			for i, v := range t.Values {
				claims = append(claims, claim{cmp.Or(v.Version.Number, t.Version.Number), 0, int32(i), t.Name + exported(v.Name), others, give})
			}
		case model.KindInterface:
			claims = append(claims, claim{t.Version.Number, 1, 0, "As" + t.Name,
				func(int) []string { return []string{"As_" + t.Name} }, func(_ int, name string) { s.queries[t] = name }})
		case model.KindClass:
			claims = append(claims, p.functionClaims(s, t)...)
			if hasFamily(t) {
				claims = append(claims, claim{t.Version.Number, 3, 0, "Any" + t.Name,
					func(int) []string { return []string{"Any_" + t.Name} }, func(_ int, name string) { s.families[t] = name }})
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.rank, b.rank), cmp.Compare(a.name, b.name))
	})
	for _, c := range claims {
		name := c.name
		if taken[name] {
			name = taken.claim(append([]string{name}, c.others(int(c.index))...)...)
		}
		taken[name] = true
		c.give(int(c.index), name)
	}
}

// reserve takes the names that come with a type's own.
func (p *Projection) reserve(taken names, t *model.Type) {
	switch t.Kind {
	case model.KindInterface, model.KindDelegate:
		taken[descriptorName(t)] = true
	case model.KindStruct:
		if l := p.layouts[t]; l != nil && l.shape == described {
			taken[descriptorName(t)], taken[nativeName(t)] = true, true
		}
	case model.KindClass:
		for _, impl := range t.Implements {
			if name := impl.Interface.Type.Name; impl.Overridable && p.owners[impl.Interface.Type] == t {
				taken[name], taken[stubName(name)] = true, true
			}
		}
	}
}

// functionClaims are the constructors and static members of a class.
func (p *Projection) functionClaims(s *scope, t *model.Type) []claim {
	var claims []claim
	add := func(version uint32, key functionKey, name string, others ...string) {
		claims = append(claims, claim{version, 2, 0, name, func(int) []string { return others }, func(_ int, name string) { s.functions[key] = name }})
	}
	for _, f := range t.Factories {
		if f.Interface == nil {
			add(f.Version.Number, functionKey{class: t}, "New"+t.Name, "New"+t.Name+"_")
			continue
		}
		for i := range f.Interface.Methods {
			m := &f.Interface.Methods[i]
			key := functionKey{class: t, iface: f.Interface, slot: m.Slot}
			if f.Kind == model.Static {
				name := memberName(m)
				if m.Kind == model.Setter || m.Kind == model.Adder {
					prefix := name[:3] // Set or Add
					add(f.Version.Number, key, prefix+t.Name+name[3:], prefix+t.Name+"_"+name[3:])
				} else {
					add(f.Version.Number, key, t.Name+name, t.Name+"_"+name)
				}
				continue
			}
			whole := exported(cmp.Or(m.Overload, m.Name))
			suffix := constructorSuffix(t.Name, whole)
			if f.Kind == model.Composable {
				add(f.Version.Number, key.derivation(), "Derive"+t.Name+suffix, "Derive"+t.Name+whole)
				if !f.Public {
					continue
				}
			}
			candidates := []string{"New" + t.Name + suffix, "New" + t.Name + whole}
			if strings.Contains(whole, t.Name) {
				candidates = slices.Insert(candidates, 1, whole) // says already what it makes: CreateCalendar
			}
			add(f.Version.Number, key, candidates[0], candidates[1:]...)
		}
	}
	return claims
}

// constructorSuffix is what a factory method adds to New<Class>: nothing for
// Create, CreateInstance and CreateUri of Uri, else what stands behind Create.
func constructorSuffix(class, method string) string {
	suffix, ok := strings.CutPrefix(method, "Create")
	if !ok {
		return method
	}
	suffix = strings.TrimPrefix(suffix, "Instance")
	return strings.TrimPrefix(suffix, class)
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
