package main

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed tables.txt
var tablesText string

//go:embed coded.txt
var codedText string

type table struct {
	Number  uint8
	Name    string
	Columns []column
}

type column struct {
	Name   string
	Kind   string // as in tables.txt, without the mark
	Table  string // for =Table
	Coded  string // for ~Coded
	GoType string // for "as T"
	Key    int    // 0 none, 1 primary, 2 secondary
}

type coded struct {
	Name   string
	Bits   int
	Tables []string // "-" for a tag without a table
}

// lines yields the lines that are not blank and not comments, numbered.
func lines(name, text string, each func(where, line string) error) error {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := each(fmt.Sprintf("%s:%d", name, i+1), line); err != nil {
			return err
		}
	}
	return nil
}

func parseTables() (tables []table, err error) {
	err = lines("tables.txt", tablesText, func(where, line string) error {
		fields := strings.Fields(line)
		if len(fields) < 4 {
			return fmt.Errorf("%s: want number, name and columns", where)
		}
		number, err := strconv.ParseUint(fields[0], 0, 8)
		if err != nil {
			return fmt.Errorf("%s: table number: %w", where, err)
		}
		t := table{Number: uint8(number), Name: fields[1]}
		for _, text := range strings.Split(strings.Join(fields[2:], " "), ";") {
			c, err := parseColumn(strings.Fields(text))
			if err != nil {
				return fmt.Errorf("%s: %s: %w", where, t.Name, err)
			}
			t.Columns = append(t.Columns, c)
		}
		tables = append(tables, t)
		return nil
	})
	return tables, err
}

func parseColumn(words []string) (column, error) {
	if len(words) < 2 {
		return column{}, fmt.Errorf("column %q has no kind", words)
	}
	c := column{Name: words[0], Kind: words[1]}
	switch {
	case strings.HasPrefix(c.Kind, "="):
		c.Kind, c.Table = "=", c.Kind[1:]
	case strings.HasPrefix(c.Kind, "~"):
		c.Kind, c.Coded = "~", c.Kind[1:]
	}
	for rest := words[2:]; len(rest) > 0; {
		switch {
		case rest[0] == "key":
			c.Key, rest = 1, rest[1:]
		case rest[0] == "key2":
			c.Key, rest = 2, rest[1:]
		case rest[0] == "as" && len(rest) > 1:
			c.GoType, rest = rest[1], rest[2:]
		default:
			return column{}, fmt.Errorf("column %s: unknown word %q", c.Name, rest[0])
		}
	}
	return c, nil
}

func parseCoded() (all []coded, err error) {
	err = lines("coded.txt", codedText, func(where, line string) error {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			return fmt.Errorf("%s: want name, bits and tables", where)
		}
		bits, err := strconv.Atoi(fields[1])
		if err != nil {
			return fmt.Errorf("%s: bits: %w", where, err)
		}
		c := coded{Name: fields[0], Bits: bits, Tables: fields[2:]}
		if len(c.Tables) > 1<<bits {
			return fmt.Errorf("%s: %s: %d tables do not fit a tag of %d bits", where, c.Name, len(c.Tables), bits)
		}
		all = append(all, c)
		return nil
	})
	return all, err
}
