package midl

import (
	"slices"
	"strings"
)

// namedIID is an IID that stands apart from its interface.
type namedIID struct {
	off  int32
	name string // of the interface
	guid GUID
}

// declaration reads one declaration at file or namespace level, or an opening
// or closing brace around declarations.
func (p *parser) declaration() {
	t := p.peek()
	switch t.text {
	case ";":
		p.pos++
		return
	case "}":
		if len(p.scopes) == 0 {
			p.pos++
			p.fail(t, "\"}\" without \"{\"")
		}
		p.pos++
		last := p.scopes[len(p.scopes)-1]
		p.scopes = p.scopes[:len(p.scopes)-1]
		p.namespace = p.namespace[:len(p.namespace)-last.names]
		return
	}
	for t.kind == kindName && vocabulary[t.text] == wordIgnored && p.peekAt(1).is("typedef") {
		p.pos++ // __extension__ typedef
		t = p.peek()
	}
	if t.kind == kindName {
		switch t.text {
		case "extern":
			if p.linkage() {
				return
			}
		case "EXTERN_C_START":
			p.pos++
			p.open(t, 0)
			return
		case "EXTERN_C_END":
			p.pos++
			if len(p.scopes) == 0 {
				p.fail(t, "EXTERN_C_END without EXTERN_C_START")
			}
			p.scopes = p.scopes[:len(p.scopes)-1]
			return
		case "inline":
			if p.peekAt(1).is("namespace") {
				p.pos++
				p.openNamespace()
				return
			}
		case "namespace":
			p.openNamespace()
			return
		case "using":
			p.until("the using declaration", ";")
			p.pos++
			return
		case "template":
			p.template(p.namespace)
			return
		case "static_assert", "_Static_assert":
			p.macroUse()
			return
		case "typedef":
			p.typedef(p.namespace)
			return
		}
		if vocabulary[t.text] == wordDeclare {
			p.declareInterface()
			return
		}
		if p.peekAt(1).is("(") && p.macroCall() {
			return
		}
	}
	p.general()
}

// linkage reads extern "C" with its brace, or without it so that the
// declaration follows.
func (p *parser) linkage() bool {
	if p.peekAt(1).kind != kindString || !p.peekAt(2).is("{") {
		return false
	}
	t := p.next()
	p.pos += 2
	p.open(t, 0)
	return true
}

func (p *parser) open(t token, names int) {
	if len(p.scopes) >= maxScopes {
		p.pos = len(p.tokens) - 1
		p.scopes = nil
		p.fail(t, "more than %d open braces", maxScopes)
	}
	p.scopes = append(p.scopes, scope{off: t.off, names: names, linked: names == 0 && !t.is("namespace")})
}

// openNamespace reads "namespace A::B {" or "namespace A = B;".
func (p *parser) openNamespace() {
	t := p.next()
	var names []string
	for {
		switch {
		case p.at("["):
			p.balanced("the attribute of the namespace")
		case vocabulary[p.peek().text] == wordIgnoredArgs:
			p.next()
			p.arguments("the attribute of the namespace")
		case p.at("inline") || p.at("::"):
			p.pos++
		case p.at("="):
			p.until("the namespace alias", ";")
			p.pos++
			return
		case p.at("{"):
			p.pos++
			p.namespace = append(slices.Clip(p.namespace), names...)
			if len(p.namespace) > maxNesting {
				p.fail(t, "namespaces are nested deeper than %d levels", maxNesting)
			}
			p.open(t, len(names))
			return
		case p.peek().kind == kindName && len(names) <= maxNesting:
			names = append(names, p.next().text)
		default:
			p.fail(p.peek(), "\"{\" must follow the namespace's name, found %s", describe(p.peek()))
		}
	}
}

// template moves over a template, which has no layout until it is used. The
// specialization of an interface with its IID is kept as an Instance.
func (p *parser) template(namespace []string) {
	t := p.next()
	if !p.at("<") {
		p.fail(p.peek(), "\"<\" must follow template, found %s", describe(p.peek()))
	}
	specialization := len(p.angles()) == 0
	if specialization && p.instance(namespace) {
		return
	}
	for depth := 0; ; {
		switch next := p.peek(); {
		case next.kind == kindEOF:
			p.fail(t, "the template does not end")
		case next.is("template") && depth == 0:
			p.pos++
			if p.at("<") {
				p.angles()
			}
			continue
		case next.is("<"):
			// A comparison cannot stand here outside of parentheses.
			p.angles()
			continue
		case next.is("(") || next.is("["):
			p.balanced("the parenthesis of a template")
			continue
		case next.is("{"):
			p.balanced("the body of the template")
			p.accept(";")
			return
		case next.is(";"):
			p.pos++
			return
		case next.is("}") || next.is(")"):
			p.fail(next, "the template ends with an unexpected %s", quote(next.text))
		}
		p.pos++
	}
}

