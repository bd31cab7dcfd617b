//go:build windows && !arm64

// Command bare is examples/display as one writes it without a projection: vtable
// slots, interface ids and references by hand. What the projection adds to a
// program is measured against it.
package main

import (
	"fmt"
	"log"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	iidManagerStatics = windows.GUID{Data1: 0x2b6b9446, Data2: 0xb999, Data3: 0x5535, Data4: [8]byte{0x9d, 0x69, 0x53, 0xf0, 0x92, 0xc7, 0x80, 0xa1}}
	iidIterable       = windows.GUID{Data1: 0xccb2e527, Data2: 0x3a37, Data3: 0x50fd, Data4: [8]byte{0x8d, 0x28, 0x59, 0xe9, 0xdb, 0x8c, 0xf9, 0xd9}}
	iidIterator       = windows.GUID{Data1: 0x069f9407, Data2: 0x81b5, Data3: 0x526b, Data4: [8]byte{0x8c, 0x63, 0xcd, 0xf8, 0xed, 0x20, 0x7e, 0xde}}
	iidHandler        = windows.GUID{Data1: 0x04d7559d, Data2: 0x5bbd, Data3: 0x5b73, Data4: [8]byte{0x87, 0x82, 0xc2, 0xce, 0xea, 0x70, 0xbd, 0x5d}}
	iidPathInterop    = windows.GUID{Data1: 0xa6ba4205, Data2: 0xe59e, Data3: 0x4e71, Data4: [8]byte{0xb2, 0x5b, 0x4e, 0x43, 0x6d, 0x21, 0xee, 0x3d}}
	iidDeviceInterop  = windows.GUID{Data1: 0x64338358, Data2: 0x366a, Data3: 0x471b, Data4: [8]byte{0xbd, 0x56, 0xdd, 0x8e, 0xf4, 0x8e, 0x43, 0x9b}}
	iidSource         = windows.GUID{Data1: 0xecd15fc1, Data2: 0xeadc, Data3: 0x51bc, Data4: [8]byte{0x97, 0x1d, 0x3b, 0xc6, 0x28, 0xdb, 0x2d, 0xd4}}
	iidUnknown        = windows.GUID{Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
	iidInspectable    = windows.GUID{Data1: 0xaf86e2e0, Data2: 0xb12d, Data3: 0x4c6a, Data4: [8]byte{0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90}}
	iidAgile          = windows.GUID{Data1: 0x94ea2b94, Data2: 0xe9cc, Data3: 0x49e0, Data4: [8]byte{0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90}}
)

var (
	combase              = windows.NewLazySystemDLL("combase.dll")
	incrementMTAUsage    = combase.NewProc("CoIncrementMTAUsage")
	createString         = combase.NewProc("WindowsCreateString")
	deleteString         = combase.NewProc("WindowsDeleteString")
	getActivationFactory = combase.NewProc("RoGetActivationFactory")
	library              = windows.NewLazyDLL("Windows.Devices.Display.Core.dll")
	libraryFactory       = library.NewProc("DllGetActivationFactory")
)

// object is a COM object.
type object = unsafe.Pointer

// call calls a method. What args point to is on the heap, so that it stays in place
// when a callback makes the stack grow.
//
//go:uintptrescapes
func call(o object, slot int, args ...uintptr) error {
	table := *(*unsafe.Pointer)(o)
	method := *(*uintptr)(unsafe.Add(table, uintptr(slot)*unsafe.Sizeof(uintptr(0))))
	hr, _, _ := syscall.SyscallN(method, append([]uintptr{uintptr(o)}, args...)...)
	if int32(hr) < 0 {
		return windows.Errno(uint32(hr))
	}
	return nil
}

func release(o object) { call(o, 2) }

// get calls a method whose last argument is an object.
//
//go:uintptrescapes
func get(o object, slot int, args ...uintptr) (object, error) {
	out := new(object)
	err := call(o, slot, append(args, uintptr(unsafe.Pointer(out)))...)
	return *out, err
}

func query(o object, iid *windows.GUID) (object, error) {
	return get(o, 0, uintptr(unsafe.Pointer(iid)))
}

// byValue is a GUID as an argument: its words on 386, a pointer to it on amd64.
func byValue(id *windows.GUID) []uintptr {
	if unsafe.Sizeof(uintptr(0)) == 8 {
		return []uintptr{uintptr(unsafe.Pointer(id))}
	}
	words := (*[4]uint32)(unsafe.Pointer(id))
	return []uintptr{uintptr(words[0]), uintptr(words[1]), uintptr(words[2]), uintptr(words[3])}
}

// own is an object of Go's; kept keeps it where native code has it, for good.
type own struct {
	table *[16]uintptr
	count atomic.Int32
	iid   *windows.GUID
	items []object
	at    int
}

var kept = map[uintptr]*own{}

func newOwn(iid *windows.GUID, methods ...uintptr) *own {
	o := &own{table: new([16]uintptr), iid: iid}
	o.table[0] = syscall.NewCallback(ownQuery)
	o.table[1] = syscall.NewCallback(func(o *own) uintptr { return uintptr(o.count.Add(1)) })
	o.table[2] = syscall.NewCallback(func(o *own) uintptr { return uintptr(o.count.Add(-1)) })
	copy(o.table[3:], methods)
	o.count.Store(1)
	kept[uintptr(unsafe.Pointer(o))] = o
	return o
}

func ownQuery(o *own, iid *windows.GUID, out *object) uintptr {
	*out = nil
	switch *iid {
	case iidUnknown, iidInspectable, iidAgile, *o.iid:
		o.count.Add(1)
		*out = unsafe.Pointer(o)
		return 0
	}
	return uintptr(windows.E_NOINTERFACE)
}

func notImplemented() uintptr {
	return syscall.NewCallback(func(*own) uintptr { return uintptr(windows.E_NOTIMPL) })
}

// iterable is an IIterable of items.
func iterable(items ...object) *own {
	first := func(o *own, out **own) uintptr {
		*out = newOwn(&iidIterator, notImplemented(), notImplemented(), notImplemented(),
			syscall.NewCallback(iteratorCurrent), syscall.NewCallback(iteratorHasCurrent), syscall.NewCallback(iteratorMoveNext), syscall.NewCallback(iteratorGetMany))
		(*out).items = o.items
		return 0
	}
	o := newOwn(&iidIterable, notImplemented(), notImplemented(), notImplemented(), syscall.NewCallback(first))
	o.items = items
	return o
}

func iteratorCurrent(o *own, out *object) uintptr {
	if o.at >= len(o.items) {
		return 0x8000000B // E_BOUNDS
	}
	*out = o.items[o.at]
	call(*out, 1)
	return 0
}

func iteratorHasCurrent(o *own, out *bool) uintptr {
	*out = o.at < len(o.items)
	return 0
}

func iteratorMoveNext(o *own, out *bool) uintptr {
	o.at++
	return iteratorHasCurrent(o, out)
}

func iteratorGetMany(o *own, limit uintptr, out *object, n *uint32) uintptr {
	given := copy(unsafe.Slice(out, uint32(limit)), o.items[o.at:])
	for _, item := range o.items[o.at : o.at+given] {
		call(item, 1)
	}
	o.at += given
	*n = uint32(given)
	return 0
}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("display: ", err)
	}
}

