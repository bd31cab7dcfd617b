//go:build windows

package abi

import (
	"errors"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// HRESULT is the result code of a COM method; as an error it is the code alone.
type HRESULT uint32

// Codes that the runtime itself gives or looks for.
const (
	codeOK         HRESULT = 0
	codeNotImpl    HRESULT = 0x80004001
	codeNoIface    HRESULT = 0x80004002
	codePointer    HRESULT = 0x80004003
	codeFail       HRESULT = 0x80004005
	codeBounds     HRESULT = 0x8000000B
	codeClosed     HRESULT = 0x80000013
	codeUnexpected HRESULT = 0x8000FFFF
	codeOutOfMem   HRESULT = 0x8007000E
	codeInvalidArg HRESULT = 0x80070057
	codeNotReg     HRESULT = 0x80040154
	codeNoModule   HRESULT = 0x8007007E
)

// Failed tells whether the code is one of failure.
func (h HRESULT) Failed() bool { return int32(h) < 0 }

//go:generate go run ./internal/hresults

// Name is the code's name in Microsoft's headers, E_NOINTERFACE, or "" for one that
// is not known here.
func (h HRESULT) Name() string {
	at, found := slices.BinarySearch(hresultCodes[:], uint32(h))
	if !found {
		return ""
	}
	names := hresultNames
	for range at {
		_, names, _ = strings.Cut(names, " ")
	}
	name, _, _ := strings.Cut(names, " ")
	return name
}

// Error is the system's message for the code, its name, and the code. A name that is
// known stands there also where the system has no message.
func (h HRESULT) Error() string {
	if text := strings.TrimRight(systemMessage(h), ". \r\n"); text != "" {
		return text + " (" + h.label() + ")"
	}
	if name := h.Name(); name != "" {
		return name + " (" + h.number() + ")"
	}
	return "HRESULT " + h.number()
}

func (h HRESULT) number() string { return "0x" + strconv.FormatUint(uint64(h), 16) }

// label is the name, if there is one, and the number.
func (h HRESULT) label() string {
	if name := h.Name(); name != "" {
		return name + ", " + h.number()
	}
	return h.number()
}

// systemMessage is FormatMessage's text in the user's language.
func systemMessage(h HRESULT) string {
	buffer := make([]uint16, 512)
	const flags = windows.FORMAT_MESSAGE_FROM_SYSTEM | windows.FORMAT_MESSAGE_IGNORE_INSERTS
	n, err := windows.FormatMessage(flags, 0, uint32(h), 0, buffer, nil)
	if err != nil && h>>16 == 0x8007 { // HRESULT_FROM_WIN32
		n, err = windows.FormatMessage(flags, 0, uint32(h&0xffff), 0, buffer, nil)
	}
	if err != nil {
		return ""
	}
	return decode(buffer[:n])
}

// Is makes an HRESULT that wraps a Win32 code (0x8007xxxx) match that
// syscall.Errno and what it matches, such as fs.ErrNotExist.
func (h HRESULT) Is(target error) bool {
	if h&0xffff0000 != 0x80070000 {
		return false
	}
	code := syscall.Errno(h & 0xffff)
	return target == code || code.Is(target)
}

// ErrReleased is what a use of an object after its Release gives.
var ErrReleased = errors.New("the object was released; keep the reference until the last use")

// Error is a failed operation.
type Error struct {
	Code HRESULT
	Op   string // "DisplayState.ConnectTarget"
	Text string // what the failing component said about it, if anything
	err  error  // a cause that is not an HRESULT
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	b.WriteString(": ")
	switch {
	case e.err != nil:
		b.WriteString(e.err.Error())
	case e.Text != "":
		b.WriteString(e.Text)
		b.WriteString(" (")
		b.WriteString(e.Code.label())
		b.WriteByte(')')
	default:
		b.WriteString(e.Code.Error())
	}
	return b.String()
}

// Unwrap is the cause: an HRESULT, or an error of Go's.
func (e *Error) Unwrap() error {
	if e.err != nil {
		return e.err
	}
	return e.Code
}

// failure is the error of a native operation that gave code, with what the component
// said about it. What it said belongs to the thread: whoever makes the call has locked
// its goroutine to one before, and unlocks it after this.
func failure(op string, code HRESULT) error {
	return &Error{Code: code, Op: operation(op), Text: restrictedText(code)}
}

// callFunction calls a function that returns an HRESULT; pointers among args are to
// memory that OnHeap gave.
//
//go:uintptrescapes
func callFunction(op string, function uintptr, args ...uintptr) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if hr, _, _ := syscall.SyscallN(function, args...); HRESULT(hr).Failed() {
		return failure(op, HRESULT(hr))
	}
	return nil
}

