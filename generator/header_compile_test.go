package generator

import (
	"context"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// compiledHeaders are forms whose Go once did not compile, or could not be imported.
var compiledHeaders = map[string]string{
	"status.h": `#include <unknwn.h>
MIDL_INTERFACE("10000011-0000-4000-8000-000000000001")
IStatus : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Report(/* [in] */ HRESULT status) = 0;
    virtual HRESULT STDMETHODCALLTYPE Last(/* [out] */ HRESULT *status) = 0;
};
`,
	"makers.h": `#include <unknwn.h>
MIDL_INTERFACE("10000012-0000-4000-8000-000000000001")
IMakerA : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE MakeFor(/* [in] */ UINT64 key, /* [in] */ REFIID riid, /* [retval][iid_is][out] */ void **made) = 0;
    virtual HRESULT STDMETHODCALLTYPE Lookup(/* [in] */ REFGUID service, /* [in] */ REFIID riid, /* [out] */ void **found) = 0;
};
MIDL_INTERFACE("10000012-0000-4000-8000-000000000002")
IMakerB : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE MakeFor(/* [in] */ UINT64 o, /* [in] */ REFIID riid, /* [retval][iid_is][out] */ void **made) = 0;
};
`,
	"partial.h": `#include <unknwn.h>
MIDL_INTERFACE("10000013-0000-4000-8000-000000000001")
IPartial : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Title(/* [string][in] */ const WCHAR *title) = 0;
    virtual HRESULT STDMETHODCALLTYPE Count(/* [retval][out] */ UINT *count) = 0;
};
MIDL_INTERFACE("10000013-0000-4000-8000-000000000002")
IPartial2 : public IPartial
{
public:
    virtual HRESULT STDMETHODCALLTYPE More(/* [in] */ IPartial *other) = 0;
};
`,
	"interface.h": `#include <unknwn.h>
MIDL_INTERFACE("10000014-0000-4000-8000-000000000001")
IKeyword : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Fine(/* [in] */ UINT a) = 0;
};
`,
	"internal.h": `#include <unknwn.h>
MIDL_INTERFACE("10000014-0000-4000-8000-000000000002")
IInternal : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Fine(/* [in] */ UINT a) = 0;
};
`,
	"main.h": `#include <unknwn.h>
MIDL_INTERFACE("10000014-0000-4000-8000-000000000003")
IMain : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Fine(/* [in] */ UINT a) = 0;
};
`,
	"windows.ui.composition.interop.h": `#include <unknwn.h>
MIDL_INTERFACE("25297D5C-3AD4-4C9C-B5CF-E36A38512330")
ICompositorInterop : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE CreateGraphicsDevice(
        /* [in] */ IUnknown *renderingDevice,
        /* [out] */ ABI::Windows::UI::Composition::ICompositionGraphicsDevice **result) = 0;
};
`,
}

// headerUser is a program that uses all of them.
const headerUser = `package main

import (
	"fmt"

	interfaceroot "example.org/headers/interface"
	"example.org/headers/internalroot"
	"example.org/headers/mainroot"
	"example.org/headers/makers"
	"example.org/headers/partial"
	"example.org/headers/status"
	"example.org/headers/windows/ui/composition"
	"example.org/headers/windows/ui/composition/interop"
	"github.com/winmd2go/winmd2go/winrt"
)

func use(c interop.ICompositorInterop, s status.IStatus, a makers.IMakerA, b makers.IMakerB, p partial.IPartial2) (device *composition.CompositionGraphicsDevice, err error) {
	if device, err = c.CreateGraphicsDevice(nil); err != nil {
		return nil, err
	}
	var code winrt.HRESULT
	if code, err = s.Last(); err != nil {
		return nil, err
	}
	if err = s.Report(code); err != nil {
		return nil, err
	}
	var count uint32
	if count, err = p.Count(); err != nil {
		return nil, err
	}
	if err = p.More(p); err != nil {
		return nil, err
	}
	if device, err = makers.IMakerAMakeFor[composition.CompositionGraphicsDevice](a, uint64(count)); err != nil {
		return nil, err
	}
	if device, err = makers.IMakerBMakeFor[composition.CompositionGraphicsDevice](b, uint64(count)); err != nil {
		return nil, err
	}
	return makers.Lookup[composition.CompositionGraphicsDevice](a, winrt.GUID{})
}

func main() {
	fmt.Println(use(nil, nil, nil, nil, nil))
	fmt.Println(interfaceroot.AsIKeyword(nil))
	fmt.Println(internalroot.AsIInternal(nil))
	fmt.Println(mainroot.AsIMain(nil))
}
`

// TestHeadersCompile: what comes out of headers compiles, for who uses it as well.
func TestHeadersCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks generated packages")
	}
	dir, headers := newModule(t, "example.org/headers"), t.TempDir()
	for name, text := range compiledHeaders {
		if err := os.WriteFile(filepath.Join(headers, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	report, err := Generate(context.Background(), Options{
		Names:   []string{"Status", "Makers", "Partial", "Interface", "Internal", "Main", "Windows.UI.Composition.Interop"},
		Headers: []string{headers}, Out: dir,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Refused) != 1 || len(report.Members.Skipped) != 1 || report.Members.Skipped[0].Member != "Partial.IPartial.Title" {
		t.Errorf("refused: %v; in the report: %v", report.Refused, report.Members.Skipped)
	}
	if report.Members.Metadata != report.Members.Projected+1 {
		t.Errorf("%d of %d members", report.Members.Projected, report.Members.Metadata)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(headerUser), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, arch := range []string{"amd64", "386", "arm64"} {
		for _, p := range load(t, dir, arch) {
			if !strings.HasSuffix(p.PkgPath, "/partial") {
				continue
			}
			// A type of another package cannot have a method that is not exported.
			for _, name := range []string{"IPartial", "IPartial2"} {
				only := false
				of := p.Types.Scope().Lookup(name).Type().Underlying().(*types.Interface)
				for m := range of.Methods() {
					only = only || !m.Exported()
				}
				if !only {
					t.Errorf("%s: Go types can implement %s, which lacks a slot", arch, name)
				}
			}
		}
	}
}
