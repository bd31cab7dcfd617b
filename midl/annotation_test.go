package midl

import "testing"

// What SAL words and MIDL's comments say of a parameter.
func TestAnnotations(t *testing.T) {
	tests := []struct{ param, want string }{
		{"_In_ int a", "[in] int a"},
		{"_In_opt_ int *a", "[in opt] int* a"},
		{"_In_z_ PCWSTR a", "[in] PCWSTR a"},
		{"_In_reads_(n) const int *a", "[in size=n] const int* a"},
		{"_In_reads_opt_(n) const int *a", "[in opt size=n] const int* a"},
		{"_In_reads_bytes_(n) const void *a", "[in bytes size=n] const void* a"},
		{"_In_reads_bytes_opt_(n) const void *a", "[in opt bytes size=n] const void* a"},
		{"_Out_ int *a", "[out] int* a"},
		{"_Out_opt_ int *a", "[out opt] int* a"},
		{"_Out_writes_(n) int *a", "[out size=n] int* a"},
		{"_Out_writes_all_(n) int *a", "[out size=n length=n] int* a"},
		{"_Out_writes_to_(n, *used) int *a", "[out size=n length=*used] int* a"},
		{"_Out_writes_bytes_to_opt_(n, *used) void *a", "[out opt bytes size=n length=*used] void* a"},
		{"_Out_writes_to_(max(n, 2), f(*used, \")\")) int *a", "[out size=max(n, 2) length=f(*used, \")\")] int* a"},
		{"_Inout_ int *a", "[in out] int* a"},
		{"_Inout_opt_ int *a", "[in out opt] int* a"},
		{"_Inout_updates_(n) int *a", "[in out size=n] int* a"},
		{"_Outptr_ int **a", "[out] int** a"},
		{"_Outptr_result_maybenull_ int **a", "[out resultopt] int** a"},
		{"_Outptr_opt_result_maybenull_ int **a", "[out opt resultopt] int** a"},
		{"_COM_Outptr_ IFoo **a", "[out com] IFoo** a"},
		{"_COM_Outptr_opt_ IFoo **a", "[out opt com] IFoo** a"},
		{"_COM_Outptr_result_maybenull_ IFoo **a", "[out resultopt com] IFoo** a"},
		{"_Outref_ IFoo *&a", "[out] IFoo*& a"},
		{"_Reserved_ DWORD a", "DWORD a"},
		{"__in DWORD a", "[in] DWORD a"},
		{"__out_opt DWORD *a", "[out opt] DWORD* a"},
		{"__deref_out IFoo **a", "[out] IFoo** a"},
		{"__deref_out_opt IFoo **a", "[out resultopt] IFoo** a"},
		{"__deref_opt_out IFoo **a", "[out opt] IFoo** a"},
		{"__in_ecount(n) const int *a", "[in size=n] const int* a"},
		{"__in_bcount_opt(n) const void *a", "[in opt bytes size=n] const void* a"},
		{"__out_ecount_part(n, *used) int *a", "[out size=n length=*used] int* a"},
		{"__RPC__in_opt IFoo *a", "[in opt] IFoo* a"},
		{"__RPC__deref_out_opt IFoo **a", "[out resultopt] IFoo** a"},
		{"__RPC__inout DWORD *a", "[in out] DWORD* a"},
		{"__RPC__in_ecount_full(n) DWORD *a", "[in size=n length=n] DWORD* a"},
		{"IN DWORD a", "[in] DWORD a"},
		{"IN OUT DWORD *a OPTIONAL", "[in out opt] DWORD* a"},
		{"DWORD *a _Out_", "[out] DWORD* a"},
		{"const _Out_ DWORD *a", "[out] const DWORD* a"},
		{"/* [in] */ int a", "[in] int a"},
		{"/* [out] */ int *a", "[out] int* a"},
		{"/* [retval][out] */ int *a", "[out retval] int* a"},
		{"/* [in, out] */ int *a", "[in out] int* a"},
		{"/* [unique][in] */ int *a", "[in opt] int* a"},
		{"/* [in][optional] */ int *a", "[in opt] int* a"},
		{"/* [size_is(n), out] */ int *a", "[out size=n] int* a"},
		{"/* [out][size_is(,*n)] */ int **a", "[out size=,*n] int** a"},
		{"/* [length_is(*used)][size_is(n)][out] */ int *a", "[out size=n length=*used] int* a"},
		{"/* [iid_is(riid)][out] */ void **a", "[out iid=riid] void** a"},
		{"/* [defaultvalue(3)][in] */ int a", "[in] int a = 3"},
		{"/* [in] */\n /* [annotation] */ _In_opt_ int *a", "[in opt] int* a"},
		{"/* not an attribute */ int a", "int a"},
		{"[in] int a", "[in] int a"},
		{"[out, retval] int *a", "[out retval] int* a"},
		{"int a = 3 + (4, 5)", "int a = 3 + (4, 5)"},
		{"int", "int"},
		{"unsigned long long int a", "unsigned long long int a"},
		{"struct Foo *a", "struct Foo* a"},
		{"enum Foo a", "enum Foo a"},
		{"const Foo * const * volatile a", "const Foo*const * a"},
		{"Foo const *a", "const Foo* a"},
		{"int a[2][N + 1]", "int[2][N + 1] a"},
		{"int (*a)[4]", "int(*)[4] a"},
		{"int (WINAPI *a)(int, char *)", "int (WINAPI*)(int, char*) a"},
		{"int a(int)", "int (*)(int) a"},
		{"::A::B<C *, D> **a", "A::B<C*,D>** a"},
		{"REFIID", "REFIID"},
	}
	for _, test := range tests {
		f := parse(t, "a.h", "DECLARE_INTERFACE(IFoo) { STDMETHOD(A)(THIS_ "+test.param+") PURE; };")
		if got := describeParam(f.Interfaces[0].Methods[0].Params[0]); got != test.want {
			t.Errorf("%s\nis    %s\nwant  %s", test.param, got, test.want)
		}
	}
}

