package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/midl"
)

// Refusal says what of a header has no projection, and why: one method, whose slot
// stays, or a whole interface.
//
// Its texts are one line each and can be shown.
type Refusal struct {
	File      string
	Pos       midl.Position
	Namespace string
	Interface string
	Method    string // "" for the whole interface
	Slot      int    // of the method
	Members   int    // methods that are lost with it
	Reason    string
}

// Name is what is refused, as metadata would have it.
func (r *Refusal) Name() string {
	name := r.Namespace + "." + r.Interface
	if r.Method != "" {
		name += "." + r.Method
	}
	return name
}

// Place is file, line and column.
func (r *Refusal) Place() string { return fmt.Sprintf("%s:%d:%d", r.File, r.Pos.Line, r.Pos.Col) }

func (r *Refusal) Error() string {
	what := "interface " + r.Interface
	if r.Method != "" {
		what += ": method " + r.Method
	}
	return r.Place() + ": " + what + ": " + r.Reason
}

// refusalsOf are the refusals that a name asks for, as [Universe.Select] reads names.
func (u *Universe) refusalsOf(name string) []*Refusal {
	var found []*Refusal
	prefix, below := strings.CutSuffix(name, ".*")
	for _, r := range u.refusals {
		if name == "*" || r.Namespace == prefix || below && strings.HasPrefix(r.Namespace, prefix+".") ||
			!below && (r.Namespace == name+".Interop" || r.Namespace+"."+r.Interface == name || r.Name() == name) {
			found = append(found, r)
		}
	}
	return found
}

// Refused are all refusals of the universe's headers.
func (u *Universe) Refused() []*Refusal { return u.refusals }

// sortRefusals puts refusals into the order of their places.
func sortRefusals(refusals []*Refusal) {
	slices.SortStableFunc(refusals, func(a, b *Refusal) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
}

// RefusedError says that all of what was named is refused.
type RefusedError struct {
	Name     string
	Refusals []*Refusal
}

func (e *RefusedError) Error() string {
	const most = 10
	var b strings.Builder
	fmt.Fprintf(&b, "%s cannot be projected:", e.Name)
	for i, r := range e.Refusals {
		if i == most {
			fmt.Fprintf(&b, "\n… and %d more", len(e.Refusals)-most)
			break
		}
		b.WriteString("\n" + r.Error())
	}
	return b.String()
}