// instance reads a specialization that is an interface with an IID.
func (p *parser) instance(namespace []string) bool {
	start := p.pos
	head, ok := p.tagHead()
	if ok && head.uuid != nil && strings.Contains(head.name, "<") && p.at("{") {
		p.balanced("the body of the specialization")
		p.accept(";")
		i := &Instance{Pos: p.position(head.off), Name: head.name, Namespace: namespace, IID: *head.uuid, HasIID: true}
		if len(head.bases) > 0 {
			i.Base = head.bases[0]
		}
		p.file.Instances = append(p.file.Instances, i)
		return true
	}
	p.pos = start
	return false
}

// typedef reads typedef … ;
func (p *parser) typedef(namespace []string) {
	p.next()
	s := p.specifiers(namespace, looseWords)
	if p.at(";") { // typedef struct X {…}; declares X only
		p.pos++
		p.keep(s, namespace)
		return
	}
	first := true
	for {
		d := p.declarator(s.typ, s)
		if d.name == "" {
			p.fail(p.peek(), "the typedef has no name before %s", describe(p.peek()))
		}
		typ := d.typ
		if d.function != nil {
			typ = Type{Func: d.function}
		}
		if first {
			p.nameRecord(s, d, typ)
			p.keep(s, namespace)
			first = false
		}
		if !aliasOfItself(typ, d.name) {
			p.file.Typedefs = append(p.file.Typedefs, &Typedef{Pos: p.position(d.off), Name: d.name, Namespace: namespace, Type: typ})
		}
		if !p.accept(",") {
			break
		}
	}
	p.expect(";", "must end the typedef")
}

// nameRecord gives a struct or enum without a tag the name of its typedef.
func (p *parser) nameRecord(s *specifiers, d declarator, typ Type) {
	if typ.Pointers > 0 || len(typ.Array) > 0 || typ.Func != nil {
		return
	}
	if r := s.typ.Record; r != nil && r.Name == "" {
		r.Name = d.name
		s.typ.Name = d.name
	}
	if e := s.typ.Enum; e != nil && e.Name == "" {
		e.Name = d.name
		s.typ.Name = d.name
	}
}

// aliasOfItself reports whether a typedef only repeats the tag's name, as
// typedef struct X X does.
func aliasOfItself(t Type, name string) bool {
	return t.Pointers == 0 && len(t.Array) == 0 && t.Func == nil && !t.Ref &&
		(t.Name == name || t.Name == "struct "+name || t.Name == "union "+name || t.Name == "enum "+name ||
			(t.Record != nil && t.Record.Name == name) || (t.Enum != nil && t.Enum.Name == name))
}

// keep puts a struct or enum that was defined in the specifiers into the file.
func (p *parser) keep(s *specifiers, namespace []string) {
	if r := s.typ.Record; r != nil && !s.kept && r.Name != "" {
		r.Namespace = namespace
		p.file.Structs = append(p.file.Structs, r)
	}
	if e := s.typ.Enum; e != nil && !s.kept {
		e.Namespace = namespace
		p.file.Enums = append(p.file.Enums, e)
	}
	s.kept = true
}

// general reads a declaration that starts with its type: a struct, a function,
// a variable.
func (p *parser) general() {
	start := p.peek()
	s := p.specifiers(p.namespace, looseWords)
	p.keep(s, p.namespace)
	if p.accept(";") {
		if s.typ.Name == "" && s.typ.Record == nil && s.typ.Enum == nil && !s.declared {
			p.fail(start, "the declaration that starts with %s declares nothing", describe(start))
		}
		return
	}
	if s.declared && s.typ.Name == "" {
		// An interface whose ";" was left out, as before a macro.
		p.fail(p.peek(), "\";\" must follow the interface, found %s", describe(p.peek()))
	}
	for {
		d := p.declarator(s.typ, s)
		switch {
		case d.operator:
			p.functionTail(nil)
			return
		case d.function != nil:
			f := &Function{
				Pos: p.position(d.off), Name: d.name, Namespace: p.namespace,
				Return: d.function.Return, CallConv: d.function.CallConv,
				Params: d.function.Params, Variadic: d.function.Variadic,
				Modifiers: s.modifiers, Annotation: s.text(),
				ExternC: s.externC || p.inExternC(),
			}
			if d.name == "" && strings.Contains(s.typ.Name, "::") { // a constructor's definition
				p.functionTail(nil)
				return
			}
			if d.name == "" {
				p.fail(p.peek(), "the declaration that starts with %s has parameters but no name", describe(start))
			}
			if d.qualified { // a member's definition out of its class
				p.functionTail(nil)
				return
			}
			if p.at(",") { // a further declarator
				p.file.Functions = append(p.file.Functions, f)
				break
			}
			f.Inline = p.functionTail(nil)
			p.file.Functions = append(p.file.Functions, f)
			return
		case d.name == "":
			p.fail(p.peek(), "a name is missing before %s, in the declaration that starts with %s", describe(p.peek()), describe(start))
		default:
			p.variable(s, d)
		}
		if p.accept(",") {
			continue
		}
		p.expect(";", "must end the declaration that starts with "+describe(start))
		return
	}
}

