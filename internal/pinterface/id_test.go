package pinterface

import (
	"fmt"
	"testing"
)

// TestID compares with what mingw-w64's headers print (asyncinfo.h,
// windows.foundation.h, windows.media.speechsynthesis.h), and Microsoft's.
func TestID(t *testing.T) {
	const (
		voice  = "rc(Windows.Media.SpeechSynthesis.VoiceInformation;{b127d6a4-1291-4604-aa9c-83134083352c})"
		stream = "rc(Windows.Media.SpeechSynthesis.SpeechSynthesisStream;{83e46e93-244c-4622-ba0b-6229c4d0d65d})"

		vectorView       = "bbe1fa4c-b0e3-4583-baef-1f1b2e483e56"
		iterable         = "faa585ea-6214-4217-afda-7f46de5869b3"
		iterator         = "6a79e863-4300-459a-9966-cbb660963ee1"
		operation        = "9fc2b0bb-e446-44e2-aa61-9cab8f636af2"
		operationHandler = "fcdcf02c-e5d8-4478-915a-4d90b74b83a5"
	)
	for _, test := range []struct{ generic, argument, want string }{
		{vectorView, voice, "ee8d63ce-51ac-5984-891b-d232fa7f6453"},
		{iterable, voice, "3c33bb52-bd98-5c8c-adee-ee8da0628efc"},
		{iterator, voice, "12d40a27-ae8d-5fb0-8fed-00165d59c6ab"},
		{vectorView, "string", "2f13c006-a03a-5f69-b090-75a43e33423e"},
		{iterable, "string", "e2fcc7c1-3bfc-5a0b-b2b0-72e769d1cb7e"},
		{iterable, "i4", "81a643fb-f51c-5565-83c4-f96425777b66"},
		{operation, "b1", "cdb5efb3-5788-509d-9be1-71ccb8a3362a"},
		{operationHandler, "b1", "c1d3d1a2-ae17-5a5f-b5a2-bdcc8844889a"},
		{operation, stream, "df9d48ad-9cea-560c-9edc-cb8852cb55e3"},
		{operationHandler, stream, "c972b996-6165-50d4-af60-a8c3df51d092"},
	} {
		g := ID([]byte("pinterface({" + test.generic + "};" + test.argument + ")"))
		if got := fmt.Sprintf("%08x-%04x-%04x-%x-%x", g.Data1, g.Data2, g.Data3, g.Data4[:2], g.Data4[2:]); got != test.want {
			t.Errorf("{%s} of %s is %s, want %s", test.generic, test.argument, got, test.want)
		}
	}
}
