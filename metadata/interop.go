package metadata

import "embed"

// Interop holds the headers interop/*.h, which define the COM interfaces by
// which Windows Runtime objects and Win32 meet.
//
//go:embed interop/*.h
var Interop embed.FS
