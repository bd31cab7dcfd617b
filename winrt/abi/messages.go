//go:build windows

package abi

import (
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32                = windows.NewLazySystemDLL("user32.dll")
	procRegisterClass     = user32.NewProc("RegisterClassExW")
	procCreateWindow      = user32.NewProc("CreateWindowExW")
	procDestroyWindow     = user32.NewProc("DestroyWindow")
	procDefWindowProc     = user32.NewProc("DefWindowProcW")
	procPostMessage       = user32.NewProc("PostMessageW")
	procPostQuitMessage   = user32.NewProc("PostQuitMessage")
	procPeekMessage       = user32.NewProc("PeekMessageW")
	procTranslateMessage  = user32.NewProc("TranslateMessage")
	procDispatchMessage   = user32.NewProc("DispatchMessageW")
	procMsgWaitForObjects = user32.NewProc("MsgWaitForMultipleObjectsEx")
)

const (
	messageQuit = 0x0012 // WM_QUIT
	messageDue  = 0x8000 // WM_APP: references wait for the thread
)

// message is MSG.
type message struct {
	window         windows.Handle
	number         uint32
	wparam, lparam uintptr
	time           uint32
	x, y           int32
	_              uint32
}

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style              uint32
	procedure                uintptr
	classExtra, windowExtra  int32
	instance                 windows.Handle
	icon, cursor, background windows.Handle
	menu, name               *uint16
	smallIcon                windows.Handle
}

// messageClass is the class of the windows that STAs have. It is one of the module
// that this code is in: there may be several with a Go runtime in a process.
var messageClass = sync.OnceValues(func() (*windowClass, error) {
	name, err := windows.UTF16PtrFromString("winmd2go.apartment")
	if err != nil {
		return nil, err
	}
	class := OnHeap[windowClass]()
	*class = windowClass{size: uint32(unsafe.Sizeof(*class)), procedure: syscall.NewCallback(windowProcedure), name: name}
	const fromAddress, unchanged = windows.GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, windows.GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT
	if err := windows.GetModuleHandleEx(fromAddress|unchanged, *(**uint16)(unsafe.Pointer(&class.procedure)), &class.instance); err != nil {
		return nil, err
	}
	if atom, _, errno := syscall.SyscallN(procRegisterClass.Addr(), uintptr(unsafe.Pointer(class))); uint16(atom) == 0 {
		return nil, errno
	}
	return class, nil
})

// newMessageWindow makes a window of the calling thread that nobody sees.
func newMessageWindow() (windows.Handle, error) {
	class, err := messageClass()
	if err != nil {
		return 0, err
	}
	const messageOnly = ^uintptr(2) // HWND_MESSAGE
	window, _, errno := syscall.SyscallN(procCreateWindow.Addr(), 0, uintptr(unsafe.Pointer(class.name)), 0, 0,
		0, 0, 0, 0, messageOnly, 0, uintptr(class.instance), 0)
	if window == 0 {
		return 0, errno
	}
	return windows.Handle(window), nil
}

func windowProcedure(window, number, wparam, lparam uintptr) uintptr {
	if number == messageDue {
		if s := currentSTA(); s != nil {
			s.woken()
		}
		return 0
	}
	r, _, _ := syscall.SyscallN(procDefWindowProc.Addr(), window, number, wparam, lparam)
	return r
}

func postMessage(window windows.Handle) bool {
	ok, _, _ := syscall.SyscallN(procPostMessage.Addr(), uintptr(window), messageDue, 0, 0)
	return int32(ok) != 0
}

// dispatchUntil dispatches the messages of the calling thread until event is set.
// WM_QUIT ends it if that is wanted; quit is its exit code, if it came.
func dispatchUntil(event windows.Handle, ends bool) (quit *int32, err error) {
	const (
		inputAvailable = 0x4    // MWMO_INPUTAVAILABLE: also what was seen before
		allInput       = 0x04ff // QS_ALLINPUT
		remove         = 1      // PM_REMOVE
	)
	events := OnHeap[windows.Handle]()
	*events = event
	m := OnHeap[message]()
	for {
		woke, _, errno := syscall.SyscallN(procMsgWaitForObjects.Addr(), 1, uintptr(unsafe.Pointer(events)), windows.INFINITE, allInput, inputAvailable)
		switch uint32(woke) {
		case windows.WAIT_OBJECT_0:
			return quit, nil
		case windows.WAIT_OBJECT_0 + 1:
		default:
			return quit, errno
		}
		// What other threads send is done inside of it, and then there is no message.
		if more, _, _ := syscall.SyscallN(procPeekMessage.Addr(), uintptr(unsafe.Pointer(m)), 0, 0, 0, remove); int32(more) == 0 {
			continue
		}
		if m.number == messageQuit {
			quit = OnHeap[int32]()
			*quit = int32(m.wparam)
			if ends {
				return quit, nil
			}
			continue
		}
		syscall.SyscallN(procTranslateMessage.Addr(), uintptr(unsafe.Pointer(m)))
		syscall.SyscallN(procDispatchMessage.Addr(), uintptr(unsafe.Pointer(m)))
	}
}
