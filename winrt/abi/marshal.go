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
	defer inst.mu.Unlock()
	if inst.marshaler == nil {
		if inst.ended || procFreeThreadedMarshaler.Find() != nil {
			return nil, codeNoIface
		}
		out := OnHeap[address]()
		if err := callFunction("CoCreateFreeThreadedMarshaler", procFreeThreadedMarshaler.Addr(), uintptr(unsafe.Pointer(inst.main)), uintptr(unsafe.Pointer(out))); err != nil {
			return nil, err
		}
		inst.marshaler = out.pointer()
	}
	return askFor(inst.marshaler, &iidIMarshal)
}
