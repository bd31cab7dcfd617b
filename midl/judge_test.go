package midl

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

var judgeFlags = []string{"-w", "-O0", "-fno-diagnostics-show-caret", "-fmax-errors=0"}

// judgeHeaders is where distributions install mingw-w64's headers.
var judgeHeaders = []string{"/usr/share/mingw-w64/include", "/usr/x86_64-w64-mingw32/include"}

// judgeDefines are macros that headers take from headers they include.
var judgeDefines = map[string]map[string]string{
	"d3dx9effect.h": {"D3DX_SDK_VERSION": "43"}, // d3dx9.h
	"d3dx9mesh.h":   {"D3DX_SDK_VERSION": "43"},
	"d3dx9shader.h": {"D3DX_SDK_VERSION": "43"},
	// Attributes of the .idl file that were left in.
	"ndhelper.h": {"RETVAL": "", "STRING": "", "string": ""},
	// portcls.h
	"ddk/dmusicks.h": {
		"DEFINE_ABSTRACT_PORT()": "STDMETHOD_(NTSTATUS, Init)(THIS_ PDEVICE_OBJECT a, PIRP b, PUNKNOWN c, PUNKNOWN d, PRESOURCELIST e) PURE;" +
			"STDMETHOD_(NTSTATUS, GetDeviceProperty)(THIS_ DEVICE_REGISTRY_PROPERTY a, ULONG b, PVOID c, PULONG d) PURE;" +
			"STDMETHOD_(NTSTATUS, NewRegistryKey)(THIS_ PREGISTRYKEY *a, PUNKNOWN b, ULONG c, ACCESS_MASK d, POBJECT_ATTRIBUTES e, ULONG f, PULONG g) PURE;",
		"DEFINE_ABSTRACT_MINIPORT()": "STDMETHOD_(NTSTATUS, GetDescription)(THIS_ PPCFILTER_DESCRIPTOR *a) PURE;" +
			"STDMETHOD_(NTSTATUS, DataRangeIntersection)(THIS_ ULONG a, PKSDATARANGE b, PKSDATARANGE c, ULONG d, PVOID e, PULONG f) PURE;",
	},
}

// judgePrerequisites are lines in front of headers that do not compile by
// themselves.
var judgePrerequisites = map[string]string{
	"activprof.h":                     "#undef DEFINE_GUID\n#define DEFINE_GUID(name, ...) EXTERN_C const GUID name\n", // defines one IID twice
	"adojet.h":                        "#include <adoint.h>\n",
	"adomd.h":                         "#include <adoint.h>\n",
	"alink.h":                         "#include <cor.h>\n",
	"commoncontrols.h":                "#include <commctrl.h>\n",
	"d3d10_1shader.h":                 "#include <d3d10.h>\n",
	"d3d10shader.h":                   "#include <d3d10.h>\n",
	"d3dx9anim.h":                     "#include <d3dx9.h>\n",
	"d3dx9xof.h":                      "#include <d3dx9.h>\n",
	"dcomp.h":                         "#include <d3d9types.h>\n",
	"ddstream.h":                      "#include <ddraw.h>\n",
	"dinputd.h":                       "#define DIRECTINPUT_VERSION 0x0800\n#include <dinput.h>\n",
	"dmplugin.h":                      "#include <dmusici.h>\n",
	"dpaddr.h":                        "#include <dplay8.h>\n",
	"dplobby8.h":                      "#include <dplay8.h>\n",
	"dsadmin.h":                       "#include <iads.h>\n",
	"dsdriver.h":                      "#include <mmreg.h>\n#include <dsound.h>\n",
	"dvdif.h":                         "typedef struct IGraphBuilder IGraphBuilder;\n",
	"ddk/drmk.h":                      "#include <punknown.h>\n",
	"ddk/dmusicks.h":                  "typedef wchar_t TCHAR;\n#include <punknown.h>\n#include <ks.h>\n",
	"ddk/portcls.h":                   "typedef wchar_t TCHAR;\ntypedef struct { ULONG a; } KSRTAUDIO_HWLATENCY, KSRTAUDIO_HWREGISTER;\n#include <punknown.h>\n",
	"kcom.h":                          "#include <punknown.h>\n",
	"ksproxy.h":                       "#include <ks.h>\n",
	"urlmon.h":                        "#undef SetPort\n",
	"dxvahd.h":                        "#include <d3d9.h>\n",
	"evr9.h":                          "#include <d3d9.h>\n",
	"functiondiscoverynotification.h": "#include <functiondiscoveryapi.h>\n",
	"icrsint.h":                       "#include <adoint.h>\n",
	"identitystore.h":                 "#include <propsys.h>\n",
	"mfreadwrite.h":                   "#include <mfidl.h>\n",
	"msrdc.h":                         "#define MSRDC_SIGNATURE_HASHSIZE 16\n#define SimilarityFileIdMaxSize 32\n",
	"opmapi.h":                        "#include <d3d9.h>\n",
	"sapi51.h":                        "#define _SAPI_VER 0x51\n",
	"sapi53.h":                        "#define _SAPI_VER 0x53\n",
	"sapi54.h":                        "#define _SAPI_VER 0x54\n",
	"vmr9.h":                          "#include <strmif.h>\n#include <d3d9.h>\n",
	"wsdattachment.h":                 "#define _INC_WSDAPI\n",
	"wsdclient.h":                     "typedef struct WSD_CONFIG_PARAM WSD_CONFIG_PARAM;\n",
	"wsddisco.h":                      "typedef struct WSD_CONFIG_PARAM WSD_CONFIG_PARAM;\n",
	"wsdhost.h":                       "typedef struct WSD_CONFIG_PARAM WSD_CONFIG_PARAM;\n",
}

