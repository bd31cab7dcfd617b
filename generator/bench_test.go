package generator

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/winmd2go/winmd2go/generator/write"
)

func BenchmarkGenerate(b *testing.B) {
	generate := func(b *testing.B, out string, names ...string) *Report {
		report, err := Generate(context.Background(), Options{Names: names, Out: out, ImportPath: "example.com/out"})
		if err != nil {
			b.Fatal(err)
		}
		return report
	}
	for _, test := range []struct{ name, namespace string }{
		{"display", "Windows.Devices.Display.Core"},
		{"all", "Windows.*"},
	} {
		b.Run(test.name+"/new", func(b *testing.B) {
			for b.Loop() {
				out := filepath.Join(b.TempDir(), "out")
				b.SetBytes(generate(b, out, test.namespace).Bytes)
				b.StopTimer()
				os.RemoveAll(out)
				b.StartTimer()
			}
		})
		b.Run(test.name+"/unchanged", func(b *testing.B) {
			out := filepath.Join(b.TempDir(), "out")
			b.SetBytes(generate(b, out, test.namespace).Bytes)
			for b.Loop() {
				generate(b, out, test.namespace)
			}
		})
		// The same files written by a program that has them already.
		b.Run(test.name+"/baseline-write", func(b *testing.B) {
			out := filepath.Join(b.TempDir(), "out")
			b.SetBytes(generate(b, out, test.namespace).Bytes)
			files := map[string][]byte{}
			err := filepath.Walk(out, func(name string, info os.FileInfo, err error) error {
				if err != nil || info.IsDir() {
					return err
				}
				short, err := filepath.Rel(out, name)
				if err == nil {
					files[filepath.ToSlash(short)], err = os.ReadFile(name)
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				again := filepath.Join(b.TempDir(), "out")
				tree, err := write.Open(again, write.Options{})
				if err != nil {
					b.Fatal(err)
				}
				for name, content := range files {
					if err := tree.Put(name, content); err != nil {
						b.Fatal(err)
					}
				}
				if _, err := tree.Finish(); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				os.RemoveAll(again)
				b.StartTimer()
			}
		})
	}
}
