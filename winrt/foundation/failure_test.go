//go:build windows

package foundation

import (
	"errors"
	"testing"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// TestFailureWithoutResults ends a wait for an operation that failed and whose GetResults
// says nothing of it: the failure is what IAsyncInfo.ErrorCode answers.
func TestFailureWithoutResults(t *testing.T) {
	const outOfPaper HResult = 0x8007001C
	for _, test := range []struct {
		answer HResult
		want   abi.HRESULT
	}{
		{outOfPaper, abi.HRESULT(outOfPaper)},
		{0, eFail}, // it does not say why
	} {
		codes := abi.Stub{IID: &iidIAsyncInfo, Methods: []abi.Method{{}, {}, {Words: 1, Do: func(_ any, f *abi.Frame) error {
			*(*HResult)(f.Out()) = test.answer
			return f.Err()
		}}, {}, {}}}
		p, err := abi.NewInstance(new(int), &codes)
		if err != nil {
			t.Fatal(err)
		}
		o := new(abi.Object)
		abi.Adopt(o, p, &iidIAsyncInfo)
		err = finish(o, AsyncStatusError, "Printer.Print", func() error { return nil })
		var e *abi.Error
		if !errors.As(err, &e) || e.Code != test.want || e.Op != "Printer.Print" {
			t.Errorf("an operation with the code %#x ends with %v", uint32(test.answer), err)
		}
		o.Release()
	}
}
