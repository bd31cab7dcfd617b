// Package winrt is what programs use of the runtime beside the packages that are
// generated for them: errors, boxing, casts, and the apartment of a thread.
package winrt
