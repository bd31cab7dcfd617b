package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

var (
	errHandWritten = errors.New("a file stands there that winmd2go did not make (its first line is another): move it away or choose another output folder")
	errIsFolder    = errors.New("a folder stands there: move it away or choose another output folder")
	errNotFolder   = errors.New("not a folder: move it away or choose another output folder")
	errIsLink      = errors.New("a symbolic link, and winmd2go does not write through links: remove it or choose another output folder")
	errNotRegular  = errors.New("not a regular file: move it away or choose another output folder")
	errBusy        = errors.New("another winmd2go is writing there: wait until it has ended")
)

// failure says what could not be done with which path, why, and what helps. The
// path is the one the user knows, not a temporary one of the cause.
func failure(what, name string, cause error) error {
	var pathError *fs.PathError
	var linkError *os.LinkError
	switch {
	case errors.As(cause, &pathError):
		cause = pathError.Err
	case errors.As(cause, &linkError):
		cause = linkError.Err
	}
	advice := ""
	switch {
	case errors.Is(cause, syscall.ENOSPC):
		advice = "; make room and run again: files that were not reached are as they were"
	case inUse(cause):
		advice = "; another program has it open: close it there and run again"
	case errors.Is(cause, fs.ErrPermission), errors.Is(cause, syscall.EROFS):
		advice = "; make the folder writable or choose another output folder"
	}
	return fmt.Errorf("%s: cannot %s: %w%s", name, what, cause, advice)
}
