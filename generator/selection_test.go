package generator

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// folder is the sum of every file below dir.
func folder(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	sums := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		sums[filepath.ToSlash(name)] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// TestNothingLeftOut holds the figures of the metadata: every type and member of
// the selection is projected. The interop header adds a namespace of two
// interfaces with four methods.
func TestNothingLeftOut(t *testing.T) {
	for _, test := range []struct {
		name                       string
		namespaces, types, members int
	}{
		{"Windows.Devices.Display.Core", 9 + 1, 130 + 2, 279 + 4},
		{"Windows.*", 336 + 1, 14366 + 2, 33422 + 4},
	} {
		report, err := Generate(context.Background(), Options{Names: []string{test.name}, Out: t.TempDir(), ImportPath: "x"})
		if err != nil {
			t.Fatal(err)
		}
		if report.Namespaces != test.namespaces || report.Types != test.types || report.Members.Metadata != test.members {
			t.Errorf("%s: %d namespaces, %d types, %d members; want %+v", test.name, report.Namespaces, report.Types, report.Members.Metadata, test)
		}
		if report.Members.Projected != report.Members.Metadata || len(report.Members.Skipped) != 0 {
			t.Errorf("%s: %d of %d members, skipped %v", test.name, report.Members.Projected, report.Members.Metadata, report.Members.Skipped)
		}
	}
}

// TestOlderSDK does the same for an SDK that is not part of the project.
func TestOlderSDK(t *testing.T) {
	dir := os.Getenv("WINMD2GO_METADATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "metadata")
	}
	dir = filepath.Join(dir, "10.0.19041")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no metadata of 10.0.19041: set WINMD2GO_METADATA to the folder that holds it (%v)", err)
	}
	report, err := Generate(context.Background(), Options{Metadata: []string{dir}, Names: []string{"Windows.*"}, Out: t.TempDir(), ImportPath: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if report.Members.Metadata != 31388+4 || report.Members.Projected != 31388+4 || len(report.Members.Skipped) != 0 {
		t.Errorf("%d of %d members, skipped %v", report.Members.Projected, report.Members.Metadata, report.Members.Skipped)
	}
}

// TestSameBytes generates with one goroutine and with many.
func TestSameBytes(t *testing.T) {
	var sums [2]map[string][32]byte
	for i, procs := range []int{1, 8} {
		former := runtime.GOMAXPROCS(procs)
		out := t.TempDir()
		_, err := Generate(context.Background(), Options{Names: []string{"Windows.UI.Xaml.*", "Windows.Devices.*"}, Out: out, ImportPath: "x"})
		runtime.GOMAXPROCS(former)
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = folder(t, out)
	}
	if len(sums[0]) == 0 || len(sums[0]) != len(sums[1]) {
		t.Fatalf("%d and %d files", len(sums[0]), len(sums[1]))
	}
	for name, sum := range sums[0] {
		if sums[1][name] != sum {
			t.Errorf("%s differs", name)
		}
	}
}
