// Package model is the language-neutral API that a projection is made of: the
// types of Windows metadata and of COM interop headers with their members,
// signatures and GUIDs, resolved against each other.
//
// A [Universe] indexes every type by name when it is loaded and decodes a type's
// members when they are first asked for, so that a small selection of a large
// SDK costs little. Strings are views into the metadata that was loaded.
package model
