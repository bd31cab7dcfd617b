package main

import (
	"fmt"
	"os"
	"strings"
)

// mutant is one change to the code that means something.
type mutant struct {
	line  int    // of the list, where it begins
	file  string // of the checkout, with slashes
	title string // what is wrong with it
	old   string
	new   string
}

func (m mutant) String() string { return m.file + ": " + m.title }

// readList reads the list of mutants. Each begins with a line
//
//	== file: what is wrong
//
// and has lines of the file behind "-", which are exchanged for those behind "+".
// White space at both ends of a line does not count. Lines that begin with "#" are
// comments.
func readList(name string) ([]mutant, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []mutant
	for i, line := range strings.Split(string(text), "\n") {
		bad := func(why string) error { return fmt.Errorf("%s:%d: %s: %q", name, i+1, why, line) }
		if line == "" || line[0] == '#' {
			continue
		}
		if rest, ok := strings.CutPrefix(line, "== "); ok {
			file, title, ok := strings.Cut(rest, ": ")
			if !ok {
				return nil, bad("a mutant needs a file, a colon and what is wrong")
			}
			list = append(list, mutant{line: i + 1, file: file, title: title})
			continue
		}
		if len(list) == 0 {
			return nil, bad("a line before the first mutant")
		}
		m := &list[len(list)-1]
		switch content := strings.TrimSpace(line[1:]) + "\n"; line[0] {
		case '-':
			m.old += content
		case '+':
			m.new += content
		default:
			return nil, bad("a line is \"== file: title\", \"- old\", \"+ new\" or \"# comment\"")
		}
	}
	for _, m := range list {
		if m.old == "" || m.old == m.new {
			return nil, fmt.Errorf("%s:%d: %v: nothing is changed", name, m.line, m)
		}
	}
	return list, nil
}

// apply makes the mutant's change in text. The old lines have to stand there once.
func (m mutant) apply(text string) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	trimmed := make([]string, len(lines))
	for i, line := range lines {
		trimmed[i] = strings.TrimSpace(line) + "\n"
	}
	old := strings.SplitAfter(strings.TrimSuffix(m.old, "\n")+"\n", "\n")
	old = old[:len(old)-1]
	at := -1
	for i := 0; i+len(old) <= len(lines); i++ {
		if strings.Join(trimmed[i:i+len(old)], "") != m.old {
			continue
		}
		if at >= 0 {
			return "", fmt.Errorf("%v: the lines stand at %d and at %d; name more of them", m, at+1, i+1)
		}
		at = i
	}
	if at < 0 {
		return "", fmt.Errorf("%v: the lines are not there any more; the list has to follow the code", m)
	}
	return strings.Join(lines[:at], "") + m.new + strings.Join(lines[at+len(old):], ""), nil
}
