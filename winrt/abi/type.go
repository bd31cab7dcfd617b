//go:build windows

package abi

import "unsafe"

// Type says how values of the Go type T cross. Implementations are immutable and
// may be used from several goroutines.
type Type[T any] interface {
	// Size is what a value takes in native memory, in bytes.
	Size() uintptr
	// Pass adds v as an in argument; what is made for it lives until End.
	Pass(c *Call, v T)
	// Arg reads the next in argument of a call into Go, which native code owns.
	Arg(f *Frame) (T, error)
	// Read copies a value out of native memory, whose owner keeps its own.
	Read(p unsafe.Pointer) (T, error)
	// Take copies a value out of native memory and owns what it refers to.
	Take(p unsafe.Pointer) (T, error)
	// Give writes a value to native memory, which then owns what it refers to.
	Give(p unsafe.Pointer, v T) error
	// Drop frees what a value in native memory refers to.
	Drop(p unsafe.Pointer)
}

// plain is implemented by the descriptors of types that are the same bits in Go
// and in native code, so that their arrays need no copy.
type plain interface{ plain() }

func isPlain[T any](t Type[T]) bool {
	_, ok := t.(plain)
	return ok
}

const pointerSize = unsafe.Sizeof(uintptr(0))

// Pad386 is four bytes on 386 and nothing elsewhere: Go aligns 64-bit values to
// four bytes there, Windows to eight.
type Pad386 = [8/pointerSize - 1][4]byte

// Plain is the descriptor of types without references that are passed as integers:
// integers, enums, GUID, and structs that are not made of floats alone.
type Plain[T any] struct{}

func (Plain[T]) plain()                           {}
func (Plain[T]) Size() uintptr                    { var v T; return unsafe.Sizeof(v) }
func (Plain[T]) Pass(c *Call, v T)                { Value(c, v) }
func (Plain[T]) Arg(f *Frame) (T, error)          { return ArgValue[T](f), nil }
func (Plain[T]) Read(p unsafe.Pointer) (T, error) { return *(*T)(p), nil }
func (Plain[T]) Take(p unsafe.Pointer) (T, error) { return *(*T)(p), nil }
func (Plain[T]) Give(p unsafe.Pointer, v T) error { *(*T)(p) = v; return nil }
func (Plain[T]) Drop(unsafe.Pointer)              {}

// FloatsType is the descriptor of float32 and of structs of up to four of them.
type FloatsType[T any] struct{}

func (FloatsType[T]) plain()                           {}
func (FloatsType[T]) Size() uintptr                    { return Plain[T]{}.Size() }
func (FloatsType[T]) Pass(c *Call, v T)                { Floats(c, v) }
func (FloatsType[T]) Arg(f *Frame) (T, error)          { return ArgFloats[T](f), nil }
func (FloatsType[T]) Read(p unsafe.Pointer) (T, error) { return *(*T)(p), nil }
func (FloatsType[T]) Take(p unsafe.Pointer) (T, error) { return *(*T)(p), nil }
func (FloatsType[T]) Give(p unsafe.Pointer, v T) error { *(*T)(p) = v; return nil }
func (FloatsType[T]) Drop(unsafe.Pointer)              {}

// DoublesType is the descriptor of float64 and of structs of up to four of them.
type DoublesType[T any] struct{}

func (DoublesType[T]) plain()                           {}
func (DoublesType[T]) Size() uintptr                    { return Plain[T]{}.Size() }
func (DoublesType[T]) Pass(c *Call, v T)                { Doubles(c, v) }
func (DoublesType[T]) Arg(f *Frame) (T, error)          { return ArgDoubles[T](f), nil }
func (DoublesType[T]) Read(p unsafe.Pointer) (T, error) { return *(*T)(p), nil }
func (DoublesType[T]) Take(p unsafe.Pointer) (T, error) { return *(*T)(p), nil }
func (DoublesType[T]) Give(p unsafe.Pointer, v T) error { *(*T)(p) = v; return nil }
func (DoublesType[T]) Drop(unsafe.Pointer)              {}

// Bool is the descriptor of boolean: one byte, 0 or 1.
type Bool struct{}

func (Bool) Size() uintptr                       { return 1 }
func (Bool) Pass(c *Call, v bool)                { Value(c, v) }
func (Bool) Arg(f *Frame) (bool, error)          { return ArgValue[byte](f) != 0, nil }
func (Bool) Read(p unsafe.Pointer) (bool, error) { return *(*byte)(p) != 0, nil }
func (Bool) Take(p unsafe.Pointer) (bool, error) { return *(*byte)(p) != 0, nil }
func (Bool) Give(p unsafe.Pointer, v bool) error { *(*bool)(p) = v; return nil }
func (Bool) Drop(unsafe.Pointer)                 {}

// Bool32 is the descriptor of BOOL: four bytes, 0 for false.
type Bool32 struct{}

