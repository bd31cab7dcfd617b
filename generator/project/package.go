package project

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// Package works out package i. It may be called from several goroutines.
func (p *Projection) Package(i int) *Package {
	info := &p.packages[i]
	b := &builder{Projection: p, memory: memories.Get().(*memory), index: i, info: info, instances: map[string]*Instance{}, variables: names{}, iids: map[string]string{}, plainIIDs: map[*model.Type]string{}}
	b.descs = b.file()
	pkg := &Package{Path: info.path, Name: info.name, Namespace: info.namespace, Internal: info.part > 0, Synopsis: b.synopsis(), memory: b.memory}

	enums, structs, delegates, interfaces, classes, aliases := b.file(), b.file(), b.file(), b.file(), b.file(), b.file()
	var files [6]File
	classCount := 0
	for _, t := range info.types {
		if t.Kind == model.KindClass {
			classCount++
		}
	}
	files[4].Classes = make([]Class, 0, classCount)
	for _, t := range info.types {
		switch t.Kind {
		case model.KindEnum:
			files[0].Enums = append(files[0].Enums, b.enum(enums, t))
		case model.KindStruct:
			files[1].Structs = append(files[1].Structs, b.structType(structs, t))
		case model.KindDelegate:
			files[2].Delegates = append(files[2].Delegates, b.delegate(delegates, t))
		case model.KindInterface:
			files[3].Interfaces = append(files[3].Interfaces, b.interfaceType(interfaces, t))
		case model.KindClass:
			files[4].Classes = append(files[4].Classes, b.class(classes, t))
		}
	}
	if info.part == 0 {
		files[5].Aliases, files[5].Forwards = b.aliases(aliases)
	}
	names := [...]string{"enums.go", "structs.go", "delegates.go", "interfaces.go", "classes.go", "aliases.go"}
	for i, f := range []*file{enums, structs, delegates, interfaces, classes, aliases} {
		file := files[i]
		if len(file.Enums)+len(file.Structs)+len(file.Delegates)+len(file.Interfaces)+len(file.Classes)+len(file.Aliases)+len(file.Forwards) == 0 {
			continue
		}
		file.Name, file.Imports = names[i], f.list()
		pkg.Files = append(pkg.Files, file)
	}
	if len(b.order)+len(b.iidList) > 0 {
		sort.Slice(b.iidList, func(i, j int) bool { return b.iidList[i].Name < b.iidList[j].Name })
		sort.Slice(b.order, func(i, j int) bool { return b.order[i].Name < b.order[j].Name })
		file := File{Name: "descriptors.go", Imports: b.descs.list(), IIDs: b.iidList}
		for _, i := range b.order {
			file.Instances = append(file.Instances, *i)
		}
		pkg.Files = append(pkg.Files, file)
	}
	p.projected.Add(int64(b.projected))
	return pkg
}

// Projects stands between the names of a package and of its namespace in the first sentence
// of its documentation.
const Projects = " projects the namespace "

func (b *builder) synopsis() []string {
	if b.info.part > 0 {
		return []string{fmt.Sprintf("Package %s is a part of the namespace %s; import the namespace's own package.", b.info.name, b.info.namespace)}
	}
	lines := []string{"Package " + b.info.name + Projects + b.info.namespace + "."}
	for _, t := range b.info.types {
		if t.Interop {
			return []string{fmt.Sprintf("Package %s projects the COM header of %s.", b.info.name, strings.TrimSuffix(b.info.namespace, ".Interop"))}
		}
	}
	if page := learn(b.info.namespace, ""); page != "" {
		lines = append(lines, "", page)
	}
	return lines
}

// typeDoc is the doc comment of a type: what it is, since when, where to read on.
func typeDoc(t *model.Type) Doc {
	if t.Interop {
		return Doc{t.Name + " is the COM interface " + t.Name + " {" + t.GUID.String() + "}."}
	}
	doc := make(Doc, 0, 4)
	doc = append(doc, t.Name+" is the "+t.Kind.String()+" "+t.FullName()+".")
	since, page := since(t.Version), learn(t.Namespace, strings.TrimPrefix(t.FullName(), t.Namespace+"."))
	if since != "" || page != "" {
		doc = append(doc, "")
	}
	if since != "" {
		doc = append(doc, since)
	}
	if page != "" {
		doc = append(doc, page)
	}
	return deprecate(doc, t.Deprecated)
}

