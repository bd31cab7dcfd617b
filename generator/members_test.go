package generator

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/winmd"
)

// A slot is a method of an interface, as native code numbers them.
type slot struct {
	iid    string
	number int
}

var (
	iidVariable = regexp.MustCompile(`(?m)^var (iid\w+)\s+= abi\.GUID\{Data1: 0x(\w+), Data2: 0x(\w+), Data3: 0x(\w+), Data4: \[8\]byte\{(.*?)\}\}$`)
	slotCalled  = regexp.MustCompile(`&(iid\w+), (\d+), (?:(\d+), )?"`)
	slotOfMaker = regexp.MustCompile(`IID:\s+&(iid\w+),\s+Slot:\s+(\d+),`)
)

// slotsCalled reads generated Go for the slots that it calls.
func slotsCalled(t *testing.T, out string) map[slot]bool {
	t.Helper()
	texts, ids := map[string][]string{}, map[string]string{}
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		folder := filepath.Dir(path)
		texts[folder] = append(texts[folder], string(text))
		for _, m := range iidVariable.FindAllStringSubmatch(string(text), -1) {
			ids[folder+"\x00"+m[1]] = fmt.Sprintf("%08s-%04s-%04s-%s", m[2], m[3], m[4], strings.ReplaceAll(strings.ReplaceAll(m[5], "0x", ""), ", ", ""))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	called := map[slot]bool{}
	for folder, files := range texts {
		for _, text := range files {
			for _, m := range append(slotCalled.FindAllStringSubmatch(text, -1), slotOfMaker.FindAllStringSubmatch(text, -1)...) {
				iid := ids[folder+"\x00"+m[1]]
				if iid == "" {
					t.Errorf("%s: a call with %s, which is not there", folder, m[1])
				}
				for _, number := range m[2:] {
					if n, err := strconv.Atoi(number); err == nil {
						called[slot{iid, n}] = true
					}
				}
			}
		}
	}
	return called
}

// inRuntime are interfaces and delegates that the runtime has by hand and the generator
// does not write; their slots are called by the runtime's own tests.
var inRuntime = map[string]bool{
	"Windows.Foundation.AsyncActionCompletedHandler":         true,
	"Windows.Foundation.IAsyncAction":                        true,
	"Windows.Foundation.Collections.IVectorChangedEventArgs": true,
}

// TestEveryMemberIsCalled reads the metadata's rows, without the model, and wants every
// method of every interface and delegate called by its slot somewhere in the output.
// Generic ones are the runtime's.
func TestEveryMemberIsCalled(t *testing.T) {
	out := t.TempDir()
	if _, err := Generate(context.Background(), Options{Names: []string{"Windows.*"}, Out: out, ImportPath: "x"}); err != nil {
		t.Fatal(err)
	}
	called := slotsCalled(t, out)
	f, err := winmd.Parse("Windows.winmd", metadata.Windows())
	if err != nil {
		t.Fatal(err)
	}
	looked, missing := 0, 0
	for rid := uint32(1); rid <= f.Rows(winmd.TableTypeDef); rid++ {
		namespace, name, _ := f.TypeName(winmd.NewToken(winmd.TableTypeDef, rid))
		iid := guidOf(t, f, rid)
		if iid == "" || strings.Contains(name, "`") || inRuntime[namespace+"."+name] {
			continue
		}
		number := 6
		if f.TypeDef(rid).Flags&winmd.TypeInterface == 0 {
			number = 3 // a delegate's only method
		}
		for method, end := f.MethodsOf(rid); method < end; method++ {
			text := f.String(f.MethodDef(method).Name)
			if text == ".ctor" {
				continue
			}
			looked++
			if !called[slot{iid, number}] {
				if missing++; missing <= 20 {
					t.Errorf("%s.%s.%s, slot %d, is never called", namespace, name, text, number)
				}
			}
			number++
		}
	}
	if looked < 30000 {
		t.Errorf("only %d members were looked at", looked)
	}
	t.Logf("%d of %d members are called", looked-missing, looked)
}

// guidOf is a type's GuidAttribute, "" for a type without one.
func guidOf(t *testing.T, f *winmd.File, typeDef uint32) string {
	t.Helper()
	for i, end := f.AttributesOf(winmd.NewToken(winmd.TableTypeDef, typeDef)); i < end; i++ {
		if _, name := f.AttributeType(i); name != "GuidAttribute" {
			continue
		}
		a, err := f.Attribute(i)
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("%08x-%04x-%04x-", a.Fixed[0].Value, a.Fixed[1].Value, a.Fixed[2].Value)
		for _, b := range a.Fixed[3:] {
			id += fmt.Sprintf("%02x", b.Value)
		}
		return id
	}
	return ""
}
