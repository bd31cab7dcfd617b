//go:build windows

package abi

import (
	"unsafe"
)

var (
	iidIAgileObject = GUID{Data1: 0x94ea2b94, Data2: 0xe9cc, Data3: 0x49e0, Data4: [8]byte{0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90}}
	iidIMarshal     = GUID{Data1: 0x00000003, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}

	procFreeThreadedMarshaler = combase.NewProc("CoCreateFreeThreadedMarshaler")
)

// marshal is the system's free-threaded marshaler, aggregated: objects made in Go
// may be called from every thread, so other apartments get the pointer itself.
func (inst *instance) marshal() (unsafe.Pointer, error) {
	inst.mu.Lock()
	made, ended := inst.marshaler, inst.ended
	inst.mu.Unlock()
	if made == nil {
		if ended || procFreeThreadedMarshaler.Find() != nil {
			return nil, codeNoIface
		}
		out := OnHeap[address]()
		if err := callFunction("CoCreateFreeThreadedMarshaler", procFreeThreadedMarshaler.Addr(), uintptr(unsafe.Pointer(inst.main)), uintptr(unsafe.Pointer(out))); err != nil {
			return nil, err
		}
		if made = inst.keepMarshaler(out.pointer()); made == nil {
			return nil, codeNoIface
		}
	}
	return askFor(made, &iidIMarshal)
}

// keepMarshaler returns the object's marshaler: made, or one that another call was
// quicker with, or none, since the object has ended meanwhile.
func (inst *instance) keepMarshaler(made unsafe.Pointer) unsafe.Pointer {
	inst.mu.Lock()
	if inst.marshaler == nil && !inst.ended {
		inst.marshaler = made
		inst.mu.Unlock()
		return made
	}
	kept := inst.marshaler
	inst.mu.Unlock()
	release(made)
	return kept
}
