//go:build windows

package handle

import "golang.org/x/sys/windows"

// Option changes what a duplicate may do and who gets it.
type Option func(*duplication)

type duplication struct {
	access  uint32
	options uint32
	inherit bool
}

// WithAccess gives the duplicate these access rights and no others; without it,
// the duplicate has the rights of the original.
func WithAccess(rights uint32) Option {
	return func(d *duplication) { d.access, d.options = rights, 0 }
}

// Inheritable lets child processes inherit the duplicate.
func Inheritable() Option { return func(d *duplication) { d.inherit = true } }

// Duplicate makes a second handle to the same object in this process, which the
// caller owns.
func (h *Handle) Duplicate(options ...Option) (*Handle, error) {
	raw, err := h.duplicate(windows.CurrentProcess(), options)
	if err != nil {
		return nil, err
	}
	return Own(raw), nil
}

// DuplicateTo makes a handle to the same object in another process, whose handle
// needs PROCESS_DUP_HANDLE. The number it returns means something only there, and
// that process closes it.
func (h *Handle) DuplicateTo(process windows.Handle, options ...Option) (windows.Handle, error) {
	return h.duplicate(process, options)
}

func (h *Handle) duplicate(process windows.Handle, options []Option) (windows.Handle, error) {
	d := duplication{options: windows.DUPLICATE_SAME_ACCESS}
	for _, set := range options {
		set(&d)
	}
	result := new(windows.Handle)
	err := h.Do(func(raw windows.Handle) error {
		return windows.DuplicateHandle(windows.CurrentProcess(), raw, process, result, d.access, d.inherit, d.options)
	})
	return *result, err
}
