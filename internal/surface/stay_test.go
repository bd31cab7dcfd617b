package surface

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/winmd"
)

var update = flag.Bool("update", false, "write testdata/record.gz anew, from all metadata that it is of")

// ladder are the SDKs of the record, the oldest first; bit n of a recorded entry is
// that of the n-th.
var ladder = [...]string{"10.0.19041", "10.0.22631", "10.0.26100", "windows-default-0.100"}

// embedded is the one that this program carries.
const embedded = 2

// metadataFolder is where the whole ladder may be.
func metadataFolder() string {
	if dir := os.Getenv("WINMD2GO_METADATA"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "metadata")
}

// sdk lists one SDK.
type sdk struct {
	entries []Entry
	facts   Facts
}

// listing projects everything that files hold.
func listing(t testing.TB, files []*winmd.File, names ...string) sdk {
	t.Helper()
	u, err := model.Load(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := u.Select(names)
	if err != nil {
		t.Fatal(err)
	}
	p, err := project.New(s, project.Config{ImportPath: "example.org/generated"})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := Of(p, s)
	if err != nil {
		t.Fatal(err)
	}
	return sdk{entries, FactsOf(s)}
}

func embeddedFile(t testing.TB) *winmd.File {
	t.Helper()
	f, err := winmd.Parse("Windows.winmd", metadata.Windows())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// open reads the metadata files of a folder.
func open(t testing.TB, dir string) []*winmd.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.winmd"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*winmd.File
	for _, path := range paths {
		f, err := winmd.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

func record(t testing.TB) Record {
	t.Helper()
	f, err := os.Open(recordFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := ReadRecord(f)
	if err != nil {
		t.Fatalf("%s: %v", recordFile, err)
	}
	return r
}

var recordFile = filepath.Join("testdata", "record.gz")

// TestNamesStay compares every SDK with every later one: what is in the metadata of both
// is the same for Go programs. Where the metadata is not beside the checkout, the record
// stands for it, and TestRecord compares it with the metadata that is in this program.
func TestNamesStay(t *testing.T) {
	dir := metadataFolder()
	var sdks []sdk
	for _, name := range ladder {
		files := open(t, filepath.Join(dir, name))
		if len(files) == 0 {
			t.Skipf("no metadata of %s in %s; TestRecord compares what is recorded of it (WINMD2GO_METADATA names another folder)", name, dir)
		}
		sdks = append(sdks, listing(t, files))
	}
	var r Record
	for i := range sdks {
		r = r.Add(i, sdks[i].entries)
		for j := i + 1; j < len(sdks); j++ {
			same, changes := Compare(sdks[i].entries, sdks[j].entries, sdks[i].facts, sdks[j].facts)
			ours := 0
			for k := range changes {
				if c := &changes[k]; c.Reason == "" {
					ours++
					t.Errorf("%s to %s: %s", ladder[i], ladder[j], c)
				}
			}
			t.Logf("%s to %s: %d the same, %d changed or removed by Microsoft, %d by us", ladder[i], ladder[j], same, len(changes)-ours, ours)
			if same < 55_000 {
				t.Errorf("%s and %s have only %d entries in common", ladder[i], ladder[j], same)
			}
		}
	}
	for i := range sdks[:len(sdks)-1] {
		_, changes := Compare(sdks[i].entries, sdks[i+1].entries, sdks[i].facts, sdks[i+1].facts)
		r.Explain(changes)
		for k := range changes {
			t.Logf("%s to %s, by Microsoft: %s", ladder[i], ladder[i+1], &changes[k])
		}
	}
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(recordFile, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have, err := os.ReadFile(recordFile); err != nil || !bytes.Equal(have, b.Bytes()) {
		t.Errorf("%s is not what the metadata gives (%v): go test ./internal/surface -run TestNamesStay -update writes it; read first what TestRecord says", recordFile, err)
	}
}

// TestRecord compares the metadata that is in this program with what was recorded of
// it and of the SDKs on both sides of it.
func TestRecord(t *testing.T) {
	now := listing(t, []*winmd.File{embeddedFile(t)})
	given := map[string]*Entry{}
	for i := range now.entries {
		given[now.entries[i].What] = &now.entries[i]
	}
	known := map[string]bool{}
	r := record(t)
	counts := [len(ladder)]int{}
	for i := range r {
		e := &r[i]
		for n := range ladder {
			counts[n] += int(e.SDKs >> n & 1)
		}
		if e.SDKs&(1<<embedded) != 0 {
			known[e.What] = true
			switch g := given[e.What]; {
			case g == nil:
				t.Errorf("%s was %s and is gone", e.What, e.Go)
			case g.Go() != e.Go:
				t.Errorf("%s was %s and is %s", e.What, e.Go, g.Go())
			}
			continue
		}
		// Of another SDK only, or in another form there.
		if g := given[e.What]; g != nil && e.Reason == "" && e.SDKs < 1<<embedded {
			t.Errorf("%s was %s in %s and is %s, without a reason", e.What, e.Go, ladder[0], g.Go())
		} else if e.Reason == "" && e.SDKs < 1<<embedded {
			t.Errorf("%s is gone after %s, without a reason", e.What, ladder[0])
		}
	}
	for what, g := range given {
		if !known[what] {
			t.Errorf("%s is %s and was never recorded", what, g.Go())
		}
	}
	for n, count := range counts {
		t.Logf("%s: %d entries recorded", ladder[n], count)
		if count < 55_000 {
			t.Errorf("only %d entries of %s are recorded", count, ladder[n])
		}
	}
}
