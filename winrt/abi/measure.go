//go:build windows && !386

package abi

// measuring tells whether arguments are only counted, which only 386 needs.
func measuring(*Frame) bool { return false }
