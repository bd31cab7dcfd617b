package generator

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/module"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/generator/render"
	"github.com/winmd2go/winmd2go/midl"
	"github.com/winmd2go/winmd2go/winmd"
)

var fixturePath = filepath.Join("..", "testdata", "Windows.Devices.Display.Core.winmd")

func fixture(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(fixturePath)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// generated is what a file becomes, by path: all of the generator but the disk.
func generated(name string, data []byte, headers ...*midl.File) (map[string][]byte, error) {
	f, err := winmd.Parse(name, data)
	if err != nil {
		return nil, err
	}
	universe, err := model.Load([]*winmd.File{f}, headers)
	if err != nil {
		return nil, err
	}
	selection, err := universe.Select([]string{"*"})
	if err != nil {
		return nil, err
	}
	projection, err := project.New(selection, project.Config{ImportPath: "example.com/x"})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	var mu sync.Mutex
	err = render.All(context.Background(), projection, func(name string, content []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if files[name] != nil {
			return fmt.Errorf("%s twice", name)
		}
		files[name] = bytes.Clone(content)
		return nil
	})
	return files, err
}

// harmful tells what is wrong with generated files: Go that does not parse, that runs
// by itself or speaks to the compiler, and paths that lead elsewhere on some system.
func harmful(files map[string][]byte) error {
	packages := map[string]string{} // by folder
	for name, content := range files {
		if err := harmfulPath(name); err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if before, ok := packages[path.Dir(name)]; ok && before != file.Name.Name {
			return fmt.Errorf("%s is package %s, others beside it are package %s", name, file.Name.Name, before)
		}
		packages[path.Dir(name)] = file.Name.Name
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && (f.Name.Name == "init" || f.Name.Name == "main" || f.Body == nil) {
				return fmt.Errorf("%s: func %s", name, f.Name.Name)
			}
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			first, _, _ := strings.Cut(imported, "/")
			if err != nil || !slices.Contains([]string{"context", "iter", "strconv", "unsafe", "example.com", "github.com", "golang.org"}, first) ||
				spec.Name != nil && (spec.Name.Name == "." || spec.Name.Name == "_") {
				return fmt.Errorf("%s imports %s", name, spec.Path.Value)
			}
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				directive := strings.HasPrefix(c.Text, "//go:") || strings.HasPrefix(c.Text, "//line ") || strings.HasPrefix(c.Text, "//export ") || strings.HasPrefix(c.Text, "/*") || strings.HasPrefix(c.Text, "// +build")
				if directive && c.Text != "//go:build windows" {
					return fmt.Errorf("%s: comment %q", name, c.Text)
				}
			}
		}
		for i, r := range string(content) {
			if r == '\uFFFD' || r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 || r == '\u2028' || r == '\u2029' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' {
				return fmt.Errorf("%s: character %U at %d", name, r, i)
			}
		}
	}
	return nil
}

func harmfulPath(name string) error {
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Errorf("%q is not local", name)
	}
	// What is local on Windows, on every system.
	if err := module.CheckFilePath(name); err != nil {
		return err
	}
	if err := module.CheckImportPath("example.com/x/" + path.Dir(name)); err != nil {
		return err
	}
	for _, folder := range strings.Split(path.Dir(name), "/") {
		if folder != strings.ToLower(folder) || folder == "testdata" || folder == "vendor" || strings.HasPrefix(folder, "_") {
			return fmt.Errorf("%q has the folder %q", name, folder)
		}
	}
	return nil
}

// stream finds a stream of metadata in a file (ECMA-335 §II.24.2.1, §II.24.2.2); one
// that is not there, or too short to damage, is the whole file.
func stream(data []byte, name string) (from, to int) {
	root := bytes.Index(data, []byte("BSJB"))
	word := func(at int) int {
		if at < 0 || at+4 > len(data) {
			return 0
		}
		return int(binary.LittleEndian.Uint32(data[at:]))
	}
	at := root + 16 + word(root+12) + 4
	for range 8 {
		if root < 0 || at+8 > len(data) {
			break
		}
		text, _, _ := bytes.Cut(data[at+8:], []byte{0})
		if from, to := root+word(at), root+word(at)+word(at+4); string(text) == name && to <= len(data) && to-from > 64 {
			return from, to
		}
		at += 8 + (len(text)+4)/4*4
	}
	return 0, len(data)
}

