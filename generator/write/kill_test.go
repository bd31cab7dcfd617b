package write

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A process of the test binary with this in its environment writes into the
// folder, over and over, until it is killed.
const writerVariable = "WINMD2GO_TEST_WRITER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerVariable); dir != "" {
		for version := 0; ; version++ {
			if _, err := run(dir, Options{}, versioned(version)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	os.Exit(m.Run())
}

// versioned is a set of files, each with a sum of its content, of which some
// names differ from version to version.
func versioned(version int) map[string]string {
	files := map[string]string{}
	for i := range 12 {
		text := strings.Repeat(fmt.Sprintf("// version %d of file %d\n", version, i), 200+17*i*(version%5))
		sum := sha256.Sum256([]byte(text))
		files[fmt.Sprintf("windows/p%d/f%d.go", i%3, i+version%4)] = generated("// " + hex.EncodeToString(sum[:]) + "\n" + text)
	}
	return files
}

func whole(content string) bool {
	rest, ok := strings.CutPrefix(content, generated("// "))
	if !ok || len(rest) < 65 {
		return false
	}
	sum := sha256.Sum256([]byte(rest[65:]))
	return rest[:64] == hex.EncodeToString(sum[:])
}

func TestKill(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	hand := filepath.Join(dir, "windows", "p0", "hand.go")
	if err := os.MkdirAll(filepath.Dir(hand), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(hand, []byte("package p0\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	kills, temps := 40, 0
	if testing.Short() {
		kills = 8
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	for range kills {
		command := exec.Command(self)
		command.Env = append(os.Environ(), writerVariable+"="+dir)
		var messages strings.Builder
		command.Stderr = &messages
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		// Long enough to start, and then a random moment.
		time.Sleep(15*time.Millisecond + time.Duration(r.IntN(15_000))*time.Microsecond)
		if err := command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		command.Wait()
		if messages.Len() > 0 {
			t.Fatalf("the writer failed by itself: %s", messages.String())
		}
		for name, content := range list(t, dir) {
			switch {
			case isTemp(filepath.Base(name)):
				temps++
			case name == "windows/p0/hand.go":
				if content != "package p0\n" {
					t.Fatal("the hand-written file was touched")
				}
			case strings.HasSuffix(name, "/"):
			case !whole(content):
				t.Fatalf("%s is not whole after a kill: %.200q…", name, content)
			}
		}
	}
	// The next run completes what they began.
	if _, err := run(dir, Options{}, versioned(3)); err != nil {
		t.Fatal(err)
	}
	want := versioned(3)
	want["windows/p0/hand.go"] = "package p0\n"
	compareFiles(t, list(t, dir), want)
	t.Logf("%d kills, %d unfinished files seen", kills, temps)
}
