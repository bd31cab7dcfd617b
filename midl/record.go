package midl

import (
	"slices"
)

// tagHead is a struct, class, interface or enum up to its body.
type tagHead struct {
	annotations
	keyword    string // struct, union, class, interface, enum
	name       string // empty for none
	off        int32  // of the name, or of the keyword
	uuid       *GUID
	bases      []string
	align      string
	scoped     bool   // enum class
	underlying string // of an enum
}

// tagHead reads the head of a type, in all the forms that give it an IID:
// MIDL_INTERFACE("…"), __declspec(uuid("…")), DECLSPEC_UUID("…"), or a macro of
// another header that has the GUID as its argument. It reports false, with
// nothing read, if no type starts here.
func (p *parser) tagHead() (*tagHead, bool) {
	h := &tagHead{off: p.peek().off}
	start := p.pos
	for p.at("[") && p.peekAt(1).is("uuid") {
		s := new(specifiers)
		p.attributeBlock(s)
		h.uuid = s.uuid
		h.annotations = s.annotations
	}
	t := p.peek()
	switch {
	case t.is("MIDL_INTERFACE"):
		p.note(&h.annotations)
		g := p.guidString(p.inside("the IID of MIDL_INTERFACE"), t)
		h.keyword, h.uuid = "interface", &g
	case t.kind == kindName && vocabulary[t.text] == wordTag:
		p.note(&h.annotations)
		h.keyword = t.text
		if t.text == "__interface" {
			h.keyword = "interface"
		}
		if t.text == "enum" && (p.at("class") || p.at("struct")) {
			p.pos++
			h.scoped = true
		}
	default:
		if _, ok := p.uuidMacro(); !ok {
			p.pos = start
			return nil, false
		}
		h.keyword = "interface"
	}
	p.tagWords(h)
	if t := p.peek(); t.kind == kindName && !isSAL(t.text) && (vocabulary[t.text] == wordNone || vocabulary[t.text] == wordKept && (p.peekAt(1).is("{") || p.peekAt(1).is(";"))) || t.is("::") {
		if next := p.peekAt(1); isWord(next) && (p.peekAt(2).is("{") || p.peekAt(2).is(":")) && t.kind == kindName && next.text != "final" {
			p.pos++ // struct EXPORTS Name { has a macro of another header
			t = next
		}
		h.off = t.off
		h.comment(p.comments.of(t))
		h.name = p.qualifiedName()
	}
	for p.at("final") || p.at("sealed") || p.at("abstract") {
		if next := p.peekAt(1); !next.is("{") && !next.is(":") {
			break
		}
		p.pos++
	}
	if p.at(":") {
		p.bases(h)
	}
	return h, true
}

// tagWords reads what may stand between the keyword and the name.
func (p *parser) tagWords(h *tagHead) {
	s := &specifiers{annotations: h.annotations, uuid: h.uuid}
	for {
		t := p.peek()
		switch {
		case t.is("["):
			p.attributeBlock(s)
		case t.kind != kindName:
			h.annotations, h.uuid, h.align = s.annotations, s.uuid, s.align
			return
		case isSAL(t.text) && !p.peekAt(1).is("{") && !p.peekAt(1).is(";"):
			p.sal(&s.annotations)
		case vocabulary[t.text] == wordDeclspec, vocabulary[t.text] == wordUUID:
			p.declspec(s)
		case vocabulary[t.text] == wordIgnored && !p.peekAt(1).is("{"):
			p.note(&s.annotations)
		case vocabulary[t.text] == wordIgnoredArgs:
			p.note(&s.annotations)
			args := p.arguments("the arguments of " + t.text)
			if (t.text == "DECLSPEC_ALIGN" || t.text == "alignas") && len(args) == 1 {
				s.align = spelling(args[0])
			}
		default:
			if g, ok := p.uuidMacro(); ok {
				p.pos++
				p.balanced("the IID of " + t.text)
				s.uuid = &g
				continue
			}
			h.annotations, h.uuid, h.align = s.annotations, s.uuid, s.align
			return
		}
	}
}

