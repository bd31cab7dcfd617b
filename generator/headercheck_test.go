package generator_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generator"
	"github.com/winmd2go/winmd2go/midl"
)

// The words of a header are the judge of the Go that is made of it: a method whose
// Go signature says less than they do, or something else, would be a silent mistake.
// The judge reads the words anew, and the generated text and not the model.

// saying is what a header says about one parameter.
type saying struct {
	in, out     bool
	sized, text bool
	null        bool
}

var (
	inParentheses = regexp.MustCompile(`\([^()]*\)`)
	aWord         = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)
	sizeWord      = regexp.MustCompile(`(^|_)(size_is|length_is|max_is|min_is|first_is|last_is|reads|writes|updates|[bex]?count|bytecount|cap|bytecap|buffer|bytebuffer|readable|writable)(_|$)`)
	textWord      = regexp.MustCompile(`(^|_)(string|z|zz|terminated|nullterminated)(_|$)`)
	inWord        = regexp.MustCompile(`^_*(rpc__)?(in|inout)(_|$)`)
	outWord       = regexp.MustCompile(`^_*(rpc__)?(com_)?(deref_(opt_)?)?(out|inout|outptr|outref|retval)(_|$)`)
	nullWord      = regexp.MustCompile(`^_*(rpc__)?(com_)?(unique|optional|maybenull|(deref_|in_|out_|inout_|outptr_|outref_)opt)(_|$)`)
)

func said(annotation string) (s saying) {
	for inParentheses.MatchString(annotation) {
		annotation = inParentheses.ReplaceAllString(annotation, " ")
	}
	for _, word := range aWord.FindAllString(annotation, -1) {
		word = strings.ToLower(word)
		s.sized = s.sized || sizeWord.MatchString(word)
		s.text = s.text || textWord.MatchString(word)
		s.in = s.in || inWord.MatchString(word)
		s.out = s.out || outWord.MatchString(word)
		s.null = s.null || nullWord.MatchString(word)
	}
	return s
}

// goMethod is a method of a generated proxy.
type goMethod struct {
	name    string
	params  []goParam
	results []string // types without the error
}

type goParam struct{ name, typ string }

// goPackage is what the judge reads of a generated package.
type goPackage struct {
	methods map[string]map[int]goMethod // by interface and slot
	typed   map[string]map[string][]int // interface, method: of its generic form the numbers of the method's parameters that it has
}

// readGo reads the proxies and generic functions of a generated file.
func readGo(name string) (*goPackage, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, nil, 0)
	if err != nil {
		return nil, err
	}
	source, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	text := func(n ast.Node) string {
		return string(source[set.Position(n.Pos()).Offset:set.Position(n.End()).Offset])
	}
	p := &goPackage{map[string]map[int]goMethod{}, map[string]map[string][]int{}}
	var generics []*ast.FuncDecl
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if f.Recv == nil {
			if f.Type.TypeParams != nil {
				generics = append(generics, f)
			}
			continue
		}
		iface, ok := strings.CutPrefix(text(f.Recv.List[0].Type), "*proxy")
		if !ok {
			continue
		}
		slot := slotCalled(f, iface)
		if slot < 0 {
			continue // of a base
		}
		if p.methods[iface] == nil {
			p.methods[iface] = map[int]goMethod{}
		}
		p.methods[iface][slot] = readMethod(f, text)
	}
	for _, f := range generics {
		params := readMethod(f, text).params
		iface := params[0].typ
		method := methodCalled(f)
		if p.typed[iface] == nil {
			p.typed[iface] = map[string][]int{}
		}
		numbers := []int{}
		for _, m := range p.methods[iface] {
			if m.name != method {
				continue
			}
			for i, has := range m.params {
				for _, param := range params[1:] {
					if param.name == has.name {
						numbers = append(numbers, i)
					}
				}
			}
		}
		p.typed[iface][method] = numbers
	}
	return p, nil
}

