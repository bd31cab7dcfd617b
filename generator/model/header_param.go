package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/winmd2go/winmd2go/midl"
)

// param makes a parameter of what the header says about it: direction, size and
// null of MIDL's comments and SAL words, meaning of the C type. What is said and
// has no form in Go, and what is not said and cannot be known, is an error.
func (o *headerType) param(m *midl.Method, i int) (Param, error) {
	p := m.Params[i]
	param := Param{Name: p.Name, Optional: p.Optional}
	if param.Name == "" {
		param.Name = "arg" + strconv.Itoa(i+1)
	}
	refuse := func(format string, args ...any) (Param, error) {
		return param, fmt.Errorf("parameter %s: %s", param.Name, fmt.Sprintf(format, args...))
	}
	if err := checkIdentifier(param.Name); err != nil {
		return refuse("%v", err)
	}
	switch {
	case len(p.Type.Array) > 0:
		return refuse("it is an array")
	case p.Sized:
		return refuse("it is an array (%s), and how many elements it has is not projected", said(p))
	case p.Text:
		return refuse("it is text (%s), which is not projected", said(p))
	}
	if isVoidPointers(&p.Type) {
		riid, err := riidOf(m, i)
		if err != nil {
			return refuse("%v", err)
		}
		if p.In {
			return refuse("%s: an object that goes in and may come back as another one", said(p))
		}
		if riid.Out {
			return refuse("its interface id, %s, is no input", riid.Name)
		}
		param.Type, param.Out, param.Result, param.Optional = &basicSigs[Unknown], true, true, false
		return param, nil
	}
	sig, why := o.header.resolve(&p.Type, o.iface.Namespace)
	if sig == nil {
		return refuse("%s", why)
	}
	param.Type = sig
	param.RIID = sig.Basic == GUIDValue && !p.Out && describesResult(m, p)
	levels := p.Type.Pointers
	constant := p.Type.Const
	if p.Type.Ref {
		levels++
	}
	if pointerNames[plainName(p.Type.Name)] {
		levels++
		constant = constant || sig.Basic == GUIDValue
	}
	if levels > 0 && isText(p.Type.Name) {
		return refuse("it is a pointer to characters (%s): text, or an array of unknown size", spell(&p.Type))
	}
	if isReference(sig) {
		levels-- // an interface is only ever mentioned by pointer
	}
	switch {
	case levels < 0:
		return refuse("an interface by value, %s", spell(&p.Type))
	case levels == 0 && p.Out:
		return refuse("it is said to be an output (%s) and is no pointer to one", said(p))
	case levels == 0 && sig.Basic == SecurityAttributes:
		return refuse("its type %s is not projected by value", spell(&p.Type))
	case levels == 0:
		return param, nil
	case levels > 1:
		return refuse("its type is %s, of which it is not said what memory is behind it", spell(&p.Type))
	}
	switch {
	case p.In && p.Out:
		return refuse("a value goes in and another one comes back (%s), which is not projected", said(p))
	case p.Out && constant:
		return refuse("it is said to be an output (%s) and is const", said(p))
	case p.Out && sig.Basic == SecurityAttributes:
		return refuse("it hands out %s", spell(&p.Type))
	case p.Out && isBytes(&p.Type) && !p.RetVal && hasNumber(m, p):
		return refuse("it is a pointer to bytes (%s) beside a number, which may be their count", spell(&p.Type))
	case p.Out:
		param.Out = true
		return param, nil
	case sig.Basic == SecurityAttributes:
		param.ByRef = true
		return param, nil
	case !p.In && !(constant && (p.Type.Ref || pointerNames[plainName(p.Type.Name)])):
		return refuse("the header does not say the direction of this pointer, %s", spell(&p.Type))
	case p.Optional:
		return refuse("it may be null (%s), which a value in Go cannot say", said(p))
	case isBytes(&p.Type):
		return refuse("it is a pointer to bytes (%s), of which it is not said how many there are", spell(&p.Type))
	case !isPlain(sig):
		return refuse("it is a pointer to a value that Go has in another form, %s", spell(&p.Type))
	}
	param.ByRef = true
	return param, nil
}

// said are the words that the header has about a parameter.
func said(p *midl.Param) string {
	const most = 60
	if len(p.Annotation) > most {
		return p.Annotation[:most] + "…"
	}
	return p.Annotation
}

