// Package nativestore finds stores of Go pointers into native memory.
//
// While the collector marks, a store of pointer type reads what was there before
// and marks it too. In memory that native code lent, that is whatever its owner left
// there: the address of a Go object that is gone, and the process dies of "found bad
// pointer in Go heap". Such memory gets its pointers as numbers, by abi.StorePointer.
//
// What is native memory: what a conversion from unsafe.Pointer gives, unless that was
// made of a Go pointer; and whatever such a pointer flows to, through variables,
// fields, parameters and results of the packages that are looked at.
package nativestore

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// Finding is a store that is not allowed.
type Finding struct {
	Position token.Position
	What     string // is stored
}

func (f Finding) String() string {
	return fmt.Sprintf("%s: stores %s into native memory as Go's pointers; use abi.StorePointer or a struct of uintptr", f.Position, f.What)
}

// Check looks at packages that were loaded with syntax and types.
func Check(pkgs []*packages.Package) []Finding {
	prog, _ := ssautil.Packages(pkgs, ssa.InstantiateGenerics)
	prog.Build()
	c := &checker{native: map[any]bool{}}
	for f := range functions(prog, pkgs) {
		if len(f.Blocks) > 0 {
			c.functions = append(c.functions, f)
		}
	}
	for c.grew = true; c.grew; {
		c.grew = false
		for _, f := range c.functions {
			c.flow(f)
		}
	}
	seen := map[Finding]bool{}
	for _, f := range c.functions {
		for _, finding := range c.stores(f) {
			seen[finding] = true
		}
	}
	findings := make([]Finding, 0, len(seen))
	for finding := range seen {
		findings = append(findings, finding)
	}
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Position.Filename, b.Position.Filename), cmp.Compare(a.Position.Line, b.Position.Line), cmp.Compare(a.What, b.What))
	})
	return findings
}

// functions are all that a linker might keep, and all methods of declared types.
func functions(prog *ssa.Program, pkgs []*packages.Package) map[*ssa.Function]bool {
	all := ssautil.AllFunctions(prog)
	var add func(f *ssa.Function)
	add = func(f *ssa.Function) {
		all[f] = true
		for _, inner := range f.AnonFuncs {
			add(inner)
		}
	}
	for _, pkg := range pkgs {
		for _, name := range pkg.Types.Scope().Names() {
			named, ok := pkg.Types.Scope().Lookup(name).Type().(*types.Named)
			if !ok {
				continue
			}
			for m := range named.Methods() {
				if f := prog.FuncValue(m); f != nil {
					add(f)
				}
			}
		}
	}
	return all
}

// checker knows which places hold pointers to native memory: parameters and free
// variables (ssa.Value), fields (*types.Var), results (resultOf), variables.
type checker struct {
	functions []*ssa.Function
	native    map[any]bool
	grew      bool
}

// resultOf is one result of a function.
type resultOf struct {
	f *ssa.Function
	i int
}

func (c *checker) mark(place any) {
	if !c.native[place] {
		c.native[place], c.grew = true, true
	}
}

// flow carries what is native over to where f puts it.
func (c *checker) flow(f *ssa.Function) {
	for _, block := range f.Blocks {
		for _, instruction := range block.Instrs {
			switch i := instruction.(type) {
			case *ssa.Store:
				if c.isNative(i.Val) {
					c.markStored(i.Addr)
				}
			case *ssa.Return:
				for n, v := range i.Results {
					if c.isNative(v) {
						c.mark(resultOf{f, n})
					}
				}
			case *ssa.MakeClosure:
				for n, v := range i.Bindings {
					if c.isNative(v) {
						c.mark(i.Fn.(*ssa.Function).FreeVars[n])
					}
					// Captured by reference.
					inside := held{i.Fn.(*ssa.Function).FreeVars[n]}
					if c.native[held{v}] {
						c.mark(inside)
					}
					if c.native[inside] {
						c.mark(held{v})
					}
				}
			case ssa.CallInstruction:
				callee := i.Common().StaticCallee()
				if callee == nil {
					continue
				}
				for n, v := range i.Common().Args {
					if n < len(callee.Params) && c.isNative(v) {
						c.mark(callee.Params[n])
					}
				}
			}
		}
	}
}

// markStored notes that the place at addr holds a native pointer.
func (c *checker) markStored(addr ssa.Value) {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		c.mark(fieldOf(a.X.Type(), a.Field))
	case *ssa.Alloc, *ssa.Global, *ssa.FreeVar, *ssa.Parameter:
		c.mark(held{a})
	}
}

// held is what a variable holds, other than the variable's own address.
type held struct{ variable ssa.Value }

func fieldOf(t types.Type, i int) *types.Var {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.Underlying().(*types.Struct).Field(i).Origin()
}

// isNative tells whether v points to native memory: a typed pointer or a slice. An
// unsafe.Pointer is asked with unknownAddress.
func (c *checker) isNative(v ssa.Value) bool { return c.points(v, map[ssa.Value]bool{}) }

