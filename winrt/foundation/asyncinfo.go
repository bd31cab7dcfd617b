//go:build windows

package foundation

import (
	"strconv"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// HResult is the result code of an operation.
type HResult = abi.HRESULT

// AsyncStatus says how far an asynchronous operation is.
type AsyncStatus int32

const (
	// AsyncStatusStarted: it runs.
	AsyncStatusStarted AsyncStatus = 0
	// AsyncStatusCompleted: it ended well, and its results are there.
	AsyncStatusCompleted AsyncStatus = 1
	// AsyncStatusCanceled: it was cancelled.
	AsyncStatusCanceled AsyncStatus = 2
	// AsyncStatusError: it failed.
	AsyncStatusError AsyncStatus = 3
)

func (s AsyncStatus) String() string {
	switch s {
	case AsyncStatusStarted:
		return "Started"
	case AsyncStatusCompleted:
		return "Completed"
	case AsyncStatusCanceled:
		return "Canceled"
	case AsyncStatusError:
		return "Error"
	}
	return "AsyncStatus(" + strconv.Itoa(int(s)) + ")"
}

var valueAsyncStatus = abi.ValueInfo{
	Name:            "Windows.Foundation.AsyncStatus",
	IReference:      abi.GUID{Data1: 0xa4b74936, Data2: 0x2947, Data3: 0x5fe8, Data4: [8]byte{0x88, 0xd5, 0x51, 0xcd, 0x35, 0x05, 0x0e, 0x71}},
	IReferenceArray: abi.GUID{Data1: 0x6052c0c2, Data2: 0x1d51, Data3: 0x5a4c, Data4: [8]byte{0x93, 0x2d, 0x99, 0x73, 0x13, 0xa2, 0x5d, 0xb6}},
	Zero:            AsyncStatus(0),
}

// WinRTValue tells the runtime which type AsyncStatus projects.
func (AsyncStatus) WinRTValue() *abi.ValueInfo { return &valueAsyncStatus }

// IAsyncInfo is what all asynchronous operations have in common.
type IAsyncInfo interface {
	// Id is a number to tell operations apart.
	Id() (uint32, error)
	Status() (AsyncStatus, error)
	// ErrorCode is why the operation failed; 0 if it did not.
	ErrorCode() (HResult, error)
	// Cancel asks the operation to end; it need not.
	Cancel() error
	// Close frees what an ended operation holds, its results included.
	Close() error
}

var (
	iidIAsyncInfo = abi.GUID{Data1: 0x00000036, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}

	classIAsyncInfo = abi.ClassInfo{
		Name: "Windows.Foundation.IAsyncInfo",
		IID:  abi.GUID{Data1: 0x00000036, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}},
	}
)

type asyncInfo struct{ abi.Object }

func (*asyncInfo) WinRTClass() *abi.ClassInfo { return &classIAsyncInfo }

func (x *asyncInfo) Id() (uint32, error)          { return getID(&x.Object) }
func (x *asyncInfo) Status() (AsyncStatus, error) { return getStatus(&x.Object) }
func (x *asyncInfo) ErrorCode() (HResult, error)  { return getErrorCode(&x.Object) }
func (x *asyncInfo) Cancel() error                { return cancel(&x.Object) }
func (x *asyncInfo) Close() error                 { return closeInfo(&x.Object) }

func getID(o *abi.Object) (uint32, error) {
	return abi.Get[uint32](o, &iidIAsyncInfo, 6, "IAsyncInfo.Id")
}

func getStatus(o *abi.Object) (AsyncStatus, error) {
	return abi.Get[AsyncStatus](o, &iidIAsyncInfo, 7, "IAsyncInfo.Status")
}

func getErrorCode(o *abi.Object) (HResult, error) {
	return abi.Get[HResult](o, &iidIAsyncInfo, 8, "IAsyncInfo.ErrorCode")
}

func cancel(o *abi.Object) error {
	return abi.Invoke(o, &iidIAsyncInfo, 9, "IAsyncInfo.Cancel")
}

func closeInfo(o *abi.Object) error {
	return abi.Invoke(o, &iidIAsyncInfo, 10, "IAsyncInfo.Close")
}

// IAsyncInfoType says how an IAsyncInfo crosses the ABI.
var IAsyncInfoType = abi.Interface[IAsyncInfo]{
	IID:    abi.GUID{Data1: 0x00000036, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}},
	New:    newIAsyncInfo,
	Source: &stubIAsyncInfo,
}

// AsIAsyncInfo asks v for the interface.
func AsIAsyncInfo(v any) (IAsyncInfo, error) { return abi.As(v, &classIAsyncInfo, newIAsyncInfo) }

func newIAsyncInfo(p unsafe.Pointer) IAsyncInfo { return abi.Wrap[asyncInfo](p) }

var stubIAsyncInfo = abi.Stub{
	IID: &iidIAsyncInfo,
	Methods: []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error { return answer(f, self.(IAsyncInfo).Id) }},
		{Words: 1, Do: func(self any, f *abi.Frame) error { return answer(f, self.(IAsyncInfo).Status) }},
		{Words: 1, Do: func(self any, f *abi.Frame) error { return answer(f, self.(IAsyncInfo).ErrorCode) }},
		{Do: func(self any, f *abi.Frame) error { return self.(IAsyncInfo).Cancel() }},
		{Do: func(self any, f *abi.Frame) error { return self.(IAsyncInfo).Close() }},
	},
}

// answer gives native code a 32-bit value.
func answer[T ~uint32 | ~int32](f *abi.Frame, get func() (T, error)) error {
	result := f.Out()
	if err := f.Err(); err != nil {
		return err
	}
	v, err := get()
	if err != nil {
		return err
	}
	*(*T)(result) = v
	return nil
}
