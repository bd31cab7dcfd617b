// Package composition tests classes that Go types derive from, against
// testdata/composition, a component in C with an unsealed class.
package composition
