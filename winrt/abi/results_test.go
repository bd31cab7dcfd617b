//go:build windows

package abi

import (
	"testing"
	"unsafe"
)

// owned is a descriptor that counts: a value in native memory is a number, 0 for none,
// and owns something until it is taken or dropped. Negative ones cannot be converted.
type owned struct{ live *int }

func (owned) Size() uintptr                        { return pointerSize }
func (o owned) Pass(c *Call, v int)                { c.word(uintptr(v)) }
func (o owned) Arg(f *Frame) (int, error)          { return ArgValue[int](f), nil }
func (o owned) Read(p unsafe.Pointer) (int, error) { return *(*int)(p), nil }
func (o owned) Take(p unsafe.Pointer) (int, error) {
	v := *(*int)(p)
	o.Drop(p)
	if v < 0 {
		return 0, codeInvalidArg
	}
	return v, nil
}
func (o owned) Give(p unsafe.Pointer, v int) error {
	if v < 0 {
		return codeInvalidArg
	}
	*(*int)(p) = v
	*o.live++
	return nil
}
func (o owned) Drop(p unsafe.Pointer) {
	if *(*int)(p) != 0 {
		*o.live--
	}
}

// giver is native code for these tests: it hands out what it is told to, two arrays to
// fill and two results.
type giver struct {
	live  int
	fill  [2]int
	give  [2]int
	array []int
}

var (
	iidGiver  = GUID{Data1: 0x6e8a3c15}
	stubGiver = &Stub{IID: &iidGiver, Methods: []Method{{Words: 8, Do: func(self any, f *Frame) error {
		g := self.(*giver)
		write := func(p unsafe.Pointer, v int) {
			*(*int)(p) = v
			g.live++
		}
		for _, v := range g.fill {
			n, memory := ArgValue[uint32](f), f.Pointer()
			for i := range n {
				write(unsafe.Add(memory, uintptr(i)*pointerSize), v)
			}
		}
		one, two := f.Out(), f.Out()
		length, array := f.Out(), f.Out()
		if err := f.Err(); err != nil {
			return err
		}
		write(one, g.give[0])
		write(two, g.give[1])
		memory := taskAlloc(uintptr(max(1, len(g.array))) * pointerSize)
		for i, v := range g.array {
			write(unsafe.Add(memory, uintptr(i)*pointerSize), v)
		}
		*(*uint32)(length) = uint32(len(g.array))
		*(*uintptr)(array) = uintptr(memory)
		return nil
	}}}}
)

// TestResultsAreTaken holds that what native code gave is Go's or given back, whichever
// part of it cannot be converted. It calls as generated code does.
func TestResultsAreTaken(t *testing.T) {
	const bad, good = -1, 1
	for _, test := range []struct {
		name string
		giver
		fails bool
	}{
		{"everything", giver{fill: [2]int{good, good}, give: [2]int{good, good}, array: []int{good, good}}, false},
		{"the first array", giver{fill: [2]int{bad, good}, give: [2]int{good, good}, array: []int{good}}, true},
		{"the second array", giver{fill: [2]int{good, bad}, give: [2]int{good, good}, array: []int{good}}, true},
		{"the first result", giver{fill: [2]int{good, good}, give: [2]int{bad, good}, array: []int{good}}, true},
		{"the second result", giver{fill: [2]int{good, good}, give: [2]int{good, bad}, array: []int{good}}, true},
		{"the array result", giver{fill: [2]int{good, good}, give: [2]int{good, good}, array: []int{good, bad, good}}, true},
		{"all", giver{fill: [2]int{bad, bad}, give: [2]int{bad, bad}, array: []int{bad}}, true},
	} {
		g := test.giver
		p, err := NewInstance(&g, stubGiver)
		if err != nil {
			t.Fatal(err)
		}
		o := new(Object)
		Adopt(o, p, &iidGiver)
		typ := owned{&g.live}
		err = func() (err error) {
			c := Begin(o, &iidGiver, slotFirstInspectable, "give")
			defer c.End()
			FillArray(c, make([]int, 2), Type[int](typ))
			FillArray(c, make([]int, 2), Type[int](typ))
			oneOut := OutType(c, Type[int](typ))
			twoOut := OutType(c, Type[int](typ))
			arrayOut := ReceiveArray(c, Type[int](typ))
			if err := c.Do(); err != nil {
				return err
			}
			_, err = typ.Take(oneOut)
			_, also := typ.Take(twoOut)
			err = First(err, also)
			_, also = arrayOut.Take()
			return First(err, also)
		}()
		if (err != nil) != test.fails || g.live != 0 {
			t.Errorf("%s: %d things are nobody's, %v", test.name, g.live, err)
		}
		o.Release()
	}
}

