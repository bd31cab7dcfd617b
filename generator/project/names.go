package project

import (
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// exported makes a metadata name a Go name that other packages see.
func exported(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	if r == '_' {
		return "X" + name
	}
	if unicode.IsUpper(r) {
		return name
	}
	return string(unicode.ToUpper(r)) + name[n:]
}

// unexported lowers the first word of a name: IIDs to iids, DisplayPath to
// displayPath.
func unexported(name string) string {
	upper := 0
	for upper < len(name) && name[upper] >= 'A' && name[upper] <= 'Z' {
		upper++
	}
	if upper > 1 && upper < len(name) {
		upper--
	}
	return strings.ToLower(name[:max(upper, 1)]) + name[max(upper, 1):]
}

// paramName makes a metadata parameter a Go one that hides nothing that the
// method's body needs.
func paramName(name string, taken bodyScope) string {
	if name == "" {
		name = "value"
	}
	name = unexported(strings.TrimLeft(name, "_"))
	for token.IsKeyword(name) || predeclared[name] || taken.have(name) {
		name += "_"
	}
	return name
}

// predeclared are the names that generated bodies use of Go's own.
var predeclared = map[string]bool{
	"nil": true, "true": true, "false": true, "error": true, "string": true, "bool": true, "byte": true, "any": true,
	"uint8": true, "uint16": true, "uint32": true, "uint64": true, "int16": true, "int32": true, "int64": true,
	"float32": true, "float64": true, "uintptr": true, "init": true,
}

// bodyNames are the local names of a generated body and the packages that it uses.
var bodyNames = map[string]bool{
	"c": true, "x": true, "f": true, "err": true, "self": true, "v": true, "abi": true,
	"winrt": true, "collections": true, "foundation": true, "handle": true, "windows": true, "unsafe": true,
}

// names hands out the names of one scope: the first to ask keeps the name.
type names map[string]bool

// claim takes the first of the candidates that is free; behind the last one it
// counts.
func (n names) claim(candidates ...string) string {
	for _, name := range candidates {
		if !n[name] {
			n[name] = true
			return name
		}
	}
	last := candidates[len(candidates)-1]
	for i := 2; ; i++ {
		name := last + itoa(i)
		if !n[name] {
			n[name] = true
			return name
		}
	}
}

// PackagePath is where a namespace's package stands below the output folder.
func PackagePath(namespace string) string {
	return strings.ToLower(strings.ReplaceAll(namespace, ".", "/"))
}

// InternalRoot is the folder below the output folder in which all parts of split
// namespaces stand: in one internal folder, so that the whole tree may import them
// whatever the first words of its namespaces are, and in a folder of their own there,
// which is known to be generated.
const InternalRoot = "internal/split"

// internalPath is where part n of a split namespace stands.
func internalPath(namespace string, part int) string {
	return InternalRoot + "/" + PackagePath(namespace) + "/part" + itoa(part)
}

// packageName is the last word of the namespace, with the one before it where
// Go cannot have it as a name.
func packageName(namespace string) string {
	words := strings.Split(strings.ToLower(namespace), ".")
	name := words[len(words)-1]
	if (token.IsKeyword(name) || predeclared[name]) && len(words) > 1 {
		name = words[len(words)-2] + name
	}
	return name
}
