package midl

import (
	"path/filepath"
	"testing"
)

// TestKnownBases holds the bases that headers take for granted against the headers that
// declare them.
func TestKnownBases(t *testing.T) {
	root := judgeRoot()
	if root == "" {
		t.Skip("NOT JUDGED: the mingw-w64 headers are not installed (apt-get install mingw-w64-common)")
	}
	declared := map[string]*Interface{}
	for _, name := range []string{"unknwnbase.h", "inspectable.h", "oaidl.h", "objidlbase.h", "objidl.h", "oleidl.h"} {
		file, err := Open(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Interfaces {
			declared[i.Name] = i
		}
	}
	for _, base := range known {
		i := declared[base.name]
		if i == nil {
			t.Errorf("no header declares %s", base.name)
			continue
		}
		if i.Base != base.base {
			t.Errorf("%s derives from %q, not from %q", base.name, i.Base, base.base)
		}
		var methods []signature
		for _, m := range i.Methods {
			methods = append(methods, signature{m.Name, len(m.Params)})
		}
		if len(methods) != len(base.methods) {
			t.Errorf("%s has the methods %v, not %v", base.name, methods, base.methods)
			continue
		}
		for n, m := range methods {
			if m != base.methods[n] {
				t.Errorf("%s.%s has %d parameters, where we have %v", base.name, m.name, m.params, base.methods[n])
			}
		}
	}
}