// bases reads ": public IUnknown", or ": unsigned int" of an enum.
func (p *parser) bases(h *tagHead) {
	p.pos++
	if h.keyword == "enum" {
		start := p.pos
		for p.peek().kind == kindName || p.at("::") {
			p.pos++
		}
		if h.underlying = spelling(p.tokens[start:p.pos]); h.underlying == "" {
			p.fail(p.peek(), "the enum's type is missing before %s", describe(p.peek()))
		}
		return
	}
	for {
		for p.at("public") || p.at("private") || p.at("protected") || p.at("virtual") {
			p.pos++
		}
		h.bases = append(h.bases, p.qualifiedName())
		if !p.accept(",") {
			break
		}
	}
	if !p.at("{") {
		p.fail(p.peek(), "\"{\" must follow the base of %s, found %s", quote(h.name), describe(p.peek()))
	}
}

// tag reads a type that starts with its keyword: a definition, a forward
// declaration, or the use of a name.
func (p *parser) tag(s *specifiers, namespace []string) {
	p.enter()
	defer p.leave()
	pack := p.packing()
	h, ok := p.tagHead()
	if !ok {
		p.fail(p.peek(), "a type must start at %s", describe(p.peek()))
	}
	s.comment(h.comments)
	if h.uuid == nil {
		h.uuid = s.uuid
	}
	switch {
	case p.at("{") && h.keyword == "enum":
		s.typ.Enum = p.enumBody(h, namespace, s.attributes())
		s.typ.Name = tagged("enum", h.name)
	case p.at("{"):
		p.record(h, s, namespace, pack)
	case h.name == "":
		p.fail(p.peek(), "a name or \"{\" must follow %s, found %s", h.keyword, describe(p.peek()))
	case p.at(";"):
		p.forward(h, s, namespace)
	default:
		s.typ.Name = tagged(h.keyword, h.name)
	}
}

// tagged is how a type is named: structs, unions and enums keep their keyword,
// as their tags may differ from typedefs of the same name.
func tagged(keyword, name string) string {
	switch {
	case name == "":
		return ""
	case keyword == "interface" || keyword == "class":
		return name
	}
	return keyword + " " + name
}

func (p *parser) forward(h *tagHead, s *specifiers, namespace []string) {
	s.declared = true
	if h.keyword == "class" && h.uuid != nil {
		p.file.Classes = append(p.file.Classes, &Class{Pos: p.position(h.off), Name: h.name, Namespace: namespace, CLSID: *h.uuid})
		return
	}
	if h.uuid != nil {
		p.iids = append(p.iids, namedIID{h.off, h.name, *h.uuid})
	}
	p.file.Forwards = append(p.file.Forwards, &Forward{Pos: p.position(h.off), Keyword: h.keyword, Name: h.name, Namespace: namespace})
}

// record reads the body of a struct, and makes an Interface of it if it is one.
func (p *parser) record(h *tagHead, s *specifiers, namespace []string, pack int) {
	if h.name == "" && h.keyword == "interface" {
		p.fail(p.peek(), "the interface has no name")
	}
	b := p.body(h, namespace)
	switch {
	case b.isInterface(h):
		if len(b.fields) > 0 {
			p.report(h.off, "the interface %s has a data member, %s at line %d", quote(h.name), quote(b.fields[0].Name), b.fields[0].Pos.Line)
		}
		if len(h.bases) > 1 {
			p.report(h.off, "the interface %s has %d bases; COM's vtables have one", quote(h.name), len(h.bases))
		}
		if h.name == "" {
			p.fail(p.peek(), "the interface has no name")
		}
		i := &Interface{Pos: p.position(h.off), Name: h.name, Namespace: namespace, Methods: b.slots(p.declarationOrder), Attributes: s.attributes()}
		if h.uuid != nil {
			i.IID, i.HasIID = *h.uuid, true
		}
		if len(h.bases) > 0 {
			i.Base = h.bases[0]
		}
		p.file.Interfaces = append(p.file.Interfaces, i)
		s.declared = true
		if !p.at(";") { // struct IFoo : public IUnknown {…} *foo;
			s.typ.Name, s.declared = h.name, false
		}
	default:
		s.typ.Record = &Struct{
			Pos: p.position(h.off), Name: h.name, Namespace: namespace, Union: h.keyword == "union",
			Bases: h.bases, Fields: b.fields, Pack: pack, Align: h.align, Virtual: len(b.methods) > 0,
			Attributes: s.attributes(),
		}
		s.typ.Name = tagged(h.keyword, h.name)
	}
}

// body is what stands between the braces of a struct.
type body struct {
	fields  []*Field
	methods []*Method // virtual ones, as declared
	names   []string  // of all member functions, in order
	pure    bool
}

