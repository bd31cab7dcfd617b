package main

import (
	"path"
	"strings"
)

// step is one command that may notice a mutant.
type step struct {
	env  []string
	args []string
}

func (s step) String() string {
	return strings.Join(append(append([]string(nil), s.env...), s.args...), " ")
}

// stepsFor are the parts of ./test.sh that have to do with a file, the quickest first.
func stepsFor(file string) []step {
	folder := path.Dir(file)
	check := step{args: []string{"go", "run", "./cmd/winmd2go", "generate", "--check"}}
	host := func(packages ...string) step { return step{args: append([]string{"go", "test"}, packages...)} }
	wine := func(arch string, packages ...string) step {
		return step{
			env:  []string{"GOOS=windows", "GOARCH=" + arch, "WINMD2GO_COMPONENTS=" + components(arch)},
			args: append([]string{"go", "test", "-exec", runner}, packages...),
		}
	}
	switch top, _, _ := strings.Cut(file, "/"); top {
	case "winrt":
		arch := "amd64"
		if strings.Contains(path.Base(file), "_386") {
			arch = "386"
		}
		steps := []step{wine(arch, "./"+folder), wine(arch, "./winrt/..."), wine(arch, "./tests/...")}
		if arch == "amd64" {
			steps = append(steps, wine("386", "./winrt/...", "./tests/..."))
		}
		return steps
	case "winmd", "midl", "metadata":
		return []step{host("./" + folder), check, host("./" + top + "/..."), host("./generator/..."), host("./cmd/...")}
	default:
		return []step{check, host("./" + folder), host("./generator/..."), host("./cmd/...")}
	}
}

// builds are the commands that have to succeed for a mutant to be one.
func builds(file string) []step {
	if strings.HasPrefix(file, "winrt/") {
		arch := "amd64"
		if strings.Contains(path.Base(file), "_386") {
			arch = "386"
		}
		return []step{{env: []string{"GOOS=windows", "GOARCH=" + arch}, args: []string{"go", "vet", "./" + path.Dir(file)}}}
	}
	return []step{{args: []string{"go", "build", "./..."}}}
}