func deprecate(doc Doc, text string) Doc {
	if text == "" {
		return doc
	}
	return append(doc, "", "Deprecated: "+text)
}

// since names the contract version that a type first stood in.
func since(v model.Version) string {
	if v.Contract == "" {
		return ""
	}
	return "Since " + v.String() + "."
}

// sinceMark stands in the name that an operation has for errors, in front of the
// contract version with which its interface came: the runtime says it of an object that
// does not have the interface, and else leaves it out.
const sinceMark = " since "

// later tells whether v is a contract version after that of t itself, in which an
// interface of t may be missing from objects of older systems.
func later(v model.Version, t *model.Type) bool {
	return v.Contract != "" && (v.Number > t.Version.Number || v.Contract != t.Version.Contract)
}

func (b *builder) enum(f *file, t *model.Type) Enum {
	e := Enum{Doc: typeDoc(t), Name: t.Name, Underlying: "int32", Flags: t.Flags}
	if t.Underlying == model.UInt32 {
		e.Underlying = "uint32"
	}
	f.use("abi")
	e.Value = valueOf(t)
	given := b.scope(t.Namespace).values[t]
	seen := make(map[int64]bool, len(t.Values))
	e.Values = make([]EnumValue, len(t.Values))
	for i, v := range t.Values {
		value := &e.Values[i]
		value.Name, value.Label, value.Number = given[i], v.Name, strconv.FormatInt(v.Number, 10)
		if t.Flags {
			value.Bits = "0x" + strconv.FormatUint(uint64(uint32(v.Number)), 16)
			if v.Number >= 0 {
				value.Number = value.Bits
			}
		}
		if v.Version.Number > t.Version.Number && v.Version.Contract != "" {
			value.Doc = Doc{since(v.Version)}
		}
		if v.Deprecated != "" {
			if len(value.Doc) > 0 {
				value.Doc = append(value.Doc, "")
			}
			value.Doc = append(value.Doc, "Deprecated: "+v.Deprecated)
		}
		value.Again = seen[v.Number]
		seen[v.Number] = true
	}
	alignValues(e.Values)
	if t.Flags {
		f.use("abi")
	} else {
		f.use("strconv")
	}
	return e
}

// alignValues pads the names of values, as gofmt does: a doc comment begins a new
// block.
func alignValues(values []EnumValue) {
	for len(values) > 0 {
		end, width := 0, 0
		for end < len(values) && (end == 0 || len(values[end].Doc) == 0) {
			width = max(width, len(values[end].Name))
			end++
		}
		for i := range values[:end] {
			values[i].Pad = padding(width - len(values[i].Name))
		}
		values = values[end:]
	}
}

// padding is n spaces.
func padding(n int) string {
	const spaces = "                                                                "
	if n <= len(spaces) {
		return spaces[:n]
	}
	return strings.Repeat(" ", n)
}

func (b *builder) structType(f *file, t *model.Type) Struct {
	l := b.layouts[t]
	f.use("abi")
	s := Struct{Doc: typeDoc(t), Name: t.Name, Value: valueOf(t)}
	pad := Field{Type: "abi.Pad386"}
	taken := names{}
	for i, field := range t.Fields {
		name := taken.claim(exported(field.Name))
		if l.shape != described {
			if l.pads32[i] {
				f.use("abi")
				s.Fields = append(s.Fields, pad)
			}
			s.Fields = append(s.Fields, Field{Name: name, Type: f.goType(field.Type)})
			continue
		}
		f.use("abi")
		f.use("unsafe")
		s.Fields = append(s.Fields, Field{Name: name, Type: f.goType(field.Type)})
		if l.pads32[i] {
			s.Native = append(s.Native, pad)
		}
		native := Field{Name: name, Type: f.goType(field.Type)}
		if b.fieldLayout(field.Type).shape == described {
			native.Type, native.Desc = "uintptr", f.desc(field.Type)
			if field.Type.Type != nil && field.Type.Type.Kind == model.KindStruct {
				native.Type = f.pkg(b.home[field.Type.Type]) + b.nativeName(field.Type.Type)
			}
		}
		s.Native = append(s.Native, native)
	}
	if l.pads32[len(t.Fields)] {
		if l.shape == described {
			s.Native = append(s.Native, pad)
		} else {
			f.use("abi")
			s.Fields = append(s.Fields, pad)
		}
	}
	align(s.Fields)
	align(s.Native)
	if l.shape == described {
		s.Desc, s.NativeName = b.descriptorName(t), b.nativeName(t)
	}
	return s
}

