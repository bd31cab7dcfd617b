//go:build windows

package quirks

import (
	"fmt"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/winrt"
)

// wineVersion is Wine's version; on Windows there is none.
func wineVersion() (major, minor int, wine bool) {
	version := windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version")
	if version.Find() != nil {
		return 0, 0, false
	}
	p, _, _ := version.Call()
	fmt.Sscanf(windows.BytePtrToString(*(**byte)(unsafe.Pointer(&p))), "%d.%d", &major, &minor)
	return major, minor, true
}

// Wine tells whether the system is Wine.
func Wine() bool {
	_, _, wine := wineVersion()
	return wine
}

// StringsKept tells whether PropertyValue.CreateString holds on to its string.
// Wine's does from 10.17 on.
func StringsKept() bool {
	major, minor, wine := wineVersion()
	return !wine || major > 10 || major == 10 && minor >= 17
}

// ArraysCopied tells whether IPropertyValue's array getters give the caller memory
// of its own. Wine 10.0 gives out the object's, which the caller then frees.
var ArraysCopied = sync.OnceValue(func() bool {
	box, err := winrt.Box([]byte{1})
	if err != nil {
		return false
	}
	defer box.Release()
	value, err := foundation.AsIPropertyValue(box)
	if err != nil {
		return false
	}
	defer winrt.Release(value)
	object := new(unsafe.Pointer)
	if foundation.IPropertyValueType.Give(unsafe.Pointer(object), value) != nil {
		return false
	}
	defer foundation.IPropertyValueType.Drop(unsafe.Pointer(object))
	const slotGetUInt8Array = 26
	method := *(*uintptr)(unsafe.Add(*(*unsafe.Pointer)(*object), slotGetUInt8Array*unsafe.Sizeof(uintptr(0))))
	results := new([2]struct {
		count  uint32
		memory unsafe.Pointer
	})
	for i := range results {
		r := &results[i]
		if hr, _, _ := syscall.SyscallN(method, uintptr(*object), uintptr(unsafe.Pointer(&r.count)), uintptr(unsafe.Pointer(&r.memory))); hr != 0 {
			return false
		}
	}
	if results[0].memory == results[1].memory {
		return false
	}
	for _, r := range results {
		windows.CoTaskMemFree(r.memory)
	}
	return true
})
