//go:build windows

package foundation

import "sync"

// progressGate lets reports through one at a time until it is shut.
type progressGate struct {
	mu     sync.Mutex
	closed bool
}

func (g *progressGate) pass(report func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed {
		report()
	}
}

func (g *progressGate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}
