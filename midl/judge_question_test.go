package midl

import (
	"fmt"
	"strings"
)

// cName is the name of an interface in C.
func cName(i *Interface) string {
	if len(i.Namespace) == 0 {
		return i.Name
	}
	return "__x_" + strings.Join(i.Namespace, "_C") + "_C" + i.Name
}

// inherited gives the number of slots of i's bases.
func (j *judge) inherited(i *Interface) int {
	bases, _ := j.linker.chain(i)
	n := 0
	for _, b := range bases {
		n += len(b.Methods)
	}
	return n
}

// askC asks for sizeof, offsetof and the types of the methods.
func (j *judge) askC(b *strings.Builder, n int, i *Interface) {
	name := cName(i)
	fmt.Fprintf(b, "const unsigned long long judge_%d[] = { sizeof(struct %sVtbl)", n, name)
	for _, m := range i.Methods {
		fmt.Fprintf(b, ", offsetof(struct %sVtbl, %s)", name, j.cMember(i, m))
	}
	b.WriteString(" };")
	if len(i.Methods) > 0 {
		fmt.Fprintf(b, " const unsigned char judge_types_%d[] = { ", n)
		for _, m := range i.Methods {
			types := j.cMethodTypes(i, m)
			if types == nil {
				b.WriteString("2, ")
				continue
			}
			for n, typ := range types {
				if n > 0 {
					b.WriteString(" || ")
				}
				fmt.Fprintf(b, "__builtin_types_compatible_p(__typeof__(((struct %sVtbl*)0)->%s), %s)", name, j.cMember(i, m), typ)
			}
			b.WriteString(", ")
		}
		b.WriteString("};")
	}
}

// cMember is the method's name in the C vtable: widl puts the interface in front
// of a name that an inherited method has already.
func (j *judge) cMember(i *Interface, m *Method) string {
	bases, _ := j.linker.chain(i)
	for _, b := range bases {
		for _, other := range b.Methods {
			if other.Name == m.Name {
				return i.Name + "_" + m.Name
			}
		}
	}
	return m.Name
}

// cMethodTypes spells a method's type as C has it in the vtable. A result that
// may be a struct has a second spelling, which widl's headers use with compilers
// that return structs from methods in another way than Visual C++. It gives nil
// for types that have another name in C, those of parameterized interfaces.
func (j *judge) cMethodTypes(i *Interface, m *Method) []string {
	this := cName(i) + "*"
	var params []string
	for _, p := range m.Params {
		if strings.Contains(p.Type.Name, "<") {
			return nil
		}
		params = append(params, j.cType(p.Type))
	}
	if m.Variadic {
		params = append(params, "...")
	}
	result := j.cType(m.Return)
	types := []string{fmt.Sprintf("%s (%s*)(%s)", result, m.CallConv, strings.Join(append([]string{this}, params...), ", "))}
	if m.Return.Pointers == 0 && m.Return.Name != "HRESULT" && m.Return.Name != "void" {
		types = append(types, fmt.Sprintf("%s* (%s*)(%s)", result, m.CallConv, strings.Join(append([]string{this, result + "*"}, params...), ", ")))
	}
	return types
}

func starsOf(t Type) string {
	stars := ""
	for n := range t.Pointers {
		stars += "*"
		if t.ConstPointers&(1<<n) != 0 {
			stars += "const "
		}
	}
	return stars
}

func (j *judge) cType(t Type) string {
	name := t.Name
	bare := name
	for _, keyword := range []string{"struct ", "enum ", "::"} {
		bare = strings.TrimPrefix(bare, keyword)
	}
	if full := j.names[unqualified(bare)]; strings.HasPrefix(bare, "ABI::") {
		name = "__x_" + strings.ReplaceAll(bare, "::", "_C")
	} else if full != "" {
		name = "__x_" + strings.ReplaceAll(full, "::", "_C")
	}
	stars := starsOf(t)
	if t.Ref {
		stars += "*"
	}
	if t.Func != nil {
		var params []string
		for _, p := range t.Func.Params {
			params = append(params, j.cType(p.Type))
		}
		if t.Func.Variadic {
			params = append(params, "...")
		}
		if len(params) == 0 {
			params = []string{"void"}
		}
		return fmt.Sprintf("%s (%s%s)(%s)", j.cType(t.Func.Return), t.Func.CallConv, stars, strings.Join(params, ", "))
	}
	if t.Const {
		name = "const " + name
	}
	if len(t.Array) > 0 {
		bounds := "[" + strings.Join(t.Array, "][") + "]"
		if t.ArrayPointer {
			return name + "(*)" + bounds
		}
		return name + stars + bounds
	}
	return name + stars
}

// askCPP asks for pointers to members: in the Itanium C++ ABI (2.3) one to a
// virtual method holds 1 plus its offset in the vtable. One more virtual method
// in a derived struct tells the vtable's size.
func (j *judge) askCPP(b *strings.Builder, n int, i *Interface) {
	full := i.FullName()
	fmt.Fprintf(b, "struct judge_more_%d : public %s { virtual void judge_last() = 0; };", n, full)
	fmt.Fprintf(b, " extern void (judge_more_%d::*const judge_size_%d)() = &judge_more_%d::judge_last;", n, n, n)
	for k, m := range i.Methods {
		var params []string
		for _, p := range m.Params {
			params = append(params, j.cppType(p.Type))
		}
		if m.Variadic {
			params = append(params, "...")
		}
		constant := ""
		if m.Const {
			constant = " const"
		}
		fmt.Fprintf(b, " extern %s (%s %s::*const judge_%d_%d)(%s)%s = &%s::%s;", j.cppType(m.Return), m.CallConv, full, n, k, strings.Join(params, ", "), constant, full, m.Name)
	}
}

func (j *judge) cppType(t Type) string {
	if !t.Ref {
		if t.Func == nil && len(t.Array) == 0 {
			c := starsOf(t)
			if t.Const {
				return "const " + t.Name + c
			}
			return t.Name + c
		}
		return j.cType(t)
	}
	t.Ref = false
	return j.cppType(t) + "&"
}
