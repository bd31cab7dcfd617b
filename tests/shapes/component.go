package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/internal/cdecl"
)

// tag names the C functions for values of s. Types that are the same in native
// memory have the same.
func tag(s *model.Sig) string {
	switch {
	case s.Type == nil && s.Basic == model.Object:
		return "Token"
	case s.Type == nil:
		return s.Basic.String()
	case isReference(s):
		return "Reference_" + tag(s.Args[0])
	case s.Type.Kind == model.KindStruct:
		return cdecl.Name(s.Type)
	case s.Type.Kind == model.KindEnum:
		return model.Int32.String()
	case s.Type.Kind == model.KindDelegate:
		return "Answer"
	}
	return "Token"
}

// leaves is how many numbers a value of s is made from.
func leaves(s *model.Sig) int {
	switch {
	case s.Basic == model.GUIDValue:
		return 11
	case isReference(s):
		return leaves(s.Args[0])
	case s.Type != nil && s.Type.Kind == model.KindStruct:
		n := 0
		for _, f := range s.Type.Fields {
			n += leaves(f.Type)
		}
		return n
	}
	return 1
}

// source is C source while it grows.
type source struct{ bytes.Buffer }

func (c *source) line(format string, args ...any) { fmt.Fprintf(c, format+"\n", args...) }

// values writes the functions that make, check and free values of each type.
func (c *source) values(types []*model.Sig) {
	c.WriteString(cdecl.Structs(structsOf(types)))
	done := map[string]bool{}
	for _, s := range types {
		name := tag(s)
		if done[name] {
			continue
		}
		done[name] = true
		switch {
		case isReference(s):
			c.line("REFERENCE(%s, %s, %s)", name, cdecl.Type(s.Args[0]), tag(s.Args[0]))
		case s.Type == nil || s.Type.Kind != model.KindStruct:
			// in component.h
		case name == "Windows_Foundation_TimeSpan" || name == "Windows_Foundation_DateTime":
			c.line("TICKS(%s, %s)", name, s.Type.Fields[0].Name)
		default:
			c.fields("static void fill_%s(%s *v, KEY)", name, s.Type, "fill_%s(&v->%s, KEYS + %d);")
			c.fields("static int wrong_%s(const %s *v, KEY)", name, s.Type, "if (wrong_%s(&v->%s, KEYS + %d)) return 1;")
			c.fields("static void drop_%s(%s *v, KEY)", name, s.Type, "drop_%s(&v->%s, KEYS + %d);")
		}
	}
}

func structsOf(types []*model.Sig) []*model.Type {
	var structs []*model.Type
	for _, s := range types {
		if s.Type != nil && s.Type.Kind == model.KindStruct {
			structs = append(structs, s.Type)
		}
	}
	return structs
}

func (c *source) fields(head, name string, t *model.Type, statement string) {
	c.line(head+" {", name, name)
	at := 0
	for _, f := range t.Fields {
		c.line("    "+statement, tag(f.Type), f.Name, at)
		at += leaves(f.Type)
	}
	if strings.Contains(statement, "return 1") {
		c.line("    return 0;")
	}
	c.line("}")
}

// parameters are a method's, without the object.
func (s shape) parameters() string {
	var b strings.Builder
	for i, w := range s.words {
		t := cdecl.Type(w.sig)
		switch w.form {
		case in:
			fmt.Fprintf(&b, ", %s a%d", t, i)
		case pass, fill:
			fmt.Fprintf(&b, ", unsigned n%d, %s *a%d", i, t, i)
		case out:
			fmt.Fprintf(&b, ", %s *a%d", t, i)
		case receive:
			fmt.Fprintf(&b, ", unsigned *n%d, %s **a%d", i, t, i)
		}
	}
	return b.String()
}

// callee writes the method that checks its arguments and gives results.
func (c *source) callee(s shape, name string, number int) {
	c.line("static HRESULT WINAPI %s(void *self%s) {", name, s.parameters())
	c.line("    (void)self;")
	for i, w := range s.words {
		switch w.form {
		case in:
			c.line("    WRONG(%d, %d, wrong_%s(&a%d, %d, %d, 0));", number, i, tag(w.sig), i, number, i)
		case pass:
			c.line("    WRONG(%d, %d, n%d != COUNT);", number, i, i)
			c.line("    EACH WRONG(%d, %d, wrong_%s(&a%d[e], %d, %d, e * %d));", number, i, tag(w.sig), i, number, i, leaves(w.sig))
		case fill:
			c.line("    WRONG(%d, %d, n%d != COUNT);", number, i, i)
		}
	}
	for i, w := range s.words {
		switch w.form {
		case fill:
			c.line("    EACH fill_%s(&a%d[e], %d, %d, e * %d);", tag(w.sig), i, number, i, leaves(w.sig))
		case out:
			c.line("    fill_%s(a%d, %d, %d, 0);", tag(w.sig), i, number, i)
		case receive:
			c.line("    *n%d = COUNT;", i)
			c.line("    *a%d = CoTaskMemAlloc(COUNT * sizeof **a%d);", i, i)
			c.line("    EACH fill_%s(&(*a%d)[e], %d, %d, e * %d);", tag(w.sig), i, number, i, leaves(w.sig))
		}
	}
	c.line("    return S_OK;")
	c.line("}")
}

