package project

import (
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// builder works out one package.
type builder struct {
	*Projection
	memory    *memory
	index     int
	info      *packageInfo
	instances map[string]*Instance // by signature
	order     []*Instance
	variables names
	iids      map[string]string      // variable by signature
	plainIIDs map[*model.Type]string // of interfaces that are not generic, likewise
	iidList   []IID
	descs     *file // holds the instances and their imports
	projected int
}

// file collects the imports of one Go file.
type file struct {
	builder *builder
	imports map[string]string // alias by path

	taken bodyScope // the memory of reserved's last result

	// What was worked out before, of types that are not generic.
	used                 map[string]string
	goTypes, descriptors map[*model.Type]string
}

func (b *builder) file() *file {
	f := b.memory.file()
	f.builder = b
	return f
}

// once returns known[t], which make makes first if need be.
func once(known map[*model.Type]string, t *model.Type, make func() string) string {
	text, ok := known[t]
	if !ok {
		text = make()
		known[t] = text
	}
	return text
}

// use imports a runtime package or one of the standard library.
func (f *file) use(name string) string {
	if qualifier := f.used[name]; qualifier != "" {
		return qualifier
	}
	path := ""
	switch name {
	case "abi", "collections", "foundation", "handle":
		path = f.builder.Runtime + "/" + name
	case "winrt":
		path = f.builder.Runtime
	case "windows":
		path = "golang.org/x/sys/windows"
	default:
		path = name
	}
	f.imports[path] = name
	f.used[name] = name + "."
	return name + "."
}

// pkg imports a generated package.
func (f *file) pkg(index int) string {
	if index == f.builder.index {
		return ""
	}
	info := &f.builder.packages[index]
	f.imports[f.builder.importPath(info)] = info.alias
	return info.alias + "."
}

func (p *Projection) importPath(info *packageInfo) string {
	if p.ImportPath == "" {
		return info.path
	}
	return p.ImportPath + "/" + info.path
}

// list returns the imports as people write them: the standard library's first.
func (f *file) list() []Import {
	list := make([]Import, 0, len(f.imports))
	for path, alias := range f.imports {
		if path[strings.LastIndexByte(path, '/')+1:] == alias {
			alias = ""
		}
		list = append(list, Import{Alias: alias, Path: path})
	}
	slices.SortFunc(list, func(a, b Import) int {
		if a.standard() != b.standard() {
			if a.standard() {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Path, b.Path)
	})
	for i := 1; i < len(list); i++ {
		list[i].Apart = list[i-1].standard() && !list[i].standard()
	}
	return list
}

// provided names a type of the runtime.
func (f *file) provided(known *provided, name string) string {
	if known.pkg == "" {
		return f.use("winrt") + name
	}
	return f.use(known.pkg) + name
}

// shapeOf is how values of s cross.
func (p *Projection) shapeOf(s *model.Sig) shape {
	if s.Type == nil {
		switch s.Basic {
		case model.GUIDValue:
			return plain
		case model.Handle:
			return described
		}
		return basics[s.Basic].shape
	}
	if known := providedOf(s.Type); known != nil {
		return known.shape
	}
	switch s.Type.Kind {
	case model.KindEnum:
		return plain
	case model.KindStruct:
		return p.layouts[s.Type].shape
	case model.KindClass:
		return class
	}
	return described
}

// goType is the Go type of s, as results have it.
func (f *file) goType(s *model.Sig) string {
	if s.Type == nil {
		switch s.Basic {
		case model.GUIDValue:
			return f.use("winrt") + "GUID"
		case model.HResult:
			return f.use("winrt") + "HRESULT"
		case model.Handle:
			return "*" + f.use("handle") + "Handle"
		case model.SecurityAttributes:
			return "*" + f.use("windows") + "SecurityAttributes"
		}
		return basics[s.Basic].name
	}
	if len(s.Args) == 0 {
		return once(f.goTypes, s.Type, func() string { return f.declaredType(s) })
	}
	return f.declaredType(s)
}

// declaredType is goType for what is no basic type.
func (f *file) declaredType(s *model.Sig) string {
	if known := providedOf(s.Type); known != nil {
		switch known.desc {
		case "Reference":
			return "*" + f.goType(s.Args[0])
		case "ReferenceArray":
			return "[]" + f.goType(s.Args[0])
		}
		name := f.provided(known, known.name) + f.typeArgs(s)
		if known.pointer {
			return "*" + name
		}
		return name
	}
	if s.Type.Kind == model.KindClass {
		return "*" + f.named(s.Type)
	}
	return f.named(s.Type)
}

func (f *file) typeArgs(s *model.Sig) string {
	if len(s.Args) == 0 {
		return ""
	}
	args := make([]string, len(s.Args))
	for i, a := range s.Args {
		args[i] = f.goType(a)
	}
	return "[" + strings.Join(args, ", ") + "]"
}

// paramType is the Go type of s as a method's parameter: collections are taken
// by interface, so that Go's own can be passed.
func (f *file) paramType(s *model.Sig) string {
	if s.Type != nil {
		if known := providedOf(s.Type); known != nil && known.iface != "" {
			return f.provided(known, known.iface) + f.typeArgs(s)
		}
	}
	return f.goType(s)
}

// named is the Go name of a declared type.
func (f *file) named(t *model.Type) string {
	if owner := f.builder.owners[t]; owner != nil {
		t = owner
	}
	return f.shownBy(t) + t.Name
}

// shownBy is the package that shows t to f: the namespace's own, which has names for types in
// other parts too, does so for itself.
func (f *file) shownBy(t *model.Type) string {
	if info := f.builder.info; info.part == 0 && info.namespace == t.Namespace {
		return ""
	}
	return f.pkg(f.builder.home[t])
}

// zero is the zero value of a result.
func (f *file) zero(s *model.Sig) string {
	if s.Type == nil {
		switch s.Basic {
		case model.GUIDValue:
			return f.use("winrt") + "GUID{}"
		case model.Handle, model.SecurityAttributes:
			return "nil"
		}
		return basics[s.Basic].zero
	}
	if known := providedOf(s.Type); known != nil {
		switch {
		case known.name == "Point" || known.name == "Size" || known.name == "Rect" || known.name == "EventRegistrationToken" || known.name == "KeyValuePair":
			return f.goType(s) + "{}"
		case known.size > 0:
			return "0"
		}
		return "nil"
	}
	switch s.Type.Kind {
	case model.KindEnum:
		return "0"
	case model.KindStruct:
		return f.goType(s) + "{}"
	}
	return "nil"
}

// desc is the expression of s's descriptor.
func (f *file) desc(s *model.Sig) string {
	if s.Type == nil {
		switch s.Basic {
		case model.GUIDValue, model.HResult:
			return f.use("abi") + "Plain[" + f.goType(s) + "]{}"
		case model.Handle:
			return f.use("handle") + "Type{}"
		}
		return f.use("abi") + basics[s.Basic].desc
	}
	if len(s.Args) > 0 {
		return "&" + f.builder.instance(s)
	}
	return once(f.descriptors, s.Type, func() string { return f.declaredDesc(s) })
}

// declaredDesc is desc for what is neither basic nor generic.
func (f *file) declaredDesc(s *model.Sig) string {
	known := providedOf(s.Type)
	if known != nil && known.desc != "" {
		return "&" + f.provided(known, known.desc)
	}
	switch f.builder.shapeOf(s) {
	case float32s:
		return f.use("abi") + "FloatsType[" + f.goType(s) + "]{}"
	case float64s:
		return f.use("abi") + "DoublesType[" + f.goType(s) + "]{}"
	case class:
		return f.use("abi") + "Class[" + f.named(s.Type) + "]{}"
	case plain:
		return f.use("abi") + "Plain[" + f.goType(s) + "]{}"
	}
	return "&" + f.pkg(f.builder.home[s.Type]) + f.builder.descriptorName(s.Type)
}

// instance makes sure that the package has a descriptor of a generic type over
// its arguments and returns the variable's name.
func (b *builder) instance(s *model.Sig) string {
	key := s.String()
	if have := b.instances[key]; have != nil {
		return have.Name
	}
	known := providedOf(s.Type)
	f := b.descs
	instance := &Instance{Name: b.variables.claim(instanceName(s)), Of: key}
	b.instances[key] = instance
	instance.Type = f.provided(known, known.desc) + f.typeArgs(s)
	add := func(name string, field InstanceField) {
		field.Name = name
		instance.Fields = append(instance.Fields, field)
	}
	for _, i := range known.iids {
		id := iid(b.argument(i, s.Args))
		f.use("abi")
		add(i.field, InstanceField{GUID: &id})
	}
	for i, elem := range known.elems {
		add(elem, InstanceField{Value: f.desc(s.Args[i])})
	}
	for _, n := range known.nested {
		generic := b.selection.Universe.Find(n.typ)
		add(n.field, InstanceField{Value: "&" + b.instance(&model.Sig{Type: generic, Args: s.Args})})
	}
	width := 0
	for _, field := range instance.Fields {
		width = max(width, len(field.Name))
	}
	for i := range instance.Fields {
		instance.Fields[i].Pad = strings.Repeat(" ", width-len(instance.Fields[i].Name)+1)
	}
	b.order = append(b.order, instance)
	return instance.Name
}

// argument is the parameterized interface that a descriptor's field identifies.
func (b *builder) argument(i iidField, args []*model.Sig) *model.Sig {
	u := b.selection.Universe
	s := &model.Sig{}
	for _, a := range i.args {
		if a == pair {
			s.Args = append(s.Args, &model.Sig{Type: u.Find(nsCollections + ".IKeyValuePair`2"), Args: args})
		} else {
			s.Args = append(s.Args, args[a])
		}
	}
	s.Type = u.Find(i.namespace + "." + i.typ + "`" + itoa(len(s.Args)))
	return s
}

// adopt takes over those of scratch's imports that text uses.
func (f *file) adopt(scratch *file, text string) {
	for path, alias := range scratch.imports {
		if strings.Contains(text, alias+".") {
			f.imports[path] = alias
		}
	}
}

// instanceName reads like the type: vectorViewOfDisplayTarget.
func instanceName(s *model.Sig) string {
	return unexported(spoken(s))
}

func spoken(s *model.Sig) string {
	if s.Type == nil {
		return s.Basic.String()
	}
	if len(s.Args) == 0 {
		return s.Type.Name
	}
	words := make([]string, len(s.Args))
	for i, a := range s.Args {
		words[i] = spoken(a)
	}
	name := s.Type.Name
	if s.Type.Kind == model.KindInterface {
		name = strings.TrimPrefix(name, "I")
	}
	return name + "Of" + strings.Join(words, "And")
}

// interfaceID is the variable that holds the IID of an interface without type
// arguments; it is made where it is first needed.
func (b *builder) interfaceID(s *model.Sig) string {
	if len(s.Args) > 0 {
		return b.newInterfaceID(s)
	}
	return once(b.plainIIDs, s.Type, func() string { return b.newInterfaceID(s) })
}

func (b *builder) newInterfaceID(s *model.Sig) string {
	key := s.String()
	if name := b.iids[key]; name != "" {
		return name
	}
	base := "iid" + s.Type.Name
	if len(s.Args) > 0 {
		base = "iid" + spoken(s)
	}
	name := b.variables.claim(base, base+"Of"+exported(packageName(PackagePath(s.Type.Namespace))))
	b.iids[key] = name
	b.iidList = append(b.iidList, IID{Name: name, GUID: iid(s), Of: key})
	b.descs.use("abi")
	return name
}
