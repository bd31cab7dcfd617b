//go:build windows

package handle

import (
	"syscall"

	"golang.org/x/sys/windows"
)

var (
	advapi32 = windows.NewLazySystemDLL("advapi32.dll")
	gdi32    = windows.NewLazySystemDLL("gdi32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")
	user32   = windows.NewLazySystemDLL("user32.dll")
	ws2_32   = windows.NewLazySystemDLL("ws2_32.dll")
)

// verdict is how a closing function tells of failure.
type verdict uint8

const (
	falseFails   verdict = iota // BOOL, and GetLastError says why
	codeFails                   // the error code itself, 0 for success
	nonzeroFails                // anything but 0 fails, and GetLastError says why
)

// closing is the function that closes handles of one type.
type closing struct {
	dll  *windows.LazyDLL
	name string
	says verdict
	dup  bool // DuplicateHandle can copy it
}

// closingOf is the table of types whose handles are closed otherwise than by CloseHandle.
func closingOf(kind string) (closing, bool) {
	switch kind {
	case "", "HANDLE":
		return closing{kernel32, "CloseHandle", falseFails, true}, true
	case "HKEY":
		return closing{advapi32, "RegCloseKey", codeFails, true}, true
	case "SC_HANDLE":
		return closing{advapi32, "CloseServiceHandle", falseFails, false}, true
	case "HMODULE", "HINSTANCE":
		return closing{kernel32, "FreeLibrary", falseFails, false}, true
	case "SOCKET":
		return closing{ws2_32, "closesocket", nonzeroFails, false}, true
	case "HFINDFILE", "FindFileHandle":
		return closing{kernel32, "FindClose", falseFails, false}, true
	case "FindVolumeHandle":
		return closing{kernel32, "FindVolumeClose", falseFails, false}, true
	case "FindChangeNotificationHandle":
		return closing{kernel32, "FindCloseChangeNotification", falseFails, false}, true
	case "HGLOBAL":
		return closing{kernel32, "GlobalFree", nonzeroFails, false}, true
	case "HLOCAL":
		return closing{kernel32, "LocalFree", nonzeroFails, false}, true
	case "HDESK":
		return closing{user32, "CloseDesktop", falseFails, true}, true
	case "HWINSTA":
		return closing{user32, "CloseWindowStation", falseFails, true}, true
	case "HWND":
		return closing{user32, "DestroyWindow", falseFails, false}, true
	case "HMENU":
		return closing{user32, "DestroyMenu", falseFails, false}, true
	case "HICON":
		return closing{user32, "DestroyIcon", falseFails, false}, true
	case "HCURSOR":
		return closing{user32, "DestroyCursor", falseFails, false}, true
	case "HACCEL":
		return closing{user32, "DestroyAcceleratorTable", falseFails, false}, true
	case "HHOOK":
		return closing{user32, "UnhookWindowsHookEx", falseFails, false}, true
	case "HDEVNOTIFY":
		return closing{user32, "UnregisterDeviceNotification", falseFails, false}, true
	case "HPOWERNOTIFY":
		return closing{user32, "UnregisterPowerSettingNotification", falseFails, false}, true
	case "HDC":
		return closing{gdi32, "DeleteDC", falseFails, false}, true
	case "HGDIOBJ", "HBITMAP", "HBRUSH", "HFONT", "HPALETTE", "HPEN", "HRGN":
		return closing{gdi32, "DeleteObject", falseFails, false}, true
	case "HENHMETAFILE":
		return closing{gdi32, "DeleteEnhMetaFile", falseFails, false}, true
	case "HMETAFILE":
		return closing{gdi32, "DeleteMetaFile", falseFails, false}, true
	}
	return closing{}, false
}

// CanClose says whether handles of this type have a closing function, and its
// name. Handles of a type that has none, such as HMONITOR, are only borrowed.
func CanClose(kind string) (function string, ok bool) {
	c, ok := closingOf(kind)
	return c.name, ok
}

func duplicable(kind string) bool {
	c, _ := closingOf(kind)
	return c.dup
}

func closeAs(kind string, raw windows.Handle) error {
	if kind == "HANDLE" || kind == "" {
		return windows.CloseHandle(raw)
	}
	c, ok := closingOf(kind)
	if !ok {
		return nil
	}
	proc := c.dll.NewProc(c.name)
	if err := proc.Find(); err != nil {
		return err
	}
	r, _, errno := syscall.SyscallN(proc.Addr(), uintptr(raw))
	switch {
	case c.says == codeFails && r != 0:
		return syscall.Errno(r)
	case c.says == nonzeroFails && uint32(r) != 0, c.says == falseFails && uint32(r) == 0:
		if errno == 0 {
			return windows.ERROR_INVALID_HANDLE
		}
		return errno
	}
	return nil
}
