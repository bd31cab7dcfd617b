package generator

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestDamagedMetadata cuts and flips a real file. Whatever is in it, Generate ends
// soon, with what the file says or with an error that names it, and then nothing
// has been written.
func TestDamagedMetadata(t *testing.T) {
	whole, err := os.ReadFile(filepath.Join("..", "testdata", "Windows.Devices.Display.Core.winmd"))
	if err != nil {
		t.Fatal(err)
	}
	rounds := 1500
	if testing.Short() {
		rounds = 100
	}
	random := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	failed := 0
	for i := range rounds {
		data := append([]byte(nil), whole...)
		if i%3 == 0 {
			data = data[:random.IntN(len(data))]
		} else {
			for range 1 + random.IntN(8) {
				data[random.IntN(len(data))] ^= 1 << random.IntN(8)
			}
		}
		name, out := filepath.Join(dir, "damaged.winmd"), filepath.Join(dir, "out")
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		start := time.Now()
		_, err := Generate(ctx, Options{Metadata: []string{name}, Names: []string{"Windows.*"}, Out: out, ImportPath: "x"})
		cancel()
		if took := time.Since(start); took > 15*time.Second {
			t.Errorf("round %d took %v", i, took)
		}
		if err != nil {
			failed++
			if !strings.Contains(err.Error(), "damaged.winmd") {
				t.Errorf("round %d: the error does not name the file: %v", i, err)
			}
			if _, there := os.Stat(out); there == nil {
				t.Errorf("round %d: something was written beside the error %v", i, err)
			}
		}
		os.RemoveAll(out)
	}
	if failed < rounds/4 {
		t.Errorf("only %d of %d damaged files were refused", failed, rounds)
	}
}
