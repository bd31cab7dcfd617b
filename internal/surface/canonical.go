package surface

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"
)

// canonical is the text of a type without what may change and changes nothing: names of
// parameters and results, and of imports.
func (f *in) canonical(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	if first, rest, ok := strings.Cut(text, " "); ok && (strings.HasPrefix(first, "type") || first == "const") {
		return first + " " + f.qualify(rest), nil // an alias
	}
	expr, err := parser.ParseExpr(text)
	if err != nil {
		return "", fmt.Errorf("%q: %w", text, err)
	}
	ast.Inspect(expr, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			unnamed(n.Params)
			unnamed(n.Results)
		case *ast.SelectorExpr:
			return false
		}
		return true
	})
	expr = f.rewrite(expr)
	var b bytes.Buffer
	if err := printer.Fprint(&b, token.NewFileSet(), expr); err != nil {
		return "", err
	}
	return strings.Join(strings.Fields(b.String()), " "), nil
}

// unnamed takes the names out of a list: two of one type become two fields.
func unnamed(list *ast.FieldList) {
	if list == nil {
		return
	}
	var fields []*ast.Field
	for _, field := range list.List {
		for range max(1, len(field.Names)) {
			fields = append(fields, &ast.Field{Type: field.Type})
		}
	}
	list.List = fields
}

// rewrite puts metadata names in the place of Go's.
func (f *in) rewrite(expr ast.Expr) ast.Expr {
	switch e := expr.(type) {
	case *ast.Ident:
		return ast.NewIdent(f.qualify(e.Name))
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return ast.NewIdent(f.qualify(x.Name + "." + e.Sel.Name))
		}
	case *ast.StarExpr:
		e.X = f.rewrite(e.X)
	case *ast.ArrayType:
		e.Elt = f.rewrite(e.Elt)
	case *ast.IndexExpr:
		e.X, e.Index = f.rewrite(e.X), f.rewrite(e.Index)
	case *ast.IndexListExpr:
		e.X = f.rewrite(e.X)
		for i := range e.Indices {
			e.Indices[i] = f.rewrite(e.Indices[i])
		}
	case *ast.FuncType:
		f.fields(e.Params)
		f.fields(e.Results)
	case *ast.StructType:
		f.fields(e.Fields)
	case *ast.InterfaceType:
		f.fields(e.Methods)
	}
	return expr
}

func (f *in) fields(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		field.Type = f.rewrite(field.Type)
	}
}

// qualify is the metadata name of a Go name, or the name with its import path for what
// is the runtime's or Go's.
func (f *in) qualify(name string) string {
	path := f.path
	alias, sel, ok := strings.Cut(name, ".")
	if ok {
		if path = f.imports[alias]; path == "" {
			path = alias
		}
	} else {
		sel = name
	}
	if full := f.names[path][sel]; full != "" {
		return full
	}
	if !ok {
		return name
	}
	return path[strings.LastIndexByte(path, '/')+1:] + "." + sel
}
