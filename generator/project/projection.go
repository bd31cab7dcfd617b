package project

import (
	"fmt"
	"go/token"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project/layout"
)

// Config says where the packages will stand.
type Config struct {
	ImportPath string // of the output folder
	Runtime    string // import path of the runtime; "" for the project's own
}

// DefaultRuntime is the import path of the runtime that generated code calls.
const DefaultRuntime = "github.com/winmd2go/winmd2go/winrt"

// Projection is a selection with every decision about its packages made; the
// contents of one package are worked out by [Projection.Package].
type Projection struct {
	Config
	selection   *model.Selection
	packages    []packageInfo
	home        map[*model.Type]int         // index into packages of every declared type
	parts       map[string][]int            // packages of a namespace, the public one first
	owners      map[*model.Type]*model.Type // of exclusive interfaces that a class folds in
	overridable map[*model.Type]bool        // interfaces
	projected   atomic.Int64
	layouts     map[*model.Type]*structLayout
	scopes      map[string]*scope // by namespace
	methods     map[*model.Type]*methodNames
}

// packageInfo is one Go package.
type packageInfo struct {
	namespace string
	part      int
	types     []*model.Type // declared here, sorted by name
	path      string        // below the output folder
	name      string        // in the package clause
	alias     string        // under which other packages import it
}

// Stats are the figures of a projection. A member is a method of an interface or a
// delegate's Invoke.
type Stats struct {
	Namespaces        int
	Packages          int
	Types             int
	MembersInMetadata int // of the selection
	MembersProjected  int
	Skipped           []Skipped
}

// Skipped is a method of a header without a Go form, or an interface with all of
// its methods.
type Skipped struct {
	Member  string `json:"member"`  // Namespace.Interface.Method, or Namespace.Interface
	Methods int    `json:"methods"` // that are not projected for that: 1, or those of the interface
	Header  string `json:"header"`  // the file's name, without its folder
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Reason  string `json:"reason"`
}

