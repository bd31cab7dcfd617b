package write

import (
	"errors"
	"io/fs"
	"time"

	"golang.org/x/sys/windows"
)

// patience is how long a file that somebody else has open is waited for. Virus
// scanners, indexers and editors look at a file for moments after it was written.
const patience = 2 * time.Second

// patiently does what Windows refuses while another program has a file open: to
// rename and to remove it. It tries for a while.
func patiently(do func() error) error {
	end := time.Now().Add(patience)
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		err := do()
		// Replacing a file that is open is also "access denied".
		if err == nil || !inUse(err) && !errors.Is(err, fs.ErrPermission) || time.Now().After(end) {
			return err
		}
		time.Sleep(pause)
	}
}

// inUse reports whether an error says that another program has the file open.
func inUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_USER_MAPPED_FILE)
}
