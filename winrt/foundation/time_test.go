//go:build windows

package foundation_test

import (
	"math"
	"math/big"
	"math/rand/v2"
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

// exactTicks is the tick in which t lies, worked out without a bound.
func exactTicks(t time.Time) *big.Int {
	ticks := big.NewInt(t.Unix())
	ticks.Add(ticks, big.NewInt(11644473600))
	ticks.Mul(ticks, big.NewInt(10_000_000))
	return ticks.Add(ticks, big.NewInt(int64(t.Nanosecond()/100)))
}

func saturated(n *big.Int) int64 {
	switch {
	case n.IsInt64():
		return n.Int64()
	case n.Sign() < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}

// TestEndsOfTime goes over the ends of what ticks, seconds and time.Time hold, and
// over moments anywhere.
func TestEndsOfTime(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var moments []time.Time
	for _, ticks := range []int64{math.MinInt64, 0, 116444736000000000, math.MaxInt64} {
		for d := int64(-3); d <= 3; d++ {
			exact := foundation.DateTime(ticks).Time()
			for _, unit := range []time.Duration{1, 100, time.Second} {
				moments = append(moments, exact.Add(time.Duration(d)*unit))
			}
		}
	}
	for _, seconds := range []int64{math.MinInt64, math.MinInt64 + 11644473600, math.MinInt64 + 62135596800, math.MaxInt64 - 62135596800, math.MaxInt64 - 11644473600, math.MaxInt64} {
		for d := range int64(3) {
			for _, ns := range []int64{0, 99, 100, 999_999_999} {
				moments = append(moments, time.Unix(seconds+d, ns), time.Unix(seconds-d, ns))
			}
		}
	}
	for range 10_000 {
		moments = append(moments, time.Unix(int64(random.Uint64())>>random.IntN(64), int64(random.IntN(1e9))))
	}
	for _, m := range append(moments, time.Time{}) {
		if got, want := int64(foundation.DateTimeOf(m)), saturated(exactTicks(m)); got != want {
			t.Errorf("%d s %d ns from 1970 are %d ticks, want %d", m.Unix(), m.Nanosecond(), got, want)
		}
	}
	for range 10_000 {
		ticks := foundation.DateTime(int64(random.Uint64()) >> random.IntN(64))
		if got := exactTicks(ticks.Time()); !got.IsInt64() || got.Int64() != int64(ticks) || ticks.Time().Nanosecond()%100 != 0 {
			t.Errorf("%d ticks are %v, which are %v", int64(ticks), ticks.Time(), got)
		}
		if back := foundation.DateTimeOf(ticks.Time()); back != ticks {
			t.Errorf("%d ticks came back as %d", int64(ticks), int64(back))
		}
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
	for ns, ticks := range map[time.Duration]foundation.TimeSpan{
		1550: 15, -1550: -15, 99: 0, -99: 0, 100: 1, -100: -1, math.MaxInt64: math.MaxInt64 / 100, math.MinInt64: math.MinInt64 / 100,
	} {
		if got := foundation.TimeSpanOf(ns); got != ticks {
			t.Errorf("%d ns are %d ticks, want %d", int64(ns), int64(got), int64(ticks))
		}
		if got := foundation.TimeSpanOf(ns).Duration(); got != ns.Truncate(100) {
			t.Errorf("%d ns come back as %v, want %v", int64(ns), got, ns.Truncate(100))
		}
	}
}
