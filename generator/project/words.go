package project

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/winmd2go/winmd2go/generator/model"
)

// A name that has to say more than the metadata's says what the thing takes, by the
// types, which are part of the binary interface and never change. Names of parameters
// are not: files lose and change them.

// takes is what parameters take, in words, the short form first: StringsAndTwoInt32s,
// StringAndColorAndMore. Types that begin with the name of owner, the class or interface
// itself, go without it.
func takes(owner string, params []*model.Param) []string {
	const few = 3
	words := takenWords(owner, params)
	whole := strings.Join(words, "And")
	if len(words) <= few {
		return []string{whole}
	}
	return []string{strings.Join(words[:few-1], "And") + "AndMore", whole}
}

func takenWords(owner string, params []*model.Param) []string {
	var words []string
	for i := 0; i < len(params); {
		word, one := paramWord(owner, params[i])
		same := i + 1
		for one && same < len(params) {
			if next, single := paramWord(owner, params[same]); !single || next != word {
				break
			}
			same++
		}
		if n := same - i; n > 1 {
			word = count(n) + plural(word)
		}
		words = append(words, word)
		i = same
	}
	return words
}

func count(n int) string {
	words := [...]string{"Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}
	if n-2 < len(words) {
		return words[n-2]
	}
	return itoa(n)
}

// paramWord is the word of one parameter and whether it is for one thing.
func paramWord(owner string, p *model.Param) (word string, one bool) {
	word, one = typeWord(owner, p.Type)
	if p.Form != model.Single && one {
		return plural(word), false
	}
	return word, one
}

// basicWords are what basic types are called in names: as in Go where Go's names differ
// from each other.
var basicWords = map[model.Basic]string{
	model.Boolean: "Bool", model.UInt8: "Byte", model.UInt16: "Uint16", model.UInt32: "Uint32", model.UInt64: "Uint64",
	model.Float32: "Float32", model.Float64: "Float64", model.GUIDValue: "GUID",
	model.Unknown: "Object", model.Handle: "Handle", model.SecurityAttributes: "SecurityAttributes",
	model.IntPtr: "Int", model.UIntPtr: "Uintptr", model.HResult: "HRESULT", model.Bool32: "Bool",
}

func typeWord(owner string, s *model.Sig) (word string, one bool) {
	if s.Type == nil {
		if word := basicWords[s.Basic]; word != "" {
			return word, true
		}
		return s.Basic.String(), true
	}
	word = s.Type.Name
	if s.Type.Kind == model.KindInterface {
		word = withoutI(word)
	}
	if len(s.Args) == 0 {
		if rest, ok := strings.CutPrefix(word, owner); ok && startsUpper(rest) {
			word = rest
		}
		return exported(word), true
	}
	switch s.Type.FullName() {
	case nsFoundation + ".IReference`1":
		return typeWord(owner, s.Args[0])
	case nsFoundation + ".IReferenceArray`1", nsCollections + ".IIterable`1", nsCollections + ".IVector`1", nsCollections + ".IVectorView`1":
		word, one := typeWord(owner, s.Args[0])
		if one {
			word = plural(word)
		}
		return word, false
	}
	args := make([]string, len(s.Args))
	for i, a := range s.Args {
		args[i], _ = typeWord(owner, a)
	}
	return exported(word) + "Of" + strings.Join(args, "And"), true
}

// withoutI is an interface's name without the I in front.
func withoutI(name string) string {
	if rest, ok := strings.CutPrefix(name, "I"); ok && startsUpper(rest) {
		return rest
	}
	return name
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// plural is the plural of a name, of its first part where that has an Of behind it:
// KeyValuePairsOfStringAndObject.
func plural(word string) string {
	head, rest := word, ""
	if i := strings.Index(word, "Of"); i > 0 && startsUpper(word[i+2:]) {
		head, rest = word[:i], word[i:]
	}
	if n := len(head); n > 1 && head[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(head[n-2])) {
		return head[:n-1] + "ies" + rest
	}
	for _, end := range []string{"s", "x", "ch", "sh"} {
		if strings.HasSuffix(head, end) {
			return head + "es" + rest
		}
	}
	return head + "s" + rest
}

// with puts what a method takes behind its name, in front of an Async that ends it. And
// stands instead of With where member, the part of name that is the metadata's, has one.
func with(name, member string, what []string) []string {
	link, end := "With", ""
	if strings.Contains(member, "With") {
		link = "And"
	}
	if head, ok := strings.CutSuffix(name, "Async"); ok {
		name, end = head, "Async"
	}
	var names []string
	for _, words := range what {
		names = append(names, name+link+words+end)
	}
	return names
}

// ownParams are the parameters of m that the caller fills; those that a composition
// factory adds are not.
func ownParams(m *model.Method, composes bool) []*model.Param {
	own := m.Params
	if composes {
		own = own[:max(0, len(own)-2)]
	}
	params := make([]*model.Param, 0, len(own))
	for i := range own {
		if p := &own[i]; !isResult(p) {
			params = append(params, p)
		}
	}
	return params
}

// beyond are the parameters of m that holder has none of their type for.
func beyond(params []*model.Param, holder *model.Method) []*model.Param {
	var more []*model.Param
	have := map[string]int{}
	for _, p := range ownParams(holder, false) {
		have[p.Type.String()]++
	}
	for _, p := range params {
		if key := p.Type.String(); have[key] > 0 {
			have[key]--
		} else {
			more = append(more, p)
		}
	}
	return more
}

// toldApart are names for a member whose first choice, name, is taken: by holder where
// that is another of the same class. What it takes beyond the holder tells it apart,
// then all that it takes, then what kind of member it is, then the interface that it
// is from.
func toldApart(name, owner string, m *model.Method, iface *model.Type, holder *model.Method) []string {
	var others []string
	member := memberName(m)
	switch m.Kind {
	case model.Getter:
		others = append(others, "Get"+name)
	case model.Setter:
		others = append(others, "Put"+strings.TrimPrefix(name, "Set"))
	case model.Adder:
		others = append(others, "Handle"+strings.TrimPrefix(name, "Add"))
	default:
		params := ownParams(m, false)
		if holder != nil {
			if more := beyond(params, holder); len(more) > 0 {
				others = append(others, with(name, member, takes(owner, more))...)
			}
		}
		if len(params) > 0 {
			others = append(others, with(name, member, takes(owner, params))...)
		}
		others = append(others, "Call"+name)
	}
	return append(others, name+"Of"+withoutI(iface.Name))
}

// constructorNames are the names for what a factory's method makes, best first, behind
// New<Class> or Derive<Class>. The bare one is for what takes nothing, and for the only
// constructor that a class came with.
func constructorNames(class string, m *model.Method, composes, only bool) []string {
	whole := exported(cmp.Or(m.Overload, m.Name))
	suffix := constructorSuffix(class, whole)
	params := ownParams(m, composes)
	var names []string
	if suffix != "" || len(params) == 0 || only {
		names = append(names, suffix)
	}
	if len(params) > 0 {
		names = append(names, with(suffix, suffix, takes(class, params))...)
	}
	return append(names, whole)
}

// onlyConstructor is the method of t's factories that has the bare name although it takes
// something: the one whose name says nothing beyond the class, in a class that came
// without a constructor that takes nothing and without another such method. What comes
// with a later version yields to it, so the name stays. (Of the 288 classes of contract
// 19 that have one, none got a constructor that takes nothing later on.)
func onlyConstructor(t *model.Type) *model.Method {
	var only *model.Method
	var since model.Version
	var first uint32 // version of the oldest constructor that takes nothing
	nothing, several := false, false
	for i := range t.Factories {
		f := &t.Factories[i]
		if f.Kind == model.Static || f.Kind == model.Composable && !f.Public {
			continue
		}
		var methods []model.Method
		if f.Interface != nil {
			methods = f.Interface.Methods
		}
		bare := f.Interface == nil
		for j := range methods {
			m := &methods[j]
			switch {
			case constructorSuffix(t.Name, exported(cmp.Or(m.Overload, m.Name))) != "":
			case len(ownParams(m, f.Kind == model.Composable)) == 0:
				bare = true
			case only == nil || f.Version.Contract == since.Contract && f.Version.Number < since.Number:
				only, since, several = m, f.Version, false
			case f.Version.Contract != since.Contract || f.Version.Number == since.Number:
				several = true // which was first cannot be known
			}
		}
		if bare && (!nothing || f.Version.Number < first) {
			nothing, first = true, f.Version.Number
		}
	}
	if several || nothing && first <= since.Number {
		return nil
	}
	return only
}

// constructorSuffix is what a factory method's name says beyond the class: nothing for
// Create, CreateInstance, CreateUri of Uri and CreateCursor of CoreCursor, Category for
// CreateField_Category of ContactField, else what stands behind Create.
func constructorSuffix(class, method string) string {
	suffix, ok := strings.CutPrefix(method, "Create")
	if !ok {
		return method
	}
	suffix = strings.TrimPrefix(suffix, "Instance")
	if known, rest, ok := strings.Cut(suffix, "_"); ok && strings.Contains(class, known) {
		suffix = rest
	}
	for i := range class {
		if i > 0 && !unicode.IsUpper(rune(class[i])) {
			continue
		}
		if rest, ok := strings.CutPrefix(suffix, class[i:]); ok && (rest == "" || startsUpper(rest)) {
			suffix = rest
			break
		}
	}
	if suffix = strings.Trim(suffix, "_"); strings.Trim(suffix, "0123456789") == "" {
		return "" // CreateInstance2 says no more
	}
	return exported(suffix)
}
