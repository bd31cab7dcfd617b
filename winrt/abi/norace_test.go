//go:build windows && !race

package abi

const withRaceDetector = false
