//go:build windows

package abi

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRelativeLibraries names DLLs by paths that are resolved when they are named, and
// looks for them from elsewhere.
func TestRelativeLibraries(t *testing.T) {
	native(t, "StandInErrorInfo") // skips where there is no component
	dir, err := filepath.Abs(os.Getenv("WINMD2GO_COMPONENTS"))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	base := filepath.Base(dir)
	for _, test := range []struct{ name, from, path string }{
		{"Dot", dir, `.\` + testLibrary},
		{"Slash", dir, "./" + testLibrary},
		{"Folder", filepath.Dir(dir), base + "/" + testLibrary},
		{"Parent", dir, `..\` + base + `\` + testLibrary},
		{"Whole", elsewhere, filepath.Join(dir, testLibrary)},
	} {
		namespace := "Failing.Instance." + test.name
		t.Chdir(test.from)
		UseLibrary(namespace, test.path)
		t.Chdir(elsewhere)
		factory, err := activationFactory(namespace + ".Thing")
		if err != nil || factory == nil {
			t.Errorf("%s from %s: %v", test.path, test.from, err)
			continue
		}
		release(factory)
	}
	// A bare name is not looked for in the current directory.
	data, err := os.ReadFile(filepath.Join(dir, testLibrary))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(elsewhere, "only-here.dll"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	UseLibrary("Failing.Instance.Bare", "only-here.dll")
	if _, err := activationFactory("Failing.Instance.Bare.Thing"); err == nil {
		t.Error("a DLL was loaded from the current directory by its bare name")
	}
}
