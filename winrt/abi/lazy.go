//go:build windows

package abi

import (
	"sync/atomic"
	"unsafe"
)

// Lazy is what a descriptor makes of itself when it is first used. It has no type
// parameter, unlike an atomic.Pointer, so that it costs a generic descriptor no code.
type Lazy struct{ made unsafe.Pointer }

// Load returns what was kept, or nil.
func (l *Lazy) Load() unsafe.Pointer { return atomic.LoadPointer(&l.made) }

// Keep stores p unless another goroutine was first, and returns what is stored.
func (l *Lazy) Keep(p unsafe.Pointer) unsafe.Pointer {
	atomic.CompareAndSwapPointer(&l.made, nil, p)
	return l.Load()
}