// isInterface tells a COM interface from a struct: it says so, or it has an IID
// or pure virtual methods and no data.
func (b *body) isInterface(h *tagHead) bool {
	switch {
	case h.keyword == "union":
		return false
	case h.keyword == "interface":
		return true
	case len(b.fields) > 0:
		return h.uuid != nil && b.pure // reported as an error
	case b.pure:
		return true
	case len(b.methods) > 0:
		return h.uuid != nil
	}
	return len(h.bases) == 1 && len(b.names) == 0 && (h.uuid != nil || looksLikeInterface(h.name))
}

// looksLikeInterface applies COM's naming convention.
func looksLikeInterface(name string) bool {
	return len(name) > 2 && name[0] == 'I' && 'A' <= name[1] && name[1] <= 'Z'
}

// slots gives the methods in the order of their vtable slots. Visual C++ puts
// overloads of a name together, at the place of the first member function of
// that name, and the last one first; [Reader.DeclarationOrder] is for headers
// written for other compilers.
func (b *body) slots(declarationOrder bool) []*Method {
	byName := make(map[string][]*Method, len(b.methods))
	for _, m := range b.methods {
		byName[m.Name] = append(byName[m.Name], m)
	}
	if declarationOrder || len(byName) == len(b.methods) {
		return b.methods
	}
	ordered := make([]*Method, 0, len(b.methods))
	for _, name := range b.names {
		overloads := byName[name]
		slices.Reverse(overloads)
		ordered = append(ordered, overloads...)
		delete(byName, name)
	}
	return ordered
}

// declareInterface reads DECLARE_INTERFACE_IID_(IFoo, IBar, "…") { … } and its
// shorter kin.
func (p *parser) declareInterface() {
	t := p.next()
	args := p.arguments("the arguments of " + t.text)
	want := map[string]int{
		"DECLARE_INTERFACE": 1, "DECLARE_INTERFACE_": 2, "DECLARE_INTERFACE_IID": 2, "DECLARE_INTERFACE_IID_": 3,
		"DECLARE_INTERFACE2": 1, "DECLARE_INTERFACE2_": 2,
	}[t.text]
	if len(args) != want {
		p.fail(t, "%s has %d arguments, found %d", t.text, want, len(args))
	}
	h := &tagHead{keyword: "interface", off: t.off, name: p.typeOf(args[0], t).Name}
	if t.text == "DECLARE_INTERFACE_" || t.text == "DECLARE_INTERFACE2_" || want == 3 {
		h.bases = []string{p.typeOf(args[1], t).Name}
	}
	if t.text == "DECLARE_INTERFACE_IID" || want == 3 {
		g := p.guidString(args[want-1], t)
		h.uuid = &g
	}
	if !p.at("{") {
		p.fail(p.peek(), "\"{\" must follow %s( … ), found %s", t.text, describe(p.peek()))
	}
	s := new(specifiers)
	p.record(h, s, p.namespace, 0)
	p.expect(";", "must follow the interface "+quote(h.name))
}

// body reads { … } of a struct.
func (p *parser) body(h *tagHead, namespace []string) *body {
	open := p.expect("{", "must start the body")
	b := new(body)
	inner := namespace
	if h.name != "" {
		inner = append(slices.Clip(namespace), h.name)
	}
	for !p.accept("}") {
		if p.peek().kind == kindEOF {
			p.fail(open, "the body of %s is not closed", quote(h.name))
		}
		p.member(h, b, inner)
	}
	return b
}

