//go:build windows && race

package abi

// withRaceDetector says that this program has the race detector, and with it cgo.
const withRaceDetector = true
