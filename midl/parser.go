package midl

import "strings"

// parser reads declarations from preprocessed tokens.
type parser struct {
	*diagnosis
	file             *File
	tokens           []token
	pos              int
	comments         *attributeComments
	pre              *preprocessor // for the macros that name numbers
	packs            []packing     // those still ahead
	pack             int
	scopes           []scope
	namespace        []string
	depth            int               // of declarations and declarators inside each other
	values           map[string]number // enumerators and constants so far
	iids             []namedIID        // given apart from the interface
	flags            map[string]bool   // enums in DEFINE_ENUM_FLAG_OPERATORS
	declarationOrder bool
}

// scope is an open brace of namespace X { or extern "C" {.
type scope struct {
	off    int32
	names  int // how many names it adds to namespace
	linked bool
}

const (
	// maxNesting bounds everything that is read by recursion.
	maxNesting = 100
	maxScopes  = 1000
)

// stop unwinds to the declaration that is being read; the error is reported
// already.
type stop struct{}

// fail reports an error at t and gives up the declaration.
func (p *parser) fail(t token, format string, args ...any) {
	p.report(t.off, format, args...)
	panic(stop{})
}

func (p *parser) enter() {
	if p.depth++; p.depth > maxNesting {
		p.fail(p.peek(), "declarations are nested deeper than %d levels", maxNesting)
	}
}

func (p *parser) leave() { p.depth-- }

func (p *parser) peek() token { return p.tokens[p.pos] }

func (p *parser) peekAt(n int) token {
	return p.tokens[min(p.pos+n, len(p.tokens)-1)]
}

// next gives the next token and moves past it, but not past the end.
func (p *parser) next() token {
	t := p.tokens[p.pos]
	if t.kind != kindEOF {
		p.pos++
	}
	return t
}

// note moves past a token and keeps its comments.
func (p *parser) note(a *annotations) token {
	t := p.next()
	if t.attrs != 0 {
		a.comment(p.comments.of(t))
	}
	return t
}

func (p *parser) at(text string) bool { return p.tokens[p.pos].is(text) }

func (p *parser) accept(text string) bool {
	if p.at(text) {
		p.pos++
		return true
	}
	return false
}

func (p *parser) expect(text, where string) token {
	t := p.peek()
	if !t.is(text) {
		p.fail(t, "%s %s, found %s", quote(text), where, describe(t))
	}
	p.pos++
	return t
}

func describe(t token) string {
	if t.kind == kindEOF {
		return "the end of the header"
	}
	return quote(t.text)
}

// isWord reports whether t is a name that has no meaning of its own here.
func isWord(t token) bool {
	return t.kind == kindName && vocabulary[t.text] == wordNone && !isSAL(t.text)
}

// balanced moves past the bracket at pos and what it encloses, and gives the
// tokens inside.
func (p *parser) balanced(what string) []token {
	open := p.peek()
	start := p.pos + 1
	depth := 0
	for ; ; p.pos++ {
		t := p.peek()
		switch {
		case t.kind == kindEOF:
			p.fail(open, "%s is not closed", what)
		case t.kind != kindPunct:
		case t.text == "(" || t.text == "[" || t.text == "{":
			depth++
		case t.text == ")" || t.text == "]" || t.text == "}":
			if depth--; depth == 0 {
				p.pos++
				return p.tokens[start : p.pos-1]
			}
		}
	}
}

// arguments reads ( … ) and cuts it at its commas. Absent ones give nil.
func (p *parser) arguments(what string) [][]token {
	if !p.at("(") {
		return nil
	}
	return splitArguments(p.balanced(what))
}

func splitArguments(inside []token) [][]token {
	args := [][]token{nil}
	depth, start := 0, 0
	for i, t := range inside {
		if t.kind != kindPunct {
			continue
		}
		switch t.text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		case ",":
			if depth == 0 {
				args[len(args)-1] = inside[start:i]
				args = append(args, nil)
				start = i + 1
			}
		}
	}
	args[len(args)-1] = inside[start:]
	return args
}

// until moves to the first of the stops that is not inside brackets, and gives
// the tokens before it.
func (p *parser) until(what string, stops ...string) []token {
	start := p.pos
	for {
		t := p.peek()
		switch {
		case t.kind == kindEOF:
			p.fail(p.tokens[start], "%s does not end", what)
		case t.kind != kindPunct:
		default:
			for _, s := range stops {
				if t.text == s {
					return p.tokens[start:p.pos]
				}
			}
			switch t.text {
			case "(", "[", "{":
				p.balanced(what)
				continue
			case ")", "]", "}":
				p.fail(t, "%s ends with an unexpected %s", what, quote(t.text))
			}
		}
		p.pos++
	}
}

// angles moves past a template's < … >. Inside parentheses ">" is an operator.
func (p *parser) angles() []token {
	open := p.peek()
	start := p.pos + 1
	depth := 0
	for {
		t := p.peek()
		switch {
		case t.kind == kindEOF || t.is(";") || t.is("{"):
			p.fail(open, "the template's \"<\" is not closed")
		case t.is("("):
			p.balanced("the parenthesis in a template's arguments")
			continue
		case t.is("<"):
			depth++
		case t.is(">"):
			depth--
		case t.is(">>"):
			depth -= 2
		}
		p.pos++
		if depth <= 0 {
			return p.tokens[start : p.pos-1]
		}
	}
}

