//go:build unix

package write

import (
	"errors"
	"golang.org/x/sys/unix"
	"os"
)

// lock takes the folder for this process, and gives the function that ends
// that. The kernel ends it too when the process dies, however it dies; and
// nothing is left in the folder, since it is the folder itself that is locked.
func lock(dir string) (unlock func(), err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	for {
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err != unix.EINTR {
			break
		}
	}
	if errors.Is(err, unix.EWOULDBLOCK) {
		f.Close()
		return nil, errBusy
	}
	// Some file systems have no locks; there two runs at once may fail, by
	// removing each other's unfinished files, but still break none.
	return func() { f.Close() }, nil
}
