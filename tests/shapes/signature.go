package main

import (
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// word is one parameter of a shape, or its result: a type by value, in one of the
// forms in which it can cross.
type word struct {
	sig  *model.Sig
	form byte // one of the letters below
}

const (
	in      = 'i'
	pass    = 'p' // array in
	fill    = 'f' // array that the callee fills
	out     = 'o'
	receive = 'r' // array out
)

// shape is what of a signature matters to the ABI. A method's result comes last.
type shape struct {
	words  []word
	result bool
}

func (s shape) key() string {
	var b strings.Builder
	for _, w := range s.words {
		b.WriteByte(w.form)
		b.WriteString(w.sig.String())
		b.WriteByte(' ')
	}
	if s.result {
		b.WriteByte('=')
	}
	return b.String()
}

// forms are the letters of the words, as the Go side of the judge reads them; the
// result's is a capital.
func (s shape) forms() string {
	forms := make([]byte, len(s.words))
	for i, w := range s.words {
		forms[i] = w.form
	}
	if s.result {
		forms[len(forms)-1] &^= 0x20
	}
	return string(forms)
}

// collector finds the shapes that occur in an API.
type collector struct {
	stand     standIns
	methods   map[string]shape
	delegates map[string]shape
	seen      map[string]bool // instances of generic types
}

// standIns are the types of the made-up API that stand for all others of a kind:
// to the ABI they are the same pointer, or the same 32 bits.
type standIns struct{ token, tokenClass, answer, signed, unsigned *model.Sig }

// collect finds the shapes of all methods and delegates among types, and those of
// the generic types that they mention with the arguments that they mention them with.
func collect(types []*model.Type, stand standIns) (methods, delegates []shape) {
	c := collector{stand, map[string]shape{}, map[string]shape{}, map[string]bool{}}
	for _, t := range types {
		if t.Arity == 0 && !t.Interop {
			c.members(t, nil)
		}
	}
	return sorted(c.methods), sorted(c.delegates)
}

func sorted(shapes map[string]shape) []shape {
	keys := make([]string, 0, len(shapes))
	for key := range shapes {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	list := make([]shape, len(keys))
	for i, key := range keys {
		list[i] = shapes[key]
	}
	return list
}

// members adds the methods of t, whose generic parameters are args.
func (c *collector) members(t *model.Type, args []*model.Sig) {
	for _, i := range t.Implements {
		c.instance(i.Interface.Bind(args))
	}
	for i := range t.Methods {
		m := &t.Methods[i]
		var s shape
		for _, p := range m.Params {
			form := byte(in)
			switch {
			case p.Form == model.PassArray:
				form = pass
			case p.Form == model.FillArray:
				form = fill
			case p.Form == model.ReceiveArray:
				form = receive
			case p.Out:
				form = out
			}
			s.words = append(s.words, word{c.standIn(p.Type.Bind(args)), form})
		}
		if m.Return != nil {
			form := byte(out)
			if m.ReturnArray {
				form = receive
			}
			s.words = append(s.words, word{c.standIn(m.Return.Bind(args)), form})
			s.result = true
		}
		if t.Kind == model.KindDelegate {
			c.delegates[s.key()] = s
		} else {
			c.methods[s.key()] = s
		}
	}
}

// instance adds what an instance of a generic type consists of.
func (c *collector) instance(s *model.Sig) {
	if len(s.Args) == 0 || c.seen[s.String()] {
		return
	}
	c.seen[s.String()] = true
	for _, arg := range s.Args {
		c.instance(arg)
	}
	c.members(s.Type, s.Args)
}

// standIn is the type that stands for s.
func (c *collector) standIn(s *model.Sig) *model.Sig {
	c.instance(s)
	if s.Type == nil {
		return s
	}
	switch s.Type.Kind {
	case model.KindStruct:
		return s
	case model.KindEnum:
		if s.Type.Underlying == model.UInt32 {
			return c.stand.unsigned
		}
		return c.stand.signed
	case model.KindClass:
		return c.stand.tokenClass
	case model.KindDelegate:
		return c.stand.answer
	}
	if isReference(s) {
		return &model.Sig{Type: s.Type, Args: []*model.Sig{c.standIn(s.Args[0])}}
	}
	return c.stand.token
}

// isReference tells whether s is an IReference<T>, which is a pointer in Go.
func isReference(s *model.Sig) bool {
	return s.Type != nil && s.Type.FullName() == "Windows.Foundation.IReference`1"
}
