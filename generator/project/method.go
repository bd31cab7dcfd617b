package project

import (
	"cmp"
	"slices"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

// bound is a method with the type arguments of its interface.
type bound struct {
	*model.Method
	iface    *model.Sig
	composes bool // a composition factory's: the last two parameters are for deriving
}

func (m bound) result() *model.Sig     { return m.Return.Bind(m.iface.Args) }
func (m bound) param(i int) *model.Sig { return m.Params[i].Type.Bind(m.iface.Args) }

// isResult tells whether a parameter is a result of the Go method. A filled array
// stays a parameter: the caller brings the memory.
func isResult(p *model.Param) bool { return p.Out && p.Form != model.FillArray }

// signature fills in the Go parameters and results of m, and the arguments that
// the native call takes in its order.
type signature struct {
	params  []param
	args    []Arg
	results []Result
}

// param is a Go parameter.
type param struct{ name, goType string }

// list writes parameters as Go does.
func list(params []param) string {
	b := make([]byte, 0, 256)
	for i, p := range params {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(append(append(b, p.name...), ' '), p.goType...)
	}
	return string(b)
}

// inputs are the arguments that are Go parameters.
func (s *signature) inputs() []Arg {
	inputs := make([]Arg, 0, len(s.params))
	for _, a := range s.args {
		if a.Form != ArgOut && a.Form != ArgStandalone {
			inputs = append(inputs, a)
		}
	}
	return inputs
}

func (f *file) signature(m bound, callback bool) signature {
	var s signature
	taken := f.reserved(m)
	claim := func(name string) string {
		name = paramName(name, taken)
		taken = append(taken, name)
		return name
	}
	own := len(m.Params)
	memory := f.builder.memory
	s.args, s.params, s.results = memory.args.take(own+1), memory.params.take(own), memory.results.take(own+1)
	if m.composes {
		own -= 2
	}
	for i := range m.Params[:own] {
		p, t := &m.Params[i], m.param(i)
		name := claim(label(m.Method, p))
		if isResult(p) {
			s.args = append(s.args, Arg{Form: ArgOut, Name: name, Index: len(s.results)})
			r := f.result(t, p.Form == model.ReceiveArray, name)
			s.results = append(s.results, r)
			continue
		}
		arg := f.arg(p, t, name)
		goType := f.paramType(t)
		switch {
		case callback:
			goType = f.goType(t)
		case arg.Form == ArgClass && f.builder.onlyCalled(m.iface.Type):
			if family := f.family(t); family != "" {
				goType, arg.Base = family, f.asBase(t, name)
			}
		case p.ByRef && t.Basic == model.SecurityAttributes:
			goType = f.goType(t)
		}
		if arg.Form == ArgPassArray || arg.Form == ArgFillArray {
			goType = "[]" + f.goType(t)
		}
		s.args = append(s.args, arg)
		s.params = append(s.params, param{name, goType})
	}
	if m.composes {
		s.args = append(s.args, Arg{Form: ArgStandalone})
	}
	if m.Return != nil {
		// The return value is the last argument of the native call and the first
		// result of the Go one.
		name := "result"
		if taken.have(name) { // TryParse(input, out result)
			name = "value"
			if f.builder.shapeOf(m.result()) == boolean {
				name = "ok"
			}
			name = claim(name)
		}
		r := f.result(m.result(), m.ReturnArray, name)
		for i := range s.args {
			if s.args[i].Form == ArgOut {
				s.args[i].Index++
			}
		}
		s.args = append(s.args, Arg{Form: ArgOut, Name: name})
		s.results = slices.Insert(s.results, 0, r)
	}
	return s
}

// bodyScope are names that are taken in a generated body besides bodyNames.
type bodyScope []string

func (s bodyScope) have(name string) bool { return bodyNames[name] || slices.Contains(s, name) }

// reserved are the names of the packages that m's types come from.
func (f *file) reserved(m bound) bodyScope {
	taken := f.taken[:0]
	methodMentions(m.Method, m.iface.Args, func(t *model.Type) {
		if owner := f.builder.owners[t]; owner != nil {
			t = owner
		}
		if home, ok := f.builder.home[t]; ok && home != f.builder.index {
			taken = append(taken, f.builder.packages[home].alias)
		}
	})
	f.taken = taken
	return taken
}

func (f *file) arg(p *model.Param, t *model.Sig, name string) Arg {
	arg := Arg{Name: name, Type: f.goType(t)}
	switch p.Form {
	case model.PassArray:
		arg.Form, arg.Desc = ArgPassArray, f.desc(t)
		return arg
	case model.FillArray:
		arg.Form, arg.Desc = ArgFillArray, f.desc(t)
		switch f.builder.shapeOf(t) {
		case plain, boolean, float32s, float64s:
			arg.Sure = true
		}
		return arg
	}
	if t.Basic == model.SecurityAttributes {
		arg.Form = ArgPointer
		f.use("unsafe")
		return arg
	}
	if p.ByRef && f.builder.shapeOf(t) <= float64s {
		arg.Form = ArgByRef
		return arg
	}
	switch f.builder.shapeOf(t) {
	case plain, boolean:
		arg.Form = ArgValue
	case float32s:
		arg.Form = ArgFloats
	case float64s:
		arg.Form = ArgDoubles
	case text:
		arg.Form = ArgText
	case object:
		arg.Form = ArgAny
	case unknown:
		arg.Form = ArgUnknown
	case class:
		arg.Form, arg.Type = ArgClass, f.named(t.Type)
	case described:
		arg.Form = ArgType
	case collection:
		arg.Form = ArgCollection
	}
	if arg.Form >= ArgText {
		arg.Desc = f.desc(t)
	}
	return arg
}

func (f *file) result(t *model.Sig, array bool, name string) Result {
	r := Result{Name: name, Type: f.goType(t)}
	if array {
		r.Form, r.Type, r.Desc, r.Zero = ResultArray, "[]"+r.Type, f.desc(t), "nil"
		return r
	}
	r.Zero = f.zero(t)
	r.Desc = f.desc(t)
	switch f.builder.shapeOf(t) {
	case plain, float32s, float64s:
		r.Form = ResultValue
	case boolean:
		r.Form = ResultBool
	default:
		r.Form = ResultType
	}
	return r
}

// returns is the Go result list; several results are named.
func returns(results []Result, err bool) string {
	switch {
	case len(results) == 0 && err:
		return "error"
	case len(results) == 0:
		return ""
	case len(results) == 1 && err:
		return "(" + results[0].Type + ", error)"
	case len(results) == 1:
		return results[0].Type
	}
	var b strings.Builder
	b.WriteByte('(')
	for i, r := range results {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(r.Name + " " + r.Type)
	}
	if err {
		b.WriteString(", err error")
	}
	b.WriteByte(')')
	return b.String()
}

// call makes the Go method that calls m on an object.
func (f *file) call(m bound, object, recv, name, op string) Method {
	f.use("abi")
	out := Method{Recv: recv, Name: name, Object: object, Slot: m.Slot, Op: op}
	out.IID = f.builder.interfaceID(m.iface)
	if m.Kind == model.Adder && len(m.Params) == 1 && m.Params[0].Type.Bind(m.iface.Args).Type != nil {
		if remove := remover(m.iface.Type, m.Method); remove != nil {
			handler := m.param(0)
			out.Form, out.Remove = FormEvent, remove.Slot
			out.Desc, out.Value = f.desc(handler), "handler"
			out.Params = "handler " + f.handlerType(handler)
			out.Returns = "(" + f.use("winrt") + "EventRegistration, error)"
			return out
		}
	}
	s := f.signature(m, false)
	out.Params, out.Returns = list(s.params), returns(s.results, true)
	out.Args, out.Results = s.args, s.results
	switch {
	case len(s.args) == 0:
		out.Form = FormInvoke
	case len(s.args) == 1 && len(s.results) == 1 && s.args[0].Form == ArgOut:
		r := s.results[0]
		switch {
		case r.Form == ResultValue:
			out.Form, out.Type = FormGet, r.Type
		case r.Form == ResultBool:
			out.Form = FormGetBool
		case r.Form == ResultType && m.Return != nil && f.builder.shapeOf(m.result()) == text:
			out.Form = FormGetText
		case r.Form == ResultType && m.Return != nil && f.builder.shapeOf(m.result()) == class:
			out.Form, out.Type = FormGetClass, strings.TrimPrefix(r.Type, "*")
		case r.Form == ResultType:
			out.Form, out.Desc = FormGetType, r.Desc
		}
	case len(s.args) == 1 && len(s.results) == 0:
		switch a := s.args[0]; a.Form {
		case ArgValue, ArgFloats, ArgDoubles, ArgText, ArgAny, ArgClass, ArgType:
			out.Form, out.Value = FormPut, cmp.Or(a.Base, a.Name)
			out.Desc = f.desc(m.param(0))
		}
	}
	return out
}

// handlerType is the Go func type of an event's handler, written out where the
// runtime's generic delegates would hide what is passed.
func (f *file) handlerType(s *model.Sig) string {
	switch s.Type.FullName() {
	case nsFoundation + ".TypedEventHandler`2":
		return "func(sender " + f.goType(s.Args[0]) + ", args " + f.goType(s.Args[1]) + ")"
	case nsFoundation + ".EventHandler`1":
		return "func(sender any, args " + f.goType(s.Args[0]) + ")"
	}
	return f.goType(s)
}

// stub makes the function through which native code calls m on a Go value.
func (f *file) stub(m bound, iface, name string, callback bool) Stub {
	f.use("abi")
	from := f
	if m.Kind == model.Adder {
		from = f.builder.file() // its Go form names other types than the signature does
	}
	s := from.signature(m, callback)
	if from != f {
		for i := range s.args {
			f.adopt(from, s.args[i].Desc)
		}
	}
	return Stub{Words: f.builder.words(m), Name: name, Iface: iface, Args: s.args, Inputs: s.inputs(), Outs: s.results}
}

// words is how many words of four bytes the arguments of m take on 386, results
// included and the object not: every argument lies on the stack by itself (stdcall).
func (p *Projection) words(m bound) int {
	n := 0
	for i := range m.Params {
		switch param := &m.Params[i]; {
		case param.Form != model.Single:
			n += 2
		case param.Out || param.ByRef:
			n++
		default:
			n += roundUp(p.fieldLayout(m.param(i)).size[1], 4) / 4
		}
	}
	switch {
	case m.Return != nil && m.ReturnArray:
		n += 2
	case m.Return != nil:
		n++
	}
	return n
}