// member reads one member of a struct or interface.
func (p *parser) member(h *tagHead, b *body, namespace []string) {
	t := p.peek()
	switch t.text {
	case ";", "BEGIN_INTERFACE", "END_INTERFACE":
		p.pos++
		return
	case "public", "protected", "private":
		p.pos++
		p.expect(":", "must follow "+t.text)
		return
	case "using":
		p.until("the using declaration", ";")
		return
	case "friend":
		p.until("the friend declaration", ";", "{")
		if p.at("{") {
			p.balanced("the friend's body")
		}
		return
	case "template":
		p.template(namespace)
		return
	case "typedef":
		p.typedef(namespace)
		return
	case "static_assert", "_Static_assert":
		p.macroUse()
		return
	case "DEFINE_ABSTRACT_UNKNOWN": // stdunk.h
		p.pos++
		p.arguments("the arguments of " + t.text)
		p.accept(";")
		b.add(abstractUnknown(p.position(t.off)))
		return
	}
	s := p.specifiers(namespace, strictWords)
	switch next := p.peek(); {
	case next.kind == kindName && (vocabulary[next.text] == wordMethod || vocabulary[next.text] == wordMethodTyped):
		p.standardMethod(s, b)
		return
	case next.is("~") || next.is("operator"):
		p.declarator(s.typ, s)
		p.parametersOf(next)
		p.functionTail(nil)
		return
	case s.typ.Name == "" && s.typ.Record == nil && s.typ.Enum == nil && !s.declared:
		if next.kind == kindName && p.peekAt(1).is("(") && next.text == unqualified(h.name) {
			p.pos++ // constructor
			p.balanced("the constructor's parameters")
			p.functionTail(nil)
			return
		}
		if next.kind == kindName && p.peekAt(1).is("(") {
			p.fail(next, "%s in %s is a macro that this header does not define; it may declare methods", quote(next.text), quote(h.name))
		}
		p.fail(next, "a member of %s cannot start with %s", quote(h.name), describe(next))
	case isDummyName(next.text):
		p.pos++
	}
	if p.accept(";") {
		p.unnamedMember(t, s, b, namespace)
		return
	}
	for {
		d := p.declarator(s.typ, s)
		if d.operator {
			p.functionTail(nil)
			return
		}
		if d.function != nil {
			p.memberFunction(h, s, b, d)
			return
		}
		if p.accept(":") {
			d.bits = p.until("the bit field", ",", ";", "=")
			d.hasBits = true
		}
		if d.name == "" && !d.hasBits {
			p.fail(p.peek(), "a member's name is missing before %s", describe(p.peek()))
		}
		var initial []token
		if p.accept("=") {
			initial = p.until("the initial value", ",", ";")
		} else if p.at("{") {
			initial = p.balanced("the initial value")
		}
		if s.static {
			c := &Constant{Pos: p.position(d.off), Name: unqualified(h.name) + "::" + d.name, Raw: spelling(initial), Type: d.typ}
			p.evaluate(c, initial)
			p.file.Constants = append(p.file.Constants, c)
		} else {
			b.fields = append(b.fields, &Field{
				Pos: p.position(d.off), Name: d.name, Type: d.typ, Bits: spelling(d.bits),
				Annotation: s.text(), Attributes: s.attributes(),
			})
		}
		if !p.accept(",") {
			break
		}
	}
	p.expect(";", "must end the member")
}

func unqualified(name string) string {
	for i := len(name) - 1; i > 0; i-- {
		if name[i] == ':' {
			return name[i+1:]
		}
	}
	return name
}

// parametersOf moves over the parameters of an operator or destructor, unless
// the declarator has read them.
func (p *parser) parametersOf(t token) {
	if p.at("(") {
		p.balanced("the parameters of " + t.text)
	}
}

// unnamedMember keeps a type without a declarator: an anonymous struct is a
// member, a named one only a type.
func (p *parser) unnamedMember(t token, s *specifiers, b *body, namespace []string) {
	switch r := s.typ.Record; {
	case r != nil && r.Name == "":
		b.fields = append(b.fields, &Field{Pos: p.position(t.off), Type: s.typ, Annotation: s.text(), Attributes: s.attributes()})
	case r != nil || s.typ.Enum != nil:
		p.keep(s, namespace)
	case s.declared:
	default:
		p.fail(t, "the member that starts with %s declares nothing", describe(t))
	}
}

func (b *body) add(methods ...*Method) {
	for _, m := range methods {
		b.methods = append(b.methods, m)
		b.names = append(b.names, m.Name)
	}
	b.pure = true
}

// standardMethod reads STDMETHOD(Name)(…) PURE and STDMETHOD_(Type, Name)(…).
func (p *parser) standardMethod(s *specifiers, b *body) {
	t := p.note(&s.annotations)
	args := p.arguments("the arguments of " + t.text)
	typ := Type{Name: "HRESULT"}
	if vocabulary[t.text] == wordMethodTyped {
		if len(args) != 2 {
			p.fail(t, "%s needs a type and a name, found %d arguments", t.text, len(args))
		}
		typ = p.typeOf(args[0], t)
		args = args[1:]
	}
	if len(args) != 1 || len(args[0]) != 1 || args[0][0].kind != kindName {
		p.fail(t, "%s needs the method's name", t.text)
	}
	name := args[0][0]
	f := &FuncType{Return: typ, CallConv: "STDMETHODCALLTYPE"}
	if t.text[len("STDMETHOD"):] == "V" || t.text == "STDMETHODV_" || t.text == "IFACEMETHODV" || t.text == "IFACEMETHODV_" {
		f.CallConv = "STDMETHODVCALLTYPE"
	}
	p.parameters(f)
	p.method(s, b, name.text, t.off, f)
}

