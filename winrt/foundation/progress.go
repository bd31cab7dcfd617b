//go:build windows

package foundation

import "sync"

// progressGate lets reports through one at a time until it is shut.
type progressGate[P any] struct {
	mu     sync.Mutex
	closed bool
	report func(P)
}

func (g *progressGate[P]) pass(p P) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed && g.report != nil {
		g.report(p)
	}
}

func (g *progressGate[P]) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}
