package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/winmd2go/winmd2go/generator/model"
)

const namespace = "Shapes"

// perInterface is how many methods one made-up interface has; a vtable of a Go
// object has room for some more.
const perInterface = 200

// guidOf makes an interface id of a name.
func guidOf(name string) model.GUID {
	sum := sha256.Sum256([]byte(namespace + "." + name))
	g := model.GUID{Data1: binary.LittleEndian.Uint32(sum[:]), Data2: binary.LittleEndian.Uint16(sum[4:]), Data3: binary.LittleEndian.Uint16(sum[6:])}
	copy(g.Data4[:], sum[8:])
	return g
}

// definitions is the made-up API while it grows.
type definitions struct {
	universe *model.Universe
	err      error
}

func (d *definitions) define(t *model.Type) *model.Sig {
	t.Namespace, t.GUID = namespace, guidOf(t.Name)
	if t.Kind == model.KindInterface {
		t.FirstSlot = 6
	}
	for i := range t.Methods {
		t.Methods[i].Slot = t.FirstSlot + i
	}
	if err := d.universe.Define(t); err != nil && d.err == nil {
		d.err = err
	}
	return &model.Sig{Type: t}
}

func method(name string, result *model.Sig, params ...model.Param) model.Method {
	return model.Method{Name: name, Member: name, Params: params, Return: result}
}

var int32Sig, uint32Sig = &model.Sig{Basic: model.Int32}, &model.Sig{Basic: model.UInt32}

// defineStandIns makes the types that stand for whole kinds.
func (d *definitions) defineStandIns() standIns {
	token := d.define(&model.Type{Name: "IToken", Kind: model.KindInterface, Methods: []model.Method{
		{Name: "get_Number", Member: "Number", Kind: model.Getter, Return: int32Sig},
	}})
	class := &model.Type{Name: "Token", Kind: model.KindClass}
	factory := &model.Type{Name: "ITokenFactory", Kind: model.KindInterface, Exclusive: class, Methods: []model.Method{
		method("CreateToken", &model.Sig{Type: class}, model.Param{Name: "number", Type: int32Sig}),
	}}
	class.Implements = []model.Implement{{Interface: token, Default: true}}
	class.Factories = []model.Factory{{Kind: model.Activatable, Interface: factory}}
	d.define(factory)
	return standIns{
		token:      token,
		tokenClass: d.define(class),
		answer:     d.define(&model.Type{Name: "Answer", Kind: model.KindDelegate, FirstSlot: 3, Methods: []model.Method{method("Invoke", int32Sig)}}),
		signed:     d.define(&model.Type{Name: "Signed", Kind: model.KindEnum, Underlying: model.Int32, Values: []model.Value{{Name: "One", Number: 1}}}),
		unsigned:   d.define(&model.Type{Name: "Unsigned", Kind: model.KindEnum, Underlying: model.UInt32, Flags: true, Values: []model.Value{{Name: "Bit", Number: 1}}}),
	}
}

// defineJudge makes an interface for every perInterface shapes, a delegate for each
// of the delegates' shapes, and the class Judge, which has C code call them and
// hands out C code to be called.
func (d *definitions) defineJudge(methods, delegates []shape) {
	iface := &model.Type{Name: "IJudge", Kind: model.KindInterface}
	for first := 0; first < len(methods); first += perInterface {
		part := first / perInterface
		t := &model.Type{Name: fmt.Sprintf("IPart%02d", part), Kind: model.KindInterface}
		for i := first; i < min(first+perInterface, len(methods)); i++ {
			t.Methods = append(t.Methods, methods[i].method(fmt.Sprintf("M%04d", i)))
		}
		sig := d.define(t)
		iface.Methods = append(iface.Methods,
			method(fmt.Sprintf("Part%02d", part), sig),
			method(fmt.Sprintf("Call%02d", part), nil, model.Param{Name: "target", Type: sig}, model.Param{Name: "slot", Type: uint32Sig}))
	}
	for i, s := range delegates {
		sig := d.define(&model.Type{Name: fmt.Sprintf("Delegate%02d", i), Kind: model.KindDelegate, FirstSlot: 3, Methods: []model.Method{s.method("Invoke")}})
		iface.Methods = append(iface.Methods, method(fmt.Sprintf("Exchange%02d", i), sig, model.Param{Name: "target", Type: sig}))
	}
	iface.Methods = append(iface.Methods, method("Live", int32Sig))
	class := &model.Type{Name: "Judge", Kind: model.KindClass}
	iface.Exclusive = class
	class.Implements = []model.Implement{{Interface: d.define(iface), Default: true}}
	class.Factories = []model.Factory{{Kind: model.Activatable}}
	d.define(class)
}

// method is a method of the shape.
func (s shape) method(name string) model.Method {
	m := model.Method{Name: name, Member: name}
	for i, w := range s.words {
		if s.result && i == len(s.words)-1 {
			m.Return, m.ReturnArray = w.sig, w.form == receive
			break
		}
		p := model.Param{Name: fmt.Sprintf("a%d", i), Type: w.sig, Out: w.form == out || w.form == fill || w.form == receive}
		switch w.form {
		case pass:
			p.Form = model.PassArray
		case fill:
			p.Form = model.FillArray
		case receive:
			p.Form = model.ReceiveArray
		}
		m.Params = append(m.Params, p)
	}
	return m
}
