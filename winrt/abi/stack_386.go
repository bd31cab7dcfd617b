//go:build windows

package abi

import (
	"fmt"
	"sync"
	"sync/atomic"
	"unsafe"
)

// stackTable is, once it was asked for, the address of a stub's table of stack sizes.
type stackTable struct{ address atomic.Uintptr }

// stacked is a cell's table: the number of slots in it, then for each slot how many
// bytes of stack a method takes away, the object among them. The assembly reads it
// before Go is entered, and whatever becomes of the call then. It is never freed and
// a free cell keeps it, so that a call after the last Release finds it too.
type stacked struct{ table uintptr }

func (s *stacked) ofStub(stub *Stub) {
	if s.table = stub.pops.address.Load(); s.table != 0 {
		return
	}
	own := inspectableStack[:]
	if stub.Unknown {
		own = own[:slotFirstUnknown]
	}
	sizes := append([]uint16{0}, own...)
	for _, m := range stub.Methods {
		sizes = append(sizes, stackSize(m.Words))
	}
	s.table = stackTableOf(sizes)
	stub.pops.address.Store(s.table)
}

func (s *stacked) ofDelegate(words int) {
	s.table = stackTableOf([]uint16{0, inspectableStack[0], inspectableStack[1], inspectableStack[2], stackSize(words)})
}

// inspectableStack are the methods of IInspectable, IUnknown's first.
var inspectableStack = [slotFirstInspectable]uint16{
	slotQueryInterface:      12,
	slotAddRef:              4,
	slotRelease:             4,
	slotGetIids:             12,
	slotGetRuntimeClassName: 8,
	slotGetTrustLevel:       8,
}

func stackSize(words int) uint16 { return uint16(words+1) * 4 }

// stackTables are all that there are, by their contents.
var stackTables struct {
	sync.Mutex
	byContent map[string][]uint16
}

func stackTableOf(sizes []uint16) uintptr {
	sizes[0] = uint16(len(sizes) - 1)
	content := string(unsafe.Slice((*byte)(unsafe.Pointer(&sizes[0])), 2*len(sizes)))
	stackTables.Lock()
	defer stackTables.Unlock()
	table, ok := stackTables.byContent[content]
	if !ok {
		if stackTables.byContent == nil {
			stackTables.byContent = map[string][]uint16{}
		}
		table = sizes
		stackTables.byContent[content] = table
	}
	return uintptr(unsafe.Pointer(&table[0]))
}

// complete is called when all arguments should have been read: that are as many as
// the method declares, or its caller's stack would be off.
func (f *Frame) complete() {
	if declared := f.in.pop/4 - 1; f.n != declared {
		panic(fmt.Sprintf("abi: slot %d declares %d words of arguments and reads %d", f.in.slot, declared, f.n))
	}
}
