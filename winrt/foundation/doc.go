// Package foundation is what Windows.Foundation needs of the runtime: dates,
// durations, geometry, event handlers and asynchronous operations. The
// generated package windows/foundation gives these types their names there.
//
// An operation that comes out of a call is awaited:
//
//	device, err := operation.Await(ctx)
//
// and Go work becomes one that native code awaits with [NewAsyncAction],
// [NewAsyncOperation] and their kin.
package foundation