func (p *parser) inExternC() bool {
	return len(p.scopes) > 0 && p.scopes[len(p.scopes)-1].linked
}

// variable reads what follows a variable's declarator.
func (p *parser) variable(s *specifiers, d declarator) {
	var initial []token
	switch {
	case p.accept("="):
		initial = p.until("the initial value", ",", ";")
	case p.at("{"):
		initial = p.balanced("the initial value")
	}
	if initial == nil || !(s.static || s.constant || d.typ.Const) {
		p.file.Variables = append(p.file.Variables, &Variable{Pos: p.position(d.off), Name: d.name, Namespace: p.namespace, Type: d.typ})
		return
	}
	c := &Constant{Pos: p.position(d.off), Name: d.name, Raw: spelling(initial), Type: d.typ}
	p.evaluate(c, initial)
	p.file.Constants = append(p.file.Constants, c)
	if isGUIDType(d.typ.Name) && len(initial) > 2 && initial[0].is("{") {
		g := p.guidNumbers([][]token{initial}, p.peek())
		p.guid(d.off, d.name, g)
	}
}

func isGUIDType(name string) bool {
	return name == "GUID" || name == "IID" || name == "CLSID" || name == "const IID" || name == "FMTID"
}

// evaluate fills in the value of c.
func (p *parser) evaluate(c *Constant, tokens []token) {
	if len(tokens) == 0 {
		return
	}
	if text, ok := stringValue(tokens); ok {
		c.Kind, c.Text = ConstantString, text
		return
	}
	if v, err := (&evaluator{tokens: tokens, name: p.value}).evaluate(); err == nil {
		c.Kind, c.Value = ConstantInteger, int64(v.bits)
		p.values[c.Name] = v
		return
	}
	inner := tokens
	for len(inner) > 2 && inner[0].is("(") && inner[len(inner)-1].is(")") {
		inner = inner[1 : len(inner)-1]
	}
	if len(inner) == 2 && (inner[0].is("-") || inner[0].is("+")) {
		inner = inner[1:]
	}
	if len(inner) == 1 && inner[0].kind == kindNumber && isFloat(inner[0].text) {
		c.Kind = ConstantFloat
	}
}

func isFloat(text string) bool {
	if strings.HasPrefix(text, "0x") || strings.HasPrefix(text, "0X") {
		return strings.ContainsAny(text, "pP")
	}
	return strings.ContainsAny(text, ".eE")
}

// stringValue joins string literals that stand side by side.
func stringValue(tokens []token) (string, bool) {
	for len(tokens) > 2 && tokens[0].is("(") && tokens[len(tokens)-1].is(")") {
		tokens = tokens[1 : len(tokens)-1]
	}
	if len(tokens) == 2 && tokens[0].kind == kindName && tokens[1].is("(") {
		return "", false
	}
	var b strings.Builder
	for _, t := range tokens {
		if t.kind != kindString {
			return "", false
		}
		open := strings.IndexByte(t.text, '"')
		if open > 0 && t.text[open-1] == 'R' {
			from := strings.IndexByte(t.text, '(') + 1
			b.WriteString(t.text[from : len(t.text)-(from-open)])
			continue
		}
		body, ok := unescape(t.text[open+1 : len(t.text)-1])
		if !ok {
			return "", false
		}
		b.WriteString(body)
	}
	return b.String(), true
}

// macroConstants keeps the header's #define NAME value.
func (p *parser) macroConstants() {
	seen := make(map[string]bool)
	for _, name := range p.pre.defined {
		m := p.pre.macros[name]
		if m == nil || m.function || seen[name] {
			continue
		}
		seen[name] = true
		tokens := m.tokens(p.pre)
		c := &Constant{Pos: p.position(m.off), Name: name, Raw: spelling(tokens)}
		p.evaluate(c, tokens)
		if c.Kind != ConstantOther {
			p.file.Constants = append(p.file.Constants, c)
		}
	}
}

