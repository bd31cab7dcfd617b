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
