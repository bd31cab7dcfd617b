package winmd

import (
	"encoding/binary"
	"testing"
)

var benchSum uint32

// BenchmarkTables compares reading every column of every row by the accessors
// with a plain loop over the bytes of the tables.
func BenchmarkTables(b *testing.B) {
	f := open(b, windowsPath)
	size, rows := 0, uint32(0)
	for t := range f.tables {
		size += int(f.tables[t].rows) * int(f.tables[t].size)
		rows += f.tables[t].rows
	}
	b.Run("baseline", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			sum := uint32(0)
			for t := range f.tables {
				data := f.tables[t].data
				for at := 0; at+4 <= len(data); at += 2 {
					sum += uint32(data[at]) | uint32(data[at+1])<<8
				}
			}
			benchSum += sum
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
	})
	b.Run("accessors", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			benchSum += sumRows(f)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
	})
}

// BenchmarkOpen opens the merged metadata and visits every row of every table,
// without and with the texts and blobs that the rows point to. The baseline is
// reading the bytes of the file, four at a time.
func BenchmarkOpen(b *testing.B) {
	data := read(b, windowsPath)
	b.Run("baseline", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			for at := 0; at+4 <= len(data); at += 4 {
				benchSum += binary.LittleEndian.Uint32(data[at:])
			}
		}
	})
	for _, visit := range []struct {
		name string
		rows func(*File) uint32
	}{{"rows", sumRows}, {"rows and heaps", sumResolved}} {
		b.Run(visit.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				f, err := Parse("Windows.winmd", data)
				if err != nil {
					b.Fatal(err)
				}
				benchSum += visit.rows(f)
			}
		})
	}
}

func blobSize(f *File, b Blob) uint32 {
	data, _ := f.Blob(b)
	return uint32(len(data))
}

func BenchmarkParse(b *testing.B) {
	data := read(b, windowsPath)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("Windows.winmd", data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSignatures(b *testing.B) {
	f := open(b, windowsPath)
	rows := f.Rows(TableMethodDef)
	b.ReportAllocs()
	for b.Loop() {
		for rid := uint32(1); rid <= rows; rid++ {
			if _, err := f.MethodSignature(f.MethodDef(rid).Signature); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/method")
}

func BenchmarkAttributes(b *testing.B) {
	f := open(b, windowsPath)
	rows := f.Rows(TableCustomAttribute)
	b.Run("types", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for rid := uint32(1); rid <= rows; rid++ {
				_, name := f.AttributeType(rid)
				benchSum += uint32(len(name))
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/attribute")
	})
	b.Run("values", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for rid := uint32(1); rid <= rows; rid++ {
				if _, err := f.Attribute(rid); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/attribute")
	})
}

func BenchmarkMerge(b *testing.B) {
	f := open(b, windowsPath)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Merge([]*File{f}, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
