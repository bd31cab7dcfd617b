//go:build windows

package abi

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// Stub is how native code calls a Go value through one interface.
type Stub struct {
	IID *GUID
	// Unknown says that the interface derives from IUnknown and not from
	// IInspectable: its methods begin at slot 3 instead of 6.
	Unknown bool
	pops    stackTable
	Methods []Method
	// Requires are interfaces that an object with this one has too.
	Requires []StubSource
}

// Method is how native code calls one method of a Go value.
type Method struct {
	// Words is how many words of four bytes the arguments take on 386, results
	// included and the object not. The callee takes them away there, also when the
	// call fails before any of them was read, or comes after the last Release.
	Words int
	// Do reads all arguments and results from f, asks f.Err, and calls self. Nil for
	// a method that Go values do not have.
	Do func(self any, f *Frame) error
}

// Words is how many words of four bytes a value of size bytes takes on 386 as an
// argument.
func Words(size uintptr) int { return int(size+3) / 4 }

// StubSource has a Stub, if need be only when it is asked for.
type StubSource interface{ Stub() *Stub }

// Stub returns s, so that a *Stub is a StubSource.
func (s *Stub) Stub() *Stub { return s }

// Released is implemented by Go values that want to know when the last reference
// of native code to their COM object is gone. It is called on any goroutine.
type Released interface{ Released() }

// identity tells whether two interface values are the same: the same pointer, of
// the same type. What is no pointer is boxed each time it becomes an interface
// value, and so is new each time.
type identity [2]unsafe.Pointer

func identityOf(v any) identity { return *(*identity)(unsafe.Pointer(&v)) }

// instance is the Go side of one COM object.
type instance struct {
	self     any
	key      identity
	index    uint32
	delegate bool
	over     func() // of a delegate: no reference is left
	gone     bool   // no reference is left, it is taken apart; guarded by table.Mutex
	main     *cell
	faces    atomic.Pointer[[]*face]
	inner    atomic.Pointer[unsafe.Pointer] // IInspectable of the base, of a derived class

	mu        sync.Mutex // for additions to faces, marshaler and ended
	marshaler unsafe.Pointer
	ended     bool // there is no marshaler to be had any more
}

// noMethods is what an object has that no interface was given to, the outer one of
// a composition without overridable methods.
var noMethods = Stub{IID: &iidIInspectable}

// face is one interface of an instance.
type face struct {
	iid    *GUID
	first  uintptr // slot of methods[0]
	stub   *Stub
	invoke func(f *Frame) error // of a delegate, instead of stub
	cell   *cell
}

// NewInstance returns a new reference to stub's interface on the COM object for v.
// While that object lives, the same pointer v gives the same object again, and
// further interfaces are added to it. What is in more becomes part of it too.
func NewInstance(v any, stub *Stub, more ...*Stub) (unsafe.Pointer, error) {
	inst, err := instanceWith(v, stub, more...)
	if err != nil {
		return nil, err
	}
	return unsafe.Pointer(inst.find(stub.IID).cell), nil
}

// instanceWith does NewInstance's work.
func instanceWith(v any, stub *Stub, more ...*Stub) (*instance, error) {
	inst, err := instanceOf(v)
	if err != nil {
		return nil, err
	}
	if err = inst.addClass(); err == nil {
		_, err = inst.add(stub)
	}
	for i := 0; err == nil && i < len(more); i++ {
		_, err = inst.add(more[i])
	}
	if err != nil {
		inst.drop()
		return nil, err
	}
	return inst, nil
}

// liveInstance returns the COM object that v has, with a reference for the caller, or nil.
func liveInstance(v any) *instance {
	table.Lock()
	defer table.Unlock()
	if inst := table.objects[identityOf(v)]; inst != nil && inst.hold() {
		return inst
	}
	return nil
}

// newDelegate returns a new reference to a delegate: invoke is its only method,
// with that many words of arguments on 386. over, if not nil, is told when the last
// reference is gone.
func newDelegate(iid *GUID, words int, invoke func(f *Frame) error, over func()) (unsafe.Pointer, error) {
	_ = joinMTA() // as in instanceOf
	inst := &instance{delegate: true, over: over}
	table.Lock()
	defer table.Unlock()
	if err := inst.begin(); err != nil {
		return nil, err
	}
	inst.main.ofDelegate(words)
	inst.faces.Store(&[]*face{{iid: iid, first: slotFirstUnknown, invoke: invoke, cell: inst.main}})
	return unsafe.Pointer(inst.main), nil
}

// instanceOf returns the instance for v with a reference for the caller.
func instanceOf(v any) (*instance, error) {
	_ = joinMTA() // native code may ask for what needs an apartment; activation says why there is none
	key := identityOf(v)
	table.Lock()
	defer table.Unlock()
	if inst := table.objects[key]; inst != nil && inst.hold() {
		return inst, nil
	}
	inst := &instance{self: v, key: key}
	if err := inst.begin(); err != nil {
		return nil, err
	}
	inst.faces.Store(new([]*face))
	if table.objects == nil {
		table.objects = map[identity]*instance{}
	}
	table.objects[key] = inst
	return inst, nil
}

