//go:build windows

package abi

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// speaker is a Go object that says what it is.
type speaker struct{}

var (
	speakerClass = GoClass{Name: "Tests.Speaker", Interfaces: []Implementable{&stringable, &greeting}}
	stringable   = Interface[any]{IID: iidIStringable, Source: &Stub{IID: &iidIStringable, Methods: []Method{{Words: 1, Do: func(_ any, f *Frame) error {
		result := f.Out()
		if err := f.Err(); err != nil {
			return err
		}
		return String{}.Give(result, "what it says")
	}}}}}
	greeting = Interface[any]{IID: iidGreeter, Source: stubGreeter}
)

func (*speaker) RuntimeClass() *GoClass { return &speakerClass }

// mute is one of a class that does not.
type mute struct{}

var muteClass = GoClass{Name: "Tests.Mute", Interfaces: []Implementable{&greeting}}

func (*mute) RuntimeClass() *GoClass { return &muteClass }

// TestObjectsSayWhatTheyAre prints objects, which must never print their memory.
func TestObjectsSayWhatTheyAre(t *testing.T) {
	says, silent := asInspectable(t, &speaker{}), asInspectable(t, &mute{})
	native := nativeObject(t)
	references := LiveReferences()
	for _, test := range []struct {
		v    any
		want string
	}{
		{says, `^what it says$`},
		{silent, `^Tests\.Mute\(0x[0-9a-f]+\)$`},
		{native, `^Windows\.Foundation\.IReference.*\(0x[0-9a-f]+\)$|^object\(0x[0-9a-f]+\)$`},
		{(*Inspectable)(nil), `^<nil>$`},
		{&Inspectable{}, `^\(no object\)$`},
		{failed(codeBounds), `no object: .*E_BOUNDS`},
	} {
		if got := fmt.Sprint(test.v); !regexp.MustCompile(test.want).MatchString(got) {
			t.Errorf("%T prints as %q, want %s", test.v, got, test.want)
		}
	}
	says.Release()
	if got := fmt.Sprint(says); got != "(released object)" {
		t.Errorf("a released object prints as %q", got)
	}
	if now := LiveReferences(); now > references {
		t.Errorf("printing left %d references", now-references)
	}
	x := new(Inspectable)
	StandFor(&x.Object, &mute{})
	if got := fmt.Sprint(x); !strings.Contains(got, "mute") {
		t.Errorf("what stands for a Go value prints as %q", got)
	}
}

// asInspectable is v's object as somebody without its class sees it.
func asInspectable(t *testing.T, v any) *Inspectable {
	t.Helper()
	o, err := Box(v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.Release)
	return o
}
