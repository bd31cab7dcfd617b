package write

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// lock takes the folder for this process, and gives the function that ends
// that. A mutex of the session does it, named after the folder, which the
// system drops when the process dies: Windows has no lock on a folder that
// would not hinder others from reading it.
func lock(dir string) (unlock func(), err error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(full); err == nil {
		full = real
	}
	sum := sha256.Sum256([]byte(strings.ToLower(full)))
	name, err := windows.UTF16PtrFromString(`Local\winmd2go-` + hex.EncodeToString(sum[:]))
	if err != nil {
		return nil, err
	}
	mutex, err := windows.CreateMutex(nil, false, name)
	if errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		windows.CloseHandle(mutex)
		return nil, errBusy
	}
	if err != nil {
		return nil, err
	}
	return func() { windows.CloseHandle(mutex) }, nil
}
