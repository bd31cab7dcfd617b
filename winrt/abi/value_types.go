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

// Time returns d as a time.Time in UTC.
func (d DateTime) Time() time.Time {
	return time.Unix(int64(d)/ticksPerSecond-secondsTo1970, int64(d)%ticksPerSecond*nsPerTick).UTC()
}

func (d DateTime) String() string { return d.Time().Format(time.RFC3339Nano) }

// DateTimeOf returns t to the tick. What an int64 cannot hold, some 29,000
// years from 1601 on, becomes the last moment that it can.
func DateTimeOf(t time.Time) DateTime {
	const last = math.MaxInt64/ticksPerSecond - 1
	switch seconds := t.Unix() + secondsTo1970; {
	case seconds > last:
		return math.MaxInt64
	case seconds < -last:
		return math.MinInt64
	default:
		return DateTime(seconds*ticksPerSecond + int64(t.Nanosecond()/nsPerTick))
	}
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

// TimeSpanOf returns d in whole ticks.
func TimeSpanOf(d time.Duration) TimeSpan { return TimeSpan(d / nsPerTick) }
