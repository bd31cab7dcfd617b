package metadata_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

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
	Licence  string `yaml:"licence"`
	Crate    struct {
		Name    string `yaml:"name"`
		Version string `yaml:"version"`
		File    string `yaml:"file"`
	} `yaml:"crate"`
	Result sum `yaml:"result"`
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
	text, err := os.ReadFile("Windows.winmd.provenance.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"#   cargo add " + p.Crate.Name + "@=" + p.Crate.Version + "\n", "# The file is then vendor/" + p.Crate.Name + "/" + p.Crate.File + "."} {
		if !strings.Contains(string(text), line) {
			t.Errorf("the provenance does not say %q, so it fetches another file than it names", line)
		}
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

// The file is the crate's, wherever that is at hand: below WINMD2GO_METADATA or
// ../shared/metadata beside the checkout, or where cargo keeps what it fetched.
// None of them is part of the project.
func TestSameAsTheCrate(t *testing.T) {
	p := readProvenance(t)
	dir := os.Getenv("WINMD2GO_METADATA")
	if dir == "" {
		dir = "../../shared/metadata"
	}
	places := []string{filepath.Join(dir, metadata.SDK, p.Result.File)}
	cargo := os.Getenv("CARGO_HOME")
	if home, err := os.UserHomeDir(); err == nil && cargo == "" {
		cargo = filepath.Join(home, ".cargo")
	}
	fetched, err := filepath.Glob(filepath.Join(cargo, "registry", "src", "*", p.Crate.Name+"-"+p.Crate.Version, filepath.FromSlash(p.Crate.File)))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, place := range append(places, fetched...) {
		data, err := os.ReadFile(place)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		compared++
		if !bytes.Equal(data, metadata.Windows()) {
			t.Errorf("%s is another file", place)
		}
	}
	if compared == 0 {
		t.Skipf("NOT COMPARED: neither %s nor the crate %s %s is here; the provenance says how to get it", places[0], p.Crate.Name, p.Crate.Version)
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
