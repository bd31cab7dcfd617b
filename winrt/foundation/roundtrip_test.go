//go:build windows

package foundation_test

import (
	"context"
	"errors"
	"testing"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// These tests call Go work as native code does, through every slot, with the calls that
// Go makes of native operations. What a slot is is judged by the C component, which
// calls the same stubs by the declarations of mingw's headers.

// asNative is v as an object that Go knows nothing of: a reference to its interface iid.
func asNative[T any](t testing.TB, kind abi.Type[T], iid *abi.GUID, v T) *abi.Object {
	t.Helper()
	cell := onHeap[unsafe.Pointer](t)
	if err := kind.Give(unsafe.Pointer(cell), v); err != nil {
		t.Fatal(err)
	}
	o := new(abi.Object)
	abi.Adopt(o, *cell, iid)
	t.Cleanup(o.Release)
	return o
}

// info is the IAsyncInfo of o as a native object.
func info(t testing.TB, o *abi.Object) foundation.IAsyncInfo {
	t.Helper()
	q, err := abi.Cast[abi.Inspectable](o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Release)
	proxy, err := foundation.AsIAsyncInfo(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { abi.ReleaseValue(proxy) })
	return proxy
}

// TestOperationThroughNative takes an operation from its start to its Close by the
// slots of IAsyncOperation and IAsyncInfo.
func TestOperationThroughNative(t *testing.T) {
	settled(t)
	finish := make(chan struct{})
	op := foundation.NewAsyncOperation(func(ctx context.Context) (int32, error) { <-finish; return 42, nil })
	kind := int32Operation
	o := asNative(t, abi.Type[*foundation.AsyncOperation[int32]](kind), &kind.IAsyncOperation, op)
	i := info(t, o)
	if status, err := i.Status(); status != foundation.AsyncStatusStarted || err != nil {
		t.Errorf("Status: %v, %v", status, err)
	}
	if err := i.Close(); !errors.Is(err, winrt.E_ILLEGAL_STATE_CHANGE) {
		t.Errorf("Close of running work: %v", err)
	}
	if handler, err := kind.Completed(o); handler != nil || err != nil {
		t.Errorf("Completed before there is a handler: %v, %v", handler != nil, err)
	}
	ended := make(chan foundation.AsyncStatus, 2)
	if err := kind.SetCompleted(o, func(_ *foundation.AsyncOperation[int32], status foundation.AsyncStatus) { ended <- status }); err != nil {
		t.Fatal(err)
	}
	handler, err := kind.Completed(o)
	if handler == nil || err != nil {
		t.Fatalf("Completed: %v, %v", handler != nil, err)
	}
	handler(op, foundation.AsyncStatusCanceled) // the very handler that was set
	if status := <-ended; status != foundation.AsyncStatusCanceled {
		t.Errorf("the handler that came back was told %v", status)
	}
	close(finish)
	if status := <-ended; status != foundation.AsyncStatusCompleted {
		t.Errorf("the end was %v", status)
	}
	if v, err := kind.GetResults(o); v != 42 || err != nil {
		t.Errorf("GetResults: %d, %v", v, err)
	}
	if code, err := i.ErrorCode(); code != 0 || err != nil {
		t.Errorf("ErrorCode: %v, %v", code, err)
	}
	mine, err := op.Id()
	if id, err2 := i.Id(); id != mine || err != nil || err2 != nil {
		t.Errorf("the number is %d, and %d natively; %v, %v", mine, id, err, err2)
	}
	if err := i.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if _, err := i.Status(); !errors.Is(err, winrt.E_ILLEGAL_METHOD_CALL) {
		t.Errorf("Status after Close: %v", err)
	}
}

// TestCancelThroughNative cancels by IAsyncInfo.Cancel.
func TestCancelThroughNative(t *testing.T) {
	settled(t)
	op := foundation.NewAsyncAction(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	iid := winrt.GUID{Data1: 0x5a648006, Data2: 0x843a, Data3: 0x4da9, Data4: [8]byte{0x86, 0x5b, 0x9d, 0x26, 0xe5, 0xdf, 0xad, 0x7b}}
	o := asNative(t, abi.Type[*foundation.AsyncAction](foundation.AsyncActionType), &iid, op)
	ended := make(chan foundation.AsyncStatus, 1)
	if err := foundation.AsyncActionType.SetCompleted(o, func(_ *foundation.AsyncAction, status foundation.AsyncStatus) { ended <- status }); err != nil {
		t.Fatal(err)
	}
	if handler, err := foundation.AsyncActionType.Completed(o); handler == nil || err != nil {
		t.Errorf("Completed: %v, %v", handler != nil, err)
	}
	i := info(t, o)
	if err := i.Cancel(); err != nil {
		t.Error(err)
	}
	if status := <-ended; status != foundation.AsyncStatusCanceled {
		t.Errorf("the end was %v", status)
	}
	if code, err := i.ErrorCode(); code != cancelled || err != nil {
		t.Errorf("ErrorCode: %v, %v", code, err)
	}
	if err := foundation.AsyncActionType.GetResults(o); !errors.Is(err, cancelled) {
		t.Errorf("GetResults: %v", err)
	}
}

// TestProgressThroughNative has both kinds with progress report, and asks for the
// handlers that were set.
func TestProgressThroughNative(t *testing.T) {
	settled(t)
	report := make(chan int32)
	work := func(_ context.Context, tell func(int32)) (int32, error) {
		for v := range report {
			tell(v)
		}
		return 7, nil
	}
	told := make(chan int32, 8)

	kind := int32ProgressOperation
	op := foundation.NewAsyncOperationWithProgress(work)
	o := asNative(t, abi.Type[*foundation.AsyncOperationWithProgress[int32, int32]](kind), &kind.IAsyncOperationWithProgress, op)
	if handler, err := kind.GetProgress(o); handler != nil || err != nil {
		t.Errorf("Progress before there is a handler: %v, %v", handler != nil, err)
	}
	if err := kind.SetProgress(o, func(_ *foundation.AsyncOperationWithProgress[int32, int32], v int32) { told <- v }); err != nil {
		t.Fatal(err)
	}
	ended := make(chan foundation.AsyncStatus, 2)
	if err := kind.SetCompleted(o, func(_ *foundation.AsyncOperationWithProgress[int32, int32], status foundation.AsyncStatus) {
		ended <- status
	}); err != nil {
		t.Fatal(err)
	}
	if handler, err := kind.Completed(o); handler == nil || err != nil {
		t.Errorf("Completed: %v, %v", handler != nil, err)
	}
	progress, err := kind.GetProgress(o)
	if progress == nil || err != nil {
		t.Fatalf("Progress: %v, %v", progress != nil, err)
	}
	progress(op, 100)
	report <- 1
	report <- 2
	for _, want := range []int32{100, 1, 2} {
		if v := <-told; v != want {
			t.Errorf("%d was reported, not %d", v, want)
		}
	}
	close(report)
	if status := <-ended; status != foundation.AsyncStatusCompleted {
		t.Errorf("the end was %v", status)
	}
	if v, err := kind.GetResults(o); v != 7 || err != nil {
		t.Errorf("GetResults: %d, %v", v, err)
	}

	report = make(chan int32)
	action := foundation.NewAsyncActionWithProgress(func(ctx context.Context, tell func(int32)) error { _, err := work(ctx, tell); return err })
	actions := int32ProgressAction
	o = asNative(t, abi.Type[*foundation.AsyncActionWithProgress[int32]](actions), &actions.IAsyncActionWithProgress, action)
	if err := actions.SetProgress(o, func(_ *foundation.AsyncActionWithProgress[int32], v int32) { told <- v }); err != nil {
		t.Fatal(err)
	}
	if handler, err := actions.GetProgress(o); handler == nil || err != nil {
		t.Errorf("Progress: %v, %v", handler != nil, err)
	}
	if err := actions.SetCompleted(o, func(_ *foundation.AsyncActionWithProgress[int32], status foundation.AsyncStatus) { ended <- status }); err != nil {
		t.Fatal(err)
	}
	if handler, err := actions.Completed(o); handler == nil || err != nil {
		t.Errorf("Completed: %v, %v", handler != nil, err)
	}
	report <- 5
	if v := <-told; v != 5 {
		t.Errorf("%d was reported", v)
	}
	close(report)
	if status := <-ended; status != foundation.AsyncStatusCompleted {
		t.Errorf("the end was %v", status)
	}
	if err := actions.GetResults(o); err != nil {
		t.Errorf("GetResults: %v", err)
	}
}
