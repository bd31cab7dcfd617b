package midl

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// The hand-written interop header is judged like the others: it is a header in
// MIDL's form that C and C++ compilers accept, and they see in it what this
// package does.
func TestCompilerAgreesOnInterop(t *testing.T) {
	for _, tool := range []string{judgeCompiler, judgeCPPCompiler} {
		if _, err := exec.LookPath(tool); err != nil || judgeRoot() == "" {
			t.Skipf("NOT JUDGED: %s or the mingw-w64 headers are not installed (apt-get install gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 mingw-w64-common)", tool)
		}
	}
	root, err := filepath.Abs("../testdata/include")
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(filepath.Join(root, "windows.devices.display.core.interop.h"))
	if err != nil {
		t.Fatal(err)
	}
	f.Name = filepath.Base(f.Name)
	j := &judge{root: root, dir: t.TempDir(), linker: newLinker([]*File{f})}
	if err := j.prefixes(); err != nil {
		t.Fatal(err)
	}
	for _, cpp := range []bool{false, true} {
		var questions []*question
		for _, i := range f.Interfaces {
			questions = append(questions, &question{file: f, iface: i})
		}
		v := new(verdict)
		for _, q := range j.ask(questions, cpp, map[*File]*verdict{f: v}) {
			t.Errorf("C++ %v: %s: %s", cpp, q.iface.Name, q.reason)
		}
		for _, p := range v.problems {
			t.Errorf("C++ %v: %s", cpp, p)
		}
		// MIDL keeps the IIDs in a file of its own, which does not belong to the
		// header: there are none to compare.
		if v.interfaces != 2 || v.methods != 4 || v.types != 4 {
			t.Errorf("C++ %v: %d interfaces, %d methods, %d with types; want 2, 4, 4", cpp, v.interfaces, v.methods, v.types)
		}
	}
}
