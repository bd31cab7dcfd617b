package winmd

import "testing"

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
