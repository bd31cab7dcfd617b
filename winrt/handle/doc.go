// Package handle owns kernel handles: who closes one, when, and once. Methods of
// COM interfaces that return a HANDLE return a *Handle, which the caller owns.
package handle