// New decides names, packages and layouts for a selection.
func New(s *model.Selection, config Config) (*Projection, error) {
	if config.Runtime == "" {
		config.Runtime = DefaultRuntime
	}
	p := &Projection{
		Config: config, selection: s,
		home: make(map[*model.Type]int, len(s.Types)), parts: map[string][]int{},
		owners: make(map[*model.Type]*model.Type, len(s.Types)), layouts: map[*model.Type]*structLayout{},
		overridable: map[*model.Type]bool{},
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	p.findOwners()
	for _, t := range s.Types {
		if t.Kind == model.KindStruct {
			p.layoutOf(t)
		}
	}
	p.nameScopes()
	p.arrange()
	return p, nil
}

// check refuses what no rule covers, with the member that asks for it.
func (p *Projection) check() error {
	for _, t := range p.selection.Types {
		if t.Arity > 0 && providedOf(t) == nil {
			return fmt.Errorf("%s: a generic type that is not Windows.Foundation's own; the runtime has no Go form for it", t.FullName())
		}
		if exported(t.Name) != t.Name {
			return fmt.Errorf("%s: a type whose name does not begin with a capital letter, without which Go shows it to nobody", t.FullName())
		}
		if err := p.checkCompanions(t); err != nil {
			return err
		}
	}
	return nil
}

// checkCompanions wants the generic types there whose ids the descriptor of t holds.
func (p *Projection) checkCompanions(t *model.Type) error {
	known := providedOf(t)
	if known == nil || t.Arity == 0 {
		return nil
	}
	names := make([]string, 0, 8)
	for _, i := range known.iids {
		n := len(i.args)
		if slices.Contains(i.args, pair) {
			names = append(names, nsCollections+".IKeyValuePair`2")
		}
		names = append(names, i.namespace+"."+i.typ+"`"+itoa(n))
	}
	for _, n := range known.nested {
		names = append(names, n.typ)
	}
	for _, name := range names {
		companion := p.selection.Universe.Find(name)
		if companion == nil {
			return fmt.Errorf("%s: needs %s, which is not in the metadata; add the file that holds it", t.FullName(), name)
		}
		if companion.Kind != model.KindInterface && companion.Kind != model.KindDelegate {
			return fmt.Errorf("%s: needs %s, which is a %s; give Windows' own metadata", t.FullName(), name, companion.Kind)
		}
		if err := companion.Load(); err != nil {
			return err
		}
	}
	return nil
}

// findOwners gives every exclusive interface the class that folds it in. One that
// no class mentions is projected like any other interface.
func (p *Projection) findOwners() {
	for _, t := range p.selection.Types {
		if t.Kind != model.KindClass {
			continue
		}
		own := func(i *model.Type) {
			if i != nil && i.Exclusive == t {
				p.owners[i] = t
			}
		}
		for _, impl := range t.Implements {
			own(impl.Interface.Type)
			if impl.Overridable {
				p.overridable[impl.Interface.Type] = true
			}
		}
		for _, f := range t.Factories {
			own(f.Interface)
		}
	}
}

// declared tells whether t has a Go declaration of its own.
func (p *Projection) declared(t *model.Type) bool {
	return t.Projectable() && providedOf(t) == nil && p.owners[t] == nil
}

// arrange spreads the types over packages without import cycles.
func (p *Projection) arrange() {
	var types []*model.Type
	index := make(map[*model.Type]int32, len(p.selection.Types))
	for _, t := range p.selection.Types {
		if p.declared(t) {
			index[t] = int32(len(types))
			types = append(types, t)
		}
	}
	nodes := make([]layout.Node, len(types))
	var tasks sync.WaitGroup
	share := (len(types) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for from := 0; from < len(types); from += share {
		tasks.Go(func() {
			for i := from; i < min(from+share, len(types)); i++ {
				nodes[i] = p.node(types[i], int32(i), index)
			}
		})
	}
	tasks.Wait()
	plan := layout.Arrange(nodes)
	p.packages = make([]packageInfo, len(plan.Packages))
	paths := p.packagePaths()
	for i, pkg := range plan.Packages {
		info := &p.packages[i]
		info.namespace, info.part = pkg.Namespace, pkg.Part
		info.path = paths[pkg.Namespace]
		info.name = packageName(info.path)
		if pkg.Part > 0 {
			info.path = internalPath(info.path, pkg.Part)
		}
		for _, n := range pkg.Nodes {
			info.types = append(info.types, types[n])
			p.home[types[n]] = i
		}
		model.SortTypes(info.types)
		if pkg.Part == 0 {
			p.parts[pkg.Namespace] = append([]int{i}, p.parts[pkg.Namespace]...)
		} else {
			p.parts[pkg.Namespace] = append(p.parts[pkg.Namespace], i)
		}
	}
	// A namespace whose types are all the runtime's own still gets its package.
	for _, t := range p.selection.Types {
		if providedOf(t) != nil && goAlias(t) && len(p.parts[t.Namespace]) == 0 {
			p.parts[t.Namespace] = []int{len(p.packages)}
			p.packages = append(p.packages, packageInfo{namespace: t.Namespace, name: packageName(paths[t.Namespace]), path: paths[t.Namespace]})
		}
	}
	p.nameImports(paths)
}

// packagePaths are the paths of the packages of all namespaces that there are, selected
// or not.
func (p *Projection) packagePaths() map[string]string {
	var namespaces []string
	seen, last := map[string]bool{}, ""
	for _, t := range p.selection.Universe.Types() {
		if t.Namespace != last && !seen[t.Namespace] {
			seen[t.Namespace] = true
			namespaces = append(namespaces, t.Namespace)
		}
		last = t.Namespace
	}
	return packagePaths(namespaces)
}

// node is type i as the layout sees it; index has the numbers of all types.
func (p *Projection) node(t *model.Type, i int32, index map[*model.Type]int32) layout.Node {
	node := layout.Node{Namespace: t.Namespace, Name: t.Name}
	last := i
	p.mentions(t, func(d *model.Type) {
		if owner := p.owners[d]; owner != nil {
			d = owner
		}
		if j, ok := index[d]; ok && j != i && j != last {
			node.Deps = append(node.Deps, j)
			last = j
		}
	})
	return node
}

// mentions visits the types that the Go code of t names. A class names what its
// interfaces' methods name, not the interfaces.
func (p *Projection) mentions(t *model.Type, visit func(*model.Type)) {
	switch t.Kind {
	case model.KindClass:
		if t.Base != nil {
			visit(t.Base)
		}
		for _, m := range p.members(t) {
			m.mentions(visit)
		}
	case model.KindInterface:
		for _, impl := range t.Implements {
			impl.Interface.Each(visit)
		}
		if t.Parent != nil {
			visit(t.Parent)
		}
		for _, m := range p.members(t) {
			m.mentions(visit)
		}
	case model.KindDelegate, model.KindStruct:
		for i := range t.Methods {
			methodMentions(&t.Methods[i], nil, visit)
		}
		for _, f := range t.Fields {
			f.Type.Each(visit)
		}
	}
}

// runtimeNames are taken before any generated package is named.
var runtimeNames = []string{"abi", "winrt", "collections", "foundation", "handle", "windows", "unsafe", "iter", "context", "strconv"}

// localNames are those that generated bodies declare besides bodyNames and single
// letters.
var localNames = []string{"result", "ok", "value", "handler", "derived", "registration", "fn"}

// nameImports gives every package the name under which others import it: its own
// where that is unique, else with as many words of its namespace in front as it
// takes.
func (p *Projection) nameImports(paths map[string]string) {
	count := map[string]int{}
	for _, name := range slices.Concat(runtimeNames, localNames) {
		count[name] = 1
	}
	reserved := func(name string) bool {
		return len(name) == 1 || bodyNames[name] || predeclared[name] || predeclaredWords[name] || token.IsKeyword(name)
	}
	candidate := func(info *packageInfo, words int) string {
		parts := strings.Split(info.path, "/")
		if info.part == 0 && words == 1 {
			return info.name
		}
		name := strings.Join(parts[max(0, len(parts)-words):], "")
		if info.part > 0 {
			parts = strings.Split(paths[info.namespace], "/")
			name = strings.Join(parts[max(0, len(parts)-words):], "") + itoa(info.part)
		}
		return name
	}
	pending := make([]int, len(p.packages))
	for i := range pending {
		pending[i] = i
	}
	for words := 1; len(pending) > 0; words++ {
		for _, i := range pending {
			count[candidate(&p.packages[i], words)]++
		}
		var left []int
		for _, i := range pending {
			info := &p.packages[i]
			name := candidate(info, words)
			switch {
			case count[name] == 1 && !reserved(name):
				info.alias = name
			case words > strings.Count(info.path, "/"): // there are no more
				for n := 2; count[name] > 0; n++ {
					name = candidate(info, words) + "package" + itoa(n)
				}
				count[name]++
				info.alias = name
			default:
				left = append(left, i)
			}
		}
		pending = left
	}
}

// Packages is the number of packages of the projection.
func (p *Projection) Packages() int { return len(p.packages) }

// Stats counts what the projection holds; it is complete once every package has
// been worked out.
func (p *Projection) Stats() Stats {
	s := Stats{
		Packages: len(p.packages), Types: len(p.selection.Types),
		MembersInMetadata: p.selection.Members, MembersProjected: int(p.projected.Load()),
	}
	namespaces := map[string]bool{}
	for _, t := range p.selection.Types {
		namespaces[t.Namespace] = true
		if providedOf(t) == nil {
			continue
		}
		for i := range t.Methods { // the runtime has them
			if p.selection.Wants(t, &t.Methods[i]) {
				s.MembersProjected++
			}
		}
	}
	s.Namespaces = len(namespaces)
	for _, r := range p.selection.Refused {
		s.MembersInMetadata += r.Members
		file := r.File[strings.LastIndexAny(r.File, `/\`)+1:]
		s.Skipped = append(s.Skipped, Skipped{Member: r.Name(), Methods: r.Members, Header: file, Line: r.Pos.Line, Column: r.Pos.Col, Reason: r.Reason})
	}
	return s
}