// macroCall reads NAME(…) where a declaration could start: the macros that
// declare GUIDs, flags and handles, and those of other headers. It reports
// false if NAME starts a declaration of the usual kind.
func (p *parser) macroCall() bool {
	t := p.peek()
	switch t.text {
	case "DEFINE_GUID", "EXTERN_GUID", "DEFINE_GUIDNAMED", "DEFINE_OLEGUID":
		p.pos++
		args := p.arguments("the arguments of " + t.text)
		if len(args[0]) != 1 || args[0][0].kind != kindName {
			p.fail(t, "the first argument of %s is the GUID's name, found %s", t.text, quote(spelling(args[0])))
		}
		name := args[0][0].text
		if t.text == "DEFINE_OLEGUID" { // basetyps.h: the rest is C0-00-00-00-00-00-00-46
			for _, b := range []string{"0xC0", "0", "0", "0", "0", "0", "0", "0x46"} {
				args = append(args, []token{{kind: kindNumber, text: b}})
			}
		}
		p.guid(t.off, name, p.guidNumbers(args[1:], t))
		p.accept(";")
		return true
	case "DEFINE_GUIDSTRUCT":
		p.pos++
		args := p.arguments("the arguments of " + t.text)
		if len(args) != 2 || len(args[1]) != 1 {
			p.fail(t, "DEFINE_GUIDSTRUCT needs a string and a name")
		}
		p.guid(t.off, args[1][0].text, p.guidString(args[0], t))
		p.accept(";")
		return true
	case "__CRT_UUID_DECL":
		p.pos++
		args := p.arguments("the arguments of " + t.text)
		p.iids = append(p.iids, namedIID{t.off, strings.TrimPrefix(spelling(args[0]), "::"), p.guidNumbers(args[1:], t)})
		p.accept(";")
		return true
	case "CROSS_PLATFORM_UUIDOF": // dxcapi.h: the interface, and its IID as a string
		p.pos++
		args := p.arguments("the arguments of " + t.text)
		if len(args) != 2 {
			p.fail(t, "CROSS_PLATFORM_UUIDOF needs an interface and a GUID")
		}
		p.iids = append(p.iids, namedIID{t.off, spelling(args[0]), p.guidString(args[1], t)})
		p.accept(";")
		return true
	case "DEFINE_ENUM_FLAG_OPERATORS":
		p.pos++
		p.flags[spelling(p.inside("the arguments of "+t.text))] = true
		p.accept(";")
		return true
	case "DECLARE_HANDLE": // winnt.h: struct NAME__; typedef struct NAME__ *NAME
		p.pos++
		name := spelling(p.inside("the arguments of " + t.text))
		p.file.Typedefs = append(p.file.Typedefs, &Typedef{
			Pos: p.position(t.off), Name: name, Namespace: p.namespace,
			Type: Type{Name: "struct " + name + "__", Pointers: 1},
		})
		p.accept(";")
		return true
	}
	if w := vocabulary[t.text]; w != wordNone && w != wordKept || isSAL(t.text) || t.text == "MIDL_INTERFACE" || t.text == "PURE" {
		return false
	}
	return p.macroUse()
}

// inside reads ( … ) and gives what is between.
func (p *parser) inside(what string) []token {
	if !p.at("(") {
		p.fail(p.peek(), "\"(\" must start %s, found %s", what, describe(p.peek()))
	}
	return p.balanced(what)
}

// macroUse reads the call of a macro that this header does not define. If a
// body or a base follows, the macro hides a declaration, which must not get
// lost.
func (p *parser) macroUse() bool {
	start := p.pos
	t := p.next()
	inside := p.inside("the arguments of " + quote(t.text))
	if _, ok := asGUID(inside); ok && isWord(p.peek()) && (p.peekAt(1).is(":") || p.peekAt(1).is("{")) {
		p.pos = start // another name for MIDL_INTERFACE
		return false
	}
	switch next := p.peek(); {
	case next.is("{") || next.is(":"):
		p.fail(t, "%s is a macro that this header does not define, and a body follows: it may declare an interface or a function", quote(t.text))
	case next.is("(") || next.is("[") || next.is("*") || next.is("=") || next.is(","):
		p.fail(t, "%s( … ) is followed by %s: neither a declaration nor the call of a macro", quote(t.text), quote(next.text))
	}
	p.accept(";")
	p.file.Macros = append(p.file.Macros, &MacroUse{Pos: p.position(t.off), Name: t.text, Args: spelling(inside)})
	return true
}

func (p *parser) guid(off int32, name string, g GUID) {
	p.file.GUIDs = append(p.file.GUIDs, &GUIDConstant{Pos: p.position(off), Name: name, GUID: g})
	// MIDL calls the IID of a dispinterface DIID_Name.
	if iface, ok := strings.CutPrefix(strings.TrimPrefix(name, "D"), "IID_"); ok {
		p.iids = append(p.iids, namedIID{off, iface, g})
	}
}
