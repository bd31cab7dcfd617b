package winmd

import (
	"os"
	"path/filepath"
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

// sets returns the folders with metadata as Windows ships it: those below
// WINMD2GO_METADATA, or below ../shared/metadata beside the checkout. They are
// no part of the project.
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
	if len(found) == 0 {
		t.Logf("no system metadata below %s: checking %s only; set WINMD2GO_METADATA to a folder of folders of .winmd files for the rest", dir, windowsPath)
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
