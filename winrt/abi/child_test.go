//go:build windows

package abi

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"testing"
	"time"
)

// childVariable names what a process of this program is to do on its main goroutine,
// instead of testing.
const childVariable = "ABI_TEST_CHILD"

// children are filled by the files whose tests run them.
var children = map[string]func(){}

func TestMain(m *testing.M) {
	if child := children[os.Getenv(childVariable)]; child != nil {
		child()
		return
	}
	os.Exit(m.Run())
}

// run runs a child to its end and returns its exit code and all of its output.
func run(t *testing.T, child string) (code int, output string) {
	t.Helper()
	native(t, "StackAfter") // where the components are not there, the child has none either
	if children[child] == nil {
		t.Fatal("there is no child " + child)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+child)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	err := command.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		t.Fatalf("%s: hangs; it said %.300q", child, out.String())
	case err != nil && !errors.As(err, &exit):
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String()
}
