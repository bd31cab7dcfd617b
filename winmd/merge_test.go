package winmd

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
)

func merge(t testing.TB, opts WriteOptions, files ...*File) ([]byte, *File) {
	t.Helper()
	data, err := Merge(files, opts)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Parse("merged", data)
	if err != nil {
		t.Fatal(err)
	}
	return data, f
}

// withArity says what windows-default's events point at: it leaves the arity of generic
// types out there.
var withArity = strings.NewReplacer(
	" Windows.Foundation.TypedEventHandler attributes", " Windows.Foundation.TypedEventHandler`2 attributes",
	" Windows.Foundation.EventHandler attributes", " Windows.Foundation.EventHandler`1 attributes",
	" Windows.Foundation.Collections.MapChangedEventHandler attributes", " Windows.Foundation.Collections.MapChangedEventHandler`2 attributes",
	" Windows.Foundation.Collections.VectorChangedEventHandler attributes", " Windows.Foundation.Collections.VectorChangedEventHandler`1 attributes",
)

// A merged set reads back as its files did, type by type.
func TestMergeReadsBackEqual(t *testing.T) {
	for set, paths := range sets(t) {
		t.Run(set, func(t *testing.T) {
			var files []*File
			want := map[string]string{}
			for _, path := range paths {
				files = append(files, open(t, path))
			}
			u, err := newUniverse(files)
			if strings.HasPrefix(set, "win32") {
				// A type of Win32 can exist once for each architecture, and a slice
				// or merge has no place for that.
				if _, merged := Merge(files, WriteOptions{}); err == nil || merged == nil || !strings.Contains(merged.Error(), "is defined in") {
					t.Errorf("%v, and merging: %v", err, merged)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				f.EnumSize = u.enumSize
				for name, text := range describe(t, f) {
					want[name] = withArity.Replace(text)
				}
			}
			data, merged := merge(t, WriteOptions{}, files...)
			have := describe(t, merged)
			if len(want) != len(have) {
				t.Errorf("%d types became %d", len(want), len(have))
			}
			compare(t, want, have)
			again, _ := merge(t, WriteOptions{}, files...)
			if !bytes.Equal(data, again) {
				t.Error("merging twice gives different bytes")
			}
			slices.Reverse(files)
			reversed, _ := merge(t, WriteOptions{}, files...)
			if !bytes.Equal(data, reversed) {
				t.Error("the order of the files changes the bytes")
			}
		})
	}
}

// What is merged already merges to the same bytes.
func TestMergeIsStable(t *testing.T) {
	data, merged := merge(t, WriteOptions{}, open(t, windowsPath))
	if again, _ := merge(t, WriteOptions{}, merged); !bytes.Equal(data, again) {
		t.Error("merging what was merged changes it")
	}
	checkWritten(t, merged)
}

// checkWritten checks the rules that hold for every file that is written.
func checkWritten(t *testing.T, f *File) {
	t.Helper()
	for table := range schema {
		if key := schema[table].key(); key >= 0 && f.sorted(Table(table), key) != nil {
			t.Errorf("table %v is not sorted", Table(table))
		}
	}
	if f.String(f.TypeDef(1).Name) != "<Module>" {
		t.Error("the first type is not <Module>")
	}
	for rid := uint32(1); rid <= f.Rows(TableTypeRef); rid++ {
		if namespace, name, _ := f.TypeName(NewToken(TableTypeRef, rid)); namespace != "System" && !strings.HasPrefix(namespace, "System.") {
			t.Errorf("%s.%s is a reference to another file", namespace, name)
		}
	}
	last := ""
	for rid := uint32(2); rid <= f.Rows(TableTypeDef); rid++ {
		if _, nested := f.EnclosingType(rid); nested {
			continue
		}
		namespace, name, _ := f.TypeName(NewToken(TableTypeDef, rid))
		if full := fullName(namespace, name); full <= last {
			t.Errorf("%s stands behind %s", full, last)
		} else {
			last = full
		}
	}
}

func TestSlice(t *testing.T) {
	windows := open(t, windowsPath)
	whole := describe(t, windows)
	for _, test := range []struct {
		roots []string
		with  []string // some types that must be there
		most  int
	}{
		{[]string{"Windows.Devices.Display.Core"}, []string{
			"Windows.Devices.Display.Core.DisplayManager", "Windows.Devices.Display.Core.IDisplayManagerStatics",
			"Windows.Devices.Display.DisplayMonitor", "Windows.Foundation.TypedEventHandler`2",
			"Windows.Foundation.UniversalApiContract", "Windows.Foundation.Metadata.GuidAttribute",
			"Windows.Foundation.Metadata.MarshalingType",
		}, 160},
		{[]string{"Windows.Foundation.Uri"}, []string{"Windows.Foundation.IUriRuntimeClassFactory", "Windows.Foundation.WwwFormUrlDecoder"}, 60},
		{[]string{"Windows.Foundation.Collections.IVector`1"}, []string{"Windows.Foundation.Collections.IIterator`1"}, 20},
		{[]string{"Windows.UI.Xaml.Controls.Button", "Windows.Foundation.Uri"}, []string{"Windows.UI.Xaml.UIElement"}, 5000},
	} {
		data, names, err := Slice([]*File{windows}, test.roots, WriteOptions{Name: "Part"})
		if err != nil {
			t.Fatal(err)
		}
		f, err := Parse("slice", data)
		if err != nil {
			t.Fatal(err)
		}
		checkWritten(t, f)
		have := describe(t, f)
		if got := slices.Sorted(maps.Keys(have)); !slices.Equal(got, names) {
			t.Errorf("%v: the file has %d types, the list %d", test.roots, len(got), len(names))
		}
		if len(names) > test.most {
			t.Errorf("%v: %d types are more than %d", test.roots, len(names), test.most)
		}
		for _, name := range test.with {
			if _, ok := have[name]; !ok {
				t.Errorf("%v: no type %s", test.roots, name)
			}
		}
		compare(t, have, whole)
		if name := f.String(f.Assembly(1).Name); name != "Part" {
			t.Errorf("assembly is %s", name)
		}
		if name := f.String(f.Module(1).Name); name != "Part.winmd" {
			t.Errorf("module is %s", name)
		}
	}
}

// The fixture is what Slice makes of the metadata in the project.
func TestSliceFixture(t *testing.T) {
	const name = "Windows.Devices.Display.Core"
	data, _, err := Slice([]*File{open(t, windowsPath)}, []string{name}, WriteOptions{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, read(t, slicePath)) {
		t.Errorf("%s is not the slice %s of %s", slicePath, name, windowsPath)
	}
}

func TestKeep(t *testing.T) {
	whole := open(t, slicePath)
	data, f := merge(t, WriteOptions{Keep: func(namespace, name string) bool {
		return namespace == "Windows.Foundation.Metadata" && name == "GuidAttribute"
	}}, whole)
	guids := uint32(0)
	for rid := uint32(1); rid <= whole.Rows(TableCustomAttribute); rid++ {
		if _, name := whole.AttributeType(rid); name == "GuidAttribute" {
			guids++
		}
	}
	if guids == 0 || f.Rows(TableCustomAttribute) != guids {
		t.Errorf("%d attributes of %d are left", f.Rows(TableCustomAttribute), guids)
	}
	if len(data) >= len(read(t, slicePath)) {
		t.Error("the file did not become smaller")
	}
	_, names, err := Slice([]*File{whole}, []string{"Windows.Devices.Display.Core.DisplayManager"},
		WriteOptions{Keep: func(string, string) bool { return false }})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, "Windows.Foundation.Metadata.") {
			t.Errorf("%s is there without an attribute that needs it", name)
		}
	}
}

func TestMergeErrors(t *testing.T) {
	whole := open(t, slicePath)
	if _, err := Merge([]*File{whole, whole}, WriteOptions{}); err == nil || !strings.Contains(err.Error(), "is defined in") {
		t.Errorf("types twice: %v", err)
	}
	if _, _, err := Slice([]*File{whole}, []string{"Windows.Nowhere"}, WriteOptions{}); err == nil || !strings.Contains(err.Error(), `"Windows.Nowhere" is neither`) {
		t.Errorf("unknown root: %v", err)
	}
	if data, err := Merge(nil, WriteOptions{}); err != nil {
		t.Errorf("nothing merged: %v", err)
	} else if f, err := Parse("empty", data); err != nil || f.Rows(TableTypeDef) != 1 {
		t.Errorf("nothing merged: %v", err)
	}
}
