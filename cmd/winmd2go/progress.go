package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/cwriter"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress is a bar on a terminal, which shows only if the work takes so long
// that one wonders.
type progress struct {
	mu      sync.Mutex
	out     io.Writer // nil without a terminal
	since   time.Time
	display *mpb.Progress
	bar     *mpb.Bar
	done    int
}

const progressAfter = 300 * time.Millisecond

func newProgress(out io.Writer) *progress {
	p := &progress{since: time.Now()}
	if f, ok := out.(*os.File); ok && cwriter.IsTerminal(int(f.Fd())) {
		p.out = out
	}
	return p
}

func (p *progress) set(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out == nil || time.Since(p.since) < progressAfter {
		return
	}
	if p.bar == nil {
		p.display = mpb.New(mpb.WithOutput(p.out), mpb.WithWidth(60))
		p.bar = p.display.AddBar(int64(total),
			mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name("packages "), decor.CountersNoUnit("%d / %d")))
	}
	if p.done = max(p.done, done); p.done < total { // the last one would end the bar before its time
		p.bar.SetCurrent(int64(p.done))
	}
}

// end takes the bar off the terminal.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Abort(true)
		p.display.Wait()
	}
	p.out = nil
}
