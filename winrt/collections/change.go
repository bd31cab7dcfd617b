//go:build windows

package collections

import (
	"strconv"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// CollectionChange says how a collection changed.
type CollectionChange int32

const (
	// CollectionChangeReset: the collection changed as a whole.
	CollectionChangeReset CollectionChange = 0
	// CollectionChangeItemInserted: an item was added.
	CollectionChangeItemInserted CollectionChange = 1
	// CollectionChangeItemRemoved: an item was removed.
	CollectionChangeItemRemoved CollectionChange = 2
	// CollectionChangeItemChanged: an item was replaced.
	CollectionChangeItemChanged CollectionChange = 3
)

func (c CollectionChange) String() string {
	switch c {
	case CollectionChangeReset:
		return "Reset"
	case CollectionChangeItemInserted:
		return "ItemInserted"
	case CollectionChangeItemRemoved:
		return "ItemRemoved"
	case CollectionChangeItemChanged:
		return "ItemChanged"
	}
	return "CollectionChange(" + strconv.Itoa(int(c)) + ")"
}

var valueCollectionChange = abi.ValueInfo{
	Name:            "Windows.Foundation.Collections.CollectionChange",
	IReference:      abi.GUID{Data1: 0x25bcaf91, Data2: 0x880d, Data3: 0x537d, Data4: [8]byte{0x82, 0xfc, 0x9b, 0xbf, 0x0c, 0xac, 0xcb, 0x8b}},
	IReferenceArray: abi.GUID{Data1: 0x8a7ec9f4, Data2: 0xafbc, Data3: 0x5f5a, Data4: [8]byte{0x92, 0x9e, 0xf9, 0xf0, 0xd4, 0x95, 0x5a, 0x8d}},
	Zero:            CollectionChange(0),
}

// WinRTValue tells the runtime which type CollectionChange projects.
func (CollectionChange) WinRTValue() *abi.ValueInfo { return &valueCollectionChange }

// IVectorChangedEventArgs is what a change of an observable vector tells.
type IVectorChangedEventArgs interface {
	CollectionChange() (CollectionChange, error)
	// Index is where the change took place; it means nothing for CollectionChangeReset.
	Index() (uint32, error)
}

var (
	iidIVectorChangedEventArgs = abi.GUID{Data1: 0x575933df, Data2: 0x34fe, Data3: 0x4480, Data4: [8]byte{0xaf, 0x15, 0x07, 0x69, 0x1f, 0x3d, 0x5d, 0x9b}}

	classIVectorChangedEventArgs = abi.ClassInfo{
		Name: "Windows.Foundation.Collections.IVectorChangedEventArgs",
		IID:  abi.GUID{Data1: 0x575933df, Data2: 0x34fe, Data3: 0x4480, Data4: [8]byte{0xaf, 0x15, 0x07, 0x69, 0x1f, 0x3d, 0x5d, 0x9b}},
	}
)

type vectorChangedEventArgs struct{ abi.Object }

func (*vectorChangedEventArgs) WinRTClass() *abi.ClassInfo { return &classIVectorChangedEventArgs }

func (x *vectorChangedEventArgs) CollectionChange() (CollectionChange, error) {
	return abi.Get[CollectionChange](&x.Object, &iidIVectorChangedEventArgs, 6, "IVectorChangedEventArgs.CollectionChange")
}

func (x *vectorChangedEventArgs) Index() (uint32, error) {
	return abi.Get[uint32](&x.Object, &iidIVectorChangedEventArgs, 7, "IVectorChangedEventArgs.Index")
}

// IVectorChangedEventArgsType says how an IVectorChangedEventArgs crosses.
var IVectorChangedEventArgsType = abi.Interface[IVectorChangedEventArgs]{
	IID:    abi.GUID{Data1: 0x575933df, Data2: 0x34fe, Data3: 0x4480, Data4: [8]byte{0xaf, 0x15, 0x07, 0x69, 0x1f, 0x3d, 0x5d, 0x9b}},
	New:    newIVectorChangedEventArgs,
	Source: &stubIVectorChangedEventArgs,
}

// AsIVectorChangedEventArgs asks v for the interface.
func AsIVectorChangedEventArgs(v any) (IVectorChangedEventArgs, error) {
	return abi.As(v, &classIVectorChangedEventArgs, newIVectorChangedEventArgs)
}

func newIVectorChangedEventArgs(p unsafe.Pointer) IVectorChangedEventArgs {
	return abi.Wrap[vectorChangedEventArgs](p)
}

var stubIVectorChangedEventArgs = abi.Stub{
	IID: &iidIVectorChangedEventArgs,
	Methods: []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := self.(IVectorChangedEventArgs).CollectionChange()
			if err != nil {
				return err
			}
			return abi.Plain[CollectionChange]{}.Give(result, v)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := self.(IVectorChangedEventArgs).Index()
			if err != nil {
				return err
			}
			return abi.Plain[uint32]{}.Give(result, v)
		}},
	},
}
