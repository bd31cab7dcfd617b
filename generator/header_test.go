package generator_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generator"
)

// probe is a header with one interface of these methods.
func probe(methods string) string {
	return "#include <unknwn.h>\nMIDL_INTERFACE(\"10000001-0000-4000-8000-000000000001\")\nIProbe : public IUnknown\n{\npublic:\n" + methods + "\n};\n"
}

// projected generates a header's own namespace and returns the text of its interfaces,
// and what was refused, a line each.
func projected(t *testing.T, name, text string) (interfaces, refused string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	universe, err := generator.Source{Headers: []string{file}}.Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range universe.Refused() {
		refused += fmt.Sprintln(r)
	}
	namespace, made := "", map[string]bool{}
	for _, u := range universe.Types() {
		if u.Interop && u.Namespace != embeddedInterop {
			namespace, made[u.Name] = u.Namespace, true
		}
	}
	if namespace == "" {
		return "", refused
	}
	out := t.TempDir()
	if _, err := generator.Generate(context.Background(), generator.Options{Headers: []string{file}, Names: []string{namespace}, Out: out, ImportPath: "x"}); err != nil {
		t.Fatal(err)
	}
	found, err := interfacesFile(out, made)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(found)
	if err != nil {
		t.Fatal(err)
	}
	return string(content), refused
}

// TestHeaderForms: what a header says of a parameter is what Go says, or the method is
// refused with its place and the reason, and the others come out.
func TestHeaderForms(t *testing.T) {
	const whole = "\n    virtual HRESULT STDMETHODCALLTYPE Whole(/* [in] */ UINT value) = 0;"
	for _, test := range []struct {
		about, method string
		want          string // in Go; or, with a place in front, why it is refused
	}{
		{"a number in", "Probe(/* [in] */ UINT value)", "Probe(value uint32) error"},
		{"a number out", "Probe(/* [retval][out] */ UINT *value)", "Probe() (uint32, error)"},
		{"an HRESULT in", "Probe(/* [in] */ HRESULT code)", "Probe(code winrt.HRESULT) error"},
		{"an HRESULT out", "Probe(_Out_ HRESULT *code)", "Probe() (winrt.HRESULT, error)"},
		{"in and out", "Probe(/* [out][in] */ UINT *cursor)", ":6:61: interface IProbe: method Probe: parameter cursor: a value goes in and another one comes back"},
		{"in and out by SAL", "Probe(_Inout_ UINT *cursor)", "a value goes in and another one comes back (_Inout_)"},
		{"no direction", "Probe(DWORD *count)", "the header does not say the direction of this pointer, DWORD*"},
		{"no direction of an object", "Probe(IProbe **next)", "the header does not say the direction of this pointer, IProbe**"},
		{"text", "Probe(/* [string][in] */ const WCHAR *title)", "it is text"},
		{"text by SAL", "Probe(_In_z_ const char *title)", "it is text"},
		{"characters", "Probe(/* [in] */ const WCHAR *title)", "text, or an array of unknown size"},
		{"memory", "Probe(/* [out] */ void **data)", "a void** without the id of an interface may be memory or an object"},
		{"a size that MIDL does not print", "Probe(/* [in] */ UINT count, /* [size_is][out] */ UINT *items)", "it is an array"},
		{"a size by SAL", "Probe(/* [in] */ UINT count, _Out_writes_(count) UINT *items)", "it is an array"},
		{"bytes", "Probe(/* [in] */ const BYTE *bytes)", "it is not said how many there are"},
		{"pointers to bytes", "Probe(/* [out] */ BYTE **bytes)", "it is not said what memory is behind it"},
		{"a handle to a window", "Probe(/* [in] */ HWND window)", "its type HWND is not known"},
		{"too many", "Probe(" + strings.Repeat("/* [in] */ UINT, ", 255) + "/* [in] */ UINT)", "it has 256 parameters; 255 are a method's most"},
		{"null", "Probe(/* [unique][in] */ UINT *value)", "it may be null"},
		{"bytes out", "Probe(/* [in] */ UINT count, /* [out] */ BYTE *bytes)", "which may be their count"},
		{"text of another form", "Probe(/* [in] */ HSTRING *text)", "it is a pointer to a value that Go has in another form, HSTRING*"},
		{"an output that is const", "Probe(/* [out] */ const UINT *value)", "and is const"},
		{"an object in and out", "Probe(/* [in] */ REFIID riid, /* [iid_is][out][in] */ void **object)", "an object that goes in and may come back as another one"},
		{"an id that comes out", "Probe(/* [out] */ IID *riid, /* [iid_is][out] */ void **object)", "its interface id, riid, is no input"},
		{"any number", "Probe(/* [in] */ UINT count, ...)", "it takes any number of arguments"},
		{"a pointer as result", "virtual HRESULT *STDMETHODCALLTYPE Probe( void)", "it returns HRESULT*, and only HRESULT is projected"},
		{"another convention", "virtual HRESULT __cdecl Probe( void)", "its calling convention is __cdecl, not STDMETHODCALLTYPE"},
		{"another result", "virtual ULONG STDMETHODCALLTYPE Probe( void)", "it returns ULONG, and only HRESULT is projected"},
		{"an object by its id", "Probe(/* [in] */ REFIID riid, /* [iid_is][out] */ void **object)", "func Probe[T any](o IProbe) (*T, error)"},
		{"a GUID that is not the id", "Probe(/* [in] */ REFGUID service, /* [in] */ REFIID riid, /* [iid_is][out] */ void **object)", "func Probe[T any](o IProbe, service winrt.GUID) (*T, error)"},
	} {
		t.Run(test.about, func(t *testing.T) {
			method := "    " + test.method + " = 0;"
			if !strings.HasPrefix(test.method, "virtual ") {
				method = "    virtual HRESULT STDMETHODCALLTYPE " + test.method + " = 0;"
			}
			text, refused := projected(t, "forms.h", probe(method+whole))
			if !strings.Contains(text, "Whole(value uint32) error") {
				t.Errorf("the method beside it is not there:\n%s", text)
			}
			if !strings.Contains(text+refused, test.want) {
				t.Errorf("%q is not said; refused: %s\n%s", test.want, refused, text)
			}
			isRefused := strings.Contains(refused, "method Probe")
			if isRefused == strings.Contains(text, "\tProbe(") {
				t.Errorf("refused: %v, and in Go:\n%s", isRefused, text)
			}
			if isRefused && !strings.Contains(refused, "forms.h:6:") {
				t.Errorf("no place is said: %s", refused)
			}
		})
	}
}

