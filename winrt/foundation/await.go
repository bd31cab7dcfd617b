//go:build windows

package foundation

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

const (
	// cancelGrace is how long a wait whose context is done goes on for an
	// operation that was asked to end. Most end at once; some never do.
	cancelGrace = 20 * time.Millisecond

	// Where somebody else has the Completed handler, which is set only once,
	// the status is asked for, at first and at last this often.
	pollFirst = time.Millisecond
	pollLast  = 20 * time.Millisecond
)

// operation is how an awaiter sees one kind of native operation.
type operation struct {
	iid       *abi.GUID
	completed int // slot of put_Completed
	setter    string
	done      abi.Delegate[func(AsyncStatus)]
}

// doneHandler makes a Completed handler that looks at the status only.
func doneHandler(iid abi.GUID) abi.Delegate[func(AsyncStatus)] {
	return abi.Delegate[func(AsyncStatus)]{
		IID:   iid,
		Words: 2,
		Invoke: func(fn func(AsyncStatus), f *abi.Frame) error {
			abi.ArgValue[uintptr](f) // the operation, which the awaiter has
			status := abi.ArgValue[AsyncStatus](f)
			if err := f.Err(); err != nil {
				return err
			}
			fn(status)
			return nil
		},
		Gone: func(fn func(AsyncStatus)) { fn(handlerDropped) },
	}
}

// await returns when the operation has ended or ctx is done; then it has
// cancelled the operation, and the error says so. On a thread in a single-threaded
// apartment the thread's messages are dispatched meanwhile.
func (s *operation) await(ctx context.Context, o *abi.Object) (AsyncStatus, error) {
	status, err := getStatus(o)
	if err != nil || status != AsyncStatusStarted {
		return status, err
	}
	if ctx.Err() != nil {
		return status, s.giveUp(ctx, o, nil)
	}
	end := &ending{over: make(chan struct{})}
	err = abi.PutType(o, s.iid, s.completed, s.setter, abi.Type[func(AsyncStatus)](&s.done), end.tell)
	if errors.Is(err, eIllegalDelegateAssignment) {
		return s.poll(ctx, o)
	}
	if err != nil {
		return status, err
	}
	abi.Wait(end.over, ctx.Done())
	switch {
	case !end.told():
		return AsyncStatusStarted, s.giveUp(ctx, o, end.over)
	case end.status != handlerDropped:
		return end.status, nil
	}
	// Nobody will call the handler any more: the operation ended with what held it, or
	// has changed its mind, and is asked.
	if status, err = getStatus(o); err != nil || status != AsyncStatusStarted {
		return status, err
	}
	return s.poll(ctx, o)
}

// handlerDropped is the status that a handler is told when native code has given it up.
const handlerDropped AsyncStatus = -1

// ending is what a Completed handler is told first.
type ending struct {
	once   sync.Once
	over   chan struct{} // closed when status is known
	status AsyncStatus
}

func (e *ending) tell(status AsyncStatus) {
	e.once.Do(func() {
		e.status = status
		close(e.over)
	})
}

func (e *ending) told() bool {
	select {
	case <-e.over:
		return true
	default:
		return false
	}
}

// giveUp cancels the operation on behalf of ctx.
func (s *operation) giveUp(ctx context.Context, o *abi.Object, over <-chan struct{}) error {
	err := interrupted(ctx)
	if cancel(o) != nil || over == nil {
		return err
	}
	waitFor(over, cancelGrace)
	return err
}

// waitFor returns when over is closed, or after d.
func waitFor(over <-chan struct{}, d time.Duration) {
	late := make(chan struct{})
	timer := time.AfterFunc(d, func() { close(late) })
	defer timer.Stop()
	abi.Wait(over, late)
}

func (s *operation) poll(ctx context.Context, o *abi.Object) (AsyncStatus, error) {
	for pause := pollFirst; ; pause = min(pause*2, pollLast) {
		if waitFor(ctx.Done(), pause); ctx.Err() != nil {
			return AsyncStatusStarted, s.giveUp(ctx, o, nil)
		}
		status, err := getStatus(o)
		if err != nil || status != AsyncStatusStarted {
			return status, err
		}
	}
}

// finish turns the end of a native operation into what Go's caller gets. results
// asks the operation for them.
func finish(o *abi.Object, status AsyncStatus, op string, results func() error) error {
	switch status {
	case AsyncStatusCompleted:
		return results()
	case AsyncStatusCanceled:
		return canceled(op)
	}
	// GetResults answers with the failure and its text; ErrorCode with the code alone.
	if err := results(); err != nil {
		return err
	}
	code, err := getErrorCode(o)
	if err != nil {
		return err
	}
	if !code.Failed() {
		code = eFail
	}
	return &abi.Error{Code: code, Op: op, Text: "the operation ended with status " + status.String()}
}
