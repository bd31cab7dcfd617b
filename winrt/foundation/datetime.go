//go:build windows

package foundation

import (
	"time"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// DateTime is a moment in 100 ns ticks since 1601-01-01 00:00 UTC.
type DateTime = abi.DateTime

// DateTimeOf returns the tick in which t lies. What an int64 of ticks cannot hold,
// before the year -27627 and after 30828, becomes the first or the last moment that
// it can.
func DateTimeOf(t time.Time) DateTime { return abi.DateTimeOf(t) }

// TimeSpan is a length of time in 100 ns ticks.
type TimeSpan = abi.TimeSpan

// TimeSpanOf returns d in whole ticks, cut towards zero as time.Duration.Truncate
// does: less than a tick, of either sign, is 0.
func TimeSpanOf(d time.Duration) TimeSpan { return abi.TimeSpanOf(d) }