// align pads the names of consecutive fields, as gofmt does.
func align(fields []Field) {
	width := 0
	for _, f := range fields {
		width = max(width, len(f.Name), 1)
	}
	for i := range fields {
		if fields[i].Name == "" {
			fields[i].Name = "_"
		}
		fields[i].Name += padding(width - len(fields[i].Name))
	}
}

func (b *builder) delegate(f *file, t *model.Type) Delegate {
	f.use("abi")
	m := bound{Method: &t.Methods[0], iface: &model.Sig{Type: t}}
	s := f.signature(m, true)
	d := Delegate{Doc: typeDoc(t), Name: t.Name, Desc: b.descriptorName(t), Params: list(s.params), Results: returns(s.results, false), IID: t.GUID}
	d.Invoke = Stub{Words: b.words(m), Args: s.args, Inputs: s.inputs(), Outs: s.results}
	d.Call = Method{Form: FormCall, Object: "o", IID: b.interfaceID(m.iface), Slot: m.Slot, Op: t.Name + ".Invoke", Args: s.args, Results: s.results, NoError: true}
	for i := range d.Call.Args {
		if d.Call.Args[i].Form == ArgCollection {
			d.Call.Args[i].Form = ArgType // a func takes the concrete collection
		}
	}
	b.projected++
	return d
}

func (b *builder) interfaceType(f *file, t *model.Type) Interface {
	f.use("abi")
	f.use("unsafe")
	given := b.methodNames(t).given
	scope := b.scope(t.Namespace)
	i := Interface{Doc: typeDoc(t), Name: t.Name, Desc: b.descriptorName(t), IID: t.GUID, Unknown: t.Unknown, Query: scope.queries[t], Proxy: "proxy" + t.Name, FullName: t.FullName()}
	if t.Interop {
		i.FullName = t.Name
		i.Native = t.Partial()
		i.Doc = append(i.Doc, refusedDoc(t)...)
	}
	for _, s := range b.methodNames(t).embeds {
		i.Embeds = append(i.Embeds, f.paramType(s))
		i.Requires = append(i.Requires, f.desc(s))
	}
	self := &model.Sig{Type: t}
	for j := range t.Methods {
		m := bound{Method: &t.Methods[j], iface: self}
		if !b.selection.Wants(t, m.Method) {
			i.Stubs = append(i.Stubs, Stub{Role: StubMissing, Words: b.words(m)})
			continue
		}
		b.projected++
		name := given[m.Method]
		if m.Kind == model.Remover {
			i.Stubs = append(i.Stubs, Stub{Role: StubRemover, Words: b.words(m)})
			continue
		}
		call := f.call(m, "&x.Object", i.Proxy, name, operation(t, m.Method))
		if !i.Native {
			stub := f.stub(m, t.Name, name, false)
			if call.Form == FormEvent {
				stub.Role = StubAdder
			}
			i.Stubs = append(i.Stubs, stub)
		}
		i.Methods = append(i.Methods, Signature{Doc: b.methodDoc(t, name, m.Method), Name: name, Params: call.Params, Results: call.Returns})
		if generic := scope.generics[m.Method]; generic != "" {
			i.Generic = append(i.Generic, b.generic(f, t, m, name, generic))
		}
	}
	i.Proxies = b.instanceMethods(f, t, i.Proxy, t.Name)
	for j := range i.Proxies {
		i.Proxies[j].Doc = nil
	}
	return i
}

