// Package winmd reads and writes Windows metadata: the ECMA-335 tables, heaps,
// signatures and custom attributes of a .winmd file.
//
// Open and Parse check the container and the bounds of every table and heap
// once. After that an accessor of rows or strings cannot fail: a row that does
// not exist reads as the zero row, a string as "". Blobs, signatures, constants
// and attribute values are decoded when asked for, and report what is wrong with
// an *Error. Strings and blobs are views into the file's bytes, which must not
// change while the File or anything taken from it is in use.
//
// Tables that the format wants sorted are in order after Parse, also when the
// file holds them otherwise, so every question of the kind "the attributes of
// this type" is a range of rows found by binary search.
//
// Merge and Slice make one valid file of all, or of chosen, types of several.
//
// A File is safe for concurrent use.
package winmd
