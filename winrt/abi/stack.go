//go:build windows && !386

package abi

// The callee takes no arguments off the stack but on 386: see stack_386.go.
type (
	stackTable struct{}
	stacked    struct{}
)

func (stacked) ofStub(*Stub)   {}
func (stacked) ofDelegate(int) {}

func (*Frame) complete() {}
