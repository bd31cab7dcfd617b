//go:build windows

package collections

import (
	"runtime"
	"sync"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// iterate begins an iteration over a Go value, for native code to drive.
func iterate[T any](v IIterable[T]) IIterator[T] {
	switch v := v.(type) {
	case interface{ iterate() IIterator[T] }:
		return v.iterate()
	case reader[T]:
		return &indexIterator[T]{items: v}
	}
	return pull(v)
}

// indexIterator walks whatever can be read by index. The lock is for the position
// alone: the items may be anybody's, and call back.
type indexIterator[T any] struct {
	mu    sync.Mutex
	items reader[T]
	at    uint32
}

// Outside is what Go code has for the iterator.
func (it *indexIterator[T]) Outside() any { return AsIterator[T](it) }

// move goes n elements on, but for what is past size, and returns the position.
func (it *indexIterator[T]) move(n, size uint32) uint32 {
	it.mu.Lock()
	defer it.mu.Unlock()
	if it.at < size {
		it.at += min(n, size-it.at)
	}
	return it.at
}

func (it *indexIterator[T]) Current() (T, error) { return it.items.GetAt(it.move(0, 0)) }

func (it *indexIterator[T]) HasCurrent() (bool, error) {
	size, err := it.items.Size()
	return err == nil && it.move(0, 0) < size, err
}

func (it *indexIterator[T]) MoveNext() (bool, error) {
	size, err := it.items.Size()
	if err != nil {
		return false, err
	}
	return it.move(1, size) < size, nil
}

func (it *indexIterator[T]) GetMany(items []T) (uint32, error) {
	size, err := it.items.Size()
	if err != nil {
		return 0, err
	}
	at := it.move(0, 0)
	if at >= size {
		return 0, nil
	}
	n, err := it.items.GetMany(at, items)
	it.move(n, size)
	return n, err
}

// pullIterator walks a Go sequence for native code. The sequence runs on a
// goroutine of its own: iter.Pull's coroutines are bound to the thread they
// began on, and native code may come from any.
//
// The goroutine knows the channels only, so an iterator that nobody holds, neither
// native code nor Go, is collected, and that ends the goroutine too. Native code's last
// Release does not end it: Go may have got the iterator back.
type pullIterator[T any] struct {
	mu      sync.Mutex
	channel pullChannels[T]
	end     func()
	begun   bool
	current pulled[T]
}

type pullChannels[T any] struct {
	want chan struct{}
	have chan pulled[T]
	quit chan struct{}
}

// pulled is one step of a sequence; without ok it is past the end, or failed.
type pulled[T any] struct {
	value T
	ok    bool
	err   error
}

func pull[T any](v IIterable[T]) *pullIterator[T] {
	c := pullChannels[T]{make(chan struct{}), make(chan pulled[T]), make(chan struct{})}
	it := &pullIterator[T]{channel: c, end: sync.OnceFunc(func() { close(c.quit) })}
	runtime.AddCleanup(it, func(end func()) { end() }, it.end)
	go c.run(v)
	return it
}

// run ranges over v, one step for every want, until the end or quit.
func (c pullChannels[T]) run(v IIterable[T]) {
	// A sequence that panics fails the walk and not the program; so does one
	// that ends its goroutine.
	last := pulled[T]{err: eFail}
	quit := false
	defer func() {
		if !quit {
			if v := recover(); v != nil {
				abi.Panicked(v)
			}
			c.finish(last)
		}
	}()
	if quit = !c.wanted(); quit {
		return
	}
	for value, err := range v.All() {
		if err != nil {
			last.err = err
			return
		}
		select {
		case c.have <- pulled[T]{value: value, ok: true}:
		case <-c.quit:
			quit = true
			return
		}
		if quit = !c.wanted(); quit {
			return
		}
	}
	last.err = nil
}

func (c pullChannels[T]) wanted() bool {
	select {
	case <-c.want:
		return true
	case <-c.quit:
		return false
	}
}

func (c pullChannels[T]) finish(last pulled[T]) {
	select {
	case c.have <- last:
	case <-c.quit:
	}
}

// step makes current the next element. mu is held.
func (it *pullIterator[T]) step() {
	if it.begun && !it.current.ok {
		return
	}
	it.begun = true
	it.current = pulled[T]{}
	select {
	case it.channel.want <- struct{}{}:
	case <-it.channel.quit:
		return
	}
	select {
	case it.current = <-it.channel.have:
	case <-it.channel.quit:
	}
}

// start fetches the first element when it is first asked for. mu is held.
func (it *pullIterator[T]) start() {
	if !it.begun {
		it.step()
	}
}

func (it *pullIterator[T]) Current() (T, error) {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.start()
	if !it.current.ok && it.current.err == nil {
		return it.current.value, pastTheEnd("IIterator.Current")
	}
	return it.current.value, it.current.err
}

func (it *pullIterator[T]) HasCurrent() (bool, error) {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.start()
	return it.current.ok, it.current.err
}

func (it *pullIterator[T]) MoveNext() (bool, error) {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.start()
	it.step()
	return it.current.ok, it.current.err
}

func (it *pullIterator[T]) GetMany(items []T) (uint32, error) {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.start()
	n := uint32(0)
	for ; int(n) < len(items) && it.current.ok; n++ {
		items[n] = it.current.value
		it.step()
	}
	if n == 0 {
		return 0, it.current.err
	}
	return n, nil
}

// Outside is what Go code has for the iterator.
func (it *pullIterator[T]) Outside() any { return AsIterator[T](it) }

// stop ends the sequence.
func (it *pullIterator[T]) stop() { it.end() }
