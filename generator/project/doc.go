// Package project makes every decision about Go: which package a type goes to,
// what it is called, what its methods look like, and how each value crosses the
// boundary. What comes out is plain data that templates lay out as text; the
// rules are those of docs/design.md.
package project