// memberFunction reads the rest of a function declared in full.
func (p *parser) memberFunction(h *tagHead, s *specifiers, b *body, d declarator) {
	if s.virtual {
		p.method(s, b, d.name, d.off, d.function)
		return
	}
	tail := new(methodTail)
	hasBody := p.functionTail(tail)
	switch {
	case (tail.pure || tail.override) && d.name == "":
		p.report(d.off, "a method of %s has no name", quote(h.name))
	case tail.pure || tail.override:
		b.add(p.makeMethod(s, d.name, d.off, d.function, tail))
	case !hasBody && !s.static && h.keyword == "interface":
		p.report(d.off, "the method %s of the interface %s is not virtual and has no body", quote(d.name), quote(h.name))
	default:
		b.names = append(b.names, d.name)
	}
}

func (p *parser) method(s *specifiers, b *body, name string, off int32, f *FuncType) {
	if name == "" {
		p.fail(p.peek(), "the virtual method has no name")
	}
	tail := new(methodTail)
	p.functionTail(tail)
	b.methods = append(b.methods, p.makeMethod(s, name, off, f, tail))
	b.names = append(b.names, name)
	b.pure = b.pure || tail.pure
}

func (p *parser) makeMethod(s *specifiers, name string, off int32, f *FuncType, tail *methodTail) *Method {
	return &Method{
		Pos: p.position(off), Name: name, Return: f.Return, CallConv: f.CallConv, Params: f.Params,
		Variadic: f.Variadic, Const: tail.constant, Attributes: s.attributes(),
	}
}

// enumBody reads { A, B = 2 }.
func (p *parser) enumBody(h *tagHead, namespace []string, attributes []string) *Enum {
	open := p.expect("{", "must start the enum")
	e := &Enum{Pos: p.position(h.off), Name: h.name, Namespace: namespace, Scoped: h.scoped, Underlying: h.underlying, Attributes: attributes}
	last, known := signed(-1), true
	for !p.accept("}") {
		t := p.next()
		if t.kind == kindEOF {
			p.fail(open, "the enum %s is not closed", quote(h.name))
		}
		for t.kind == kindName && p.at("(") { // DEPRECATED("…") Name
			p.arguments("the arguments of " + t.text)
			t = p.next()
		}
		if t.kind != kindName {
			p.fail(t, "the name of a value of the enum %s is missing, found %s", quote(h.name), describe(t))
		}
		v := &EnumValue{Pos: p.position(t.off), Name: t.text}
		for vocabulary[p.peek().text] == wordIgnoredArgs || p.at("[") {
			if p.at("[") {
				p.balanced("the attribute")
				continue
			}
			p.pos++
			p.arguments("the attribute")
		}
		if isWord(p.peek()) && (p.peekAt(1).is("=") || p.peekAt(1).is(",") || p.peekAt(1).is("}") || p.peekAt(1).is("(")) {
			if p.pos++; p.at("(") { // an attribute macro behind the name
				p.arguments("the attribute")
			}
		}
		if p.accept("=") {
			expression := p.until("the value of "+quote(v.Name), ",", "}")
			v.Raw = spelling(expression)
			value, err := (&evaluator{tokens: expression, name: p.value}).evaluate()
			last, known = value, err == nil
		} else {
			last = number{last.bits + 1, last.unsigned}
		}
		if v.Known = known; known {
			v.Value = e.clip(last)
			p.values[v.Name] = signed(v.Value)
			if h.name != "" {
				p.values[h.name+"::"+v.Name] = signed(v.Value)
			}
		}
		e.Values = append(e.Values, v)
		if !p.at("}") {
			p.expect(",", "or \"}\" must follow the value of "+quote(v.Name))
		}
	}
	return e
}

// clip gives v as the enum's type holds it. Visual C++'s enums are int unless
// they say otherwise, so 0xFFFFFFFF is -1.
func (e *Enum) clip(v number) int64 {
	if _, known := castWidths[e.Underlying]; known {
		return int64(cast(e.Underlying, v).bits)
	}
	return int64(cast("int", v).bits)
}
