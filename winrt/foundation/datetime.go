//go:build windows

package foundation

import (
	"time"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// DateTime is a moment in 100 ns ticks since 1601-01-01 00:00 UTC.
type DateTime = abi.DateTime

// DateTimeOf returns t to the tick. What an int64 cannot hold, some 29,000
// years from 1601 on, becomes the last moment that it can.
func DateTimeOf(t time.Time) DateTime { return abi.DateTimeOf(t) }

// TimeSpan is a length of time in 100 ns ticks.
type TimeSpan = abi.TimeSpan

// TimeSpanOf returns d in whole ticks.
func TimeSpanOf(d time.Duration) TimeSpan { return abi.TimeSpanOf(d) }
