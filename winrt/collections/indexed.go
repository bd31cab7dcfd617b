//go:build windows

package collections

import (
	"errors"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// indexed is the part that IVector<T> and IVectorView<T> have in common. Both
// begin with GetAt and Size; the other two stand in different slots.
type indexed struct {
	indexOf, getMany                   int
	opGetAt, opSize, opIndexOf, opMany string
}

const (
	slotGetAt = 6
	slotSize  = 7
)

var (
	viewSlots = indexed{
		indexOf: 8, getMany: 9,
		opGetAt: "IVectorView.GetAt", opSize: "IVectorView.Size", opIndexOf: "IVectorView.IndexOf", opMany: "IVectorView.GetMany",
	}
	vectorSlots = indexed{
		indexOf: 9, getMany: 16,
		opGetAt: "IVector.GetAt", opSize: "IVector.Size", opIndexOf: "IVector.IndexOf", opMany: "IVector.GetMany",
	}
)

func callGetAt[T any](o *abi.Object, iid *abi.GUID, elem abi.Type[T], op string, index uint32) (T, error) {
	c := abi.Begin(o, iid, slotGetAt, op)
	defer c.End()
	abi.Value(c, index)
	result := c.Out(elem.Size())
	if err := c.Do(); err != nil {
		var none T
		return none, err
	}
	return elem.Take(result)
}

func callIndexOf[T any](o *abi.Object, iid *abi.GUID, elem abi.Type[T], slots *indexed, value T) (uint32, bool, error) {
	c := abi.Begin(o, iid, slots.indexOf, slots.opIndexOf)
	defer c.End()
	elem.Pass(c, value)
	index := abi.Out[uint32](c)
	found := abi.Out[uint8](c)
	if err := c.Do(); err != nil {
		return 0, false, err
	}
	return *index, *found != 0, nil
}

func callGetMany[T any](o *abi.Object, iid *abi.GUID, elem abi.Type[T], slots *indexed, start uint32, items []T) (uint32, error) {
	c := abi.Begin(o, iid, slots.getMany, slots.opMany)
	defer c.End()
	abi.Value(c, start)
	abi.FillArray(c, items, elem)
	actual := abi.Out[uint32](c)
	if err := c.Do(); err != nil {
		return 0, err
	}
	return min(*actual, uint32(len(items))), nil
}

// fetch fills b with up to n elements from start on.
func (b *batch[T]) fetch(o *abi.Object, iid *abi.GUID, slots *indexed, start, n uint32) error {
	p := b.room(n)
	c := abi.Begin(o, iid, slots.getMany, slots.opMany)
	defer c.End()
	abi.Value(c, start)
	abi.Value(c, n)
	c.Pointer(p)
	actual := abi.Out[uint32](c)
	if err := c.Do(); err != nil {
		return err
	}
	b.count = min(*actual, n)
	return nil
}

// eachIndexed yields the elements of a native vector. It fetches them with
// GetMany, a batch at a time, and with GetAt where GetMany is not implemented.
func eachIndexed[T any](o *abi.Object, iid *abi.GUID, elem abi.Type[T], slots *indexed, yield func(T, error) bool) {
	var none T
	size, err := abi.Get[uint32](o, iid, slotSize, slots.opSize)
	if err != nil {
		yield(none, err)
		return
	}
	b := batch[T]{elem: elem}
	defer b.drop()
	for at, n := uint32(0), uint32(firstBatch); at < size; n = min(n*4, largestBatch) {
		err := b.fetch(o, iid, slots, at, min(n, size-at))
		if errors.Is(err, eNotImpl) {
			eachByGetAt(o, iid, elem, slots, at, size, yield)
			return
		}
		if err != nil {
			yield(none, err)
			return
		}
		if b.count == 0 {
			return // it shrank
		}
		at += b.count
		for b.next < b.count {
			v, err := b.take()
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

func eachByGetAt[T any](o *abi.Object, iid *abi.GUID, elem abi.Type[T], slots *indexed, at, size uint32, yield func(T, error) bool) {
	for ; at < size; at++ {
		v, err := callGetAt(o, iid, elem, slots.opGetAt, at)
		if !yield(v, err) || err != nil {
			return
		}
	}
}

// sliceGrowth bounds what is allocated on the word of a native Size.
const sliceGrowth = 4096

// sliceIndexed returns all elements of a native vector.
func sliceIndexed[T any](o *abi.Object, iid *abi.GUID, elem abi.Type[T], slots *indexed) ([]T, error) {
	size, err := abi.Get[uint32](o, iid, slotSize, slots.opSize)
	if err != nil {
		return nil, err
	}
	items := make([]T, 0, min(size, sliceGrowth))
	for at := uint32(0); at < size; {
		n := min(size-at, sliceGrowth)
		items = append(items, make([]T, n)...)
		got, err := callGetMany(o, iid, elem, slots, at, items[at:])
		if errors.Is(err, eNotImpl) {
			return sliceByGetAt(o, iid, elem, slots, items[:at], size)
		}
		if err != nil {
			return nil, err
		}
		at += got
		items = items[:at]
		if got == 0 {
			break // it shrank
		}
	}
	return items, nil
}

func sliceByGetAt[T any](o *abi.Object, iid *abi.GUID, elem abi.Type[T], slots *indexed, items []T, size uint32) ([]T, error) {
	for at := uint32(len(items)); at < size; at++ {
		v, err := callGetAt(o, iid, elem, slots.opGetAt, at)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

// reader is what both vector interfaces offer to native code for reading.
type reader[T any] interface {
	GetAt(index uint32) (T, error)
	Size() (uint32, error)
	IndexOf(value T) (uint32, bool, error)
	GetMany(startIndex uint32, items []T) (uint32, error)
}

func stubGetAt[T any](elem abi.Type[T], self reader[T], f *abi.Frame) error {
	index := abi.ArgValue[uint32](f)
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	v, err := self.GetAt(index)
	if err != nil {
		return err
	}
	return elem.Give(result, v)
}

func stubSize(self interface{ Size() (uint32, error) }, f *abi.Frame) error {
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	n, err := self.Size()
	if err != nil {
		return err
	}
	*(*uint32)(result) = n
	return nil
}

func stubIndexOf[T any](elem abi.Type[T], self reader[T], f *abi.Frame) error {
	value, err := elem.Arg(f)
	if err != nil {
		return err
	}
	index, found := f.Out(), f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	at, ok, err := self.IndexOf(value)
	if err != nil {
		return err
	}
	*(*uint32)(index) = at
	giveBool(found, ok)
	return nil
}

func stubGetMany[T any](elem abi.Type[T], self reader[T], f *abi.Frame) error {
	start := abi.ArgValue[uint32](f)
	capacity := abi.ArgValue[uint32](f)
	items := abi.ArgValue[unsafe.Pointer](f)
	actual := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	*(*uint32)(actual) = 0
	// The caller's capacity is no reason to allocate: the collection's size is.
	size, err := self.Size()
	if err != nil {
		return err
	}
	if start > size {
		return outOfRange("GetMany", start, int(size))
	}
	n := min(capacity, size-start)
	if n == 0 {
		return nil
	}
	if items == nil {
		return ePointer
	}
	given := make([]T, n)
	got, err := self.GetMany(start, given)
	if err != nil {
		return err
	}
	return giveMany(elem, items, given[:min(got, n)], actual)
}

// giveMany moves values to native memory; native code owns all of them or none.
func giveMany[T any](elem abi.Type[T], items unsafe.Pointer, values []T, actual unsafe.Pointer) error {
	size := elem.Size()
	for i, v := range values {
		if err := elem.Give(unsafe.Add(items, uintptr(i)*size), v); err != nil {
			for j := range i {
				elem.Drop(unsafe.Add(items, uintptr(j)*size))
			}
			return err
		}
	}
	*(*uint32)(actual) = uint32(len(values))
	return nil
}

func giveBool(p unsafe.Pointer, v bool) {
	var b uint8
	if v {
		b = 1
	}
	*(*uint8)(p) = b
}
