package winmd

import "fmt"

// appendCompressed appends a compressed unsigned integer (ECMA-335 §II.23.2).
func appendCompressed(b []byte, v uint32) []byte {
	switch {
	case v < 0x80:
		return append(b, byte(v))
	case v < 0x4000:
		return append(b, 0x80|byte(v>>8), byte(v))
	}
	return append(b, 0xC0|byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

// appendCompressedSigned appends a compressed signed integer.
func appendCompressedSigned(b []byte, v int32) []byte {
	sign := uint32(v) >> 31
	switch {
	case -1<<6 <= v && v < 1<<6:
		return append(b, byte(uint32(v)<<1&0x7F|sign))
	case -1<<13 <= v && v < 1<<13:
		u := uint32(v)<<1&0x3FFF | sign
		return append(b, 0x80|byte(u>>8), byte(u))
	}
	u := uint32(v)<<1&0x1FFFFFFF | sign
	return append(b, 0xC0|byte(u>>24), byte(u>>16), byte(u>>8), byte(u))
}

// sigWriter writes signatures whose tokens are those of another file.
type sigWriter struct {
	data  []byte
	token func(Token) (Token, error) // gives the token to write
	err   error
}

func (w *sigWriter) byte(b byte)   { w.data = append(w.data, b) }
func (w *sigWriter) uint(v uint32) { w.data = appendCompressed(w.data, v) }

func (w *sigWriter) typeToken(t Token) {
	if w.err != nil {
		return
	}
	to, err := w.token(t)
	if err != nil {
		w.err = err
		return
	}
	v, ok := codedIndexes[codedTypeDefOrRef].encode(to)
	if !ok || to.IsNil() {
		w.err = fmt.Errorf("%v can not stand in a signature", to)
		return
	}
	w.uint(v)
}

func (w *sigWriter) modifiers(all []Modifier) {
	for _, m := range all {
		if m.Required {
			w.byte(byte(ElementCModReqd))
		} else {
			w.byte(byte(ElementCModOpt))
		}
		w.typeToken(m.Token)
	}
}

func (w *sigWriter) method(m *MethodSig) {
	first := m.CallConv
	if m.HasThis {
		first |= sigHasThis
	}
	if m.ExplicitThis {
		first |= sigExplicitThis
	}
	if m.GenericParams > 0 {
		first |= sigGeneric
	}
	w.byte(first)
	if m.GenericParams > 0 {
		w.uint(m.GenericParams)
	}
	w.uint(uint32(len(m.Params)))
	w.param(&m.Return)
	for i := range m.Params {
		if m.VarArgs > 0 && i == len(m.Params)-m.VarArgs {
			w.byte(byte(ElementSentinel))
		}
		w.param(&m.Params[i])
	}
}

func (w *sigWriter) param(p *ParamSig) {
	modifiers := p.Type.Modifiers
	if p.ByRef {
		w.modifiers(modifiers[:p.BeforeByRef])
		w.byte(byte(ElementByRef))
		modifiers = modifiers[p.BeforeByRef:]
	}
	w.modifiers(modifiers)
	w.bare(&p.Type)
}

func (w *sigWriter) typ(t *TypeSig) {
	w.modifiers(t.Modifiers)
	w.bare(t)
}

// bare writes a type without its modifiers.
func (w *sigWriter) bare(t *TypeSig) {
	w.byte(byte(t.Kind))
	switch t.Kind {
	case ElementClass, ElementValueType:
		w.typeToken(t.Token)
	case ElementVar, ElementMVar:
		w.uint(t.Index)
	case ElementPtr, ElementSZArray:
		w.typ(t.Elem)
	case ElementArray:
		w.typ(t.Elem)
		w.uint(t.Array.Rank)
		w.uint(uint32(len(t.Array.Sizes)))
		for _, size := range t.Array.Sizes {
			w.uint(size)
		}
		w.uint(uint32(len(t.Array.LowerBounds)))
		for _, bound := range t.Array.LowerBounds {
			w.data = appendCompressedSigned(w.data, bound)
		}
	case ElementGenericInst:
		if t.ValueType {
			w.byte(byte(ElementValueType))
		} else {
			w.byte(byte(ElementClass))
		}
		w.typeToken(t.Token)
		w.uint(uint32(len(t.Args)))
		for i := range t.Args {
			w.typ(&t.Args[i])
		}
	case ElementFnPtr:
		w.method(t.Method)
	}
}
