//go:build windows

package collections

import (
	"slices"
	"sync"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// handlerList is the handlers of one event of a Go collection.
type handlerList[F any] struct {
	mu      sync.Mutex
	last    int64
	entries []handlerEntry[F] // replaced, never changed: callers walk it unlocked
}

type handlerEntry[F any] struct {
	token   int64
	fn      F
	release func() // gives a native handler back; nil for one of Go's
}

func (l *handlerList[F]) add(fn F, release func()) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	l.entries = append(slices.Clip(l.entries), handlerEntry[F]{l.last, fn, release})
	return l.last
}

func (l *handlerList[F]) remove(token int64) {
	if release := l.take(token); release != nil {
		release()
	}
}

func (l *handlerList[F]) take(token int64) (release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.IndexFunc(l.entries, func(e handlerEntry[F]) bool { return e.token == token })
	if at < 0 {
		return nil
	}
	release = l.entries[at].release
	kept := make([]handlerEntry[F], 0, len(l.entries)-1)
	l.entries = append(append(kept, l.entries[:at]...), l.entries[at+1:]...)
	return release
}

func (l *handlerList[F]) now() []handlerEntry[F] {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entries
}

// keep stores a token for what native code subscribed to on a Go type that this
// package does not know; release gives its handler back when it is removed.
func keep(token *int64, r abi.EventRegistration, release func()) error {
	return abi.KeepRegistration(unsafe.Pointer(token), abi.NewRegistration(func() error {
		if err := r.Remove(); err != nil {
			return err
		}
		release()
		return nil
	}))
}

// nativeHandler reads a native handler from the arguments of a call that adds
// it to an event, with the cell for its token, and what gives it back when it
// will not be called again.
func nativeHandler[F any](f *abi.Frame, iid *abi.GUID, bind func(o *abi.Object) F) (fn F, token *int64, release func(), err error) {
	handler := abi.Delegate[*F]{IID: *iid, Bind: func(o *abi.Object) *F {
		fn, release = bind(o), o.Release
		return &fn
	}}
	_, err = handler.Arg(f)
	token = (*int64)(f.Out())
	if err == nil {
		err = f.Err()
	}
	if err == nil && release == nil {
		err = &abi.Error{Code: eInvalidArg, Op: "adding a handler", Text: "the handler is null"}
	}
	if err != nil && release != nil {
		release()
	}
	return fn, token, release, err
}
