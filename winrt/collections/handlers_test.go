//go:build windows

package collections_test

import (
	"testing"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

// TestFailingHandlers holds that the failure of a native handler of a Go collection is
// told.
func TestFailingHandlers(t *testing.T) {
	var told []error
	winrt.OnPanic(func(any, []byte) {})
	winrt.OnUnhandled(func(err error) { told = append(told, err) })
	defer winrt.OnPanic(nil)
	defer winrt.OnUnhandled(nil)

	cell := abi.OnHeap[unsafe.Pointer]()
	vectorHandler := &collections.VectorChangedEventHandlerType[int32]{Vector: observedInt32s}
	if err := vectorHandler.Give(unsafe.Pointer(cell), func(*collections.ObservableVector[int32], collections.IVectorChangedEventArgs) { panic("fails") }); err != nil {
		t.Fatal(err)
	}
	ofVector, err := vectorHandler.Take(unsafe.Pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	list := collections.Of[int32](1)
	if _, err := list.AddVectorChanged(ofVector); err != nil {
		t.Fatal(err)
	}
	if err := list.Append(2); err != nil || len(told) != 1 {
		t.Errorf("of a list's handler was told %v, the list %v", told, err)
	}

	mapHandler := &collections.MapChangedEventHandlerType[string, int32]{Map: observedTextInt32}
	if err := mapHandler.Give(unsafe.Pointer(cell), func(*collections.ObservableMap[string, int32], *collections.MapChangedEventArgs[string]) {
		panic("fails")
	}); err != nil {
		t.Fatal(err)
	}
	ofMap, err := mapHandler.Take(unsafe.Pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	table := collections.FromMap(map[string]int32{"a": 1})
	if _, err := table.AddMapChanged(ofMap); err != nil {
		t.Fatal(err)
	}
	if _, err := table.Insert("b", 2); err != nil || len(told) != 2 {
		t.Errorf("of a table's handler was told %v, the table %v", told, err)
	}
}