// refusedDoc says what an interface lacks, and what follows.
func refusedDoc(t *model.Type) Doc {
	if !t.Partial() {
		return nil
	}
	doc := Doc{"", "Only native objects have it: Go types cannot implement an interface of which"}
	if len(t.Refused) == 0 {
		return append(doc, "methods are not projected, as of the one that it derives from.")
	}
	doc = append(doc, "methods are not projected, which are here:")
	for _, r := range t.Refused {
		doc = append(doc, "  - "+r.Method+": "+r.Reason)
	}
	return doc
}

// isTyped tells whether m has a typed form: its only result is an object whose
// interface a riid chooses.
func isTyped(m *model.Method) bool {
	riids, objects, results := 0, 0, 0
	for i := range m.Params {
		switch p := &m.Params[i]; {
		case p.Result:
			objects++
		case isResult(p):
			results++
		case p.RIID:
			riids++
		}
	}
	return riids == 1 && objects == 1 && results == 0
}

// generic makes the typed form of a header's method that is told by a riid which
// interface to return: OpenSharedHandle[T](…) (*T, error).
func (b *builder) generic(f *file, t *model.Type, m bound, method, name string) Method {
	s := f.signature(m, false)
	var params []param
	var passed []Arg
	var args []string
	object := "o"
	inputs, input := s.inputs(), 0
	for j := range m.Params {
		switch p := &m.Params[j]; {
		case isResult(p):
			continue
		case p.RIID:
			args = append(args, f.use("abi")+"ClassIID[T]()")
		default:
			params = append(params, s.params[input])
			passed = append(passed, inputs[input])
			args = append(args, inputs[input].Name)
		}
		input++
	}
	f.use("winrt")
	for i := 2; slices.ContainsFunc(inputs, func(in Arg) bool { return in.Name == object }); i++ {
		object = "o" + itoa(i)
	}
	return Method{
		Doc:  Doc{name + " calls " + t.Name + "." + method + " for an object of the class T, which the caller", "names: " + name + "[T](…)."},
		Name: name, Recv: t.Name, Object: object, Target: method, Params: list(params), Args: passed, Value: strings.Join(args, ", "),
	}
}

// methodDoc says what a method calls; the page of its type says the rest.
func (b *builder) methodDoc(t *model.Type, name string, m *model.Method) Doc {
	line := ""
	switch m.Kind {
	case model.Getter:
		line = name + " gets the property " + m.Member + "."
	case model.Setter:
		line = name + " sets the property " + m.Member + "."
	case model.Adder:
		line = name + " calls handler whenever the event " + m.Member + " is raised, until the registration is removed."
	default:
		line = name + " calls " + operation(t, m) + "."
	}
	return deprecate(append(Doc(b.memory.lines.take(1)), line), m.Deprecated)
}

// instanceMethods are the methods of a class or proxy on its objects.
func (b *builder) instanceMethods(f *file, t *model.Type, recv, op string) []Method {
	given := b.methodNames(t).given
	members := b.members(t)
	methods := b.memory.methods.take(len(members))
	forwarded := names{}
	seen := map[string]bool{}
	for _, m := range members {
		if m.factory != nil {
			continue
		}
		if m.method == nil {
			for _, method := range b.forwards(f, m.iface, recv, t.Kind == model.KindClass) {
				if !forwarded[method.Name] {
					forwarded[method.Name] = true
					methods = append(methods, method)
				}
			}
			continue
		}
		if b.owners[m.iface.Type] == t && t.Kind == model.KindClass {
			b.projected++
		}
		if m.method.Kind == model.Remover {
			continue
		}
		name := given[m.method]
		if seen[name] {
			continue
		}
		seen[name] = true
		method := f.call(m.bound(), "&x.Object", recv, name, operation(t, m.method))
		method.Doc = b.methodDoc(t, name, m.method)
		if v := m.iface.Type.Version; later(v, t) && m.iface.Type.Exclusive == t {
			method.Op += sinceMark + v.String()
			method.Doc = append(Doc{method.Doc[0] + " " + since(v)}, method.Doc[1:]...)
		}
		methods = append(methods, method)
	}
	return methods
}

