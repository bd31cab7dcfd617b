package midl

import "strings"

// kind is the lexical class of a token.
type kind uint8

const (
	kindEOF kind = iota
	kindName
	kindNumber
	kindString
	kindChar
	kindPunct
	kindHash    // '#' that starts a directive
	kindNewline // end of a directive
	kindBad     // a byte or literal that no header may hold; text says what
)

// token is one preprocessing token. Its text is a view into the source, or for
// tokens that ## and # make, a string of its own.
type token struct {
	text  string
	off   int32 // in the source; for expanded tokens, that of the macro's use
	attrs int32 // index into attributes of the comments before it; 0 for none
	kind  kind
	space bool // white space before it
}

func (t token) is(text string) bool { return t.text == text && t.kind != kindString }

// lexer cuts source text into tokens. It never fails: what is not a token has
// kindBad.
type lexer struct {
	src         string
	pos         int
	lineStart   bool // only white space since the last newline
	inDirective bool // a newline is a token
	attributes  *attributeComments
	pending     int32 // attribute comments since the last token
}

// attributeComments holds the texts of comments like /* [in] */, which MIDL
// writes where the .idl file had attributes. Comments that stand side by side
// make one run; run 0 is empty.
type attributeComments struct {
	texts []string
	runs  []commentRun
}

type commentRun struct{ first, end int }

// add puts text into the run that is being collected, or with 0 into a new one.
func (a *attributeComments) add(run int32, text string) int32 {
	a.texts = append(a.texts, text)
	if run == 0 {
		if len(a.runs) == 0 {
			a.runs = append(a.runs, commentRun{})
		}
		a.runs = append(a.runs, commentRun{first: len(a.texts) - 1})
		run = int32(len(a.runs) - 1)
	}
	a.runs[run].end = len(a.texts)
	return run
}

// of gives the comments in front of t.
func (a *attributeComments) of(t token) []string {
	if t.attrs == 0 {
		return nil
	}
	run := a.runs[t.attrs]
	return a.texts[run.first:run.end]
}

const (
	classSpace = 1 + iota
	className
	classDigit
	classPunct
)

var byteClass = func() (c [256]uint8) {
	for _, b := range " \t\r\v\f\x1a" {
		c[b] = classSpace
	}
	for b := 'a'; b <= 'z'; b++ {
		c[b], c[b-'a'+'A'] = className, className
	}
	c['_'], c['$'] = className, className
	for b := '0'; b <= '9'; b++ {
		c[b] = classDigit
	}
	for _, b := range "{}[]()<>;:,.?~!@%^&*-+=|/#" {
		c[b] = classPunct
	}
	return c
}()

func (l *lexer) next() token {
	space := false
	src := l.src
	for l.pos < len(src) {
		c := src[l.pos]
		switch {
		case byteClass[c] == classSpace:
			l.pos++
			space = true
			continue
		case c == '\n':
			if l.inDirective {
				return token{kind: kindNewline, off: int32(l.pos)}
			}
			l.pos++
			l.lineStart = true
			space = true
			continue
		case c == '\\':
			if n := continuation(src, l.pos); n > 0 {
				l.pos += n
				space = true
				continue
			}
			l.pos++
			return token{kind: kindBad, text: "a backslash outside of a literal", off: int32(l.pos - 1)}
		case c == '/' && l.pos+1 < len(src) && src[l.pos+1] == '*':
			start := l.pos
			body, ok := l.blockComment()
			if !ok {
				return token{kind: kindBad, text: "a comment that is not closed", off: int32(start)}
			}
			if text := strings.TrimSpace(body); len(text) > 1 && text[0] == '[' && text[len(text)-1] == ']' {
				l.pending = l.attributes.add(l.pending, text)
			}
			space = true
			continue
		case c == '/' && l.pos+1 < len(src) && src[l.pos+1] == '/':
			l.pos = lineEnd(src, l.pos)
			space = true
			continue
		}
		break
	}
	t := l.scan()
	t.space = space
	if l.pending != 0 {
		t.attrs, l.pending = l.pending, 0
	}
	l.lineStart = false
	return t
}

