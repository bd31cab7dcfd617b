package midl

import (
	"slices"
	"strings"
)

// preprocessor turns source text into the tokens of the parts that a C++
// compiler would see, with the header's own macros expanded.
type preprocessor struct {
	lexer
	report     func(off int32, format string, args ...any) // collects an error
	macros     map[string]*macro                           // nil marks an #undef
	predefined map[string]*macro
	defined    []string // names of the header's #defines, in order
	conditions []condition
	includes   []include
	errorLines []include // #error lines, text in path
	out        []token
	packs      []packing // in order
	packStack  []int
	pack       int
	active     []*macro // being expanded, outermost first
	work       int      // tokens looked at while expanding
	exhausted  bool
	// inCondition: names of numbers are expanded too, not only pieces of
	// declarations.
	inCondition bool
}

// condition is an open #if.
type condition struct {
	off   int32 // of its '#'
	taken bool  // a group of it has been compiled
	last  bool  // #else has been seen
}

type include struct {
	off    int32
	path   string
	system bool
}

// packing says that from token index on, #pragma pack has this value.
type packing struct {
	index, bytes int
}

const (
	// maxConditions is far above what a compiler must accept (C++ [implimits]).
	maxConditions = 1000
	// maxMacroDepth bounds macros inside macros.
	maxMacroDepth = 100
	// maxMacroWork bounds the tokens that one header's macros may produce, so
	// that doubling macros cannot fill memory.
	maxMacroWork = 2 << 20
	maxPackStack = 100
)

// run preprocesses the whole source.
func (p *preprocessor) run() {
	p.lineStart = true
	p.out = make([]token, 0, len(p.src)/12)
	for {
		t := p.raw()
		if t.kind == kindEOF {
			for _, c := range p.conditions {
				p.report(c.off, "this #if has no #endif")
			}
			p.out = append(p.out, t)
			return
		}
		p.feed(t)
	}
}

// feed passes on a token from the source, expanded.
func (p *preprocessor) feed(t token) {
	for rounds := 0; ; rounds++ {
		m := p.macroOf(t)
		if m == nil || rounds > maxMacroDepth {
			p.out = append(p.out, t)
			return
		}
		use := []token{t}
		var args [][]token
		var after []token
		if m.function {
			next := p.raw()
			if !next.is("(") || next.kind != kindPunct {
				p.out = append(p.out, t)
				t = next
				if t.kind == kindEOF {
					p.out = append(p.out, t)
					p.pos = len(p.src)
					p.out = p.out[:len(p.out)-1]
					return
				}
				rounds = 0
				continue
			}
			var ok bool
			if args, ok = p.collect(t, p.raw); !ok {
				return
			}
		}
		expanded := p.substitute(m, use[0], args, 0)
		// The last token may be a function-like macro whose arguments follow in
		// the source (C++ [cpp.rescan]).
		if n := len(expanded); n > 0 {
			if last := p.macroOf(expanded[n-1]); last != nil && last.function && last != m {
				after = expanded[n-1:]
				expanded = expanded[:n-1]
			}
		}
		if len(p.out)+len(expanded) > cap(p.out) {
			// append grows a large slice by a quarter only; macros can make many
			// times what the source has.
			p.out = slices.Grow(p.out, len(p.out)+len(expanded))
		}
		p.out = append(p.out, expanded...)
		if after == nil {
			return
		}
		t = after[0]
	}
}

// collect reads the arguments of a function-like macro; "(" has been read.
func (p *preprocessor) collect(use token, next func() token) ([][]token, bool) {
	args := [][]token{nil}
	depth := 1
	for {
		t := next()
		switch {
		case t.kind == kindEOF:
			p.report(use.off, "the arguments of the macro %s are not closed", quote(use.text))
			return nil, false
		case t.kind == kindPunct && (t.text == "(" || t.text == "[" || t.text == "{"):
			depth++
		case t.kind == kindPunct && (t.text == ")" || t.text == "]" || t.text == "}"):
			if depth--; depth == 0 {
				return args, true
			}
		case t.kind == kindPunct && t.text == "," && depth == 1:
			args = append(args, nil)
			continue
		}
		args[len(args)-1] = append(args[len(args)-1], t)
	}
}

// raw gives the next token of the active parts of the source.
func (p *preprocessor) raw() token {
	for {
		t := p.lexer.next()
		switch t.kind {
		case kindHash:
			p.directive(t)
		case kindBad:
			p.report(t.off, "%s", t.text)
		default:
			return t
		}
	}
}