// caller writes the function that calls the method in a slot of an object and
// checks what comes back.
func (c *source) caller(s shape, name string, slot, number int) {
	c.line("static HRESULT %s(void *object) {", name)
	var arguments strings.Builder
	for i, w := range s.words {
		t, tag, n := cdecl.Type(w.sig), tag(w.sig), leaves(w.sig)
		switch w.form {
		case in:
			c.line("    %s a%d;", t, i)
			c.line("    memset(&a%d, 0, sizeof a%d);", i, i)
			c.line("    fill_%s(&a%d, %d, %d, 0);", tag, i, number, i)
			fmt.Fprintf(&arguments, ", a%d", i)
		case pass:
			c.line("    %s a%d[COUNT];", t, i)
			c.line("    EACH fill_%s(&a%d[e], %d, %d, e * %d);", tag, i, number, i, n)
			fmt.Fprintf(&arguments, ", COUNT, a%d", i)
		case fill:
			c.line("    %s a%d[COUNT];", t, i)
			c.line("    memset(a%d, 0, sizeof a%d);", i, i)
			fmt.Fprintf(&arguments, ", COUNT, a%d", i)
		case out:
			c.line("    %s a%d;", t, i)
			c.line("    memset(&a%d, 0xa5, sizeof a%d);", i, i)
			fmt.Fprintf(&arguments, ", &a%d", i)
		case receive:
			c.line("    unsigned n%d = 0xa5a5a5a5;", i)
			c.line("    %s *a%d = 0;", t, i)
			fmt.Fprintf(&arguments, ", &n%d, &a%d", i, i)
		}
	}
	c.line("    HRESULT hr = ((HRESULT(WINAPI *)(void *%s))(*(void ***)object)[%d])(object%s);", s.parameters(), slot, arguments.String())
	c.line("    if (FAILED(hr)) return hr;")
	for i, w := range s.words {
		tag, n := tag(w.sig), leaves(w.sig)
		switch w.form {
		case in:
			c.line("    drop_%s(&a%d, %d, %d, 0);", tag, i, number, i)
		case pass:
			c.line("    EACH drop_%s(&a%d[e], %d, %d, e * %d);", tag, i, number, i, n)
		case fill:
			c.line("    EACH WRONG(%d, %d, wrong_%s(&a%d[e], %d, %d, e * %d));", number, i, tag, i, number, i, n)
			c.line("    EACH drop_%s(&a%d[e], %d, %d, e * %d);", tag, i, number, i, n)
		case out:
			c.line("    WRONG(%d, %d, wrong_%s(&a%d, %d, %d, 0));", number, i, tag, i, number, i)
			c.line("    drop_%s(&a%d, %d, %d, 0);", tag, i, number, i)
		case receive:
			c.line("    WRONG(%d, %d, n%d != COUNT);", number, i, i)
			c.line("    EACH WRONG(%d, %d, wrong_%s(&a%d[e], %d, %d, e * %d));", number, i, tag, i, number, i, n)
			c.line("    EACH drop_%s(&a%d[e], %d, %d, e * %d);", tag, i, number, i, n)
			c.line("    CoTaskMemFree(a%d);", i)
		}
	}
	c.line("    return hr;")
	c.line("}")
}

// delegateNumber is where the numbers of the delegates' shapes begin.
const delegateNumber = 10000

func iidLiteral(name string) string {
	g := guidOf(name)
	d := g.Data4
	return fmt.Sprintf("{0x%08x, 0x%04x, 0x%04x, {%d, %d, %d, %d, %d, %d, %d, %d}}", g.Data1, g.Data2, g.Data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7])
}

// component is Shapes.dll.
func component(types []*model.Sig, methods, delegates []shape) []byte {
	var c source
	c.line("#include \"component.h\"")
	c.values(types)
	for i, s := range methods {
		c.callee(s, fmt.Sprintf("M%04d", i), i)
		c.caller(s, fmt.Sprintf("C%04d", i), 6+i%perInterface, i)
	}
	for i, s := range delegates {
		c.callee(s, fmt.Sprintf("D%02d", i), delegateNumber+i)
		c.caller(s, fmt.Sprintf("E%02d", i), 3, delegateNumber+i)
	}
	var judge strings.Builder
	for first := 0; first < len(methods); first += perInterface {
		part, end := first/perInterface, min(first+perInterface, len(methods))
		c.line("static const void *const part%02d_methods[] = {INSPECTABLE", part)
		for i := first; i < end; i++ {
			c.line("    M%04d,", i)
		}
		c.line("};")
		c.line("static HRESULT (*const part%02d_calls[])(void *) = {", part)
		for i := first; i < end; i++ {
			c.line("    C%04d,", i)
		}
		c.line("};")
		c.line("PART(%02d, %s)", part, iidLiteral(fmt.Sprintf("IPart%02d", part)))
		fmt.Fprintf(&judge, "    judge_part%02d, judge_call%02d,\n", part, part)
	}
	for i := range delegates {
		c.line("DELEGATE(%02d, %s)", i, iidLiteral(fmt.Sprintf("Delegate%02d", i)))
		fmt.Fprintf(&judge, "    judge_exchange%02d,\n", i)
	}
	c.line("static const void *const judge_methods[] = {INSPECTABLE\n%s    judge_live,\n};", judge.String())
	for _, name := range []string{"IJudge", "IToken", "ITokenFactory", "Answer"} {
		c.line("static const IID iid_%s = %s;", name, iidLiteral(name))
	}
	c.line("#include \"component.c\"")
	return c.Bytes()
}
