package midl

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// number is the value of a constant expression: 64 bits, signed or not
// (C++ [cpp.cond]: as intmax_t or uintmax_t).
type number struct {
	bits     uint64
	unsigned bool
}

func signed(v int64) number { return number{bits: uint64(v)} }

func truth(b bool) number {
	if b {
		return number{bits: 1}
	}
	return number{}
}

// errUnknown is the result of an expression with a name nobody knows the value
// of; every other error says that it is no integer expression at all.
var errUnknown = errors.New("the expression uses a name that this header does not define")

var errNotInteger = errors.New("not an integer constant expression")

// evaluator computes constant expressions: conditions of #if, values of
// enumerators and of #define.
type evaluator struct {
	tokens []token
	pos    int
	depth  int
	// dead counts the operators around that have decided already, so that what
	// is read now only has to be well-formed (C++ [expr.log.and]).
	dead int
	// name gives the value of a name. In conditions it never fails.
	name func(name string) (number, bool)
	// call gives the value of name(…), for conditions only.
	call func(name string, args []token) (number, bool)
}

const maxExpressionDepth = 200

// evaluate computes the whole of tokens.
func (e *evaluator) evaluate() (number, error) {
	v, err := e.ternary()
	if err == nil && e.pos < len(e.tokens) {
		return number{}, errNotInteger
	}
	return v, err
}

func (e *evaluator) peek() string {
	if e.pos < len(e.tokens) && e.tokens[e.pos].kind == kindPunct {
		return e.tokens[e.pos].text
	}
	return ""
}

func (e *evaluator) ternary() (number, error) {
	e.depth++
	defer func() { e.depth-- }()
	if e.depth > maxExpressionDepth {
		return number{}, errNotInteger
	}
	condition, err := e.binary(1)
	if err != nil || e.peek() != "?" {
		return condition, err
	}
	e.pos++
	yes, err := e.operand(condition.bits == 0, e.ternary)
	if err != nil {
		return number{}, err
	}
	if e.peek() != ":" {
		return number{}, errNotInteger
	}
	e.pos++
	no, err := e.operand(condition.bits != 0, e.ternary)
	if err != nil {
		return number{}, err
	}
	if condition.bits != 0 {
		return yes, nil
	}
	return no, nil
}

func precedence(operator string) int {
	switch operator {
	case "||":
		return 1
	case "&&":
		return 2
	case "|":
		return 3
	case "^":
		return 4
	case "&":
		return 5
	case "==", "!=":
		return 6
	case "<", ">", "<=", ">=":
		return 7
	case "<<", ">>":
		return 8
	case "+", "-":
		return 9
	case "*", "/", "%":
		return 10
	}
	return 0
}

func (e *evaluator) binary(least int) (number, error) {
	left, err := e.unary()
	if err != nil {
		return number{}, err
	}
	for {
		operator := e.peek()
		p := precedence(operator)
		if p == 0 || p < least {
			return left, nil
		}
		e.pos++
		decided := operator == "&&" && left.bits == 0 || operator == "||" && left.bits != 0
		right, err := e.operand(decided, func() (number, error) { return e.binary(p + 1) })
		if err != nil {
			return number{}, err
		}
		if left, err = apply(operator, left, right); err != nil && e.dead == 0 {
			return number{}, err
		}
	}
}

// operand reads an operand, whose value does not matter if dead.
func (e *evaluator) operand(dead bool, read func() (number, error)) (number, error) {
	if dead {
		e.dead++
		defer func() { e.dead-- }()
	}
	return read()
}

func apply(operator string, l, r number) (number, error) {
	unsigned := l.unsigned || r.unsigned
	a, b := int64(l.bits), int64(r.bits)
	less := a < b
	if unsigned {
		less = l.bits < r.bits
	}
	switch operator {
	case "||":
		return truth(l.bits != 0 || r.bits != 0), nil
	case "&&":
		return truth(l.bits != 0 && r.bits != 0), nil
	case "==":
		return truth(l.bits == r.bits), nil
	case "!=":
		return truth(l.bits != r.bits), nil
	case "<":
		return truth(less), nil
	case ">=":
		return truth(!less), nil
	case ">":
		return truth(!less && l.bits != r.bits), nil
	case "<=":
		return truth(less || l.bits == r.bits), nil
	case "|":
		return number{l.bits | r.bits, unsigned}, nil
	case "^":
		return number{l.bits ^ r.bits, unsigned}, nil
	case "&":
		return number{l.bits & r.bits, unsigned}, nil
	case "+":
		return number{l.bits + r.bits, unsigned}, nil
	case "-":
		return number{l.bits - r.bits, unsigned}, nil
	case "*":
		return number{l.bits * r.bits, unsigned}, nil
	case "<<", ">>":
		if r.bits >= 64 {
			return number{}, errNotInteger
		}
		switch {
		case operator == "<<":
			return number{l.bits << r.bits, l.unsigned}, nil
		case l.unsigned:
			return number{l.bits >> r.bits, true}, nil
		}
		return signed(a >> r.bits), nil
	case "/", "%":
		if r.bits == 0 {
			return number{}, errNotInteger
		}
		switch {
		case unsigned && operator == "/":
			return number{l.bits / r.bits, true}, nil
		case unsigned:
			return number{l.bits % r.bits, true}, nil
		case b == -1 && operator == "/": // the most negative value overflows
			return number{bits: -l.bits}, nil
		case b == -1:
			return number{}, nil
		case operator == "/":
			return signed(a / b), nil
		}
		return signed(a % b), nil
	}
	return number{}, errNotInteger
}

