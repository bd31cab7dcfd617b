//go:build windows

package abi

import (
	"sync"
	"syscall"
	"unsafe"
)

var (
	procCreateString          = combase.NewProc("WindowsCreateString")
	procCreateStringReference = combase.NewProc("WindowsCreateStringReference")
	procDeleteString          = combase.NewProc("WindowsDeleteString")
	procStringRawBuffer       = combase.NewProc("WindowsGetStringRawBuffer")
)

// stringHeader is HSTRING_HEADER: what a string reference needs, opaque.
type stringHeader struct {
	_ unsafe.Pointer
	_ [16]byte
}

// String passes an HSTRING that refers to memory of the frame; "" is null.
func (c *Call) String(s string) {
	if s == "" {
		c.word(0)
		return
	}
	// UTF-16 never takes more units than WTF-8 takes bytes.
	buffer := unsafe.Slice((*uint16)(c.alloc(uintptr(len(s)+1)*2)), len(s)+1)
	n := encode(buffer, s)
	header := c.alloc(unsafe.Sizeof(stringHeader{}))
	result := (*uintptr)(c.alloc(8))
	hr, _, _ := syscall.SyscallN(procCreateStringReference.Addr(), uintptr(unsafe.Pointer(&buffer[0])), uintptr(n), uintptr(header), uintptr(unsafe.Pointer(result)))
	if HRESULT(hr).Failed() {
		c.Fail(HRESULT(hr))
	}
	c.word(*result)
}

// newString makes an HSTRING for somebody else to own; cell is on the heap.
func newString(s string, cell *uintptr) error {
	*cell = 0
	if s == "" {
		return nil
	}
	buffer := make([]uint16, len(s)+1)
	n := encode(buffer, s)
	return callFunction("", procCreateString.Addr(), uintptr(unsafe.Pointer(&buffer[0])), uintptr(n), uintptr(unsafe.Pointer(cell)))
}

func deleteString(h uintptr) {
	if h != 0 {
		syscall.SyscallN(procDeleteString.Addr(), h)
	}
}

// takeString copies an HSTRING and deletes it; length is a cell on the heap.
func takeString(h uintptr, length *uint32) string {
	s := readString(h, length)
	deleteString(h)
	return s
}

// readString copies an HSTRING; length is a cell on the heap.
func readString(h uintptr, length *uint32) string {
	if h == 0 {
		return ""
	}
	raw, _, _ := syscall.SyscallN(procStringRawBuffer.Addr(), h, uintptr(unsafe.Pointer(length)))
	return decode(unsafe.Slice(*(**uint16)(unsafe.Pointer(&raw)), *length))
}

// textOf copies a BSTR: its length in bytes stands in front of it.
func textOf(b *uint16) string {
	if b == nil {
		return ""
	}
	return decode(unsafe.Slice(b, *(*uint32)(unsafe.Add(unsafe.Pointer(b), -4))/2))
}

// lengths are cells for string lengths.
var lengths = sync.Pool{New: func() any { return new(uint32) }}
