package generator

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/mod/module"
)

// importPathOf returns the import path of a folder, which need not be there yet:
// the module path of the go.mod in it or the nearest folder above, and the way
// from there.
func importPathOf(dir string) (string, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := full; ; {
		file := filepath.Join(at, "go.mod")
		content, err := os.ReadFile(file)
		if err == nil {
			module, err := modulePath(content)
			if err != nil {
				return "", fmt.Errorf("%s: %w; correct it, or give --import-path", file, err)
			}
			below, err := filepath.Rel(at, full)
			if err != nil {
				return "", err
			}
			importPath := path.Join(module, filepath.ToSlash(below))
			if err := checkImportPath(importPath); err != nil {
				return "", fmt.Errorf("output folder %s: %w", dir, err)
			}
			return importPath, nil
		}
		if !errors.Is(err, fs.ErrNotExist) && !isFolderError(file) {
			return "", fmt.Errorf("looking for the import path of %s: %w", dir, err)
		}
		above := filepath.Dir(at)
		if above == at {
			return "", fmt.Errorf("%s is not in a Go module, so its import path is not known: run \"go mod init\" there or above, or give --import-path", full)
		}
		at = above
	}
}

// isFolderError tells whether what is called go.mod is a folder, which the go
// command passes by.
func isFolderError(name string) bool {
	info, err := os.Stat(name)
	// Where the path leads through a file, nothing is to be found either.
	return err != nil && !errors.Is(err, fs.ErrPermission) || err == nil && info.IsDir()
}

// modulePath returns the module's path from the content of a go.mod file (Go
// Modules Reference, "module directive").
func modulePath(mod []byte) (string, error) {
	scanner := bufio.NewScanner(bytes.NewReader(mod))
	scanner.Buffer(nil, 1<<20)
	inBlock := false
	for line := 1; scanner.Scan(); line++ {
		text, _, _ := strings.Cut(scanner.Text(), "//")
		fields := strings.Fields(text)
		if len(fields) == 0 {
			continue
		}
		if !inBlock {
			if fields[0] != "module" {
				continue
			}
			fields = fields[1:]
			if len(fields) == 1 && fields[0] == "(" {
				inBlock = true
				continue
			}
		}
		if len(fields) != 1 || fields[0] == ")" {
			return "", fmt.Errorf("line %d: a module directive without a path", line)
		}
		name := fields[0]
		if name[0] == '"' || name[0] == '`' {
			unquoted, err := strconv.Unquote(name)
			if err != nil {
				return "", fmt.Errorf("line %d: %s is not a quoted module path", line, name)
			}
			name = unquoted
		}
		if err := checkImportPath(name); err != nil {
			return "", fmt.Errorf("line %d: %w", line, err)
		}
		return name, nil
	}
	if err := scanner.Err(); err != nil {
		return "", err
	}
	return "", errors.New("no module directive")
}

// checkImportPath tells what keeps Go from importing a package by that path
// (Go Modules Reference, "Module paths and versions").
func checkImportPath(name string) error {
	if name == "" {
		return errors.New("the import path is empty")
	}
	for element := range strings.SplitSeq(name, "/") {
		if element == "" || element == "." || element == ".." || strings.HasSuffix(element, ".") {
			return fmt.Errorf("import path %q: element %q is not allowed", name, element)
		}
	}
	for _, r := range name {
		if r == '/' || r == '-' || r == '.' || r == '_' || r == '~' || r == '+' {
			continue
		}
		if r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return fmt.Errorf("import path %q: the character %q is not allowed", name, r)
		}
	}
	return module.CheckImportPath(name) // among others the names of devices on Windows
}