// TestHeaderRefusesAlone: what derives from a refused interface falls with it, and all
// else comes out.
func TestHeaderRefusesAlone(t *testing.T) {
	const method = "    virtual HRESULT STDMETHODCALLTYPE Do(/* [in] */ UINT value) = 0;"
	declare := func(iid, name, base string) string {
		if iid != "" {
			iid = "MIDL_INTERFACE(\"" + iid + "\")\n"
		} else {
			iid = "struct "
		}
		return iid + name + " : public " + base + "\n{\npublic:\n" + strings.Replace(method, "Do", "Do"+name, 1) + "\n};\n"
	}
	text, refused := projected(t, "alone.h", "#include <unknwn.h>\n"+
		declare("10000002-0000-4000-8000-000000000001", "IGood", "IUnknown")+
		declare("10000002-0000-4000-8000-000000000002", "IFar", "ISomewhereElse")+
		declare("10000002-0000-4000-8000-000000000003", "INear", "IFar")+
		declare("00000000-0000-0000-0000-000000000000", "INobody", "IUnknown")+
		declare("10000002-0000-4000-8000-000000000004", "IBetter", "IGood"))
	for _, name := range []string{"IGood", "IBetter"} {
		if !strings.Contains(text, "type "+name+" interface {") {
			t.Errorf("%s did not come out:\n%s", name, text)
		}
	}
	for _, want := range []string{"interface IFar: its base \"ISomewhereElse\"", "interface INear: its base IFar is refused", "interface INobody: it has no IID"} {
		if !strings.Contains(refused, want) {
			t.Errorf("%q is not said: %s", want, refused)
		}
	}
	if strings.Contains(text, "IFar") || strings.Contains(text, "INear") || strings.Contains(text, "INobody") {
		t.Errorf("what is refused came out:\n%s", text)
	}
}

