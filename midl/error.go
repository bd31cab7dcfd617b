package midl

import (
	"errors"
	"fmt"
	"strings"
)

// Position is a place in a header. Line and Col count from 1; Col counts bytes.
// A declaration made by a macro has the position of the macro's use.
type Position struct {
	Line, Col int
}

// Error says where a header could not be read, and why.
type Error struct {
	File      string
	Line, Col int
	Msg       string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Msg)
}

// maxErrors bounds what one header can report: after that many, the rest is
// mostly the echo of the first.
const maxErrors = 20

// errorList collects the errors of one header.
type errorList []*Error

func (l errorList) full() bool { return len(l) >= maxErrors }

func (l errorList) err() error {
	switch len(l) {
	case 0:
		return nil
	case 1:
		return l[0]
	}
	joined := make([]error, len(l))
	for i, e := range l {
		joined[i] = e
	}
	return errors.Join(joined...)
}

// quote shortens text from a header for use in a message.
func quote(text string) string { return fmt.Sprintf("%q", shorten(text, 60)) }

// shorten cuts text to about most bytes.
func shorten(text string, most int) string {
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// maxMessage bounds a message that names words of the header, in bytes.
const maxMessage = 500
