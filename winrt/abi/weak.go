//go:build windows

package abi

import (
	"sync"
	"unsafe"
)

var (
	iidIWeakReference       = GUID{Data1: 0x00000037, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
	iidIWeakReferenceSource = GUID{Data1: 0x00000038, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}
)

// weakStubs are the same for every object: who asks is in the frame. They are filled
// when first asked for, since they refer to themselves through resolve.
var weakStubs struct {
	once              sync.Once
	source, reference Stub
}

func fillWeakStubs() {
	weakStubs.once.Do(func() {
		weakStubs.source = Stub{IID: &iidIWeakReferenceSource, Unknown: true, Methods: []Method{{Words: 1, Do: getWeakReference}}}
		weakStubs.reference = Stub{IID: &iidIWeakReference, Unknown: true, Methods: []Method{{Words: 2, Do: resolve}}}
	})
}

func weakReferenceSource() *Stub {
	fillWeakStubs()
	return &weakStubs.source
}

// weakReference is the Go side of an IWeakReference.
type weakReference struct{ target *instance }

// getWeakReference is IWeakReferenceSource::GetWeakReference.
func getWeakReference(_ any, f *Frame) (err error) {
	result := (*unsafe.Pointer)(f.Out())
	if err := f.Err(); err != nil {
		return err
	}
	fillWeakStubs()
	*result, err = NewInstance(&weakReference{f.object}, &weakStubs.reference)
	return err
}

// resolve is IWeakReference::Resolve: null, and no error, for an object that is gone.
func resolve(self any, f *Frame) error {
	iid := guidAt(f)
	result := (*unsafe.Pointer)(f.Out())
	if err := f.Err(); err != nil {
		return err
	}
	*result = nil
	target := self.(*weakReference).target
	table.Lock()
	alive := target.hold()
	table.Unlock()
	if !alive {
		return nil
	}
	defer target.drop()
	p, err := target.query(&iid)
	*result = p
	return err
}