// hostileTexts are written over names and messages.
var hostileTexts = []string{
	" int;func init(){};type Y", "\nfunc init() {}\n//", "*/ func init(){} /*", "\n//go:linkname a b\n", `"+f()+"`, "`", `\..\..\`, "/../../", "..", ".", "`1", "`9",
	"\u2028", "\u202e", "\xff", "\r\n", "_", "1", "func", "init", "é", "中", "Con", "Aux", "internal", "vendor", "main", "C", "unsafe", "",
}

// damage changes data, in one of the ways that files are broken by accident or made
// by somebody with intent.
func damage(random *rand.Rand, data []byte) []byte {
	if len(data) < 64 {
		return data
	}
	switch random.IntN(7) {
	case 0:
		return data[:random.IntN(len(data))]
	case 1:
		for range 1 + random.IntN(8) {
			data[random.IntN(len(data))] ^= 1 << random.IntN(8)
		}
	case 2: // names
		from, to := stream(data, "#Strings")
		for range 1 + random.IntN(4) {
			copy(data[from+random.IntN(to-from):to], hostileTexts[random.IntN(len(hostileTexts))])
		}
	case 3: // a whole name becomes another of its length
		from, to := stream(data, "#Strings")
		at := from + random.IntN(to-from)
		for at > from && data[at-1] != 0 {
			at--
		}
		end := at + len(data[at:to])
		if n := bytes.IndexByte(data[at:to], 0); n >= 0 {
			end = at + n
		}
		text := hostileTexts[random.IntN(len(hostileTexts))]
		for i := at; i < end; i++ {
			data[i] = 'X'
		}
		copy(data[at:end], text)
	case 4: // columns of rows
		from, to := stream(data, "#~")
		for range 1 + random.IntN(6) {
			at := from + 24 + random.IntN(to-from-26)
			binary.LittleEndian.PutUint16(data[at:], uint16(random.IntN(1<<random.IntN(17))))
		}
	case 5: // columns of other rows
		from, to := stream(data, "#~")
		for range 1 + random.IntN(6) {
			a, b := from+24+2*random.IntN((to-from-28)/2), from+24+2*random.IntN((to-from-28)/2)
			copy(data[a:a+2], data[b:b+2])
		}
	case 6: // signatures and values of attributes
		from, to := stream(data, "#Blob")
		for range 1 + random.IntN(8) {
			data[from+random.IntN(to-from)] = byte(random.IntN(256) >> random.IntN(8))
		}
	}
	return data
}

// TestDamagedMetadata changes a real file. Whatever is in it, the generator ends soon:
// with Go that parses and harms nobody, or with an error that names the file.
func TestDamagedMetadata(t *testing.T) {
	whole := fixture(t)
	rounds := 3000
	if testing.Short() {
		rounds = 300
	}
	var failed, made int
	for i := range rounds {
		random := rand.New(rand.NewPCG(uint64(i), 2))
		data := damage(random, bytes.Clone(whole))
		start := time.Now()
		files, err := generated("damaged.winmd", data)
		if took := time.Since(start); took > 15*time.Second {
			t.Errorf("round %d took %v", i, took)
		}
		if err != nil {
			failed++
			var absent *model.NotFoundError // a file without types
			if !errors.As(err, &absent) && !strings.Contains(err.Error(), "damaged.winmd") && !strings.Contains(err.Error(), "Windows.") {
				t.Errorf("round %d: the error names no place: %v", i, err)
			}
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r == '\uFFFD' || r == '\u202e' || r == '\u2028' }) {
				t.Errorf("round %d: the error has what a terminal should not see: %q", i, err)
			}
			continue
		}
		made++
		if err := harmful(files); err != nil {
			t.Errorf("round %d: %v", i, err)
		}
	}
	t.Logf("%d refused, %d generated", failed, made)
	if failed < rounds/4 || made < rounds/8 {
		t.Errorf("of %d damaged files %d were refused and %d generated: the damage is too much or too little", rounds, failed, made)
	}
}

// renamed exchanges a text of metadata for another of the same length; the new one is
// filled up with the letter X.
func renamed(t *testing.T, data []byte, old, new string) (changed []byte, name string) {
	t.Helper()
	if len(new) > len(old) || !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%q cannot become %q", old, new)
	}
	new += strings.Repeat("X", len(old)-len(new))
	return bytes.ReplaceAll(data, []byte(old), []byte(new)), new
}

// slice is the part of the embedded metadata that a type needs.
func slice(t testing.TB, name string) []byte {
	t.Helper()
	files, err := Source{}.metadata(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	data, _, err := winmd.Slice(files, []string{name}, winmd.WriteOptions{Name: "slice"})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestNamesAreNotCode refuses whatever is no identifier, wherever a name is read, and
// writes nothing.
func TestNamesAreNotCode(t *testing.T) {
	display := fixture(t)
	folder := slice(t, "Windows.Storage.IStorageFolder")
	kinds := slice(t, deprecatedType)
	const namespace = "Windows.Devices.Display.Core\x00"
	for _, test := range []struct {
		what     string
		data     []byte
		old, new string
		table    string
	}{
		{"class", display, "DisplayManagerOptions", "A int;func init(){}//", "TypeDef"},
		{"class", display, "DisplayManagerOptions", "A\nfunc init(){}\n//", "TypeDef"},
		{"class", display, "DisplayManagerOptions", `A"+f()+"`, "TypeDef"},
		{"class", display, "DisplayManagerOptions", "A\xff\xfe", "TypeDef"},
		{"class", display, "DisplayManagerOptions", "A\u202e", "TypeDef"},
		{"class", display, "DisplayManagerOptions", "A\u2028", "TypeDef"},
		{"class", display, "DisplayManagerOptions", "Ae\u0301", "TypeDef"},
		{"class", display, "DisplayManagerOptions", "1", "TypeDef"},
		{"class", display, "DisplayManagerOptions", "A`1", "TypeDef"},
		{"namespace", display, namespace, "Windows./../../../evil/C\x00", "TypeDef"},
		{"namespace", display, namespace, "Windows.\\..\\..\\..\\evil.C\x00", "TypeDef"},
		{"namespace", display, namespace, "C:.Devices\x00", "TypeDef"},
		{"namespace", display, namespace, "Windows.Devices..Core\x00", "TypeDef"},
		{"namespace", display, namespace, ".Windows\x00", "TypeDef"},
		{"namespace", display, namespace, "Windows.Devices.Core.\x00", "TypeDef"},
		{"namespace", display, namespace, "Windows.1\x00", "TypeDef"},
		{"method", display, "TryReadCurrentStateForAllTargets", "A(){}\nfunc init", "MethodDef"},
		{"property", display, "\x00get_IsStale\x00", "\x00get_1\x00", "MethodDef"},
		{"parameter", display, "\x00targets\x00", "\x00a, b i\x00", "Param"},
		{"field", display, "\x00Numerator\x00", "\x00A int;B\x00", "Field"},
		{"enum member", display, "\x00EnforceSourceOwnership\x00", "\x00A=f();B\x00", "Field"},
		{"overload", folder, "\x25CreateFileAsyncOverloadDefaultOptions", "\x25A(){}\nfunc init", "CustomAttribute"},
		{"contract", display, "Windows.Foundation.UniversalApiContract", "Windows\n//go:embed x\n", "CustomAttribute"},
		{"contract", kinds, "MachineLearningPreviewContract", "\nfunc init(){}//", "TypeDef"},
	} {
		t.Run(test.what+" "+strings.Trim(test.new, "\x00"), func(t *testing.T) {
			data, name := renamed(t, test.data, test.old, test.new)
			name, _, _ = strings.Cut(strings.Trim(name, "\x00\x25"), "\x00")
			refused(t, data, test.table, name)
		})
	}
}