// judgeKernel are headers for drivers, which do not go with windows.h.
var judgeKernel = map[string]bool{
	"ddk/dmusicks.h": true, "ddk/drmk.h": true, "ddk/portcls.h": true, "ddk/punknown.h": true, "ddk/stdunk.h": true,
	"unknown.h": true, "kcom.h": true,
}

// judgeExcluded are headers that neither compiler accepts, with the reason. All
// of their interfaces are read, and those that one compiler accepts are compared.
var judgeExcluded = map[string]string{
	"_dbdao.h":              "C++ classes over MFC, which mingw-w64 does not have",
	"audioengineendpoint.h": "defines IAudioEndpointVolumeEx, which the header that it includes defines in another order",
	"msoav.h":               "no C declaration, and a syntax error in C++",
	"ndhelper.h":            "uses ShellCommandInfo before the header that it includes defines it",
	"ratings.h":             "has two parameters of one name",
}

// judgeTypesExcluded are headers whose method types the C compiler sees wrongly
// and the C++ compiler not at all.
var judgeTypesExcluded = map[string]string{
	"ddk/stdunk.h": "INTERFACE is not defined, so that C takes another type for This",
}

type verdict struct {
	header     string
	interfaces int // compared
	methods    int
	types      int // methods whose whole type was compared
	iids       int
	noIID      []string // interfaces with an IID that no compiler output has
	problems   []string
	unjudged   []string
}

