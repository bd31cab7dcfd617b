//go:build windows

package foundation_test

import (
	"context"
	"testing"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// TestWorkAsObject holds that Go work goes as Object and comes back as what the caller
// has for it.
func TestWorkAsObject(t *testing.T) {
	op := foundation.NewAsyncAction(func(context.Context) error { return nil })
	cell := abi.OnHeap[unsafe.Pointer]()
	if err := (abi.Any{}).Give(unsafe.Pointer(cell), op); err != nil {
		t.Fatal(err)
	}
	typed := abi.OnHeap[unsafe.Pointer]()
	if err := foundation.AsyncActionType.Give(unsafe.Pointer(typed), op); err != nil {
		t.Fatal(err)
	}
	info, err := foundation.IAsyncInfoType.Read(unsafe.Pointer(typed))
	if got, ok := info.(*foundation.AsyncAction); !ok || got != op || err != nil {
		t.Errorf("the work came back as %T, %v", info, err)
	}
	if !winrt.Same(op, info) {
		t.Error("the work is another object as IAsyncInfo")
	}
	defer abi.Unknown{}.Drop(unsafe.Pointer(typed))
	v, err := abi.Any{}.Take(unsafe.Pointer(cell))
	if got, ok := v.(*foundation.AsyncAction); !ok || got != op || err != nil {
		t.Fatalf("the work came back as %T, %v", v, err)
	}
	if err := v.(*foundation.AsyncAction).Await(context.Background()); err != nil {
		t.Error(err)
	}
	// An operation has a type argument and is known once it was passed as what it is.
	if boxed, err := winrt.Box(foundation.NewAsyncOperation(func(context.Context) (int32, error) { return 1, nil })); err == nil {
		boxed.Release()
		t.Error("an operation of a type that nobody named became an object")
	}
}
