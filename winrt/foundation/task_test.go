//go:build windows

package foundation_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// outcome is what testdata/collections/async.c has to say of an operation.
type outcome struct {
	Wait                     abi.HRESULT
	Status, StatusNow        foundation.AsyncStatus
	Code, Results            abi.HRESULT
	Value                    int32
	Completions, Steps, Last int32
	Again                    abi.HRESULT
	Refs                     int32
}

func awaited(t *testing.T, function string, operation uintptr, action bool) outcome {
	t.Helper()
	const timeout = 10000 // ms
	out := onHeap[outcome](t)
	flag := uintptr(0)
	if action {
		flag = 1
	}
	native(t, function, operation, flag, timeout, address(out))
	if out.Completions != 1 || out.Again != winrt.E_ILLEGAL_DELEGATE_ASSIGMENT || out.Refs != 0 {
		t.Errorf("%d completions, the second handler gave %v, %d references to handlers are left", out.Completions, out.Again, out.Refs)
	}
	return *out
}

const cancelled abi.HRESULT = 0x800704C7

// TestNativeAwaits has native code await Go work of all four kinds.
func TestNativeAwaits(t *testing.T) {
	denied := error(winrt.E_ACCESSDENIED)
	for _, test := range []struct {
		name string
		work func(ctx context.Context) (int32, error)
		want outcome
	}{
		{"value", func(context.Context) (int32, error) { return 42, nil },
			outcome{Status: foundation.AsyncStatusCompleted, StatusNow: foundation.AsyncStatusCompleted, Value: 42}},
		{"value later", func(context.Context) (int32, error) { time.Sleep(20 * time.Millisecond); return 42, nil },
			outcome{Status: foundation.AsyncStatusCompleted, StatusNow: foundation.AsyncStatusCompleted, Value: 42}},
		{"error", func(context.Context) (int32, error) { return 0, denied },
			outcome{Status: foundation.AsyncStatusError, StatusNow: foundation.AsyncStatusError, Code: winrt.E_ACCESSDENIED, Results: winrt.E_ACCESSDENIED}},
		{"error of Go", func(context.Context) (int32, error) { return 0, errors.New("no") },
			outcome{Status: foundation.AsyncStatusError, StatusNow: foundation.AsyncStatusError, Code: winrt.E_FAIL, Results: winrt.E_FAIL}},
		{"panic", func(context.Context) (int32, error) { panic("no") },
			outcome{Status: foundation.AsyncStatusError, StatusNow: foundation.AsyncStatusError, Code: winrt.E_FAIL, Results: winrt.E_FAIL}},
		{"goexit", func(context.Context) (int32, error) { runtime.Goexit(); return 0, nil },
			outcome{Status: foundation.AsyncStatusError, StatusNow: foundation.AsyncStatusError, Code: winrt.E_FAIL, Results: winrt.E_FAIL}},
		{"gives up", func(context.Context) (int32, error) { return 0, context.Canceled },
			outcome{Status: foundation.AsyncStatusCanceled, StatusNow: foundation.AsyncStatusCanceled, Code: cancelled, Results: cancelled}},
	} {
		t.Run(test.name, func(t *testing.T) {
			settled(t)
			check := func(name string, got, want outcome) {
				t.Helper()
				got.Completions, got.Again, got.Refs = 0, 0, 0
				if got != want {
					t.Errorf("%s: %+v, want %+v", name, got, want)
				}
			}
			noValue := test.want
			noValue.Value = 0
			op := foundation.NewAsyncOperation(test.work)
			check("operation", awaited(t, "AwaitOperation", given(t, int32Operation, op), false), test.want)
			action := foundation.NewAsyncAction(func(ctx context.Context) error { _, err := test.work(ctx); return err })
			check("action", awaited(t, "AwaitOperation", given(t, &foundation.AsyncActionType, action), true), noValue)

			ready := make(chan struct{})
			var progress *foundation.AsyncOperationWithProgress[int32, int32]
			progress = foundation.NewAsyncOperationWithProgress(func(ctx context.Context, report func(int32)) (int32, error) {
				<-ready
				for handler, _ := progress.Progress(); handler == nil; handler, _ = progress.Progress() {
					time.Sleep(time.Millisecond) // native code sets it when it begins to await
				}
				for i := range int32(5) {
					report(i)
				}
				return test.work(ctx)
			})
			close(ready)
			want := test.want
			want.Steps, want.Last = 5, 4
			check("operation with progress", awaited(t, "AwaitProgress", given(t, int32ProgressOperation, progress), false), want)
			begun := make(chan struct{})
			var progressAction *foundation.AsyncActionWithProgress[int32]
			progressAction = foundation.NewAsyncActionWithProgress(func(ctx context.Context, report func(int32)) error {
				<-begun
				for handler, _ := progressAction.Progress(); handler == nil; handler, _ = progressAction.Progress() {
					time.Sleep(time.Millisecond)
				}
				report(9)
				_, err := test.work(ctx)
				return err
			})
			close(begun)
			want.Value, want.Steps, want.Last = 0, 1, 9
			check("action with progress", awaited(t, "AwaitProgress", given(t, int32ProgressAction, progressAction), true), want)
		})
	}
}

