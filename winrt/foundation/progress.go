//go:build windows

package foundation

import (
	"sync"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// progressGate lets reports through one at a time, in their order, until it is shut.
// A report that comes while another is under way, which may be from inside of it, is
// made by whoever makes that one, when it has returned. So no report waits for another.
type progressGate struct {
	mu        sync.Mutex
	closed    bool
	reporting bool
	waiting   []func()
	over      chan struct{} // closed when nobody reports, for shut
}

func (g *progressGate) pass(report func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return
	}
	g.waiting = append(g.waiting, report)
	if g.reporting {
		return
	}
	g.reporting = true
	defer g.rest() // also when a report panics
	for len(g.waiting) > 0 {
		g.next()
	}
}

// next makes the report that has waited longest. mu is held but for that.
func (g *progressGate) next() {
	report := g.waiting[0]
	g.waiting = g.waiting[1:]
	g.mu.Unlock()
	defer g.mu.Lock()
	report()
}

// rest says that nobody reports. mu is held.
func (g *progressGate) rest() {
	g.reporting, g.waiting = false, nil
	if g.over != nil {
		close(g.over)
		g.over = nil
	}
}

// shut lets no more through, and waits for those that were let through before.
func (g *progressGate) shut() {
	g.mu.Lock()
	g.closed = true
	if !g.reporting {
		g.mu.Unlock()
		return
	}
	over := make(chan struct{})
	g.over = over
	g.mu.Unlock()
	abi.Wait(over, nil) // the report may need the thread's messages
}
