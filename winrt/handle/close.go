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

// closeFunc is the function that closes handles of one type.
type closeFunc struct {
	dll  *windows.LazyDLL
	name string
	says verdict
}

// closeFuncOf is the table of types whose handles are closed otherwise than by CloseHandle.
func closeFuncOf(kind string) (closeFunc, bool) {
	switch kind {
	case "", "HANDLE":
		return closeFunc{kernel32, "CloseHandle", falseFails}, true
	case "HKEY":
		return closeFunc{advapi32, "RegCloseKey", codeFails}, true
	case "SC_HANDLE":
		return closeFunc{advapi32, "CloseServiceHandle", falseFails}, true
	case "HMODULE", "HINSTANCE":
		return closeFunc{kernel32, "FreeLibrary", falseFails}, true
	case "SOCKET":
		return closeFunc{ws2_32, "closesocket", nonzeroFails}, true
	case "HFINDFILE", "FindFileHandle":
		return closeFunc{kernel32, "FindClose", falseFails}, true
	case "FindVolumeHandle":
		return closeFunc{kernel32, "FindVolumeClose", falseFails}, true
	case "FindChangeNotificationHandle":
		return closeFunc{kernel32, "FindCloseChangeNotification", falseFails}, true
	case "HGLOBAL":
		return closeFunc{kernel32, "GlobalFree", nonzeroFails}, true
	case "HLOCAL":
		return closeFunc{kernel32, "LocalFree", nonzeroFails}, true
	case "HDESK":
		return closeFunc{user32, "CloseDesktop", falseFails}, true
	case "HWINSTA":
		return closeFunc{user32, "CloseWindowStation", falseFails}, true
	case "HWND":
		return closeFunc{user32, "DestroyWindow", falseFails}, true
	case "HMENU":
		return closeFunc{user32, "DestroyMenu", falseFails}, true
	case "HICON":
		return closeFunc{user32, "DestroyIcon", falseFails}, true
	case "HCURSOR":
		return closeFunc{user32, "DestroyCursor", falseFails}, true
	case "HACCEL":
		return closeFunc{user32, "DestroyAcceleratorTable", falseFails}, true
	case "HHOOK":
		return closeFunc{user32, "UnhookWindowsHookEx", falseFails}, true
	case "HDEVNOTIFY":
		return closeFunc{user32, "UnregisterDeviceNotification", falseFails}, true
	case "HPOWERNOTIFY":
		return closeFunc{user32, "UnregisterPowerSettingNotification", falseFails}, true
	case "HDC":
		return closeFunc{gdi32, "DeleteDC", falseFails}, true
	case "HGDIOBJ", "HBITMAP", "HBRUSH", "HFONT", "HPALETTE", "HPEN", "HRGN":
		return closeFunc{gdi32, "DeleteObject", falseFails}, true
	case "HENHMETAFILE":
		return closeFunc{gdi32, "DeleteEnhMetaFile", falseFails}, true
	case "HMETAFILE":
		return closeFunc{gdi32, "DeleteMetaFile", falseFails}, true
	}
	return closeFunc{}, false
}

// CloserOf is the function that closes handles of a type of the Windows headers,
// such as HKEY or HMODULE. Handles of a type that has none, such as HMONITOR, are
// only borrowed.
func CloserOf(kind string) (Closer, bool) {
	c, ok := closeFuncOf(kind)
	return c.close, ok
}

func (c closeFunc) close(raw windows.Handle) error {
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
