//go:build windows

package collections

import (
	"slices"
	"sync"

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

// registrationTable keeps what native code subscribed to on Go types that
// this package does not know, until native code removes it.
type registrationTable struct {
	mu   sync.Mutex
	last int64
	kept map[int64]keptRegistration
}

type keptRegistration struct {
	source       any
	registration abi.EventRegistration
	release      func()
}

var registrations registrationTable

func (t *registrationTable) keep(source any, r abi.EventRegistration, release func()) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil {
		t.kept = make(map[int64]keptRegistration)
	}
	t.last++
	t.kept[t.last] = keptRegistration{source, r, release}
	return t.last
}

func (t *registrationTable) remove(source any, token int64) error {
	t.mu.Lock()
	k, ok := t.kept[token]
	ok = ok && k.source == source
	if ok {
		delete(t.kept, token)
	}
	t.mu.Unlock()
	if !ok {
		return nil // as native event sources do
	}
	defer k.release()
	return k.registration.Remove()
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
