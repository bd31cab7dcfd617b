package project

import (
	"cmp"
	"slices"
	"sync"

	"github.com/winmd2go/winmd2go/generator/model"
)

// member is one method that a class or a proxy has: of one of its interfaces, or
// static of one of its factories. For a generic interface the member stands for
// all its methods, which the runtime has.
type member struct {
	iface   *model.Sig
	method  *model.Method // nil for a generic interface and for plain activation
	factory *model.Factory
	version uint32
}

// members are the methods that t's Go form has, statics included.
func (p *Projection) members(t *model.Type) []member {
	n := p.methods[t]
	if n == nil {
		return nil
	}
	n.list.Do(func() { n.members = p.listMembers(t) })
	return n.members
}

func (p *Projection) listMembers(t *model.Type) []member {
	var members []member
	add := func(iface *model.Sig, factory *model.Factory) {
		it := iface.Type
		version := it.Version.Number
		if known := providedOf(it); known != nil && len(known.forwards) > 0 {
			members = append(members, member{iface: iface, version: version})
			return
		}
		members = slices.Grow(members, len(it.Methods))
		for i := range it.Methods {
			if p.selection.Wants(it, &it.Methods[i]) {
				members = append(members, member{iface, &it.Methods[i], factory, version})
			}
		}
	}
	switch t.Kind {
	case model.KindInterface:
		seen := map[string]bool{}
		var require func(s *model.Sig)
		require = func(s *model.Sig) {
			if key := s.String(); !seen[key] {
				seen[key] = true
				add(s, nil)
				if s.Type.Parent != nil {
					require(&model.Sig{Type: s.Type.Parent})
				}
				for _, impl := range s.Type.Implements {
					require(impl.Interface.Bind(s.Args))
				}
			}
		}
		require(&model.Sig{Type: t})
	case model.KindClass:
		for _, impl := range t.Implements {
			if impl.Default {
				add(impl.Interface, nil)
			}
		}
		for _, impl := range t.Implements {
			if !impl.Default {
				add(impl.Interface, nil)
			}
		}
		for i := range t.Factories {
			f := &t.Factories[i]
			if f.Interface == nil {
				members = append(members, member{factory: f, version: f.Version.Number})
			} else {
				add(&model.Sig{Type: f.Interface}, f)
			}
		}
	}
	return members
}

func (m *member) interfaceName() string {
	if m.iface == nil {
		return ""
	}
	return m.iface.String()
}

// bound is the member's method.
func (m *member) bound() bound {
	return bound{m.method, m.iface, m.factory != nil && m.factory.Kind == model.Composable}
}

// mentions visits the types that the member's Go code names.
func (m *member) mentions(visit func(*model.Type)) {
	if m.method != nil {
		methodMentions(m.method, m.iface.Args, visit)
	} else if m.iface != nil {
		for _, a := range m.iface.Args {
			a.Each(visit)
		}
	}
}

func methodMentions(m *model.Method, args []*model.Sig, visit func(*model.Type)) {
	m.Return.Bind(args).Each(visit)
	for i := range m.Params {
		m.Params[i].Type.Bind(args).Each(visit)
	}
}

// methodNames are the members of a class, or of the Go interface and proxy of an
// interface, and the names that those of instances have.
type methodNames struct {
	list    sync.Once
	members []member

	once  sync.Once
	given map[*model.Method]string // an interface with type arguments is the runtime's
}

// methodNames hands out the names: the member that Windows had first keeps the
// plain one. The names of a required interface are the same in every Go interface
// that embeds its own.
func (p *Projection) methodNames(t *model.Type) *methodNames {
	n := p.methods[t]
	n.once.Do(func() { p.nameMethods(n, t) })
	return n
}

// takenNames lends nameMethods its memory.
var takenNames = sync.Pool{New: func() any { return names{} }}

func (p *Projection) nameMethods(n *methodNames, t *model.Type) {
	members := slices.Clone(p.members(t))
	n.given = make(map[*model.Method]string, len(members))
	taken := takenNames.Get().(names)
	defer func() { takenNames.Put(emptied(taken)) }()
	taken["Object"], taken["WinRTClass"] = true, true
	if t.Base != nil {
		taken[t.Base.Name] = true
	}
	for _, m := range members {
		if m.method == nil && m.iface != nil {
			for _, f := range providedOf(m.iface.Type).forwards {
				taken[f.name] = true
			}
		} else if t.Kind == model.KindInterface && m.iface.Type != t && p.methods[m.iface.Type] != nil {
			// Names that come with an embedded interface are not the proxy's to choose.
			name := p.methodNames(m.iface.Type).given[m.method]
			n.given[m.method] = name
			taken[name] = true
		}
	}
	// Metadata of another SDK may list the interfaces in another order.
	slices.SortStableFunc(members, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.interfaceName(), b.interfaceName()))
	})
	for _, m := range members {
		if m.method == nil || m.factory != nil || m.method.Kind == model.Remover {
			continue
		}
		if n.given[m.method] == "" {
			n.given[m.method] = taken.claim(memberName(m.method))
		}
	}
}

// remover finds the method that takes back what an event's adder returned.
func remover(t *model.Type, adder *model.Method) *model.Method {
	for i := range t.Methods {
		if m := &t.Methods[i]; m.Kind == model.Remover && m.Member == adder.Member {
			return m
		}
	}
	return nil
}

// hasInstances tells whether values of a class exist.
func hasInstances(t *model.Type) bool { return defaultInterface(t) != nil }

// operation names a method for errors: DisplayState.ConnectTarget.
func operation(t *model.Type, m *model.Method) string {
	name := m.Member
	if m.Kind == model.Ordinary {
		name = cmp.Or(m.Overload, m.Name)
	}
	return t.Name + "." + name
}
