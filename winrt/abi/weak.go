//go:build windows

package abi

import (
	"sync"
	"unsafe"
)

var iidIWeakReferenceSource = GUID{Data1: 0x00000038, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}

// stubIWeakReferenceSource is one for every object: who asks is in the frame. It is
// filled when first asked for, since it refers to itself through resolve.
var stubIWeakReferenceSource struct {
	once sync.Once
	Stub
}

func weakReferenceSource() *Stub {
	s := &stubIWeakReferenceSource
	s.once.Do(func() {
		s.Stub = Stub{IID: &iidIWeakReferenceSource, Unknown: true, Methods: []func(self any, f *Frame) error{getWeakReference}}
	})
	return &s.Stub
}

// weakReference is the Go side of an IWeakReference.
type weakReference struct{ target *instance }

// stub makes the stub each time.
func (*weakReference) stub() *Stub {
	return &Stub{
		IID:     &GUID{Data1: 0x00000037, Data4: [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}},
		Unknown: true,
		Methods: []func(self any, f *Frame) error{resolve},
	}
}

// getWeakReference is IWeakReferenceSource::GetWeakReference.
func getWeakReference(_ any, f *Frame) (err error) {
	result := (*unsafe.Pointer)(f.Out())
	if err := f.Err(); err != nil {
		return err
	}
	w := &weakReference{f.object}
	*result, err = NewInstance(w, w.stub())
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
