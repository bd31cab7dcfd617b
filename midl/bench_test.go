package midl

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"text/scanner"
)

// benchHeader is about a megabyte in MIDL's form.
func benchHeader(b *testing.B) []byte {
	src, err := os.ReadFile("../testdata/include/windows.devices.display.core.interop.h")
	if err != nil {
		b.Fatal(err)
	}
	// The guards would leave out all copies but the first.
	var copies bytes.Buffer
	for copies.Len() < 1<<20 {
		copies.Write(src)
		copies.WriteString("#undef __windows2Edevices2Edisplay2Ecore2Einterop_h__\n#undef __IDisplayDeviceInterop_INTERFACE_DEFINED__\n#undef __IDisplayPathInterop_INTERFACE_DEFINED__\n")
	}
	return copies.Bytes()
}

// BenchmarkParse compares reading a header with only cutting it into tokens, by
// the scanner of the standard library.
func BenchmarkParse(b *testing.B) {
	src := benchHeader(b)
	b.Run("baseline", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		b.ReportAllocs()
		for b.Loop() {
			var s scanner.Scanner
			s.Init(bytes.NewReader(src))
			s.Error = func(*scanner.Scanner, string) {}
			for s.Scan() != scanner.EOF {
			}
		}
	})
	b.Run("midl", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		b.ReportAllocs()
		for b.Loop() {
			f, err := Parse("bench.h", src)
			if err != nil || len(f.Interfaces) == 0 {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMacros reads declarations that are made by macros.
func BenchmarkMacros(b *testing.B) {
	const lines = 10_000
	src := []byte("#define METHOD(type, name) STDMETHOD_(type, name)\n#define BODY(n) METHOD(HRESULT, get_##n)(THIS_ int *value) PURE; METHOD(HRESULT, put_##n)(THIS_ int value) PURE;\n" +
		"DECLARE_INTERFACE(IFoo) {\n" + strings.Repeat("BODY(Value)\n", lines) + "};\n")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("bench.h", src); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*lines), "ns/method")
}
