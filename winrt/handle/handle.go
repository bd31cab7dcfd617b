//go:build windows

package handle

import (
	"errors"
	"runtime"
	"sync/atomic"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// ErrClosed is what a use of a handle after Close or Detach gives.
var ErrClosed = errors.New("the handle is closed; keep it open until the last use")

// Handle is one handle to a kernel object, such as a section, an event or a
// process. It may be used and closed from several goroutines at once, also inside
// its own use: a use that is under way ends before the handle is closed, and whoever
// ends the last one closes it. A handle that nobody closes is closed some time after
// the collector finds it unreachable.
type Handle struct {
	raw     windows.Handle
	closer  Closer
	owned   bool
	state   atomic.Int64 // uses under way, and closing
	cleanup runtime.Cleanup
}

// Bits of Handle.state.
const (
	closing  = 1 << 62 // no use begins any more
	detached = 1 << 61 // somebody else closes it
)

// Closer gives a handle back to the system.
type Closer func(windows.Handle) error

// Own makes a Handle that closes raw by CloseHandle.
func Own(raw windows.Handle) *Handle { return own(raw, windows.CloseHandle) }

// OwnWith makes a Handle that is closed by closer: see CloserOf.
func OwnWith(raw windows.Handle, closer Closer) *Handle { return own(raw, closer) }

func own(raw windows.Handle, closer Closer) *Handle {
	h := &Handle{raw: raw, closer: closer, owned: true}
	h.cleanup = runtime.AddCleanup(h, closeForgotten, forgotten{raw, closer, adopted()})
	open.Add(1)
	return h
}

// Borrow makes a Handle for one that somebody else closes: Close only ends its use.
func Borrow(raw windows.Handle) *Handle {
	return &Handle{raw: raw, closer: func(windows.Handle) error { return nil }}
}

// open counts the handles that Handles own.
var open atomic.Int64

// Open is the number of handles that are owned and not yet closed.
func Open() int { return int(open.Load()) }

// hold begins a use of the handle, which Unhold ends.
func (h *Handle) hold() (windows.Handle, error) {
	if h == nil {
		return 0, ErrClosed
	}
	for {
		s := h.state.Load()
		if s&closing != 0 {
			return 0, ErrClosed
		}
		if h.state.CompareAndSwap(s, s+1) {
			return h.raw, nil
		}
	}
}

// Unhold ends a use that generated code began.
func (h *Handle) Unhold() {
	if h.state.Add(-1) == closing {
		abi.Unhandled(h.finish()) // Close has returned
	}
}

// finish closes the handle: nobody uses it, and nobody can any more.
func (h *Handle) finish() error {
	h.disown()
	return h.closer(h.raw)
}

// disown ends what the collector and Open know of the handle.
func (h *Handle) disown() {
	if h.owned {
		h.cleanup.Stop()
		open.Add(-1)
	}
}

// begin sets closing bits; ok is false when another caller has done so.
func (h *Handle) begin(bits int64) (idle, ok bool) {
	for {
		s := h.state.Load()
		if s&closing != 0 {
			return false, false
		}
		if h.state.CompareAndSwap(s, s|bits) {
			return s == 0, true
		}
	}
}

// Close ends the handle's use: from now on every use gives ErrClosed. Where none is
// under way, it closes the handle and returns what the system said. Where some are,
// the last of them closes it when it ends, and Close returns nil without waiting, so
// that a use may close its own handle; a failure is then told to winrt.OnUnhandled.
// Closing again does nothing and returns nil. A nil Handle is closed.
func (h *Handle) Close() error {
	if h == nil {
		return nil
	}
	if idle, ok := h.begin(closing); !ok || !idle {
		return nil
	}
	return h.finish()
}

// Raw is the handle's number, for calls that know it by that. It is valid until
// the handle is closed; use Do where another goroutine may close it.
func (h *Handle) Raw() (windows.Handle, error) {
	raw, err := h.hold()
	if err != nil {
		return 0, err
	}
	h.Unhold()
	return raw, nil
}

// Do calls use with the handle's number; it is not closed before use returns.
func (h *Handle) Do(use func(raw windows.Handle) error) error {
	raw, err := h.hold()
	if err != nil {
		return err
	}
	defer h.Unhold()
	return use(raw)
}

// Detach gives the handle up: the caller closes what it returns. Uses that are
// under way go on, so that closing it is then for the caller to time.
func (h *Handle) Detach() (windows.Handle, error) {
	if h == nil {
		return 0, ErrClosed
	}
	if _, ok := h.begin(closing | detached); !ok {
		return 0, ErrClosed
	}
	h.disown()
	return h.raw, nil
}
