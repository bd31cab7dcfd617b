// Package collections is Windows.Foundation.Collections for Go: one generic
// type per collection interface of the Windows Runtime, shared by every
// generated package.
//
// A collection that comes out of a call is a struct such as [VectorView]; a
// collection that goes into a call is a Go interface such as [IVectorView],
// which those structs satisfy, and with them [Of], [FromSlice], [FromMap] and
// any Go type that has the methods. All of them range:
//
//	for target, err := range targets.All() {
//
// The descriptors ([VectorViewType] and its kin) say how one instantiation
// crosses the ABI: the interface IDs and how an element crosses. Generated
// code declares them as package-level variables; programs seldom do.
package collections
