//go:build windows

package collections

import "github.com/winmd2go/winmd2go/winrt/abi"

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
	return abi.Same(any(a), any(b)), nil
}
