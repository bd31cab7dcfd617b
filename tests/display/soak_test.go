//go:build windows

package display

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core/interop"
	"github.com/winmd2go/winmd2go/generated/windows/graphics/directx"
	"github.com/winmd2go/winmd2go/generated/windows/graphics/directx/direct3d11"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/collections"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// soakTime is how long TestSoak goes on: $WINMD2GO_SOAK, such as 5m, or some seconds.
func soakTime(t *testing.T) time.Duration {
	text := os.Getenv("WINMD2GO_SOAK")
	if text == "" {
		if testing.Short() {
			return time.Second
		}
		return 10 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestSoak does everything at once from 64 goroutines, with events from native
// threads and collections of garbage, forgetting every other object. At the end
// there is nothing left over: machine sees to native objects, handlers and handles.
func TestSoak(t *testing.T) {
	machine(t)
	manager := started(t)
	targets := must(must(manager.GetCurrentTargets())(t).Slice())(t)
	adapter := must(targets[0].Adapter())(t)
	device := must(manager.CreateDisplayDevice(adapter))(t)
	opener := must(interop.AsIDisplayDeviceInterop(device))(t)
	state := must(must(manager.TryAcquireTargetsAndCreateEmptyState(collections.FromSlice(targets)))(t).State())(t)
	shared := must(interop.AsIDisplayPathInterop(must(state.ConnectTarget(targets[0]))(t)))(t)
	var events atomic.Int64
	changed := must(manager.AddChanged(func(_ *core.DisplayManager, args *core.DisplayManagerChangedEventArgs) {
		events.Add(1)
		if _, err := args.Handled(); err != nil {
			t.Error(err)
		}
	}))(t)

	jobs := []func(r *rand.Rand) error{
		func(r *rand.Rand) error { // getters of all kinds on shared objects
			target := targets[r.IntN(len(targets))]
			if _, err := target.StableMonitorId(); err != nil {
				return err
			}
			if _, err := target.UsageKind(); err != nil {
				return err
			}
			_, err := target.Adapter()
			return err
		},
		func(r *rand.Rand) error { // handles
			h, err := shared.CreateSourcePresentationHandle()
			if err != nil {
				return err
			}
			if r.IntN(2) == 0 {
				defer h.Close()
			}
			source, err := interop.OpenSharedHandle[core.DisplaySource](opener, h)
			if err != nil {
				return err
			}
			if r.IntN(2) == 0 {
				defer source.Release()
			}
			_, err = source.SourceId()
			return err
		},
		func(r *rand.Rand) error { // collections out
			for target, err := range must(manager.GetCurrentTargets())(t).All() {
				if err != nil {
					return err
				}
				if r.IntN(3) == 0 {
					target.Release()
				}
				if r.IntN(5) == 0 {
					break
				}
			}
			return nil
		},
		func(r *rand.Rand) error { // collections in, values boxed
			d, err := core.DisplayPrimaryDescriptionCreateWithProperties(
				collections.FromMap(map[winrt.GUID]any{key(1): r.Float64(), key(2): int32(r.IntN(100))}), 64, 48,
				directx.DirectXPixelFormatB8G8R8A8UIntNormalized, directx.DirectXColorSpaceRgbFullG22NoneP709, false, direct3d11.Direct3DMultisampleDescription{Count: 1})
			if err != nil {
				return err
			}
			properties, err := d.Properties()
			if err != nil {
				return err
			}
			_, err = properties.Lookup(key(2))
			return err
		},
		func(r *rand.Rand) error { // handlers come and go
			registration, err := manager.AddPathsFailedOrInvalidated(func(*core.DisplayManager, *core.DisplayManagerPathsFailedOrInvalidatedEventArgs) {})
			if err != nil {
				return err
			}
			return registration.Remove()
		},
		func(r *rand.Rand) error { // Go work awaited, sometimes given up
			slow := r.IntN(2) == 0
			op := foundation.NewAsyncOperation(func(ctx context.Context) (int32, error) {
				if slow {
					<-ctx.Done()
					return 0, ctx.Err()
				}
				return 7, nil
			})
			ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			defer cancel()
			if v, err := op.Await(ctx); err == nil && v != 7 {
				t.Errorf("the operation gave %d", v)
			} else if err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		},
	}

	goroutines := runtime.NumGoroutine()
	stop := make(chan struct{})
	time.AfterFunc(soakTime(t), func() { close(stop) })
	var wait sync.WaitGroup
	var done atomic.Int64
	for i := range 64 {
		wait.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := jobs[r.IntN(len(jobs))](r); err != nil {
					t.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	wait.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				runtime.GC()
				export(t, "TestRaiseChanged", 5, 4)
			}
		}
	})
	wait.Wait()
	ok(t, changed.Remove())
	t.Logf("%d jobs, %d events", done.Load(), events.Load())
	if events.Load() == 0 {
		t.Error("no event arrived")
	}
	for range 200 {
		if runtime.NumGoroutine() <= goroutines {
			return
		}
		runtime.GC()
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), goroutines)
}
