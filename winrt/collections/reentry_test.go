//go:build windows

package collections_test

import (
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/winrt/collections"
)

// asking is a vector view of somebody's own, which looks at its iterator while it is
// asked for elements.
type asking struct{ look func() error }

func (a *asking) GetAt(index uint32) (int32, error) { return int32(index), a.look() }
func (a *asking) Size() (uint32, error)             { return 3, a.look() }
func (a *asking) IndexOf(int32) (uint32, bool, error) {
	return 0, false, a.look()
}

func (a *asking) GetMany(start uint32, items []int32) (uint32, error) {
	items[0] = int32(start)
	return 1, a.look()
}

func (a *asking) All() iter.Seq2[int32, error] { return func(func(int32, error) bool) {} }

// TestIteratorInsideItsItems walks items that use the iterator themselves.
func TestIteratorInsideItsItems(t *testing.T) {
	items := new(asking)
	it, err := collections.AsIterable[int32](items).First()
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	items.look = func() error {
		if inside {
			return nil
		}
		inside = true
		defer func() { inside = false }()
		has, err := it.HasCurrent()
		if err == nil && !has {
			err = errors.New("the iterator is at the end")
		}
		return err
	}
	done := make(chan error, 1)
	go func() {
		v, err := it.Current()
		if v != 0 || err != nil {
			t.Errorf("the first is %d, %v", v, err)
		}
		if more, err := it.MoveNext(); !more || err != nil {
			t.Errorf("to the second: %v, %v", more, err)
		}
		two := make([]int32, 2)
		if n, err := it.GetMany(two); n != 1 || two[0] != 1 || err != nil {
			t.Errorf("got %v of %v, %v", n, two, err)
		}
		v, err = it.Current()
		if v != 2 {
			t.Errorf("the third is %d", v)
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the iterator waits for itself")
	}
}

// TestKeyWithoutEquality has a table asked for a key that has no ==: Go panics, and the
// table goes on.
func TestKeyWithoutEquality(t *testing.T) {
	table := collections.FromMap(map[any]int32{"a": 1})
	key := []int{1}
	done := make(chan error, 1)
	go func() {
		for name, use := range map[string]func(){
			"Insert": func() { _, _ = table.Insert(key, 2) },
			"Remove": func() { _ = table.Remove(key) },
			"Lookup": func() { _, _ = table.Lookup(key) },
			"HasKey": func() { _, _ = table.HasKey(key) },
		} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s takes the key", name)
					}
				}()
				use()
			}()
		}
		replaced, err := table.Insert("a", 3)
		if !replaced {
			err = errors.Join(err, errors.New("the entry is gone"))
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the table is locked for good")
	}
}
