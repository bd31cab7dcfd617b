package midl

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"unicode/utf16"
)

// Reader reads headers with chosen macros. The zero value reads them as a C++
// compiler for amd64 and the newest Windows would. A Reader may be used by
// several goroutines as long as nobody changes it.
type Reader struct {
	// Defines are further macros, by name or by "name(a, b)" with parameters.
	// They take the place of the reader's own of that name.
	Defines map[string]string
	// DeclarationOrder keeps overloaded methods in the order of declaration,
	// as compilers with the Itanium C++ ABI lay them out. Windows' headers are
	// written for Visual C++, which puts the overloads of a name side by side,
	// the last one first; that is the default.
	DeclarationOrder bool
}

// maxSize is the largest header that is read, in bytes; the largest one of the
// Windows SDK has 9 MB.
const maxSize = 64 << 20

// Open reads the header at path. See Parse about what it returns.
func Open(path string) (*File, error) { return new(Reader).Open(path) }

// Parse reads the header src, whose name is used in messages only. src is not
// kept.
//
// If the header cannot be read, the error is an *Error or several of them
// joined, and the file holds what could be read beside them.
func Parse(name string, src []byte) (*File, error) { return new(Reader).Parse(name, src) }

// Open is the package's Open with the reader's macros.
func (r *Reader) Open(path string) (*File, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return r.Parse(path, src)
}

// Parse is the package's Parse with the reader's macros.
func (r *Reader) Parse(name string, src []byte) (*File, error) {
	file := &File{Name: name}
	if len(src) > maxSize {
		return file, &Error{File: name, Line: 1, Col: 1, Msg: fmt.Sprintf("the header has %d bytes; at most %d are read", len(src), maxSize)}
	}
	text, err := decode(src)
	if err != nil {
		return file, &Error{File: name, Line: 1, Col: 1, Msg: err.Error()}
	}
	predefined, err := r.predefined()
	if err != nil {
		return file, err
	}
	diagnosis := &diagnosis{name: name, src: text}
	comments := new(attributeComments)
	pre := &preprocessor{
		lexer:      lexer{src: text, attributes: comments},
		report:     diagnosis.report,
		macros:     make(map[string]*macro),
		predefined: predefined,
	}
	pre.run()
	p := &parser{
		file:             file,
		tokens:           pre.out,
		comments:         comments,
		diagnosis:        diagnosis,
		packs:            pre.packs,
		pre:              pre,
		values:           make(map[string]number),
		flags:            make(map[string]bool),
		declarationOrder: r.DeclarationOrder,
	}
	for _, i := range pre.includes {
		file.Includes = append(file.Includes, &Include{Pos: p.position(i.off), Path: i.path, System: i.system})
	}
	for _, e := range pre.errorLines {
		file.Errors = append(file.Errors, &ErrorLine{Pos: p.position(e.off), Text: e.path})
	}
	p.parse()
	p.macroConstants()
	p.complete()
	return file, diagnosis.errors.err()
}

// decode gives the text of a header, which may be UTF-16 with a byte order
// mark, or any superset of ASCII.
func decode(src []byte) (string, error) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(src, []byte{0xEF, 0xBB, 0xBF}):
		return string(src[3:]), nil
	case bytes.HasPrefix(src, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(src, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return string(src), nil
	}
	if len(src)%2 != 0 {
		return "", fmt.Errorf("the header starts as UTF-16 but has an odd number of bytes, %d", len(src))
	}
	units := make([]uint16, 0, len(src)/2)
	for i := 2; i < len(src); i += 2 {
		units = append(units, order.Uint16(src[i:]))
	}
	return string(utf16.Decode(units)), nil
}

