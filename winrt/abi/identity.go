//go:build windows

package abi

import "reflect"

// Identity tells objects apart, as a key of a map does: two are equal if they are of
// one object, whatever interfaces and classes it was asked for. It holds no native
// object: it is good while somebody does, as an object that comes later may have its
// number. A Go value is kept by it.
type Identity struct {
	unknown uintptr  // a native object's IUnknown
	value   identity // a Go value
}

// IdentityOf is the identity of an object: of a projected class, an interface, a
// collection, or of a Go value that is a pointer. Values like numbers and text have
// none.
func IdentityOf(v any) (Identity, error) {
	const op = "identity"
	v, o, present := subject(v)
	switch {
	case !present:
		return Identity{}, wrapped(op, codePointer)
	case o == nil:
		if !isPointer(v) {
			return Identity{}, &Error{Code: codeInvalidArg, Op: op, Text: "a " + typeName(v) + " is a value and no object"}
		}
		return Identity{value: identityOf(v)}, nil
	}
	if err := enter(o); err != nil {
		return Identity{}, wrapped(op, err)
	}
	defer leave(o, 1)
	unknown, err := askFor(o.ptr.pointer(), &iidIUnknown)
	if err != nil {
		return Identity{}, wrapped(op, err)
	}
	defer release(unknown)
	if self, ok := selfOf(unknown); ok {
		return Identity{value: identityOf(self)}, nil
	}
	return Identity{unknown: uintptr(unknown)}, nil
}

// Same tells whether a and b are one object, or equal values. Two nil ones are the
// same; a released object is the same as itself alone.
func Same(a, b any) bool {
	if identityOf(a) == identityOf(b) {
		return true
	}
	_, someA := objectOf(a)
	_, someB := objectOf(b)
	if !someA || !someB {
		return someA == someB
	}
	if x, err := IdentityOf(a); err == nil {
		y, err := IdentityOf(b)
		return err == nil && x == y
	}
	return equalValues(a, b) // of what is released, the Go pointers
}

// isPointer tells whether v's type is one whose values have an identity.
func isPointer(v any) bool {
	switch reflect.TypeOf(v).Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return true
	}
	return false
}

// equalValues is ==, and false for types that do not have it.
func equalValues(a, b any) (same bool) {
	defer func() { _ = recover() }()
	return a == b
}
