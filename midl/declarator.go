package midl

import "strings"

// specifiers are what stands in front of a declarator: the type, and words
// about the declaration.
type specifiers struct {
	annotations
	typ       Type
	callConv  string
	modifiers []string // macros of other headers, by position: WINBASEAPI
	uuid      *GUID
	align     string
	static    bool
	constant  bool // constexpr
	virtual   bool
	externC   bool
	noReturn  bool // no type of its own: a constructor, say
	declared  bool // an interface or a forward declaration
	kept      bool // its record is in the file already
}

// wordRule says whether a name in front of the type may be a macro that this
// header does not define.
type wordRule bool

const (
	looseWords  wordRule = true  // WINBASEAPI HANDLE WINAPI F(…)
	strictWords wordRule = false // in parameters and fields: an error
)

// specifiers reads up to the declarator.
func (p *parser) specifiers(namespace []string, rule wordRule) *specifiers {
	s := new(specifiers)
	p.enter()
	defer p.leave()
	for {
		t := p.peek()
		switch {
		case t.kind == kindPunct && t.text == "[":
			if s.typ.Name != "" || s.typ.Record != nil || s.typ.Enum != nil {
				return s
			}
			p.attributeBlock(s)
			continue
		case t.kind == kindPunct && t.text == "::" && s.typ.Name == "":
			p.note(&s.annotations)
			s.typ.Name = p.qualifiedName()
			continue
		case t.kind != kindName:
			return s
		}
		if isSAL(t.text) {
			p.sal(&s.annotations)
			continue
		}
		switch w := vocabulary[t.text]; w {
		case wordNone:
			if !p.typeName(s, rule) {
				return s
			}
		case wordIgnored:
			p.note(&s.annotations)
			s.constant = s.constant || t.text == "constexpr"
			if t.text == "explicit" && p.at("(") {
				p.balanced("the condition of explicit")
			}
		case wordIgnoredArgs:
			p.note(&s.annotations)
			p.arguments("the arguments of " + t.text)
		case wordDeclspec, wordUUID:
			p.declspec(s)
		case wordCallConv:
			p.note(&s.annotations)
			s.callConv = t.text
		case wordConst:
			p.note(&s.annotations)
			s.typ.Const = true
		case wordDirection:
			p.note(&s.annotations)
			s.word(t.text, nil)
		case wordBuiltin:
			p.note(&s.annotations)
			switch {
			case s.typ.Name == "":
				s.typ.Name = t.text
			case vocabulary[strings.Fields(s.typ.Name)[0]] == wordBuiltin:
				if len(s.typ.Name) > 100 {
					p.fail(t, "too many words in the type %s", quote(s.typ.Name))
				}
				s.typ.Name += " " + t.text
			default:
				p.modifier(s, t, rule)
				s.typ.Name = t.text
			}
		case wordTag:
			if s.typ.Name != "" {
				p.modifier(s, t, rule)
			}
			p.tag(s, namespace)
		case wordAPI:
			p.note(&s.annotations)
			s.typ.Name, s.callConv = "HRESULT", apiConvention(t.text)
		case wordAPITyped:
			p.note(&s.annotations)
			args := p.inside("the type of " + t.text)
			s.typ, s.callConv = p.typeOf(args, t), apiConvention(t.text)
		case wordMethod, wordMethodTyped, wordDeclare:
			return s
		case wordKept:
			switch t.text {
			case "static":
				p.note(&s.annotations)
				s.static = true
			case "virtual":
				p.note(&s.annotations)
				s.virtual = true
			case "extern":
				p.note(&s.annotations)
				if p.peek().kind == kindString {
					p.next()
					s.externC = true
				}
			case "EXTERN_C":
				p.note(&s.annotations)
				s.externC = true
			case "MIDL_INTERFACE":
				p.tag(s, namespace)
			case "THIS_", "THIS":
				return s
			default:
				return s
			}
		}
	}
}

