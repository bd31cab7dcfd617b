package winmd

import "fmt"

// Error says what is wrong with a metadata file, and where.
type Error struct {
	File   string // name given to Open or Parse
	Where  string // the structure, such as "MethodDef 0x06000012 signature"
	Offset int    // bytes from the start of that structure
	Msg    string // what is wrong
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s: at offset %#x: %s", e.File, e.Where, e.Offset, e.Msg)
}

func (f *File) fail(where string, offset int, format string, args ...any) *Error {
	return &Error{File: f.name, Where: where, Offset: offset, Msg: fmt.Sprintf(format, args...)}
}
