package main

import (
	"bytes"
	"os"
	"testing"
)

// The generated files are those of the schema.
func TestUpToDate(t *testing.T) {
	rows, tests, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"rows.go": rows, "rows_test.go": tests} {
		have, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, want) {
			t.Errorf("%s is not what the schema gives: run go generate ./winmd", name)
		}
	}
}

func TestSchemaErrors(t *testing.T) {
	known := []coded{{Name: "Known", Bits: 1, Tables: []string{"A", "-"}}}
	for _, test := range []struct {
		name   string
		tables []table
		codes  []coded
	}{
		{"table out of order", []table{{Number: 1, Name: "A"}}, nil},
		{"unknown table", []table{{Name: "A", Columns: []column{{Name: "C", Kind: "=", Table: "B"}}}}, nil},
		{"unknown coded index", []table{{Name: "A", Columns: []column{{Name: "C", Kind: "~", Coded: "Unknown"}}}}, known},
		{"unknown kind", []table{{Name: "A", Columns: []column{{Name: "C", Kind: "u7"}}}}, known},
		{"unknown table of a coded index", []table{{Name: "B"}}, known},
	} {
		if check(test.tables, test.codes) == nil {
			t.Errorf("%s: no error", test.name)
		}
	}
	if err := check([]table{{Name: "A", Columns: []column{{Name: "C", Kind: "~", Coded: "Known"}}}}, known); err != nil {
		t.Error(err)
	}
}