func (Bool32) Size() uintptr                       { return 4 }
func (Bool32) Pass(c *Call, v bool)                { Value(c, bool32(v)) }
func (Bool32) Arg(f *Frame) (bool, error)          { return ArgValue[int32](f) != 0, nil }
func (Bool32) Read(p unsafe.Pointer) (bool, error) { return *(*int32)(p) != 0, nil }
func (Bool32) Take(p unsafe.Pointer) (bool, error) { return *(*int32)(p) != 0, nil }
func (Bool32) Give(p unsafe.Pointer, v bool) error { *(*int32)(p) = bool32(v); return nil }
func (Bool32) Drop(unsafe.Pointer)                 {}

func bool32(v bool) int32 {
	if v {
		return 1
	}
	return 0
}

// String is the descriptor of HSTRING.
type String struct{}

func (String) Size() uintptr          { return pointerSize }
func (String) Pass(c *Call, v string) { c.String(v) }
func (String) Arg(f *Frame) (string, error) {
	h := ArgValue[uintptr](f)
	return String{}.Read(unsafe.Pointer(&h))
}
func (String) Read(p unsafe.Pointer) (string, error) {
	cell := lengths.Get().(*uint32)
	defer lengths.Put(cell)
	return readString(*(*uintptr)(p), cell), nil
}
func (t String) Take(p unsafe.Pointer) (string, error) {
	s, err := t.Read(p)
	deleteString(*(*uintptr)(p))
	return s, err
}
func (String) Give(p unsafe.Pointer, v string) error { return newString(v, (*uintptr)(p)) }
func (String) Drop(p unsafe.Pointer)                 { deleteString(*(*uintptr)(p)) }

// dropReference releases the interface pointer in native memory.
func dropReference(p unsafe.Pointer) {
	if q := *(*unsafe.Pointer)(p); q != nil {
		release(q)
	}
}

// shared returns the interface pointer in native memory with a reference of its own.
func shared(p unsafe.Pointer) unsafe.Pointer {
	q := *(*unsafe.Pointer)(p)
	if q != nil {
		addRef(q)
	}
	return q
}

// Class is the descriptor of the runtime class T, whose values are *T.
type Class[T any] struct{}

func (Class[T]) Size() uintptr      { return pointerSize }
func (Class[T]) Pass(c *Call, v *T) { PassClass(c, v) }
func (t Class[T]) Arg(f *Frame) (*T, error) {
	p := f.Pointer()
	if p == nil {
		return nil, nil
	}
	v := new(T)
	f.borrow((*Object)(unsafe.Pointer(v)), p, &classOf[T]().IID)
	return v, nil
}
func (Class[T]) Read(p unsafe.Pointer) (*T, error) { return Wrap[T](shared(p)), nil }
func (Class[T]) Take(p unsafe.Pointer) (*T, error) { return Wrap[T](*(*unsafe.Pointer)(p)), nil }
func (Class[T]) Give(p unsafe.Pointer, v *T) (err error) {
	StorePointer(p, nil)
	if v == nil {
		return nil
	}
	q, err := referenceTo(Ref(v), &classOf[T]().IID)
	StorePointer(p, q)
	return err
}
func (Class[T]) Drop(p unsafe.Pointer) { dropReference(p) }

// Interface is the descriptor of an interface that Go types can implement: I is
// the Go interface.
type Interface[I any] struct {
	IID    GUID
	New    func(p unsafe.Pointer) I // makes the proxy that owns a reference
	Source StubSource               // how native code calls a Go value; nil if I is Native
}

// Native is part of a Go interface that only native objects have, as methods of the
// COM interface are not projected: a Go type that had the others could not answer
// for them. Projected objects implement it.
type Native interface{ projected }

// Stub makes a descriptor the StubSource of its interface.
func (t *Interface[I]) Stub() *Stub {
	if t.Source == nil {
		panic("abi: interface {" + t.IID.String() + "} has methods that are not projected; Go types cannot implement it")
	}
	return t.Source.Stub()
}

func (*Interface[I]) Size() uintptr { return pointerSize }

func (t *Interface[I]) Pass(c *Call, v I) { passInterface(c, &t.IID, t.Source, v) }

func (t *Interface[I]) Arg(f *Frame) (I, error) {
	p := f.Pointer()
	return t.Read(unsafe.Pointer(&p))
}

func (t *Interface[I]) Read(p unsafe.Pointer) (I, error) {
	q := shared(p)
	return t.Take(unsafe.Pointer(&q))
}

// Take gives a Go value back that native code had from Go.
func (t *Interface[I]) Take(p unsafe.Pointer) (I, error) {
	q := *(*unsafe.Pointer)(p)
	if q == nil {
		var none I
		return none, nil
	}
	if v, ok := ValueOf(q); ok {
		if i, ok := v.(I); ok {
			release(q)
			return i, nil
		}
	}
	return t.New(q), nil
}

func (t *Interface[I]) Give(p unsafe.Pointer, v I) error {
	return giveInterface(p, &t.IID, t.Source, v)
}
func (*Interface[I]) Drop(p unsafe.Pointer) { dropReference(p) }

// As asks v for an interface, which is I in Go: a projected value by
// QueryInterface, a Go value by its methods. It does without the interface's
// descriptor, since a program that only asks never needs what implements it in Go.
func As[I any](v any, info *ClassInfo, newProxy func(p unsafe.Pointer) I) (I, error) {
	i, p, err := interfaceOf(v, info, func(v any) bool { _, ok := v.(I); return ok })
	if p != nil {
		return newProxy(p), nil
	}
	none, _ := i.(I)
	return none, err
}