func (e *evaluator) unary() (number, error) {
	e.depth++
	defer func() { e.depth-- }()
	if e.pos >= len(e.tokens) || e.depth > maxExpressionDepth {
		return number{}, errNotInteger
	}
	t := e.tokens[e.pos]
	e.pos++
	switch t.kind {
	case kindNumber:
		return parseInteger(t.text)
	case kindChar:
		return parseChar(t.text)
	case kindName:
		return e.named(t.text)
	case kindPunct:
		switch t.text {
		case "(":
			return e.parenthesis()
		case "-", "+", "!", "~":
			v, err := e.unary()
			if err != nil {
				return number{}, err
			}
			switch t.text {
			case "-":
				v.bits = -v.bits
			case "!":
				v = truth(v.bits == 0)
			case "~":
				v.bits = ^v.bits
			}
			return v, nil
		}
	}
	return number{}, errNotInteger
}

// named is the value of a name or of a call; the name has been read.
func (e *evaluator) named(name string) (number, error) {
	switch name {
	case "true":
		return truth(true), nil
	case "false":
		return number{}, nil
	}
	for e.peek() == "::" && e.pos+1 < len(e.tokens) { // Enum::Value
		name += "::" + e.tokens[e.pos+1].text
		e.pos += 2
	}
	if e.peek() != "(" {
		if v, ok := e.name(name); ok {
			return v, nil
		}
		return number{}, errUnknown
	}
	args, ok := e.arguments()
	if !ok {
		return number{}, errNotInteger
	}
	if e.call != nil {
		if v, ok := e.call(name, args); ok {
			return v, nil
		}
		return number{}, errUnknown
	}
	switch name {
	case "_HRESULT_TYPEDEF_", "_NDIS_ERROR_TYPEDEF_", "ENUM", "__MSABI_LONG":
		// winerror.h's casts of one argument.
		inner := evaluator{tokens: args, name: e.name, depth: e.depth}
		v, err := inner.evaluate()
		if err == nil && name != "__MSABI_LONG" {
			v = cast("HRESULT", v)
		}
		return v, err
	}
	return number{}, errUnknown
}

// arguments reads a balanced parenthesis and gives what is inside.
func (e *evaluator) arguments() ([]token, bool) {
	start, depth := e.pos+1, 0
	for ; e.pos < len(e.tokens); e.pos++ {
		switch e.peek() {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				e.pos++
				return e.tokens[start : e.pos-1], true
			}
		}
	}
	return nil, false
}

// parenthesis reads what follows "(": a cast, or an expression.
func (e *evaluator) parenthesis() (number, error) {
	if typeName, after := e.castType(); after > 0 {
		e.pos = after
		v, err := e.unary()
		if err != nil {
			return number{}, err
		}
		return cast(typeName, v), nil
	}
	v, err := e.ternary()
	if err != nil {
		return number{}, err
	}
	if e.peek() != ")" {
		return number{}, errNotInteger
	}
	e.pos++
	return v, nil
}

// castType recognises "TYPE )" before an operand and gives the position of the
// operand.
func (e *evaluator) castType() (string, int) {
	var words []string
	i := e.pos
	for ; i < len(e.tokens) && e.tokens[i].kind == kindName; i++ {
		words = append(words, e.tokens[i].text)
	}
	if len(words) == 0 || i+1 >= len(e.tokens) || !e.tokens[i].is(")") {
		return "", 0
	}
	name := strings.Join(words, " ")
	switch next := e.tokens[i+1]; next.kind {
	case kindNumber, kindChar, kindName:
		return name, i + 1
	case kindPunct:
		if next.text == "~" || next.text == "(" {
			return name, i + 1
		}
		if next.text == "-" { // (A)-1: a cast only if A is a type
			if _, known := castWidths[name]; known {
				return name, i + 1
			}
		}
	}
	return "", 0
}

// castWidths are the integer types that constants are cast to: bits, negative
// for signed.
var castWidths = map[string]int{
	"BYTE": 8, "UCHAR": 8, "UINT8": 8, "unsigned char": 8, "CHAR": -8, "char": -8,
	"WORD": 16, "USHORT": 16, "UINT16": 16, "unsigned short": 16, "WCHAR": 16, "wchar_t": 16,
	"SHORT": -16, "short": -16, "INT16": -16,
	"DWORD": 32, "ULONG": 32, "UINT": 32, "UINT32": 32, "unsigned": 32, "unsigned int": 32, "unsigned long": 32, "uint32_t": 32,
	"LONG": -32, "INT": -32, "INT32": -32, "int": -32, "long": -32, "HRESULT": -32, "NTSTATUS": -32, "int32_t": -32, "SCODE": -32,
	"DWORD64": 64, "ULONGLONG": 64, "UINT64": 64, "ULONG64": 64, "DWORDLONG": 64, "unsigned long long": 64, "uint64_t": 64,
	"LONGLONG": -64, "INT64": -64, "__int64": -64, "long long": -64, "int64_t": -64,
}