func factory(class string, iid *windows.GUID) (object, error) {
	cookie := new(uintptr)
	if hr, _, _ := incrementMTAUsage.Call(uintptr(unsafe.Pointer(cookie))); int32(hr) < 0 {
		return nil, windows.Errno(uint32(hr))
	}
	name, err := windows.UTF16FromString(class)
	if err != nil {
		return nil, err
	}
	text := new(uintptr)
	if hr, _, _ := createString.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)-1), uintptr(unsafe.Pointer(text))); int32(hr) < 0 {
		return nil, windows.Errno(uint32(hr))
	}
	defer deleteString.Call(*text)
	out := new(object)
	if hr, _, _ := getActivationFactory.Call(*text, uintptr(unsafe.Pointer(iid)), uintptr(unsafe.Pointer(out))); int32(hr) >= 0 {
		return *out, nil
	}
	if hr, _, _ := libraryFactory.Call(*text, uintptr(unsafe.Pointer(out))); int32(hr) < 0 {
		return nil, windows.Errno(uint32(hr))
	}
	defer release(*out)
	return query(*out, iid)
}

func run() error {
	statics, err := factory("Windows.Devices.Display.Core.DisplayManager", &iidManagerStatics)
	if err != nil {
		return err
	}
	defer release(statics)
	manager, err := get(statics, 6, 0)
	if err != nil {
		return err
	}
	defer release(manager)
	invoke := func(*own, object, object) uintptr {
		fmt.Println("the displays changed")
		return 0
	}
	handler := newOwn(&iidHandler, syscall.NewCallback(invoke))
	token := new(int64)
	if err := call(manager, 19, uintptr(unsafe.Pointer(handler)), uintptr(unsafe.Pointer(token))); err != nil {
		return err
	}
	defer call(manager, 20, uintptr(*token), uintptr(*token>>32)) // two words on 386; one is read elsewhere
	if err := call(manager, 23); err != nil {
		return err
	}
	targets, err := get(manager, 6)
	if err != nil {
		return err
	}
	defer release(targets)
	size := new(uint32)
	if err := call(targets, 7, uintptr(unsafe.Pointer(size))); err != nil {
		return err
	}
	for i := range *size {
		target, err := get(targets, 6, uintptr(i))
		if err != nil {
			return err
		}
		if id, err := source(manager, target); err != nil {
			fmt.Println("a target that is not free:", err)
		} else {
			fmt.Println("a target is driven by source", id)
		}
		release(target)
	}
	fmt.Scanln()
	return call(manager, 24)
}