func apiConvention(word string) string {
	switch {
	case strings.HasPrefix(word, "STDMETHODIMPV"):
		return "STDMETHODVCALLTYPE"
	case strings.HasPrefix(word, "STDMETHODIMP"), strings.HasPrefix(word, "IFACEMETHODIMP"):
		return "STDMETHODCALLTYPE"
	case strings.HasPrefix(word, "STDAPIV"):
		return "STDAPIVCALLTYPE"
	}
	return "STDAPICALLTYPE"
}

// typeName reads a name that may be the type or already the declarator. It
// reports false, with nothing read, if it is the declarator.
func (p *parser) typeName(s *specifiers, rule wordRule) bool {
	t := p.peek()
	if s.typ.Record != nil || s.typ.Enum != nil || s.declared {
		return false
	}
	if s.typ.Name == "" {
		if _, ok := p.uuidMacro(); ok {
			p.tag(s, p.namespace)
			return true
		}
		if next := p.peekAt(1); next.is("(") && !p.declaratorFollows() {
			// A constructor, or a macro: the caller knows which.
			s.noReturn = true
			return false
		}
		p.note(&s.annotations)
		p.pos--
		s.typ.Name = p.qualifiedName()
		return true
	}
	// A second name: the first one was a macro if this one is the type.
	n := 1
	for p.peekAt(n).is("::") && p.peekAt(n+1).kind == kindName {
		n += 2
	}
	next := p.peekAt(n)
	isType := false
	switch {
	case next.kind == kindName:
		switch vocabulary[next.text] {
		case wordNone:
			isType = !isSAL(next.text)
		case wordBuiltin, wordTag, wordCallConv, wordConst:
			isType = true
		}
	case next.kind == kindPunct:
		isType = next.text == "*" || next.text == "&" || next.text == "<"
	}
	if !isType {
		return false
	}
	p.modifier(s, t, rule)
	p.note(&s.annotations)
	p.pos--
	s.typ.Name = p.qualifiedName()
	return true
}

// declaratorFollows reports whether "NAME (" starts a type with a declarator in
// parentheses, as in HRESULT (STDMETHODCALLTYPE *f)(int).
func (p *parser) declaratorFollows() bool {
	switch t := p.peekAt(2); {
	case t.is("*"), t.is("&"), vocabulary[t.text] == wordCallConv && t.kind == kindName:
		return true
	case isWord(t): // TYPE (name)(…)
		return p.peekAt(3).is(")") && p.peekAt(4).is("(") || p.peekAt(3).is("::") && p.peekAt(4).is("*")
	}
	return false
}

// modifier takes the type's name so far for a macro, since t starts a type.
func (p *parser) modifier(s *specifiers, t token, rule wordRule) {
	if rule == strictWords {
		p.fail(t, "%s stands beside %s: two types, or a macro that this reader does not know", quote(t.text), quote(s.typ.Name))
	}
	if len(s.modifiers) > 20 {
		p.fail(t, "too many names before %s", quote(t.text))
	}
	s.modifiers = append(s.modifiers, s.typ.Name)
	s.typ.Name = ""
}

// qualifiedName reads A::B<C>::D without a leading "::".
func (p *parser) qualifiedName() string {
	p.accept("::")
	t := p.peek()
	if t.kind != kindName {
		p.fail(t, "a name is missing before %s", describe(t))
	}
	p.pos++
	if !p.at("::") && !p.at("<") {
		return t.text
	}
	var b strings.Builder
	b.WriteString(t.text)
	for b.Len() < 1<<12 {
		switch {
		case p.at("<"):
			b.WriteByte('<')
			b.WriteString(templateArguments(p.angles()))
			b.WriteByte('>')
		case p.at("::") && p.peekAt(1).kind == kindName:
			p.pos++
			b.WriteString("::")
			b.WriteString(p.next().text)
		default:
			return b.String()
		}
	}
	p.fail(t, "the name that starts with %s is too long", quote(t.text))
	return ""
}

