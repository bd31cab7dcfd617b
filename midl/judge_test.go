package midl

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The C compiler is the judge of what this package says about headers that
// others wrote: it compiles every mingw-w64 header that declares interfaces and
// gives slot numbers, vtable sizes, IIDs and whether the method types agree, as
// constants in an object file. Nothing is run, so no Windows is needed.

const (
	judgeCompiler    = "x86_64-w64-mingw32-gcc"
	judgeCPPCompiler = "x86_64-w64-mingw32-g++"
)

// With each error GCC looks for a name that resembles the unknown one, for tens
// of milliseconds: so it stops early.
var judgeFlags = []string{"-w", "-O0", "-pipe", "-fno-diagnostics-show-caret", "-fmax-errors=20"}

// judgeRoots is where distributions install mingw-w64's headers.
var judgeRoots = []string{"/usr/share/mingw-w64/include", "/usr/x86_64-w64-mingw32/include"}

// judgeBatch is how many headers one program includes.
const judgeBatch = 32

// verdict is what came out for one header.
type verdict struct {
	interfaces int // compared
	methods    int
	types      int // methods whose whole type was compared
	iids       int
	noIID      []string // interfaces with an IID that no compiler output has
	problems   []string
	unjudged   []string
}

func TestCompilerAgrees(t *testing.T) {
	root := judgeRoot()
	for _, tool := range []string{judgeCompiler, judgeCPPCompiler} {
		if _, err := exec.LookPath(tool); err != nil || root == "" {
			t.Skipf("NOT JUDGED: %s or the mingw-w64 headers are not installed (apt-get install gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 mingw-w64-common)", tool)
		}
	}
	if testing.Short() {
		t.Skip("NOT JUDGED: -short; the judge compiles some 300 headers")
	}
	all, subjects := readAll(t, root)
	dir := os.Getenv("JUDGE_KEEP") // where to look at the programs later
	if dir == "" {
		dir = t.TempDir()
	}
	j := &judge{root: root, dir: dir, linker: all, names: namespacedNames(all), guids: libraryGUIDs(t), verdicts: make(map[*File]*verdict)}
	if err := errors.Join(j.prefixes(), j.precompile()); err != nil {
		t.Fatal(err)
	}
	if only := os.Getenv("JUDGE_ONLY"); only != "" { // part of the headers' names, to look at a few
		var chosen []*File
		for _, f := range subjects {
			if strings.Contains(f.Name, only) {
				chosen = append(chosen, f)
			}
		}
		subjects = chosen
	}
	j.judgeAll(subjects)
	var sum verdict
	excluded := 0
	for _, f := range subjects {
		v := j.verdicts[f]
		sum.interfaces += v.interfaces
		sum.methods += v.methods
		sum.types += v.types
		sum.iids += v.iids
		sum.noIID = append(sum.noIID, v.noIID...)
		for _, p := range v.problems {
			t.Errorf("%s: %s", f.Name, p)
		}
		for _, u := range v.unjudged {
			t.Errorf("%s: not judged: %s", f.Name, u)
		}
		for _, i := range f.Interfaces {
			if reason := judgeExcluded[f.Name][i.Name]; reason != "" {
				excluded++
				t.Logf("%s: %s is excluded: %s", f.Name, i.Name, reason)
			}
		}
	}
	t.Logf("%d IIDs stand only where neither compiler keeps them: %v", len(sum.noIID), sum.noIID)
	t.Logf("%d headers in %d programs: the compiler agrees on %d interfaces with %d own methods (%d of them with all types) and %d IIDs; excluded: %d interfaces",
		len(subjects), j.programs, sum.interfaces, sum.methods, sum.types, sum.iids, excluded)
	if os.Getenv("JUDGE_ONLY") == "" && (sum.interfaces < 4000 || sum.iids*10 < sum.interfaces*8) {
		t.Errorf("only %d interfaces and %d IIDs were compared: the judge has stopped asking", sum.interfaces, sum.iids)
	}
}

