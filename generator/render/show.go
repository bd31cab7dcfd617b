package render

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"

	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/templates"
)

// Type returns what the type with a metadata name becomes in Go, as its users see
// it: exported declarations without the functions' bodies. A type that has no
// declaration of its own gets a comment that says where it went. The second result
// is the type as metadata has it, in the form of MIDL 3.0.
func Type(p *project.Projection, fullName string) (goSource, metadataForm string, err error) {
	t := p.Type(fullName)
	if t == nil {
		return "", "", fmt.Errorf("%s is not in the projection", fullName)
	}
	if err := t.Load(); err != nil {
		return "", "", err
	}
	metadataForm = idl(t)
	note, pkg, files := p.Declaration(t)
	if len(files) == 0 {
		return "// " + note + "\n", metadataForm, nil
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "package %s // import %q\n", pkg.Name, p.ImportPathOf(pkg))
	for i := range files {
		var text bytes.Buffer
		templates.WriteFile(&text, pkg, &files[i])
		if err := exportedOnly(&out, files[i].Name, text.Bytes()); err != nil {
			return "", "", err
		}
	}
	return out.String(), metadataForm, nil
}

// exportedOnly appends the exported declarations of a file.
func exportedOnly(out *bytes.Buffer, name string, source []byte) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, decl := range file.Decls {
		from, to := decl.Pos(), decl.End()
		var doc *ast.CommentGroup
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if !d.Name.IsExported() || !exportedReceiver(d) || d.Name.Name == "WinRTClass" {
				continue
			}
			doc = d.Doc
			to = d.Type.End()
		case *ast.GenDecl:
			if d.Tok == token.IMPORT || !exportedSpec(d) {
				continue
			}
			doc = d.Doc
		}
		if doc != nil {
			from = doc.Pos()
		}
		text, err := format.Source(source[set.Position(from).Offset:set.Position(to).Offset])
		if err != nil {
			return err
		}
		out.WriteByte('\n')
		out.Write(bytes.TrimRight(text, "\n"))
		out.WriteByte('\n')
	}
	return nil
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	id, ok := t.(*ast.Ident)
	return !ok || id.IsExported()
}

func exportedSpec(d *ast.GenDecl) bool {
	switch s := d.Specs[0].(type) {
	case *ast.TypeSpec:
		return s.Name.IsExported()
	case *ast.ValueSpec:
		return s.Names[0].IsExported() && d.Tok == token.CONST
	}
	return false
}
