//go:build windows

package abi

import (
	"strconv"
	"strings"
)

// Flag is one member of a flags enum.
type Flag struct {
	Bits uint32
	Name string
}

// Flags names the flags that are set in v, joined by "|"; bits without a name are
// written in hexadecimal behind them.
func Flags(enum string, v uint32, flags ...Flag) string {
	var names []string
	rest := v
	for _, f := range flags {
		switch {
		case f.Bits == v:
			return f.Name
		case f.Bits != 0 && v&f.Bits == f.Bits && rest&f.Bits != 0:
			names = append(names, f.Name)
			rest &^= f.Bits
		}
	}
	switch {
	case len(names) == 0:
		return enum + "(0x" + strconv.FormatUint(uint64(v), 16) + ")"
	case rest != 0:
		names = append(names, "0x"+strconv.FormatUint(uint64(rest), 16))
	}
	return strings.Join(names, "|")
}
