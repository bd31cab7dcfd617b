//go:build windows

package foundation

import (
	"context"
	"errors"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// The codes that asynchronous operations answer with (winerror.h).
const (
	eFail                      abi.HRESULT = 0x80004005
	eNoInterface               abi.HRESULT = 0x80004002
	eIllegalStateChange        abi.HRESULT = 0x8000000D
	eIllegalMethodCall         abi.HRESULT = 0x8000000E
	eIllegalDelegateAssignment abi.HRESULT = 0x80000018
	errorCancelled             abi.HRESULT = 0x800704C7 // HRESULT_FROM_WIN32(ERROR_CANCELLED)
)

// canceledError is the end of an operation that somebody cancelled who was
// not the context of the call.
type canceledError struct{ native *abi.Error }

func canceled(op string) error {
	return &canceledError{&abi.Error{Code: errorCancelled, Op: op, Text: "the operation was cancelled"}}
}

func (e *canceledError) Error() string      { return e.native.Error() }
func (e *canceledError) NativeText() string { return e.native.Text }
func (e *canceledError) Unwrap() []error    { return []error{e.native, context.Canceled} }

// interruptedError is the end of a wait whose context was done for a cause of its own.
type interruptedError struct{ cause, done error }

func interrupted(ctx context.Context) error {
	done, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, done) {
		return cause
	}
	return &interruptedError{cause, done}
}

func (e *interruptedError) Error() string   { return e.cause.Error() }
func (e *interruptedError) Unwrap() []error { return []error{e.cause, e.done} }

// codeOf is the HRESULT that tells native code of err.
func codeOf(err error) abi.HRESULT {
	var e *abi.Error
	if errors.As(err, &e) && e.Code.Failed() {
		return e.Code
	}
	var code abi.HRESULT
	if errors.As(err, &code) && code.Failed() {
		return code
	}
	return eFail
}
