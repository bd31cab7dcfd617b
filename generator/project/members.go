package project

import (
	"cmp"
	"maps"
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
	version model.Version
}

// members are the methods that t's Go form has, statics included.
func (p *Projection) members(t *model.Type) []member {
	n := p.methods[t]
	if n == nil {
		return nil
	}
	n.list.Do(func() { n.members = p.listMembers(t, false) })
	return n.members
}

// listMembers lists the members that are selected, or all, which have a say in the
// names.
func (p *Projection) listMembers(t *model.Type, all bool) []member {
	var members []member
	add := func(iface *model.Sig, version model.Version, factory *model.Factory) {
		it := iface.Type
		if known := providedOf(it); known != nil && len(known.forwards) > 0 {
			members = append(members, member{iface: iface, version: version})
			return
		}
		members = slices.Grow(members, len(it.Methods))
		for i := range it.Methods {
			if all || p.selection.Wants(it, &it.Methods[i]) {
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
				add(s, s.Type.Version, nil)
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
				add(impl.Interface, gotIn(t, &impl), nil)
			}
		}
		for _, impl := range t.Implements {
			if !impl.Default {
				add(impl.Interface, gotIn(t, &impl), nil)
			}
		}
		for i := range t.Factories {
			f := &t.Factories[i]
			if f.Interface == nil {
				members = append(members, member{factory: f, version: f.Version})
			} else {
				add(&model.Sig{Type: f.Interface}, f.Version, f)
			}
		}
	}
	return members
}

// gotIn is when a class got an interface: its own came with their version, others with
// the class where the metadata does not say otherwise.
func gotIn(t *model.Type, impl *model.Implement) model.Version {
	switch it := impl.Interface.Type; {
	case it.Exclusive == t:
		return it.Version
	case impl.Version.Contract != "":
		return impl.Version
	}
	return t.Version
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

	// Of a Go interface.
	embeds  []*model.Sig             // the required interfaces that it embeds
	closure map[*model.Type]bool     // those and what they embed
	visible map[string]*model.Method // its methods, with those of embedded interfaces
}

// methodNames hands out the names of t's methods. Those that come with a Go interface
// that t's own embeds, or that a class implements, are that interface's.
func (p *Projection) methodNames(t *model.Type) *methodNames {
	n := p.methods[t]
	n.once.Do(func() { p.nameMethods(n, t) })
	return n
}

// runtimeMethods are the methods that every class and proxy has from the runtime and the
// templates, and String, by which fmt knows a value; a member of that name gets another.
var runtimeMethods = []string{"Release", "String", "WinRTClass"}

// holders are the names of a class's methods; nil is no member's.
type holders map[string]*model.Method

// takenNames lends nameMethods its memory.
var takenNames = sync.Pool{New: func() any { return holders{} }}

func (p *Projection) nameMethods(n *methodNames, t *model.Type) {
	members := p.listMembers(t, true)
	n.given = make(map[*model.Method]string, len(members))
	taken := takenNames.Get().(holders)
	defer func() { clear(taken); takenNames.Put(taken) }()
	taken["Object"] = nil // the field that is embedded
	for _, name := range runtimeMethods {
		taken[name] = nil
	}
	if t.Base != nil {
		taken[t.Base.Name] = nil
	}
	if t.Kind == model.KindInterface {
		p.embed(n, t)
	}
	for _, m := range members {
		if m.method == nil && m.iface != nil {
			for _, f := range providedOf(m.iface.Type).forwards {
				taken[f.name] = nil
			}
		} else if m.iface != nil && n.closure[m.iface.Type] && m.method.Kind != model.Remover {
			// Names that come with an embedded interface are not the proxy's to choose.
			name := p.methodNames(m.iface.Type).given[m.method]
			n.given[m.method] = name
			taken[name] = m.method
		}
	}
	members = slices.DeleteFunc(members, func(m member) bool {
		return m.method == nil || m.factory != nil || m.method.Kind == model.Remover || n.given[m.method] != ""
	})
	slices.SortFunc(members, p.seniority(t))
	for base := t.Parent; base != nil; base = base.Parent {
		taken.reserve(base.Refused, t.FirstSlot)
	}
	refused := t.Refused
	for _, m := range members {
		if m.iface.Type == t {
			refused = taken.reserve(refused, m.method.Slot)
		}
		name := memberName(m.method)
		if own := p.methods[m.iface.Type]; m.iface.Type != t && own != nil && p.owners[m.iface.Type] == nil {
			name = p.methodNames(m.iface.Type).given[m.method]
		}
		if holder, ok := taken[name]; ok {
			owner := withoutI(m.iface.Type.Name)
			if m.iface.Type.Exclusive != nil {
				owner = m.iface.Type.Exclusive.Name
			}
			name = taken.claim(toldApart(memberName(m.method), owner, m.method, m.iface.Type, holder))
		}
		taken[name] = m.method
		n.given[m.method] = name
		if n.visible != nil && m.iface.Type == t {
			n.visible[name] = m.method
		}
	}
}

