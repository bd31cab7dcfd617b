package nativestore

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

func load(t *testing.T, arch string, patterns ...string) []*packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadSyntax,
		Env:  append(os.Environ(), "GOOS=windows", "GOARCH="+arch, "CGO_ENABLED=0"),
	}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the packages do not compile")
	}
	return pkgs
}

// TestFixture holds that every line with the comment is found, and no other.
func TestFixture(t *testing.T) {
	const name = "testdata/fixture/fixture.go"
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := map[int]bool{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if strings.HasSuffix(lines.Text(), "// native") {
			want[n] = true
		}
	}
	for _, found := range Check(load(t, "amd64", "./"+filepath.Dir(name))) {
		if !want[found.Position.Line] {
			t.Errorf("found, and is allowed: %v", found)
		}
		delete(want, found.Position.Line)
	}
	for line := range want {
		t.Errorf("%s:%d: not found", name, line)
	}
}

// TestRuntime holds that nothing here stores Go pointers into native memory.
func TestRuntime(t *testing.T) {
	for _, arch := range []string{"amd64", "386", "arm64"} {
		pkgs := load(t, arch, "../../winrt/...", "../../generated/...", "../../examples/...")
		if len(pkgs) < 10 {
			t.Errorf("windows/%s: only %d packages were found", arch, len(pkgs))
		}
		for _, found := range Check(pkgs) {
			t.Errorf("windows/%s: %v", arch, found)
		}
	}
}