// directive reads a line that starts with '#'.
func (p *preprocessor) directive(hash token) {
	p.inDirective = true
	name := p.lexer.next()
	switch name.text {
	case "define":
		p.define()
	case "undef":
		if t := p.lexer.next(); t.kind == kindName {
			p.macros[t.text] = nil
		}
	case "if", "ifdef", "ifndef":
		if len(p.conditions) >= maxConditions {
			p.report(hash.off, "more than %d nested #if", maxConditions)
			p.pos = len(p.src)
			p.conditions = nil
			break
		}
		p.conditions = append(p.conditions, condition{off: hash.off})
		p.open(name)
	case "elif", "elifdef", "elifndef", "else", "endif":
		// A group that was compiled ends here.
		p.alternative(hash, name)
	case "include", "import", "include_next":
		p.include(hash)
	case "pragma":
		p.pragma()
	case "error":
		// Most #error ask for a header that is to be included first, which this
		// reader cannot judge: the caller can.
		p.errorLines = append(p.errorLines, include{off: hash.off, path: p.restOfLine()})
	case "line", "warning", "ident", "region", "endregion", "":
	default:
		p.report(name.off, "unknown directive %s", quote("#"+name.text))
	}
	p.endDirective()
}

// endDirective moves to the newline that ends the directive.
func (p *preprocessor) endDirective() {
	for p.inDirective {
		switch t := p.lexer.next(); t.kind {
		case kindNewline, kindEOF:
			p.inDirective = false
			p.lineStart = true
			p.pending = 0
		}
	}
}

// restOfLine gives the text up to the end of the logical line.
func (p *preprocessor) restOfLine() string {
	end := lineEnd(p.src, p.pos)
	text := strings.TrimSpace(p.src[p.pos:end])
	p.pos = end
	return text
}

// open decides the first group of an #if whose condition is on top.
func (p *preprocessor) open(name token) {
	if p.holds(name) {
		p.conditions[len(p.conditions)-1].taken = true
		return
	}
	p.endDirective()
	p.skip()
}

// alternative reads #elif, #else or #endif. The group before it was compiled.
func (p *preprocessor) alternative(hash, name token) {
	if len(p.conditions) == 0 {
		p.report(hash.off, "#%s without #if", name.text)
		return
	}
	top := &p.conditions[len(p.conditions)-1]
	if name.text == "endif" {
		p.conditions = p.conditions[:len(p.conditions)-1]
		return
	}
	if top.last {
		p.report(hash.off, "#%s after #else", name.text)
	}
	top.last = top.last || name.text == "else"
	p.endDirective()
	p.skip()
}

// skip moves over groups that are not compiled, to the group of the top
// condition that is, or behind its #endif.
func (p *preprocessor) skip() {
	nested := 0
	for p.skipGroup() {
		p.inDirective = true
		hash := int32(p.pos - 1)
		name := p.lexer.next()
		switch name.text {
		case "if", "ifdef", "ifndef":
			nested++
		case "endif":
			if nested == 0 {
				p.conditions = p.conditions[:len(p.conditions)-1]
				p.endDirective()
				return
			}
			nested--
		case "else", "elif", "elifdef", "elifndef":
			if nested > 0 {
				break
			}
			top := &p.conditions[len(p.conditions)-1]
			if top.last {
				p.report(hash, "#%s after #else", name.text)
			}
			top.last = top.last || name.text == "else"
			if !top.taken && (name.text == "else" || p.holds(token{text: name.text[len("el"):], off: name.off})) {
				top.taken = true
				p.endDirective()
				return
			}
		}
		p.inDirective = false
		p.pos = p.directiveEnd()
	}
}

// directiveEnd gives the offset of the newline that ends the directive, minding
// comments that go over several lines.
func (p *preprocessor) directiveEnd() int {
	l := lexer{src: p.src, pos: p.pos}
	for {
		end := lineEnd(l.src, l.pos)
		comment := strings.Index(l.src[l.pos:end], "/*")
		if slash := strings.Index(l.src[l.pos:end], "//"); comment < 0 || slash >= 0 && slash < comment {
			return end
		}
		l.pos += comment
		if _, ok := l.blockComment(); !ok {
			return len(l.src)
		}
	}
}

