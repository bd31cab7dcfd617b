// Package abi is the contract between generated code and the runtime: counted
// references, calls into native code, calls from native code into Go, and
// descriptors of how each Go type crosses. Programs use the package winrt and the
// generated packages; what is exported here is for those.
//
// Nothing that native code writes to lives on a goroutine's stack, because the
// stack moves when native code calls back into Go: results are written to cells
// in pooled frames or in the object itself.
package abi