func judgeRoot() string {
	for _, dir := range judgeRoots {
		if _, err := os.Stat(filepath.Join(dir, "unknwn.h")); err == nil {
			return dir
		}
	}
	return ""
}

// readAll reads every header of root that mentions interfaces: all must read.
// It links them, and gives those that define some.
func readAll(t *testing.T, root string) (*linker, []*File) {
	var files, subjects []*File
	err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || !strings.HasSuffix(path, ".h") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Contains(src, []byte("MIDL_INTERFACE")) && !bytes.Contains(src, []byte("DECLARE_INTERFACE")) {
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		r := &Reader{Defines: judgeDefines[name]}
		f, err := r.Parse(name, src)
		if err != nil {
			t.Error(err)
		}
		files = append(files, f)
		if len(f.Interfaces) > 0 {
			subjects = append(subjects, f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 250 {
		t.Errorf("%s has %d headers with interfaces; 297 in mingw-w64 10", root, len(files))
	}
	if err := Link(files...); err != nil {
		for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
			if judgeExcluded[e.(*Error).File] == nil {
				t.Error(e)
			}
		}
	}
	return newLinker(files), subjects
}

// namespacedNames gives the full names of types in namespaces.
func namespacedNames(l *linker) map[string]string {
	names := make(map[string]string)
	add := func(namespace []string, name string) {
		if len(namespace) > 0 && namespace[0] == "ABI" {
			names[name] = qualify(namespace, name)
		}
	}
	for f := range l.inFile {
		for _, i := range f.Interfaces {
			add(i.Namespace, i.Name)
		}
		for _, s := range f.Structs {
			add(s.Namespace, s.Name)
		}
		for _, e := range f.Enums {
			add(e.Namespace, e.Name)
		}
	}
	return names
}

// judge compares headers with the compilers.
type judge struct {
	root   string
	dir    string // for programs
	linker *linker
	// names are types in namespaces, by the last part of their names.
	names map[string]string
	// guids are those of the import libraries.
	guids map[string]GUID

	mu       sync.Mutex
	verdicts map[*File]*verdict
	programs int
}

// question is about one interface. It remembers why compilers refused it.
type question struct {
	file   *File
	iface  *Interface
	reason string
}

// judgeAll judges headers, many at once.
func (j *judge) judgeAll(files []*File) {
	batches := make(chan []*File)
	var wait sync.WaitGroup
	for range min(max(2, runtime.NumCPU()), 8) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for files := range batches {
				j.judge(files)
			}
		}()
	}
	together, alone := j.sort(files)
	for len(together) > 0 {
		n := min(judgeBatch, len(together))
		batches <- together[:n]
		together = together[n:]
	}
	for _, f := range alone {
		batches <- []*File{f}
	}
	close(batches)
	wait.Wait()
}

// sort tells headers that can share a program from those that cannot: what
// defines an interface that another header defines too, or needs words in front
// of it that could change others.
func (j *judge) sort(files []*File) (together, alone []*File) {
	definitions := make(map[string]int)
	for f := range j.linker.inFile {
		for _, i := range f.Interfaces {
			definitions[cName(i)]++
		}
	}
	for _, f := range files {
		apart := judgeKernel[f.Name] || judgeEdits[f.Name] != nil || judgeOnlyCPP[f.Name] || judgeAlone[f.Name] || judgeDefines[f.Name] != nil
		for _, line := range strings.Split(judgePrerequisites[f.Name], "\n") {
			apart = apart || line != "" && !strings.HasPrefix(line, "#include")
		}
		for _, i := range f.Interfaces {
			apart = apart || definitions[cName(i)] > 1
		}
		if apart {
			alone = append(alone, f)
		} else {
			together = append(together, f)
		}
	}
	return together, alone
}