func isReference(s *Sig) bool {
	return s.Basic == Object || s.Basic == Unknown || s.Type != nil && (s.Type.Kind == KindInterface || s.Type.Kind == KindClass || s.Type.Kind == KindDelegate)
}

// isText tells whether pointers to the type are C's way to pass text.
func isText(name string) bool {
	switch plainName(name) {
	case "char", "CHAR", "wchar_t", "WCHAR":
		return true
	}
	return false
}

// isBytes tells whether pointers to the type are C's way to pass memory.
func isBytes(t *midl.Type) bool {
	switch headerBasics[plainName(t.Name)] {
	case UInt8, Int8:
		return plainName(t.Name) != "BOOLEAN"
	}
	return false
}

// hasNumber tells whether one of m's parameters besides p is an integer that goes
// in, or out through a pointer: a count, it may be.
func hasNumber(m *midl.Method, p *midl.Param) bool {
	for _, q := range m.Params {
		switch headerBasics[plainName(q.Type.Name)] {
		case Int16, UInt16, Int32, UInt32, Int64, UInt64, IntPtr, UIntPtr:
			if q != p {
				return true
			}
		}
	}
	return false
}

// isPlain tells whether a value is the same bits in Go and in native code.
func isPlain(s *Sig) bool {
	if s.Type == nil {
		switch s.Basic {
		case Boolean, Bool32, String, Object, Unknown, Handle:
			return false
		}
		return true
	}
	switch s.Type.Kind {
	case KindEnum:
		return true
	case KindStruct:
		for _, f := range s.Type.Fields {
			if f.Type.Type != nil && f.Type.Type.Load() != nil || !isPlain(f.Type) {
				return false
			}
		}
		return true
	}
	return false
}

// isVoidPointers tells void** and its other spellings.
func isVoidPointers(t *midl.Type) bool {
	switch t.Name {
	case "void", "VOID":
		return t.Pointers == 2 && !t.Ref
	case "LPVOID", "PVOID":
		return t.Pointers == 1 && !t.Ref
	}
	return false
}

// isIID tells whether a parameter's type says that it is an interface's id;
// isGUID, that it is an id of some kind.
func isIID(p *midl.Param) bool {
	switch plainName(p.Type.Name) {
	case "REFIID", "IID":
		return len(p.Type.Array) == 0 && p.Type.Pointers <= 1
	}
	return false
}

func isGUID(p *midl.Param) bool { return headerBasics[plainName(p.Type.Name)] == GUIDValue }

var errMemory = errors.New("a void** without the id of an interface may be memory or an object")

// splitAttribute takes apart iid_is(riid).
func splitAttribute(attribute string) (name, argument string) {
	name, argument, _ = strings.Cut(attribute, "(")
	return strings.TrimSpace(name), strings.TrimSpace(strings.TrimSuffix(argument, ")"))
}

// riidOf finds the parameter that says which interface a void** is: the one that
// iid_is names; the IID right in front; where the header says that it is an
// interface (iid_is, _COM_Outptr_), the only id that there is; the only IID if it
// stands right behind. Anything else would be a guess.
func riidOf(m *midl.Method, i int) (*midl.Param, error) {
	p := m.Params[i]
	marked := p.ComOutptr
	for _, attribute := range p.Attributes {
		name, argument := splitAttribute(attribute)
		if name != "iid_is" {
			continue
		}
		marked = true
		for _, q := range m.Params {
			if argument != "" && q.Name == argument && isGUID(q) {
				return q, nil
			}
		}
	}
	if i > 0 && isIID(m.Params[i-1]) {
		return m.Params[i-1], nil
	}
	var iids, guids []*midl.Param
	for _, q := range m.Params {
		if isIID(q) {
			iids = append(iids, q)
		}
		if isGUID(q) {
			guids = append(guids, q)
		}
	}
	switch {
	case marked && len(iids) == 1:
		return iids[0], nil
	case marked && len(guids) == 1:
		return guids[0], nil
	case marked && len(guids) > 1:
		return nil, fmt.Errorf("which of %d ids is that of its interface is not said", len(guids))
	case len(iids) == 1 && i+1 < len(m.Params) && m.Params[i+1] == iids[0] && p.Out:
		return iids[0], nil
	}
	return nil, errMemory
}

// describesResult tells whether p is the id of a void** of m.
func describesResult(m *midl.Method, p *midl.Param) bool {
	for i, q := range m.Params {
		if isVoidPointers(&q.Type) {
			if riid, err := riidOf(m, i); err == nil && riid == p {
				return true
			}
		}
	}
	return false
}
