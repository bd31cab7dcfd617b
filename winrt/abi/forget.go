//go:build windows

package abi

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// references counts the native references that Go objects hold.
var references atomic.Int64

// LiveReferences is the number of native references that Go holds, without those of
// activation factories that are kept for the next use.
func LiveReferences() int { return int(references.Load() + awaiting.Load()) }

// The collector sees an Object's few words and not what it keeps alive in native
// memory. So references that are held and not given back count, too: whenever so many
// have come since the last collection, there is one, as GOGC has one for so many bytes.
const (
	// mostHeld references may come before a collection is asked for. A collection of
	// a small heap takes less than making them does.
	mostHeld = 8192
	// Beyond that, as many as half of those that are held, so that a program may hold
	// many at small cost.
	heldShare = 2
	// mostAhead references may come while a collection is under way; then those who
	// make them wait for it.
	mostAhead = 4096
)

// limit is how many references there may be before there is a collection.
var limit atomic.Int64

func init() { limit.Store(mostHeld) }

// hold counts a reference that Go holds from now on.
func hold() {
	if n := references.Add(1); n > limit.Load() {
		crowded(n)
	}
}

// let counts a reference that Go holds no longer, of an object with that role.
func let(r *role) {
	if r == nil || r.factory == nil {
		references.Add(-1)
	}
}

// collecting is set while there is a collection for the sake of references, until what
// it found is released; tracing until it has found it.
var collecting, tracing atomic.Bool

// crowded is called when there are more references than there should be.
func crowded(n int64) {
	if collecting.CompareAndSwap(false, true) {
		go collect()
	}
	if n > limit.Load()+mostAhead {
		makeWay()
	}
}

// collect has the collector find what is forgotten, and waits until that is released.
func collect() {
	defer collecting.Store(false)
	watch()
	tracing.Store(true)
	runtime.GC()
	tracing.Store(false)
	settle()
}

// settle allows for more references when those that a collection found are released.
// Counted before, they would let as many new ones come beside them.
func settle() {
	await(func() bool { return false }, 5)
	relimit()
}

// makeWay holds up whoever makes references quicker than forgotten ones can be
// released. He may have what a release waits for, so that he waits only as long as
// there is progress, and then goes on for a while.
func makeWay() {
	if !await(func() bool { return references.Load() <= limit.Load()+mostAhead }, 50) {
		limit.Store(references.Load() - mostAhead/2)
	}
}

// given counts the objects that were found forgotten, and those that were released.
var given atomic.Int64

// await returns when there is enough, or when nothing was found or released for so
// many milliseconds.
func await(enough func() bool, patience int) bool {
	seen := given.Load()
	for idle := 0; idle < patience; idle++ {
		if enough() {
			return true
		}
		time.Sleep(time.Millisecond)
		if now := given.Load(); now != seen || tracing.Load() {
			seen, idle = now, 0
		}
	}
	return enough()
}

// relimit allows for so many more references than there are.
func relimit() {
	n := references.Load()
	limit.Store(n + max(mostHeld, n/heldShare))
}

// sentinel is unreachable, so that each collection finds it.
type sentinel struct{ _ [4]uintptr }

// watch makes every collection count, whoever asked for it.
var watch = sync.OnceFunc(func() {
	var again func(*sentinel)
	again = func(*sentinel) {
		if collecting.CompareAndSwap(false, true) {
			go func() {
				defer collecting.Store(false)
				settle()
			}()
		}
		runtime.SetFinalizer(new(sentinel), again)
	}
	again(nil)
})

// forgotten are objects that the collector found unreachable. They are released by
// goroutines of their own: native code may take its time, and would hold up the
// program's other finalizers.
var forgotten struct {
	sync.Mutex
	objects []*Object
	workers int
}

const forgottenWorkers = 4

func forget(o *Object) {
	given.Add(1)
	forgotten.Lock()
	defer forgotten.Unlock()
	forgotten.objects = append(forgotten.objects, o)
	if forgotten.workers < forgottenWorkers {
		forgotten.workers++
		go releaseForgotten()
	}
}

func releaseForgotten() {
	forgotten.Lock()
	defer forgotten.Unlock()
	for len(forgotten.objects) > 0 {
		last := len(forgotten.objects) - 1
		o := forgotten.objects[last]
		forgotten.objects[last] = nil
		forgotten.objects = forgotten.objects[:last]
		forgotten.Unlock()
		limit.Add(-held(o)) // it made room, but not for more than there was
		o.Release()
		given.Add(1)
		forgotten.Lock()
	}
	forgotten.workers--
}

// held is the number of references that o holds.
func held(o *Object) (n int64) {
	if r := roleOf(o); r != nil && r.factory != nil {
		return 0
	}
	if o.ptr != 0 {
		n++
	}
	for q := o.extra.Load(); q != nil; q = q.next {
		if q.ptr != 0 {
			n++
		}
	}
	return n
}
