// Package metadata holds the Windows metadata that winmd2go reads when it is
// given no other: the whole Windows Runtime of one SDK in one file, and the
// interop headers that belong to it. Windows.winmd.provenance.yaml says what
// the file was made of, and how to make it again.
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
