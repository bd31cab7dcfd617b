package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"winmd2go": main})
}

// TestScripts runs the command as a user does, in a folder of its own.
func TestScripts(t *testing.T) {
	if _, err := exec.LookPath("go"); runtime.GOOS == "windows" && errors.Is(err, exec.ErrNotFound) {
		t.Skip("the scripts build what they generate, and there is no go.exe on PATH, as under Wine")
	}
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			// The go command in scripts uses what this one has.
			for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOTOOLCHAIN", "GOROOT"} {
				value, err := exec.Command("go", "env", name).Output()
				if err != nil {
					return err
				}
				env.Setenv(name, strings.TrimSpace(string(value)))
			}
			env.Setenv("CHECKOUT", filepath.ToSlash(checkout))
			sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(env.WorkDir, "go.sum"), sums, 0o666)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"cut":    cut,
			"exits":  exits,
			"modify": modify,
		},
	})
}

// cut FILE N leaves the first N bytes of a file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	data := ts.ReadFile(args[0])
	n := 0
	for _, r := range args[1] {
		n = n*10 + int(r-'0')
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data[:min(n, len(data))]), 0o666))
}

// modify FILE TEXT appends a line.
func modify(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile(args[0])+args[1]+"\n"), 0o666))
}

// exits CODE ARGS… runs winmd2go and wants this exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	command := exec.CommandContext(context.Background(), "winmd2go", args[1:]...)
	path, err := exec.LookPath("winmd2go")
	ts.Check(err)
	command.Path, command.Dir = path, ts.MkAbs(".")
	command.Env = append(os.Environ(), "PWD="+command.Dir)
	out, err := command.CombinedOutput()
	ts.Logf("%s", out)
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		ts.Check(err)
	}
	if got := command.ProcessState.ExitCode(); got != int(args[0][0]-'0') {
		ts.Fatalf("winmd2go %s exits with %d, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}
