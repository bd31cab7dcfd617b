//go:build !windows

package write

// patiently does what fails on Windows while another program looks at a file.
func patiently(do func() error) error { return do() }

// inUse reports whether an error says that another program has the file open.
func inUse(error) bool { return false }
