package generator

import (
	"context"
	"errors"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/winmd2go/winmd2go/metadata"
)

// countdown is a context that ends when it was asked n times.
type countdown struct {
	context.Context
	left atomic.Int64
}

func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestCancelled ends a run while it reads, at each of the moments at which it asks
// whether to go on, and nothing is left; and while it writes, and every file is whole.
func TestCancelled(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Windows.winmd"), metadata.Windows(), 0o644); err != nil {
		t.Fatal(err)
	}
	generate := func(ctx context.Context, progress func(done, total int)) (out string, err error) {
		out = filepath.Join(t.TempDir(), "out")
		_, err = Generate(ctx, Options{Metadata: []string{dir}, Names: []string{"Windows.Globalization.Calendar"}, Out: out, ImportPath: "x", Progress: progress})
		return out, err
	}
	run := func(asked int64) (*countdown, string, error) {
		ctx := &countdown{Context: context.Background()}
		ctx.left.Store(asked)
		out, err := generate(ctx, nil)
		return ctx, out, err
	}
	const plenty = 1 << 40
	whole, _, err := run(plenty)
	if err != nil {
		t.Fatal(err)
	}
	asked := plenty - whole.left.Load()
	if asked < 2 {
		t.Fatalf("reading asks %d times whether to go on", asked)
	}
	for n := range asked {
		_, out, err := run(n)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled when asked for the %d. time of %d: %v", n+1, asked, err)
		}
		if entries, _ := os.ReadDir(out); len(entries) != 0 {
			t.Errorf("cancelled when asked for the %d. time of %d: %v is left", n+1, asked, entries)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	out, err := generate(ctx, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled when the first package was made: %v", err)
	}
	for name := range folder(t, out) {
		if _, err := parser.ParseFile(token.NewFileSet(), filepath.Join(out, name), nil, parser.SkipObjectResolution); err != nil {
			t.Errorf("cancelled when the first package was made: %v", err)
		}
	}
}

// TestCancelledReading ends a run before a file is opened: it is not the file, which is
// no metadata, that is complained of.
func TestCancelledReading(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.winmd")
	if err := os.WriteFile(broken, []byte("no metadata"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Generate(ctx, Options{Metadata: []string{broken}, Names: []string{"A.B"}, Out: t.TempDir(), ImportPath: "x"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
