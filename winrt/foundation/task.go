//go:build windows

package foundation

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// none stands for the result or the progress of an operation that has none.
type none = struct{}

var lastTask atomic.Uint32

// task is Go work as an asynchronous operation. It is what native code holds:
// the Go struct that stands for it is its owner.
//
// The states are those of the Windows Runtime's own operations: Cancel shows
// at once in Status, and Completed is called when the work has ended.
type task[T, P any] struct {
	id    uint32
	owner any
	stop  context.CancelFunc
	ended chan struct{} // closed when the work has returned

	mu       sync.Mutex
	status   AsyncStatus
	returned bool
	closed   bool
	value    T
	err      error

	completed handler[AsyncStatus]
	progress  handler[P]
}

// handler is a Go func that is told of V, and the form it was set in.
type handler[V any] struct {
	set     bool
	fn      any
	call    func(V)
	release func() // gives a native handler back; nil for one of Go's
}

// over is the handler when it will not be called again, and what is to be
// called for that once no lock is held.
func (h handler[V]) over() (handler[V], func()) {
	h.call = nil
	release := h.release
	if release == nil {
		return h, func() {}
	}
	h.fn, h.release = nil, nil
	return h, release
}

// start runs work. The owner must be set before anybody else sees the task.
func start[T, P any](t *task[T, P], work func(ctx context.Context, report func(P)) (T, error)) {
	ctx, stop := context.WithCancel(context.Background())
	t.id, t.stop, t.ended = lastTask.Add(1), stop, make(chan struct{})
	go func() {
		defer stop()
		value, err := t.guard(ctx, work)
		t.end(value, err)
	}()
}

// guard runs work and makes an error of a panic or a runtime.Goexit.
func (t *task[T, P]) guard(ctx context.Context, work func(context.Context, func(P)) (T, error)) (value T, err error) {
	err = &abi.Error{Code: eFail, Op: "asynchronous Go work", Text: "the work ended its goroutine"}
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			err = panicked(v)
			return
		}
		t.end(value, err) // Goexit: nothing after this deferred call runs
	}()
	value, err = work(ctx, t.report)
	returned = true
	return value, err
}

func (t *task[T, P]) end(value T, err error) {
	t.mu.Lock()
	if t.returned {
		t.mu.Unlock()
		return
	}
	t.returned = true
	switch {
	case t.status == AsyncStatusCanceled:
	case err == nil:
		t.status, t.value = AsyncStatusCompleted, value
	case errors.Is(err, context.Canceled):
		t.status = AsyncStatusCanceled
	default:
		t.status, t.err = AsyncStatusError, err
	}
	status, call := t.status, t.completed.call
	var overCompleted, overProgress func()
	t.completed, overCompleted = t.completed.over()
	t.progress, overProgress = t.progress.over()
	close(t.ended)
	t.mu.Unlock()
	defer overCompleted()
	overProgress()
	if call != nil {
		call(status)
	}
}

func (t *task[T, P]) report(p P) {
	t.mu.Lock()
	call := t.progress.call
	if t.status != AsyncStatusStarted {
		call = nil
	}
	t.mu.Unlock()
	if call != nil {
		call(p)
	}
}

// open says why op cannot be called any more, if it cannot. mu is held.
func (t *task[T, P]) open(op string) error {
	if t.closed {
		return &abi.Error{Code: eIllegalMethodCall, Op: op, Text: "the operation is closed"}
	}
	return nil
}

// setCompleted has call called with the final status, now if that is known.
func (t *task[T, P]) setCompleted(op string, fn any, call func(AsyncStatus), release func()) error {
	h := handler[AsyncStatus]{true, fn, call, release}
	over := func() {}
	defer func() { over() }()
	t.mu.Lock()
	err := t.open(op)
	switch {
	case err != nil:
	case t.completed.set:
		err = &abi.Error{Code: eIllegalDelegateAssignment, Op: op, Text: "the operation has a Completed handler already"}
	case t.returned:
		t.completed, over = h.over()
		status := t.status
		t.mu.Unlock()
		if call != nil {
			call(status)
		}
		return nil
	default:
		t.completed = h
		t.mu.Unlock()
		return nil
	}
	t.mu.Unlock()
	_, over = h.over()
	return err
}

func (t *task[T, P]) setProgress(op string, fn any, call func(P), release func()) error {
	h := handler[P]{true, fn, call, release}
	over := func() {}
	defer func() { over() }()
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.open(op)
	switch {
	case err != nil:
	case t.progress.set:
		err = &abi.Error{Code: eIllegalDelegateAssignment, Op: op, Text: "the operation has a Progress handler already"}
	case t.returned:
		t.progress, over = h.over()
		return nil
	default:
		t.progress = h
		return nil
	}
	_, over = h.over()
	return err
}

func (t *task[T, P]) completedHandler() any {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.completed.fn
}

func (t *task[T, P]) progressHandler() any {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.progress.fn
}

func (t *task[T, P]) results(op string) (T, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.open(op); err != nil {
		return t.value, err
	}
	switch {
	case t.status == AsyncStatusCanceled:
		return t.value, canceled(op)
	case !t.returned:
		return t.value, &abi.Error{Code: eIllegalMethodCall, Op: op, Text: "the operation has not completed"}
	}
	return t.value, t.err
}

// await returns when the work has ended or ctx is done.
func (t *task[T, P]) await(ctx context.Context, op string) (T, error) {
	select {
	case <-t.ended:
		return t.results(op)
	default:
	}
	select {
	case <-t.ended:
		return t.results(op)
	case <-ctx.Done():
	}
	var nothing T
	err := interrupted(ctx)
	if t.Cancel() != nil {
		return nothing, err
	}
	grace := time.NewTimer(cancelGrace)
	defer grace.Stop()
	select {
	case <-t.ended:
	case <-grace.C:
	}
	return nothing, err
}

func (t *task[T, P]) Id() (uint32, error) { return t.id, nil }

func (t *task[T, P]) Status() (AsyncStatus, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.status, t.open("IAsyncInfo.Status")
}

func (t *task[T, P]) ErrorCode() (HResult, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.open("IAsyncInfo.ErrorCode"); err != nil {
		return 0, err
	}
	switch t.status {
	case AsyncStatusError:
		return codeOf(t.err), nil
	case AsyncStatusCanceled:
		return errorCancelled, nil
	}
	return 0, nil
}

func (t *task[T, P]) Cancel() error {
	t.mu.Lock()
	if t.status == AsyncStatusStarted {
		t.status = AsyncStatusCanceled
	}
	t.mu.Unlock()
	t.stop()
	return nil
}

func (t *task[T, P]) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.returned {
		return &abi.Error{Code: eIllegalStateChange, Op: "IAsyncInfo.Close", Text: "the operation has not ended; cancel it first"}
	}
	var nothing T
	t.closed, t.value, t.completed.fn, t.progress.fn = true, nothing, nil, nil
	return nil
}

func panicked(v any) error {
	text := "the work panicked"
	switch v := v.(type) {
	case error:
		text += ": " + v.Error()
	case string:
		text += ": " + v
	}
	return &abi.Error{Code: eFail, Op: "asynchronous Go work", Text: text}
}
