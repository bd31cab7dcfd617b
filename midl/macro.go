package midl

import (
	"math"
	"slices"
	"strings"
)

// macro is one #define.
type macro struct {
	name     string
	off      int32
	function bool
	variadic bool
	params   []string
	text     string // of the body
	textOff  int
	body     []token // of text, once it was needed
	scanned  bool
}

// define reads what follows #define.
func (p *preprocessor) define() {
	name := p.lexer.next()
	if name.kind != kindName {
		p.report(name.off, "#define needs a name")
		return
	}
	m := &macro{name: name.text, off: name.off}
	if p.pos < len(p.src) && p.src[p.pos] == '(' {
		m.function = true
		p.pos++
		if !p.parameters(m) {
			return
		}
	}
	start := p.pos
	end := p.directiveEnd()
	m.text, m.textOff = p.src[start:end], start
	p.pos = end
	p.macros[m.name] = m
	p.defined = append(p.defined, m.name)
}

func (p *preprocessor) parameters(m *macro) bool {
	for {
		t := p.lexer.next()
		switch {
		case t.kind == kindName:
			m.params = append(m.params, t.text)
		case t.is("..."):
			m.variadic = true
			m.params = append(m.params, "__VA_ARGS__")
		case t.is(","):
		case t.is(")"):
			return true
		default:
			p.report(t.off, "the parameters of the macro %s are not names", quote(m.name))
			return false
		}
	}
}

func (p *preprocessor) isDefined(name string) bool {
	if m, ok := p.macros[name]; ok {
		return m != nil
	}
	return p.predefined[name] != nil
}

// macroOf gives the macro that t is to be replaced by, or nil.
func (p *preprocessor) macroOf(t token) *macro {
	if t.kind != kindName {
		return nil
	}
	m, ok := p.macros[t.text]
	if !ok {
		m = p.predefined[t.text]
	}
	if m == nil || slices.Contains(p.active, m) || vocabulary[t.text] != wordNone || isSAL(t.text) {
		return nil
	}
	if !p.inCondition && m.isValue(p) {
		return nil
	}
	return m
}

// tokens gives the macro's body. A body that only names values stays a name in
// declarations, so that an array bound reads MAX_PATH; see isValue.
func (m *macro) tokens(p *preprocessor) []token {
	if m.scanned {
		return m.body
	}
	m.scanned = true
	l := lexer{src: m.text, inDirective: true, attributes: p.attributes}
	for {
		t := l.next()
		if t.kind == kindNewline || t.kind == kindEOF {
			return m.body
		}
		if t.kind == kindBad {
			t.kind = kindPunct // an error where it is used, if it is
		}
		t.off += int32(m.textOff)
		m.body = append(m.body, t)
	}
}

// isValue reports whether an object-like macro names a number and not a piece of
// a declaration: its body has literals and operators only.
func (m *macro) isValue(p *preprocessor) bool {
	if m.function {
		return false
	}
	literals := 0
	for _, t := range m.tokens(p) {
		switch t.kind {
		case kindNumber, kindChar:
			literals++
		case kindPunct:
			if strings.IndexByte("{}[];,", t.text[0]) >= 0 {
				return false
			}
		default:
			return false
		}
	}
	return literals > 0
}

// expand replaces the macros in tokens, which are a macro's body or argument.
func (p *preprocessor) expand(tokens []token, depth int) []token {
	plain := true
	for _, t := range tokens {
		if p.macroOf(t) != nil {
			plain = false
			break
		}
	}
	if plain {
		return tokens
	}
	if p.work += len(tokens); p.overworked(tokens[0], "this") {
		return nil
	}
	result := make([]token, 0, len(tokens))
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		m := p.macroOf(t)
		if m == nil {
			result = append(result, t)
			continue
		}
		var args [][]token
		if m.function {
			if i+1 >= len(tokens) || !tokens[i+1].is("(") {
				result = append(result, t)
				continue
			}
			at := i + 2
			next := func() token {
				if at >= len(tokens) {
					return token{kind: kindEOF}
				}
				at++
				return tokens[at-1]
			}
			var ok bool
			if args, ok = p.collect(t, next); !ok {
				return result
			}
			i = at - 1
		}
		result = append(result, p.substitute(m, t, args, depth+1)...)
	}
	return result
}