// holds evaluates the condition of #if, #ifdef or #ifndef, whose name has been
// read.
func (p *preprocessor) holds(name token) bool {
	if name.text != "if" {
		t := p.lexer.next()
		if t.kind != kindName {
			p.report(name.off, "#%s needs a name", name.text)
			return false
		}
		return p.isDefined(t.text) == (name.text == "ifdef")
	}
	var line []token
	for {
		t := p.lexer.next()
		if t.kind == kindNewline || t.kind == kindEOF {
			break
		}
		if t.kind == kindBad {
			p.report(t.off, "%s", t.text)
		}
		line = append(line, t)
	}
	p.inCondition = true
	defer func() { p.inCondition = false }()
	e := evaluator{tokens: p.expandCondition(line), name: conditionName, call: conditionCall}
	v, err := e.evaluate()
	if err != nil {
		p.report(name.off, "cannot evaluate the condition %s: %v", quote(spelling(line)), err)
	}
	return err == nil && v.bits != 0
}

// expandCondition expands macros, but not the operands of defined.
func (p *preprocessor) expandCondition(line []token) []token {
	result := make([]token, 0, len(line))
	for i := 0; i < len(line); i++ {
		if !line[i].is("defined") {
			start := i
			for i+1 < len(line) && !line[i+1].is("defined") {
				i++
			}
			result = append(result, p.expand(line[start:i+1], 0)...)
			continue
		}
		operand, end := i+1, i+1
		if operand < len(line) && line[operand].is("(") {
			operand, end = operand+1, operand+2
		}
		if operand >= len(line) || line[operand].kind != kindName || end > operand && (end >= len(line) || !line[end].is(")")) {
			return append(result, line[i]) // evaluates to an error
		}
		text := "0"
		if p.isDefined(line[operand].text) {
			text = "1"
		}
		result = append(result, token{kind: kindNumber, text: text, off: line[i].off, space: true})
		i = end
	}
	return result
}

// conditionName is the value of a name that is no macro. The versions of
// Windows Runtime contracts count as the newest: their headers leave out
// what is newer than the version.
func conditionName(name string) (number, bool) {
	if strings.HasSuffix(name, "CONTRACT_VERSION") {
		return signed(0x7fffffff), true
	}
	return number{}, true
}

func conditionCall(name string, _ []token) (number, bool) {
	return truth(name == "WINAPI_FAMILY_PARTITION"), true
}

func (p *preprocessor) include(hash token) {
	line := p.restOfLine()
	if len(line) > 1 {
		quoteEnd := byte('"')
		if line[0] == '<' {
			quoteEnd = '>'
		}
		if n := strings.IndexByte(line[1:], quoteEnd); n >= 0 && (line[0] == '"' || line[0] == '<') {
			path := line[1 : n+1]
			p.includes = append(p.includes, include{hash.off, path, quoteEnd == '>'})
			// pshpack4.h and poppack.h are #pragma pack in the shape of headers.
			switch base := strings.ToLower(path); {
			case base == "poppack.h":
				p.popPack()
			case len(base) == len("pshpack1.h") && strings.HasPrefix(base, "pshpack"):
				p.pushPack()
				p.setPack(int(base[len("pshpack")] - '0'))
			}
			return
		}
		if p.isDefined(line) { // #include MACRO
			p.includes = append(p.includes, include{hash.off, line, true})
			return
		}
	}
	p.report(hash.off, "#include needs <path> or \"path\", not %s", quote(line))
}

// pragma reads the one pragma that changes layouts.
func (p *preprocessor) pragma() {
	if t := p.lexer.next(); !t.is("pack") {
		p.restOfLine()
		return
	}
	value := 0
	for {
		t := p.lexer.next()
		switch {
		case t.kind == kindNewline || t.kind == kindEOF || t.is(")"):
			p.setPack(value)
			return
		case t.is("push"):
			p.pushPack()
			value = p.pack
		case t.is("pop"):
			p.popPack()
			value = p.pack
		case t.kind == kindNumber:
			if v, err := parseInteger(t.text); err == nil && v.bits <= 16 {
				value = int(v.bits)
			}
		}
	}
}

func (p *preprocessor) pushPack() {
	if len(p.packStack) < maxPackStack {
		p.packStack = append(p.packStack, p.pack)
	}
}

func (p *preprocessor) popPack() {
	if n := len(p.packStack); n > 0 {
		p.setPack(p.packStack[n-1])
		p.packStack = p.packStack[:n-1]
	}
}

func (p *preprocessor) setPack(bytes int) {
	if bytes != p.pack {
		p.pack = bytes
		p.packs = append(p.packs, packing{len(p.out), bytes})
	}
}
