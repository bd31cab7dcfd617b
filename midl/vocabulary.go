package midl

import "strings"

// word is what a name means to the reader. Names with a meaning are never
// expanded as macros, even in the headers that define them.
type word uint8

const (
	wordNone        word = iota
	wordIgnored          // says nothing about the declaration: FAR, register
	wordIgnoredArgs      // the same with arguments: __attribute__((…)), DEPRECATED("…")
	wordCallConv         // STDMETHODCALLTYPE
	wordConst            // const, CONST
	wordBuiltin          // unsigned, int …: C's own types of several words
	wordTag              // struct, union, class, interface, enum
	wordDeclspec         // __declspec(…)
	wordUUID             // DECLSPEC_UUID("…")
	wordMethod           // STDMETHOD(name)
	wordMethodTyped      // STDMETHOD_(type, name)
	wordDeclare          // DECLARE_INTERFACE…
	wordAPI              // STDAPI and WINOLEAPI: HRESULT, stdcall
	wordAPITyped         // STDAPI_(type)
	wordDirection        // IN, OUT, OPTIONAL
	wordKept             // understood where it stands; see the code that reads it
)

var vocabulary = func() map[string]word {
	v := make(map[string]word, 300)
	add := func(w word, names string) {
		for _, n := range strings.Fields(names) {
			v[n] = w
		}
	}
	add(wordIgnored, `FAR far _far __far NEAR near _near __near __RPC_FAR UNALIGNED __unaligned
		RESTRICT restrict __restrict __restrict__ __ptr32 __ptr64 POINTER_32 POINTER_64 __sptr __uptr
		register volatile __volatile mutable constexpr consteval inline __inline __inline__
		__forceinline FORCEINLINE INLINE explicit BEGIN_INTERFACE END_INTERFACE CONST_VTBL typename
		DECLSPEC_NOVTABLE DECLSPEC_NOTHROW COM_DECLSPEC_NOTHROW DECLSPEC_NORETURN DECLSPEC_IMPORT DECLSPEC_SELECTANY
		DECLSPEC_ALLOCATOR DECLSPEC_NOINLINE NOTHROW __w64 _W64 __extension__ __MINGW_EXTENSION
		MIDL_CONST_ID __STRUCT__ _Noreturn STDMETHOD_NOTHROW COM_STDMETHOD_CAN_THROW
		__MIDL_DECLSPEC_DLLEXPORT MINGW_NOTHROW __CRTDECL`)
	add(wordIgnoredArgs, `__attribute__ __attribute DECLSPEC_XFGVIRT DECLSPEC_ALIGN DECLSPEC_DEPRECATED_TEXT
		DEPRECATED DEPRECATED_IN _declspec_deprecated __MINGW_ATTRIB_DEPRECATED_MSG alignas _Alignas
		ANNOTATION __pragma _Pragma noexcept throw MIDL_ENUM_DEPRECATED __asm__ __asm
		_CRT_DEPRECATE_TEXT _CRT_INSECURE_DEPRECATE __drv_freesMem`)
	add(wordCallConv, `STDMETHODCALLTYPE STDMETHODVCALLTYPE STDAPICALLTYPE STDAPIVCALLTYPE WINAPI WINAPIV APIENTRY
		CALLBACK PASCAL pascal _pascal __pascal CDECL cdecl _cdecl __cdecl __stdcall _stdcall stdcall __fastcall
		_fastcall __thiscall __vectorcall __clrcall NTAPI WINAPI_INLINE __RPC_USER __RPC_STUB __RPC_API RPC_ENTRY
		WSAAPI WSPAPI STDCALL EXT_API_CALL_CONV APIPRIVATE CALLTYPE _stdcall_ LWSTDAPI_CALL`)
	add(wordConst, `const CONST __const`)
	add(wordBuiltin, `unsigned signed __signed int long short char double float void bool _Bool wchar_t char8_t
		char16_t char32_t __int8 __int16 __int32 __int64 __int128 __wchar_t _int64`)
	add(wordTag, `struct union class interface __interface enum`)
	add(wordDeclspec, `__declspec _declspec`)
	add(wordUUID, `DECLSPEC_UUID`)
	add(wordMethod, `STDMETHOD STDMETHODV IFACEMETHOD IFACEMETHODV STDOVERRIDEMETHODIMP_NAME COM_METHOD_NAME`)
	add(wordMethodTyped, `STDMETHOD_ STDMETHODV_ IFACEMETHOD_ IFACEMETHODV_ COM_DECLSPEC_METHOD_`)
	add(wordDeclare, `DECLARE_INTERFACE DECLARE_INTERFACE_ DECLARE_INTERFACE_IID DECLARE_INTERFACE_IID_
		DECLARE_INTERFACE2 DECLARE_INTERFACE2_`)
	add(wordAPI, `STDAPI STDAPIV WINOLEAPI WINOLEAUTAPI STDMETHODIMP STDMETHODIMPV IFACEMETHODIMP LWSTDAPI LWSTDAPIV
		EXTERN_GUID_API SHSTDAPI THEMEAPI DWMAPI PSSTDAPI SHDOCAPI SHFOLDERAPI HLINKAPI`)
	add(wordAPITyped, `STDAPI_ STDAPIV_ WINOLEAPI_ WINOLEAUTAPI_ STDMETHODIMP_ STDMETHODIMPV_ IFACEMETHODIMP_
		LWSTDAPI_ LWSTDAPIV_ SHSTDAPI_ THEMEAPI_ DWMAPI_ PSSTDAPI_ SHDOCAPI_ HLINKAPI_`)
	add(wordDirection, `IN OUT OPTIONAL`)
	add(wordKept, `THIS THIS_ PURE MIDL_INTERFACE EXTERN_C EXTERN_C_START EXTERN_C_END
		DEFINE_GUID DEFINE_OLEGUID DEFINE_GUIDSTRUCT DEFINE_GUIDNAMED DEFINE_ABSTRACT_UNKNOWN __CRT_UUID_DECL EXTERN_GUID
		DEFINE_ENUM_FLAG_OPERATORS DECLARE_HANDLE DEFINE_PROPERTYKEY DEFINE_DEVPROPKEY
		CROSS_PLATFORM_UUIDOF namespace template typedef extern static virtual using public private
		protected friend operator override final sizeof DUMMYUNIONNAME DUMMYSTRUCTNAME defined
		WINAPI_FAMILY_PARTITION`)
	for i := '1'; i <= '9'; i++ {
		v["DUMMYUNIONNAME"+string(i)] = wordKept
		v["DUMMYSTRUCTNAME"+string(i)] = wordKept
	}
	return v
}()

