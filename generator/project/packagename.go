package project

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode"
)

// Package names and folders are words of the namespace in lower case. A word that Go's
// tools or Windows' file system keep for something else gets the word before it in
// front: Contoso.Tool.Main is package toolmain in contoso/tool/toolmain. One that Go
// itself does needs it only as the package's name: Windows.Media.Import is package
// mediaimport in windows/media/import.

// PackagePath is where a namespace's package stands below the output folder.
func PackagePath(namespace string) string {
	words := strings.Split(namespace, ".")
	folders := make([]string, len(words))
	for i, word := range words {
		folders[i] = folderName(word)
		if toolWords[folders[i]] {
			folders[i] = apart(folderName(words[max(0, i-1)]), folders[i], i)
		}
	}
	return strings.Join(folders, "/")
}

// packageName is the name of the package at a path.
func packageName(path string) string {
	folders := strings.Split(path, "/")
	i := len(folders) - 1
	if name := folders[i]; token.IsKeyword(name) || predeclaredWords[name] {
		return apart(folders[max(0, i-1)], name, i)
	}
	return folders[i]
}

// apart is word i of a namespace with the one before it.
func apart(before, word string, i int) string {
	if i == 0 {
		return word + "root"
	}
	return before + word
}

// InternalRoot is the folder below the output folder in which all parts of split
// namespaces stand: in one internal folder, so that the whole tree may import them
// whatever the first words of its namespaces are, and in a folder of their own there,
// which is known to be generated.
const InternalRoot = "internal/split"

// internalPath is where part n of the namespace with that path stands.
func internalPath(path string, part int) string {
	return InternalRoot + "/" + path + "/part" + itoa(part)
}

// folderName is a word of a namespace as an import path and a package clause may have
// it: letters and digits of ASCII, a letter first.
func folderName(word string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(word) {
		switch {
		case r == '_':
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "u%04x", r)
		}
	}
	folder := b.String()
	if folder == "" || unicode.IsDigit(rune(folder[0])) {
		folder = "x" + folder
	}
	return folder
}

// predeclaredWords are the identifiers that Go predeclares in lower case, and init, which
// no import may be called.
var predeclaredWords = words(`any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32
	int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy
	delete imag len make max min new panic print println real recover init`)

// toolWords are folders that the go command does not import from (cmd/go, "Import path
// syntax" and "Internal Directories"), package clauses that it ignores (go/build,
// documentation) or takes for a program or the compiler's own, and device names of Windows, which no file or
// folder there can have.
var toolWords = words(`main documentation unsafe internal vendor testdata
	con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// packagePaths gives each namespace a path of its own: namespaces that differ in case or
// in an underscore, or that a reserved word brings together, are counted. Those whose
// path is theirs word by word come first.
func packagePaths(namespaces []string) map[string]string {
	paths := make(map[string]string, len(namespaces))
	taken := names{}
	plain := func(namespace string) bool {
		return PackagePath(namespace) == strings.ToLower(strings.ReplaceAll(namespace, ".", "/"))
	}
	slices.Sort(namespaces)
	for _, own := range []bool{true, false} {
		for _, namespace := range namespaces {
			if plain(namespace) == own {
				paths[namespace] = taken.claim(PackagePath(namespace))
			}
		}
	}
	return paths
}