// TestHeaderKeepsNames: an overload that is refused keeps its name, so that the one behind it
// does not lose its own once that is projected, and no stub is made that lacks a slot. (Of
// overloads the last one comes first in a vtable.)
func TestHeaderKeepsNames(t *testing.T) {
	text, refused := projected(t, "keeps.h", probe("    virtual HRESULT STDMETHODCALLTYPE Take(/* [in] */ UINT number) = 0;\n    virtual HRESULT STDMETHODCALLTYPE Take(/* [size_is][out] */ UINT *items) = 0;")+
		"MIDL_INTERFACE(\"10000004-0000-4000-8000-000000000002\")\nIMore : public IProbe\n{\npublic:\n    virtual HRESULT STDMETHODCALLTYPE Do(/* [in] */ UINT number) = 0;\n};\n")
	if !strings.Contains(text, "number uint32) error") || strings.Contains(text, "\tTake(number") {
		t.Errorf("refused: %s\n%s", refused, text)
	}
	if strings.Contains(text, "stubOf") || !strings.Contains(text, "type IMore interface") {
		t.Errorf("Go types can implement what lacks a slot:\n%s", text)
	}
}

// TestHeaderSharesNames: a method of one name in two interfaces has two typed forms.
func TestHeaderSharesNames(t *testing.T) {
	const method = "    virtual HRESULT STDMETHODCALLTYPE MakeFor(/* [in] */ UINT64 key, /* [in] */ REFIID riid, /* [iid_is][out] */ void **object) = 0;\n};\n"
	text, refused := projected(t, "shares.h", "#include <unknwn.h>\nMIDL_INTERFACE(\"10000003-0000-4000-8000-000000000001\")\nIMakerA : public IUnknown\n{\npublic:\n"+method+
		"MIDL_INTERFACE(\"10000003-0000-4000-8000-000000000002\")\nIMakerB : public IUnknown\n{\npublic:\n"+method)
	for _, want := range []string{"func IMakerAMakeFor[T any](o IMakerA, key uint64) (*T, error)", "func IMakerBMakeFor[T any](o IMakerB, key uint64) (*T, error)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not there; refused: %s\n%s", want, refused, text)
		}
	}
}

// TestHeaderOfMetadata: a header may declare what the metadata has, and name the
// exclusive interface of a class, which is the class in Go.
func TestHeaderOfMetadata(t *testing.T) {
	text, refused := projected(t, "windows.ui.composition.interop.h", `#include <unknwn.h>
namespace ABI { namespace Windows { namespace Foundation {
MIDL_INTERFACE("30d5a829-7fa4-4026-83bb-d75bae4ea99e")
IClosable : public IInspectable
{
public:
    virtual HRESULT STDMETHODCALLTYPE Close( void) = 0;
};
} } }
MIDL_INTERFACE("25297D5C-3AD4-4C9C-B5CF-E36A38512330")
ICompositorInterop : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE CreateGraphicsDevice(
        /* [in] */ IUnknown *renderingDevice,
        /* [out] */ ABI::Windows::UI::Composition::ICompositionGraphicsDevice **result) = 0;
    virtual HRESULT STDMETHODCALLTYPE Shut(
        /* [in] */ ABI::Windows::Foundation::IClosable *what) = 0;
};
`)
	for _, want := range []string{"CreateGraphicsDevice(renderingDevice any) (*composition.CompositionGraphicsDevice, error)", "Shut(what windowsfoundation.IClosable) error"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not there; refused: %s\n%s", want, refused, text)
		}
	}
	if strings.Contains(refused, "IClosable") || strings.Contains(text, "type IClosable") {
		t.Errorf("the metadata's IClosable is not taken for it: %s\n%s", refused, text)
	}
}
