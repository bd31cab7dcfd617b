package write

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// hold opens a file as programs do that let nobody replace or remove it.
func hold(t *testing.T, name string) (release func()) {
	t.Helper()
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(path, windows.GENERIC_READ, windows.FILE_SHARE_READ, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() { windows.CloseHandle(h) }
}

// TestOpenElsewhere replaces and removes files that another program has open for a
// moment.
func TestOpenElsewhere(t *testing.T) {
	old := map[string]string{"windows/a.go": generated("old"), "windows/b.go": generated("old")}
	dir := lay(t, old)
	for name := range old {
		release := hold(t, filepath.Join(dir, filepath.FromSlash(name)))
		time.AfterFunc(200*time.Millisecond, release)
	}
	put := map[string]string{"windows/a.go": generated("new")}
	if _, err := run(dir, Options{}, put); err != nil {
		t.Fatal(err)
	}
	compareFiles(t, list(t, dir), put)
}

// TestOpenElsewhereForGood says what is wrong, and leaves the file as it was.
func TestOpenElsewhereForGood(t *testing.T) {
	old := map[string]string{"windows/a.go": generated("old"), "windows/b.go": generated("old")}
	dir := lay(t, old)
	file := filepath.Join(dir, "windows", "a.go")
	release := hold(t, file)
	_, err := run(dir, Options{}, map[string]string{"windows/a.go": generated("new")})
	release()
	if err == nil || !strings.Contains(err.Error(), file) || !errors.Is(err, fs.ErrPermission) && !strings.Contains(err.Error(), "has it open") {
		t.Errorf("got %v", err)
	}
	compareFiles(t, list(t, dir), old)
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}

// TestNamesOfOneFile: on Windows the file that was put is there under whatever case.
func TestNamesOfOneFile(t *testing.T) {
	dir := lay(t, map[string]string{"Windows/A.go": generated("old")})
	put := map[string]string{"windows/a.go": generated("new")}
	if _, err := run(dir, Options{}, put); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "windows", "a.go"))
	if err != nil || string(content) != put["windows/a.go"] {
		t.Errorf("%q, %v", content, err)
	}
}

// TestLongPath writes where the whole path is longer than the 260 characters that
// old programs take.
func TestLongPath(t *testing.T) {
	word := strings.Repeat("w", 60)
	name := strings.Join([]string{"windows", word, word, word, word, word, "a.go"}, "/")
	dir := t.TempDir()
	for _, text := range []string{"one", "two"} {
		if _, err := run(dir, Options{}, map[string]string{name: generated(text)}); err != nil {
			t.Fatal(err)
		}
		compareFiles(t, list(t, dir), map[string]string{name: generated(text)})
	}
	if result, err := run(dir, Options{}, map[string]string{"windows/b.go": generated("")}); err != nil || result.Removed != 1 {
		t.Errorf("%+v, %v", result, err)
	}
}
