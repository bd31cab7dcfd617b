package main

import (
	"fmt"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/internal/cdecl"
)

// lists are what generated code says of the arguments of each shape.
func lists(pkg *project.Package, methods, delegates []shape) (ofMethods, ofDelegates [][]project.Arg, err error) {
	ofMethods, ofDelegates = make([][]project.Arg, len(methods)), make([][]project.Arg, len(delegates))
	for i := range pkg.Files {
		for _, iface := range pkg.Files[i].Interfaces {
			for j, m := range iface.Methods {
				var n int
				if _, err := fmt.Sscanf(m.Name, "M%d", &n); err != nil {
					continue
				}
				ofMethods[n] = iface.Stubs[j].Args
				for k, a := range iface.Proxies[j].Args {
					if stub := ofMethods[n][k].Form; a.Form != stub && (floats(a.Form) > 0 || floats(stub) > 0) {
						return nil, nil, fmt.Errorf("%s: argument %d goes out in form %d and comes in in form %d", m.Name, k, a.Form, stub)
					}
				}
			}
		}
		for _, d := range pkg.Files[i].Delegates {
			var n int
			if _, err := fmt.Sscanf(d.Name, "Delegate%d", &n); err == nil {
				ofDelegates[n] = d.Invoke.Args
			}
		}
	}
	return ofMethods, ofDelegates, nil
}

// floats is the size of the floats that an argument is made of, or 0.
func floats(form project.ArgForm) int {
	switch form {
	case project.ArgFloats:
		return 4
	case project.ArgDoubles:
		return 8
	}
	return 0
}

// registers is the judge of arm64: functions that take the arguments of each shape
// and compare them, functions that call one with them, and lists of the arguments
// as generated code classifies them. Pointers are numbers there.
func registers(pkg *project.Package, types []*model.Sig, methods, delegates []shape) ([]byte, error) {
	var c source
	c.WriteString("#include \"judge.h\"\n#include \"values.h\"\n#include \"registers.h\"\n")
	c.values(types)
	ofMethods, ofDelegates, err := lists(pkg, methods, delegates)
	if err != nil {
		return nil, err
	}
	for i, s := range methods {
		c.list(s, ofMethods[i], i, i)
	}
	for i, s := range delegates {
		c.list(s, ofDelegates[i], len(methods)+i, delegateNumber+i)
	}
	c.line("const Shape judge_shapes[] = {")
	for i := range len(methods) + len(delegates) {
		c.line("    SHAPE(%d),", i)
	}
	c.line("};\nconst int judge_shape_count = sizeof judge_shapes / sizeof *judge_shapes;")
	return c.Bytes(), nil
}

// list writes the functions of shape i.
func (c *source) list(s shape, args []project.Arg, i, number int) {
	var types, names []string
	var each []int
	for n, w := range s.words {
		add := func(t, name string, size int) {
			types, names, each = append(types, t), append(names, name), append(each, size)
		}
		t := cdecl.Type(w.sig)
		switch w.form {
		case in:
			add(t, tag(w.sig), floats(args[n].Form))
		case pass, fill:
			add("unsigned", "UInt32", 0)
			add("void *", "Token", 0)
		case out:
			add("void *", "Token", 0)
		case receive:
			add("void *", "Token", 0)
			add("void *", "Token", 0)
		}
	}
	var params, variables strings.Builder
	for n, t := range types {
		fmt.Fprintf(&params, ", %s a%d", t, n)
		fmt.Fprintf(&variables, ", a%d", n)
	}
	c.line("static uint32_t method_%d(void *self%s) {", i, params.String())
	c.line("    if (self != OBJECT) return 1;")
	for n := range types {
		c.line("    if (wrong_%s(&a%d, %d, %d, 0)) return %d;", names[n], n, number, n, n+2)
	}
	c.line("    return 0;\n}")
	c.line("static uint32_t call_%d(void *object) {", i)
	for n, t := range types {
		c.line("    %s a%d;", t, n)
		c.line("    memset(&a%d, 0, sizeof a%d);", n, n)
		c.line("    fill_%s(&a%d, %d, %d, 0);", names[n], n, number, n)
	}
	c.line("    return ((uint32_t(*)(void *%s))(*(void ***)object)[SLOT(%d)])(object%s);\n}", params.String(), i, variables.String())
	c.line("static int list_%d(Argument *list) {", i)
	for n, t := range types {
		c.line("    static %s a%d;", t, n)
		c.line("    fill_%s(&a%d, %d, %d, 0);", names[n], n, number, n)
		c.line("    list[%d] = (Argument){&a%d, sizeof a%d, %d};", n, n, n, each[n])
	}
	c.line("    (void)list;\n    return %d;\n}", len(types))
}
