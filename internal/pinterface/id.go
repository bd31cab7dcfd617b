// Package pinterface works out the ids of parameterized interfaces and delegates.
package pinterface

import (
	"crypto/sha1"
	"encoding/binary"
)

// GUID is laid out like every other GUID type, to be converted to it.
type GUID struct {
	Data1 uint32
	Data2 uint16
	Data3 uint16
	Data4 [8]byte
}

// namespace is {11f47ad5-7b73-42c0-abae-878b1e16adee}, the UUID namespace of
// parameterized types.
var namespace = [16]byte{0x11, 0xf4, 0x7a, 0xd5, 0x7b, 0x73, 0x42, 0xc0, 0xab, 0xae, 0x87, 0x8b, 0x1e, 0x16, 0xad, 0xee}

// ID is the id of the type with that signature (WinRT type system, "Guid generation for
// parameterized types"): a name-based UUID of version 5, RFC 4122.
func ID(signature []byte) GUID {
	sum := sha1.Sum(append(namespace[:], signature...))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	return GUID{
		Data1: binary.BigEndian.Uint32(sum[0:]),
		Data2: binary.BigEndian.Uint16(sum[4:]),
		Data3: binary.BigEndian.Uint16(sum[6:]),
		Data4: [8]byte(sum[8:16]),
	}
}
