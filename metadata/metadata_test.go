package metadata

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/winmd2go/winmd2go/winmd"
)

type sum struct {
	File   string `yaml:"file"`
	Size   int    `yaml:"size"`
	SHA256 string `yaml:"sha256"`
}

type provenance struct {
	Source   string `yaml:"source"`
	SDK      string `yaml:"sdk"`
	Contract string `yaml:"contract"`
	Types    int    `yaml:"types"`
	Command  string `yaml:"command"`
	Result   sum    `yaml:"result"`
	Files    []sum  `yaml:"files"`
}

func readProvenance(t *testing.T) (p provenance) {
	t.Helper()
	text, err := os.ReadFile("Windows.winmd.provenance.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, &p, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return p
}

func (s sum) check(t *testing.T, data []byte) {
	t.Helper()
	have := sha256.Sum256(data)
	if len(data) != s.Size || hex.EncodeToString(have[:]) != s.SHA256 {
		t.Errorf("%s: %d bytes with SHA-256 %x, the provenance says %d and %s", s.File, len(data), have, s.Size, s.SHA256)
	}
}

// The provenance is that of the file, and true of its content.
func TestProvenance(t *testing.T) {
	p := readProvenance(t)
	p.Result.check(t, Windows())
	if p.SDK != SDK || !strings.Contains(p.Source, SDK) {
		t.Errorf("provenance is of %s, the package of %s", p.SDK, SDK)
	}
	f, err := winmd.Parse(p.Result.File, Windows())
	if err != nil {
		t.Fatal(err)
	}
	if n := int(f.Rows(winmd.TableTypeDef)) - 1; n != p.Types { // without <Module>
		t.Errorf("%d types, the provenance says %d", n, p.Types)
	}
	contract, version, _ := strings.Cut(p.Contract, " ")
	if have := contractVersion(t, f, contract); have != version {
		t.Errorf("%s has version %s, the provenance says %s", contract, have, version)
	}
}

// contractVersion is the major version in a contract's ContractVersion.
func contractVersion(t *testing.T, f *winmd.File, contract string) string {
	t.Helper()
	dot := strings.LastIndexByte(contract, '.')
	rid, ok := f.FindType(contract[:dot], contract[dot+1:])
	if !ok {
		t.Fatalf("no contract %s", contract)
	}
	for i, end := f.AttributesOf(winmd.NewToken(winmd.TableTypeDef, rid)); i < end; i++ {
		if _, name := f.AttributeType(i); name != "ContractVersionAttribute" {
			continue
		}
		a, err := f.Attribute(i)
		if err != nil {
			t.Fatal(err)
		}
		if version, ok := a.Fixed[0].Value.(uint32); ok {
			return strconv.Itoa(int(version >> 16))
		}
	}
	return "none"
}

// Merging the files that the provenance names gives Windows.winmd again.
func TestMadeAgain(t *testing.T) {
	dir := os.Getenv("WINMD2GO_METADATA")
	if dir == "" {
		dir = "../../shared/metadata"
	}
	dir = filepath.Join(dir, SDK)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("NOT MADE AGAIN: no system metadata in %s; set WINMD2GO_METADATA to a folder with %s in it", dir, SDK)
	}
	var files []*winmd.File
	for _, s := range readProvenance(t).Files {
		path := filepath.Join(dir, s.File)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s.check(t, data)
		f, err := winmd.Parse(path, data)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	data, err := winmd.Merge(files, winmd.WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, Windows()) {
		t.Error("merging the system metadata gives other bytes than Windows.winmd")
	}
}

func TestInterop(t *testing.T) {
	headers, err := Interop.ReadDir("interop")
	if err != nil || len(headers) == 0 {
		t.Fatalf("%d headers, %v", len(headers), err)
	}
}
