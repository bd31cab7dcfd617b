//go:build windows

package abi

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"unsafe"
)

// Call is one call into native code: its arguments, and the memory that native
// code may write to. Generated code makes it with Begin, adds the arguments in
// order, calls Do and defers End.
type Call struct {
	callArgs
	target  unsafe.Pointer
	slot    int
	op      string
	err     error
	objects []*Object        // entered until End
	holds   []Holder         // likewise
	keep    []unsafe.Pointer // Go memory that the callee may touch
	before  []func()         // frees what the arguments own, at End
	after   []func() error   // reads results, after a call that succeeded
	results []result         // what Do's caller takes, unless reading those fails
	used    int              // of memory
	memory  [48]uint64
	more    [][]uint64 // beyond memory
}

// Holder is something that may not be closed while a call uses it.
type Holder interface{ Unhold() }

var calls = sync.Pool{New: func() any { return new(Call) }}

// Begin starts a call of the method in slot of o's interface iid. What fails here
// or in an argument is what Do returns.
func Begin(o *Object, iid *GUID, slot int, op string) *Call {
	c := calls.Get().(*Call)
	c.slot, c.op = slot, op
	if err := enter(o); err != nil && !temporary(o) {
		c.err = err
		return c
	}
	c.objects = append(c.objects, o)
	if c.target, c.err = queryObject(o, iid); c.err != nil {
		if lacks(c.err) {
			_, since, _ := strings.Cut(op, sinceMark)
			c.err = missing(c.err, since)
		} else {
			lost(o, codeOf(c.err))
		}
	}
	return c
}

// Do makes the call. The error of a failing HRESULT is an *Error.
func (c *Call) Do() error {
	if c.err != nil {
		return wrapped(c.op, c.err)
	}
	runtime.LockOSThread()
	var err error
	if hr := HRESULT(c.invoke(slotOf(c.target, c.slot), c.target)); hr.Failed() {
		err = failure(c.op, hr)
		lost(c.objects[0], hr)
	}
	runtime.UnlockOSThread()
	if err != nil {
		return err
	}
	for _, read := range c.after { // all of them: what they read is Go's now
		err = First(err, read())
	}
	if err != nil {
		for _, r := range c.results {
			r.typ.(interface{ Drop(p unsafe.Pointer) }).Drop(r.cell)
		}
	}
	return wrapped(c.op, err)
}

// End gives back everything that the call held. The result cells are gone then.
func (c *Call) End() {
	for _, free := range c.before {
		free()
	}
	for _, o := range c.objects {
		leave(o, 1)
	}
	for _, h := range c.holds {
		h.Unhold()
	}
	clear(c.objects)
	clear(c.holds)
	clear(c.keep)
	clear(c.before)
	clear(c.after)
	clear(c.results)
	c.callArgs.reset()
	c.target, c.op, c.err, c.more, c.used = nil, "", nil, nil, 0
	c.objects, c.holds, c.keep = c.objects[:0], c.holds[:0], c.keep[:0]
	c.before, c.after, c.results = c.before[:0], c.after[:0], c.results[:0]
	calls.Put(c)
}

// Fail makes Do return err without calling, unless an earlier step failed.
func (c *Call) Fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// Hold keeps h usable until End.
func (c *Call) Hold(h Holder) { c.holds = append(c.holds, h) }

// Pointer passes Go memory that the callee may touch during the call.
func (c *Call) Pointer(p unsafe.Pointer) {
	c.keep = append(c.keep, p)
	c.word(uintptr(p))
}

// alloc returns zeroed memory of the frame, aligned to 8 bytes, on the heap.
func (c *Call) alloc(size uintptr) unsafe.Pointer {
	n := int(size+7) / 8
	if n == 0 {
		n = 1
	}
	if c.used+n > len(c.memory) {
		block := make([]uint64, n)
		c.more = append(c.more, block)
		return unsafe.Pointer(&block[0])
	}
	cells := c.memory[c.used : c.used+n]
	clear(cells)
	c.used += n
	return unsafe.Pointer(&cells[0])
}

// Out passes a pointer to a zeroed cell of size bytes for a result.
func (c *Call) Out(size uintptr) unsafe.Pointer {
	p := c.alloc(size)
	c.word(uintptr(p))
	return p
}

// Out passes a pointer to a zeroed cell for a result of type T, which holds no Go
// pointers.
func Out[T any](c *Call) *T {
	var v T
	return (*T)(c.Out(unsafe.Sizeof(v)))
}

// OutType passes a pointer to a zeroed cell for a result that t describes. Take it
// after Do, whatever becomes of other results.
func OutType[T any](c *Call, t Type[T]) unsafe.Pointer {
	p := c.Out(t.Size())
	c.results = append(c.results, result{t, p})
	return p
}

// result is the cell of a described result.
type result struct {
	typ  any // Drop frees it
	cell unsafe.Pointer
}

// First is the first of two errors, if there is one.
func First(err, also error) error {
	if err != nil {
		return err
	}
	return also
}

// ReleaseAll releases what came with a result that could not be converted.
func ReleaseAll(values ...any) {
	for _, v := range values {
		ReleaseValue(v)
	}
}

// enter holds o until End and passes its interface iid.
func (c *Call) object(o *Object, iid *GUID) {
	if err := enter(o); err != nil {
		c.Fail(err)
		c.word(0)
		return
	}
	c.objects = append(c.objects, o)
	p, err := queryObject(o, iid)
	if err != nil {
		c.Fail(err)
	}
	c.word(uintptr(p))
}

// owned passes a reference that the call owns until End.
func (c *Call) owned(p unsafe.Pointer) {
	if p != nil {
		c.before = append(c.before, func() { release(p) })
	}
	c.word(uintptr(p))
}

// PassClass passes the default interface of the class T, null for nil.
func PassClass[T any](c *Call, v *T) {
	if v == nil {
		c.word(0)
		return
	}
	c.object(Ref(v), &classOf[T]().IID)
}

// Value passes a value that is the same bits in Go and in native code and has no
// floats in it except beside other fields.
func Value[T any](c *Call, v T) { c.value(unsafe.Pointer(&v), unsafe.Sizeof(v)) }

// Floats passes a float32, or a struct of one to four of them and nothing else.
func Floats[T any](c *Call, v T) { c.floats(unsafe.Pointer(&v), unsafe.Sizeof(v), 4) }

// Doubles passes a float64, or a struct of one to four of them and nothing else.
func Doubles[T any](c *Call, v T) { c.floats(unsafe.Pointer(&v), unsafe.Sizeof(v), 8) }

// ByRef passes a pointer to a copy of v.
func ByRef[T any](c *Call, v T) {
	*Out[T](c) = v
}

var errTooManyArguments = errors.New("the method has more argument words than a call can carry")