// embed decides which of the interfaces that t requires its Go interface embeds: those
// whose methods do not clash with others' of the same name. The proxy has the methods of
// all.
func (p *Projection) embed(n *methodNames, t *model.Type) {
	n.closure, n.visible = map[*model.Type]bool{}, map[string]*model.Method{}
	required := make([]*model.Sig, 0, len(t.Implements)+1)
	for _, impl := range t.Implements {
		required = append(required, impl.Interface)
	}
	if t.Parent != nil {
		required = append(required, &model.Sig{Type: t.Parent})
	}
	for _, s := range required {
		methods := map[string]*model.Method{}
		if known := providedOf(s.Type); known != nil {
			if known.pointer && known.iface == "" {
				continue // a concrete type of the runtime's
			}
			for _, f := range known.forwards {
				methods[f.name] = nil
			}
		} else {
			methods = p.methodNames(s.Type).visible
		}
		clash := false
		for name, m := range methods {
			have, ok := n.visible[name]
			clash = clash || ok && have != m && !sameSignature(have, m)
		}
		if clash {
			continue
		}
		n.embeds = append(n.embeds, s)
		maps.Copy(n.visible, methods)
		if known := providedOf(s.Type); known == nil {
			n.closure[s.Type] = true
			maps.Copy(n.closure, p.methodNames(s.Type).closure)
		}
	}
}

// sameSignature tells whether two methods of one name are one in Go; nil is of the runtime.
func sameSignature(a, b *model.Method) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Return.String() == b.Return.String() && a.ReturnArray == b.ReturnArray && (a.Kind == model.Adder) == (b.Kind == model.Adder) &&
		slices.EqualFunc(a.Params, b.Params, func(p, q model.Param) bool {
			return p.Type.String() == q.Type.String() && p.Form == q.Form && p.Out == q.Out && p.ByRef == q.ByRef
		})
}

// claim takes the first of the names that is free; behind the last one it counts.
func (h holders) claim(names []string) string {
	for _, name := range names {
		if _, ok := h[name]; !ok {
			return name
		}
	}
	for i := 2; ; i++ {
		name := names[len(names)-1] + itoa(i)
		if _, ok := h[name]; !ok {
			return name
		}
	}
}

// reserve takes the names of a header's methods that are not projected and stand in front
// of slot, so that those behind keep theirs once they are. It returns what is left.
func (h holders) reserve(refused []*model.Refusal, slot int) []*model.Refusal {
	for len(refused) > 0 && refused[0].Slot < slot {
		if name := exported(refused[0].Method); h[name] == nil {
			h[name] = nil
		}
		refused = refused[1:]
	}
	return refused
}

// seniority orders the members that want names of t: what Windows had first, as the
// contract of t itself counts; what Go interfaces name already, so that t has their
// methods; then by the interface's name and the slot. Nothing of it depends on the order
// of rows in a file.
func (p *Projection) seniority(t *model.Type) func(a, b member) int {
	rank := func(m member) int {
		switch {
		case m.iface.Type == t:
			return 0 // its own
		case m.version.Contract != t.Version.Contract:
			return 2 // versions of two contracts cannot be compared
		}
		return 1
	}
	exclusive := func(m member) int {
		if p.owners[m.iface.Type] != nil {
			return 1
		}
		return 0
	}
	return func(a, b member) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.version.Number, b.version.Number), cmp.Compare(exclusive(a), exclusive(b)),
			cmp.Compare(a.interfaceName(), b.interfaceName()), cmp.Compare(a.method.Slot, b.method.Slot))
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
