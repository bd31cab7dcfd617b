//go:build windows

package abi

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/windows"
)

// cell is what an interface pointer to a COM object made in Go points to. It lies
// in memory that is never given back to the system, so that even a pointer used
// after its Release finds a cell, if perhaps another object's. The assembly knows
// the fields up to index.
type cell struct {
	vtable uintptr
	refs   uintptr // address of the object's count, which is in the cell of its identity
	stacked
	index uint32 // in the table of instances, 0 while free
	face  uint32 // in instance.faces
	count atomic.Int32
	next  address // of a cell, while free
}

// cells are the free ones; the table's lock guards them.
var cells *cell

const cellBlock = 64 << 10

// newCell returns a cell, or nil when the system has no memory. Hold table.Mutex.
func newCell() *cell {
	if cells == nil {
		memory, err := windows.VirtualAlloc(0, cellBlock, windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
		if err != nil {
			return nil
		}
		block := unsafe.Slice((*cell)(address(memory).pointer()), cellBlock/unsafe.Sizeof(cell{}))
		for i := range block {
			block[i].vtable = vtable()
			freeCell(&block[i])
		}
	}
	c := cells
	cells = (*cell)(c.next.pointer())
	c.next = 0
	return c
}

// freeCell takes back a cell of a dead object. Hold table.Mutex.
func freeCell(c *cell) {
	c.index = 0
	c.next, cells = addressOf(unsafe.Pointer(cells)), c
}

// table finds the Go side of an object by the index in its cells. Finding takes no
// lock: an instance stays in its place from before its first interface pointer is
// handed out until its last reference is given back.
var table struct {
	sync.Mutex
	chunks  [4096]atomic.Pointer[[1024]atomic.Pointer[instance]]
	used    uint32 // the last place that was taken; the first is nobody's
	free    []uint32
	objects map[identity]*instance
	live    atomic.Int64
}

func lookup(index uint32) *instance {
	return table.chunks[index>>10].Load()[index&1023].Load()
}

// enter gives inst a place; ok is false when there are four million. Hold table.Mutex.
func enterTable(inst *instance) (index uint32, ok bool) {
	if n := len(table.free); n > 0 {
		index = table.free[n-1]
		table.free = table.free[:n-1]
	} else {
		index = table.used + 1
		if index>>10 >= uint32(len(table.chunks)) {
			return 0, false
		}
		table.used = index
		if table.chunks[index>>10].Load() == nil {
			table.chunks[index>>10].Store(new([1024]atomic.Pointer[instance]))
		}
	}
	table.chunks[index>>10].Load()[index&1023].Store(inst)
	return index, true
}

// LiveObjects is the number of COM objects made in Go that somebody holds.
func LiveObjects() int { return int(table.live.Load()) }
