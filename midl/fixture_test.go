package midl

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// fixtures are the headers in testdata/include, which have every form that this
// package reads, and what they declare: see describe_test.go for the notation.
var fixtures = []struct {
	name       string
	interfaces string
	others     string
}{
	{
		name: "conditionals.h",
		others: `
enum Conditional { First=0, Second=1, Fourth=4 }
constant ONLY_CPP = 1
constant IN_NEWEST = 1
constant EXPRESSION = 1
constant NEWEST_CONTRACT = 1
constant LEVEL = 3
constant CONTINUED = 1
constant AFTER = 1
constant INNER = 1
`,
	},
	{
		name: "declarations.h",
		others: `
enum class Scoped : unsigned char { A=0, B=255 }
enum _THING_FLAGS flags { THING_FLAG_NONE=0, THING_FLAG_A=1, THING_FLAG_HIGH=-2147483648, THING_FLAG_ELSEWHERE?, THING_FLAG_NEXT? }
enum UNNAMED_ENUM { Unnamed0=0, Unnamed1=1 }
record struct _THING pack 2 { DWORD cbSize; WCHAR[MAX_THINGS] name; BYTE[2][MAX_THINGS] grid; union pack 2 { struct pack 2 { WORD low : 4; WORD : 0; WORD high : 12 }; WORD whole }; BYTE* data; struct _THING* next; struct _THING** previous; void (CALLBACK*)(struct _THING*, LPARAM) notify }
record struct Derived : THING { int extra }
record union Either { int i; float f }
typedef HTHING = struct HTHING__*
typedef THING_FLAGS = enum _THING_FLAGS
typedef PTHING_FLAGS = enum _THING_FLAGS*
typedef THING = struct _THING
typedef PTHING = struct _THING*
typedef POpaque = struct Opaque*
typedef THINGPROC = LRESULT (CALLBACK*)([in] PTHING thing, UINT, ...)
typedef THINGTABLE = int (*)()[4]
typedef THINGROW = BYTE(*)[8]
typedef THINGFUNC = HRESULT (STDAPICALLTYPE)(int)
function CreateThing STDAPICALLTYPE ([in] REFIID riid, [out com iid=riid] void** thing) HRESULT
function ThingCount STDAPICALLTYPE () ULONG
function CloseThing WINAPI ([in] HTHING thing) BOOL [WINBASEAPI]
function OpenThing STDAPICALLTYPE (PCWSTR, DWORD flags = 0) HRESULT C _Check_return_
function ThingText __cdecl (int) const wchar_t* C
function ThingInline  (int a) int inline
constant GUID_THING = ? { 0xe1000000, 0x1, 0x2, { 3, 4, 5, 6, 7, 8, 9, 10 } }
constant ThingLimit = 15
constant ThingStep = 4
constant MAX_THINGS = 16
constant THING_NAME = "thingA\n"
constant THING_RATIO = float (0.5f)
constant THING_ERROR = -2147024891
constant THING_BIG = -1
constant THING_SUM = 33
constant THING_TAG = 1380533830
guid GUID_THING {E1000000-0001-0002-0304-05060708090A}
variable IID_IThing const IID
variable PKEY_Thing const PROPERTYKEY
macro C_ASSERT(sizeof(int) == 4)
`,
	},
	{
		name: "declare_interface.h",
		interfaces: `
IPlain {B1000000-0000-0000-0000-000000000001} : IUnknown
HRESULT Get([in] REFIID riid, [out com iid=riid] void** ppv)
void Set([in opt] LPCWSTR name, [in] DWORD flags, [out opt] ULONG* result)
IDerived {B1000000-0000-0000-0000-000000000002} : IPlain
HRESULT First(int a)
HRESULT Second()
INewOnly {B1000000-0000-0000-0000-000000000003} : IDerived
HRESULT Third([in size=count] const POINT* points, UINT count)
HRESULT Get(int index)
HRESULT STDMETHODVCALLTYPE Format(PCWSTR format, ...)
IElsewhere {B1000000-0000-0000-0000-000000000004} : IOther unlinked
HRESULT OtherMethod()
HRESULT OwnMethod()
ICallback
BOOL Call(HWND hwnd)
IDispatched : IDispatch
HRESULT Own()
`,
		others: `
include unknwn.h
guid IID_IDerived {B1000000-0000-0000-0000-000000000002}
`,
	},
	{
		name: "midl_output.h",
		interfaces: `
IStore {0A5B1C2D-3E4F-5061-7283-94A5B6C7D8E9} : IUnknown
HRESULT Read([out bytes size=cb length=*pcbRead] void* pv, [in] ULONG cb, [out opt] ULONG* pcbRead) [local]
HRESULT get_Name([out retval resultopt] BSTR* pName) [helpstring propget id]
HRESULT put_Name([in] BSTR name) [helpstring propput id]
HRESULT Open([in opt] LPCOLESTR name, [in] REFIID riid, [out resultopt iid=riid] IUnknown** ppunk)
HRESULT Next([in] ULONG celt, [out size=celt length=*pceltFetched] StoreStat* rgelt, [in out] ULONG* pceltFetched)
void Reset()
HRESULT Commit([in] DWORD flags = 0, [in size=count] const BYTE* data = NULL)
`,
		others: `
include oaidl.h
enum StoreMode { StoreMode_Read=0, StoreMode_Write=1, StoreMode_All=1, StoreMode_Mask=-1 }
record struct tagStoreStat { LPOLESTR pwcsName; DWORD type; union { LARGE_INTEGER whole; BYTE* bytes } content }
typedef StoreStat = struct tagStoreStat
typedef LPSTORE = IStore*
function IStore_RemoteRead_Proxy STDMETHODCALLTYPE (IStore* This, [out size=cb length=*pcbRead] byte* pv, [in] ULONG cb) HRESULT C /* [call_as] */
function IStore_RemoteRead_Stub __RPC_STUB (IRpcStubBuffer* This, DWORD* _pdwStubPhase) void C
class Store {0A5B1C2D-3E4F-5061-7283-94A5B6C7D8EA}
variable __MIDL_itf_midl_output_0000_0000_v0_0_c_ifspec RPC_IF_HANDLE
variable IID_IStore const IID
variable CLSID_Store const CLSID
`,
	},
	{
		name: "namespaces.h",
		interfaces: `
ABI::Windows::Graphics::ISurface {D1000000-0000-0000-0000-000000000001} : IInspectable
HRESULT Resize(SIZE size, ABI::Windows::Graphics::SizeInt32 other)
HRESULT View([out resultopt com] ABI::Windows::Foundation::Collections::IVectorView<ABI::Windows::Graphics::ISurface*>** result, IUnknown*const * list)
Sample::Inner::v1::IHolder {D1000000-0000-0000-0000-000000000002} : ABI::Windows::Graphics::ISurface
HRESULT Take([in size=(count) * sizeof(int)] const int* values, [in] const RECT& bounds, UINT count, [out opt size=capacity length=*used] BYTE[16] buffer, DWORD capacity, [in out] DWORD* used, HRESULT (STDMETHODCALLTYPE*)([in] void* context, DWORD code) callback, [in opt] void* context)
HRESULT Find([in] REFGUID guid, [in] REFIID riid, [out com iid=riid] void** object) const
`,
		others: `
forward struct ABI::Windows::Graphics::SizeInt32
`,
	},
	{
		name: "other_base.h",
		interfaces: `
IOther {B1000000-0000-0000-0000-000000000005} : IUnknown
HRESULT OtherMethod()
`,
	},
	{
		name: "uuid_forms.h",
		interfaces: `
IOne {C1000000-0000-0000-0000-000000000001} : IUnknown
HRESULT A()
ITwo {C1000000-0000-0000-0000-000000000002} : IUnknown
HRESULT A()
IThree {C1000000-0000-0000-0000-000000000003} : IUnknown
HRESULT A()
IFour {C1000000-0000-0000-0000-000000000004} : IUnknown
HRESULT __stdcall A([in] int a, [out retval] IUnknown** result)
IFive {C1000000-0000-0000-0000-000000000005} : IUnknown
HRESULT A()
ISix {C1000000-0000-0000-0000-000000000006} : IUnknown
HRESULT __stdcall A() const
ISeven {C1000000-0000-0000-0000-000000000007} : IUnknown
HRESULT A()
IEight {C1000000-0000-0000-0000-000000000008} : IUnknown
HRESULT A()
INine {C1000000-0000-0000-0000-000000000009} : IUnknown
HRESULT A()
ITen {C1000000-0000-0000-0000-00000000000A} : IUnknown
HRESULT A()
IEleven {C1000000-0000-0000-0000-00000000000B} : IUnknown
HRESULT A()
ITwelve {C1000000-0000-0000-0000-00000000000C} : IUnknown
HRESULT A()
IThirteen {C1000000-0000-0000-0000-00000000000D} : IUnknown
HRESULT A()
IFourteen : IUnknown
HRESULT A()
IFifteen {0000010F-0000-0000-C000-000000000046} : IUnknown
`,
		others: `
constant IID_IThirteen = ? { 0xc1000000, 0x0000, 0x0000, { 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0d } }
guid IID_INine {C1000000-0000-0000-0000-000000000009}
guid IID_IThirteen {C1000000-0000-0000-0000-00000000000D}
guid IID_IFifteen {0000010F-0000-0000-C000-000000000046}
forward interface ITen
`,
	},
	{
		name: "widl_output.h",
		interfaces: `
ABI::Sample::IWidget {11223344-5566-7788-99AA-BBCCDDEEFF00} : IInspectable
HRESULT get_Kind(ABI::Sample::WidgetKind* value)
HRESULT Attach(ABI::Sample::IWidget* parent, UINT32 __itemsSize, ABI::Sample::IWidget** items)
HRESULT Detach()
`,
		others: `
include inspectable.h
enum ABI::Sample::WidgetKind { WidgetKind_Small=0, WidgetKind_Large=1 }
guid IID___x_ABI_CSample_CIWidget {11223344-5566-7788-99AA-BBCCDDEEFF00}
forward interface ABI::Sample::IWidget
instance ABI::Windows::Foundation::Collections::IVectorView<ABI::Sample::IWidget*> {FCA5679C-BFD4-5187-8B2D-DE225049B346} : IVectorView_impl<ABI::Sample::IWidget*>
`,
	},
	{
		name: "windows.devices.display.core.interop.h",
		interfaces: `
IDisplayDeviceInterop {64338358-366A-471B-BD56-DD8EF48E439B} : IUnknown
HRESULT CreateSharedHandle([in] IInspectable* pObject, [in] const SECURITY_ATTRIBUTES* pSecurityAttributes, [in] DWORD Access, [in] HSTRING Name, [out retval] HANDLE* pHandle)
HRESULT OpenSharedHandle([in] HANDLE NTHandle, [in] IID riid, [out resultopt iid=riid] void** ppvObj)
IDisplayPathInterop {A6BA4205-E59E-4E71-B25B-4E436D21EE3D} : IUnknown
HRESULT CreateSourcePresentationHandle([out retval] HANDLE* pValue)
HRESULT GetSourceId([out retval] UINT* pSourceId)
`,
		others: `
include rpc.h
include rpcndr.h
include windows.h
include ole2.h
include oaidl.h
include ocidl.h
include inspectable.h
include winapifamily.h
constant __REQUIRED_RPCNDR_H_VERSION__ = 475
variable __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0000_v0_0_c_ifspec RPC_IF_HANDLE
variable __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0000_v0_0_s_ifspec RPC_IF_HANDLE
variable IID_IDisplayDeviceInterop const IID
variable IID_IDisplayPathInterop const IID
variable __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0002_v0_0_c_ifspec RPC_IF_HANDLE
variable __MIDL_itf_windows2Edevices2Edisplay2Ecore2Einterop_0000_0002_v0_0_s_ifspec RPC_IF_HANDLE
`,
	},
}

