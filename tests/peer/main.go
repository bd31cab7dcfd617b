// Command peer prints a C++ program that has C++/WinRT's headers judge the
// interface ids that generated code has, plain and parameterized: it compiles when
// all are those that C++/WinRT works out by itself.
//
//	cppwinrt -in METADATA -out HEADERS
//	go run ./tests/peer HEADERS >iids.cpp
//	mkdir stubs && touch stubs/windowsnumerics.impl.h stubs/directxmath.h
//	x86_64-w64-mingw32-g++ -std=c++20 -fsyntax-only -IHEADERS -Istubs iids.cpp
//
// The two headers that are empty here are the Windows SDK's.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator"
	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: peer HEADERS")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func run(headers string) error {
	ids, err := interfaceIDs()
	if err != nil {
		return err
	}
	// The files that end in .0.h hold names, ids and how types are signed.
	files, err := filepath.Glob(filepath.Join(headers, "winrt", "impl", "*.0.h"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("%s holds no headers of C++/WinRT: name the folder that cppwinrt -out wrote", headers)
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, numerics+"#include <winrt/base.h>")
	for _, file := range files {
		fmt.Fprintf(out, "#include <winrt/impl/%s>\n", filepath.Base(file))
	}
	fmt.Fprintln(out, same)
	names := make([]string, 0, len(ids))
	parameterized := 0
	for name := range ids {
		names = append(names, name)
		if strings.Contains(name, "<") {
			parameterized++
		}
	}
	slices.Sort(names)
	for _, name := range names {
		g := ids[name]
		d := g.Data4
		fmt.Fprintf(out, "static_assert(same(winrt::guid_of<%s>(), {0x%08x, 0x%04x, 0x%04x, {%d, %d, %d, %d, %d, %d, %d, %d}}));\n",
			inCpp(name), g.Data1, g.Data2, g.Data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7])
	}
	fmt.Fprintf(os.Stderr, "%d interface ids, %d of them parameterized\n", len(names), parameterized)
	return out.Flush()
}

// interfaceIDs are the ids that the packages of the whole Windows Runtime hold, by
// the type's name.
func interfaceIDs() (map[string]project.GUID, error) {
	universe, err := generator.Source{}.Load(context.Background())
	if err != nil {
		return nil, err
	}
	selection, err := universe.Select([]string{"Windows.*"})
	if err != nil {
		return nil, err
	}
	projection, err := project.New(selection, project.Config{ImportPath: "example.org/peer"})
	if err != nil {
		return nil, err
	}
	ids := map[string]project.GUID{}
	for _, t := range selection.Types {
		if (t.Kind == model.KindInterface || t.Kind == model.KindDelegate) && t.Arity == 0 && !t.Interop {
			ids[t.FullName()] = t.GUID
		}
	}
	for i := range projection.Packages() {
		for _, file := range projection.Package(i).Files {
			for _, iid := range file.IIDs {
				if !strings.Contains(iid.Of, ".Interop.") {
					ids[iid.Of] = iid.GUID
				}
			}
			for _, instance := range file.Instances {
				name, _, _ := strings.Cut(instance.Of, "<")
				name = name[strings.LastIndexByte(name, '.')+1:]
				for _, field := range instance.Fields {
					if field.GUID != nil && (field.Name == name || field.Name == "IID") {
						ids[instance.Of] = *field.GUID
					}
				}
			}
		}
	}
	return ids, nil
}

// numerics stands in for windowsnumerics.impl.h, which mingw does not have: what
// matters here are the names and the fields.
const numerics = `
namespace winrt::Windows::Foundation::Numerics {
struct float2 { float x, y; };
struct float3 { float x, y, z; };
struct float4 { float x, y, z, w; };
struct float3x2 { float m[6]; };
struct float4x4 { float m[16]; };
struct plane { float3 normal; float d; };
struct quaternion { float x, y, z, w; };
}
`

// same compares two ids at compile time, which == of winrt::guid cannot.
const same = `constexpr bool same(winrt::guid const& a, winrt::guid const& b)
{
	for (int i = 0; i < 8; i++)
		if (a.Data4[i] != b.Data4[i])
			return false;
	return a.Data1 == b.Data1 && a.Data2 == b.Data2 && a.Data3 == b.Data3;
}`

// cppNames are the types that C++/WinRT has other names for.
var cppNames = map[string]string{
	"Boolean": "bool", "Char16": "char16_t", "UInt8": "uint8_t", "Int16": "int16_t", "UInt16": "uint16_t", "Int32": "int32_t",
	"UInt32": "uint32_t", "Int64": "int64_t", "UInt64": "uint64_t", "Single": "float", "Double": "double",
	"String": "winrt::hstring", "Object": "winrt::Windows::Foundation::IInspectable", "Guid": "winrt::guid",
	"Windows.Foundation.EventRegistrationToken": "winrt::event_token",
	"Windows.Foundation.HResult":                "winrt::hresult",
	"Windows.Foundation.Numerics.Vector2":       "winrt::Windows::Foundation::Numerics::float2",
	"Windows.Foundation.Numerics.Vector3":       "winrt::Windows::Foundation::Numerics::float3",
	"Windows.Foundation.Numerics.Vector4":       "winrt::Windows::Foundation::Numerics::float4",
	"Windows.Foundation.Numerics.Matrix3x2":     "winrt::Windows::Foundation::Numerics::float3x2",
	"Windows.Foundation.Numerics.Matrix4x4":     "winrt::Windows::Foundation::Numerics::float4x4",
	"Windows.Foundation.Numerics.Plane":         "winrt::Windows::Foundation::Numerics::plane",
	"Windows.Foundation.Numerics.Quaternion":    "winrt::Windows::Foundation::Numerics::quaternion",
}

var word = regexp.MustCompile(`[\w.]+`)

// inCpp is a type's name in C++.
func inCpp(name string) string {
	return word.ReplaceAllStringFunc(name, func(part string) string {
		if cpp := cppNames[part]; cpp != "" {
			return cpp
		}
		return "winrt::" + strings.ReplaceAll(part, ".", "::")
	})
}