// judge gives a verdict on each of the files. What the compilers say against a
// header among others counts only if they say it of the header alone too.
func (j *judge) judge(files []*File) {
	verdicts := make(map[*File]*verdict)
	var c, cpp []*question
	for _, f := range files {
		verdicts[f] = new(verdict)
		declared := j.inC(f)
		for _, i := range f.Interfaces {
			q := &question{file: f, iface: i}
			switch {
			case judgeExcluded[f.Name][i.Name] != "":
			case declared(i):
				c = append(c, q)
			default:
				cpp = append(cpp, q)
			}
		}
	}
	cpp = append(cpp, j.ask(c, false, verdicts)...)
	for _, q := range j.ask(cpp, true, verdicts) {
		v := verdicts[q.file]
		v.unjudged = append(v.unjudged, q.iface.Name+": "+q.reason)
	}
	for _, f := range files {
		if v := verdicts[f]; len(files) > 1 && len(v.problems)+len(v.unjudged) > 0 {
			j.judge([]*File{f})
			continue
		}
		j.mu.Lock()
		j.verdicts[f] = verdicts[f]
		j.mu.Unlock()
	}
}

// inC tells which interfaces of a header have a declaration for C.
func (j *judge) inC(f *File) func(*Interface) bool {
	if judgeOnlyCPP[f.Name] {
		return func(*Interface) bool { return false }
	}
	text, err := os.ReadFile(filepath.Join(j.root, filepath.FromSlash(f.Name)))
	return func(i *Interface) bool {
		return err != nil || bytes.Contains(text, []byte("DECLARE_INTERFACE")) || bytes.Contains(text, []byte(cName(i)+"Vtbl"))
	}
}

// ask compares the interfaces in one language and gives those that the language
// has not.
func (j *judge) ask(questions []*question, cpp bool, verdicts map[*File]*verdict) (refused []*question) {
	for len(questions) > 0 {
		object, messages := j.compile(questions, cpp)
		if object != nil {
			return append(refused, j.compare(object, questions, cpp, verdicts)...)
		}
		failed, inHeaders := failedLines(messages)
		var good []*question
		for n, q := range questions {
			switch {
			case inHeaders != "":
				q.reason += inHeaders + "; "
			case failed[n+1] != "":
				q.reason += failed[n+1] + "; "
				refused = append(refused, q)
			default:
				good = append(good, q)
			}
		}
		if inHeaders != "" {
			first, second := part(questions, inHeaders)
			if len(second) == 0 {
				return append(refused, questions...)
			}
			return append(refused, append(j.ask(first, cpp, verdicts), j.ask(second, cpp, verdicts)...)...)
		}
		questions = good
	}
	return refused
}

// part takes apart the questions of a program that does not compile: those
// about the header with the error from the others, or the first half of the
// headers from the second.
func part(questions []*question, message string) (first, second []*question) {
	for _, q := range questions {
		if path, _, _ := strings.Cut(message, ":"); strings.HasSuffix(path, "/"+q.file.Name) {
			first = append(first, q)
		} else {
			second = append(second, q)
		}
	}
	if len(first) > 0 {
		return first, second
	}
	middle := len(questions) / 2
	for _, step := range []int{1, -1} {
		for at := middle; 0 < at && at < len(questions); at += step {
			if questions[at-1].file != questions[at].file {
				return questions[:at], questions[at:]
			}
		}
	}
	return questions, nil
}

var errorLine = regexp.MustCompile(`(?m)^([^\s:][^:\n]*):(\d+):(?:\d+:)? (?:fatal )?(error: .*)$`)

// failedLines gives the first error on each line of the questions, and the first
// one that is not on any of these.
func failedLines(messages string) (failed map[int]string, inHeaders string) {
	failed = make(map[int]string)
	found := false
	for _, m := range errorLine.FindAllStringSubmatch(messages, -1) {
		found = true
		n, _ := strconv.Atoi(m[2])
		switch {
		case m[1] != "JUDGE" && inHeaders == "":
			inHeaders = m[0]
		case m[1] == "JUDGE" && failed[n] == "":
			failed[n] = m[3]
		}
	}
	if !found {
		inHeaders = "the compiler said: " + messages
	}
	return failed, inHeaders
}

