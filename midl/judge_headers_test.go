package midl

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
	"audioengineendpoint.h":           "#define IAudioEndpointVolumeEx IAudioEndpointVolumeEx_other\n#define IAudioEndpointVolumeExVtbl IAudioEndpointVolumeExVtbl_other\n#include <endpointvolume.h>\n#undef IAudioEndpointVolumeEx\n#undef IAudioEndpointVolumeExVtbl\n",
	"msoav.h":                         "#define AVVENDOR\n",
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
	"ddk/dmusicks.h":                  "typedef wchar_t TCHAR;\ntypedef struct { ULONG a; } KSRTAUDIO_HWLATENCY, KSRTAUDIO_HWREGISTER;\n#include <punknown.h>\n#include <portcls.h>\n",
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
	"ndhelper.h":                      "typedef enum { judge_status } DIAGNOSIS_STATUS, DIAGNOSTICS_STATUS;\ntypedef struct { int a; } REPAIRINFO;\n",
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

// judgeKernelPrefixCPP is what drivers' headers lack in C++: words of winnt.h,
// and another name for functions that intrin.h has already.
const judgeKernelPrefixCPP = `#include <intrin.h>
#define InterlockedBitTestAndSet wdm_InterlockedBitTestAndSet
#define InterlockedBitTestAndReset wdm_InterlockedBitTestAndReset
#define DECLSPEC_NOVTABLE
#define DECLSPEC_NOTHROW
#define DECLSPEC_UUID(x)
`

// edit is a change without which no compiler reads a header. None is in an
// interface.
type edit struct{ header, old, new string }

var judgeEdits = map[string][]edit{
	"ratings.h":  {{"ratings.h", "DWORD typ, sz = sizeof (sz);", "DWORD typ, cb = sizeof (sz);"}},                                                                                                                                                                                                                         // sz has another type already
	"ndhelper.h": {{"ndattrib.h", "    ShellCommandInfo ShellInfo;", "    struct { int a; } ShellInfo;"}, {"ndattrib.h", " LIFE_TYPE ", " LIFE_TIME "}, {"ndattrib.h", "    DIAG_SOCKADDR Address;", "    struct { int b; } Address;"}, {"ndattrib.h", "} HELPER_ATTRIBUTE;", "} HELPER_ATTRIBUTE, *PHELPER_ATTRIBUTE;"}}, // defined further down; misspelt
}

// judgeOnlyCPP are headers whose part for C does not compile. That each of them
// is tried in C first would only take time.
var judgeOnlyCPP = map[string]bool{
	"adoctint.h": true, "adoint.h": true, "adoint_backcompat.h": true, "adojet.h": true, "adomd.h": true, "icrsint.h": true,
	"_dbdao.h": true, "dcomp.h": true, "dsadmin.h": true, "msrdc.h": true, "rtworkq.h": true,
	"wsdclient.h": true, "wsddisco.h": true, "wsdhost.h": true,
}

// judgeAlone are headers that define what others define too, such as
// D3DCOLORVALUE. That they are tried together first would only take time.
var judgeAlone = map[string]bool{"bdaiface.h": true, "tuner.h": true, "d3d.h": true, "d3d8.h": true, "d3drm.h": true, "d3drmobj.h": true, "ddraw.h": true, "spatialaudioclient.h": true}

// judgeExcluded are interfaces that no compiler is asked about, or that the
// compiler and this package see differently, with the reason. All are read.
var judgeExcluded = map[string]map[string]string{
	"_dbdao.h": {
		"CdbCollection":     "a C++ class over MFC, which mingw-w64 does not have",
		"DAOMFCSCollection": "a C++ class over MFC, which mingw-w64 does not have",
		"DAOMFCDCollection": "a C++ class over MFC, which mingw-w64 does not have",
	},
	"audioengineendpoint.h": {
		"IAudioEndpointVolumeEx": "repeats its base's methods in another order than the base has, which Link reports",
	},
}

// judgeTypesExcluded are headers whose method types the C compiler sees wrongly
// and the C++ compiler not at all.
var judgeTypesExcluded = map[string]string{
	"ddk/stdunk.h": "INTERFACE is not defined, so that C takes another type for This",
}