// environment is what a C++ compile for the newest Windows on amd64 predefines,
// and what the headers that every interop header includes define for #if.
var environment = map[string]string{
	"__cplusplus": "201703L", "_MSC_VER": "1939", "_MSC_FULL_VER": "193900000", "_MSC_EXTENSIONS": "1",
	"_WIN32": "1", "_WIN64": "1", "WIN32": "1", "_M_X64": "100", "_M_AMD64": "100", "_AMD64_": "1",
	"UNICODE": "1", "_UNICODE": "1", "_WCHAR_T_DEFINED": "1", "_NATIVE_WCHAR_T_DEFINED": "1",
	"_WIN32_WINNT": "0x0A00", "WINVER": "0x0A00", "_WIN32_IE": "0x0A00", "NTDDI_VERSION": "0x0A0000FF",
	"WINAPI_FAMILY": "100", "WINAPI_FAMILY_DESKTOP_APP": "100", "WINAPI_FAMILY_PC_APP": "2",
	"WINAPI_FAMILY_PHONE_APP": "3", "WINAPI_FAMILY_APP": "2", "WINAPI_FAMILY_SYSTEM": "4",
	"WINAPI_FAMILY_SERVER": "5", "WINAPI_FAMILY_GAMES": "6",
	// MIDL's output stops with #error if rpcndr.h did not define these.
	"__RPCNDR_H_VERSION__": "501", "__RPCPROXY_H_VERSION__": "477", "__RPCSAL_H_VERSION__": "100",
	// basetyps.h and its kin; only that they exist matters.
	"__CRT_UUID_DECL": "", "DECLSPEC_UUID": "", "DECLSPEC_NOVTABLE": "", "STDMETHODCALLTYPE": "",
	"MIDL_INTERFACE": "", "DECLARE_INTERFACE_IID_": "", "DECLARE_INTERFACE_": "", "STDMETHOD": "",
	"DEFINE_ENUM_FLAG_OPERATORS": "", "_COM_interface": "struct",
	// mingw-w64's _mingw.h and _mingw_unicode.h.
	"__C89_NAMELESS": "", "__GNU_EXTENSION": "", "__LONG32": "long",
	"__C89_NAMELESSUNIONNAME": "", "__C89_NAMELESSUNIONNAME1": "", "__C89_NAMELESSUNIONNAME2": "", "__C89_NAMELESSUNIONNAME3": "",
	"__C89_NAMELESSUNIONNAME4": "", "__C89_NAMELESSUNIONNAME5": "", "__C89_NAMELESSUNIONNAME6": "", "__C89_NAMELESSUNIONNAME7": "",
	"__C89_NAMELESSUNIONNAME8": "", "__C89_NAMELESSSTRUCTNAME": "", "__C89_NAMELESSSTRUCTNAME1": "", "__C89_NAMELESSSTRUCTNAME2": "",
	"__C89_NAMELESSSTRUCTNAME3": "", "__C89_NAMELESSSTRUCTNAME4": "", "__C89_NAMELESSSTRUCTNAME5": "",
	"__MINGW_NAME_AW(name)": "name##W", "__MINGW_NAME_AW_EXT(name, ext)": "name##W##ext",
	"__MINGW_NAME_UAW(name)": "name##_W", "__MINGW_NAME_UAW_EXT(name, ext)": "name##_W_##ext",
	"__MINGW_TYPEDEF_AW(name)": "typedef name##W name;", "__MINGW_TYPEDEF_UAW(name)": "typedef name##_W name;",
}

var environmentMacros = sync.OnceValues(func() (map[string]*macro, error) { return compile(environment) })

func (r *Reader) predefined() (map[string]*macro, error) {
	base, err := environmentMacros()
	if err != nil || len(r.Defines) == 0 {
		return base, err
	}
	own, err := compile(r.Defines)
	if err != nil {
		return nil, err
	}
	for name, m := range base {
		if own[name] == nil {
			own[name] = m
		}
	}
	return own, nil
}

// compile makes macros of definitions. Their bodies are cut into tokens now, so
// that goroutines can share them.
func compile(definitions map[string]string) (map[string]*macro, error) {
	macros := make(map[string]*macro, len(definitions))
	names := make([]string, 0, len(definitions))
	for name := range definitions {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, head := range names {
		var failed error
		pre := &preprocessor{
			lexer:  lexer{src: head + " " + definitions[head], inDirective: true, attributes: new(attributeComments)},
			macros: macros,
		}
		pre.report = func(_ int32, format string, args ...any) {
			failed = fmt.Errorf("the macro definition %s: %s", quote(head), fmt.Sprintf(format, args...))
		}
		pre.define()
		if failed != nil {
			return nil, failed
		}
	}
	for _, m := range macros {
		m.tokens(&preprocessor{lexer: lexer{attributes: new(attributeComments)}})
		for i := range m.body {
			m.body[i].attrs = 0
		}
	}
	return macros, nil
}

// diagnosis collects the errors of one header, and knows its lines.
type diagnosis struct {
	name   string
	src    string
	starts []int32 // offsets of the lines
	errors errorList
}

func (d *diagnosis) report(off int32, format string, args ...any) {
	if d.errors.full() {
		return
	}
	pos := d.position(off)
	d.errors = append(d.errors, &Error{File: d.name, Line: pos.Line, Col: pos.Col, Msg: shorten(fmt.Sprintf(format, args...), maxMessage)})
}

func (d *diagnosis) position(off int32) Position {
	if d.starts == nil {
		d.starts = append(make([]int32, 0, len(d.src)/32+1), 0)
		for at := 0; ; {
			n := strings.IndexByte(d.src[at:], '\n')
			if n < 0 {
				break
			}
			at += n + 1
			d.starts = append(d.starts, int32(at))
		}
	}
	line := sort.Search(len(d.starts), func(i int) bool { return d.starts[i] > off })
	return Position{Line: line, Col: int(off-d.starts[line-1]) + 1}
}