func cast(typeName string, v number) number {
	switch castWidths[typeName] {
	case 8:
		return number{uint64(uint8(v.bits)), false}
	case -8:
		return signed(int64(int8(v.bits)))
	case 16:
		return number{uint64(uint16(v.bits)), false}
	case -16:
		return signed(int64(int16(v.bits)))
	case 32:
		return number{uint64(uint32(v.bits)), true}
	case -32:
		return signed(int64(int32(v.bits)))
	case 64:
		return number{v.bits, true}
	case -64:
		return number{v.bits, false}
	}
	return v
}

// parseInteger reads an integer literal with its suffix.
func parseInteger(text string) (number, error) {
	digits := strings.ReplaceAll(text, "'", "")
	base := 10
	switch {
	case len(digits) > 2 && (digits[:2] == "0x" || digits[:2] == "0X"):
		base, digits = 16, digits[2:]
	case len(digits) > 2 && (digits[:2] == "0b" || digits[:2] == "0B"):
		base, digits = 2, digits[2:]
	case len(digits) > 1 && digits[0] == '0':
		base = 8
	}
	end := len(digits)
	for end > 0 && !isDigit(digits[end-1], base) {
		end--
	}
	suffix := strings.ToLower(digits[end:])
	if suffix == "i" { // i8 … i64 end in digits
		return number{}, errNotInteger
	}
	if i := strings.IndexAny(digits, "iI"); i > 0 { // Microsoft's ui64, i32
		suffix, end = strings.ToLower(digits[i:]), i
		if digits[i-1] == 'u' || digits[i-1] == 'U' {
			suffix, end = "u"+suffix, i-1
		}
	}
	switch suffix {
	case "", "u", "l", "ul", "lu", "ll", "ull", "llu", "z", "uz",
		"i8", "i16", "i32", "i64", "ui8", "ui16", "ui32", "ui64":
	default:
		return number{}, errNotInteger
	}
	v, err := strconv.ParseUint(digits[:end], base, 64)
	if err != nil {
		return number{}, errNotInteger
	}
	return number{v, strings.Contains(suffix, "u") || v > 1<<63-1}, nil
}

func isDigit(c byte, base int) bool {
	v, ok := hexDigit(c)
	return ok && int(v) < base
}

// parseChar reads a character literal; 'ABCD' puts A into the highest byte.
func parseChar(text string) (number, error) {
	open := strings.IndexByte(text, '\'')
	if open < 0 || len(text) < open+3 {
		return number{}, errNotInteger
	}
	body, ok := unescape(text[open+1 : len(text)-1])
	if !ok || body == "" {
		return number{}, errNotInteger
	}
	if open > 0 { // L'é' is one code point
		r, size := utf8.DecodeRuneInString(body)
		if size != len(body) || r == utf8.RuneError {
			return number{}, errNotInteger
		}
		return number{bits: uint64(r)}, nil
	}
	if len(body) > 4 {
		return number{}, errNotInteger
	}
	var v uint32
	for i := 0; i < len(body); i++ {
		v = v<<8 | uint32(body[i])
	}
	if len(body) == 1 {
		return signed(int64(int8(v))), nil
	}
	return signed(int64(int32(v))), nil
}

// unescape resolves the escapes of a string or character literal's inside.
// Values above 0xFF become UTF-8.
func unescape(body string) (string, bool) {
	if strings.IndexByte(body, '\\') < 0 {
		return body, true
	}
	var b strings.Builder
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			b.WriteByte(body[i])
			continue
		}
		if n := continuation(body, i); n > 0 {
			i += n - 1
			continue
		}
		if i++; i >= len(body) {
			return "", false
		}
		switch c := body[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'a':
			b.WriteByte('\a')
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'v':
			b.WriteByte('\v')
		case '\\', '\'', '"', '?':
			b.WriteByte(c)
		case 'x', 'u', 'U', '0', '1', '2', '3', '4', '5', '6', '7':
			base, most := 16, 8
			start := i + 1
			switch c {
			case 'u':
				most = 4
			case 'x', 'U':
			default:
				base, most, start = 8, 3, i
			}
			end := start
			for end < len(body) && end-start < most && isDigit(body[end], base) {
				end++
			}
			v, err := strconv.ParseUint(body[start:end], base, 32)
			switch {
			case err != nil:
				return "", false
			case v < 0x100 && c != 'u' && c != 'U':
				b.WriteByte(byte(v))
			default:
				b.WriteRune(rune(v))
			}
			i = end - 1
		default:
			return "", false
		}
	}
	return b.String(), true
}
