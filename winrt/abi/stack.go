//go:build windows && !386

package abi

// The callee takes no arguments off the stack but on 386: see stack_386.go.
type (
	stackTable struct{}
	stacked    struct{}
)

func (stacked) ofStub(s *Stub) { _ = s.pops }
func (stacked) ofDelegate(int) {}

func (*Frame) complete() {}
