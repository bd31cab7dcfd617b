package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/types"
	"strings"

	"github.com/winmd2go/winmd2go/generator/project"
)

// signature is a Go method's: the types of its parameters and of its results but
// the error.
type signature struct {
	params, results []string
	fails           bool // it returns an error
}

func parseSignature(params, results string) (signature, error) {
	var s signature
	expr, err := parser.ParseExpr("func(" + params + ") " + results)
	if err != nil {
		return s, fmt.Errorf("(%s) %s: %w", params, results, err)
	}
	list := func(fields *ast.FieldList) (names []string) {
		if fields == nil {
			return nil
		}
		for _, f := range fields.List {
			for range max(len(f.Names), 1) {
				names = append(names, types.ExprString(f.Type))
			}
		}
		return names
	}
	f := expr.(*ast.FuncType)
	s.params, s.results = list(f.Params), list(f.Results)
	if n := len(s.results); n > 0 && s.results[n-1] == "error" {
		s.results, s.fails = s.results[:n-1], true
	}
	return s, nil
}

// function writes a func with the signature that hands everything to serve.
func (c *source) function(head string, s signature, number string) {
	var params, ins, results, outs []string
	for i, t := range s.params {
		params, ins = append(params, fmt.Sprintf("i%d %s", i, t)), append(ins, fmt.Sprintf("i%d", i))
	}
	for i, t := range s.results {
		results, outs = append(results, fmt.Sprintf("o%d %s", i, t)), append(outs, fmt.Sprintf("&o%d", i))
	}
	call := "s.serve"
	if s.fails {
		results, call = append(results, "err error"), "err = s.serve"
	}
	c.line("%s(%s) (%s) {", head, strings.Join(params, ", "), strings.Join(results, ", "))
	c.line("%s(%s, []any{%s}, []any{%s})", call, number, strings.Join(ins, ", "), strings.Join(outs, ", "))
	c.line("return\n}")
}

// subjects are the Go objects and funcs that C code calls: a method, or a func,
// for each shape.
func subjects(pkg *project.Package, methods, delegates []shape) ([]byte, error) {
	var c source
	list := func(name string, shapes []shape) {
		c.line("// %s are the forms of the shapes' words: see serve.\nvar %s = []string{", name, name)
		for _, s := range shapes {
			c.line("%q,", s.forms())
		}
		c.line("}\n")
	}
	list("methodForms", methods)
	list("delegateForms", delegates)
	var imports []project.Import
	funcs := make([]string, len(delegates))
	for i := range pkg.Files {
		file := &pkg.Files[i]
		for _, iface := range file.Interfaces {
			part, ok := strings.CutPrefix(iface.Name, "IPart")
			if !ok {
				continue
			}
			imports = append(imports, file.Imports...)
			c.line("type subject%s struct{ *server }\n", part)
			for _, m := range iface.Methods {
				s, err := parseSignature(m.Params, m.Results)
				if err != nil {
					return nil, err
				}
				c.function(fmt.Sprintf("func (s subject%s) %s", part, m.Name), s, strings.TrimLeft(m.Name, "M0")+"+0")
			}
		}
		for _, d := range file.Delegates {
			var n int
			if _, err := fmt.Sscanf(d.Name, "Delegate%d", &n); err != nil {
				continue
			}
			imports = append(imports, file.Imports...)
			s, err := parseSignature(d.Params, d.Results)
			if err != nil {
				return nil, err
			}
			var f source
			f.function("func", s, fmt.Sprint(delegateNumber+n))
			funcs[n] = f.String()
		}
	}
	c.line("// subjects are the Go objects of the parts.\nfunc (s *server) subjects() []any {\nreturn []any{")
	for first := 0; first < len(methods); first += perInterface {
		c.line("subject%02d{s},", first/perInterface)
	}
	c.line("}\n}\n\n// funcs are the Go funcs of the delegates.\nfunc (s *server) funcs() []any {\nreturn []any{")
	for _, f := range funcs {
		c.line("%s,", strings.TrimSpace(f))
	}
	c.line("}\n}")
	body := c.String()
	var head source
	head.line("//go:build windows\n\npackage %s\n\nimport (", pkg.Name)
	seen := map[string]bool{}
	for _, i := range imports {
		name := i.Alias
		if name == "" {
			name = i.Path[strings.LastIndexByte(i.Path, '/')+1:]
		}
		if !seen[i.Path] && usesPackage(body, name) {
			head.line("%s %q", i.Alias, i.Path)
		}
		seen[i.Path] = true
	}
	head.line(")\n")
	return format.Source([]byte(head.String() + body))
}

// usesPackage tells whether body mentions something of the package name.
func usesPackage(body, name string) bool {
	for rest := body; ; {
		i := strings.Index(rest, name+".")
		if i < 0 {
			return false
		}
		if i == 0 || !isLetter(rest[i-1]) {
			return true
		}
		rest = rest[i+1:]
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' }