// TestNativeCancels has native code cancel Go work from a thread of its own.
func TestNativeCancels(t *testing.T) {
	settled(t)
	stopped := make(chan error, 1)
	op := foundation.NewAsyncOperation(func(ctx context.Context) (int32, error) {
		<-ctx.Done()
		stopped <- ctx.Err()
		return 5, nil // too late to matter
	})
	p := given(t, int32Operation, op)
	if hr := native(t, "CancelSoon", p); hr != 0 {
		t.Fatal(hr)
	}
	got := awaited(t, "AwaitOperation", p, false)
	if got.Status != foundation.AsyncStatusCanceled || got.StatusNow != foundation.AsyncStatusCanceled || got.Results != cancelled {
		t.Errorf("%+v", got)
	}
	if err := <-stopped; err != context.Canceled {
		t.Error(err)
	}
	if _, err := op.Await(context.Background()); !errors.Is(err, context.Canceled) {
		t.Errorf("Go hears %v", err)
	}
}

// TestGoAwaitsGo needs no native code.
func TestGoAwaitsGo(t *testing.T) {
	ctx := context.Background()
	var steps []string
	v, err := foundation.NewAsyncOperationWithProgress(func(ctx context.Context, report func(string)) (int, error) {
		time.Sleep(10 * time.Millisecond)
		report("a")
		report("b")
		return 3, nil
	}).AwaitProgress(ctx, func(s string) { steps = append(steps, s) })
	if v != 3 || err != nil || len(steps) != 2 {
		t.Errorf("%d, %v, %v", v, err, steps)
	}
	op := foundation.NewAsyncOperation(func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	})
	if err := op.Close(); !errors.Is(err, winrt.E_ILLEGAL_STATE_CHANGE) {
		t.Errorf("Close of a running operation: %v", err)
	}
	short, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
	defer cancel()
	if _, err := op.Await(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if status, err := op.Status(); status != foundation.AsyncStatusCanceled || err != nil {
		t.Errorf("%v, %v", status, err)
	}
	if err := op.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if _, err := op.Status(); !errors.Is(err, winrt.E_ILLEGAL_METHOD_CALL) {
		t.Errorf("Status after Close: %v", err)
	}
	if err := op.SetCompleted(func(*foundation.AsyncOperation[string], foundation.AsyncStatus) {}); !errors.Is(err, winrt.E_ILLEGAL_METHOD_CALL) {
		t.Errorf("SetCompleted after Close: %v", err)
	}
	stubborn := foundation.NewAsyncAction(func(context.Context) error { time.Sleep(400 * time.Millisecond); return nil })
	began := time.Now()
	short, cancel = context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	if err := stubborn.Await(short); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 200*time.Millisecond {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// TestIdentity hands an operation out and gets it back.
func TestIdentity(t *testing.T) {
	settled(t)
	op := foundation.NewAsyncOperation(func(context.Context) (string, error) { return "done", nil })
	cell := onHeap[uintptr](t)
	*cell = given(t, textOperation, op)
	back, err := textOperation.Read(pointer(cell))
	if back != op || err != nil {
		t.Errorf("%p came back as %p, %v", op, back, err)
	}
	info, err := foundation.IAsyncInfoType.Read(pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := info.Id(); a == 0 {
		t.Error("the operation has no number")
	}
}

// TestTaskRaces ends, cancels and watches Go work at once.
func TestTaskRaces(t *testing.T) {
	settled(t)
	var all sync.WaitGroup
	for i := range 200 {
		op := foundation.NewAsyncOperationWithProgress(func(ctx context.Context, report func(int32)) (int32, error) {
			report(1)
			return 1, nil
		})
		all.Go(func() {
			if i%2 == 0 {
				if err := op.Cancel(); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			v, err := op.Await(context.Background())
			if !(v == 1 && err == nil || errors.Is(err, context.Canceled) && i%2 == 0) {
				t.Errorf("%d, %v", v, err)
			}
		})
		all.Go(func() {
			done := make(chan foundation.AsyncStatus, 2)
			err := op.SetCompleted(func(_ *foundation.AsyncOperationWithProgress[int32, int32], s foundation.AsyncStatus) { done <- s })
			if err != nil {
				t.Error(err)
				return
			}
			if s := <-done; s != foundation.AsyncStatusCompleted && s != foundation.AsyncStatusCanceled {
				t.Error(s)
			}
		})
	}
	all.Wait()
}