func readMethod(f *ast.FuncDecl, text func(ast.Node) string) goMethod {
	m := goMethod{name: f.Name.Name}
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			m.params = append(m.params, goParam{name.Name, text(field.Type)})
		}
	}
	for _, field := range f.Type.Results.List {
		for range max(1, len(field.Names)) {
			if t := text(field.Type); t != "error" {
				m.results = append(m.results, t)
			}
		}
	}
	return m
}

// slotCalled is the slot of iface that f calls, or -1.
func slotCalled(f *ast.FuncDecl, iface string) int {
	slot := -1
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 4 {
			return true
		}
		address, ok := call.Args[1].(*ast.UnaryExpr)
		if !ok {
			return true
		}
		id, _ := address.X.(*ast.Ident)
		number, _ := call.Args[2].(*ast.BasicLit)
		if id != nil && id.Name == "iid"+iface && number != nil && number.Kind == token.INT {
			slot, _ = strconv.Atoi(number.Value)
		}
		return true
	})
	return slot
}

// methodCalled is the method that a generic function calls on its first parameter.
func methodCalled(f *ast.FuncDecl) string {
	name := ""
	object := f.Type.Params.List[0].Names[0].Name
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && id.Name == object {
				name = s.Sel.Name
			}
		}
		return true
	})
	return name
}

// firstSlot is where an interface's own methods begin, or -1 if a base stands in
// another header.
func firstSlot(file *midl.File, i *midl.Interface) int {
	switch strings.TrimPrefix(i.Base, "::") {
	case "IUnknown":
		return 3
	case "IInspectable":
		return 6
	}
	for _, base := range file.Interfaces {
		if base == i || base.Name != i.Base && base.FullName() != i.Base {
			continue
		}
		if first := firstSlot(file, base); first >= 0 {
			return first + len(base.Methods)
		}
		return -1
	}
	return -1
}

// judgeHeader compares every method of the package that was made of an interface of
// file, and returns how many there are and what is wrong, one finding a method.
func judgeHeader(file *midl.File, made map[string]bool, p *goPackage) (methods int, findings []string) {
	own := map[string]bool{"IUnknown": true, "IInspectable": true}
	for _, i := range file.Interfaces {
		own[i.Name] = true
	}
	for _, i := range file.Interfaces {
		first := firstSlot(file, i)
		if first < 0 || !made[i.Name] {
			continue
		}
		for j, m := range i.Methods {
			got, there := p.methods[i.Name][first+j]
			if !there {
				continue
			}
			methods++
			if problem := judgeMethod(own, m, got, p.typed[i.Name]); problem != "" {
				findings = append(findings, fmt.Sprintf("%s:%d: %s.%s: %s", file.Name, m.Pos.Line, i.Name, m.Name, problem))
			}
		}
	}
	return methods, findings
}

// refs are types that are pointers, or ids, without a star.
var refs = map[string]bool{"REFIID": true, "REFGUID": true, "REFCLSID": true}

func judgeMethod(own map[string]bool, m *midl.Method, got goMethod, typed map[string][]int) string {
	input := map[string]goParam{}
	for _, p := range got.params {
		input[plainName(p.name)] = p
	}
	results := got.results
	riids := 0
	var ids []int // numbers of the Go parameters that are ids, and no interface's
	at := 0
	for _, p := range m.Params {
		if name := baseName(p.Type.Name); name == "REFIID" || name == "IID" {
			riids++
		}
	}
	for n, p := range m.Params {
		name := p.Name
		if name == "" {
			name = "arg" + strconv.Itoa(n+1)
		}
		var param goParam
		isInput := false
		for _, goName := range goNames(name) {
			if param, isInput = input[goName]; isInput {
				delete(input, goName)
				break
			}
		}
		typ := param.typ
		if isInput {
			if strings.HasSuffix(typ, "GUID") && baseName(p.Type.Name) != "REFIID" && baseName(p.Type.Name) != "IID" {
				ids = append(ids, at)
			}
			at++
		} else {
			if len(results) == 0 {
				return "parameter " + name + " is neither a parameter nor a result in Go"
			}
			typ, results = results[0], results[1:]
		}
		if problem := judgeParam(own, m, n, typ, isInput, riids); problem != "" {
			return "parameter " + name + " (" + p.Annotation + " " + p.Type.Name + strings.Repeat("*", p.Type.Pointers) + ") is " + typ + " in Go: " + problem
		}
	}
	if len(input) > 0 || len(results) > 0 {
		return "Go has parameters or results that the header has not"
	}
	if numbers, there := typed[got.name]; there {
		for _, id := range ids {
			kept := riids == 0 // then the only id is the interface's
			for _, n := range numbers {
				kept = kept || n == id
			}
			if !kept {
				return "the typed form drops " + got.params[id].name
			}
		}
		if len(numbers) != len(got.params)-1 {
			return fmt.Sprintf("the typed form has %d parameters, the method %d", len(numbers), len(got.params))
		}
	}
	return ""
}

