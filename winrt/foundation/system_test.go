//go:build windows

package foundation_test

import (
	"context"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/collections"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

func guid(t testing.TB, s string) abi.GUID {
	t.Helper()
	g, err := windows.GUIDFromString("{" + s + "}")
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// unlessAbsent ends the test when err is a gap that this system is known for, and
// fails it for any other error.
func unlessAbsent(t testing.TB, err error) {
	t.Helper()
	if quirks.Absent(err) {
		t.Skipf("not on this system: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// workItemHandler is Windows.System.Threading.WorkItemHandler.
var workItemHandler = abi.Delegate[func(*foundation.AsyncAction)]{
	IID:   abi.GUID{Data1: 0x1d1a8b8b, Data2: 0xfa66, Data3: 0x414f, Data4: [8]byte{0x9c, 0xbd, 0xb6, 0x5f, 0xc9, 0x9d, 0x17, 0xfa}},
	Words: 1,
	Invoke: func(fn func(*foundation.AsyncAction), f *abi.Frame) error {
		action, err := foundation.AsyncActionType.Arg(f)
		if err == nil {
			err = f.Err()
		}
		if err != nil {
			return err
		}
		fn(action)
		return nil
	},
}

// TestSystemThreadPool awaits the system's own IAsyncAction.
func TestSystemThreadPool(t *testing.T) {
	settled(t)
	factory := (&abi.Factory{Class: "Windows.System.Threading.ThreadPool"}).Object()
	defer factory.Release()
	statics := guid(t, "b6bf67dd-84bd-44f8-ac1c-93ebcb9dba91")
	run := func(fn func(*foundation.AsyncAction)) *foundation.AsyncAction {
		t.Helper()
		c := abi.Begin(factory, &statics, 6, "ThreadPool.RunAsync")
		defer c.End()
		workItemHandler.Pass(c, fn)
		result := c.Out(unsafe.Sizeof(uintptr(0)))
		unlessAbsent(t, c.Do())
		action, err := foundation.AsyncActionType.Take(result)
		if err != nil {
			t.Fatal(err)
		}
		return action
	}
	for _, pause := range []time.Duration{0, 20 * time.Millisecond} {
		ran := make(chan struct{}, 1)
		action := run(func(action *foundation.AsyncAction) {
			action.Release()
			time.Sleep(pause)
			ran <- struct{}{}
		})
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		err := action.Await(ctx)
		cancel()
		if quirks.AbsentAs("the status of a ThreadPool action", err) {
			// Wine 10 runs the work, but its action has no Status.
			t.Logf("this system's action cannot be awaited: %v", err)
			<-ran
			action.Release()
			continue
		}
		if err != nil {
			t.Errorf("Await: %v", err)
		}
		select {
		case <-ran:
		default:
			t.Error("the action ended and the work did not run")
		}
		if status, err := action.Status(); status != foundation.AsyncStatusCompleted || err != nil {
			t.Errorf("Status: %v, %v", status, err)
		}
		action.Release()
	}
}

// speechStream is SpeechSynthesisStream.
type speechStream struct{ abi.Object }

var classSpeechStream = abi.ClassInfo{Name: "Windows.Media.SpeechSynthesis.SpeechSynthesisStream", IID: abi.GUID{Data1: 0x83e46e93, Data2: 0x244c, Data3: 0x4622, Data4: [8]byte{0xba, 0x0b, 0x62, 0x29, 0xc4, 0xd0, 0xd6, 0x5d}}}

func (*speechStream) WinRTClass() *abi.ClassInfo { return &classSpeechStream }

// TestSystemSpeech awaits an IAsyncOperation whose IDs mingw's headers print.
func TestSystemSpeech(t *testing.T) {
	settled(t)
	synthesizer, err := abi.Activate[abi.Inspectable](&abi.Factory{Class: "Windows.Media.SpeechSynthesis.SpeechSynthesizer"}, "SpeechSynthesizer")
	unlessAbsent(t, err)
	defer synthesizer.Release()
	kind := operation[*speechStream](streamSignature, abi.Class[speechStream]{})
	interfaceID := guid(t, "ce9f7c76-97f4-4ced-ad68-d51c458e45c6")
	c := abi.Begin(&synthesizer.Object, &interfaceID, 6, "SpeechSynthesizer.SynthesizeTextToStreamAsync")
	defer c.End()
	c.String("hello")
	result := c.Out(unsafe.Sizeof(uintptr(0)))
	unlessAbsent(t, c.Do())
	op, err := kind.Take(result)
	if err != nil {
		t.Fatal(err)
	}
	defer op.Release()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	stream, err := op.Await(ctx)
	if err != nil {
		t.Fatalf("Await: %v", err)
	}
	stream.Release()
}

// deviceInformation is DeviceInformation, and deviceCollection the class whose
// default interface is IVectorView of it.
type deviceInformation struct{ abi.Object }
type deviceCollection struct{ abi.Object }

var (
	classDevice = abi.ClassInfo{Name: "Windows.Devices.Enumeration.DeviceInformation", IID: abi.GUID{Data1: 0xaba0fb95, Data2: 0x4398, Data3: 0x489d, Data4: [8]byte{0x8e, 0x44, 0xe6, 0x13, 0x09, 0x27, 0x01, 0x1f}}}

	deviceSignature = "rc(Windows.Devices.Enumeration.DeviceInformation;{aba0fb95-4398-489d-8e44-e6130927011f})"
	classDevices    = abi.ClassInfo{Name: "Windows.Devices.Enumeration.DeviceInformationCollection", IID: iid("IVectorView", deviceSignature)}
	devices         = &collections.VectorViewType[*deviceInformation]{
		IVectorView: iid("IVectorView", deviceSignature), IIterable: iid("IIterable", deviceSignature), IIterator: iid("IIterator", deviceSignature),
		Elem: abi.Class[deviceInformation]{},
	}
)

func (*deviceInformation) WinRTClass() *abi.ClassInfo { return &classDevice }
func (*deviceCollection) WinRTClass() *abi.ClassInfo  { return &classDevices }

// TestSystemDevices awaits a list of devices, the way that programs do.
func TestSystemDevices(t *testing.T) {
	settled(t)
	factory := (&abi.Factory{Class: "Windows.Devices.Enumeration.DeviceInformation"}).Object()
	defer factory.Release()
	statics := guid(t, "c17f100e-3a46-4a78-8013-769dc9b97390")
	sig := "rc(Windows.Devices.Enumeration.DeviceInformationCollection;" + signature("IVectorView", deviceSignature) + ")"
	kind := operation[*deviceCollection](sig, abi.Class[deviceCollection]{})
	op, err := abi.GetType(factory, &statics, 8, "DeviceInformation.FindAllAsync", abi.Type[*foundation.AsyncOperation[*deviceCollection]](kind))
	unlessAbsent(t, err)
	defer op.Release()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	found, err := op.Await(ctx)
	unlessAbsent(t, err)
	defer found.Release()
	n := uint32(0)
	for device, err := range devices.All(&found.Object) {
		if err != nil {
			t.Fatal(err)
		}
		id, err := abi.GetString(&device.Object, &classDevice.IID, 6, "DeviceInformation.Id")
		if err != nil || id == "" {
			t.Errorf("device %d: %q, %v", n, id, err)
		}
		device.Release()
		n++
	}
	if size, err := devices.GetSize(&found.Object); err != nil || n != size {
		t.Errorf("%d devices of %d, %v", n, size, err)
	}
}
