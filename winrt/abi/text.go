//go:build windows

package abi

import (
	"strconv"
	"unsafe"
)

var iidIStringable = GUID{Data1: 0x96369f54, Data2: 0x8eb6, Data3: 0x48f0, Data4: [8]byte{0xab, 0xce, 0xc1, 0xb2, 0x11, 0xe6, 0x27, 0xc3}}

const slotToString = 6

// String is what the object says of itself (IStringable), or its class and address: it
// is for logs, and asks the object, which may take as long as any call. The text of nil
// is "<nil>".
func (o *Object) String() string {
	switch {
	case o == nil:
		return "<nil>"
	case o.ptr == 0:
		switch r := roleOf(o); {
		case r != nil && r.value != nil:
			return typeName(r.value)
		case r != nil && r.err != nil:
			return "(no object: " + r.err.Error() + ")"
		}
		return "(no object)"
	case enter(o) != nil:
		return "(released object)"
	}
	defer leave(o, 1)
	if text, ok := ask(o.ptr.pointer(), &iidIStringable, slotToString, "IStringable.ToString"); ok {
		return text
	}
	name, _ := ask(o.ptr.pointer(), &iidIInspectable, slotGetRuntimeClassName, "IInspectable.GetRuntimeClassName")
	if name == "" {
		name = "object"
	}
	return name + "(0x" + strconv.FormatUint(uint64(uintptr(o.ptr)), 16) + ")"
}

// ask calls a method whose only argument is a string result, on an interface that is
// not kept.
func ask(p unsafe.Pointer, iid *GUID, slot int, op string) (text string, ok bool) {
	q := has(p, iid)
	if q == nil {
		return "", false
	}
	o := new(Object)
	Adopt(o, q, iid)
	defer o.Release()
	text, err := GetString(o, iid, slot, op)
	return text, err == nil
}