// wrapped puts the operation in front of an error. It asks nobody for a text: the
// thread may be another by now than that of a call which gave the error.
func wrapped(op string, err error) error {
	if err == nil {
		return nil
	}
	op = operation(op)
	switch e := err.(type) {
	case HRESULT:
		return &Error{Code: e, Op: op}
	case *Error:
		if e.Op == "" {
			return &Error{Code: e.Code, Op: op, Text: e.Text, err: e.err}
		}
		return &Error{Code: e.Code, Op: op, Text: e.Text, err: e}
	}
	return &Error{Code: codeOf(err), Op: op, err: err}
}

// codeOf is the HRESULT that native code gets for a Go error.
func codeOf(err error) HRESULT {
	var code HRESULT
	if errors.As(err, &code) && code.Failed() {
		return code
	}
	var e *Error
	if errors.As(err, &e) && e.Code.Failed() {
		return e.Code
	}
	var errno syscall.Errno
	switch {
	case errors.Is(err, ErrReleased):
		return codeClosed
	case errors.As(err, &errno) && errno != 0 && errno <= 0xffff:
		return 0x80070000 | HRESULT(errno)
	}
	return codeFail
}

var (
	combase                    = windows.NewLazySystemDLL("combase.dll")
	procGetRestrictedErrorInfo = combase.NewProc("GetRestrictedErrorInfo")
	procRoOriginateError       = combase.NewProc("RoOriginateError")
	oleaut32                   = windows.NewLazySystemDLL("oleaut32.dll")
	procSysFreeString          = oleaut32.NewProc("SysFreeString")
)

// restrictedDetails are the cells that IRestrictedErrorInfo::GetErrorDetails fills.
type restrictedDetails struct {
	info                                    address
	description, restrictedDescription, sid address // BSTR
	code                                    HRESULT
}

// restrictedText is the text that the component left for the calling thread, if it
// belongs to code. It takes the text away: a later failure without one does not find
// that of an earlier one.
func restrictedText(code HRESULT) string {
	if procGetRestrictedErrorInfo.Find() != nil {
		return ""
	}
	d := OnHeap[restrictedDetails]()
	if hr, _, _ := syscall.SyscallN(procGetRestrictedErrorInfo.Addr(), uintptr(unsafe.Pointer(&d.info))); hr != 0 || d.info == 0 {
		return ""
	}
	defer release(d.info.pointer())
	const slotGetErrorDetails = 3
	hr, _, _ := syscall.SyscallN(slotOf(d.info.pointer(), slotGetErrorDetails), uintptr(d.info), uintptr(unsafe.Pointer(&d.description)),
		uintptr(unsafe.Pointer(&d.code)), uintptr(unsafe.Pointer(&d.restrictedDescription)), uintptr(unsafe.Pointer(&d.sid)))
	if HRESULT(hr).Failed() {
		return ""
	}
	text := ""
	if d.code == code {
		text = strings.TrimSpace(textOf((*uint16)(d.restrictedDescription.pointer())))
		if text == "" {
			text = strings.TrimSpace(textOf((*uint16)(d.description.pointer())))
		}
	}
	for _, s := range []address{d.description, d.restrictedDescription, d.sid} {
		if s != 0 {
			syscall.SyscallN(procSysFreeString.Addr(), uintptr(s))
		}
	}
	return text
}

// originate leaves text for the native caller to whom code is returned.
func originate(code HRESULT, text string) {
	if procRoOriginateError.Find() != nil {
		return
	}
	h := OnHeap[uintptr]()
	if newString(text, h) == nil {
		syscall.SyscallN(procRoOriginateError.Addr(), uintptr(code), *h)
		deleteString(*h)
	}
}