// interfaceOf is v itself, a Go value for which is says that it has the methods, or a new
// reference to its interface.
func interfaceOf(v any, info *ClassInfo, is func(v any) bool) (any, unsafe.Pointer, error) {
	op := "query interface " + info.Name
	v, o, present := subject(v)
	switch {
	case !present:
		return nil, nil, wrapped(op, codePointer)
	case o == nil && is(v):
		return v, nil, nil
	case o == nil:
		return nil, nil, &Error{Code: codeNoIface, Op: op, Text: "a " + typeName(v) + " does not have its methods"}
	}
	p, err := referenceTo(o, &info.IID)
	return nil, p, wrapped(op, err)
}

// Cast asks v, a projected value, for the class T.
func Cast[T any](v any) (*T, error) {
	info := classOf[T]()
	_, o, present := subject(v)
	if !present {
		return nil, wrapped("cast to "+info.Name, codePointer)
	}
	if o == nil {
		return nil, wrapped("cast to "+info.Name, codeNoIface)
	}
	p, err := referenceTo(o, &info.IID)
	if err != nil {
		return nil, wrapped("cast to "+info.Name, err)
	}
	return Wrap[T](p), nil
}

// Delegate is the descriptor of a delegate: F is a Go func type.
type Delegate[F any] struct {
	IID    GUID
	Words  int                        // of the arguments, as in Method
	Invoke func(fn F, f *Frame) error // native code calls Go
	Bind   func(o *Object) F          // Go calls native code
	// Gone, if not nil, is called when native code has given its last reference to
	// the delegate of fn up, on any goroutine.
	Gone func(fn F)
}

func (*Delegate[F]) Size() uintptr { return pointerSize }

// isNil tells whether a func is nil.
func isNil[F any](fn F) bool { return *(*unsafe.Pointer)(unsafe.Pointer(&fn)) == nil }

func (t *Delegate[F]) make(fn F) (unsafe.Pointer, error) {
	if isNil(fn) {
		return nil, nil
	}
	var gone func()
	if t.Gone != nil {
		gone = func() { t.Gone(fn) }
	}
	return newDelegate(&t.IID, t.Words, func(f *Frame) error { return t.Invoke(fn, f) }, gone)
}

func (t *Delegate[F]) Pass(c *Call, v F) {
	p, err := t.make(v)
	if err != nil {
		c.Fail(err)
	}
	c.owned(p)
}

func (t *Delegate[F]) Arg(f *Frame) (F, error) {
	p := f.Pointer()
	return t.Read(unsafe.Pointer(&p))
}

func (t *Delegate[F]) Read(p unsafe.Pointer) (F, error) {
	q := shared(p)
	return t.Take(unsafe.Pointer(&q))
}

func (t *Delegate[F]) Take(p unsafe.Pointer) (F, error) {
	q := *(*unsafe.Pointer)(p)
	if q == nil {
		var none F
		return none, nil
	}
	o := new(Object)
	Adopt(o, q, &t.IID)
	return t.Bind(o), nil
}

func (t *Delegate[F]) Give(p unsafe.Pointer, v F) error {
	q, err := t.make(v)
	StorePointer(p, q)
	return err
}

func (*Delegate[F]) Drop(p unsafe.Pointer) { dropReference(p) }

// Struct is the descriptor of a struct with references in it: N is its form in
// native memory.
type Struct[T, N any] struct {
	// Of reads the fields; native memory keeps what they refer to.
	Of func(p *N) (T, error)
	// To writes the fields; native memory owns what they refer to.
	To func(p *N, v T) error
	// Free frees what the fields refer to.
	Free func(p *N)
}

func (*Struct[T, N]) Size() uintptr { var n N; return unsafe.Sizeof(n) }

func (t *Struct[T, N]) Pass(c *Call, v T) {
	n := (*N)(c.alloc(t.Size()))
	if err := t.To(n, v); err != nil {
		c.Fail(err)
	}
	c.before = append(c.before, func() { t.Free(n) })
	Value(c, *n)
}

func (t *Struct[T, N]) Arg(f *Frame) (T, error) {
	n := ArgValue[N](f)
	return t.Of(&n)
}

func (t *Struct[T, N]) Read(p unsafe.Pointer) (T, error) { return t.Of((*N)(p)) }

func (t *Struct[T, N]) Take(p unsafe.Pointer) (T, error) {
	defer t.Free((*N)(p))
	return t.Of((*N)(p))
}

func (t *Struct[T, N]) Give(p unsafe.Pointer, v T) error {
	clear(unsafe.Slice((*byte)(p), t.Size()))
	err := t.To((*N)(p), v)
	if err != nil { // the caller gets all fields or none
		t.Free((*N)(p))
		clear(unsafe.Slice((*byte)(p), t.Size()))
	}
	return err
}
func (t *Struct[T, N]) Drop(p unsafe.Pointer) { t.Free((*N)(p)) }
