//go:build windows

package system

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/generated/windows/globalization"
	"github.com/winmd2go/winmd2go/generated/windows/media/closedcaptioning"
	"github.com/winmd2go/winmd2go/generated/windows/security/cryptography"
	"github.com/winmd2go/winmd2go/generated/windows/system/threading"
	"github.com/winmd2go/winmd2go/generated/windows/system/userprofile"
	"github.com/winmd2go/winmd2go/generated/windows/ui/viewmanagement"
	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

// noStatus tells of a thread pool whose actions run, but cannot be awaited.
func noStatus(err error) bool {
	return quirks.AbsentAs("the status of a ThreadPool action", err)
}

func TestThreadPool(t *testing.T) {
	clean(t)
	var ran atomic.Bool
	action := must(threading.ThreadPoolRunAsync(func(operation *foundation.AsyncAction) { ran.Store(operation != nil) }))(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := action.Await(ctx); noStatus(err) {
		t.Logf("awaiting: not on this system: %v", err)
		for !ran.Load() && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
	} else if err != nil {
		t.Error(err)
	}
	if !ran.Load() {
		t.Error("the work item did not run, or got no operation")
	}
	if status, err := action.Status(); !noStatus(err) && (err != nil || status != foundation.AsyncStatusCompleted) {
		t.Errorf("the status is %v, %v", status, err)
	}
}

func TestThreadPoolManyAtOnce(t *testing.T) {
	clean(t)
	var ran atomic.Int32
	actions := make([]*foundation.AsyncAction, 200)
	for i := range actions {
		priority := []threading.WorkItemPriority{threading.WorkItemPriorityLow, threading.WorkItemPriorityNormal, threading.WorkItemPriorityHigh}[i%3]
		actions[i] = must(threading.ThreadPoolRunWithPriorityAsync(func(*foundation.AsyncAction) { ran.Add(1) }, priority))(t)
	}
	for _, a := range actions {
		if err := a.Await(t.Context()); noStatus(err) {
			t.Logf("awaiting: not on this system: %v", err)
			for deadline := time.Now().Add(10 * time.Second); ran.Load() < int32(len(actions)) && time.Now().Before(deadline); {
				time.Sleep(time.Millisecond)
			}
			break
		} else if err != nil {
			t.Error(err)
		}
	}
	if ran.Load() != int32(len(actions)) {
		t.Errorf("%d of %d ran", ran.Load(), len(actions))
	}
	inUse("Windows.System.Threading.ThreadPool", ran.Load() == int32(len(actions)))
}

func TestThreadPoolContextEnds(t *testing.T) {
	clean(t)
	release := make(chan struct{})
	done := make(chan struct{})
	action := must(threading.ThreadPoolRunAsync(func(*foundation.AsyncAction) { <-release; close(done) }))(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := action.Await(ctx); !errors.Is(err, context.DeadlineExceeded) && !noStatus(err) {
		t.Errorf("awaiting past the deadline gives %v", err)
	}
	close(release)
	<-done
}

func TestLanguages(t *testing.T) {
	clean(t)
	var tags []string
	for tag, err := range must(userprofile.GlobalizationPreferencesLanguages())(t).All() {
		ok(t, err)
		tags = append(tags, tag)
	}
	if len(tags) == 0 {
		t.Fatal("no languages")
	}
	language := must(globalization.NewLanguage(tags[0]))(t)
	inUse("Windows.Globalization.Language", equal(t, "the tag", language.LanguageTag, tags[0]))
	equal(t, "well formed", func() (bool, error) { return globalization.LanguageIsWellFormed("de-AT") }, true)
	all := must(must(userprofile.GlobalizationPreferencesLanguages())(t).Slice())(t)
	if !slices.Equal(all, tags) {
		t.Errorf("ranging gave %q, Slice %q", tags, all)
	}
	inUse("Windows.System.UserProfile.GlobalizationPreferences", slices.Equal(all, tags))
	view := must(userprofile.GlobalizationPreferencesLanguages())(t)
	if i, found, err := view.IndexOf(tags[0]); err != nil || !found || i != 0 {
		t.Logf("IndexOf: %d, %v, %v", i, found, err)
	}
	if _, err := view.GetAt(1000); !errors.Is(err, winrt.E_BOUNDS) {
		t.Errorf("past the end: %v", err)
	}
}

func TestGeographicRegion(t *testing.T) {
	clean(t)
	region := must(globalization.NewGeographicRegion())(t)
	code := must(region.CodeTwoLetter())(t)
	two := len(code) == 2 && strings.ToUpper(code) == code
	if !two {
		t.Errorf("the code is %q", code)
	}
	inUse("Windows.Globalization.GeographicRegion", two)
}

func TestUISettings(t *testing.T) {
	clean(t)
	s := must(viewmanagement.NewUISettings())(t)
	background := must(s.GetColorValue(viewmanagement.UIColorTypeBackground))(t)
	foreground := must(s.GetColorValue(viewmanagement.UIColorTypeForeground))(t)
	visible := background.A == 255 && foreground.A == 255 && background != foreground
	if !visible {
		t.Errorf("background %v, foreground %v", background, foreground)
	}
	inUse("Windows.UI.ViewManagement.UISettings", visible)
	if enabled, err := s.AnimationsEnabled(); err != nil && !absent(err) {
		t.Error(enabled, err)
	}
	if registration, err := s.AddColorValuesChanged(func(*viewmanagement.UISettings, any) {}); err == nil {
		ok(t, registration.Remove())
	} else if !absent(err) {
		t.Error(err)
	}
}

func TestDeferral(t *testing.T) {
	clean(t)
	var completed atomic.Int32
	d := must(foundation.NewDeferral(func() { completed.Add(1) }))(t)
	ok(t, d.Complete())
	if completed.Load() != 1 {
		t.Errorf("the handler ran %d times", completed.Load())
	}
	inUse("Windows.Foundation.Deferral", completed.Load() == 1)
}

func TestCryptographicBuffer(t *testing.T) {
	clean(t)
	want := []byte{0, 1, 2, 0x7f, 0x80, 0xff}
	buffer := must(cryptography.CryptographicBufferCreateFromByteArray(want))(t)
	got := must(cryptography.CryptographicBufferCopyToByteArray(buffer))(t)
	if !bytes.Equal(got, want) {
		t.Errorf("%v came back as %v", want, got)
	}
	inUse("Windows.Security.Cryptography.CryptographicBuffer", equal(t, "hexadecimal", func() (string, error) { return cryptography.CryptographicBufferEncodeToHexString(buffer) }, "0001027f80ff"))
}

func TestMemoryBuffer(t *testing.T) {
	clean(t)
	buffer := must(foundation.NewMemoryBuffer(4096))(t)
	reference := must(buffer.CreateReference())(t)
	inUse("Windows.Foundation.MemoryBuffer", equal(t, "capacity", reference.Capacity, 4096))
	ok(t, buffer.Close())
}

func TestClosedCaptionProperties(t *testing.T) {
	clean(t)
	// Default is 0, which a call that never arrived gives too: the class does not count.
	equal(t, "FontColor", closedcaptioning.ClosedCaptionPropertiesFontColor, closedcaptioning.ClosedCaptionColorDefault)
	equal(t, "FontStyle", closedcaptioning.ClosedCaptionPropertiesFontStyle, closedcaptioning.ClosedCaptionStyleDefault)
}

// TestCalendar passes a Go list where the system wants IIterable<String>.
func TestCalendar(t *testing.T) {
	clean(t)
	c := must(globalization.NewCalendarDefaultCalendarAndClock(collections.Of("en-US")))(t)
	ok(t, c.SetYear(2024))
	inUse("Windows.Globalization.Calendar", equal(t, "year", c.Year, 2024))
}
