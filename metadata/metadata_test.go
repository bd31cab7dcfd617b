package metadata_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/winmd2go/winmd2go/generator"
	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/midl"
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
	Fetch    string `yaml:"fetch"`
	Module   struct {
		Path    string `yaml:"path"`
		Version string `yaml:"version"`
		Sum     string `yaml:"sum"`
		Folder  string `yaml:"folder"`
	} `yaml:"module"`
	Result sum   `yaml:"result"`
	Files  []sum `yaml:"files"`
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
	p.Result.check(t, metadata.Windows())
	if p.SDK != metadata.SDK || !strings.Contains(p.Source, metadata.SDK) {
		t.Errorf("provenance is of %s, the package of %s", p.SDK, metadata.SDK)
	}
	f, err := winmd.Parse(p.Result.File, metadata.Windows())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(p.Fetch, " "+p.Module.Path+"@"+p.Module.Version) {
		t.Errorf("%q does not fetch %s@%s", p.Fetch, p.Module.Path, p.Module.Version)
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

// systemMetadata gives the folder with the files that Windows.winmd was made of:
// WINMD2GO_METADATA or ../shared/metadata beside the checkout, or the module that
// the provenance names if it has been downloaded. None of them is part of the
// project.
func systemMetadata(t *testing.T, p provenance) string {
	t.Helper()
	dir := os.Getenv("WINMD2GO_METADATA")
	if dir == "" {
		dir = "../../shared/metadata"
	}
	dirs := []string{filepath.Join(dir, metadata.SDK)}
	if cache, err := exec.Command("go", "env", "GOMODCACHE").Output(); err == nil {
		dirs = append(dirs, filepath.Join(strings.TrimSpace(string(cache)), filepath.FromSlash(p.Module.Path+"@"+p.Module.Version), filepath.FromSlash(p.Module.Folder)))
	}
	for _, dir := range dirs {
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	t.Skipf("NOT MADE AGAIN: no system metadata in %v; run %q, or set WINMD2GO_METADATA to a folder with %s in it", dirs, p.Fetch, metadata.SDK)
	return ""
}

// The command that the provenance names makes Windows.winmd again.
func TestMadeAgain(t *testing.T) {
	p := readProvenance(t)
	if p.Command != "winmd2go merge --out metadata/Windows.winmd DIR" {
		t.Fatalf("this test does not know the command %q", p.Command)
	}
	dir := systemMetadata(t, p)
	listed := make(map[string]bool)
	for _, s := range p.Files {
		data, err := os.ReadFile(filepath.Join(dir, s.File))
		if err != nil {
			t.Fatal(err)
		}
		s.check(t, data)
		listed[s.File] = true
	}
	entries, err := filepath.Glob(filepath.Join(dir, "*.winmd"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range entries {
		if !listed[filepath.Base(path)] {
			t.Errorf("%s is not in the provenance, but the command reads it", path)
		}
	}
	out := filepath.Join(t.TempDir(), p.Result.File)
	if _, err := generator.Merge(context.Background(), out, []string{dir}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, metadata.Windows()) {
		t.Error("merging the system metadata gives other bytes than Windows.winmd")
	}
}

// Every embedded header reads, and the interfaces that the first example needs
// are there.
func TestInterop(t *testing.T) {
	headers, err := metadata.Interop.ReadDir("interop")
	if err != nil {
		t.Fatal(err)
	}
	iids := make(map[string]string)
	for _, h := range headers {
		src, err := metadata.Interop.ReadFile("interop/" + h.Name())
		if err != nil {
			t.Fatal(err)
		}
		f, err := midl.Parse(h.Name(), src)
		if err != nil {
			t.Error(err)
		}
		for _, i := range f.Interfaces {
			iids[i.Name] = i.IID.String()
		}
	}
	for name, iid := range map[string]string{
		"IDisplayDeviceInterop": "{64338358-366A-471B-BD56-DD8EF48E439B}",
		"IDisplayPathInterop":   "{A6BA4205-E59E-4E71-B25B-4E436D21EE3D}",
	} {
		if iids[name] != iid {
			t.Errorf("%s has the IID %q, want %q", name, iids[name], iid)
		}
	}
}
