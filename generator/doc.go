// Package generator makes Go packages of Windows metadata and COM headers, and
// answers what the winmd2go command asks of them.
//
// Bytes become a model of the API (package model), the model becomes decisions
// about Go (package project), those become text (package render) and the text
// files (package write); this package only puts them in a row.
package generator