// begin makes the cell that is inst's identity, with one reference. Hold table.Mutex.
func (inst *instance) begin() error {
	if err := listen(); err != nil {
		return err
	}
	c := newCell()
	if c == nil {
		return codeOutOfMem
	}
	index, ok := enterTable(inst)
	if !ok {
		freeCell(c)
		return codeOutOfMem
	}
	c.refs, c.index, c.face = uintptr(unsafe.Pointer(&c.count)), index, 0
	c.ofStub(&noMethods)
	c.count.Store(1)
	inst.index, inst.main = index, c
	if table.live.Add(1) == 1 {
		keepAwake()
	}
	return nil
}

// hold adds a reference unless the last one is gone. Hold table.Mutex.
func (inst *instance) hold() bool {
	for !inst.gone {
		n := inst.main.count.Load()
		if n == 0 {
			return false
		}
		if inst.main.count.CompareAndSwap(n, n+1) {
			return true
		}
	}
	return false
}

// drop gives a reference back that Go holds.
func (inst *instance) drop() {
	if inst.main.count.Add(-1) == 0 {
		inst.end()
	}
}

// ending is what the count of an object starts from while it is taken apart, so that
// references to it that come and go meanwhile do not end it again: what it aggregates
// may ask its outer object for one in its own destructor.
const ending = 1 << 30

// end takes apart an object that nobody refers to.
func (inst *instance) end() {
	table.Lock()
	if inst.gone {
		table.Unlock()
		return
	}
	inst.gone = true
	if table.objects[inst.key] == inst {
		delete(table.objects, inst.key)
	}
	inst.main.count.Add(ending)
	table.Unlock()

	inst.mu.Lock()
	marshaler := inst.marshaler
	inst.marshaler, inst.ended = nil, true
	inst.mu.Unlock()
	if marshaler != nil {
		release(marshaler)
	}
	if inner := inst.inner.Swap(nil); inner != nil {
		release(*inner)
	}

	table.Lock()
	table.chunks[inst.index>>10].Load()[inst.index&1023].Store(nil)
	table.free = append(table.free, inst.index)
	for _, f := range *inst.faces.Load() {
		if f.cell != inst.main {
			freeCell(f.cell)
		}
	}
	freeCell(inst.main)
	if table.live.Add(-1) == 0 {
		letSleep()
	}
	table.Unlock()
	inst.tellReleased()
}

// tellReleased calls the value's Released method. A panic there is told like any in Go
// code that native code calls.
func (inst *instance) tellReleased() {
	var err error
	defer caught(&err)
	if inst.over != nil {
		inst.over()
	}
	if r, ok := inst.self.(Released); ok {
		r.Released()
	}
}

// add finds stub's interface among inst's, or adds it and all that it requires.
func (inst *instance) add(stub *Stub) (*face, error) {
	if f := inst.find(stub.IID); f != nil {
		return f, nil
	}
	inst.mu.Lock()
	defer inst.mu.Unlock()
	return inst.append(stub)
}

// append does add's work. Hold inst.mu.
func (inst *instance) append(stub *Stub) (*face, error) {
	if f := inst.find(stub.IID); f != nil {
		return f, nil
	}
	f := &face{iid: stub.IID, first: slotFirstInspectable, stub: stub}
	if stub.Unknown {
		f.first = slotFirstUnknown
	}
	former := *inst.faces.Load()
	if len(former) == 0 {
		f.cell = inst.main
	} else {
		table.Lock()
		f.cell = newCell()
		table.Unlock()
		if f.cell == nil {
			return nil, codeOutOfMem
		}
		f.cell.refs, f.cell.index, f.cell.face = inst.main.refs, inst.index, uint32(len(former))
	}
	f.cell.ofStub(stub)
	faces := append(former[:len(former):len(former)], f)
	inst.faces.Store(&faces)
	for _, source := range stub.Requires {
		if _, err := inst.append(source.Stub()); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (inst *instance) find(iid *GUID) *face {
	for _, f := range *inst.faces.Load() {
		if *f.iid == *iid {
			return f
		}
	}
	return nil
}

// Inside is implemented by the runtime's own types that native code holds. Go code
// never gets them: Outside is what stands for one there, or nil.
type Inside interface{ Outside() any }

// ValueOf is the Go value behind an interface pointer, if Go made the object.
func ValueOf(p unsafe.Pointer) (v any, ok bool) {
	v, ok = selfOf(p)
	if inside, is := v.(Inside); is {
		v = inside.Outside()
		ok = v != nil
	}
	return v, ok
}

// selfOf is the Go value whose methods native code calls.
func selfOf(p unsafe.Pointer) (v any, ok bool) {
	if p == nil || *(*uintptr)(p) != vtable() {
		return nil, false
	}
	inst := lookup((*cell)(p).index)
	if inst == nil || inst.delegate || inst.self == nil {
		return nil, false
	}
	return inst.self, true
}
