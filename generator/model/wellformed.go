package model

import (
	"errors"
	"fmt"
)

// What is bounded here is bounded far above what Windows has, whose largest figures
// stand behind the limits. Rows of metadata can share what they refer to, so
// that without limits a small file could stand for more than a memory holds.
const (
	maxParams    = 255     // of a method; 16
	maxSigTypes  = 64      // that one signature names, type arguments included; 5
	maxRequired  = 1024    // interfaces that one type has, directly or not; 62
	maxMembers   = 1 << 20 // of all types, with what each has of its interfaces; 104,000
	maxBases     = 100     // classes above a class; 10
	maxSignature = 1 << 16 // bytes of the text that an interface id is made of; 2,800
	maxDepth     = 100     // types in one another in that text, or that require one another
)

// wellformed refuses types that the Windows Runtime type system does not have and
// that would have whoever reads the model loop, or guess. It takes the types of a
// selection, all loaded.
type wellformed struct {
	required map[*Type]requirements
	texts    map[*Type]int // lengths of signatures; inProgress while one is worked out
	members  int
}

// requirements are an interface's own with all that those require.
type requirements struct{ interfaces, members int }

const inProgress = -1

func checkTypes(types []*Type) error {
	w := wellformed{required: map[*Type]requirements{}, texts: map[*Type]int{}}
	for _, t := range types {
		if err := w.check(t); err != nil {
			return fmt.Errorf("%s: %s: %w", t.origin.place(), t.FullName(), err)
		}
	}
	return nil
}

func (w *wellformed) check(t *Type) error {
	generic := t.Kind == KindInterface || t.Kind == KindDelegate
	switch {
	case t.Arity > 0 && !generic:
		return fmt.Errorf("a generic %s; only interfaces and delegates have type parameters", t.Kind)
	case generic && t.GUID == GUID{}:
		return fmt.Errorf("a %s without a GUID", t.Kind)
	case t.Exclusive != nil && t.Exclusive.Kind != KindClass:
		return fmt.Errorf("exclusive to %s, which is no class", t.Exclusive.FullName())
	}
	if err := w.checkMembers(t); err != nil {
		return err
	}
	members := len(t.Methods)
	switch t.Kind {
	case KindClass:
		if err := checkBases(t); err != nil {
			return err
		}
		for _, impl := range t.Implements {
			r, err := w.requires(impl.Interface.Type, 0)
			if err != nil {
				return err
			}
			members += r.members
		}
		for i := range t.Factories {
			f := &t.Factories[i]
			if f.Interface == nil {
				continue
			}
			if f.Interface.Arity > 0 {
				return fmt.Errorf("its factory %s is generic", f.Interface.FullName())
			}
			if f.Kind == Composable {
				if err := checkComposition(f.Interface); err != nil {
					return err
				}
			}
			members += len(f.Interface.Methods)
		}
		if len(t.Implements)+len(t.Factories) > maxRequired {
			return fmt.Errorf("%d interfaces are more than a class has", len(t.Implements)+len(t.Factories))
		}
		if err := w.checkText(&Sig{Type: t}); err != nil {
			return err
		}
	case KindInterface:
		r, err := w.requires(t, 0)
		if err != nil {
			return err
		}
		members = r.members
	case KindDelegate:
		if len(t.Methods) != 1 || t.Methods[0].Name != "Invoke" {
			return errors.New("a delegate whose one method is not Invoke")
		}
	case KindStruct:
		if len(t.Fields) == 0 {
			return errors.New("a struct without fields")
		}
		if err := w.checkText(&Sig{Type: t}); err != nil {
			return err
		}
	}
	if w.members += members; w.members > maxMembers {
		return fmt.Errorf("with its members there are more than %d in all; name fewer types", maxMembers)
	}
	return nil
}

// checkBases walks from a class to the one that derives from nothing.
func checkBases(t *Type) error {
	bases := 0
	for base := t.Base; base != nil; base = base.Base {
		switch bases++; {
		case base == t:
			return errors.New("derives from itself")
		case base.Kind != KindClass:
			return fmt.Errorf("derives from %s, which is no class", base.FullName())
		case bases > maxBases:
			return fmt.Errorf("%d classes are above it, or they derive from each other", bases)
		}
	}
	return nil
}

// requires counts what i brings with it. Interfaces that require each other, by
// whatever type arguments, have no end (ECMA-335 §II.9.2 forbids those that expand).
func (w *wellformed) requires(i *Type, depth int) (requirements, error) {
	known, ok := w.required[i]
	switch {
	case ok && known.interfaces == inProgress:
		return known, fmt.Errorf("%s requires itself", i.FullName())
	case ok:
		return known, nil
	case depth > maxDepth:
		return known, fmt.Errorf("more than %d interfaces require one another", maxDepth)
	}
	w.required[i] = requirements{interfaces: inProgress}
	sum := requirements{1, len(i.Methods)}
	for _, impl := range i.Implements {
		r, err := w.requires(impl.Interface.Type, depth+1)
		if err != nil {
			return r, err
		}
		sum.interfaces += r.interfaces
		sum.members += r.members
		if sum.interfaces > maxRequired {
			return sum, fmt.Errorf("%s requires more than %d interfaces", i.FullName(), maxRequired)
		}
	}
	w.required[i] = sum
	return sum, nil
}

