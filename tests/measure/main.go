//go:build linux

// Command measure says what packages cost the compiler.
//
//	go build -toolexec 'measure LOG' ./...
//	measure -report LOG
//
// The first form runs a build tool, and notes in LOG how long the compiler took for a
// package and how much memory. The second prints the costliest, of the last time that
// each was compiled, and fails if one takes more memory than people have.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

const mostMiB = 3 << 10

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "-report":
		err = report(os.Args[2])
	case len(os.Args) >= 3:
		err = run(os.Args[1], os.Args[2], os.Args[3:])
	default:
		fmt.Fprintln(os.Stderr, "usage: measure LOG TOOL [ARG]... | measure -report LOG")
		os.Exit(2)
	}
	if exit, ok := err.(*exec.ExitError); ok {
		os.Exit(exit.ExitCode())
	} else if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(log, tool string, args []string) error {
	command := exec.Command(tool, args...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	start := time.Now()
	if err := command.Run(); err != nil {
		return err
	}
	took := time.Since(start)
	name := os.Getenv("TOOLEXEC_IMPORTPATH")
	if filepath.Base(tool) != "compile" || name == "" || slices.Contains(args, "-V=full") {
		return nil
	}
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return nil
	}
	f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer f.Close()
	// One write, since several compilers run at once.
	_, err = fmt.Fprintf(f, "%s/%s %.1f %d\n", os.Getenv("GOARCH"), name, took.Seconds(), usage.Maxrss>>10)
	return err
}

// cost is what the compiler took for a package.
type cost struct {
	name    string
	seconds float64
	mib     int
}

func report(log string) error {
	f, err := os.Open(log)
	if os.IsNotExist(err) {
		fmt.Println("no package was compiled: the build cache had them all")
		return nil
	} else if err != nil {
		return err
	}
	defer f.Close()
	last := map[string]cost{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var c cost
		if _, err := fmt.Sscan(lines.Text(), &c.name, &c.seconds, &c.mib); err != nil {
			return fmt.Errorf("%s: %q: %w", log, lines.Text(), err)
		}
		last[c.name] = c
	}
	if err := lines.Err(); err != nil || len(last) == 0 {
		return err
	}
	var costs []cost
	for _, c := range last {
		costs = append(costs, c)
	}
	slices.SortFunc(costs, func(a, b cost) int { return cmp.Or(cmp.Compare(b.seconds, a.seconds), cmp.Compare(a.name, b.name)) })
	fmt.Printf("%d packages compiled; those that took longest:\n", len(costs))
	for _, c := range costs[:min(3, len(costs))] {
		fmt.Printf("%6.1f s %5d MiB  %s\n", c.seconds, c.mib, c.name)
	}
	most := slices.MaxFunc(costs, func(a, b cost) int { return cmp.Compare(a.mib, b.mib) })
	fmt.Printf("and the most memory: %d MiB for %s\n", most.mib, most.name)
	if most.mib > mostMiB {
		return fmt.Errorf("%s takes the compiler %d MiB, more than %d", most.name, most.mib, mostMiB)
	}
	return nil
}