// forwards are the methods that a class has from a generic interface: the
// runtime's descriptor does the work.
func (b *builder) forwards(f *file, s *model.Sig, recv string, class bool) []Method {
	known := providedOf(s.Type)
	var args []string
	for i, a := range s.Args {
		args = append(args, "$"+itoa(i), f.goType(a))
	}
	arguments := strings.NewReplacer(args...)
	bind := func(pattern string) string {
		for _, pkg := range []string{"collections", "foundation", "context", "iter", "winrt"} {
			if strings.Contains(pattern, pkg+".") {
				f.use(pkg)
			}
		}
		return arguments.Replace(pattern)
	}
	var methods []Method
	desc := strings.TrimPrefix(f.desc(s), "&")
	for _, fw := range known.forwards {
		params, values := fw.params, fw.args
		for i, a := range s.Args {
			// What a class has of a collection, a value of a derived class goes into.
			if family := f.family(a); family != "" && class && strings.HasSuffix(params, "value $"+itoa(i)) {
				params = strings.TrimSuffix(params, "$"+itoa(i)) + family
				values = strings.TrimSuffix(values, "value") + f.asBase(a, "value")
			}
		}
		methods = append(methods, Method{
			Doc: Doc{fw.name + " is " + s.Type.Name + "'s; see " + known.pkg + "." + known.name + "."}, Form: FormForward, Recv: recv, Name: fw.name,
			Params: bind(params), Returns: bind(fw.results), Value: values, Desc: desc, Target: cmp.Or(fw.method, fw.name),
		})
	}
	return methods
}

func (b *builder) class(f *file, t *model.Type) Class {
	c := Class{Doc: typeDoc(t), Name: t.Name, FullName: t.FullName(), Since: t.Version.String(), Instances: hasInstances(t)}
	if c.Instances {
		c.Embeds = f.use("abi") + "Object"
		if t.Base != nil {
			c.Embeds = f.named(t.Base)
		}
		c.IID = iid(defaultInterface(t))
		c.Methods = b.instanceMethods(f, t, t.Name, t.Name)
	}
	scope := b.scope(t.Namespace)
	if c.Family = scope.families[t]; c.Family != "" {
		c.FamilyDoc = familyDoc(t, c.Family)
	}
	members := b.members(t)
	statics := len(members) - len(c.Methods)
	c.Functions = b.memory.methods.take(max(0, statics))
	for _, m := range members {
		if m.factory == nil {
			continue
		}
		c.Factory = "factory" + t.Name
		if m.method == nil {
			f.use("abi")
			name := scope.functions[functionKey{class: t}]
			c.Functions = append(c.Functions, Method{
				Doc: Doc{name + " makes a new " + t.Name + "."}, Form: FormActivate, Name: name, Type: t.Name,
				Returns: "(*" + t.Name + ", error)", Op: t.Name, Object: c.Factory,
			})
			continue
		}
		if b.owners[m.iface.Type] == t {
			b.projected++
		}
		if m.method.Kind == model.Remover {
			continue
		}
		if derived := scope.functions[m.key(t).derivation()]; derived != "" {
			c.Derivations = append(c.Derivations, b.derivation(f, t, m, derived))
		}
		name := scope.functions[m.key(t)]
		if name == "" {
			continue // only for derived types
		}
		method := f.call(m.bound(), c.Factory+".Object()", "", name, operation(t, m.method))
		if v := cmp.Or(m.factory.Version, m.iface.Type.Version); later(v, t) {
			method.Op += sinceMark + v.String()
		}
		method.Doc = b.methodDoc(t, name, m.method)
		if m.factory.Kind != model.Static {
			method.Doc = deprecate(Doc{name + " makes a new " + t.Name + " by " + operation(t, m.method) + "."}, m.method.Deprecated)
		}
		c.Functions = append(c.Functions, method)
	}
	b.overridable(f, t, &c)
	if c.Instances || c.Factory != "" {
		f.use("abi")
	}
	return c
}