// scan reads the token at pos, which is no white space.
func (l *lexer) scan() token {
	src, start := l.src, l.pos
	if start >= len(src) {
		if l.inDirective {
			return token{kind: kindNewline, off: int32(start)}
		}
		return token{kind: kindEOF, off: int32(start)}
	}
	make := func(k kind) token {
		return token{kind: k, text: src[start:l.pos], off: int32(start)}
	}
	c := src[start]
	switch byteClass[c] {
	case className:
		l.pos = nameEnd(src, start)
		if l.pos < len(src) && (src[l.pos] == '"' || src[l.pos] == '\'') {
			switch src[start:l.pos] {
			case "L", "u", "U", "u8":
				return l.literal(start)
			case "R", "LR", "uR", "UR", "u8R":
				if src[l.pos] == '"' {
					return l.rawString(start)
				}
			}
		}
		return make(kindName)
	case classDigit:
		l.number()
		return make(kindNumber)
	case classPunct:
		if c == '.' && start+1 < len(src) && byteClass[src[start+1]] == classDigit {
			l.number()
			return make(kindNumber)
		}
		if c == '#' && l.lineStart && !l.inDirective {
			l.pos++
			return make(kindHash)
		}
		l.pos += punctuatorLength(src[start:])
		return make(kindPunct)
	}
	if c == '"' || c == '\'' {
		return l.literal(start)
	}
	l.pos++
	if c >= 0x80 { // a letter of another script, or a stray byte
		for l.pos < len(src) && src[l.pos] >= 0x80 {
			l.pos++
		}
		return token{kind: kindBad, text: "bytes outside of ASCII that are not in a comment or literal", off: int32(start)}
	}
	return token{kind: kindBad, text: "the byte " + quote(string(c)), off: int32(start)}
}

func nameEnd(src string, pos int) int {
	for pos < len(src) && (byteClass[src[pos]] == className || byteClass[src[pos]] == classDigit) {
		pos++
	}
	return pos
}

// number reads a preprocessing number, which is wider than C's numbers.
func (l *lexer) number() {
	src := l.src
	for l.pos++; l.pos < len(src); l.pos++ {
		c := src[l.pos]
		switch {
		case byteClass[c] == className, byteClass[c] == classDigit, c == '.':
		case (c == '+' || c == '-') && strings.IndexByte("eEpP", src[l.pos-1]) >= 0 && !isHex(src[:l.pos]):
		case c == '\'' && l.pos+1 < len(src) && (byteClass[src[l.pos+1]] == className || byteClass[src[l.pos+1]] == classDigit):
		default:
			return
		}
	}
}

// isHex reports whether the number that ends src is hexadecimal without a
// binary exponent, so that its 'e' is a digit and a sign after it an operator.
func isHex(src string) bool {
	if c := src[len(src)-1]; c == 'p' || c == 'P' {
		return false
	}
	i := len(src)
	const longest = 20 // more digits than any integer constant has
	for n := 0; i > 0 && n < longest && (byteClass[src[i-1]] == classDigit || byteClass[src[i-1]] == className); n++ {
		i--
	}
	return strings.HasPrefix(src[i:], "0x") || strings.HasPrefix(src[i:], "0X")
}

// literal reads a string or character literal whose quote is at pos.
func (l *lexer) literal(start int) token {
	src, delimiter := l.src, l.src[l.pos]
	for l.pos++; l.pos < len(src); {
		switch c := src[l.pos]; {
		case c == delimiter:
			l.pos++
			k := kindString
			if delimiter == '\'' {
				k = kindChar
			}
			return token{kind: k, text: src[start:l.pos], off: int32(start)}
		case c == '\\':
			if n := continuation(src, l.pos); n > 0 {
				l.pos += n
			} else {
				l.pos += 2
			}
		case c == '\n':
			return token{kind: kindBad, text: "a literal that does not end on its line", off: int32(start)}
		default:
			l.pos++
		}
	}
	l.pos = len(src)
	return token{kind: kindBad, text: "a literal that is not closed", off: int32(start)}
}

