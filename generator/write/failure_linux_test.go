package write

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// afterFailure checks what must hold when a run of put failed with err: the
// message names the file and the cause, old is as it was, nothing unfinished is
// left, and every file is whole.
func afterFailure(t *testing.T, dir string, err, cause error, before map[string]string, put map[string]string) {
	t.Helper()
	if !errors.Is(err, cause) {
		t.Fatalf("got %v, want %v", err, cause)
	}
	if !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), ".go: ") || strings.Contains(err.Error(), tempPrefix) {
		t.Errorf("the message does not name the file: %v", err)
	}
	for name, content := range list(t, dir) {
		if isTemp(filepath.Base(name)) {
			t.Errorf("%s is left", name)
		} else if strings.HasSuffix(name, ".go") && content != before[name] && content != put[name] {
			t.Errorf("%s is neither old nor new: %.100q…", name, content)
		}
	}
	for name := range before {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("old file: %v", err)
		}
	}
}

var (
	small = map[string]string{
		"windows/a.go": generated("package a // old\n"),
		"windows/b.go": generated("package b // old\n"),
	}
	large = map[string]string{
		"windows/a.go": generated(strings.Repeat("// a\n", 100_000)),
		"windows/b.go": generated(strings.Repeat("// b\n", 100_000)),
	}
)

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("cannot mount a small file system here (%v); TestFileSizeLimit takes its place", err)
	}
	defer unix.Unmount(dir, 0)
	if _, err := run(dir, Options{}, small); err != nil {
		t.Fatal(err)
	}
	_, err := run(dir, Options{}, large)
	afterFailure(t, dir, err, syscall.ENOSPC, small, large)
	if !strings.Contains(err.Error(), "make room") {
		t.Errorf("no advice: %v", err)
	}
	// With room, the next run completes it.
	if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT, "size=4m"); err != nil {
		t.Fatal(err)
	}
	if _, err := run(dir, Options{}, large); err != nil {
		t.Fatal(err)
	}
	compareFiles(t, list(t, dir), large)
}

func TestReadOnlyFileSystem(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("cannot mount a file system here (%v); TestReadOnlyFolder takes its place", err)
	}
	defer unix.Unmount(dir, 0)
	if _, err := run(dir, Options{}, small); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	_, err := run(dir, Options{}, large)
	afterFailure(t, dir, err, syscall.EROFS, small, large)
	if result, err := run(dir, Options{}, small); err != nil || result.Unchanged != 2 {
		t.Errorf("a run that changes nothing: %+v, %v", result, err)
	}
}

// TestFileSizeLimit has writing fail in the middle of a file, without rights to
// mount anything.
func TestFileSizeLimit(t *testing.T) {
	dir := t.TempDir()
	if _, err := run(dir, Options{}, small); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var old unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 100_000, Max: old.Max}); err != nil {
		t.Fatal(err)
	}
	_, err := run(dir, Options{}, large)
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	afterFailure(t, dir, err, syscall.EFBIG, small, large)
	compareFiles(t, list(t, dir), small)
	if _, err := run(dir, Options{}, large); err != nil {
		t.Fatal(err)
	}
	compareFiles(t, list(t, dir), large)
}

func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	if _, err := run(dir, Options{}, small); err != nil {
		t.Fatal(err)
	}
	windows := filepath.Join(dir, "windows")
	if err := os.Chmod(windows, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(windows, 0o755)
	if os.Getuid() == 0 {
		// Modes do not bind root; a thread can act on files as another user.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		const nobody = 65534
		if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := unix.Setfsuid(nobody); err != nil {
			t.Fatal(err)
		}
		defer unix.Setfsuid(0)
	}
	_, err := run(dir, Options{}, large)
	afterFailure(t, dir, err, fs.ErrPermission, small, large)
	compareFiles(t, list(t, dir), small)
	if !strings.Contains(err.Error(), "writable") {
		t.Errorf("no advice: %v", err)
	}
	// Removing what is no longer wanted fails as clearly.
	_, err = run(dir, Options{}, map[string]string{"windows/a.go": small["windows/a.go"]})
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), filepath.Join(windows, "b.go")+": cannot remove") {
		t.Errorf("got %v", err)
	}
	compareFiles(t, list(t, dir), small)
	if result, err := run(dir, Options{Check: true}, small); err != nil || len(result.Stale) > 0 {
		t.Errorf("check: %+v, %v", result, err)
	}
}
