//go:build windows || arm64

package abi

//go:generate go run ./internal/thunks

// receiver is the function of native code's convention to which the assembly passes
// a call into Go: its argument is an *arrival.
var receiver uintptr

// vtableAddress is the one vtable that all COM objects made in Go share.
func vtableAddress() uintptr

// slots is the length of that vtable: see internal/thunks.
const slots = 512
