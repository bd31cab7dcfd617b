// Command schema writes rows.go of package winmd from tables.txt and
// coded.txt: the table numbers, a row struct and an accessor for every metadata
// table, and the description of the columns that sizing and writing need. Beside
// it goes rows_test.go, by which tests visit all tables.
//
//	go run ./internal/schema [DIR]
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := "."
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	rows, tests, err := generate()
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "rows.go"), rows, 0o644)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "rows_test.go"), tests, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}
