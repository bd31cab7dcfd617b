//go:build windows

package abi

import "errors"

// Codes by which a call says that the other side of its object is gone: no later call
// of the same object will do better (winerror.h).
const (
	codeNotConnected      HRESULT = 0x800401FD // CO_E_OBJNOTCONNECTED: the proxy has lost its server
	codeServerDied        HRESULT = 0x80010007 // RPC_E_SERVER_DIED: during the call
	codeServerDiedBefore  HRESULT = 0x80010012 // RPC_E_SERVER_DIED_DNE: before it
	codeDisconnected      HRESULT = 0x80010108 // RPC_E_DISCONNECTED: the server has cut its objects off
	codeInvalidObject     HRESULT = 0x80010114 // RPC_E_INVALID_OBJECT: the server knows no such object any more
	codeServerUnavailable HRESULT = 0x800706BA // RPC_S_SERVER_UNAVAILABLE: its process has ended
	codeCallFailed        HRESULT = 0x800706BE // RPC_S_CALL_FAILED: its process ended during the call
	codeCallFailedBefore  HRESULT = 0x800706BF // RPC_S_CALL_FAILED_DNE: before it
)

// serverGone tells whether a call's result says that the object is of no more use.
// Whether the call was carried out, none of the codes tells for sure: an object of
// this process may hand on what it got from its own server, half-way through. So no
// call is repeated for them but QueryInterface, which changes nothing.
func serverGone(code HRESULT) bool {
	switch code {
	case codeNotConnected, codeServerDied, codeServerDiedBefore, codeDisconnected,
		codeInvalidObject, codeServerUnavailable, codeCallFailed, codeCallFailedBefore:
		return true
	}
	return false
}

// Gone tells whether err says that the other side of an object is gone, for good: its
// server has ended, or has cut the object off.
func Gone(err error) bool {
	var code HRESULT
	if errors.As(err, &code) {
		return serverGone(code)
	}
	var e *Error
	return errors.As(err, &e) && serverGone(e.Code)
}