const (
	deprecatedType = "Windows.AI.MachineLearning.Preview.FeatureElementKindPreview"
	deprecation    = "Use TensorKind instead of FeatureElementKindPreview. For more info, see MSDN."
)

// TestMessagesAreNotCode: what people are told may be any text, and stays one line of a
// comment.
func TestMessagesAreNotCode(t *testing.T) {
	kinds := slice(t, deprecatedType)
	for _, test := range []struct{ message, want string }{
		{"one\nfunc init() {}\n", "Deprecated: one func init() {} X"},
		{"one\r\n\t two", "Deprecated: one twoX"},
		{"*/ func init() {} /*", "Deprecated: */ func init() {} /*X"},
		{"\n//go:linkname a b\n", "Deprecated: //go:linkname a b X"},
		{"\u2028func init() {}\u2029\u0085\v\f", "Deprecated: func init() {} X"},
		{"a\x00b\x1b[31mc\x7f", `Deprecated: a\x00b\x1b[31mc\x7fX`},
		{"\xff\xfe", `Deprecated: \xff\xfeX`},
		{"\u202eevil\u2066 \ufeff", `Deprecated: \u202eevil\u2066 \ufeffX`},
		{"für immer 中文 “so”", "Deprecated: für immer 中文 “so”X"},
	} {
		data, _ := renamed(t, kinds, deprecation, test.message)
		files, err := generated("kinds.winmd", data)
		if err != nil {
			t.Errorf("%q: %v", test.message, err)
			continue
		}
		if err := harmful(files); err != nil {
			t.Errorf("%q: %v", test.message, err)
		}
		found := false
		for _, content := range files {
			for line := range strings.Lines(string(content)) {
				found = found || strings.HasPrefix(line, "// "+test.want)
			}
		}
		if !found {
			t.Errorf("%q: no line says %q", test.message, test.want)
		}
	}
}

