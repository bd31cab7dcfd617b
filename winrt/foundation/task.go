//go:build windows

package foundation

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

var lastTask atomic.Uint32

// task is Go work as an asynchronous operation. It is what native code holds:
// the Go struct that stands for it is its owner.
//
// The states are those of the Windows Runtime's own operations: Cancel shows
// at once in Status, and Completed is called when the work has ended. Results and
// progress are untyped, so that this code is compiled once.
type task struct {
	id    uint32
	owner any
	stop  context.CancelFunc
	ended chan struct{} // closed when the work has returned

	mu       sync.Mutex
	status   AsyncStatus
	returned bool
	closed   bool
	value    any
	err      error

	completed handler[AsyncStatus]
	progress  handler[any]
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

// start runs work for its owner, whose Object that is.
func (t *task) start(owner any, object *abi.Object, work func(ctx context.Context, report func(any)) (any, error)) {
	ctx, stop := context.WithCancel(context.Background())
	abi.StandFor(object, t)
	t.owner, t.id, t.stop, t.ended = owner, lastTask.Add(1), stop, make(chan struct{})
	go func() {
		defer stop()
		value, err := t.guard(ctx, work)
		t.end(value, err)
	}()
}

// guard runs work and makes an error of a panic or a runtime.Goexit.
func (t *task) guard(ctx context.Context, work func(context.Context, func(any)) (any, error)) (value any, err error) {
	err = &abi.Error{Code: eFail, Op: "asynchronous Go work", Text: "the work ended its goroutine"}
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			abi.Panicked(v)
			err = panicked(v)
			return
		}
		t.end(value, err) // Goexit: nothing after this deferred call runs
	}()
	value, err = work(ctx, t.report)
	returned = true
	return value, err
}

func (t *task) end(value any, err error) {
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

func (t *task) report(p any) {
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
func (t *task) open(op string) error {
	if t.closed {
		return &abi.Error{Code: eIllegalMethodCall, Op: op, Text: "the operation is closed"}
	}
	return nil
}

// setCompleted has call called with the final status, now if that is known.
func (t *task) setCompleted(op string, fn any, call func(AsyncStatus), release func()) error {
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

func (t *task) setProgress(op string, fn any, call func(any), release func()) error {
	h := handler[any]{true, fn, call, release}
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

func (t *task) completedHandler() any {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.completed.fn
}

func (t *task) progressHandler() any {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.progress.fn
}

func (t *task) results(op string) (any, error) {
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
func (t *task) await(ctx context.Context, op string) (any, error) {
	select {
	case <-t.ended:
		return t.results(op)
	default:
	}
	abi.Wait(t.ended, ctx.Done())
	select {
	case <-t.ended:
		return t.results(op)
	default:
	}
	err := interrupted(ctx)
	if t.Cancel() != nil {
		return nil, err
	}
	waitFor(t.ended, cancelGrace)
	return nil, err
}

// Outside is what Go code has for the work.
func (t *task) Outside() any { return t.owner }

// Stub makes an action, whose interface has no type argument, an Object like others;
// operations are once they were passed as what they are.
func (t *task) Stub() *abi.Stub {
	if _, ok := t.owner.(*AsyncAction); ok {
		return AsyncActionType.Stub()
	}
	return nil
}

func (t *task) Id() (uint32, error) { return t.id, nil }

func (t *task) Status() (AsyncStatus, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.status, t.open("IAsyncInfo.Status")
}

func (t *task) ErrorCode() (HResult, error) {
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

func (t *task) Cancel() error {
	t.mu.Lock()
	if t.status == AsyncStatusStarted {
		t.status = AsyncStatusCanceled
	}
	t.mu.Unlock()
	t.stop()
	return nil
}

func (t *task) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.returned {
		return &abi.Error{Code: eIllegalStateChange, Op: "IAsyncInfo.Close", Text: "the operation has not ended; cancel it first"}
	}
	t.closed, t.value, t.completed.fn, t.progress.fn = true, nil, nil, nil
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
