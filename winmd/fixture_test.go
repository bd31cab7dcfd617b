package winmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Files that are always there.
const (
	windowsPath = "../metadata/Windows.winmd"
	slicePath   = "../testdata/Windows.Devices.Display.Core.winmd"
)

func open(t testing.TB, path string) *File {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// module holds the files of Windows 11 23H2 (10.0.22631) as the system has them, in
// the folder moduleSet of the cache of Go's modules once it is downloaded.
const (
	module    = "github.com/saltosystems/winrt-go@v0.0.0-20260513072510-45f10383b2b8"
	moduleSet = module + "/internal/winmd/metadata"
)

// sets returns the folders with metadata as Windows ships it: those below
// WINMD2GO_METADATA, or below ../shared/metadata beside the checkout, or else the
// module that has been downloaded. They are no part of the project.
func sets(t testing.TB) map[string][]string {
	t.Helper()
	dir := os.Getenv("WINMD2GO_METADATA")
	if dir == "" {
		dir = "../../shared/metadata"
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.winmd"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, path := range paths {
		set := filepath.Base(filepath.Dir(path))
		found[set] = append(found[set], path)
	}
	if cache, err := exec.Command("go", "env", "GOMODCACHE").Output(); err == nil && len(found) == 0 {
		paths, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(cache)), filepath.FromSlash(moduleSet), "*.winmd"))
		if err != nil {
			t.Fatal(err)
		}
		if len(paths) > 0 {
			found["10.0.22631"] = paths
		}
	}
	if len(found) == 0 {
		t.Logf("NOT CHECKED: no system metadata below %s or in the module cache, so %s only; run \"go mod download %s\", or set WINMD2GO_METADATA to a folder of folders of .winmd files for the rest", dir, windowsPath, module)
	}
	return found
}

// everyFile opens the files of all sets and those of the project.
func everyFile(t testing.TB) []*File {
	t.Helper()
	files := []*File{open(t, windowsPath), open(t, slicePath)}
	for _, paths := range sets(t) {
		for _, path := range paths {
			files = append(files, open(t, path))
		}
	}
	return files
}