// TestResultsAreTakenBack holds that native code owns nothing of a call that fails
// while it hands results over.
func TestResultsAreTakenBack(t *testing.T) {
	const bad, good = -1, 1
	live := 0
	typ := Type[int](owned{&live})
	for _, values := range [][3]int{{good, good, good}, {bad, good, good}, {good, bad, good}, {good, good, bad}} {
		stub := &Stub{IID: &GUID{Data1: 0x6e8a3c16}, Methods: []Method{{Words: 5, Do: func(_ any, f *Frame) error {
			filled := ArgFill(f, typ)
			array := ArgReceive(f, typ)
			one := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			filled.Slice[0], filled.Slice[1] = good, values[0]
			if err := filled.Done(); err != nil {
				return err
			}
			if err := array.Give([]int{good, values[1]}); err != nil {
				filled.TakeBack()
				return err
			}
			if err := typ.Give(one, values[2]); err != nil {
				filled.TakeBack()
				array.TakeBack()
				return err
			}
			return nil
		}}}}
		p, err := NewInstance(&greeter{}, stub)
		if err != nil {
			t.Fatal(err)
		}
		o := new(Object)
		Adopt(o, p, stub.IID)
		c := Begin(o, stub.IID, slotFirstInspectable, "give")
		memory := (*[2]int)(c.alloc(2 * pointerSize))
		Value(c, uint32(2))
		c.word(uintptr(unsafe.Pointer(memory)))
		length, array, one := Out[uint32](c), Out[unsafe.Pointer](c), Out[int](c)
		err = c.Do()
		failed := values != [3]int{good, good, good}
		if (err != nil) != failed {
			t.Errorf("%v: %v", values, err)
		}
		if failed && (live != 0 || *memory != [2]int{} || *length != 0 || *array != nil || *one != 0) {
			t.Errorf("%v: %d things are left, %v, %d at %v, %d", values, live, *memory, *length, *array, *one)
		}
		if !failed && live != 5 {
			t.Errorf("%d things were given of 5", live)
		}
		live = 0
		c.End()
		o.Release()
	}
}

// TestStructsAreWhole holds that a struct whose last field cannot be given leaves
// nothing of its first.
func TestStructsAreWhole(t *testing.T) {
	live := 0
	typ := owned{&live}
	pair := &Struct[[2]int, [2]int]{
		Of: func(p *[2]int) ([2]int, error) { return *p, nil },
		To: func(p *[2]int, v [2]int) error {
			if err := typ.Give(unsafe.Pointer(&p[0]), v[0]); err != nil {
				return err
			}
			return typ.Give(unsafe.Pointer(&p[1]), v[1])
		},
		Free: func(p *[2]int) {
			typ.Drop(unsafe.Pointer(&p[0]))
			typ.Drop(unsafe.Pointer(&p[1]))
		},
	}
	cell := &[2]int{7, 7} // what a caller has not cleared
	if err := pair.Give(unsafe.Pointer(cell), [2]int{1, -1}); err == nil || live != 0 || *cell != [2]int{} {
		t.Errorf("%d things are left, %v, %v", live, *cell, err)
	}
	if err := pair.Give(unsafe.Pointer(cell), [2]int{1, 2}); err != nil || live != 2 {
		t.Errorf("%d things were given of 2, %v", live, err)
	}
}
