package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// generated returns the content of a generated file.
func generated(text string) string { return Marker + "\n\n" + text }

// lay makes files in a new folder. A name with a slash at the end is an empty
// folder.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(file, 0o777); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// list reads all files of a folder; empty folders are listed with a slash.
func list(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			entries, err := os.ReadDir(path)
			if err == nil && len(entries) == 0 && name != "." {
				files[name+"/"] = ""
			}
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			files[name], err = os.Readlink(path)
			files[name] = "-> " + files[name]
			return err
		}
		content, err := os.ReadFile(path)
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// link makes a symbolic link. Two systems are known that cannot: Windows, where the
// account has no right to, and Wine before 10.19, which says that it has made one.
func link(t *testing.T, to, name string) {
	t.Helper()
	const privilegeNotHeld = syscall.Errno(1314)
	err := os.Symlink(to, name)
	if runtime.GOOS == "windows" && errors.Is(err, privilegeNotHeld) {
		t.Skipf("NOT TESTED: this account may not make symbolic links (ERROR_PRIVILEGE_NOT_HELD)")
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = os.Lstat(name)
	if runtime.GOOS == "windows" && errors.Is(err, fs.ErrNotExist) {
		t.Skipf("NOT TESTED: CreateSymbolicLink succeeds and makes nothing, as in Wine before 10.19")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func compareFiles(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, content := range want {
		if g, ok := got[name]; !ok {
			t.Errorf("%s is missing", name)
		} else if g != content {
			t.Errorf("%s holds %q, not %q", name, g, content)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s should not be there", name)
		}
	}
}

// run puts files and finishes.
func run(dir string, options Options, files map[string]string) (Result, error) {
	tree, err := Open(dir, options)
	if err != nil {
		return Result{}, err
	}
	defer tree.Close()
	for name, content := range files {
		if err := tree.Put(name, []byte(content)); err != nil {
			return Result{}, err
		}
	}
	return tree.Finish()
}

func TestTree(t *testing.T) {
	a, b, old := generated("package a\n"), generated("package b\n"), generated("package old\n")
	tests := []struct {
		name    string
		before  map[string]string
		put     map[string]string
		roots   []string
		after   map[string]string
		result  Result // without Stale
		changes []string
	}{
		{
			name:    "new",
			put:     map[string]string{"windows/a/a.go": a, "windows/b.go": b},
			after:   map[string]string{"windows/a/a.go": a, "windows/b.go": b},
			result:  Result{Written: 2, Bytes: int64(len(a) + len(b))},
			changes: []string{"add windows/a/a.go", "add windows/b.go"},
		},
		{
			name:   "unchanged",
			before: map[string]string{"windows/a/a.go": a},
			put:    map[string]string{"windows/a/a.go": a},
			after:  map[string]string{"windows/a/a.go": a},
			result: Result{Unchanged: 1, Bytes: int64(len(a))},
		},
		{
			name:   "unchanged but for line endings of a checkout",
			before: map[string]string{"windows/a.go": strings.ReplaceAll(a, "\n", "\r\n")},
			put:    map[string]string{"windows/a.go": a},
			after:  map[string]string{"windows/a.go": strings.ReplaceAll(a, "\n", "\r\n")},
			result: Result{Unchanged: 1, Bytes: int64(len(a))},
		},
		{
			name:    "changed, longer, shorter and of equal length",
			before:  map[string]string{"windows/a.go": old, "windows/b.go": generated(""), "windows/c.go": a},
			put:     map[string]string{"windows/a.go": a, "windows/b.go": b, "windows/c.go": b},
			after:   map[string]string{"windows/a.go": a, "windows/b.go": b, "windows/c.go": b},
			result:  Result{Written: 3, Bytes: int64(len(a) + 2*len(b))},
			changes: []string{"change windows/a.go", "change windows/b.go", "change windows/c.go"},
		},
		{
			name: "what is no longer wanted goes, with its folder",
			before: map[string]string{"windows/a.go": a, "windows/old/x/old.go": old, "windows/old/crlf.go": strings.ReplaceAll(old, "\n", "\r\n"),
				"windows/b/old.go": old, "windows/b/b.go": b},
			put:     map[string]string{"windows/a.go": a, "windows/b/b.go": b},
			after:   map[string]string{"windows/a.go": a, "windows/b/b.go": b},
			result:  Result{Unchanged: 2, Removed: 3, Bytes: int64(len(a) + len(b))},
			changes: []string{"remove windows/b/old.go", "remove windows/old/crlf.go", "remove windows/old/x/old.go"},
		},
		{
			name: "what others made stays",
			before: map[string]string{
				"windows/hand.go":         "package windows\n\n" + Marker + "\n",
				"windows/other.go":        "// Code generated by stringer. DO NOT EDIT.\n",
				"windows/longer.go":       Marker + " Or do.\n",
				"windows/part.go":         Marker[:len(Marker)-1],
				"windows/empty.go":        "",
				"windows/notes.md":        generated("notes"),
				"windows/old/keep.txt":    "x",
				"windows/old/old.go":      old,
				"windows/nothing/":        "",
				"windows/.hidden/old.go":  old,
				"windows/_ignored/old.go": old,
				"windows/module/go.mod":   "module other\n",
				"windows/module/old.go":   old,
				"elsewhere/old.go":        old,
				"old.go":                  old,
				".winmd2go-1-1.tmp":       "",
			},
			put: map[string]string{"windows/a.go": a},
			after: map[string]string{
				"windows/a.go":            a,
				"windows/hand.go":         "package windows\n\n" + Marker + "\n",
				"windows/other.go":        "// Code generated by stringer. DO NOT EDIT.\n",
				"windows/longer.go":       Marker + " Or do.\n",
				"windows/part.go":         Marker[:len(Marker)-1],
				"windows/empty.go":        "",
				"windows/notes.md":        generated("notes"),
				"windows/old/keep.txt":    "x",
				"windows/nothing/":        "",
				"windows/.hidden/old.go":  old,
				"windows/_ignored/old.go": old,
				"windows/module/go.mod":   "module other\n",
				"windows/module/old.go":   old,
				"elsewhere/old.go":        old,
				"old.go":                  old,
				".winmd2go-1-1.tmp":       "",
			},
			result:  Result{Written: 1, Removed: 1, Bytes: int64(len(a))},
			changes: []string{"add windows/a.go", "remove windows/old/old.go"},
		},
		{
			name: "remains of killed runs go, their like stay",
			before: map[string]string{
				"windows/a.go":                a,
				"windows/.winmd2go-12-3.tmp":  "half",
				"windows/x/.winmd2go-1-1.tmp": "",
				"windows/.winmd2go-notes.tmp": "mine",
				"windows/.winmd2go-1-.tmp":    "mine",
				"windows/y/.winmd2go-1-1":     "mine",
			},
			put: map[string]string{"windows/a.go": a},
			after: map[string]string{
				"windows/a.go":                a,
				"windows/.winmd2go-notes.tmp": "mine",
				"windows/.winmd2go-1-.tmp":    "mine",
				"windows/y/.winmd2go-1-1":     "mine",
			},
			result: Result{Unchanged: 1, Bytes: int64(len(a))},
		},
		{
			name:    "a root in which nothing is put any more",
			before:  map[string]string{"windows/x/old.go": old, "other/old.go": old},
			put:     map[string]string{"contoso/a.go": a},
			roots:   []string{"windows"},
			after:   map[string]string{"contoso/a.go": a, "other/old.go": old},
			result:  Result{Written: 1, Removed: 1, Bytes: int64(len(a))},
			changes: []string{"add contoso/a.go", "remove windows/x/old.go"},
		},
		{
			name:    "a root inside what is walked",
			before:  map[string]string{"windows/x/old.go": old},
			put:     map[string]string{"windows/a.go": a},
			roots:   []string{"windows/x"},
			after:   map[string]string{"windows/a.go": a},
			result:  Result{Written: 1, Removed: 1, Bytes: int64(len(a))},
			changes: []string{"add windows/a.go", "remove windows/x/old.go"},
		},
		{
			name:    "a root below a folder that is not ours",
			before:  map[string]string{"internal/old.go": old, "internal/split/x/old.go": old},
			put:     map[string]string{"internal/split/a.go": a, "contoso/b.go": a},
			roots:   []string{"internal/split"},
			after:   map[string]string{"internal/old.go": old, "internal/split/a.go": a, "contoso/b.go": a},
			result:  Result{Written: 2, Removed: 1, Bytes: 2 * int64(len(a))},
			changes: []string{"add contoso/b.go", "add internal/split/a.go", "remove internal/split/x/old.go"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := lay(t, test.before)

			checked, err := run(dir, Options{Check: true, Roots: test.roots}, test.put)
			if err != nil {
				t.Fatal(err)
			}
			compareFiles(t, list(t, dir), test.before)
			var changes []string
			for _, s := range checked.Stale {
				changes = append(changes, s.String())
			}
			if !slices.Equal(changes, test.changes) {
				t.Errorf("check finds %q, not %q", changes, test.changes)
			}

			result, err := run(dir, Options{Roots: test.roots}, test.put)
			if err != nil {
				t.Fatal(err)
			}
			compareFiles(t, list(t, dir), test.after)
			for _, r := range []Result{checked, result} {
				if r.Written != test.result.Written || r.Unchanged != test.result.Unchanged ||
					r.Removed != test.result.Removed || r.Bytes != test.result.Bytes {
					t.Errorf("result %+v, not %+v", r, test.result)
				}
			}
			if result.Stale != nil {
				t.Errorf("run lists %v", result.Stale)
			}

			again, err := run(dir, Options{Check: true, Roots: test.roots}, test.put)
			if err != nil || len(again.Stale) > 0 || again.Written > 0 || again.Removed > 0 {
				t.Errorf("check after the run: %+v, %v", again, err)
			}
		})
	}
}

func TestTreeLeavesUnchangedFilesAlone(t *testing.T) {
	a := generated("package a\n")
	dir := lay(t, map[string]string{"windows/a.go": a})
	before, err := os.Stat(filepath.Join(dir, "windows", "a.go"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run(dir, Options{}, map[string]string{"windows/a.go": a}); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(filepath.Join(dir, "windows", "a.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("the file was written again")
	}
}

func TestTreeRefuses(t *testing.T) {
	a := generated("package a\n")
	tests := []struct {
		name   string
		before map[string]string
		link   map[string]string // name to what it points at
		put    string
		want   []string // in the message
	}{
		{
			name:   "hand-written file",
			before: map[string]string{"windows/a.go": "package mine\n"},
			put:    "windows/a.go",
			want:   []string{filepath.Join("windows", "a.go"), "winmd2go did not make", "move it away"},
		},
		{
			name:   "empty file",
			before: map[string]string{"windows/a.go": ""},
			put:    "windows/a.go",
			want:   []string{filepath.Join("windows", "a.go"), "winmd2go did not make"},
		},
		{
			name:   "folder in place of the file",
			before: map[string]string{"windows/a.go/x.txt": ""},
			put:    "windows/a.go",
			want:   []string{filepath.Join("windows", "a.go"), "a folder stands there"},
		},
		{
			name:   "file in place of the folder",
			before: map[string]string{"windows": "x"},
			put:    "windows/a/a.go",
			want:   []string{"windows: ", "not a folder"},
		},
		{
			name:   "link in place of the folder",
			before: map[string]string{"outside/a.go": a},
			link:   map[string]string{"windows": "outside"},
			put:    "windows/a.go",
			want:   []string{"windows: ", "symbolic link"},
		},
		{
			name:   "link in place of the file",
			before: map[string]string{"outside.go": generated("x"), "windows/b.go": a},
			link:   map[string]string{"windows/a.go": "../outside.go"},
			put:    "windows/a.go",
			want:   []string{filepath.Join("windows", "a.go"), "symbolic link"},
		},
		{name: "path out of the tree", put: "../a.go", want: []string{"../a.go"}},
		{name: "absolute path", put: "/a.go", want: []string{"/a.go"}},
		{name: "the folder itself", put: ".", want: []string{`"."`}},
	}
	// What is a plain name on one system and leads elsewhere on another.
	for _, put := range []string{
		`windows\..\..\a.go`, `windows/..\..\a.go`, `windows/a\b.go`, "c:/a.go", "c:a.go", `\\server\share\a.go`,
		"windows/nul", "windows/nul.go", "windows/con/a.go", "windows/COM1.go", "windows/lpt9/a.go", "windows/aux.x.go",
		"windows/a.go.", "windows/x./a.go", "windows/a.go:stream", "windows/a\x00.go", "windows/a\n.go", "windows/a?.go", "windows/\xff.go",
		"windows//a.go", "windows/./a.go", "windows/x/../a.go", "windows/", "", "/",
	} {
		tests = append(tests, struct {
			name   string
			before map[string]string
			link   map[string]string
			put    string
			want   []string
		}{name: "place " + put, put: put, want: []string{fmt.Sprintf("%q", put)}})
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := lay(t, test.before)
			for name, to := range test.link {
				link(t, filepath.FromSlash(to), filepath.Join(dir, name))
			}
			before := list(t, dir)
			for _, check := range []bool{true, false} {
				_, err := run(dir, Options{Check: check}, map[string]string{test.put: a})
				if err == nil {
					t.Fatalf("check %v: no error", check)
				}
				for _, w := range test.want {
					if !strings.Contains(err.Error(), w) {
						t.Errorf("check %v: %q does not say %q", check, err, w)
					}
				}
			}
			compareFiles(t, list(t, dir), before)
		})
	}
	t.Run("no marker", func(t *testing.T) {
		dir := t.TempDir()
		_, err := run(dir, Options{}, map[string]string{"a.go": "package a\n"})
		if err == nil || !strings.Contains(err.Error(), "a.go") {
			t.Errorf("got %v", err)
		}
		compareFiles(t, list(t, dir), nil)
	})
	t.Run("same file twice", func(t *testing.T) {
		tree, err := Open(t.TempDir(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer tree.Close()
		if err := tree.Put("windows/a.go", []byte(a)); err != nil {
			t.Fatal(err)
		}
		err = tree.Put("windows/A.go", []byte(a))
		if err == nil || !strings.Contains(err.Error(), "windows/A.go") || !strings.Contains(err.Error(), "windows/a.go") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("file in place of the output folder", func(t *testing.T) {
		file := filepath.Join(lay(t, map[string]string{"out": "x"}), "out")
		for _, check := range []bool{true, false} {
			if _, err := Open(file, Options{Check: check}); err == nil || !strings.Contains(err.Error(), file) {
				t.Errorf("check %v: got %v", check, err)
			}
		}
	})
}

// TestTreeStaysInside puts a link in the way after the tree has looked: what is
// written goes nowhere else.
func TestTreeStaysInside(t *testing.T) {
	a := generated("package a\n")
	dir, outside := t.TempDir(), lay(t, map[string]string{"b.go": generated("package b\n")})
	tree, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if err := tree.Put("windows/a.go", []byte(a)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "windows")); err != nil {
		t.Fatal(err)
	}
	link(t, outside, filepath.Join(dir, "windows"))
	before := list(t, outside)
	for _, name := range []string{"windows/b.go", "windows/c.go"} {
		if err := tree.Put(name, []byte(a)); err == nil {
			t.Errorf("%s was written through a link that leads out", name)
		}
	}
	if _, err := tree.Finish(); err != nil {
		t.Error(err)
	}
	compareFiles(t, list(t, outside), before)
}

func TestTreePrunesNothingBehindLinks(t *testing.T) {
	a := generated("package a\n")
	dir := lay(t, map[string]string{"windows/a.go": a, "outside/old.go": a})
	link(t, filepath.Join("..", "outside"), filepath.Join(dir, "windows", "link"))
	link(t, filepath.Join("..", "outside", "old.go"), filepath.Join(dir, "windows", "old.go"))
	before := list(t, dir)
	if _, err := run(dir, Options{}, map[string]string{"windows/a.go": a}); err != nil {
		t.Fatal(err)
	}
	compareFiles(t, list(t, dir), before)
}

func TestTreeOfOneRunAtATime(t *testing.T) {
	dir := t.TempDir()
	first, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir, Options{})
	if !errors.Is(err, errBusy) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second run: %v", err)
	}
	check, err := Open(dir, Options{Check: true})
	if err != nil {
		t.Fatalf("check beside a run: %v", err)
	}
	check.Close()
	first.Close()
	second, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Finish(); err != nil {
		t.Error(err)
	}
	third, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	third.Close()
}

func TestTreeConcurrent(t *testing.T) {
	dir := t.TempDir()
	want := map[string]string{}
	for i := range 300 {
		want[fmt.Sprintf("windows/p%d/q%d/f%d.go", i%7, i%3, i)] = generated(strings.Repeat("x", i))
	}
	for range 2 {
		tree, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		for name, content := range want {
			wait.Go(func() {
				if err := tree.Put(name, []byte(content)); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		result, err := tree.Finish()
		if err != nil || result.Written+result.Unchanged != len(want) {
			t.Errorf("%+v, %v", result, err)
		}
		compareFiles(t, list(t, dir), want)
	}
}

func TestEqualLineEndings(t *testing.T) {
	tests := []struct {
		old, content string
		want         bool
	}{
		{"", "", true},
		{"a\nb\n", "a\nb\n", true},
		{"a\r\nb\r\n", "a\nb\n", true},
		{"a\r\nb\n", "a\nb\n", true},
		{"a\r\n", "a\r\n", true},
		{"\r\n", "\n", true},
		{"a\r\nb", "a\nc", false},
		{"a\r\nb\r\n", "a\nb", false},
		{"a\r\n", "a", false},
		{"a\rb\r\n", "ab\n", false},
		{"a\n", "a\r\n", false},
		{"a\r\n\r\n", "a\n\n", true},
	}
	for _, test := range tests {
		if got := (&buffer{[]byte(test.old)}).equal([]byte(test.content)); got != test.want {
			t.Errorf("%q and %q: %v", test.old, test.content, got)
		}
	}
}

func BenchmarkTree(b *testing.B) {
	files := map[string][]byte{}
	size := 0
	for i := range 400 {
		content := []byte(generated(strings.Repeat("func f() {}\n", 1000)))
		files[fmt.Sprintf("windows/p%d/f%d.go", i/2, i)] = content
		size += len(content)
	}
	put := func(b *testing.B, dir string) {
		tree, err := Open(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		for name, content := range files {
			if err := tree.Put(name, content); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := tree.Finish(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("new", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			put(b, filepath.Join(b.TempDir(), "out"))
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		dir := b.TempDir()
		put(b, dir)
		b.SetBytes(int64(size))
		for b.Loop() {
			put(b, dir)
		}
	})
	// The same files with os.WriteFile, which keeps nothing whole.
	b.Run("baseline-writefile", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			dir := b.TempDir()
			for name, content := range files {
				file := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
					b.Fatal(err)
				}
				if err := os.WriteFile(file, content, 0o666); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