// substitute gives the replacement of one use of m, rescanned.
func (p *preprocessor) substitute(m *macro, use token, args [][]token, depth int) []token {
	body := m.tokens(p)
	p.work += len(body) + 1
	if depth > maxMacroDepth {
		p.work = math.MaxInt / 2
	}
	if p.overworked(use, m.name) {
		return nil
	}
	if m.function {
		if args = p.matchArguments(m, use, args); args == nil && len(m.params) > 0 {
			return nil
		}
	}
	result := make([]token, 0, len(body))
	expanded := make([][]token, len(args))
	for i := 0; i < len(body); i++ {
		t := body[i]
		if m.function && t.is("#") && i+1 < len(body) {
			if n := m.parameter(body[i+1]); n >= 0 {
				result = append(result, token{kind: kindString, text: stringLiteral(args[n]), off: use.off, space: t.space})
				i++
				continue
			}
		}
		if t.is("##") && len(result) > 0 && i+1 < len(body) {
			right := body[i+1 : i+2]
			if n := m.parameter(body[i+1]); n >= 0 {
				right = args[n]
			}
			i++
			if len(right) == 0 {
				continue
			}
			last := &result[len(result)-1]
			if last.kind == kindPunct && last.text == "" { // an empty argument
				result = append(result[:len(result)-1], right...)
			} else {
				*last = p.paste(*last, right[0], use)
				result = append(result, right[1:]...)
			}
			p.work += len(right)
			continue
		}
		n := m.parameter(t)
		if n < 0 {
			t.off = use.off
			result = append(result, t)
			continue
		}
		if i+1 < len(body) && body[i+1].is("##") {
			if len(args[n]) == 0 {
				result = append(result, token{kind: kindPunct, off: use.off})
			}
			result = append(result, args[n]...)
			p.work += len(args[n])
			continue
		}
		if expanded[n] == nil {
			expanded[n] = p.expand(args[n], depth+1)
		}
		p.work += len(expanded[n])
		if p.overworked(use, m.name) {
			return nil
		}
		at := len(result)
		result = append(result, expanded[n]...)
		if at < len(result) {
			result[at].space = t.space
		}
	}
	kept := result[:0]
	for _, t := range result {
		if t.text != "" {
			kept = append(kept, t)
		}
	}
	if len(kept) > 0 {
		kept[0].space = use.space
		if kept[0].attrs == 0 {
			kept[0].attrs = use.attrs
		}
	}
	p.active = append(p.active, m)
	kept = p.expand(kept, depth+1)
	p.active = p.active[:len(p.active)-1]
	return kept
}

// matchArguments checks the number of arguments and joins those of "...".
func (p *preprocessor) matchArguments(m *macro, use token, args [][]token) [][]token {
	if len(m.params) == 0 && len(args) == 1 && len(args[0]) == 0 {
		return nil
	}
	if m.variadic {
		last := len(m.params) - 1
		for len(args) <= last {
			args = append(args, nil)
		}
		joined := append([]token(nil), args[last]...)
		for _, arg := range args[last+1:] {
			joined = append(append(joined, token{kind: kindPunct, text: ",", off: use.off}), arg...)
		}
		return append(args[:last:last], joined)
	}
	if len(args) != len(m.params) {
		p.report(use.off, "the macro %s has %d parameters and gets %d arguments", quote(m.name), len(m.params), len(args))
		return nil
	}
	return args
}

func (m *macro) parameter(t token) int {
	if m.function && t.kind == kindName {
		for i, name := range m.params {
			if name == t.text {
				return i
			}
		}
	}
	return -1
}

// paste makes one token of two, as ## does.
func (p *preprocessor) paste(left, right, use token) token {
	p.work += (len(left.text) + len(right.text)) / 8
	if p.overworked(use, "##") {
		return left
	}
	text := left.text + right.text
	l := lexer{src: text, attributes: p.attributes, inDirective: true}
	t := l.scan()
	if l.pos != len(text) || t.kind == kindBad {
		p.report(use.off, "## does not make a token of %s and %s", quote(left.text), quote(right.text))
		return left
	}
	t.off, t.space, t.attrs = use.off, left.space, left.attrs
	return t
}

// overworked reports whether the header's macros have produced more than they
// may, and says so once.
func (p *preprocessor) overworked(use token, name string) bool {
	if p.work <= maxMacroWork+len(p.src) {
		return false
	}
	if !p.exhausted {
		p.exhausted = true
		p.report(use.off, "the macro %s expands to more than this reader accepts", quote(name))
	}
	return true
}

// stringLiteral is what # makes of an argument.
func stringLiteral(tokens []token) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(spelling(tokens)) {
		if c == '"' || c == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	b.WriteByte('"')
	return b.String()
}
