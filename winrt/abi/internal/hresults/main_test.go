package main

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// TestTable holds that the table is what mingw's header says.
func TestTable(t *testing.T) {
	if _, err := exec.LookPath(compiler); err != nil {
		t.Skipf("NOT TESTED: there is no %s here", compiler)
	}
	want, err := table()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../../hresult_names.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Error("hresult_names.go is not what the header says: go generate ./winrt/abi (or GOOS=windows go generate)")
	}
}