// source is a translation unit that includes the headers and asks one line of
// questions for each interface.
func (j *judge) source(questions []*question, cpp bool) string {
	var headers []*File
	for n, q := range questions {
		if n == 0 || questions[n-1].file != q.file {
			headers = append(headers, q.file)
		}
	}
	var b strings.Builder
	if judgeKernel[headers[0].Name] {
		if cpp {
			b.WriteString(judgeKernelPrefixCPP)
		}
		b.WriteString("#include <ntddk.h>\n#include <windef.h>\n#include <stddef.h>\n#include <initguid.h>\n")
	} else {
		fmt.Fprintf(&b, "#include \"%s\"\n#include <initguid.h>\n", j.prefix(cpp))
	}
	for _, f := range headers {
		for name, value := range judgeDefines[f.Name] {
			if !strings.Contains(name, "(") {
				fmt.Fprintf(&b, "#define %s %s\n", name, value)
			}
		}
		b.WriteString(judgePrerequisites[f.Name])
		fmt.Fprintf(&b, "#include <%s>\n", f.Name)
	}
	if cpp {
		namespaces := make(map[string]bool)
		for _, q := range questions {
			if n := strings.Join(q.iface.Namespace, "::"); n != "" && !namespaces[n] {
				namespaces[n] = true
				fmt.Fprintf(&b, "using namespace %s;\n", n)
			}
		}
	}
	b.WriteString("#line 1 \"JUDGE\"\n")
	for n, q := range questions {
		if cpp {
			j.askCPP(&b, n, q.iface)
		} else {
			j.askC(&b, n, q.iface)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// prefix is the header that every translation unit starts with. It is
// precompiled.
func (j *judge) prefix(cpp bool) string {
	if cpp {
		return filepath.Join(j.dir, "prefixcpp.h")
	}
	return filepath.Join(j.dir, "prefixc.h")
}

// prefixes writes the prefixes.
func (j *judge) prefixes() error {
	text := "#define _WIN32_WINNT 0x0A00\n#define NTDDI_VERSION 0x0A0000FF\n#define UNICODE\n#define _UNICODE\n" +
		"#include <stddef.h>\n#include <winsock2.h>\n#include <windows.h>\n#include <ole2.h>\n"
	for _, cpp := range []bool{false, true} {
		if err := os.WriteFile(j.prefix(cpp), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// precompile makes the prefixes quick to include.
func (j *judge) precompile() error {
	failed := make(chan error)
	for _, cpp := range []bool{false, true} {
		compiler, language := judgeCompiler, "c-header"
		if cpp {
			compiler, language = judgeCPPCompiler, "c++-header"
		}
		go func() {
			args := append([]string{"-x", language, "-o", j.prefix(cpp) + ".gch"}, judgeFlags...)
			out, err := exec.Command(compiler, append(args, j.prefix(cpp))...).CombinedOutput()
			if err != nil {
				err = fmt.Errorf("%s: %v\n%s", compiler, err, out)
			}
			failed <- err
		}()
	}
	return errors.Join(<-failed, <-failed)
}

// compile gives the object file of the questions, or the compiler's messages.
func (j *judge) compile(questions []*question, cpp bool) ([]byte, string) {
	compiler, extension := judgeCompiler, "c"
	if cpp {
		compiler, extension = judgeCPPCompiler, "cpp"
	}
	j.mu.Lock()
	j.programs++
	dir := filepath.Join(j.dir, strconv.Itoa(j.programs))
	j.mu.Unlock()
	path, object := filepath.Join(dir, "judge."+extension), filepath.Join(dir, "judge.o")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err.Error()
	}
	if err := os.WriteFile(path, []byte(j.source(questions, cpp)), 0o666); err != nil {
		return nil, err.Error()
	}
	args := append([]string{"-c", "-o", object}, judgeFlags...)
	if cpp {
		args = append(args, "-fpermissive")
	}
	name := questions[0].file.Name
	for _, e := range judgeEdits[name] {
		if err := e.copy(j.root, dir); err != nil {
			return nil, err.Error()
		}
	}
	args = append(args, "-I"+dir, "-I"+j.root)
	if judgeKernel[name] || strings.HasPrefix(name, "ddk/") {
		args = append(args, "-I"+filepath.Join(j.root, "ddk"))
	}
	out, err := exec.Command(compiler, append(args, path)...).CombinedOutput()
	if err != nil {
		return nil, string(out)
	}
	data, err := os.ReadFile(object)
	if err != nil {
		return nil, err.Error()
	}
	return data, ""
}

// copy writes the edited header into dir, where other edits may have been.
func (e edit) copy(root, dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, e.header))
	if err != nil {
		text, err = os.ReadFile(filepath.Join(root, e.header))
	}
	if err != nil {
		return err
	}
	if !bytes.Contains(text, []byte(e.old)) {
		return fmt.Errorf("%s does not hold %q any more", e.header, e.old)
	}
	return os.WriteFile(filepath.Join(dir, e.header), bytes.ReplaceAll(text, []byte(e.old), []byte(e.new)), 0o666)
}

// compare reads the answers. It gives the interfaces that C declares without
// their bases' methods, as DECLARE_INTERFACE_ does if the body does not repeat
// them, or with other types: C++ has the truth about them.
func (j *judge) compare(data []byte, questions []*question, cpp bool, verdicts map[*File]*verdict) (again []*question) {
	o, err := newObject(data)
	if err != nil {
		for _, q := range questions {
			verdicts[q.file].problem(q.iface, "%v", err)
		}
		return nil
	}
	for n, q := range questions {
		i, v := q.iface, verdicts[q.file]
		inherited := j.inherited(i)
		if i.Name == "IUnknown" {
			inherited = 0
		}
		want := []uint64{uint64(inherited+len(i.Methods)) * 8}
		for k := range i.Methods {
			want = append(want, uint64(inherited+k)*8)
		}
		var got []uint64
		if cpp {
			got = append(got, o.words(fmt.Sprintf("judge_size_%d", n), 1)...)
			for k := range i.Methods {
				got = append(got, o.words(fmt.Sprintf("judge_%d_%d", n, k), 1)...)
			}
			for k := range got {
				got[k]--
			}
		} else {
			got = o.words(fmt.Sprintf("judge_%d", n), len(want))
		}
		if len(got) != len(want) {
			v.problem(i, "the compiler's answer has %d numbers, want %d", len(got), len(want))
			continue
		}
		types := o.bytes(fmt.Sprintf("judge_types_%d", n), len(i.Methods))
		if !cpp && (inherited > 0 && got[0] == uint64(len(i.Methods))*8 || bytes.IndexByte(types, 0) >= 0 && judgeTypesExcluded[q.file.Name] == "") {
			for k, ok := range types {
				if ok == 0 {
					q.reason += fmt.Sprintf("in C %s has another type than %s; ", i.Methods[k].Name, j.cMethodTypes(i, i.Methods[k])[0])
				}
			}
			again = append(again, q)
			continue
		}
		v.interfaces++
		for k := range want {
			switch {
			case got[k] == want[k] && k > 0:
				v.methods++
			case got[k] == want[k]:
			case k == 0:
				v.problem(i, "the vtable has %d slots, midl says %d", got[k]/8, want[k]/8)
			default:
				v.problem(i, "%s is in slot %d, midl says %d", i.Methods[k-1].Name, got[k]/8, want[k]/8)
			}
		}
		if cpp {
			v.types += len(i.Methods)
		} else {
			v.types += bytes.Count(types, []byte{1})
		}
		if i.HasIID {
			j.compareIID(o, i, v)
		}
	}
	return again
}

func (j *judge) compareIID(o *object, i *Interface, v *verdict) {
	for _, prefix := range []string{"IID_", "DIID_"} {
		g, ok := o.guid(prefix + cName(i))
		if !ok {
			g, ok = j.guids[prefix+cName(i)]
		}
		if !ok {
			continue
		}
		v.iids++
		if g != i.IID {
			v.problem(i, "IID is %v, midl says %v", g, i.IID)
		}
		return
	}
	v.noIID = append(v.noIID, i.Name)
}

func (v *verdict) problem(i *Interface, format string, args ...any) {
	v.problems = append(v.problems, i.Name+": "+fmt.Sprintf(format, args...))
}
