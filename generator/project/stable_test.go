package project

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/winmd"
)

// publicNames are the Go names of everything in a projection, by what they name in
// the metadata.
func publicNames(t *testing.T, u *model.Universe) map[string]string {
	t.Helper()
	s, err := u.Select([]string{"Windows.*"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(s, Config{ImportPath: "x"})
	if err != nil {
		t.Fatal(err)
	}
	given := map[string]string{}
	for namespace, scope := range p.scopes {
		for ty, name := range scope.queries {
			given["query "+ty.FullName()] = name
		}
		for ty, names := range scope.values {
			for i, v := range ty.Values {
				given["value "+ty.FullName()+"."+v.Name] = names[i]
			}
		}
		for ty, name := range scope.families {
			given["family "+ty.FullName()] = name
		}
		for key, name := range scope.functions {
			what := "function " + namespace + "." + key.class.Name
			if key.iface != nil {
				what += " " + key.iface.FullName() + " " + strconv.Itoa(key.slot)
			}
			if key.derives {
				what += " derives"
			}
			given[what] = name
		}
	}
	for ty := range p.methods {
		for _, m := range p.members(ty) {
			if name := p.methodNames(ty).given[m.method]; name != "" {
				given["method "+ty.FullName()+" "+m.interfaceName()+" "+strconv.Itoa(m.method.Slot)] = name
			}
		}
	}
	return given
}

// renamed are members that the metadata itself calls otherwise now.
var renamed = map[string]string{"SlaveConnectionIntervalRange": "PeripheralConnectionIntervalRange"}

// TestNamesStay compares two SDKs: what both have is called the same in both.
func TestNamesStay(t *testing.T) {
	dir := os.Getenv("WINMD2GO_METADATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "metadata")
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "10.0.19041", "*.winmd"))
	if len(paths) == 0 {
		t.Skipf("no metadata of 10.0.19041 in %s: set WINMD2GO_METADATA to the folder that holds it", dir)
	}
	var files []*winmd.File
	for _, path := range paths {
		f, err := winmd.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	older, err := model.Load(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	before, after := publicNames(t, older), publicNames(t, universe(t))
	both := 0
	for what, name := range before {
		if now, ok := after[what]; ok {
			both++
			if now != name && renamed[name] != now {
				t.Errorf("%s was %s and is %s", what, name, now)
			}
		}
	}
	t.Logf("%d names in both", both)
	if both < 30_000 {
		t.Errorf("only %d names are in both", both)
	}
}