// plainName is a parameter's name as names are compared.
func plainName(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// goNames are what a header's parameter may be called in Go: words that Go or the body
// have taken get "Value" behind them, or a number.
func goNames(name string) []string {
	name = plainName(name)
	return []string{name, name + "value", name + "2", name + "value2", name + "3"}
}

func baseName(name string) string {
	name = strings.TrimPrefix(name, "struct ")
	return name[strings.LastIndexByte(name, ':')+1:]
}

func judgeParam(own map[string]bool, m *midl.Method, n int, typ string, input bool, riids int) string {
	p := m.Params[n]
	s := said(p.Annotation)
	name := baseName(p.Type.Name)
	stars := p.Type.Pointers
	if p.Type.Ref {
		stars++
	}
	object := own[name] || strings.Contains(p.Type.Name, "::") && len(name) > 1 && name[0] == 'I' && name[1] >= 'A' && name[1] <= 'Z'
	if object {
		stars--
	}
	pointer := strings.HasPrefix(typ, "*") && !strings.HasSuffix(typ, ".Handle") || strings.HasSuffix(typ, "SecurityAttributes")
	slice := strings.HasPrefix(typ, "[]")
	isObject := (name == "void" && stars == 2) || (name == "LPVOID" || name == "PVOID") && stars == 1
	switch {
	case s.sized && !slice:
		return "it is an array"
	case len(p.Type.Array) > 0 && !slice && !strings.HasPrefix(typ, "["):
		return "it is an array of fixed size"
	case s.text && typ != "string":
		return "it is text"
	case isObject && (riids == 0 && !hasID(m) || input):
		return "memory, or an object whose interface is not known"
	case isObject && n > 0 && !s.out && baseName(m.Params[n-1].Type.Name) == "REFIID":
		return "" // the riid in front says that it is a result
	case stars >= 1 && (name == "char" || name == "CHAR" || name == "WCHAR" || name == "wchar_t") && typ != "string" && !slice:
		return "pointers to characters are text, or an array"
	case stars >= 1 && s.in && s.out && !(pointer && input):
		return "it goes in and comes back"
	case s.out && !s.in && input:
		return "it is an output"
	case s.in && !s.out && !input:
		return "it is an input"
	case stars >= 1 && !s.in && !s.out && !refs[name] && !pointer && !(p.Type.Const && p.Type.Ref):
		return "its direction is not said"
	case stars >= 1 && s.in && s.null && !object && !pointer && !slice:
		return "it may be null"
	case stars >= 1 && s.in && !s.out && (typ == "byte" || typ == "int8"):
		return "pointers to bytes are memory"
	case stars >= 2 && !isObject:
		return "memory of unknown size"
	}
	return ""
}

func hasID(m *midl.Method) bool {
	for _, p := range m.Params {
		switch baseName(p.Type.Name) {
		case "REFGUID", "GUID":
			return true
		}
	}
	return false
}

// judgedHeaders are mingw-w64's that declare interfaces and that the reader takes.
func judgedHeaders(t *testing.T) (names []string, files map[string]*midl.File) {
	root := ""
	for _, dir := range []string{"/usr/x86_64-w64-mingw32/include", "/usr/share/mingw-w64/include"} {
		if _, err := os.Stat(filepath.Join(dir, "unknwn.h")); err == nil {
			root = dir
		}
	}
	if root == "" {
		t.Skip("NOT JUDGED: mingw-w64's headers are not installed (apt-get install mingw-w64-common)")
	}
	files = map[string]*midl.File{}
	all, err := filepath.Glob(filepath.Join(root, "*.h"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		file, err := midl.Open(name)
		if err != nil || len(file.Interfaces) == 0 {
			continue
		}
		names = append(names, name)
		files[name] = file
	}
	return names, files
}

// interfacesFile finds the interfaces.go below a folder that declares one of names.
func interfacesFile(dir string, names map[string]bool) (found string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "interfaces.go" {
			return err
		}
		text, err := os.ReadFile(path)
		for name := range names {
			if strings.Contains(string(text), "\ntype "+name+" interface {") {
				found = path
			}
		}
		return err
	})
	if err == nil && found == "" {
		err = errors.New("no interfaces.go was written")
	}
	return found, err
}