// A parameter that receives any interface belongs to the one with its IID.
func TestIIDs(t *testing.T) {
	tests := []struct{ params, want string }{
		{"REFIID riid, _COM_Outptr_ void **ppv", "riid"},
		{"_In_ REFIID riid, _COM_Outptr_result_maybenull_ void **ppv", "riid"},
		{"IID iid, /* [iid_is][out] */ void **ppv", "iid"},
		{"REFCLSID clsid, REFIID riid, DWORD flags, _COM_Outptr_ LPVOID *ppv", "riid"},
		{"REFGUID service, REFIID riid, _COM_Outptr_ void **ppv", "riid"},
		{"const IID &riid, _COM_Outptr_ void **ppv", "riid"},
		{"REFIID riid, _COM_Outptr_ IFoo **ppv", ""},
		{"REFIID riid, _Out_ DWORD *n", ""},
		{"_COM_Outptr_ void **ppv", ""},
	}
	for _, test := range tests {
		f := parse(t, "a.h", "DECLARE_INTERFACE(IFoo) { STDMETHOD(A)(THIS_ "+test.params+") PURE; };")
		params := f.Interfaces[0].Methods[0].Params
		if got := params[len(params)-1].IidIs; got != test.want {
			t.Errorf("%s: %q, want %q", test.params, got, test.want)
		}
	}
}

func TestIsSAL(t *testing.T) {
	for name, want := range map[string]bool{
		"_In_": true, "_Out_writes_": true, "_COM_Outptr_": true, "_Success_": true, "__in": true, "__in_opt": true, "__RPC__in": true,
		"_In": false, "In_": false, "_FOO_": false, "_FOO": false, "__int64": false, "__stdcall": false, "__input": false, "_": false, "": false,
		"_Field_size_": true, "__deref_out_opt": true, "___": false, "_X_": false,
	} {
		if got := isSAL(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}
