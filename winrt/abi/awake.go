//go:build windows

package abi

import (
	"math"
	"time"
)

// awake keeps Go's scheduler from the report "all goroutines are asleep" while native
// code can call back: it knows of goroutines and timers, and not of threads and
// processes that hold a Go object. So a timer is pending while there are any, which
// never comes to its end. The fields are guarded by table.Mutex.
var awake struct {
	timer *time.Timer
	state awakeState
}

type awakeState uint8

const (
	notAwake  awakeState = iota // no timer is pending: there was no object, or none for a while
	keptAwake                   // a timer is pending for as good as ever
	tired                       // the last object is gone, and the timer ends soon
)

const (
	forever time.Duration = math.MaxInt64
	// soon is how long a program may do without objects before its timer is taken
	// away: most that have one for a moment have another in the next.
	soon = 10 * time.Millisecond
)

// keepAwake is called when the first object is there. Hold table.Mutex.
func keepAwake() {
	switch {
	case awake.state != notAwake || inBubble():
	case awake.timer == nil:
		awake.timer = time.AfterFunc(forever, grownTired)
		awake.state = keptAwake
	default:
		awake.timer.Reset(forever)
		awake.state = keptAwake
	}
}

// letSleep is called when the last object is gone. Hold table.Mutex.
func letSleep() {
	if awake.state == keptAwake {
		awake.timer.Reset(soon)
		awake.state = tired
	}
}

// grownTired is what the timer does.
func grownTired() {
	table.Lock()
	defer table.Unlock()
	if awake.state = notAwake; table.live.Load() > 0 {
		awake.timer.Reset(forever)
		awake.state = keptAwake
	}
}

// inBubble tells whether the goroutine is in a bubble of testing/synctest: a timer that
// is made there is the bubble's, and no other goroutine may touch it. Time in a bubble
// has no monotonic clock.
func inBubble() bool {
	now := time.Now()
	return now == now.Round(0)
}
