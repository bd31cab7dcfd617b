package templates

import (
	"encoding/binary"
	"encoding/hex"
	"strings"

	"github.com/winmd2go/winmd2go/generator/project"
)

// guid is a GUID as a Go composite literal.
func guid(g project.GUID) string {
	var raw [8]byte
	binary.BigEndian.PutUint32(raw[0:], g.Data1)
	binary.BigEndian.PutUint16(raw[4:], g.Data2)
	binary.BigEndian.PutUint16(raw[6:], g.Data3)
	b := make([]byte, 0, 140)
	b = hex.AppendEncode(append(b, "abi.GUID{Data1: 0x"...), raw[0:4])
	b = hex.AppendEncode(append(b, ", Data2: 0x"...), raw[4:6])
	b = hex.AppendEncode(append(b, ", Data3: 0x"...), raw[6:8])
	b = append(b, ", Data4: [8]byte{"...)
	for i := range g.Data4 {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = hex.AppendEncode(append(b, "0x"...), g.Data4[i:i+1])
	}
	return string(append(b, "}}"...))
}

// value is the descriptor as an operand whose methods are called.
func value(desc string) string { return strings.TrimPrefix(desc, "&") }

// local is the variable that holds a result's memory: several results have names
// of their own in the signature.
func local(m *project.Method, r *project.Result) string {
	if len(m.Results) > 1 || m.NoError {
		return r.Name + "Out"
	}
	return r.Name
}

// names joins the names of results.
func names(results []project.Result) string {
	var b strings.Builder
	for i := range results {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(results[i].Name)
	}
	return b.String()
}

// inputs are the arguments with which a stub calls the Go method.
func inputs(s *project.Stub) string {
	var b strings.Builder
	for i := range s.Inputs {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s.Inputs[i].Name)
		if s.Inputs[i].Form == project.ArgFillArray {
			b.WriteString(".Slice")
		}
	}
	return b.String()
}

// filled are the arrays that a stub hands back.
func filled(s *project.Stub) (list []project.Arg) {
	for _, a := range s.Inputs {
		if a.Form == project.ArgFillArray {
			list = append(list, a)
		}
	}
	return list
}

// outputs are the variables for the Go method's results.
func outputs(s *project.Stub) string {
	var b strings.Builder
	for i := range s.Outs {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s.Outs[i].Name + "Value")
	}
	return b.String()
}

// define is ":=" where the results have no names of their own.
func define(m *project.Method) string {
	if m.NoError && len(m.Results) == 1 {
		return " := "
	}
	return " = "
}

// operand is value in a place where a composite literal needs parentheses: the
// header of an if statement.
func operand(desc string) string {
	if strings.HasSuffix(desc, "{}") {
		return "(" + desc + ")"
	}
	return value(desc)
}

// taken is how many of a method's results are converted, and may fail to be.
func taken(m *project.Method) int { return takenBefore(m, len(m.Results)) }

func takenBefore(m *project.Method, n int) (count int) {
	for i := range m.Results[:n] {
		if m.Results[i].Form == project.ResultType || m.Results[i].Form == project.ResultArray {
			count++
		}
	}
	return count
}

// takenNames are the variables of those.
func takenNames(m *project.Method) string {
	var list []string
	for i := range m.Results {
		if takenBefore(m, i+1) > takenBefore(m, i) {
			list = append(list, m.Results[i].Name)
		}
	}
	return strings.Join(list, ", ")
}

// undo takes back what a stub has handed over before its n-th result, counted from
// the arrays that it fills, since the call fails.
func undo(s *project.Stub, n int, in string) string {
	var b strings.Builder
	arrays := filled(s)
	if n < len(arrays) && arrays[n].Sure {
		return ""
	} else if i := n - len(arrays); i >= 0 && (s.Outs[i].Form == project.ResultValue || s.Outs[i].Form == project.ResultBool) {
		return ""
	}
	for _, a := range arrays[:min(n, len(arrays))] {
		if !a.Sure {
			b.WriteString(in + a.Name + ".TakeBack()\n")
		}
	}
	for i := range s.Outs[:max(0, n-len(arrays))] {
		switch r := &s.Outs[i]; {
		case r.Form == project.ResultArray:
			b.WriteString(in + r.Name + ".TakeBack()\n")
		case r.Form == project.ResultType:
			b.WriteString(in + "abi.TakeBack(" + r.Desc + ", " + r.Name + ")\n")
		}
	}
	return b.String()
}
