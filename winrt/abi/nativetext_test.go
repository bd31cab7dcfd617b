//go:build windows

package abi

import (
	"errors"
	"fmt"
	"testing"
)

// TestNativeText holds that native code gets an error's text without what Go's Error puts
// around it.
func TestNativeText(t *testing.T) {
	failure := &Error{Code: codeFail, Op: "Thing.Do", Text: "the thing is broken"}
	for _, test := range []struct {
		err  error
		want string
	}{
		{failure, "the thing is broken"},
		{codeFail, ""},
		{wrapped("Thing.Do", codeFail), ""},
		{wrapped("Thing.Do", errors.New("no paper")), "no paper"},
		{errors.New("no paper"), "no paper"},
		{fmt.Errorf("print: %w", failure), "print: " + failure.Error()},
	} {
		if got := nativeText(test.err); got != test.want {
			t.Errorf("%#v gives native code the text %q, not %q", test.err, got, test.want)
		}
	}
}