func (w *wellformed) checkMembers(t *Type) error {
	for _, impl := range t.Implements {
		if err := checkSig(impl.Interface, t.Arity); err != nil {
			return fmt.Errorf("interface %v: %w", impl.Interface, err)
		}
	}
	for _, f := range t.Fields {
		if err := checkSig(f.Type, t.Arity); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	for i := range t.Methods {
		if err := checkMethod(&t.Methods[i], t.Arity); err != nil {
			return fmt.Errorf("%s: %w", t.Methods[i].Name, err)
		}
	}
	return nil
}

func checkMethod(m *Method, arity int) error {
	if len(m.Params) > maxParams {
		return fmt.Errorf("%d parameters; a method has at most %d", len(m.Params), maxParams)
	}
	if m.Return != nil {
		if err := checkSig(m.Return, arity); err != nil {
			return err
		}
	}
	for i := range m.Params {
		p := &m.Params[i]
		if err := checkSig(p.Type, arity); err != nil {
			return fmt.Errorf("parameter %d: %w", i+1, err)
		}
		if p.Form == ReceiveArray && !p.Out {
			return fmt.Errorf("parameter %d: an array by reference that is no output", i+1)
		}
	}
	// WinRT type system, "Properties" and "Events".
	ok, want := true, ""
	switch m.Kind {
	case Getter:
		ok, want = m.Return != nil && len(m.Params) == 0, "a getter takes nothing and returns a value"
	case Setter:
		ok, want = m.Return == nil && len(m.Params) == 1 && !m.Params[0].Out, "a setter takes a value and returns nothing"
	case Adder:
		ok, want = len(m.Params) == 1 && isDelegate(m.Params[0].Type) && m.Params[0].Form == Single && !m.Params[0].Out && isToken(m.Return) && !m.ReturnArray,
			"what adds a handler takes a delegate and returns an EventRegistrationToken"
	case Remover:
		ok, want = m.Return == nil && len(m.Params) == 1 && isToken(m.Params[0].Type) && m.Params[0].Form == Single && !m.Params[0].Out,
			"what removes a handler takes an EventRegistrationToken"
	}
	if !ok {
		return errors.New(want)
	}
	return nil
}

func isDelegate(s *Sig) bool { return s.Type != nil && s.Type.Kind == KindDelegate }

func isToken(s *Sig) bool {
	return s != nil && s.Type != nil && s.Type.Name == "EventRegistrationToken" && s.Type.Namespace == "Windows.Foundation"
}

// checkComposition wants of each method of a composition factory what deriving
// needs: the outer object in, the inner one out, and the instance (WinRT type
// system, "Composition").
func checkComposition(factory *Type) error {
	for i := range factory.Methods {
		m := &factory.Methods[i]
		n := len(m.Params)
		if n < 2 || m.Return == nil || m.ReturnArray ||
			m.Params[n-2].Type.Basic != Object || m.Params[n-2].Form != Single || m.Params[n-2].Out ||
			m.Params[n-1].Type.Basic != Object || m.Params[n-1].Form != Single || !m.Params[n-1].Out {
			return fmt.Errorf("%s.%s: a composition factory's method ends in the outer object, an output for the inner one, and the instance", factory.FullName(), m.Name)
		}
	}
	return nil
}

// checkSig refuses what stands for no type that a value can have. Arity is that of
// the type in which s is mentioned.
func checkSig(s *Sig, arity int) error {
	types := 0
	return walkSig(s, arity, &types)
}

func walkSig(s *Sig, arity int, types *int) error {
	if *types++; *types > maxSigTypes {
		return fmt.Errorf("more than %d types in one signature", maxSigTypes)
	}
	switch {
	case s.Param > arity:
		return fmt.Errorf("type parameter %d of %d", s.Param, arity)
	case s.Param > 0:
		return nil
	case s.Type == nil && (s.Basic == None || s.Basic == SystemType):
		return errors.New("System.Type has its place in attributes only")
	case s.Type == nil:
		return nil
	case !s.Type.Projectable():
		return fmt.Errorf("%s is an %s, which no value has as its type", s.Type.FullName(), s.Type.Kind)
	case len(s.Args) != s.Type.Arity:
		return fmt.Errorf("%s takes %d type arguments and is given %d", s.Type.FullName(), s.Type.Arity, len(s.Args))
	}
	for _, a := range s.Args {
		if err := walkSig(a, arity, types); err != nil {
			return err
		}
	}
	return nil
}

// checkText works out how long the text is that stands for s in the ids of
// parameterized interfaces. A struct that holds itself has none, nor has a class
// whose default interface has it as a type argument.
func (w *wellformed) checkText(s *Sig) error {
	_, err := w.text(s, 0)
	return err
}

func (w *wellformed) text(s *Sig, depth int) (int, error) {
	if depth > maxDepth {
		return 0, fmt.Errorf("more than %d structs and classes in one another", maxDepth)
	}
	const fixed = 64 // a GUID with what is around it
	if s.Type == nil || s.Type.Kind == KindInterface && len(s.Args) == 0 {
		return fixed, nil
	}
	t := s.Type
	if len(s.Args) == 0 {
		switch known, ok := w.texts[t]; {
		case ok && known == inProgress:
			return 0, fmt.Errorf("%s is part of itself", t.FullName())
		case ok:
			return known, nil
		}
		w.texts[t] = inProgress
	}
	length := fixed + len(t.FullName())
	add := func(part *Sig) error {
		n, err := w.text(part, depth+1)
		if length += n; err == nil && length > maxSignature {
			err = fmt.Errorf("%v has a signature of more than %d bytes", s, maxSignature)
		}
		return err
	}
	for _, a := range s.Args {
		if err := add(a); err != nil {
			return 0, err
		}
	}
	for _, f := range t.Fields {
		if err := add(f.Type); err != nil {
			return 0, err
		}
	}
	if t.Kind == KindClass {
		for _, impl := range t.Implements {
			if impl.Default {
				if err := add(impl.Interface); err != nil {
					return 0, err
				}
				break
			}
		}
	}
	if len(s.Args) == 0 {
		w.texts[t] = length
	}
	return length, nil
}