func TestFixtures(t *testing.T) {
	var names []string
	for _, fixture := range fixtures {
		names = append(names, fixture.name)
		t.Run(fixture.name, func(t *testing.T) {
			f, err := Open(filepath.Join("../testdata/include", fixture.name))
			if err != nil {
				t.Fatal(err)
			}
			checkLines(t, describeInterfaces(f), fixture.interfaces)
			checkLines(t, describeOthers(f), fixture.others)
			checkFile(t, f)
		})
	}
	for _, path := range fixturePaths(t) {
		if !slices.Contains(names, filepath.Base(path)) {
			t.Errorf("%s is not in the table", path)
		}
	}
}

func checkLines(t *testing.T, got []string, text string) {
	t.Helper()
	var want []string
	if text = strings.Trim(text, "\n"); text != "" {
		want = strings.Split(text, "\n")
	}
	for n := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if n < len(got) {
			g = got[n]
		}
		if n < len(want) {
			w = want[n]
		}
		if g != w {
			t.Errorf("line %d is  %s\nwant       %s", n+1, g, w)
			return
		}
	}
}

// Line ends, byte order marks and UTF-16 make no difference.
func TestEncodings(t *testing.T) {
	for _, path := range fixturePaths(t) {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Parse("a.h", src)
		if err != nil {
			t.Fatal(err)
		}
		utf16 := func(low, high int) []byte {
			b := make([]byte, 2*len(src)+2)
			b[low], b[high] = 0xFF, 0xFE
			for n, c := range src {
				b[2*n+2+low] = c
			}
			return b
		}
		for name, encoded := range map[string][]byte{
			"UTF-8 with a mark":     append([]byte{0xEF, 0xBB, 0xBF}, src...),
			"UTF-16 little endian":  utf16(0, 1),
			"UTF-16 big endian":     utf16(1, 0),
			"no newline at the end": bytes.TrimRight(src, "\n"),
		} {
			got, err := Parse("a.h", encoded)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s in %s reads otherwise: %v", path, name, err)
			}
		}
		// With "\r\n" columns in messages stay, and so does everything else.
		got, err := Parse("a.h", bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n")))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s with CRLF reads otherwise: %v", path, err)
		}
	}
}

// The embedded default has the same header as the fixtures.
func TestInteropHeaderIsTheEmbeddedOne(t *testing.T) {
	const name = "windows.devices.display.core.interop.h"
	fixture, err := os.ReadFile("../testdata/include/" + name)
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := os.ReadFile("../metadata/interop/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fixture, embedded) {
		t.Errorf("metadata/interop/%[1]s and testdata/include/%[1]s differ", name)
	}
}
