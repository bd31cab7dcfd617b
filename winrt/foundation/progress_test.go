//go:build windows

package foundation_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// TestProgressInsideProgress has the work report while its report is made: by the
// report itself, and meanwhile by other goroutines.
func TestProgressInsideProgress(t *testing.T) {
	settled(t)
	var again func(int32)
	var heard atomic.Bool
	op := foundation.NewAsyncActionWithProgress(func(_ context.Context, report func(int32)) error {
		again = report
		for !heard.Load() { // there is no handler yet
			report(1)
			time.Sleep(time.Millisecond)
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 50 {
					report(0)
				}
			})
		}
		all.Wait()
		return nil
	})
	var steps []int32
	var inside atomic.Int32
	ended := make(chan error, 1)
	go func() {
		ended <- op.AwaitProgress(context.Background(), func(n int32) {
			if inside.Add(1) != 1 {
				t.Error("two reports at once")
			}
			defer inside.Add(-1)
			heard.Store(true)
			steps = append(steps, n)
			if n > 0 && n < 4 {
				again(n + 1)
			}
		})
	}()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it hangs")
	}
	if want := append([]int32{1, 2, 3, 4}, make([]int32, 400)...); !slices.Equal(steps, want) {
		t.Errorf("%d steps, which begin with %v", len(steps), steps[:min(len(steps), 5)])
	}
}
