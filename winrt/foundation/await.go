//go:build windows

package foundation

import (
	"context"
	"errors"
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
	}
}

// await returns when the operation has ended or ctx is done; then it has
// cancelled the operation, and the error says so.
func (s *operation) await(ctx context.Context, o *abi.Object) (AsyncStatus, error) {
	status, err := getStatus(o)
	if err != nil || status != AsyncStatusStarted {
		return status, err
	}
	if ctx.Err() != nil {
		return status, s.giveUp(ctx, o, nil)
	}
	ended := make(chan AsyncStatus, 1)
	err = abi.PutType(o, s.iid, s.completed, s.setter, abi.Type[func(AsyncStatus)](&s.done), func(status AsyncStatus) {
		select {
		case ended <- status:
		default: // native code that calls twice has said all it has to say
		}
	})
	if errors.Is(err, eIllegalDelegateAssignment) {
		return s.poll(ctx, o)
	}
	if err != nil {
		return status, err
	}
	select {
	case status := <-ended:
		return status, nil
	case <-ctx.Done():
	}
	select {
	case status := <-ended:
		return status, nil
	default:
	}
	return status, s.giveUp(ctx, o, ended)
}

// giveUp cancels the operation on behalf of ctx.
func (s *operation) giveUp(ctx context.Context, o *abi.Object, ended <-chan AsyncStatus) error {
	err := interrupted(ctx)
	if cancel(o) != nil || ended == nil {
		return err
	}
	grace := time.NewTimer(cancelGrace)
	defer grace.Stop()
	select {
	case <-ended:
	case <-grace.C:
	}
	return err
}

func (s *operation) poll(ctx context.Context, o *abi.Object) (AsyncStatus, error) {
	pause := pollFirst
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return AsyncStatusStarted, s.giveUp(ctx, o, nil)
		case <-timer.C:
		}
		status, err := getStatus(o)
		if err != nil || status != AsyncStatusStarted {
			return status, err
		}
		pause = min(pause*2, pollLast)
		timer.Reset(pause)
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
