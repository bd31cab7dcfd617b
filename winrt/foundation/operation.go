//go:build windows

package foundation

import (
	"context"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// async is what every asynchronous operation's struct begins with: the reference
// to a native operation, or Go work.
type async struct {
	abi.Object
	own *task
}

// Id is a number to tell operations apart.
func (x *async) Id() (uint32, error) {
	if x.own != nil {
		return x.own.Id()
	}
	return getID(&x.Object)
}

// Status says how far the operation is.
func (x *async) Status() (AsyncStatus, error) {
	if x.own != nil {
		return x.own.Status()
	}
	return getStatus(&x.Object)
}

// ErrorCode is why the operation failed; 0 if it did not.
func (x *async) ErrorCode() (HResult, error) {
	if x.own != nil {
		return x.own.ErrorCode()
	}
	return getErrorCode(&x.Object)
}

// Cancel asks the operation to end; it need not.
func (x *async) Cancel() error {
	if x.own != nil {
		return x.own.Cancel()
	}
	return cancel(&x.Object)
}

// Close frees what the ended operation holds, its results included. The
// reference to the operation stays; Release gives that up.
func (x *async) Close() error {
	if x.own != nil {
		return x.own.Close()
	}
	return closeInfo(&x.Object)
}

// The kinds are what a native operation's struct needs of its descriptor. They are
// interfaces so that a package which only mentions an operation's type does not
// compile the descriptor's code again.

type kind interface{ info() *abi.ClassInfo }

// className is what WinRTClass returns of a struct of kind k.
func className(k kind) *abi.ClassInfo {
	if k == nil {
		return &classUnbound
	}
	return k.info()
}

type asyncOperationKind[T any] interface {
	kind
	SetCompleted(o *abi.Object, handler AsyncOperationCompletedHandler[T]) error
	Completed(o *abi.Object) (AsyncOperationCompletedHandler[T], error)
	GetResults(o *abi.Object) (T, error)
	Await(o *abi.Object, ctx context.Context) (T, error)
}

type asyncActionWithProgressKind[P any] interface {
	kind
	SetCompleted(o *abi.Object, handler AsyncActionWithProgressCompletedHandler[P]) error
	Completed(o *abi.Object) (AsyncActionWithProgressCompletedHandler[P], error)
	SetProgress(o *abi.Object, handler AsyncActionProgressHandler[P]) error
	GetProgress(o *abi.Object) (AsyncActionProgressHandler[P], error)
	GetResults(o *abi.Object) error
	Await(o *abi.Object, ctx context.Context) error
	AwaitProgress(o *abi.Object, ctx context.Context, report func(P)) error
}

type asyncOperationWithProgressKind[T, P any] interface {
	kind
	SetCompleted(o *abi.Object, handler AsyncOperationWithProgressCompletedHandler[T, P]) error
	Completed(o *abi.Object) (AsyncOperationWithProgressCompletedHandler[T, P], error)
	SetProgress(o *abi.Object, handler AsyncOperationProgressHandler[T, P]) error
	GetProgress(o *abi.Object) (AsyncOperationProgressHandler[T, P], error)
	GetResults(o *abi.Object) (T, error)
	Await(o *abi.Object, ctx context.Context) (T, error)
	AwaitProgress(o *abi.Object, ctx context.Context, report func(P)) (T, error)
}