// embeddedInterop is the namespace of the header that is part of the program.
const embeddedInterop = "Windows.Devices.Display.Core.Interop"

// TestHeadersSayNoLess generates all of mingw-w64's headers that can be read, and
// judges every method that comes out.
func TestHeadersSayNoLess(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT JUDGED: -short; generates some 290 headers")
	}
	names, files := judgedHeaders(t)
	var sum, count, lost struct{ headers, interfaces, methods int }
	reasons := map[string]int{}
	judged := 0
	for _, name := range names {
		source := generator.Source{Headers: []string{name}}
		universe, err := source.Load(context.Background())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, i := range files[name].Interfaces {
			sum.interfaces++
			sum.methods += len(i.Methods)
		}
		for _, r := range universe.Refused() {
			reasons[kindOf(r.Reason)]++
			if r.Method == "" {
				lost.interfaces++
			}
			lost.methods += r.Members
		}
		namespace := ""
		made := map[string]bool{}
		for _, u := range universe.Types() {
			if u.Interop && u.Namespace != embeddedInterop {
				namespace = u.Namespace
				made[u.Name] = true
				count.interfaces++
				count.methods += len(u.Methods)
			}
		}
		if namespace == "" {
			continue
		}
		count.headers++
		out := t.TempDir()
		if _, err := generator.Generate(context.Background(), generator.Options{Headers: []string{name}, Names: []string{namespace}, Out: out, ImportPath: "x"}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found, err := interfacesFile(out, made)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p, err := readGo(found)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		methods, findings := judgeHeader(files[name], made, p)
		judged += methods
		for _, f := range findings {
			t.Error(f)
		}
	}
	t.Logf("%d headers with %d interfaces and %d methods: %d interfaces and %d methods of %d headers are projected, %d of the methods judged; %d interfaces and %d methods are refused",
		len(names), sum.interfaces, sum.methods, count.interfaces, count.methods, count.headers, judged, lost.interfaces, lost.methods)
	for reason, n := range reasons {
		t.Logf("%6d %s", n, reason)
	}
	if judged < count.methods*9/10 || judged < 1000 {
		t.Errorf("only %d of %d methods were judged", judged, count.methods)
	}
}

