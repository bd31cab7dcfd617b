//go:build windows || arm64

package abi

//go:generate go run ./internal/thunks

// receiver is the function of native code's convention to which the assembly passes
// a call into Go: its argument is an *arrival.
//
//lint:ignore U1000 the assembly reads it
var receiver uintptr

// vtableAddress is the one vtable that all COM objects made in Go share.
func vtableAddress() uintptr
