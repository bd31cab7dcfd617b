//go:build windows

package collections

import (
	"slices"
	"testing"
)

// TestOrderOfTable walks a Go map as native code does, several times: the order is the
// same until the map is changed, in its views too, and then all of it is there still.
func TestOrderOfTable(t *testing.T) {
	entries := map[int32]string{}
	for i := range int32(100) {
		entries[i] = "x"
	}
	table := FromMap(entries)
	keys := func(it IIterator[KeyValuePair[int32, string]]) (all []int32) {
		pairs := make([]KeyValuePair[int32, string], 200)
		n, err := it.GetMany(pairs)
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range pairs[:n] {
			all = append(all, pair.Key)
		}
		return all
	}
	first := keys(table.iterate())
	for range 3 {
		if again := keys(table.iterate()); !slices.Equal(again, first) {
			t.Fatalf("%v\nis another order than\n%v", again, first)
		}
	}
	view, err := table.GetView()
	if err != nil {
		t.Fatal(err)
	}
	defer view.Release()
	var of []int32
	for pair, err := range view.All() {
		if err != nil {
			t.Fatal(err)
		}
		of = append(of, pair.Key)
	}
	if !slices.Equal(of, first) {
		t.Errorf("the view's order is\n%v\nand not\n%v", of, first)
	}
	if _, err := table.Insert(1000, "y"); err != nil {
		t.Fatal(err)
	}
	if err := table.Remove(0); err != nil {
		t.Fatal(err)
	}
	changed := keys(table.iterate())
	slices.Sort(changed)
	slices.Sort(first)
	if want := append(first[1:], 1000); !slices.Equal(changed, want) {
		t.Errorf("after a change it holds %v", changed)
	}
}
