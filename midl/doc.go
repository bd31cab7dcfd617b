// Package midl reads COM interop headers: what MIDL and widl emit from .idl
// files, and the interface declarations that Microsoft writes by hand.
//
// It is not a C compiler. Direction and ownership of parameters stand in MIDL's
// comments (/* [retval][out] */) and in SAL words (_In_, _COM_Outptr_), and a
// compiler drops both, so the package has a reader of its own:
//
//   - lexer.go cuts bytes into tokens and keeps the attribute comments;
//   - preprocessor.go evaluates #if with the macros of a C++ compile for the
//     newest Windows, and expands the macros that the header itself defines;
//   - declaration.go, record.go, declarator.go and their neighbours read the
//     declarations;
//   - inherit.go gives every interface its IID and removes from it the methods
//     that it repeats from its bases.
//
// A header is read by itself: #include is recorded in [File.Includes] and not
// followed. Whatever the reader does not know is an [Error] with a position;
// what it leaves out on purpose (function bodies, templates) is balanced, and
// template specializations with an IID are kept in [File.Instances].
//
// Nothing in the package has global mutable state: any number of goroutines may
// parse at the same time. A *File is plain data and belongs to the caller.
package midl