func (c *checker) points(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Convert:
		if isUnsafePointer(v.X.Type()) {
			return c.unknownAddress(v.X, seen)
		}
		return c.points(v.X, seen)
	case *ssa.ChangeType:
		return c.points(v.X, seen)
	case *ssa.MultiConvert:
		return c.points(v.X, seen)
	case *ssa.FieldAddr:
		return c.points(v.X, seen)
	case *ssa.IndexAddr:
		return c.points(v.X, seen)
	case *ssa.Slice:
		return c.points(v.X, seen)
	case *ssa.SliceToArrayPointer:
		return c.points(v.X, seen)
	case *ssa.Phi:
		return slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return c.points(e, seen) })
	case *ssa.Field:
		return isPointer(v.Type()) && c.native[fieldOf(v.X.Type(), v.Field)]
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return c.result(call, v.Index)
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok {
			if (b.Name() == "Slice" || b.Name() == "SliceData") && len(v.Call.Args) > 0 {
				return c.points(v.Call.Args[0], seen)
			}
			return false
		}
		return c.result(v, 0)
	case *ssa.UnOp:
		if v.Op != token.MUL || !isPointer(v.Type()) {
			return false
		}
		switch a := v.X.(type) {
		case *ssa.FieldAddr:
			return c.native[fieldOf(a.X.Type(), a.Field)]
		case *ssa.Alloc, *ssa.Global, *ssa.FreeVar, *ssa.Parameter:
			return c.native[held{a}]
		case *ssa.Convert:
			return ofNumber(a) || c.points(a, seen)
		}
	case *ssa.Parameter, *ssa.FreeVar:
		return c.native[v]
	}
	return false
}

// ofNumber tells whether a converted pointer leads to where a number is, which is then
// taken for a pointer: *(**T)(unsafe.Pointer(&address)).
func ofNumber(v *ssa.Convert) bool {
	from, ok := v.X.(*ssa.Convert)
	if !ok {
		return false
	}
	p, ok := from.X.Type().Underlying().(*types.Pointer)
	return ok && !hasPointers(p.Elem())
}

func (c *checker) result(call *ssa.Call, i int) bool {
	callee := call.Call.StaticCallee()
	return callee != nil && c.native[resultOf{callee, i}]
}

// unknownAddress tells whether an unsafe.Pointer may be other than a Go pointer's.
func (c *checker) unknownAddress(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Const:
		return false
	case *ssa.Convert:
		if _, ok := v.X.Type().Underlying().(*types.Pointer); ok {
			return c.points(v.X, seen)
		}
	case *ssa.ChangeType:
		return c.unknownAddress(v.X, seen)
	case *ssa.Phi:
		return slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return c.unknownAddress(e, seen) })
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "Add" {
			return c.unknownAddress(v.Call.Args[0], seen)
		}
		if callee := v.Call.StaticCallee(); callee != nil && ownMemory[callee.RelString(nil)] {
			return false
		}
	}
	return true
}

// stores are those of f that are not allowed.
func (c *checker) stores(f *ssa.Function) []Finding {
	var findings []Finding
	find := func(pos token.Pos, t types.Type) {
		findings = append(findings, Finding{f.Prog.Fset.Position(pos), types.TypeString(t, func(p *types.Package) string { return p.Name() })})
	}
	for _, block := range f.Blocks {
		for _, instruction := range block.Instrs {
			switch i := instruction.(type) {
			case *ssa.Store:
				if t := i.Val.Type(); hasPointers(t) && c.isNative(i.Addr) {
					find(i.Pos(), t)
				}
			case ssa.CallInstruction:
				if t := c.written(i.Common()); t != nil && hasPointers(t) {
					find(i.Pos(), t)
				}
			}
		}
	}
	return findings
}

// written is the type of what a call of copy, clear, or a function of sync/atomic
// writes to native memory, or nil.
func (c *checker) written(call *ssa.CallCommon) types.Type {
	if len(call.Args) == 0 || !c.isNative(call.Args[0]) {
		return nil
	}
	to := call.Args[0].Type().Underlying()
	if b, ok := call.Value.(*ssa.Builtin); ok {
		if s, ok := to.(*types.Slice); ok && (b.Name() == "copy" || b.Name() == "clear") {
			return s.Elem()
		}
		return nil
	}
	callee := call.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg().Path() != "sync/atomic" {
		return nil
	}
	if p, ok := to.(*types.Pointer); ok {
		return p.Elem()
	}
	return nil
}

// ownMemory are functions whose unsafe.Pointer is that of a Go object.
var ownMemory = map[string]bool{
	// What a descriptor made of itself.
	"(*github.com/winmd2go/winmd2go/winrt/abi.Lazy).Load": true,
	"(*github.com/winmd2go/winmd2go/winrt/abi.Lazy).Keep": true,
}

func isUnsafePointer(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.UnsafePointer
}

// isPointer tells whether values of t lead to memory as a pointer or a slice does.
func isPointer(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Slice:
		return true
	}
	return false
}

// hasPointers tells whether the collector looks for pointers in values of t.
func hasPointers(t types.Type) bool {
	if _, ok := t.(*types.TypeParam); ok {
		return false // its instances are looked at
	}
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Kind() == types.UnsafePointer || t.Info()&types.IsString != 0
	case *types.Array:
		return t.Len() > 0 && hasPointers(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if hasPointers(f.Type()) {
				return true
			}
		}
		return false
	}
	return true
}
