//go:build windows

package foundation_test

import (
	"math"
	"testing"
	"time"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/foundation"
)

func pointer[T any](p *T) unsafe.Pointer { return unsafe.Pointer(p) }

func TestDateTime(t *testing.T) {
	for _, test := range []struct {
		ticks foundation.DateTime
		want  time.Time
	}{
		{0, time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC)},
		{116444736000000000, time.Unix(0, 0).UTC()},
		{133500960001234567, time.Date(2024, 1, 19, 0, 0, 0, 123456700, time.UTC)},
		{-1, time.Date(1600, 12, 31, 23, 59, 59, 999999900, time.UTC)},
	} {
		if got := test.ticks.Time(); !got.Equal(test.want) {
			t.Errorf("%d is %v, want %v", int64(test.ticks), got, test.want)
		}
		if got := foundation.DateTimeOf(test.want); got != test.ticks {
			t.Errorf("%v is %d, want %d", test.want, int64(got), int64(test.ticks))
		}
	}
	if got := foundation.DateTimeOf(time.Date(100000, 1, 1, 0, 0, 0, 0, time.UTC)); got != math.MaxInt64 {
		t.Errorf("a moment too late: %d", int64(got))
	}
	if got := foundation.DateTimeOf(time.Date(-100000, 1, 1, 0, 0, 0, 0, time.UTC)); got != math.MinInt64 {
		t.Errorf("a moment too early: %d", int64(got))
	}
}

func TestTimeSpan(t *testing.T) {
	for _, test := range []struct {
		ticks foundation.TimeSpan
		want  time.Duration
	}{
		{0, 0}, {1, 100}, {-15, -1500}, {36000000000, time.Hour},
		{math.MaxInt64, math.MaxInt64}, {math.MinInt64, math.MinInt64},
	} {
		if got := test.ticks.Duration(); got != test.want {
			t.Errorf("%d is %v, want %v", int64(test.ticks), got, test.want)
		}
	}
	if got := foundation.TimeSpanOf(1550 * time.Nanosecond); got != 15 {
		t.Errorf("1550 ns are %d ticks", int64(got))
	}
}
