//go:build windows

package abi

import (
	"math"
	"time"
)

// The value types of Windows.Foundation that Object parameters carry. They stand
// here for Box; package foundation has them under their own names.

// Point is a place in a plane.
type Point struct{ X, Y float32 }

// Size is a width and a height.
type Size struct{ Width, Height float32 }

// Rect is a rectangle: its upper left corner and its size.
type Rect struct{ X, Y, Width, Height float32 }

const (
	ticksPerSecond = 10_000_000 // a tick is 100 ns
	nsPerTick      = 100
	// secondsTo1970 is from 1601-01-01 to 1970-01-01, UTC.
	secondsTo1970 = 11644473600
)

// DateTime is a moment in 100 ns ticks since 1601-01-01 00:00 UTC.
type DateTime int64

// Time returns d as a time.Time in UTC, exactly, whatever d is.
func (d DateTime) Time() time.Time {
	return time.Unix(int64(d)/ticksPerSecond-secondsTo1970, int64(d)%ticksPerSecond*nsPerTick).UTC()
}

func (d DateTime) String() string { return d.Time().Format(time.RFC3339Nano) }

// DateTimeOf returns the tick in which t lies. What an int64 of ticks cannot hold,
// before the year -27627 and after 30828, becomes the first or the last moment that
// it can.
func DateTimeOf(t time.Time) DateTime {
	// The first and the last second that an int64 of ticks reaches, from 1970, and
	// the ticks of them that it does not.
	const (
		last      = math.MaxInt64/ticksPerSecond - secondsTo1970
		lastTick  = math.MaxInt64 % ticksPerSecond
		first     = math.MinInt64/ticksPerSecond - 1 - secondsTo1970
		firstTick = math.MinInt64%ticksPerSecond + ticksPerSecond
	)
	seconds, ticks := t.Unix(), int64(t.Nanosecond()/nsPerTick)
	switch {
	case seconds > last, seconds == last && ticks > lastTick:
		return math.MaxInt64
	case seconds < first, seconds == first && ticks < firstTick:
		return math.MinInt64
	}
	return DateTime((seconds+secondsTo1970)*ticksPerSecond + ticks) // in the first second the product wraps, and the sum wraps back
}

// TimeSpan is a length of time in 100 ns ticks.
type TimeSpan int64

// Duration returns s as a time.Duration, which holds 292 years; a longer span
// becomes the longest that it holds.
func (s TimeSpan) Duration() time.Duration {
	switch {
	case s > math.MaxInt64/nsPerTick:
		return math.MaxInt64
	case s < math.MinInt64/nsPerTick:
		return math.MinInt64
	}
	return time.Duration(s) * nsPerTick
}

func (s TimeSpan) String() string { return s.Duration().String() }

// TimeSpanOf returns d in whole ticks, cut towards zero as time.Duration.Truncate
// does: less than a tick, of either sign, is 0.
func TimeSpanOf(d time.Duration) TimeSpan { return TimeSpan(d / nsPerTick) }
