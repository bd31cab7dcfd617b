// Package quirks tells tests what the system under them does wrong, so that they
// can leave it out and say so.
package quirks