// TestHostileCases refuses the files that once went through.
func TestHostileCases(t *testing.T) {
	dir := filepath.Join("..", "..", "shared", "cases", "hostile")
	names := map[string]string{
		"code-in-a-name.winmd": "X int;func init(){};type YYYYY", "dots-in-a-namespace.winmd": "Windows./../../evilevil/Core",
		"backslashes-in-a-namespace.winmd": `Windows.\..\..\..\evil.Corex`,
	}
	for file, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if errors.Is(err, fs.ErrNotExist) {
			t.Skipf("NOT TESTED: %s is not beside the checkout; TestNamesAreNotCode makes its like", dir)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Run(file, func(t *testing.T) { refused(t, data, "TypeDef", name) })
	}
}

// TestHostileHeaders: the name of a header becomes a namespace, and what stands in it
// names. What is no name is refused by itself or left out; nothing of it becomes code.
func TestHostileHeaders(t *testing.T) {
	dir := t.TempDir()
	for name, test := range map[string]struct{ text, refused string }{
		"a;b.h": {text: headerText}, "a b.h": {text: headerText}, "1.h": {text: headerText}, "é\xff.h": {text: headerText}, ".h": {text: headerText}, "-.h": {text: headerText},
		"dollar.h":    {strings.Replace(headerText, "OpenSharedHandle", "Open$", 1), "Open$"},
		"parameter.h": {strings.Replace(headerText, "HANDLE handle", "HANDLE $h", 1), "$h"},
		"interface.h": {strings.Replace(headerText, "IDisplayDeviceInterop", "I$", 1), "I$"},
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(test.text), 0o666); err != nil {
			continue // a name that this system has not
		}
		files := map[string][]byte{}
		universe, err := Source{Headers: []string{file}}.Load(context.Background())
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		own := ""
		for _, u := range universe.Types() {
			if u.Interop && !strings.HasPrefix(u.Namespace, "Windows.") {
				own = u.Namespace
			}
		}
		reasons := fmt.Sprint(universe.Refused())
		if test.refused != "" && !(strings.Contains(reasons, test.refused) && strings.Contains(reasons, name)) {
			t.Errorf("%q: %s is not refused: %s", name, test.refused, reasons)
		}
		if own == "" {
			continue
		}
		out := t.TempDir()
		if _, err := Generate(context.Background(), Options{Headers: []string{file}, Names: []string{own}, Out: out, ImportPath: "example.com/x"}); err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		for path := range folder(t, out) {
			if files[path], err = os.ReadFile(filepath.Join(out, filepath.FromSlash(path))); err != nil {
				t.Fatal(err)
			}
		}
		if err := harmful(files); err != nil || len(files) == 0 {
			t.Errorf("%q: %v of %d files", name, err, len(files))
		}
	}
}

// refused runs the generator on metadata and wants an error with the file, the table,
// a row and the name, and nothing written.
func refused(t *testing.T, data []byte, table, name string) {
	t.Helper()
	dir := t.TempDir()
	file, out := filepath.Join(dir, "hostile.winmd"), filepath.Join(dir, "out")
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Generate(context.Background(), Options{Metadata: []string{file}, Names: []string{"*"}, Out: out, ImportPath: "x"})
	if err == nil {
		t.Fatal("no error")
	}
	quoted := strconv.QuoteToGraphic(name)[1:] // heaps share the ends of names
	for _, want := range []string{file, table + " row ", quoted} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %s", err, want)
		}
	}
	if _, there := os.Stat(out); !errors.Is(there, fs.ErrNotExist) {
		t.Error("something was written")
	}
}

