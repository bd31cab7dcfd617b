// Package metadata holds the Windows metadata that winmd2go reads unless it is
// given that of another SDK: the whole Windows Runtime in one file, and the
// interop headers that belong to it. Windows.winmd.provenance.yaml says where
// the file is from, and how to get it again.
package metadata

import (
	_ "embed"
	"unsafe"
)

// SDK is the version of Windows whose metadata this is.
const SDK = "10.0.26100"

//go:embed Windows.winmd
var windows string

// Windows returns the file Windows.winmd. The bytes are those of the running
// program itself, in memory that can not be written: writing to them ends the
// program. It is safe for concurrent use.
func Windows() []byte {
	return unsafe.Slice(unsafe.StringData(windows), len(windows))
}
