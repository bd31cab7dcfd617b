// Mutation changes the code in one place at a time and tells whether the tests notice:
//
//	go run ./internal/mutation [-run REGEXP] [-score FILE]
//
// mutants.txt is the list of changes. None of them touches the checkout: the go
// command is shown the changed file instead (its -overlay). A mutant that no part of
// the tests notices is a gap in them; what is known of those stands in the list. Tests
// of the runtime run under Wine, so ./test.sh tools wine goes first.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

const (
	listFile = "internal/mutation/mutants.txt"
	patience = 10 * time.Minute // for one step; a mutant that hangs is noticed
)

var runner string // runs Windows programs

// components is the folder of the native components that ./test.sh builds.
func components(arch string) string {
	cache := os.Getenv("WINMD2GO_CACHE")
	if cache == "" {
		user, _ := os.UserCacheDir()
		cache = filepath.Join(user, "winmd2go")
	}
	return filepath.Join(cache, "components", arch)
}

func main() {
	run := flag.String("run", "", "only mutants whose file and title match this `regexp`")
	score := flag.String("score", "", "write the result to this `file` too")
	only := flag.Bool("apply", false, "only see whether the changes can still be made")
	flag.Parse()
	if err := mutate(*run, *score, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func mutate(run, score string, only bool) error {
	wanted, err := regexp.Compile(run)
	if err != nil {
		return err
	}
	list, err := readList(listFile)
	if err != nil {
		return err
	}
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	runner = filepath.Join(root, "testdata", "wine", "run")
	temp, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	var table strings.Builder
	noticed, tried := 0, 0
	for _, m := range list {
		if !wanted.MatchString(m.String()) {
			continue
		}
		overlay, err := m.overlay(root, temp)
		if err != nil {
			return err
		}
		tried++
		if only {
			continue
		}
		verdict, ok, err := m.judge(overlay)
		if err != nil {
			return err
		}
		if ok {
			noticed++
		}
		row := fmt.Sprintf("%s\t%s\n", m, verdict)
		fmt.Print(row)
		table.WriteString(row)
	}
	if only {
		fmt.Printf("%d changes can be made\n", tried)
		return nil
	}
	sum := fmt.Sprintf("%d of %d noticed\n", noticed, tried)
	fmt.Print(sum)
	if score == "" {
		return nil
	}
	return os.WriteFile(score, []byte(sum+"\n"+table.String()), 0o644)
}

// overlay writes the changed file and what the go command has to be told of it.
func (m mutant) overlay(root, temp string) (string, error) {
	original := filepath.Join(root, filepath.FromSlash(m.file))
	text, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	changed, err := m.apply(string(text))
	if err != nil {
		return "", fmt.Errorf("%s:%d: %w", listFile, m.line, err)
	}
	replacement := filepath.Join(temp, "mutant"+filepath.Ext(m.file))
	if err := os.WriteFile(replacement, []byte(changed), 0o644); err != nil {
		return "", err
	}
	description, err := json.Marshal(map[string]any{"Replace": map[string]string{original: replacement}})
	if err != nil {
		return "", err
	}
	name := filepath.Join(temp, "overlay.json")
	return name, os.WriteFile(name, description, 0o644)
}

// judge runs the tests against the mutant. ok says that they noticed.
func (m mutant) judge(overlay string) (verdict string, ok bool, err error) {
	for _, s := range builds(m.file) {
		if output, err := s.run(overlay); err != nil {
			return "", false, fmt.Errorf("%v does not compile:\n%s", m, output)
		}
	}
	for _, s := range stepsFor(m.file) {
		if output, err := s.run(overlay); err != nil {
			return "noticed by " + firstFailure(output, s), true, nil
		}
	}
	return "NOT NOTICED", false, nil
}

func (s step) run(overlay string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.args[0], s.args[1:]...)
	cmd.Env = append(os.Environ(), append(s.env, "GOFLAGS=-overlay="+overlay)...)
	cmd.WaitDelay = time.Second
	return cmd.CombinedOutput()
}

var failure = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)|^(panic: .*|fatal error: .*|FAIL\s.*)$`)

// firstFailure is the test that failed, or what the step says.
func firstFailure(output []byte, s step) string {
	if found := failure.FindSubmatch(output); found != nil {
		return strings.TrimSpace(string(bytes.Join(found[1:], nil)))
	}
	return strings.Join(s.args[:min(len(s.args), 3)], " ")
}
