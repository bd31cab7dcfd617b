package midl

import (
	"fmt"
	"strings"
)

// GUID is a GUID with the memory layout of Windows' own, which is also that of
// golang.org/x/sys/windows.GUID; the two convert into each other.
type GUID struct {
	Data1 uint32
	Data2 uint16
	Data3 uint16
	Data4 [8]byte
}

// String gives the registry form with braces, in upper case.
func (g GUID) String() string {
	return fmt.Sprintf("{%08X-%04X-%04X-%X-%X}", g.Data1, g.Data2, g.Data3, g.Data4[:2], g.Data4[2:])
}

// IsZero reports whether every bit is zero.
func (g GUID) IsZero() bool { return g == GUID{} }

// ParseGUID reads 8-4-4-4-12 hexadecimal digits, with or without braces.
func ParseGUID(text string) (GUID, error) {
	digits := text
	if strings.HasPrefix(digits, "{") && strings.HasSuffix(digits, "}") {
		digits = digits[1 : len(digits)-1]
	}
	var bytes [16]byte
	if len(digits) != 36 {
		return GUID{}, fmt.Errorf("%q is not a GUID: want 8-4-4-4-12 hexadecimal digits", text)
	}
	nibble := 0
	for i := 0; i < len(digits); i++ {
		c := digits[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return GUID{}, fmt.Errorf("%q is not a GUID: want '-' after %d digits", text, nibble)
			}
			continue
		}
		v, ok := hexDigit(c)
		if !ok {
			return GUID{}, fmt.Errorf("%q is not a GUID: %q is no hexadecimal digit", text, c)
		}
		bytes[nibble/2] = bytes[nibble/2]<<4 | v
		nibble++
	}
	g := GUID{
		Data1: uint32(bytes[0])<<24 | uint32(bytes[1])<<16 | uint32(bytes[2])<<8 | uint32(bytes[3]),
		Data2: uint16(bytes[4])<<8 | uint16(bytes[5]),
		Data3: uint16(bytes[6])<<8 | uint16(bytes[7]),
	}
	copy(g.Data4[:], bytes[8:])
	return g, nil
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
