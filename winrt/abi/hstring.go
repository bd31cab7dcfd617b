//go:build windows

package abi

import (
	"sync"
	"syscall"
	"unicode/utf16"
	"unicode/utf8"
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
	// UTF-16 never takes more units than UTF-8 takes bytes.
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

// encode writes s as UTF-16 and a null behind it, and returns its length.
func encode(to []uint16, s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x10000 {
			high, low := utf16.EncodeRune(r)
			to[n], to[n+1] = uint16(high), uint16(low)
			n += 2
			continue
		}
		to[n] = uint16(r)
		n++
	}
	to[n] = 0
	return n
}

// newString makes an HSTRING for somebody else to own; cell is on the heap.
func newString(s string, cell *uintptr) error {
	*cell = 0
	if s == "" {
		return nil
	}
	buffer := make([]uint16, len(s)+1)
	n := encode(buffer, s)
	if hr, _, _ := syscall.SyscallN(procCreateString.Addr(), uintptr(unsafe.Pointer(&buffer[0])), uintptr(n), uintptr(unsafe.Pointer(cell))); HRESULT(hr).Failed() {
		return HRESULT(hr)
	}
	return nil
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

// decode makes one allocation, of the string; what is not UTF-16 becomes U+FFFD.
func decode(units []uint16) string {
	size := 0
	for i := 0; i < len(units); i++ {
		r, wide := runeAt(units, i)
		size += utf8.RuneLen(r)
		i += wide
	}
	if size == 0 {
		return ""
	}
	text := make([]byte, 0, size)
	for i := 0; i < len(units); i++ {
		r, wide := runeAt(units, i)
		text = utf8.AppendRune(text, r)
		i += wide
	}
	return unsafe.String(&text[0], len(text))
}

// runeAt decodes one rune; wide is 1 when it takes two units.
func runeAt(units []uint16, i int) (r rune, wide int) {
	r = rune(units[i])
	if !utf16.IsSurrogate(r) {
		return r, 0
	}
	if i+1 < len(units) {
		if r = utf16.DecodeRune(r, rune(units[i+1])); r != utf8.RuneError {
			return r, 1
		}
	}
	return utf8.RuneError, 0
}

// lengths are cells for string lengths.
var lengths = sync.Pool{New: func() any { return new(uint32) }}
