//go:build windows

package winrt

import "github.com/winmd2go/winmd2go/winrt/abi"

// HRESULT is the result code of a COM method. As an error it is its own target:
// errors.Is(err, winrt.E_NOINTERFACE).
type HRESULT = abi.HRESULT

// Error is a failed operation: its code, what was called, and what the component
// and the system say about it.
type Error = abi.Error

// ErrReleased is what a use of an object after its Release gives.
var ErrReleased = abi.ErrReleased

// Common codes, under the names that Windows gives them.
const (
	S_OK                          HRESULT = 0
	S_FALSE                       HRESULT = 1
	E_NOTIMPL                     HRESULT = 0x80004001
	E_NOINTERFACE                 HRESULT = 0x80004002
	E_POINTER                     HRESULT = 0x80004003
	E_ABORT                       HRESULT = 0x80004004
	E_FAIL                        HRESULT = 0x80004005
	E_PENDING                     HRESULT = 0x8000000A
	E_BOUNDS                      HRESULT = 0x8000000B
	E_CHANGED_STATE               HRESULT = 0x8000000C
	E_ILLEGAL_STATE_CHANGE        HRESULT = 0x8000000D
	E_ILLEGAL_METHOD_CALL         HRESULT = 0x8000000E
	RO_E_CLOSED                   HRESULT = 0x80000013
	E_ILLEGAL_DELEGATE_ASSIGMENT  HRESULT = 0x80000018
	E_ASYNC_OPERATION_NOT_STARTED HRESULT = 0x80000019
	E_UNEXPECTED                  HRESULT = 0x8000FFFF
	E_ACCESSDENIED                HRESULT = 0x80070005
	E_HANDLE                      HRESULT = 0x80070006
	E_OUTOFMEMORY                 HRESULT = 0x8007000E
	E_INVALIDARG                  HRESULT = 0x80070057
	E_NOT_SET                     HRESULT = 0x80070490
	TYPE_E_TYPEMISMATCH           HRESULT = 0x80028CA0
	REGDB_E_CLASSNOTREG           HRESULT = 0x80040154
	CLASS_E_CLASSNOTAVAILABLE     HRESULT = 0x80040111
	RPC_E_CHANGED_MODE            HRESULT = 0x80010106
	RPC_E_WRONG_THREAD            HRESULT = 0x8001010E
	RPC_E_DISCONNECTED            HRESULT = 0x80010108
)