// TestJudgeOfHeaders shows the judge what once came out of headers, which it has to see,
// and what is right, of which it has to say nothing.
func TestJudgeOfHeaders(t *testing.T) {
	for _, test := range []struct {
		method  string
		params  string // in Go
		results string
		typed   []int // the parameters of the typed form, if there is one
		problem string
	}{
		{"/* [in] */ UINT value", "value uint32", "", nil, ""},
		{"/* [retval][out] */ UINT *value", "", "uint32", nil, ""},
		{"/* [retval][out] */ UINT *value", "value uint32", "", nil, "it is an output"},
		{"/* [in] */ UINT value", "", "uint32", nil, "it is an input"},
		{"/* [out][in] */ DWORD *cursor", "cursor uint32", "", nil, "it goes in and comes back"},
		{"_Inout_ DWORD *cursor", "", "uint32", nil, "it goes in and comes back"},
		{"DWORD *count", "count uint32", "", nil, "its direction is not said"},
		{"DWORD *count", "", "uint32", nil, "its direction is not said"},
		{"IProbe **next", "next IProbe", "", nil, "its direction is not said"},
		{"/* [string][in] */ const WCHAR *title", "title uint16", "", nil, "it is text"},
		{"/* [in] */ const WCHAR *title", "title uint16", "", nil, "pointers to characters are text, or an array"},
		{"/* [string][in] */ const WCHAR *title", "title string", "", nil, ""},
		{"_In_z_ const char *title", "title int8", "", nil, "it is text"},
		{"/* [in] */ UINT part, /* [out] */ void **data", "part uint32", "any", nil, "memory, or an object whose interface is not known"},
		{"_In_ UINT part, _Outptr_ void **data", "part uint32", "any", nil, "memory, or an object whose interface is not known"},
		{"/* [in] */ ULONG room, /* [size_is][out] */ WORD *items", "room uint32", "uint16", nil, "it is an array"},
		{"/* [in] */ ULONG room, /* [size_is][in] */ BYTE *items", "room uint32, items byte", "", nil, "it is an array"},
		{"/* [in] */ ULONG room, _Out_writes_(room) WORD *items", "room uint32", "uint16", nil, "it is an array"},
		{"/* [in] */ ULONG count, /* [in] */ const BYTE *items", "count uint32, items byte", "", nil, "pointers to bytes are memory"},
		{"/* [out] */ BYTE **bytes", "", "byte", nil, "memory of unknown size"},
		{"/* [in] */ HRESULT status", "", "", nil, "is neither a parameter nor a result in Go"},
		{"/* [in] */ REFGUID service, /* [in] */ REFIID riid, /* [out] */ void **found", "service winrt.GUID, riid winrt.GUID", "any", []int{0}, ""},
		{"/* [in] */ REFGUID service, /* [in] */ REFIID riid, /* [out] */ void **found", "service winrt.GUID, riid winrt.GUID", "any", []int{}, "the typed form drops service"},
	} {
		file, err := midl.Parse("judge.h", []byte(probe("    virtual HRESULT STDMETHODCALLTYPE Probe("+test.method+") = 0;")))
		if err != nil || len(file.Interfaces) != 1 || len(file.Interfaces[0].Methods) != 1 {
			t.Fatal(test.method, err)
		}
		got := goMethod{name: "Probe"}
		for param := range strings.SplitSeq(test.params, ", ") {
			if name, typ, ok := strings.Cut(param, " "); ok {
				got.params = append(got.params, goParam{name, typ})
			}
		}
		if test.results != "" {
			got.results = []string{test.results}
		}
		typed := map[string][]int{}
		if test.typed != nil {
			typed["Probe"] = test.typed
		}
		problem := judgeMethod(map[string]bool{"IProbe": true}, file.Interfaces[0].Methods[0], got, typed)
		if (problem == "") != (test.problem == "") || !strings.Contains(problem, test.problem) {
			t.Errorf("%s as (%s) (%s): the judge says %q, not %q", test.method, test.params, test.results, problem, test.problem)
		}
	}
}

var quotedPart = regexp.MustCompile(`parameter [A-Za-z0-9_]+: |\([^()]*\)|"[^"]*"|(its type|its type is|it returns|it mentions|its base|pointer,|another form,|by value,|said memory is behind it|convention is|IID is) [^,]+`)

// kindOf is a reason without the names in it.
func kindOf(reason string) string {
	return strings.TrimSpace(quotedPart.ReplaceAllStringFunc(reason, func(s string) string {
		if strings.HasPrefix(s, "parameter ") || s[0] == '(' || s[0] == '"' {
			return ""
		}
		for _, keep := range []string{"its type is", "its type", "it returns", "it mentions", "its base", "pointer,", "another form,", "by value,", "convention is", "IID is"} {
			if strings.HasPrefix(s, keep) {
				if keep == "its type" && strings.HasSuffix(s, "not known") {
					return "its type is not known"
				}
				return keep + " …"
			}
		}
		return s
	}))
}