// templateArguments spells arguments in one way: "ABI::X*,HSTRING".
func templateArguments(tokens []token) string {
	var b strings.Builder
	wordBefore := false
	for i, t := range tokens {
		if t.is("::") && (i == 0 || tokens[i-1].kind != kindName) {
			continue // a leading "::"
		}
		word := t.kind == kindName || t.kind == kindNumber
		if word && wordBefore {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
		wordBefore = word
	}
	return b.String()
}

// sal reads an annotation word with its arguments.
func (p *parser) sal(a *annotations) {
	t := p.note(a)
	a.word(t.text, p.arguments("the arguments of "+t.text))
}

// attributeBlock reads [in, out] as an .idl file has it, [uuid("…")], or
// [[deprecated]].
func (p *parser) attributeBlock(s *specifiers) {
	open := p.peek()
	inside := p.balanced("the attribute")
	if len(inside) > 0 && inside[0].is("[") {
		return
	}
	text := spelling(inside)
	s.comment([]string{"[" + text + "]"})
	s.raw[len(s.raw)-1] = "[" + text + "]"
	for _, attribute := range splitArguments(inside) {
		if len(attribute) > 3 && attribute[0].is("uuid") && attribute[1].is("(") {
			g := p.uuidArgument(attribute[2:len(attribute)-1], open)
			s.uuid = &g
		}
	}
}

// uuidArgument reads the argument of uuid(…): a string, or in .idl manner the
// bare digits.
func (p *parser) uuidArgument(tokens []token, where token) GUID {
	if len(tokens) > 0 && tokens[0].kind != kindString {
		g, err := ParseGUID(strings.ReplaceAll(spelling(tokens), " ", ""))
		if err != nil {
			p.fail(where, "%v", err)
		}
		return g
	}
	return p.guidString(tokens, where)
}

// declspec reads __declspec(…) or DECLSPEC_UUID("…").
func (p *parser) declspec(s *specifiers) {
	t := p.note(&s.annotations)
	inside := p.inside("the arguments of " + t.text)
	if vocabulary[t.text] == wordUUID {
		g := p.guidString(inside, t)
		s.uuid = &g
		return
	}
	for len(inside) > 0 {
		word := inside[0]
		inside = inside[1:]
		if len(inside) == 0 || !inside[0].is("(") {
			continue
		}
		depth, end := 0, 0
		for end < len(inside) {
			if inside[end].is("(") {
				depth++
			} else if inside[end].is(")") {
				depth--
			}
			end++
			if depth == 0 {
				break
			}
		}
		argument := inside[1:max(1, end-1)]
		switch word.text {
		case "uuid":
			g := p.guidString(argument, word)
			s.uuid = &g
		case "align":
			s.align = spelling(argument)
		}
		inside = inside[end:]
	}
}

// uuidMacro reports whether a macro of another header with a GUID in quotes
// stands here, and a name with a body or base after it: DX_DECLARE_INTERFACE.
func (p *parser) uuidMacro() (GUID, bool) {
	if !isWord(p.peek()) || !p.peekAt(1).is("(") || !p.peekAt(3).is(")") {
		return GUID{}, false
	}
	i := min(p.pos+2, len(p.tokens)-1)
	g, ok := asGUID(p.tokens[i : i+1])
	return g, ok && isWord(p.peekAt(4)) && (p.peekAt(5).is(":") || p.peekAt(5).is("{"))
}

// typeOf reads a type without a name from tokens that are already cut out.
func (p *parser) typeOf(tokens []token, where token) Type {
	inner := *p
	inner.tokens = append(append(make([]token, 0, len(tokens)+1), tokens...), token{kind: kindEOF, off: where.off})
	inner.pos = 0
	inner.packs = nil
	s := inner.specifiers(inner.namespace, strictWords)
	d := inner.declarator(s.typ, s)
	if t := inner.peek(); t.kind != kindEOF || d.name != "" || d.function != nil || s.typ.Record != nil {
		p.fail(where, "%s is not a type", quote(spelling(tokens)))
	}
	if d.typ.Name == "" {
		p.fail(where, "the type after %s is missing", quote(where.text))
	}
	return d.typ
}

// declarator is a name with what surrounds it.
type declarator struct {
	name      string
	off       int32
	typ       Type      // of an object
	function  *FuncType // of a function; its result has typ's place
	qualified bool      // X::name
	operator  bool
	bits      []token
	hasBits   bool
}

// declarator reads one declarator for the base type. It gives words around it
// to s.
func (p *parser) declarator(base Type, s *specifiers) declarator {
	p.enter()
	defer p.leave()
	base.Record, base.Enum = s.typ.Record, s.typ.Enum
	p.pointers(&base, s)
	t := p.peek()
	d := declarator{off: t.off}
	nested := -1
	switch {
	case t.is("(") && p.nestedDeclarator():
		nested = p.pos + 1
		p.balanced("the parenthesis of the declarator")
	case t.is("operator"):
		d.operator = true
		d.name = t.text
		p.operatorName()
	case t.is("~"):
		p.pos++
		d.operator = true
		d.name = "~" + p.qualifiedName()
	case t.kind == kindName && p.isDeclaratorName(t):
		p.note(&s.annotations)
		d.name = t.text
		for p.at("::") || p.at("<") && d.qualified {
			if p.at("<") {
				p.angles()
				continue
			}
			d.qualified = true
			p.pos++
			if p.at("operator") {
				d.operator = true
				p.operatorName()
				break
			}
			p.accept("~")
			d.name = p.next().text
		}
		if p.at("operator") {
			d.operator = true
			p.operatorName()
		}
	}
	p.trailingWords(s)
	switch {
	case p.at("(") && (nested >= 0 || d.name != "" || !p.peekAt(1).is(")")):
		f := &FuncType{Return: base, CallConv: s.callConv}
		p.parameters(f)
		if nested < 0 {
			d.function = f
		} else {
			base = Type{Func: f}
		}
	case p.at("["):
		for p.at("[") {
			if len(base.Array) >= maxNesting {
				p.fail(p.peek(), "more than %d dimensions", maxNesting)
			}
			base.Array = append(base.Array, spelling(p.balanced("the array bound")))
		}
	}
	p.trailingWords(s)
	d.typ = base
	if nested < 0 {
		return d
	}
	after := p.pos
	p.pos = nested
	inside := &specifiers{typ: base}
	d = p.declarator(base, inside)
	p.expect(")", "must close the declarator")
	p.pos = after
	s.raw = append(s.raw, inside.raw...)
	s.comments = append(s.comments, inside.comments...)
	s.words = append(s.words, inside.words...)
	if inside.callConv != "" {
		// The convention stands inside: (WINAPI *f) or (WINAPI f).
		switch {
		case base.Func != nil:
			base.Func.CallConv = inside.callConv
		case d.function != nil:
			d.function.CallConv = inside.callConv
		}
	}
	if d.function == nil && d.typ.Func != nil && d.typ.Pointers == 0 && !d.typ.Ref && len(d.typ.Array) == 0 {
		d.function = d.typ.Func // TYPE (name)(…)
		d.typ = d.function.Return
	}
	return d
}

// pointers reads the stars and references in front of a declarator.
func (p *parser) pointers(base *Type, s *specifiers) {
	for {
		t := p.peek()
		switch {
		case t.is("*"):
			p.note(&s.annotations)
			if base.Pointers++; base.Pointers > maxNesting {
				p.fail(t, "more than %d stars", maxNesting)
			}
			if len(base.Array) > 0 {
				base.ArrayPointer = true
			}
		case t.is("&") || t.is("&&"):
			p.note(&s.annotations)
			base.Ref = true
		case t.kind != kindName:
			return
		case isSAL(t.text):
			p.sal(&s.annotations)
		default:
			switch vocabulary[t.text] {
			case wordConst:
				p.note(&s.annotations)
				if base.Pointers > 0 && !base.Ref {
					base.ConstPointers |= 1 << (base.Pointers - 1)
				}
			case wordIgnored:
				p.note(&s.annotations)
			case wordIgnoredArgs, wordDeclspec:
				p.note(&s.annotations)
				p.arguments("the arguments of " + t.text)
			case wordCallConv:
				p.note(&s.annotations)
				s.callConv = t.text
			case wordDirection:
				p.note(&s.annotations)
				s.word(t.text, nil)
			default:
				return
			}
		}
	}
}

// nestedDeclarator reports whether "(" opens a declarator and not parameters.
func (p *parser) nestedDeclarator() bool {
	t := p.peekAt(1)
	switch {
	case t.is("*"), t.is("&"), t.is("("):
		return true
	case t.kind != kindName:
		return false
	case vocabulary[t.text] == wordCallConv:
		return true
	case isSAL(t.text):
		return p.peekAt(2).is("*")
	}
	return isWord(t) && (p.peekAt(2).is(")") && (p.peekAt(3).is("(") || p.peekAt(3).is(")") || p.peekAt(3).is(",") || p.peekAt(3).is(";")) ||
		p.peekAt(2).is("::") && p.peekAt(3).is("*"))
}

// isDeclaratorName reports whether t names what is declared. Words that this
// reader knows are no names, unless nothing else could be one.
func (p *parser) isDeclaratorName(t token) bool {
	if isWord(t) {
		return true
	}
	switch vocabulary[t.text] {
	case wordNone, wordDirection, wordCallConv, wordIgnoredArgs, wordConst, wordTag, wordBuiltin:
		return false // wordNone here is SAL
	case wordKept:
		return t.text == "final" || t.text == "override" || t.text == "defined"
	}
	switch next := p.peekAt(1); {
	case next.is(")"), next.is(","), next.is(";"), next.is("["), next.is("="):
		return true // a parameter named near, far or pascal
	}
	return false
}

// operatorName moves over operator+ and operator Type up to its parameters.
func (p *parser) operatorName() {
	t := p.next()
	if p.at("(") && p.peekAt(1).is(")") { // operator()
		p.pos += 2
	}
	for !p.at("(") {
		if next := p.next(); next.kind == kindEOF || next.is(";") || next.is("{") {
			p.fail(t, "the operator has no parameters")
		}
	}
}

// trailingWords reads annotations behind a name.
func (p *parser) trailingWords(s *specifiers) {
	for {
		t := p.peek()
		if t.kind != kindName {
			return
		}
		switch {
		case isSAL(t.text):
			p.sal(&s.annotations)
		case vocabulary[t.text] == wordDirection:
			p.note(&s.annotations)
			s.word(t.text, nil)
		case vocabulary[t.text] == wordIgnoredArgs && (p.peekAt(1).is("(") && t.text != "noexcept" && t.text != "throw"):
			p.note(&s.annotations)
			p.arguments("the arguments of " + t.text)
		case vocabulary[t.text] == wordDeclspec:
			p.declspec(s)
		default:
			return
		}
	}
}

// parameters reads ( … ) into f.
func (p *parser) parameters(f *FuncType) {
	open := p.expect("(", "must start the parameters")
	for first := true; ; first = false {
		if p.accept("THIS") {
			if !p.at(")") {
				p.fail(p.peek(), "\")\" must follow THIS, found %s", describe(p.peek()))
			}
		}
		p.accept("THIS_")
		if p.at(")") {
			if !first && len(f.Params) > 0 && p.tokens[p.pos-1].is(",") {
				p.fail(p.peek(), "a parameter is missing after \",\"")
			}
			p.pos++
			break
		}
		if p.accept("...") {
			f.Variadic = true
			p.expect(")", "must follow \"...\"")
			break
		}
		if p.peek().kind == kindEOF {
			p.fail(open, "the parameters are not closed")
		}
		if len(f.Params) >= 1000 {
			p.fail(p.peek(), "more than 1000 parameters")
		}
		param := p.parameter()
		if p.at(")") && len(f.Params) == 0 && param.Name == "" && isVoid(param.Type) {
			p.pos++
			break
		}
		f.Params = append(f.Params, param)
		if !p.at(")") {
			p.expect(",", "or \")\" must follow the parameter")
		}
	}
	linkIIDs(f.Params)
}

func isVoid(t Type) bool {
	return (t.Name == "void" || t.Name == "VOID") && t.Pointers == 0 && !t.Ref && t.Func == nil
}

// parameter reads one parameter.
func (p *parser) parameter() *Param {
	start := p.peek()
	s := p.specifiers(p.namespace, strictWords)
	if s.typ.Name == "" && s.typ.Record == nil && s.typ.Enum == nil {
		p.fail(p.peek(), "a parameter's type is missing before %s", describe(p.peek()))
	}
	d := p.declarator(s.typ, s)
	param := &Param{Pos: p.position(start.off), Name: d.name, Type: d.typ}
	if d.function != nil { // a function as a parameter is a pointer to it
		param.Type = Type{Func: d.function, Pointers: 1}
	}
	if d.operator || d.qualified {
		p.fail(start, "a parameter cannot be named %s", quote(d.name))
	}
	s.apply(param)
	if p.accept("=") {
		param.Default = spelling(p.until("the default argument", ",", ")"))
	}
	return param
}

// functionTail reads what follows a function's parameters: qualifiers, "= 0",
// and ";" or a body. It reports whether there is a body. tail may be nil.
func (p *parser) functionTail(tail *methodTail) (body bool) {
	if tail == nil {
		tail = new(methodTail)
	}
	for {
		t := p.peek()
		switch {
		case t.is(";"):
			p.pos++
			return false
		case t.is("{"):
			p.balanced("the function's body")
			p.accept(";")
			return true
		case t.is("="):
			p.pos++
			switch next := p.next(); next.text {
			case "0":
				tail.pure = true
			case "default", "delete":
			default:
				p.fail(next, "\"= %s\" cannot follow a function's parameters", next.text)
			}
		case t.is("->"):
			p.pos++
			p.until("the function's result type", ";", "{")
		case t.is(":"): // a constructor's initializers
			p.pos++
			p.initializers()
		case t.is("&") || t.is("&&"):
			p.pos++
		case t.is("["):
			p.balanced("the attribute")
		case t.kind != kindName:
			p.fail(t, "\";\" or a body must follow the parameters, found %s", describe(t))
		case t.text == "PURE":
			p.pos++
			tail.pure = true
		case t.text == "override" || t.text == "final":
			p.pos++
			tail.override = true
		case vocabulary[t.text] == wordConst:
			p.pos++
			tail.constant = true
		case vocabulary[t.text] == wordIgnored:
			p.pos++
		case vocabulary[t.text] == wordIgnoredArgs:
			p.pos++
			p.arguments("the arguments of " + t.text)
		case isSAL(t.text):
			p.sal(new(annotations))
		case vocabulary[t.text] == wordDeclspec:
			p.pos++
			p.arguments("the arguments of " + t.text)
		case isWord(t) && (p.peekAt(1).is(";") || p.peekAt(1).is("(")):
			// An attribute macro of another header: __MINGW_ATTRIB_PURE.
			if p.pos++; p.at("(") {
				p.arguments("the arguments of " + t.text)
			}
		default:
			p.fail(t, "\";\" or a body must follow the parameters, found %s", describe(t))
		}
	}
}

// methodTail is what stands behind a method's parameters.
type methodTail struct {
	pure, constant, override bool
}

// initializers moves over ": a(1), b{2}" up to the body.
func (p *parser) initializers() {
	for {
		p.qualifiedName()
		switch {
		case p.at("(") || p.at("{"):
			p.balanced("the initializer")
		default:
			p.fail(p.peek(), "\"(\" must follow the member's name, found %s", describe(p.peek()))
		}
		p.accept("...")
		if !p.accept(",") {
			return
		}
	}
}