// TestInterfacesThatAreNone makes a class of one interface after the other. Where it is
// required or implemented, that is refused.
func TestInterfacesThatAreNone(t *testing.T) {
	whole := fixture(t)
	from, to := stream(whole, "#~")
	refused := 0
	for at := from + 24; at+4 <= to; at += 2 {
		const mask = winmd.TypeInterface | winmd.TypeAbstract | winmd.TypeWindowsRuntime
		flags := winmd.TypeAttributes(binary.LittleEndian.Uint32(whole[at:]))
		if flags&mask != mask || flags>>16 != 0 || flags&^(mask|1) != 0 {
			continue
		}
		data := bytes.Clone(whole)
		data[at] &^= byte(winmd.TypeInterface) // in the lowest byte
		files, err := generated("damaged.winmd", data)
		switch {
		case err == nil:
			err = harmful(files)
			if err != nil {
				t.Error(err)
			}
		case strings.Contains(err.Error(), "InterfaceImpl row") && strings.Contains(err.Error(), "is no interface"):
			refused++
		}
	}
	if refused < 20 {
		t.Errorf("%d were refused as interfaces, want at least 20", refused)
	}
}

// TestImportPathsAreNotCode refuses import paths that Go has not.
func TestImportPathsAreNotCode(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	for _, bad := range []string{
		`x"; func init() {}; import "y`, "x\ny", "x`y", "x y", `x\y`, "../x", "/x", "x/", "x//y", "x/./y", "x/../y", "x/aux", "x/NUL.y", "-x", "é/x", "x/\xff", "x\x00", "x;y",
	} {
		_, err := Generate(context.Background(), Options{Names: []string{"Windows.Foundation.Uri"}, Out: out, ImportPath: bad})
		if err == nil || !strings.Contains(err.Error(), strconv.Quote(bad)) {
			t.Errorf("generate with %q: %v", bad, err)
		}
		if _, err := Show(context.Background(), Source{}, "Windows.Foundation.Uri", bad); err == nil {
			t.Errorf("show takes %q", bad)
		}
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Error("something was written")
	}
}

// FuzzGenerate is TestDamagedMetadata with the fuzzer's own damage: of the file, of the
// number by which it is damaged once more unless it is 0, and of a header beside it.
func FuzzGenerate(f *testing.F) {
	whole := fixture(f)
	kinds, uri := slice(f, deprecatedType), slice(f, "Windows.Foundation.Uri")
	f.Add(whole, uint64(0), "a.interop.h", "")
	f.Add(whole, uint64(0), "windows.devices.display.core.interop.h", headerText)
	for i := range 60 {
		f.Add([][]byte{whole, kinds, uri}[i%3], uint64(i), "x.h", "")
	}
	f.Fuzz(func(t *testing.T, data []byte, seed uint64, name, text string) {
		if seed != 0 {
			data = damage(rand.New(rand.NewPCG(seed, 3)), bytes.Clone(data))
		}
		var headers []*midl.File
		if text != "" {
			if h, err := midl.Parse(name, []byte(text)); err == nil && midl.Link(h) == nil {
				headers = append(headers, h)
			}
		}
		files, err := generated("fuzz.winmd", data, headers...)
		if err != nil {
			return
		}
		if err := harmful(files); err != nil {
			t.Fatal(err)
		}
	})
}

const headerText = `MIDL_INTERFACE("64338358-366a-471b-bd56-dd8ef48e439b")
IDisplayDeviceInterop : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE OpenSharedHandle(
        /* [in] */ HANDLE handle,
        /* [in] */ REFIID riid,
        /* [iid_is][out] */ void **ppvObj) = 0;
};
`

// TestMemoryOfDamage bounds what a small file takes, whatever its rows share.
func TestMemoryOfDamage(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	whole := fixture(t)
	for i := range 50 {
		generated("damaged.winmd", damage(rand.New(rand.NewPCG(uint64(i), 4)), bytes.Clone(whole)))
	}
	runtime.ReadMemStats(&after)
	const limit = 50 * 16 << 20
	if took := after.TotalAlloc - before.TotalAlloc; took > limit {
		t.Errorf("50 files of %d bytes took %d bytes, more than %d", len(whole), took, limit)
	}
}