func TestCompilerAgrees(t *testing.T) {
	root := ""
	for _, dir := range judgeHeaders {
		if _, err := os.Stat(filepath.Join(dir, "unknwn.h")); err == nil {
			root = dir
			break
		}
	}
	for _, tool := range []string{judgeCompiler, judgeCPPCompiler} {
		if _, err := exec.LookPath(tool); err != nil || root == "" {
			t.Logf("NOT JUDGED: %s or the mingw-w64 headers are not installed (apt-get install gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 mingw-w64-common)", tool)
			t.Skip("mingw-w64 is not installed")
		}
	}
	if testing.Short() {
		t.Skip("compiles some 300 headers")
	}
	all, subjects := readAll(t, root)
	only := os.Getenv("JUDGE_ONLY")
	dir := t.TempDir()
	if keep := os.Getenv("JUDGE_KEEP"); keep != "" {
		dir = keep
	}
	if err := (&judge{common: dir}).precompile(); err != nil {
		t.Fatal(err)
	}
	names, guids := namespacedNames(all), libraryGUIDs(t)
	verdicts := make([]verdict, len(subjects))
	var wait sync.WaitGroup
	turn := make(chan struct{}, 2)
	for n, f := range subjects {
		if only != "" && !strings.Contains(f.Name, only) {
			continue
		}
		wait.Add(1)
		turn <- struct{}{}
		go func() {
			defer wait.Done()
			defer func() { <-turn }()
			j := judge{root: root, common: dir, dir: filepath.Join(dir, strconv.Itoa(n)), file: f, linker: all, names: names, guids: guids, reasons: make(map[*Interface]string)}
			verdicts[n] = j.judge()
		}()
	}
	wait.Wait()
	var sum verdict
	excluded := 0
	for _, v := range verdicts {
		sum.interfaces += v.interfaces
		sum.methods += v.methods
		sum.types += v.types
		sum.iids += v.iids
		sum.noIID = append(sum.noIID, v.noIID...)
		for _, p := range v.problems {
			t.Errorf("%s: %s", v.header, p)
		}
		for _, u := range v.unjudged {
			if reason := judgeExcluded[v.header]; reason != "" {
				excluded++
				t.Logf("%s: excluded: %s: %s", v.header, reason, u)
			} else {
				t.Errorf("%s: not judged: %s", v.header, u)
			}
		}
	}
	t.Logf("no IID to compare with: %d of them: %v", len(sum.noIID), sum.noIID)
	t.Logf("%d headers: the compiler agrees on %d interfaces with %d own methods (%d of them with all types) and %d IIDs; excluded: %d interfaces",
		len(subjects), sum.interfaces, sum.methods, sum.types, sum.iids, excluded)
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
			if judgeExcluded[e.(*Error).File] == "" {
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

// judge compares one header.
type judge struct {
	root   string
	common string // directory of the prefixes
	dir    string // for this header
	file   *File
	linker *linker
	v      verdict
	// names are types in namespaces, by the last part of their names.
	names map[string]string
	// guids are those of the import libraries.
	guids map[string]GUID
	// reasons say why the compilers refused an interface.
	reasons map[*Interface]string
}

// cName is the name of an interface in C.
func cName(i *Interface) string {
	if len(i.Namespace) == 0 {
		return i.Name
	}
	return "__x_" + strings.Join(i.Namespace, "_C") + "_C" + i.Name
}

// inherited gives the number of slots of i's bases.
func (j *judge) inherited(i *Interface) int {
	bases, _ := j.linker.chain(i)
	n := 0
	for _, b := range bases {
		n += len(b.Methods)
	}
	return n
}

func (j *judge) judge() verdict {
	j.v.header = j.file.Name
	if err := os.MkdirAll(j.dir, 0o777); err != nil {
		j.v.problems = append(j.v.problems, err.Error())
		return j.v
	}
	j.round(j.round(j.file.Interfaces, false), true)
	return j.v
}

// round compares interfaces in C or C++ and gives those the language has not.
func (j *judge) round(interfaces []*Interface, cpp bool) []*Interface {
	var rest []*Interface
	reasons := make(map[*Interface]string)
	for attempt := 0; len(interfaces) > 0 && attempt < 4; attempt++ {
		source := j.source(interfaces, cpp)
		object, messages := j.compile(source, cpp)
		if object != nil {
			rest = append(rest, j.compare(object, interfaces, cpp)...)
			break
		}
		failed := failedLines(messages)
		var good []*Interface
		for n, i := range interfaces {
			if msg, ok := failed[n+1]; ok {
				reasons[i] = msg
				rest = append(rest, i)
			} else {
				good = append(good, i)
			}
		}
		if len(good) == len(interfaces) {
			for _, i := range good {
				reasons[i] = firstError(messages)
			}
			rest = append(rest, good...)
			break
		}
		interfaces = good
	}
	for _, i := range rest {
		j.reasons[i] += reasons[i] + "; "
		if cpp {
			j.v.unjudged = append(j.v.unjudged, i.Name+": "+j.reasons[i])
		}
	}
	return rest
}

var errorLine = regexp.MustCompile(`(?m)^JUDGE:(\d+):.*?(error: .*)$`)

// failedLines gives the first error on each line of the questions.
func failedLines(messages string) map[int]string {
	failed := make(map[int]string)
	for _, m := range errorLine.FindAllStringSubmatch(messages, -1) {
		n, _ := strconv.Atoi(m[1])
		if failed[n] == "" {
			failed[n] = m[2]
		}
	}
	return failed
}

func firstError(messages string) string {
	for _, line := range strings.Split(messages, "\n") {
		if strings.Contains(line, "error") {
			return line
		}
	}
	return messages
}

// source is a translation unit that includes the header and asks one line of
// questions for each interface.
func (j *judge) source(interfaces []*Interface, cpp bool) string {
	var b strings.Builder
	if judgeKernel[j.file.Name] {
		b.WriteString("#include <ntddk.h>\n#include <windef.h>\n#include <stddef.h>\n#include <initguid.h>\n")
	} else {
		fmt.Fprintf(&b, "#include \"%s\"\n#include <initguid.h>\n", j.prefix(cpp))
	}
	b.WriteString(judgePrerequisites[j.file.Name])
	fmt.Fprintf(&b, "#include <%s>\n", j.file.Name)
	if cpp {
		namespaces := make(map[string]bool)
		for _, i := range interfaces {
			if n := strings.Join(i.Namespace, "::"); n != "" && !namespaces[n] {
				namespaces[n] = true
				fmt.Fprintf(&b, "using namespace %s;\n", n)
			}
		}
	}
	b.WriteString("#line 1 \"JUDGE\"\n")
	for n, i := range interfaces {
		if cpp {
			j.askCPP(&b, n, i)
		} else {
			j.askC(&b, n, i)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// prefix is the header that every translation unit starts with. It is
// precompiled.
func (j *judge) prefix(cpp bool) string {
	if cpp {
		return filepath.Join(j.common, "prefixcpp.h")
	}
	return filepath.Join(j.common, "prefixc.h")
}

// precompile makes the prefixes.
func (j *judge) precompile() error {
	for _, cpp := range []bool{false, true} {
		compiler, language := judgeCompiler, "c-header"
		text := "#define _WIN32_WINNT 0x0A00\n#define NTDDI_VERSION 0x0A0000FF\n#define UNICODE\n#define _UNICODE\n" +
			"#include <stddef.h>\n#include <winsock2.h>\n#include <windows.h>\n#include <ole2.h>\n"
		if cpp {
			compiler, language = judgeCPPCompiler, "c++-header"
		}
		path := j.prefix(cpp)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return err
		}
		args := append([]string{"-x", language, "-o", path + ".gch"}, judgeFlags...)
		if out, err := exec.Command(compiler, append(args, path)...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %v\n%s", compiler, err, out)
		}
	}
	return nil
}

// askC asks for sizeof, offsetof and the types of the methods.
func (j *judge) askC(b *strings.Builder, n int, i *Interface) {
	name := cName(i)
	fmt.Fprintf(b, "const unsigned long long judge_%d[] = { sizeof(struct %sVtbl)", n, name)
	for _, m := range i.Methods {
		fmt.Fprintf(b, ", offsetof(struct %sVtbl, %s)", name, j.cMember(i, m))
	}
	b.WriteString(" };")
	if len(i.Methods) > 0 {
		fmt.Fprintf(b, " const unsigned char judge_types_%d[] = { ", n)
		for _, m := range i.Methods {
			types := j.cMethodTypes(i, m)
			if types == nil {
				b.WriteString("2, ")
				continue
			}
			for n, typ := range types {
				if n > 0 {
					b.WriteString(" || ")
				}
				fmt.Fprintf(b, "__builtin_types_compatible_p(__typeof__(((struct %sVtbl*)0)->%s), %s)", name, j.cMember(i, m), typ)
			}
			b.WriteString(", ")
		}
		b.WriteString("};")
	}
}

// cMember is the method's name in the C vtable: widl puts the interface in front
// of a name that an inherited method has already.
func (j *judge) cMember(i *Interface, m *Method) string {
	bases, _ := j.linker.chain(i)
	for _, b := range bases {
		for _, other := range b.Methods {
			if other.Name == m.Name {
				return i.Name + "_" + m.Name
			}
		}
	}
	return m.Name
}

// cMethodTypes spells a method's type as C has it in the vtable. A result that
// may be a struct has a second spelling, which widl's headers use with compilers
// that return structs from methods in another way than Visual C++. It gives nil
// for types that have another name in C, those of parameterized interfaces.
func (j *judge) cMethodTypes(i *Interface, m *Method) []string {
	this := cName(i) + "*"
	var params []string
	for _, p := range m.Params {
		if strings.Contains(p.Type.Name, "<") {
			return nil
		}
		params = append(params, j.cType(p.Type))
	}
	if m.Variadic {
		params = append(params, "...")
	}
	result := j.cType(m.Return)
	types := []string{fmt.Sprintf("%s (%s*)(%s)", result, m.CallConv, strings.Join(append([]string{this}, params...), ", "))}
	if m.Return.Pointers == 0 && m.Return.Name != "HRESULT" && m.Return.Name != "void" {
		types = append(types, fmt.Sprintf("%s* (%s*)(%s)", result, m.CallConv, strings.Join(append([]string{this, result + "*"}, params...), ", ")))
	}
	return types
}

func starsOf(t Type) string {
	stars := ""
	for n := range t.Pointers {
		stars += "*"
		if t.ConstPointers&(1<<n) != 0 {
			stars += "const "
		}
	}
	return stars
}

func (j *judge) cType(t Type) string {
	name := t.Name
	bare := name
	for _, keyword := range []string{"struct ", "enum ", "::"} {
		bare = strings.TrimPrefix(bare, keyword)
	}
	if full := j.names[unqualified(bare)]; strings.HasPrefix(bare, "ABI::") {
		name = "__x_" + strings.ReplaceAll(bare, "::", "_C")
	} else if full != "" {
		name = "__x_" + strings.ReplaceAll(full, "::", "_C")
	}
	stars := starsOf(t)
	if t.Ref {
		stars += "*"
	}
	if t.Func != nil {
		var params []string
		for _, p := range t.Func.Params {
			params = append(params, j.cType(p.Type))
		}
		if t.Func.Variadic {
			params = append(params, "...")
		}
		if len(params) == 0 {
			params = []string{"void"}
		}
		return fmt.Sprintf("%s (%s%s)(%s)", j.cType(t.Func.Return), t.Func.CallConv, stars, strings.Join(params, ", "))
	}
	if t.Const {
		name = "const " + name
	}
	if len(t.Array) > 0 {
		bounds := "[" + strings.Join(t.Array, "][") + "]"
		if t.ArrayPointer {
			return name + "(*)" + bounds
		}
		return name + stars + bounds
	}
	return name + stars
}

// askCPP asks for pointers to members: in the Itanium C++ ABI (2.3) one to a
// virtual method holds 1 plus its offset in the vtable. One more virtual method
// in a derived struct tells the vtable's size.
func (j *judge) askCPP(b *strings.Builder, n int, i *Interface) {
	full := i.FullName()
	fmt.Fprintf(b, "struct judge_more_%d : public %s { virtual void judge_last() = 0; };", n, full)
	fmt.Fprintf(b, " extern void (judge_more_%d::*const judge_size_%d)() = &judge_more_%d::judge_last;", n, n, n)
	for k, m := range i.Methods {
		var params []string
		for _, p := range m.Params {
			params = append(params, j.cppType(p.Type))
		}
		if m.Variadic {
			params = append(params, "...")
		}
		constant := ""
		if m.Const {
			constant = " const"
		}
		fmt.Fprintf(b, " extern %s (%s %s::*const judge_%d_%d)(%s)%s = &%s::%s;", j.cppType(m.Return), m.CallConv, full, n, k, strings.Join(params, ", "), constant, full, m.Name)
	}
}

func (j *judge) cppType(t Type) string {
	if !t.Ref {
		if t.Func == nil && len(t.Array) == 0 {
			c := starsOf(t)
			if t.Const {
				return "const " + t.Name + c
			}
			return t.Name + c
		}
		return j.cType(t)
	}
	t.Ref = false
	return j.cppType(t) + "&"
}

// compile gives the object file, linked with the GUIDs that mingw-w64 keeps in
// libraries.
func (j *judge) compile(source string, cpp bool) ([]byte, string) {
	compiler, extension := judgeCompiler, "c"
	if cpp {
		compiler, extension = judgeCPPCompiler, "cpp"
	}
	path := filepath.Join(j.dir, "judge."+extension)
	object := filepath.Join(j.dir, "judge.o")
	if err := os.WriteFile(path, []byte(source), 0o666); err != nil {
		return nil, err.Error()
	}
	args := append([]string{"-c", "-o", object}, judgeFlags...)
	if cpp {
		args = append(args, "-fpermissive")
	}
	if judgeKernel[j.file.Name] || strings.HasPrefix(j.file.Name, "ddk/") {
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

// compare reads the answers. It gives the interfaces that C declares without
// their bases' methods, as DECLARE_INTERFACE_ does if the body does not repeat
// them, or with other types: C++ has the truth about them.
func (j *judge) compare(data []byte, interfaces []*Interface, cpp bool) (again []*Interface) {
	o, err := newObject(data)
	if err != nil {
		j.v.problems = append(j.v.problems, err.Error())
		return nil
	}
	for n, i := range interfaces {
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
			j.problem(i, "the compiler's answer has %d numbers, want %d", len(got), len(want))
			continue
		}
		types := o.bytes(fmt.Sprintf("judge_types_%d", n), len(i.Methods))
		if !cpp && (inherited > 0 && got[0] == uint64(len(i.Methods))*8 || bytes.IndexByte(types, 0) >= 0 && judgeTypesExcluded[j.file.Name] == "") {
			for k, ok := range types {
				if ok == 0 {
					j.reasons[i] += fmt.Sprintf("%s has another type than %s", i.Methods[k].Name, j.cMethodTypes(i, i.Methods[k])[0])
				}
			}
			again = append(again, i)
			continue
		}
		j.v.interfaces++
		for k := range want {
			switch {
			case got[k] == want[k] && k > 0:
				j.v.methods++
			case got[k] == want[k]:
			case k == 0:
				j.problem(i, "the vtable has %d slots, midl says %d", got[k]/8, want[k]/8)
			default:
				j.problem(i, "%s is in slot %d, midl says %d", i.Methods[k-1].Name, got[k]/8, want[k]/8)
			}
		}
		if cpp {
			j.v.types += len(i.Methods)
		} else {
			for _, ok := range types {
				if ok == 1 {
					j.v.types++
				}
			}
		}
		if i.HasIID {
			j.compareIID(o, i)
		}
	}
	return again
}

func (j *judge) compareIID(o *object, i *Interface) {
	g, ok := o.guid("IID_" + cName(i))
	if !ok {
		g, ok = o.guid("DIID_" + cName(i))
	}
	if !ok {
		g, ok = j.guids["IID_"+cName(i)]
	}
	if !ok {
		g, ok = j.guids["DIID_"+cName(i)]
	}
	if !ok {
		j.v.noIID = append(j.v.noIID, i.Name)
		return
	}
	j.v.iids++
	if g != i.IID {
		j.problem(i, "IID is %v, midl says %v", g, i.IID)
	}
}

// guid gives the GUID that a symbol is.
func (o *object) guid(symbol string) (GUID, bool) {
	raw := o.bytes(symbol, 16)
	if raw == nil {
		return GUID{}, false
	}
	g := GUID{Data1: binary.LittleEndian.Uint32(raw), Data2: binary.LittleEndian.Uint16(raw[4:]), Data3: binary.LittleEndian.Uint16(raw[6:])}
	copy(g.Data4[:], raw[8:])
	return g, true
}

// libraryGUIDs reads the GUIDs that mingw-w64 keeps in import libraries, for
// the headers that only declare them.
func libraryGUIDs(t *testing.T) map[string]GUID {
	guids := make(map[string]GUID)
	for _, library := range []string{"uuid", "dxguid", "strmiids", "mfuuid", "wbemuuid", "wmcodecdspuuid", "ksuser"} {
		out, err := exec.Command(judgeCompiler, "-print-file-name=lib"+library+".a").Output()
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(strings.TrimSpace(string(out)))
		if err != nil {
			t.Logf("no GUIDs from lib%s.a: %v", library, err)
			continue
		}
		for _, member := range archiveMembers(data) {
			o, err := newObject(member)
			if err != nil {
				continue // an index or a list of names
			}
			for name := range o.symbols {
				if g, ok := o.guid(name); ok {
					guids[name] = g
				}
			}
		}
	}
	return guids
}

// archiveMembers cuts a Unix archive into its files: a header of 60 bytes each,
// with the size in decimal at 48.
func archiveMembers(data []byte) [][]byte {
	var members [][]byte
	for at := len("!<arch>\n"); at+60 <= len(data); {
		size, err := strconv.Atoi(strings.TrimSpace(string(data[at+48 : at+58])))
		at += 60
		if err != nil || at+size > len(data) {
			break
		}
		members = append(members, data[at:at+size])
		at += size + size&1
	}
	return members
}

func (j *judge) problem(i *Interface, format string, args ...any) {
	j.v.problems = append(j.v.problems, i.Name+": "+fmt.Sprintf(format, args...))
}

// object is a COFF object file.
type object struct {
	file    *pe.File
	symbols map[string]*pe.Symbol
}

func newObject(data []byte) (*object, error) {
	f, err := pe.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	o := &object{file: f, symbols: make(map[string]*pe.Symbol)}
	for _, s := range f.Symbols {
		if s.SectionNumber > 0 {
			o.symbols[s.Name] = s
		}
	}
	return o, nil
}

// bytes gives n bytes at a symbol, or nil.
func (o *object) bytes(symbol string, n int) []byte {
	s := o.symbols[symbol]
	if s == nil {
		return nil
	}
	data, err := o.file.Sections[s.SectionNumber-1].Data()
	if err != nil || int(s.Value)+n > len(data) {
		return nil
	}
	return data[s.Value:][:n]
}

func (o *object) words(symbol string, n int) []uint64 {
	raw := o.bytes(symbol, 8*n)
	words := make([]uint64, len(raw)/8)
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(raw[8*i:])
	}
	return words
}
