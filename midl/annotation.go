package midl

import (
	"slices"
	"strings"
)

// annotations are the comments and words around a parameter, field or method
// that say what a compiler drops.
type annotations struct {
	comments []string  // "[retval][out]"
	words    []salWord // _In_reads_(n), IN
	raw      []string  // both, in order
}

type salWord struct {
	name string
	args []string
}

func (a *annotations) comment(texts []string) {
	a.comments = append(a.comments, texts...)
	for _, text := range texts {
		a.raw = append(a.raw, "/* "+text+" */")
	}
}

func (a *annotations) word(name string, args [][]token) {
	w := salWord{name: name}
	text := name
	if args != nil {
		for _, arg := range args {
			w.args = append(w.args, strings.TrimSpace(spelling(arg)))
		}
		text += "(" + strings.Join(w.args, ", ") + ")"
	}
	a.words = append(a.words, w)
	a.raw = append(a.raw, text)
}

// text gives everything as written.
func (a *annotations) text() string { return strings.Join(a.raw, " ") }

// attributes gives the attributes of the comments: of "[retval][size_is(n),
// out]" retval, size_is(n) and out.
func (a *annotations) attributes() []string {
	var list []string
	for _, comment := range a.comments {
		depth, start := 0, 0
		flush := func(end int) {
			if attribute := strings.TrimSpace(comment[start:end]); attribute != "" {
				list = append(list, attribute)
			}
			start = end + 1
		}
		for i := 0; i < len(comment); i++ {
			switch comment[i] {
			case '(':
				depth++
			case ')':
				depth--
			case '[', ']', ',':
				if depth <= 0 {
					flush(i)
				}
			}
		}
		flush(len(comment))
	}
	return list
}

// apply says on p what the annotations mean.
func (a *annotations) apply(p *Param) {
	p.Annotation = a.text()
	p.Attributes = a.attributes()
	for _, attribute := range p.Attributes {
		name, argument := attribute, ""
		if open := strings.IndexByte(attribute, '('); open > 0 && strings.HasSuffix(attribute, ")") {
			name, argument = strings.TrimSpace(attribute[:open]), strings.TrimSpace(attribute[open+1:len(attribute)-1])
		}
		switch strings.ToLower(name) {
		case "in":
			p.In = true
		case "out":
			p.Out = true
		case "retval":
			p.RetVal, p.Out = true, true
		case "optional", "unique":
			// A unique pointer may be null; a plain reference may not.
			p.Optional = true
		case "size_is", "max_is":
			p.SizeIs, p.Sized = argument, true
		case "length_is":
			p.LengthIs, p.Sized = argument, true
		case "first_is", "last_is", "min_is":
			p.Sized = true
		case "string", "bstring":
			p.Text = true
		case "iid_is":
			p.IidIs = argument
		case "defaultvalue":
			p.Default = argument
		}
	}
	for _, w := range a.words {
		w.apply(p)
	}
}

// apply reads the word as the parts of its name between underscores. The first
// part says the direction; "opt" right after it, that the argument may be
// null; "opt" in a dereferenced part, that the result may be (MSDN: Annotating
// Function Parameters; rpcsal.h for MIDL's words).
func (w salWord) apply(p *Param) {
	switch w.name {
	case "IN":
		p.In = true
		return
	case "OUT":
		p.Out = true
		return
	case "OPTIONAL":
		p.Optional = true
		return
	}
	name := strings.ToLower(strings.TrimPrefix(strings.Trim(w.name, "_"), "RPC__"))
	parts := strings.Split(name, "_")
	if parts[0] == "com" && len(parts) > 1 && parts[1] == "outptr" {
		p.ComOutptr = true
		parts = parts[1:]
	}
	sized := slices.ContainsFunc(parts, saysSize)
	p.Sized = p.Sized || sized
	p.Text = p.Text || slices.ContainsFunc(parts, saysText)
	deref := false
	if parts[0] == "deref" && len(parts) > 1 {
		deref = true
		parts = parts[1:]
		if parts[0] == "opt" && len(parts) > 1 { // __deref_opt_out
			p.Optional = true
			parts = parts[1:]
		}
	}
	outptr := false
	switch parts[0] {
	case "in":
		p.In = true
	case "out":
		p.Out = true
	case "inout":
		p.In, p.Out = true, true
	case "outptr", "outref":
		p.Out, outptr = true, true
	case "maybenull", "opt": // _Maybenull_, beside a word with the direction
		p.Optional = true
		return
	case "pre":
		p.Optional = p.Optional || slices.Contains(parts, "maybenull") || slices.Contains(parts, "opt")
		return
	default:
		return // _Reserved_, _Null_terminated_ … have no direction
	}
	for i, part := range parts[1:] {
		switch part {
		case "opt":
			switch {
			case i == len(parts)-2 && deref:
				p.ResultOptional = true
			default:
				p.Optional = true
			}
		case "maybenull":
			if outptr {
				p.ResultOptional = true
			}
		case "bytes", "bytebuffer":
			p.SizeInBytes = true
		}
	}
	if !sized || len(w.args) == 0 {
		return
	}
	if strings.Contains(name, "bcount") {
		p.SizeInBytes = true
	}
	p.SizeIs = w.args[0]
	switch {
	case len(w.args) > 1:
		p.LengthIs = w.args[1]
	case strings.Contains(name, "_all") || strings.Contains(name, "_full"):
		p.LengthIs = w.args[0]
	}
}

// saysSize tells whether a part of a word says that there are several elements.
func saysSize(part string) bool {
	switch part {
	case "reads", "writes", "updates", "buffer", "bytebuffer", "size", "cap", "bytecap", "readable", "writable",
		"readableto", "writableto":
		return true
	}
	return strings.HasSuffix(part, "count") // ecount, bcount, xcount, bytecount
}

// saysText tells whether a part of a word says that a null character ends it.
func saysText(part string) bool {
	switch part {
	case "z", "zz", "string", "terminated", "nullterminated", "nullnullterminated":
		return true
	}
	return false
}

// linkIIDs fills IidIs of the parameters that receive an interface chosen by
// the caller, where the header marks them without naming the parameter with
// the IID: MIDL's comments drop the argument of iid_is, and _COM_Outptr_ on a
// void ** has none. That parameter is then the last one before it that holds an
// IID.
func linkIIDs(params []*Param) {
	iid := ""
	for _, p := range params {
		switch p.Type.Name {
		case "IID", "REFIID", "GUID", "REFGUID", "LPCIID", "const IID":
			iid = p.Name
			continue
		}
		if p.IidIs != "" || iid == "" {
			continue
		}
		marked := p.ComOutptr && p.Type.Pointers == 2 && (p.Type.Name == "void" || p.Type.Name == "IUnknown") ||
			p.ComOutptr && p.Type.Pointers == 1 && (p.Type.Name == "LPVOID" || p.Type.Name == "PVOID")
		for _, attribute := range p.Attributes {
			marked = marked || attribute == "iid_is"
		}
		if marked {
			p.IidIs = iid
		}
	}
}