// isDummyName reports whether name is one of the macros that stand behind an
// anonymous struct or union, and are empty in C++.
func isDummyName(name string) bool {
	return strings.HasPrefix(name, "DUMMYUNIONNAME") || strings.HasPrefix(name, "DUMMYSTRUCTNAME")
}

// oldSAL are the first version's words (specstrings.h) that have no tail.
var oldSAL = map[string]bool{
	"__in": true, "__out": true, "__inout": true, "__reserved": true, "__callback": true, "__checkReturn": true,
	"__inner_checkReturn": true, "__nullterminated": true, "__nullnullterminated": true, "__maybenull": true,
	"__notnull": true, "__valid": true, "__notvalid": true, "__deref": true, "__refparam": true, "__opt": true,
	"__exceptthat": true, "__readonly": true, "__null": true, "__volatile_": true, "__analysis_noreturn": true,
	"__success": true, "__range": true, "__typefix": true, "__byte_readableTo": true, "__elem_readableTo": true,
	"__byte_writableTo": true, "__elem_writableTo": true, "__format_string": true, "__blocksOn": true,
	"__control_entrypoint": true, "__possibly_notnullterminated": true, "__ecount": true, "__bcount": true,
	"__RPC_string": true, "__RPC_unique_pointer": true,
}

var oldSALPrefixes = []string{
	"__in_", "__out_", "__inout_", "__deref_", "__RPC__", "__field_", "__struct_", "__drv_", "__ecount_",
	"__bcount_", "__in_range", "__data_", "__kernel_", "__post_", "__pre_",
}

// isSAL reports whether name is an annotation of the source code annotation
// language: the present spelling (_In_reads_), the first (__in_ecount) or
// MIDL's (__RPC__in).
func isSAL(name string) bool {
	if len(name) < 4 || name[0] != '_' {
		return false
	}
	if name[1] != '_' {
		// _Xxx_: a capital, small letters, and an underscore at the end.
		if name[len(name)-1] != '_' || name[1] < 'A' || name[1] > 'Z' {
			return false
		}
		for i := 2; i < len(name)-1; i++ {
			if 'a' <= name[i] && name[i] <= 'z' {
				return true
			}
		}
		return false
	}
	if oldSAL[name] {
		return true
	}
	for _, prefix := range oldSALPrefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
