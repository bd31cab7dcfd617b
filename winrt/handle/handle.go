//go:build windows

package handle

import (
	"errors"
	"runtime"
	"sync/atomic"

	"golang.org/x/sys/windows"
)

// ErrClosed is what a use of a handle after Close or Detach gives.
var ErrClosed = errors.New("the handle is closed; keep it open until the last use")

// Handle is one handle to a kernel object, such as a section, an event or a
// process. It may be used and closed from several goroutines at once: a use that
// is under way ends before the handle is closed. A handle that nobody closes is
// closed some time after the collector finds it unreachable.
type Handle struct {
	raw     windows.Handle
	closer  Closer
	owned   bool
	state   atomic.Int64 // uses under way, and closing
	result  error        // of the closer, when done is closed
	done    chan struct{}
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
	h := &Handle{raw: raw, closer: closer, owned: true, done: make(chan struct{})}
	h.cleanup = runtime.AddCleanup(h, closeForgotten, forgotten{raw, closer, adopted()})
	open.Add(1)
	return h
}

// Borrow makes a Handle for one that somebody else closes: Close only ends its use.
func Borrow(raw windows.Handle) *Handle {
	return &Handle{raw: raw, closer: func(windows.Handle) error { return nil }, done: make(chan struct{})}
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
	if s := h.state.Add(-1); s == closing || s == closing|detached {
		h.finish()
	}
}

func (h *Handle) finish() {
	if h.owned {
		h.cleanup.Stop()
		open.Add(-1)
	}
	if h.state.Load()&detached == 0 {
		h.result = h.closer(h.raw)
	}
	close(h.done)
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

// Close closes the handle once its uses under way have ended, and returns what the
// system said. Closing again does nothing and returns nil. A nil Handle is closed.
func (h *Handle) Close() error {
	if h == nil {
		return nil
	}
	idle, ok := h.begin(closing)
	if !ok {
		return nil
	}
	if idle {
		h.finish()
	}
	<-h.done
	return h.result
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
	idle, ok := h.begin(closing | detached)
	if !ok {
		return 0, ErrClosed
	}
	if idle {
		h.finish()
	}
	<-h.done
	return h.raw, nil
}