// rawString reads R"delimiter(…)delimiter" whose quote is at pos.
func (l *lexer) rawString(start int) token {
	rest := l.src[l.pos+1:]
	const longestDelimiter = 16 // C++ [lex.string]
	if open := strings.IndexByte(rest[:min(len(rest), longestDelimiter+1)], '('); open >= 0 {
		end := ")" + rest[:open] + `"`
		if n := strings.Index(rest[open:], end); n >= 0 {
			l.pos += 1 + open + n + len(end)
			return token{kind: kindString, text: l.src[start:l.pos], off: int32(start)}
		}
	}
	l.pos = len(l.src)
	return token{kind: kindBad, text: "a raw string literal that is not closed", off: int32(start)}
}

// blockComment reads the comment at pos and gives what is inside.
func (l *lexer) blockComment() (body string, ok bool) {
	n := strings.Index(l.src[l.pos+2:], "*/")
	if n < 0 {
		l.pos = len(l.src)
		return "", false
	}
	body = l.src[l.pos+2 : l.pos+2+n]
	l.pos += n + 4
	return body, true
}

// punctuators of more than one byte, longest first.
var longPunctuators = []string{
	"<<=", ">>=", "...", "->*",
	"::", "##", "->", "<<", ">>", "&&", "||", "==", "!=", "<=", ">=",
	"++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
}

func punctuatorLength(src string) int {
	if len(src) < 2 || byteClass[src[1]] != classPunct {
		return 1
	}
	switch src[0] {
	case '{', '}', '[', ']', '(', ')', ';', ',', '?', '~', '@':
		return 1
	}
	for _, p := range longPunctuators {
		if strings.HasPrefix(src, p) {
			return len(p)
		}
	}
	return 1
}

// continuation gives the length of a backslash and the newline after it, or 0.
func continuation(src string, pos int) int {
	switch rest := src[pos+1:]; {
	case strings.HasPrefix(rest, "\n"):
		return 2
	case strings.HasPrefix(rest, "\r\n"):
		return 3
	}
	return 0
}

// lineEnd gives the offset of the newline that ends the logical line at pos.
func lineEnd(src string, pos int) int {
	for {
		n := strings.IndexByte(src[pos:], '\n')
		if n < 0 {
			return len(src)
		}
		pos += n
		before := strings.TrimSuffix(src[:pos], "\r")
		if !strings.HasSuffix(before, `\`) {
			return pos
		}
		pos++
	}
}

// skipGroup moves past the lines of a conditional group that is not compiled,
// up to the '#' of the next directive, and stands after it. It reports false at
// the end of the source.
func (l *lexer) skipGroup() bool {
	src := l.src
	for l.pos < len(src) {
		switch c := src[l.pos]; {
		case c == '\n':
			l.pos++
			l.lineStart = true
		case byteClass[c] == classSpace:
			l.pos++
		case c == '#' && l.lineStart:
			l.pos++
			l.lineStart = false
			return true
		case c == '/' && l.pos+1 < len(src) && src[l.pos+1] == '*':
			if _, ok := l.blockComment(); !ok {
				return false
			}
		case c == '/' && l.pos+1 < len(src) && src[l.pos+1] == '/':
			l.pos = lineEnd(src, l.pos)
		case c == '\\':
			l.pos += max(1, continuation(src, l.pos))
		case c == '"' || c == '\'':
			// Text that is not compiled may hold an apostrophe: if the literal
			// does not end on its line, it is none.
			at := l.pos
			if l.literal(at).kind == kindBad {
				l.pos = at + 1
				l.skipPlain()
			}
			l.lineStart = false
		default:
			l.lineStart = false
			l.pos++
			l.skipPlain()
		}
	}
	return false
}

// skipPlain moves to the next byte that skipGroup looks at.
func (l *lexer) skipPlain() {
	src := l.src
	for l.pos < len(src) {
		switch src[l.pos] {
		case '\n', '/', '\\', '"', '\'':
			return
		}
		l.pos++
	}
}

// spelling joins tokens the way the source writes them, each run of white space
// as one blank.
func spelling(tokens []token) string {
	switch len(tokens) {
	case 0:
		return ""
	case 1:
		return tokens[0].text
	}
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && t.space {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}