// parse reads the whole header, one declaration after another.
func (p *parser) parse() {
	for p.peek().kind != kindEOF && !p.errors.full() {
		start, scopes := p.pos, len(p.scopes)
		if !p.try(p.declaration) {
			p.depth = 0
			if len(p.scopes) == scopes {
				p.resume(start)
			}
		}
	}
	if !p.errors.full() {
		for _, s := range p.scopes {
			p.report(s.off, "this \"{\" is not closed")
		}
	}
}

// try reports whether read came to its end.
func (p *parser) try(read func()) (ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, isStop := r.(stop); !isStop {
				panic(r)
			}
		}
	}()
	read()
	return true
}

// resume moves behind the declaration that began at start and could not be
// read: behind its ";" or its closing brace.
func (p *parser) resume(start int) {
	failed := p.pos
	depth := 0
	for p.pos = start; p.peek().kind != kindEOF; p.pos++ {
		t := p.peek()
		if t.kind != kindPunct {
			continue
		}
		switch t.text {
		case "{":
			depth++
		case "}":
			if depth == 0 {
				if p.pos > start {
					return // closes a scope around the declaration
				}
				depth++
			}
			if depth--; depth == 0 && p.pos >= failed {
				p.pos++
				p.accept(";")
				return
			}
		case ";":
			if depth == 0 && p.pos >= failed {
				p.pos++
				return
			}
		}
	}
}

// guidString reads the GUID in a string literal.
func (p *parser) guidString(tokens []token, where token) GUID {
	text := ""
	for _, t := range tokens {
		if t.kind != kindString {
			p.fail(t, "a GUID is a string literal, found %s", describe(t))
		}
		text += strings.TrimSuffix(t.text[strings.IndexByte(t.text, '"')+1:], `"`)
	}
	if len(tokens) == 0 {
		p.fail(where, "a GUID is missing after %s", quote(where.text))
	}
	g, err := ParseGUID(text)
	if err != nil {
		p.fail(tokens[0], "%v", err)
	}
	return g
}

// asGUID reports whether tokens are one string with a GUID.
func asGUID(tokens []token) (GUID, bool) {
	if len(tokens) != 1 || tokens[0].kind != kindString || len(tokens[0].text) < 2 {
		return GUID{}, false
	}
	text := tokens[0].text
	g, err := ParseGUID(text[strings.IndexByte(text, '"')+1 : len(text)-1])
	return g, err == nil
}

// guidNumbers reads the numbers of DEFINE_GUID: a long, two words, eight bytes.
// They may stand in one more pair of braces.
func (p *parser) guidNumbers(args [][]token, where token) GUID {
	if len(args) == 1 && len(args[0]) > 0 && args[0][0].is("{") {
		args = splitArguments(args[0][1 : len(args[0])-1])
	}
	if n := len(args); n == 4 && len(args[3]) > 1 && args[3][0].is("{") {
		args = append(args[:3:3], splitArguments(args[3][1:len(args[3])-1])...)
	}
	if len(args) != 11 {
		p.fail(where, "%s needs 11 numbers for a GUID, found %d", quote(where.text), len(args))
	}
	var v [11]uint64
	for i, arg := range args {
		width := 8
		switch {
		case i == 0:
			width = 32
		case i < 3:
			width = 16
		}
		value, err := (&evaluator{tokens: arg, name: p.value}).evaluate()
		if err != nil || value.bits>>width != 0 {
			p.fail(where, "number %d of the GUID in %s does not fit into %d bits: %s", i+1, quote(where.text), width, quote(spelling(arg)))
		}
		v[i] = value.bits
	}
	g := GUID{Data1: uint32(v[0]), Data2: uint16(v[1]), Data3: uint16(v[2])}
	for i := range g.Data4 {
		g.Data4[i] = byte(v[3+i])
	}
	return g
}

// value gives the number that a name stands for: an enumerator, a constant, or
// a macro of this header.
func (p *parser) value(name string) (number, bool) {
	if v, ok := p.values[name]; ok {
		return v, true
	}
	m := p.pre.macros[name]
	if m == nil || m.function || p.depth > maxNesting {
		return number{}, false
	}
	p.depth++
	defer func() { p.depth-- }()
	p.pre.macros[name] = nil // a macro that names itself has no value
	v, err := (&evaluator{tokens: m.tokens(p.pre), name: p.value}).evaluate()
	p.pre.macros[name] = m
	if err != nil {
		return number{}, false
	}
	p.values[name] = v
	return v, true
}

// packing gives the packing at the current token.
func (p *parser) packing() int {
	for len(p.packs) > 0 && p.packs[0].index <= p.pos {
		p.pack = p.packs[0].bytes
		p.packs = p.packs[1:]
	}
	return p.pack
}
