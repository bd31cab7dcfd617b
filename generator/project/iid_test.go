package project

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/winmd"
)

// universe is the embedded metadata.
func universe(t testing.TB) *model.Universe {
	t.Helper()
	f, err := winmd.Parse("Windows.winmd", metadata.Windows())
	if err != nil {
		t.Fatal(err)
	}
	u, err := model.Load([]*winmd.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// instantiations are all generic types with their arguments that the metadata
// mentions, and those that their own members mention.
func instantiations(t testing.TB, u *model.Universe) map[string]*model.Sig {
	t.Helper()
	s, err := u.Select([]string{"Windows.*"})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*model.Sig{}
	var add func(s *model.Sig)
	add = func(s *model.Sig) {
		if s == nil || s.Type == nil || len(s.Args) == 0 || strings.Contains(s.String(), "!") || found[s.String()] != nil {
			return
		}
		found[s.String()] = s
		for _, a := range s.Args {
			add(a)
		}
		for i := range s.Type.Methods {
			m := &s.Type.Methods[i]
			add(m.Return.Bind(s.Args))
			for j := range m.Params {
				add(m.Params[j].Type.Bind(s.Args))
			}
		}
		for _, impl := range s.Type.Implements {
			add(impl.Interface.Bind(s.Args))
		}
	}
	for _, ty := range s.Types {
		for _, impl := range ty.Implements {
			add(impl.Interface)
		}
		for i := range ty.Methods {
			m := &ty.Methods[i]
			add(m.Return)
			for j := range m.Params {
				add(m.Params[j].Type)
			}
		}
	}
	return found
}

// mangled is the name that MIDL and widl give a type in C.
func mangled(s *model.Sig) string {
	if s.Type == nil {
		switch s.Basic {
		case model.String:
			return "HSTRING"
		case model.Object:
			return "IInspectable"
		case model.GUIDValue:
			return "GUID"
		case model.Boolean:
			return "boolean"
		case model.Float32:
			return "FLOAT"
		case model.Float64:
			return "DOUBLE"
		case model.UInt8:
			return "BYTE"
		}
		return strings.ToUpper(s.Basic.String())
	}
	if len(s.Args) == 0 {
		return strings.ReplaceAll(s.Type.FullName(), ".", "__C")
	}
	name := fmt.Sprintf("__F%s_%d", s.Type.Name, len(s.Args))
	for _, a := range s.Args {
		name += "_" + mangled(a)
	}
	return name
}

var guidDefinition = regexp.MustCompile(`DEFINE_GUID\(IID_(__F\w+), 0x(\w+), 0x(\w+), 0x(\w+), 0x(\w+),0x(\w+), 0x(\w+),0x(\w+),0x(\w+),0x(\w+),0x(\w+),0x(\w+)\)`)

// wrongInHeaders are ids that a mingw-w64 release had wrong, with the right one.
var wrongInHeaders = map[string]string{
	// Debian 12's windows.foundation.h. Windows itself, C++/WinRT and later
	// mingw-w64 releases have the other.
	"__FIVectorView_1_HSTRING fca5679c-bfd4-5187-8b2d-de225049b346": "2f13c006-a03a-5f69-b090-75a43e33423e",
}

// known are ids of parameterized interfaces as Microsoft publishes them.
var known = map[string]string{
	"Windows.Foundation.Collections.IVectorView<String>":                                                     "2f13c006-a03a-5f69-b090-75a43e33423e",
	"Windows.Foundation.Collections.IVector<String>":                                                         "98b9acc1-4b56-532e-ac73-03d5291cca90",
	"Windows.Foundation.Collections.IIterable<String>":                                                       "e2fcc7c1-3bfc-5a0b-b2b0-72e769d1cb7e",
	"Windows.Foundation.Collections.IIterator<String>":                                                       "8c304ebb-6615-50a4-8829-879ecd443236",
	"Windows.Foundation.Collections.IMap<String, Object>":                                                    "1b0d3570-0877-5ec2-8a2c-3b9539506aca",
	"Windows.Foundation.Collections.IKeyValuePair<String, Object>":                                           "09335560-6c6b-5a26-9348-97b781132b20",
	"Windows.Foundation.Collections.IIterable<Windows.Foundation.Collections.IKeyValuePair<String, Object>>": "fe2f3d47-5d47-5499-8374-430c7cda0204",
	"Windows.Foundation.IReference<Int32>":                                                                   "548cefbd-bc8a-5fa0-8df2-957440fc8bf4",
	"Windows.Foundation.IAsyncOperation<Boolean>":                                                            "cdb5efb3-5788-509d-9be1-71ccb8a3362a",
}

// TestParameterizedIIDs compares with mingw-w64's headers and with ids that are
// publicly known.
func TestParameterizedIIDs(t *testing.T) {
	found := instantiations(t, universe(t))
	for name, want := range known {
		if s := found[name]; s == nil {
			t.Errorf("the metadata does not mention %s", name)
		} else if got := iid(s).String(); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}

	const headers = "/usr/share/mingw-w64/include"
	byName := map[string]*model.Sig{}
	for _, s := range found {
		byName[mangled(s)] = s
	}
	files, _ := filepath.Glob(filepath.Join(headers, "*.h"))
	if len(files) == 0 {
		t.Skipf("no mingw-w64 headers in %s: install mingw-w64-common to have them judge", headers)
	}
	compared := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range guidDefinition.FindAllStringSubmatch(string(text), -1) {
			s := byName[m[1]]
			if s == nil {
				t.Logf("%s: the metadata does not mention %s", filepath.Base(file), m[1])
				continue
			}
			want := fmt.Sprintf("%s-%s-%s-%s%s-%s", m[2], m[3], m[4], m[5], m[6], strings.Join(m[7:], ""))
			if right := wrongInHeaders[m[1]+" "+want]; right != "" {
				want = right
			}
			compared++
			if got := iid(s).String(); got != want {
				t.Errorf("%s: %s is %s, ours %s", filepath.Base(file), m[1], want, got)
			}
		}
	}
	t.Logf("%d ids compared with mingw-w64's headers, of %d in the metadata", compared, len(found))
	if compared < 5 {
		t.Errorf("only %d ids compared", compared)
	}
}
