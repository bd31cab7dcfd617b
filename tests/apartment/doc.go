// Package apartment tests what belongs to a thread: objects of single-threaded
// apartments, their factories, and waiting on their threads; and servers that die.
package apartment
