package surface

import (
	"fmt"
	"slices"
)

// Change is an entry that another surface has otherwise, or not at all.
type Change struct {
	Before Entry
	After  *Entry // nil: it is gone
	Reason string // what the metadata itself changed, or "" for a change that is ours
}

func (c *Change) String() string {
	after := "is gone"
	if c.After != nil {
		after = "is now " + c.After.Go()
	}
	text := fmt.Sprintf("%s was %s and %s", c.Before.What, c.Before.Go(), after)
	if c.Reason != "" {
		text += ": " + c.Reason
	}
	return text
}

// Compare tells what became of the entries of before, and how many are the same. What
// changed because the metadata did has that as its reason.
func Compare(before, after []Entry, old, new Facts) (same int, changes []Change) {
	now := make(map[string]*Entry, len(after))
	for i := range after {
		now[after[i].What] = &after[i]
	}
	for i := range before {
		b := &before[i]
		a := now[b.What]
		if a != nil && a.Name == b.Name && a.Type == b.Type {
			same++
			continue
		}
		changes = append(changes, Change{*b, a, reason(b, a, old, new)})
	}
	return same, changes
}

// reason is the first fact that b was made of and that is another now.
func reason(b, a *Entry, old, new Facts) string {
	of := b.Of
	if a != nil {
		of = slices.Concat(of, a.Of)
	}
	for _, key := range of {
		was, had := old[key]
		is, has := new[key]
		switch {
		case had && !has:
			return "the metadata has no " + key + " any more"
		case had && was != is:
			return fmt.Sprintf("the metadata changed %s from %s to %s", key, was, is)
		}
	}
	return ""
}
