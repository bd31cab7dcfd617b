//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// equal compares two elements of a Go collection: objects by their COM
// identity, everything else by ==.
func equal[T any](a, b T) (same bool, err error) {
	defer func() {
		if recover() != nil { // a dynamic type that == does not take
			same, err = false, &abi.Error{Code: eInvalidArg, Op: "IndexOf", Text: "the elements cannot be compared; look for the index in Go"}
		}
	}()
	if any(a) == any(b) {
		return true, nil
	}
	if !isObject(any(a)) || !isObject(any(b)) {
		return false, nil
	}
	return identity(any(a)) == identity(any(b)), nil
}

func isObject(v any) bool {
	_, ok := v.(interface{ WinRTClass() *abi.ClassInfo })
	return ok
}

// identity is the IUnknown pointer of a projected object: a number to compare,
// which stays valid since the caller holds the object. Of a released object it
// is the cell's own address, which equals no other.
func identity(v any) uintptr {
	cell := new(unsafe.Pointer)
	if err := (abi.Unknown{}).Give(unsafe.Pointer(cell), v); err != nil || *cell == nil {
		return uintptr(unsafe.Pointer(cell))
	}
	defer abi.Unknown{}.Drop(unsafe.Pointer(cell))
	return uintptr(*cell)
}
