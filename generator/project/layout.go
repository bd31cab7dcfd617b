package project

import (
	"github.com/winmd2go/winmd2go/generator/model"
)

// structLayout is how a struct lies in native memory.
type structLayout struct {
	shape shape // plain, float32s, float64s, or described when it holds references
	// On 64-bit and 32-bit systems.
	size, align [2]int
	elements    int // floats, of float32s and float64s
	// pads32 are the fields in front of which Go for 386 needs four bytes that C
	// has: Go aligns 64-bit values to four bytes there, Windows to eight. The one
	// behind the last field stands for the end.
	pads32 []bool
}

// layoutOf works out a struct's layout; structs cannot hold themselves by value.
func (p *Projection) layoutOf(t *model.Type) *structLayout {
	if l := p.layouts[t]; l != nil {
		return l
	}
	l := &structLayout{pads32: make([]bool, len(t.Fields)+1)}
	p.layouts[t] = l
	goEnd := 0 // where Go for 386 has got to
	floats, doubles, other := 0, 0, 0
	for i, f := range t.Fields {
		field := p.fieldLayout(f.Type)
		for arch := range l.size {
			l.align[arch] = max(l.align[arch], field.align[arch])
			l.size[arch] = roundUp(l.size[arch], field.align[arch])
		}
		goEnd = roundUp(goEnd, min(field.align[1], 4))
		if goEnd != l.size[1] {
			l.pads32[i] = true
			goEnd = l.size[1]
		}
		for arch := range l.size {
			l.size[arch] += field.size[arch]
		}
		goEnd += field.size[1]
		switch field.shape {
		case float32s:
			floats += field.elements
		case float64s:
			doubles += field.elements
		case described:
			l.shape = described
		default:
			other++
		}
	}
	for arch := range l.size {
		l.size[arch] = roundUp(l.size[arch], max(l.align[arch], 1))
	}
	l.pads32[len(t.Fields)] = roundUp(goEnd, min(max(l.align[1], 1), 4)) != l.size[1]
	switch {
	case l.shape == described || other > 0:
	case doubles == 0 && floats > 0 && floats <= 4:
		l.shape, l.elements = float32s, floats
	case floats == 0 && doubles > 0 && doubles <= 4:
		l.shape, l.elements = float64s, doubles
	}
	return l
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }

func (p *Projection) fieldLayout(s *model.Sig) *structLayout {
	reference := &structLayout{shape: described, size: [2]int{8, 4}, align: [2]int{8, 4}}
	if s.Type == nil {
		b := basics[s.Basic]
		switch {
		case s.Basic == model.GUIDValue:
			return &structLayout{size: [2]int{16, 16}, align: [2]int{4, 4}}
		case b.size == 0:
			return reference
		}
		l := &structLayout{shape: b.shape, size: [2]int{b.size, b.size}, align: [2]int{b.size, b.size}, elements: 1}
		if l.shape == boolean {
			l.shape = plain
		}
		return l
	}
	if known := providedOf(s.Type); known != nil {
		if known.size == 0 {
			return reference
		}
		return &structLayout{shape: known.shape, size: [2]int{known.size, known.size}, align: [2]int{known.align, known.align}, elements: known.size / 4}
	}
	switch s.Type.Kind {
	case model.KindEnum:
		return &structLayout{size: [2]int{4, 4}, align: [2]int{4, 4}}
	case model.KindStruct:
		return p.layoutOf(s.Type)
	}
	return reference
}
