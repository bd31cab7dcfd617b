package project

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
)

// What a name is of: a class and the member of it.
type nameKey struct{ class, member string }

// given are the names of all members and functions of a projection.
func (p *Projection) given() map[nameKey]string {
	names := map[nameKey]string{}
	for _, s := range p.scopes {
		p.scope(s.types[0].Namespace)
		for k, name := range s.functions {
			member := "activation"
			if k.iface != nil {
				member = fmt.Sprintf("%s#%d %t", k.iface.FullName(), k.slot, k.derives)
			}
			names[nameKey{k.class.FullName(), member}] = name
		}
		for t, values := range s.values {
			for i, name := range values {
				names[nameKey{t.FullName(), t.Values[i].Name}] = name
			}
		}
		for t, name := range s.queries {
			names[nameKey{t.FullName(), "query"}] = name
		}
		for t, name := range s.families {
			names[nameKey{t.FullName(), "family"}] = name
		}
	}
	for t := range p.methods {
		given := p.methodNames(t).given
		for _, m := range p.members(t) {
			if name := given[m.method]; name != "" {
				names[nameKey{t.FullName(), fmt.Sprintf("%s#%d", m.interfaceName(), m.method.Slot)}] = name
			}
		}
	}
	return names
}

// project has names for a selection of made-up or changed types.
func projectionOf(t testing.TB, s *model.Selection) *Projection {
	t.Helper()
	p, err := New(s, Config{ImportPath: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func everything(t testing.TB, u *model.Universe) *model.Selection {
	t.Helper()
	s, err := u.Select(nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestNamesStayAsContractsGrow takes the newer contract versions out of the embedded
// metadata, one after the other: what is left keeps its name.
func TestNamesStayAsContractsGrow(t *testing.T) {
	const contract = "Windows.Foundation.UniversalApiContract"
	whole := projectionOf(t, everything(t, universe(t))).given()
	before := len(whole) + 1
	for _, version := range []uint32{17, 14, 11, 8, 6, 4, 2, 1} {
		u := universe(t)
		s := everything(t, u)
		newer := func(v model.Version) bool { return v.Contract == contract && v.Number>>16 > version }
		s.Types = slices.DeleteFunc(s.Types, func(t *model.Type) bool { return newer(t.Version) })
		for _, t := range s.Types {
			t.Factories = slices.DeleteFunc(t.Factories, func(f model.Factory) bool {
				return newer(f.Version) || f.Interface != nil && newer(f.Interface.Version)
			})
			t.Implements = slices.DeleteFunc(t.Implements, func(i model.Implement) bool {
				return newer(i.Version) || newer(i.Interface.Type.Version)
			})
			t.Values = slices.DeleteFunc(t.Values, func(v model.Value) bool { return newer(v.Version) })
		}
		p := &Projection{
			Config: Config{ImportPath: "x"}, selection: s, owners: map[*model.Type]*model.Type{},
			overridable: map[*model.Type]bool{}, layouts: map[*model.Type]*structLayout{},
		}
		p.findOwners()
		p.nameScopes()
		given := p.given()
		if len(given) >= before || len(given) < len(whole)/2 {
			t.Fatalf("version %d has %d names", version, len(given))
		}
		before = len(given)
		for key, name := range given {
			if now, ok := whole[key]; ok && now != name {
				t.Errorf("%s %s was %s in version %d and is %s", key.class, key.member, name, version, now)
			}
		}
	}
}

// TestNamesWithoutOrder turns around everything that stands in rows.
func TestNamesWithoutOrder(t *testing.T) {
	want := projectionOf(t, everything(t, universe(t))).given()
	s := everything(t, universe(t))
	for _, t := range s.Types {
		slices.Reverse(t.Factories)
		slices.Reverse(t.Implements)
		slices.Reverse(t.Values)
	}
	slices.Reverse(s.Types)
	slices.Reverse(s.Universe.Types())
	got := projectionOf(t, s).given()
	if len(got) != len(want) || len(got) < 40_000 {
		t.Errorf("%d names, and %d the other way round", len(want), len(got))
	}
	for key, name := range want {
		if got[key] != name {
			t.Errorf("%s %s is %s, and %s the other way round", key.class, key.member, name, got[key])
		}
	}
}

// TestNamesInWords looks for names that say nothing.
func TestNamesInWords(t *testing.T) {
	p := projectionOf(t, everything(t, universe(t)))
	var spelt []string // with an underscore in the metadata
	note := func(name string) {
		if strings.Contains(name, "_") {
			spelt = append(spelt, name)
		}
	}
	for _, t := range p.selection.Types {
		for i := range t.Methods {
			note(memberName(&t.Methods[i]))
		}
		for _, v := range t.Values {
			note(v.Name)
		}
	}
	for key, name := range p.given() {
		own := func(word string) bool { return strings.HasSuffix(name, word) }
		if strings.Contains(name, "_") && !slices.ContainsFunc(spelt, own) {
			t.Errorf("%s %s is called %s", key.class, key.member, name)
		}
	}
}

// world is a made-up API.
type world struct {
	t *testing.T
	*model.Universe
	ids uint32
}

func newWorld(t *testing.T) *world {
	u, err := model.Load(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, Universe: u}
}

const made = "Contoso.Things"

func version(n uint32) model.Version {
	return model.Version{Contract: "Contoso.Contract", Number: n << 16}
}

func (w *world) add(t *model.Type) *model.Type {
	w.t.Helper()
	w.ids++
	if t.Namespace == "" {
		t.Namespace = made
	}
	t.GUID = model.GUID{Data1: w.ids}
	for i := range t.Methods {
		t.Methods[i].Slot = 6 + i
	}
	if err := w.Define(t); err != nil {
		w.t.Fatal(err)
	}
	return t
}

func sig(t *model.Type) *model.Sig { return &model.Sig{Type: t} }

var (
	str   = &model.Sig{Basic: model.String}
	num   = &model.Sig{Basic: model.Int32}
	truth = &model.Sig{Basic: model.Boolean}
	some  = &model.Sig{Basic: model.Object}
)

// method has parameters of the given types, without names.
func method(name string, result *model.Sig, params ...*model.Sig) model.Method {
	m := model.Method{Name: name, Member: name, Return: result}
	for _, p := range params {
		m.Params = append(m.Params, model.Param{Type: p})
	}
	return m
}

func getter(name string) model.Method {
	return model.Method{Name: "get_" + name, Member: name, Kind: model.Getter, Return: str}
}

func setter(name string) model.Method {
	m := method("put_"+name, nil, str)
	m.Member, m.Kind = name, model.Setter
	return m
}

// class makes a class with its default interface and factories.
func (w *world) class(name string, members []model.Method, factories ...model.Factory) *model.Type {
	c := &model.Type{Name: name, Kind: model.KindClass, Version: version(1), Factories: factories}
	i := w.add(&model.Type{Name: "I" + name, Kind: model.KindInterface, Version: version(1), Exclusive: c, Methods: members})
	c.Implements = []model.Implement{{Interface: sig(i), Default: true}}
	for _, f := range factories {
		if f.Interface != nil {
			f.Interface.Exclusive = c
		}
	}
	return w.add(c)
}

func (w *world) factory(kind model.FactoryKind, name string, since uint32, members ...model.Method) model.Factory {
	i := w.add(&model.Type{Name: name, Kind: model.KindInterface, Version: version(since), Methods: members})
	return model.Factory{Kind: kind, Interface: i, Version: version(since), Public: true}
}

func plainActivation(since uint32) model.Factory {
	return model.Factory{Kind: model.Activatable, Version: version(since)}
}

// functions are the names of c's functions, sorted.
func (w *world) functions(c *model.Type) []string {
	p := projectionOf(w.t, everything(w.t, w.Universe))
	var names []string
	for k, name := range p.scope(c.Namespace).functions {
		if k.class == c {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (w *world) methods(c *model.Type) []string {
	p := projectionOf(w.t, everything(w.t, w.Universe))
	return slices.Sorted(maps.Values(p.methodNames(c).given))
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the names are %q, not %q", got, want)
	}
}

func TestConstructorNames(t *testing.T) {
	stream := func(w *world) *model.Sig {
		return sig(w.add(&model.Type{Name: "IOutputStream", Kind: model.KindInterface}))
	}
	kind := func(w *world) *model.Sig {
		return sig(w.add(&model.Type{Name: "WriterKind", Kind: model.KindEnum, Underlying: model.Int32}))
	}
	tests := []struct {
		about     string
		factories func(w *world) []model.Factory
		want      []string
	}{
		{"plain activation", func(w *world) []model.Factory { return []model.Factory{plainActivation(1)} }, []string{"NewWriter"}},
		{"a factory that takes nothing", func(w *world) []model.Factory {
			return []model.Factory{w.factory(model.Activatable, "IWriterFactory", 1, method("CreateInstance", nil))}
		}, []string{"NewWriter"}},
		{"nothing beyond the class", func(w *world) []model.Factory {
			return []model.Factory{w.factory(model.Activatable, "IWriterFactory", 1, method("CreateWriter", nil, stream(w)))}
		}, []string{"NewWriter"}},
		{"nothing beyond the class, beside plain activation", func(w *world) []model.Factory {
			return []model.Factory{plainActivation(1), w.factory(model.Activatable, "IWriterFactory", 1, method("CreateWriter", nil, stream(w)))}
		}, []string{"NewWriter", "NewWriterWithOutputStream"}},
		{"the plain constructor comes later", func(w *world) []model.Factory {
			return []model.Factory{w.factory(model.Activatable, "IWriterFactory", 1, method("Create", nil, stream(w))), plainActivation(2)}
		}, []string{"NewWriter", "MakeWriter"}},
		{"one with other parameters comes later", func(w *world) []model.Factory {
			return []model.Factory{
				w.factory(model.Activatable, "IWriterFactory2", 2, method("Create", nil, str, str, truth)),
				w.factory(model.Activatable, "IWriterFactory", 1, method("Create", nil, str)),
			}
		}, []string{"NewWriter", "NewWriterWithTwoStringsAndBool"}},
		{"a number", func(w *world) []model.Factory {
			return []model.Factory{w.factory(model.Activatable, "IWriterFactory", 1, method("CreateInstance", nil, str), method("CreateInstance2", nil, str, num))}
		}, []string{"NewWriterWithString", "NewWriterWithStringAndInt32"}},
		{"words of its own", func(w *world) []model.Factory {
			return []model.Factory{w.factory(model.Activatable, "IWriterFactory", 1, method("CreateWithName", nil, str), method("CreateWriterFromText", nil, str), method("CreateWriter_Plain", nil, str))}
		}, []string{"NewWriterWithName", "NewWriterFromText", "NewWriterPlain"}},
		{"later words that are taken", func(w *world) []model.Factory {
			return []model.Factory{
				w.factory(model.Activatable, "IAWriterFactory", 2, method("CreateWithString", nil, num)),
				w.factory(model.Activatable, "IWriterFactory", 1, method("Create", nil, str)),
			}
		}, []string{"NewWriter", "NewWriterWithString"}},
		{"types that begin like the class", func(w *world) []model.Factory {
			return []model.Factory{plainActivation(1), w.factory(model.Activatable, "IWriterFactory", 1, method("Create", nil, kind(w), some))}
		}, []string{"NewWriter", "NewWriterWithKindAndObject"}},
		{"many", func(w *world) []model.Factory {
			return []model.Factory{plainActivation(1), w.factory(model.Activatable, "IWriterFactory", 1, method("Create", nil, num, num, str, truth, str), method("CreateAgain", nil))}
		}, []string{"NewWriter", "NewWriterWithTwoInt32sAndStringAndMore", "NewWriterAgain"}},
		{"many, alike", func(w *world) []model.Factory {
			return []model.Factory{
				plainActivation(1),
				w.factory(model.Activatable, "IWriterFactory2", 2, method("Create", nil, num, num, str, truth, some)),
				w.factory(model.Activatable, "IWriterFactory", 1, method("Create", nil, num, num, str, truth, str)),
			}
		}, []string{"NewWriter", "NewWriterWithTwoInt32sAndStringAndMore", "NewWriterWithTwoInt32sAndStringAndBoolAndObject"}},
		{"composition", func(w *world) []model.Factory {
			inner := method("CreateInstance", some, some, some)
			inner.Params[1].Out = true
			with := method("CreateInstanceWithName", some, str, some, some)
			with.Params[2].Out = true
			return []model.Factory{w.factory(model.Composable, "IWriterFactory", 1, inner, with)}
		}, []string{"NewWriter", "DeriveWriter", "NewWriterWithName", "DeriveWriterWithName"}},
		{"statics of one name", func(w *world) []model.Factory {
			return []model.Factory{
				w.factory(model.Static, "IAWriterStatics", 2, method("FromIdAsync", nil, str, num), method("FromIdAsync", nil, str, num, truth)),
				w.factory(model.Static, "IWriterStatics", 1, method("FromIdAsync", nil, str)),
			}
		}, []string{"WriterFromIdAsync", "WriterFromIdWithInt32Async", "WriterFromIdWithInt32AndBoolAsync"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			w := newWorld(t)
			factories := test.factories(w)
			c := w.class("Writer", nil, factories...)
			same(t, w.functions(c), test.want...)
			slices.Reverse(c.Factories)
			same(t, w.functions(c), test.want...)
		})
	}
}

// Types keep their names; what wants the same yields, in words.
func TestNamesBesideTypes(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"WriterSelector", "NewWriter", "WriterOpen", "WriterOpenWithString", "KindBest", "AsIWriting", "SetWriterMode"} {
		w.add(&model.Type{Name: name, Kind: model.KindEnum, Underlying: model.Int32})
	}
	e := w.add(&model.Type{Name: "Kind", Kind: model.KindEnum, Underlying: model.Int32, Values: []model.Value{{Name: "Best"}, {Name: "Worst", Number: 1}}})
	i := w.add(&model.Type{Name: "IWriting", Kind: model.KindInterface, FirstSlot: 6})
	c := w.class("Writer", nil, plainActivation(1), w.factory(model.Static, "IWriterStatics", 1, getter("Selector"), method("Open", nil, str), method("Close", nil), setter("Mode")))
	same(t, w.functions(c), "MakeWriter", "GetWriterSelector", "CallWriterOpen", "WriterClose", "PutWriterMode")
	p := projectionOf(t, everything(t, w.Universe))
	s := p.scope(made)
	same(t, slices.Clone(s.values[e]), "KindValueBest", "KindWorst")
	if s.queries[i] != "QueryIWriting" {
		t.Errorf("the query is called %s", s.queries[i])
	}
}

func TestNamesOfOverloads(t *testing.T) {
	w := newWorld(t)
	open := w.add(&model.Type{Name: "IOpening", Kind: model.KindInterface, Version: version(1), Methods: []model.Method{method("Open", nil, str)}})
	c := w.class("Door", []model.Method{
		method("Open", nil, str, num), method("Open", nil, str, num, truth), method("OpenAsync", nil), method("OpenAsync", nil, num),
		getter("Text"), setter("Text"), method("SetText", nil, num, str),
		method("Shut", nil), method("Shut", nil),
	})
	c.Implements = append(c.Implements, model.Implement{Interface: sig(open)})
	want := []string{"Open", "OpenWithInt32", "OpenWithInt32AndBool", "OpenAsync", "OpenWithInt32Async", "Text", "SetText", "SetTextWithInt32", "Shut", "CallShut"}
	same(t, w.methods(c), want...)
	p := projectionOf(t, everything(t, w.Universe))
	if name := p.methodNames(c).given[&open.Methods[0]]; name != "Open" {
		t.Errorf("the class calls Open of an interface with a Go form %s", name)
	}
	// More come with the next version, in an interface whose name sorts first.
	later := w.add(&model.Type{Name: "IADoor2", Kind: model.KindInterface, Version: version(2), Exclusive: c,
		Methods: []model.Method{method("Open", nil), method("Open", nil, num, str), getter("Shut")}})
	c.Implements = slices.Insert(c.Implements, 0, model.Implement{Interface: sig(later)})
	same(t, w.methods(c), append(want, "CallOpen", "OpenWithInt32AndString", "GetShut")...)
}

// An interface that others have, too, and that a class got later takes no name from it.
func TestNamesOfInterfacesThatComeLater(t *testing.T) {
	w := newWorld(t)
	closing := w.add(&model.Type{Name: "IClosing", Kind: model.KindInterface, Version: version(1), Methods: []model.Method{method("Close", nil, str)}})
	c := w.class("Door", []model.Method{method("Open", nil)})
	second := w.add(&model.Type{Name: "IDoor2", Kind: model.KindInterface, Version: version(2), Exclusive: c, Methods: []model.Method{method("Close", nil)}})
	c.Implements = append(c.Implements, model.Implement{Interface: sig(second)}, model.Implement{Interface: sig(closing), Version: version(3)})
	given := projectionOf(t, everything(t, w.Universe)).methodNames(c).given
	if given[&second.Methods[0]] != "Close" || given[&closing.Methods[0]] != "CloseWithString" {
		t.Errorf("the class had %s, and got %s later", given[&second.Methods[0]], given[&closing.Methods[0]])
	}
}

// A class is a base because another derives from it, without a factory that composes.
func TestFamilyOfABase(t *testing.T) {
	w := newWorld(t)
	base := w.class("Base", nil)
	lone := w.class("Lone", nil)
	derived := &model.Type{Name: "Derived", Kind: model.KindClass, Base: base, Version: version(1)}
	own := w.add(&model.Type{Name: "IDerived", Kind: model.KindInterface, Exclusive: derived, Version: version(1)})
	derived.Implements = []model.Implement{{Interface: sig(own), Default: true}}
	w.add(derived)
	p := projectionOf(t, everything(t, w.Universe))
	if p.Family(base) != "AnyBase" || p.Family(lone) != "" || p.Family(derived) != "" {
		t.Errorf("the families are %q, %q and %q", p.Family(base), p.Family(lone), p.Family(derived))
	}
}

// What is not selected has its say in the names of what is.
func TestNamesOfASelection(t *testing.T) {
	w := newWorld(t)
	w.add(&model.Type{Name: "DoorOpen", Kind: model.KindEnum, Underlying: model.Int32})
	c := w.class("Door", []model.Method{getter("Text"), setter("Text"), method("SetText", nil, num, str)},
		w.factory(model.Static, "IDoorStatics", 1, method("Open", nil)))
	s, err := w.Select([]string{made + ".Door"})
	if err != nil {
		t.Fatal(err)
	}
	p := projectionOf(t, s)
	for k, name := range p.scope(made).functions {
		if k.class == c && name != "CallDoorOpen" {
			t.Errorf("the static member is called %s beside a type that is not selected", name)
		}
	}
	if s, err = w.Select([]string{made + ".Door.SetText"}); err != nil {
		t.Fatal(err)
	}
	p = projectionOf(t, s)
	for _, m := range p.members(c) {
		if name := p.methodNames(c).given[m.method]; m.method.Name == "SetText" && name != "SetTextWithInt32" {
			t.Errorf("SetText is called %s beside a setter that is not selected", name)
		}
	}
	if len(p.members(c)) != 1 {
		t.Errorf("%d members are selected", len(p.members(c)))
	}
}

// A member that is selected alone is called as among all others.
func TestNamesOfSelectedMembers(t *testing.T) {
	u := universe(t)
	whole := projectionOf(t, everything(t, u)).given()
	s, err := universe(t).Select([]string{"Windows.UI.Xaml.Controls.Frame.Navigate", "Windows.Devices.WiFiDirect.WiFiDirectDevice.FromIdAsync", "Windows.Media.Audio.LimiterEffectDefinition.Release"})
	if err != nil {
		t.Fatal(err)
	}
	for key, name := range projectionOf(t, s).given() {
		if whole[key] != name {
			t.Errorf("%s %s is %s alone and %s among all", key.class, key.member, name, whole[key])
		}
	}
}
