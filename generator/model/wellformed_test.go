package model

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var someGUID = GUID{Data1: 1}

func contoso(name string, kind Kind) *Type {
	t := &Type{Namespace: "Contoso", Name: name, Kind: kind}
	if kind == KindInterface || kind == KindDelegate {
		t.GUID = someGUID
	}
	return t
}

func of(t *Type, args ...*Sig) *Sig { return &Sig{Type: t, Args: args} }

func basic(b Basic) *Sig { return &Sig{Basic: b} }

// TestWellformed refuses what would have a reader of the model loop, or guess.
func TestWellformed(t *testing.T) {
	object, number := basic(Object), basic(Int32)
	token := &Type{Namespace: "Windows.Foundation", Name: "EventRegistrationToken", Kind: KindStruct, Fields: []Field{{"Value", number}}}
	handler := contoso("Handler", KindDelegate)
	handler.Methods = []Method{{Name: "Invoke"}}
	vector := func() *Type {
		v := contoso("IVector", KindInterface)
		v.Arity = 1
		return v
	}
	with := func(t *Type, change func(*Type)) []*Type {
		change(t)
		return []*Type{t}
	}
	method := func(m Method) []*Type {
		return with(contoso("I", KindInterface), func(t *Type) { t.Methods = []Method{m} })
	}
	chain := func(n int, kind Kind, join func(upper, lower *Type)) []*Type {
		types := make([]*Type, n)
		for i := range types {
			types[i] = contoso(fmt.Sprintf("T%d", i), kind)
			if i > 0 {
				join(types[i-1], types[i])
			}
		}
		return types
	}
	circle := func(n int, kind Kind, join func(upper, lower *Type)) []*Type {
		types := chain(n, kind, join)
		join(types[n-1], types[0])
		return types
	}
	base := func(upper, lower *Type) { lower.Base = upper }
	require := func(upper, lower *Type) { upper.Implements = append(upper.Implements, Implement{Interface: of(lower)}) }
	twice := func(upper, lower *Type) { require(upper, lower); require(upper, lower) }
	hold := func(upper, lower *Type) {
		upper.Fields = append(upper.Fields, Field{"F", of(lower)}, Field{"G", of(lower)})
	}

	for _, test := range []struct {
		name  string
		types []*Type
		want  string // "" where all is well
	}{
		{"a chain of classes", chain(20, KindClass, base), ""},
		{"a class above itself", circle(1, KindClass, base), "derives from itself"},
		{"classes above each other", circle(3, KindClass, base), "derive"},
		{"classes below a circle", append(circle(2, KindClass, base), with(contoso("Low", KindClass), func(*Type) {})...), "derive"},
		{"a class below an interface", with(contoso("C", KindClass), func(t *Type) { t.Base = contoso("I", KindInterface) }), "which is no class"},
		{"a chain of interfaces", chain(20, KindInterface, require), ""},
		{"an interface that requires itself", circle(1, KindInterface, require), "requires itself"},
		{"interfaces that require each other", circle(3, KindInterface, require), "requires itself"},
		{"a chain without end", chain(5000, KindInterface, require), "require"},
		{"twice and twice again", chain(60, KindInterface, twice), "requires more than 1024 interfaces"},
		{"a generic interface that requires more of itself", with(vector(), func(t *Type) {
			t.Implements = []Implement{{Interface: of(t, of(t, &Sig{Param: 1}))}}
		}), "requires itself"},
		{"a chain of structs to an empty one", chain(4, KindStruct, hold), "without fields"},
		{"a struct that holds itself", circle(1, KindStruct, hold), "part of itself"},
		{"structs that hold each other", circle(3, KindStruct, hold), "part of itself"},
		{"structs that double", func() []*Type {
			types := chain(40, KindStruct, hold)
			types[39].Fields = []Field{{"N", number}}
			return types
		}(), "signature of more than 65536 bytes"},
		{"a class that is in its own default interface", func() []*Type {
			v, c := vector(), contoso("C", KindClass)
			c.Implements = []Implement{{Interface: of(v, of(c)), Default: true}}
			return []*Type{v, c}
		}(), "part of itself"},
		{"a struct without fields", []*Type{contoso("S", KindStruct)}, "without fields"},
		{"an interface without a GUID", with(contoso("I", KindInterface), func(t *Type) { t.GUID = GUID{} }), "without a GUID"},
		{"a generic class", with(contoso("C", KindClass), func(t *Type) { t.Arity = 1 }), "only interfaces and delegates"},
		{"exclusive to an enum", with(contoso("I", KindInterface), func(t *Type) { t.Exclusive = contoso("E", KindEnum) }), "which is no class"},
		{"a delegate without Invoke", []*Type{contoso("D", KindDelegate)}, "not Invoke"},
		{"a delegate with another method", with(contoso("D", KindDelegate), func(t *Type) { t.Methods = []Method{{Name: "Call"}} }), "not Invoke"},
		{"a type parameter that is not there", method(Method{Name: "M", Return: &Sig{Param: 1}}), "type parameter 1 of 0"},
		{"System.Type", method(Method{Name: "M", Params: []Param{{Type: basic(SystemType)}}}), "attributes only"},
		{"a contract as a value", method(Method{Name: "M", Return: of(contoso("K", KindContract))}), "which no value has"},
		{"too few arguments", method(Method{Name: "M", Return: of(vector())}), "takes 1 type arguments and is given 0"},
		{"many types in one", method(Method{Name: "M", Return: func() *Sig {
			v, s := vector(), object
			for range 70 {
				s = of(v, s)
			}
			return s
		}()}), "more than 64 types"},
		{"many parameters", method(Method{Name: "M", Params: make([]Param, 256)}), "256 parameters"},
		{"an array that comes back from nowhere", method(Method{Name: "M", Params: []Param{{Type: number, Form: ReceiveArray}}}), "no output"},
		{"a getter of nothing", method(Method{Name: "get_A", Kind: Getter}), "a getter"},
		{"a getter that takes", method(Method{Name: "get_A", Kind: Getter, Return: number, Params: []Param{{Type: number}}}), "a getter"},
		{"a setter of nothing", method(Method{Name: "put_A", Kind: Setter}), "a setter"},
		{"an event", method(Method{Name: "add_A", Kind: Adder, Return: of(token), Params: []Param{{Type: of(handler)}}}), ""},
		{"an event that returns nothing", method(Method{Name: "add_A", Kind: Adder, Params: []Param{{Type: of(handler)}}}), "adds a handler"},
		{"an event without a handler", method(Method{Name: "add_A", Kind: Adder, Return: of(token)}), "adds a handler"},
		{"an event of numbers", method(Method{Name: "add_A", Kind: Adder, Return: of(token), Params: []Param{{Type: number}}}), "adds a handler"},
		{"what removes by a number", method(Method{Name: "remove_A", Kind: Remover, Params: []Param{{Type: number}}}), "removes a handler"},
		{"a composition factory", composed([]Param{{Type: object}, {Type: object, Out: true}}, object), ""},
		{"a composition factory that takes nothing", composed(nil, object), "a composition factory"},
		{"a composition factory of one", composed([]Param{{Type: object, Out: true}}, object), "a composition factory"},
		{"a composition factory that makes nothing", composed([]Param{{Type: object}, {Type: object, Out: true}}, nil), "a composition factory"},
		{"a composition factory that has the inner object", composed([]Param{{Type: object}, {Type: object}}, object), "a composition factory"},
	} {
		t.Run(test.name, func(t *testing.T) {
			universe, err := Load(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			var define func(*Type)
			define = func(one *Type) {
				if one == nil || one.origin != nil {
					return
				}
				if err := universe.Define(one); err != nil {
					t.Fatal(err)
				}
				(&Selection{}).mentions(one, define)
			}
			for _, one := range test.types {
				define(one)
			}
			start := time.Now()
			_, err = universe.Select([]string{"Contoso"})
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "Contoso.")):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func composed(params []Param, result *Sig) []*Type {
	factory, class := contoso("IFactory", KindInterface), contoso("C", KindClass)
	factory.Methods = []Method{{Name: "CreateInstance", Params: params, Return: result}}
	class.Factories = []Factory{{Kind: Composable, Interface: factory, Public: true}}
	return []*Type{factory, class}
}

// TestIdentifiers: what Go and C have as identifiers, and nothing else.
func TestIdentifiers(t *testing.T) {
	for _, name := range []string{"A", "a", "_", "_A1", "Z9_", "Über", "中文", "Ǆ", "x٣", strings.Repeat("x", maxName)} {
		if err := checkIdentifier(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"", "1", "٣x", "A B", "A.B", "A-B", "A`1", "<Module>", ".ctor", "A\n", "A\x00", "\xff", "A\xc3", "e\u0301", "\u200dA", "A\u202e", "\ufeffA", "Ⅷ", "a‿b", "$", "@x", "A;", "ﾀ\u2028", strings.Repeat("x", maxName+1)} {
		if err := checkIdentifier(name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
	for _, name := range []string{"Windows", "Windows.Foundation", "A._1", "Ü.中"} {
		if err := checkNamespace(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"", ".", "A.", ".A", "A..B", "A.1", "A/B", `A\B`, "C:.A", "A. B", "..", strings.Repeat("A.", 600) + "A", "A." + strings.Repeat("x", maxWord+1)} {
		if err := checkNamespace(name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

// TestDefinedNames: a program's own types are checked like those of files.
func TestDefinedNames(t *testing.T) {
	for _, bad := range []*Type{
		{Namespace: "A/B", Name: "C"}, {Namespace: "A", Name: "C D"}, {Namespace: "", Name: "C"},
		{Namespace: "A", Name: "C", Methods: []Method{{Name: "M;"}}},
		{Namespace: "A", Name: "C", Methods: []Method{{Name: "M", Member: "M", Overload: "M\n"}}},
		{Namespace: "A", Name: "C", Methods: []Method{{Name: "M", Member: "N N"}}},
		{Namespace: "A", Name: "C", Methods: []Method{{Name: "M", Params: []Param{{Name: "a, b"}}}}},
		{Namespace: "A", Name: "C", Fields: []Field{{Name: "1"}}},
		{Namespace: "A", Name: "C", Values: []Value{{Name: "a b"}}},
		{Namespace: "A", Name: "C", Version: Version{Contract: "A\n"}},
	} {
		universe, err := Load(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := universe.Define(bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