func source(manager, target object) (id uint32, err error) {
	acquired, err := get(manager, 12, uintptr(unsafe.Pointer(iterable(target))))
	if err != nil {
		return 0, err
	}
	defer release(acquired)
	state, err := get(acquired, 8)
	if err != nil {
		return 0, err
	}
	defer release(state)
	path, err := get(state, 11, uintptr(target))
	if err != nil {
		return 0, err
	}
	defer release(path)
	shared, err := query(path, &iidPathInterop)
	if err != nil {
		return 0, err
	}
	defer release(shared)
	presentation := new(windows.Handle)
	if err := call(shared, 3, uintptr(unsafe.Pointer(presentation))); err != nil {
		return 0, err
	}
	defer windows.CloseHandle(*presentation)
	theirs := new(windows.Handle)
	process := windows.CurrentProcess()
	if err := windows.DuplicateHandle(process, *presentation, process, theirs, 0, false, windows.DUPLICATE_SAME_ACCESS); err != nil {
		return 0, err
	}
	defer windows.CloseHandle(*theirs)
	adapter, err := get(target, 6)
	if err != nil {
		return 0, err
	}
	defer release(adapter)
	device, err := get(manager, 14, uintptr(adapter))
	if err != nil {
		return 0, err
	}
	defer release(device)
	opener, err := query(device, &iidDeviceInterop)
	if err != nil {
		return 0, err
	}
	defer release(opener)
	opened, err := get(opener, 4, append([]uintptr{uintptr(*theirs)}, byValue(&iidSource)...)...)
	if err != nil {
		return 0, err
	}
	defer release(opened)
	number := new(uint32)
	err = call(opened, 7, uintptr(unsafe.Pointer(number)))
	return *number, err
}
