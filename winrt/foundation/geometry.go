//go:build windows

package foundation

// Point is a place in a plane.
type Point struct{ X, Y float32 }

// Size is a width and a height.
type Size struct{ Width, Height float32 }

// Rect is a rectangle: its upper left corner and its size.
type Rect struct{ X, Y, Width, Height float32 }
