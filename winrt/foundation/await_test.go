//go:build windows

package foundation_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// TestAwaitNative awaits native operations of all four kinds.
func TestAwaitNative(t *testing.T) {
	settled(t)
	ctx := context.Background()
	for _, at := range []struct {
		name  string
		flags uintptr
	}{{"later", 0}, {"ended before", endAtOnce}} {
		t.Run(at.name, func(t *testing.T) {
			v, err := work(t, abi.Type[*foundation.AsyncOperation[int32]](int32Operation), 2, 1, 0, at.flags|noProgress).Await(ctx)
			if v != 4711 || err != nil {
				t.Errorf("operation: %d, %v", v, err)
			}
			if err := work(t, abi.Type[*foundation.AsyncAction](&foundation.AsyncActionType), 2, 1, 0, at.flags|noProgress|isAction).Await(ctx); err != nil {
				t.Errorf("action: %v", err)
			}
			v, err = work(t, abi.Type[*foundation.AsyncOperationWithProgress[int32, int32]](int32ProgressOperation), 2, 1, 0, at.flags).Await(ctx)
			if v != 4711 || err != nil {
				t.Errorf("operation with progress: %d, %v", v, err)
			}
			if err := work(t, abi.Type[*foundation.AsyncActionWithProgress[int32]](int32ProgressAction), 2, 1, 0, at.flags|isAction).Await(ctx); err != nil {
				t.Errorf("action with progress: %v", err)
			}
			_, err = work(t, abi.Type[*foundation.AsyncOperation[int32]](int32Operation), 2, 1, winrt.E_ACCESSDENIED, at.flags|noProgress).Await(ctx)
			if !errors.Is(err, winrt.E_ACCESSDENIED) {
				t.Errorf("a failure: %v", err)
			}
			err = work(t, abi.Type[*foundation.AsyncAction](&foundation.AsyncActionType), 2, 1, winrt.E_ACCESSDENIED, at.flags|noProgress|isAction).Await(ctx)
			if !errors.Is(err, winrt.E_ACCESSDENIED) {
				t.Errorf("an action's failure: %v", err)
			}
		})
	}
}

func TestAwaitProgressNative(t *testing.T) {
	settled(t)
	var steps []int32
	v, err := work(t, abi.Type[*foundation.AsyncOperationWithProgress[int32, int32]](int32ProgressOperation), 5, 10, 0, 0).
		AwaitProgress(context.Background(), func(n int32) { steps = append(steps, n) })
	// Native work does not wait for its awaiter: first steps may be missed.
	if v != 4711 || err != nil || len(steps) == 0 || steps[len(steps)-1] != 5 || !slices.IsSorted(steps) {
		t.Errorf("%d, %v with steps %v", v, err, steps)
	}
	steps = nil
	err = work(t, abi.Type[*foundation.AsyncActionWithProgress[int32]](int32ProgressAction), 5, 10, 0, isAction).
		AwaitProgress(context.Background(), func(n int32) { steps = append(steps, n) })
	if err != nil || len(steps) == 0 || steps[len(steps)-1] != 5 {
		t.Errorf("%v with steps %v", err, steps)
	}
}

func TestAwaitCancelled(t *testing.T) {
	cause := errors.New("the user left")
	for _, test := range []struct {
		name  string
		flags uintptr
		want  foundation.AsyncStatus
	}{
		{"obeys", noProgress, foundation.AsyncStatusCanceled},
		{"ignores", noProgress | ignoreCancel, foundation.AsyncStatusStarted},
	} {
		t.Run(test.name, func(t *testing.T) {
			settled(t)
			op := work(t, abi.Type[*foundation.AsyncOperation[int32]](int32Operation), 1, 500, 0, test.flags)
			ctx, cancel := context.WithCancelCause(context.Background())
			time.AfterFunc(20*time.Millisecond, func() { cancel(cause) })
			began := time.Now()
			_, err := op.Await(ctx)
			if !errors.Is(err, cause) || !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
			if d := time.Since(began); d > 300*time.Millisecond {
				t.Errorf("it took %v to give up", d)
			}
			if status, err := op.Status(); status != test.want || err != nil {
				t.Errorf("the operation is %v, %v", status, err)
			}
			if test.want == foundation.AsyncStatusCanceled {
				// Who comes later hears that it was cancelled.
				_, err := op.Await(context.Background())
				if !errors.Is(err, context.Canceled) || errors.Is(err, cause) {
					t.Errorf("later: %v", err)
				}
				return
			}
			// The handler is taken: the next one asks for the status.
			if v, err := op.Await(context.Background()); v != 4711 || err != nil {
				t.Errorf("waiting again: %d, %v", v, err)
			}
		})
	}
	t.Run("before", func(t *testing.T) {
		settled(t)
		op := work(t, abi.Type[*foundation.AsyncOperation[int32]](int32Operation), 1, 100, 0, noProgress)
		ctx, cancel := context.WithTimeout(context.Background(), 0)
		defer cancel()
		if _, err := op.Await(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		if status, _ := op.Status(); status != foundation.AsyncStatusCanceled {
			t.Errorf("the operation is %v", status)
		}
	})
}

// TestAwaitTogether has many goroutines await one operation.
func TestAwaitTogether(t *testing.T) {
	settled(t)
	op := work(t, abi.Type[*foundation.AsyncOperation[int32]](int32Operation), 5, 5, 0, noProgress)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if v, err := op.Await(context.Background()); v != 4711 || err != nil {
				t.Errorf("%d, %v", v, err)
			}
		})
	}
	all.Wait()
}

// TestCancelRaces cancels native operations about when they end.
func TestCancelRaces(t *testing.T) {
	settled(t)
	var all sync.WaitGroup
	for i := range 60 {
		op := work(t, abi.Type[*foundation.AsyncOperation[int32]](int32Operation), 1, 2+i%3, 0, noProgress|uintptr(i%2)*ignoreCancel)
		all.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i%7)*time.Millisecond)
			defer cancel()
			v, err := op.Await(ctx)
			switch {
			case err == nil && v == 4711:
			case errors.Is(err, context.DeadlineExceeded):
			default:
				t.Errorf("%d, %v", v, err)
			}
		})
	}
	all.Wait()
}

func TestHandlersOfNative(t *testing.T) {
	settled(t)
	op := work(t, abi.Type[*foundation.AsyncOperation[int32]](int32Operation), 3, 10, 0, noProgress)
	type end struct {
		status foundation.AsyncStatus
		value  int32
		err    error
	}
	ended := make(chan end, 1)
	err := op.SetCompleted(func(sender *foundation.AsyncOperation[int32], status foundation.AsyncStatus) {
		defer sender.Release()
		v, err := sender.GetResults()
		ended <- end{status, v, err}
	})
	if err != nil {
		t.Fatal(err)
	}
	if id, err := op.Id(); id != 7 || err != nil {
		t.Errorf("Id: %d, %v", id, err)
	}
	if _, err := op.GetResults(); !errors.Is(err, winrt.E_ILLEGAL_METHOD_CALL) {
		t.Errorf("results too early: %v", err)
	}
	if got := <-ended; got != (end{foundation.AsyncStatusCompleted, 4711, nil}) {
		t.Errorf("%+v", got)
	}
	if err := op.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}
