//go:build windows

package abi

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

const testLibrary = "abi-test.dll"

// native is an exported function of the C code that these tests call and are called by.
func native(t testing.TB, name string) *syscall.Proc {
	t.Helper()
	dir := os.Getenv("WINMD2GO_COMPONENTS")
	if dir == "" {
		t.Skip("WINMD2GO_COMPONENTS names no folder with " + testLibrary + "; ./test.sh builds it and sets it")
	}
	return syscall.MustLoadDLL(filepath.Join(dir, testLibrary)).MustFindProc(name)
}
