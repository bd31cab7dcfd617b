package project

import (
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/winmd2go/winmd2go/generator/model"
)

// exported makes a metadata name a Go name that other packages see. Letters of
// scripts without capitals, and _, get an X in front.
func exported(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	upper := unicode.ToUpper(r)
	switch {
	case unicode.IsUpper(r):
		return name
	case !unicode.IsUpper(upper):
		return "X" + name
	}
	return string(upper) + name[n:]
}

// unexported lowers the first word of a name: DXGIFormat to dxgiFormat, DisplayPath
// to displayPath.
func unexported(name string) string {
	upper := 0
	for upper < len(name) && name[upper] >= 'A' && name[upper] <= 'Z' {
		upper++
	}
	if upper > 1 && upper < len(name) {
		upper--
	}
	if upper == 0 {
		_, upper = utf8.DecodeRuneInString(name)
	}
	return strings.ToLower(name[:upper]) + name[upper:]
}

// paramName makes a name a Go parameter's that hides nothing that the method's body
// needs.
func paramName(name string, taken bodyScope) string {
	free := func(name string) bool {
		return !token.IsKeyword(name) && !predeclared[name] && !taken.have(name)
	}
	name = strings.Trim(name, "_")
	if name == "" {
		name = "value"
	}
	if first, _ := utf8.DecodeRuneInString(name); unicode.IsDigit(first) {
		name = "value" + name
	}
	name = unexported(name)
	if !free(name) && name != "value" {
		name += exported("value")
	}
	plain := name
	for i := 2; !free(name); i++ {
		name = plain + itoa(i)
	}
	return name
}

// label is what a parameter is called in Go. Setters and adders have one, which some
// files name and some don't; a name that is missing is made of the type.
func label(m *model.Method, p *model.Param) string {
	switch {
	case m.Kind == model.Setter:
		return "value"
	case m.Kind == model.Adder:
		return "handler"
	case strings.Trim(p.Name, "_") == "":
		word, _ := paramWord("", p)
		return word
	}
	return p.Name
}

// predeclared are the names that generated bodies use of Go's own.
var predeclared = map[string]bool{
	"nil": true, "true": true, "false": true, "error": true, "string": true, "bool": true, "byte": true, "any": true,
	"uint8": true, "uint16": true, "uint32": true, "uint64": true, "int16": true, "int32": true, "int64": true,
	"float32": true, "float64": true, "uintptr": true, "init": true,
}

// bodyNames are the local names of a generated body and the packages that it uses.
var bodyNames = map[string]bool{
	"also": true, "c": true, "x": true, "f": true, "o": true, "d": true, "fn": true, "err": true, "self": true, "v": true, "derived": true, "abi": true,
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
