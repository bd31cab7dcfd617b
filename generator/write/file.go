package write

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// File makes content the content of one file outside of a Tree, whose folder has
// to be there; the file is never half-written. It reports whether the content
// was another before.
func File(name string, content []byte) (changed bool, err error) {
	old, err := os.ReadFile(name)
	if err == nil && bytes.Equal(old, content) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, failure("write", name, err)
	}
	// A link that is named by hand is meant: what it leads to is replaced.
	target := name
	if real, err := filepath.EvalSymlinks(name); err == nil {
		target = real
	}
	temp, err := os.CreateTemp(filepath.Dir(target), tempPrefix+"*"+tempSuffix)
	if err != nil {
		return false, failure("write", name, err)
	}
	_, err = temp.Write(content)
	if err == nil {
		err = temp.Chmod(modeFor(target))
	}
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = patiently(func() error { return os.Rename(temp.Name(), target) })
	}
	if err != nil {
		os.Remove(temp.Name())
		return false, failure("write", name, err)
	}
	return true, nil
}

// modeFor returns the mode of the file that is replaced, or a new file's usual
// one: that of CreateTemp is for secrets.
func modeFor(name string) fs.FileMode {
	if info, err := os.Stat(name); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}
