//go:build windows

package foundation_test

import (
	"strings"

	"github.com/winmd2go/winmd2go/internal/pinterface"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/foundation"
)

// Signatures of the generic interfaces (WinRT type system, "Guid generation
// for parameterized types").
var generic = map[string]string{
	"IVectorView":                                "bbe1fa4c-b0e3-4583-baef-1f1b2e483e56",
	"IIterable":                                  "faa585ea-6214-4217-afda-7f46de5869b3",
	"IIterator":                                  "6a79e863-4300-459a-9966-cbb660963ee1",
	"IAsyncOperation":                            "9fc2b0bb-e446-44e2-aa61-9cab8f636af2",
	"AsyncOperationCompletedHandler":             "fcdcf02c-e5d8-4478-915a-4d90b74b83a5",
	"IAsyncActionWithProgress":                   "1f6db258-e803-48a1-9546-eb7353398884",
	"AsyncActionProgressHandler":                 "6d844858-0cff-4590-ae89-95a5a5c8b4b8",
	"AsyncActionWithProgressCompletedHandler":    "9c029f91-cc84-44fd-ac26-0a6c4e555281",
	"IAsyncOperationWithProgress":                "b5d036d7-e297-498f-ba60-0289e76e23dd",
	"AsyncOperationProgressHandler":              "55690902-0aab-421a-8778-f8ce5026d758",
	"AsyncOperationWithProgressCompletedHandler": "e85df41d-6aa7-46e3-a8e2-f009d840c627",
}

func signature(name string, args ...string) string {
	return "pinterface({" + generic[name] + "};" + strings.Join(args, ";") + ")"
}

func iid(name string, args ...string) abi.GUID {
	return abi.GUID(pinterface.ID([]byte(signature(name, args...))))
}

func operation[T any](sig string, result abi.Type[T]) *foundation.AsyncOperationType[T] {
	return &foundation.AsyncOperationType[T]{
		IAsyncOperation: iid("IAsyncOperation", sig), AsyncOperationCompletedHandler: iid("AsyncOperationCompletedHandler", sig), Result: result,
	}
}

var (
	int32Operation         = operation[int32]("i4", abi.Plain[int32]{})
	textOperation          = operation[string]("string", abi.String{})
	int32ProgressAction    = &foundation.AsyncActionWithProgressType[int32]{IAsyncActionWithProgress: iid("IAsyncActionWithProgress", "i4"), AsyncActionWithProgressCompletedHandler: iid("AsyncActionWithProgressCompletedHandler", "i4"), AsyncActionProgressHandler: iid("AsyncActionProgressHandler", "i4"), Progress: abi.Plain[int32]{}}
	int32ProgressOperation = &foundation.AsyncOperationWithProgressType[int32, int32]{
		IAsyncOperationWithProgress: iid("IAsyncOperationWithProgress", "i4", "i4"), AsyncOperationWithProgressCompletedHandler: iid("AsyncOperationWithProgressCompletedHandler", "i4", "i4"),
		AsyncOperationProgressHandler: iid("AsyncOperationProgressHandler", "i4", "i4"), Result: abi.Plain[int32]{}, Progress: abi.Plain[int32]{},
	}
)

const streamSignature = "rc(Windows.Media.SpeechSynthesis.SpeechSynthesisStream;{83e46e93-244c-4622-ba0b-6229c4d0d65d})"
