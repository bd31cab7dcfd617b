//go:build windows

package foundation

import "github.com/winmd2go/winmd2go/winrt/abi"

// Point is a place in a plane.
type Point = abi.Point

// Size is a width and a height.
type Size = abi.Size

// Rect is a rectangle: its upper left corner and its size.
type Rect = abi.Rect
