//go:build windows

package abi

import (
	"strconv"
	"strings"
)

// sinceMark stands in the name of an operation in front of the contract version with
// which its interface came: "UISettings.AutoHideScrollBars since
// Windows.Foundation.UniversalApiContract 12.0". It is data that nobody looks at until an
// object does not have the interface.
const sinceMark = " since "

// operation is the name of an operation without that.
func operation(op string) string {
	name, _, _ := strings.Cut(op, sinceMark)
	return name
}

// missing adds to err, of an interface or a class that is not there, what would have it.
func missing(err error, since string) error {
	if since == "" {
		return err
	}
	text := "this system does not have it: it came with " + since
	if windows := windowsOf(since); windows != "" {
		text += ", " + windows
	}
	code, op := codeOf(err), ""
	if e, ok := err.(*Error); ok {
		op = e.Op
		if e.Text != "" {
			text = e.Text + "; " + text
		}
	}
	return &Error{Code: code, Op: op, Text: text}
}

// windowsOf is the first Windows that has a version of the universal contract
// (learn.microsoft.com, "Device families and contracts": a version between two came in
// previews only, or on other devices).
func windowsOf(since string) string {
	const universal = "Windows.Foundation.UniversalApiContract "
	number, ok := strings.CutPrefix(since, universal)
	if !ok {
		return ""
	}
	number, _, _ = strings.Cut(number, ".")
	n, err := strconv.Atoi(number)
	if err != nil {
		return ""
	}
	for _, w := range [...]struct {
		contract int
		name     string
	}{
		{1, "Windows 10"}, {2, "Windows 10 version 1511"}, {3, "Windows 10 version 1607"}, {4, "Windows 10 version 1703"},
		{5, "Windows 10 version 1709"}, {6, "Windows 10 version 1803"}, {7, "Windows 10 version 1809"}, {8, "Windows 10 version 1903"},
		{10, "Windows 10 version 2004"}, {12, "Windows Server 2022"}, {14, "Windows 11"}, {15, "Windows 11 version 22H2"},
		{19, "Windows 11 version 24H2"},
	} {
		if n <= w.contract {
			return w.name
		}
	}
	return ""
}
