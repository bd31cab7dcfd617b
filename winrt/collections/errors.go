//go:build windows

package collections

import (
	"strconv"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// The codes that the Windows Runtime's collections answer with (winerror.h).
const (
	eNotImpl      abi.HRESULT = 0x80004001
	ePointer      abi.HRESULT = 0x80004003
	eFail         abi.HRESULT = 0x80004005
	eBounds       abi.HRESULT = 0x8000000B
	eChangedState abi.HRESULT = 0x8000000C
	eInvalidArg   abi.HRESULT = 0x80070057
)

func outOfRange(op string, index uint32, size int) error {
	return &abi.Error{Code: eBounds, Op: op, Text: "index " + strconv.FormatUint(uint64(index), 10) + " of a collection of " + strconv.Itoa(size)}
}

func noSuchKey(op string) error {
	return &abi.Error{Code: eBounds, Op: op, Text: "the map has no such key"}
}

func pastTheEnd(op string) error {
	return &abi.Error{Code: eBounds, Op: op, Text: "the iterator is past the last element"}
}

func changedMeanwhile(op string) error {
	return &abi.Error{Code: eChangedState, Op: op, Text: "the collection was changed while it was iterated over; begin again"}
}
