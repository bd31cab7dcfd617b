//go:build windows

package shapes

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
)

// leaf is the number of a leaf of an argument of a method: see component.h.
func leaf(m, a, k int) uint64 {
	x := (uint64(m)<<32 | uint64(a)<<16 | uint64(k)) + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

const count = 3

var (
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	dateTimeType = reflect.TypeFor[abi.DateTime]()
	timeSpanType = reflect.TypeFor[abi.TimeSpan]()
	tokenType    = reflect.TypeFor[IToken]()
	errorType    = reflect.TypeFor[error]()
)

// goToken is a token made in Go.
type goToken int32

func (n goToken) Number() (int32, error) { return int32(n), nil }

// value is a Go value while it is made of, or compared with, its leaves.
type value struct {
	m, a, k int
	check   bool // compare, else make
	wrong   error
	objects []any // made, or compared: to be released
}

func (f *value) next() uint64 {
	f.k++
	return leaf(f.m, f.a, f.k-1)
}

func (f *value) differs(is, want any) {
	if f.wrong == nil {
		f.wrong = fmt.Errorf("leaf %d is %v, not %v", f.k-1, is, want)
	}
}

// set makes v want, or compares the two.
func (f *value) set(v reflect.Value, want any) {
	w := reflect.ValueOf(want).Convert(v.Type())
	if !f.check {
		v.Set(w)
	} else if v.Interface() != w.Interface() {
		f.differs(v, w)
	}
}

func (f *value) number(v int32, err error) {
	if want := int32(f.next()); err != nil || v != want {
		f.differs(fmt.Sprint(v, err), want)
	}
}

func (f *value) visit(v reflect.Value) {
	switch v.Type() {
	case timeType:
		ticks := int64(f.next() >> 9)
		f.set(v, time.Unix(ticks/1e7-11644473600, ticks%1e7*100).UTC())
		return
	case durationType:
		f.set(v, time.Duration(f.next()>>9)*100)
		return
	case dateTimeType, timeSpanType:
		f.set(v, int64(f.next()>>9))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		f.set(v, f.next()&1 != 0)
	case reflect.Int8:
		f.set(v, int8(f.next()))
	case reflect.Uint8:
		f.set(v, uint8(f.next()))
	case reflect.Int16:
		f.set(v, int16(f.next()))
	case reflect.Uint16:
		f.set(v, uint16(f.next()))
	case reflect.Int32:
		f.set(v, int32(f.next()))
	case reflect.Uint32:
		f.set(v, uint32(f.next()))
	case reflect.Int64:
		f.set(v, int64(f.next()))
	case reflect.Uint64:
		f.set(v, f.next())
	case reflect.Float32:
		f.set(v, float32(int32(f.next()>>40)-1<<23)/8)
	case reflect.Float64:
		f.set(v, math.Float64frombits(math.Float64bits(float64(int64(f.next()>>11)-1<<52)/8)))
	case reflect.String:
		f.set(v, strconv.FormatUint(f.next()&math.MaxUint32, 10))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "_" {
				f.visit(v.Field(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			f.visit(v.Index(i))
		}
	case reflect.Func:
		f.answer(v)
	case reflect.Interface:
		f.object(v)
	case reflect.Pointer:
		_, object := v.Interface().(interface{ Release() })
		switch {
		case object:
			f.object(v)
		case f.check && v.IsNil():
			f.differs("nil", "a value")
		case f.check:
			f.visit(v.Elem())
		default:
			v.Set(reflect.New(v.Type().Elem()))
			f.visit(v.Elem())
		}
	default:
		f.differs(v.Type(), "a type that the judge knows")
	}
}

func (f *value) answer(v reflect.Value) {
	if f.check {
		if v.IsNil() {
			f.differs("nil", "a func")
			return
		}
		f.number(v.Interface().(Answer)(), nil)
		return
	}
	n := int32(f.next())
	v.Set(reflect.ValueOf(Answer(func() int32 { return n })))
}

func (f *value) object(v reflect.Value) {
	if !f.check {
		n := leaf(f.m, f.a, f.k)
		f.k++
		if v.Type() == tokenType && n&1 != 0 {
			v.Set(reflect.ValueOf(goToken(n)))
			return
		}
		token, err := NewToken(int32(n))
		if err != nil {
			f.wrong = err
			return
		}
		f.objects = append(f.objects, token)
		v.Set(reflect.ValueOf(token))
		return
	}
	if v.IsNil() {
		f.differs("nil", "an object")
		return
	}
	token, err := AsIToken(v.Interface())
	if err != nil {
		f.wrong = err
		return
	}
	f.number(token.Number())
	f.objects = append(f.objects, v.Interface(), token)
}

func (f *value) release() {
	for _, o := range f.objects {
		if _, ours := o.(goToken); !ours {
			winrt.Release(o)
		}
	}
}

// word makes or checks one word of a shape, an array of count elements or one value.
func word(v reflect.Value, m, a int, array, check bool) *value {
	f := &value{m: m, a: a, check: check}
	switch {
	case !array:
		f.visit(v)
	case v.Len() != count:
		f.differs(fmt.Sprint(v.Len(), " elements"), count)
	default:
		for i := range count {
			f.visit(v.Index(i))
		}
	}
	if f.wrong != nil {
		f.wrong = fmt.Errorf("method %d, argument %d: %w", m, a, f.wrong)
	}
	return f
}

// formsOf are the forms of a shape's words: i a value in, p an array in, f an array
// that the callee fills, o a value out, r an array out; O and R are the result, which
// comes last in native code and first in Go.
func formsOf(m int) string {
	if m >= delegateNumber {
		return delegateForms[m-delegateNumber]
	}
	return methodForms[m]
}

const delegateNumber = 10000

// resultLast brings what a Go method returns into the order of native code.
func resultLast[T any](outs []T, m int) []T {
	if strings.ContainsAny(formsOf(m), "OR") {
		outs = append(outs[1:len(outs):len(outs)], outs[0])
	}
	return outs
}

// server answers the calls of C code.
type server struct {
	t     *testing.T
	calls int
}

func (s *server) serve(m int, ins, outs []any) error {
	s.calls++
	outs = resultLast(outs, m)
	for a, form := range formsOf(m) {
		var f *value
		switch form {
		case 'i', 'p', 'f':
			v := reflect.New(reflect.TypeOf(&ins[0]).Elem()).Elem()
			v.Set(reflect.ValueOf(&ins[0]).Elem())
			ins = ins[1:]
			f = serveIn(v, m, a, form)
		case 'o', 'O':
			f = word(reflect.ValueOf(outs[0]).Elem(), m, a, false, false)
			outs = outs[1:]
		case 'r', 'R':
			v := reflect.ValueOf(outs[0]).Elem()
			v.Set(reflect.MakeSlice(v.Type(), count, count))
			f = word(v, m, a, true, false)
			outs = outs[1:]
		}
		if f.wrong != nil {
			s.t.Errorf("C to Go: %v", f.wrong)
		}
		// What Go gives is released by the collector: native code gets its own
		// reference only when this call returns.
		if form == 'i' || form == 'p' {
			f.release()
		}
	}
	return nil
}

func serveIn(v reflect.Value, m, a int, form rune) *value {
	if form == 'i' {
		// A nil interface has no type to tell what it was.
		if !v.Elem().IsValid() {
			return &value{wrong: fmt.Errorf("method %d, argument %d: nil", m, a)}
		}
		return word(v.Elem(), m, a, false, true)
	}
	return word(v.Elem(), m, a, true, form == 'p')
}

// call calls a Go func that leads to C code, and checks what comes back.
func call(t *testing.T, fn reflect.Value, m int) {
	var ins []reflect.Value
	var made []*value
	for a, form := range formsOf(m) {
		if strings.ContainsRune("orOR", form) {
			continue
		}
		in := fn.Type().In(len(ins))
		v := reflect.New(in).Elem()
		if form != 'i' {
			v.Set(reflect.MakeSlice(in, count, count))
		}
		if form != 'f' {
			made = append(made, word(v, m, a, form == 'p', false))
		}
		ins = append(ins, v)
	}
	outs := fn.Call(ins)
	if n := len(outs); n > 0 && fn.Type().Out(n-1) == errorType {
		if err, _ := outs[n-1].Interface().(error); err != nil {
			t.Errorf("Go to C: method %d (%s, %s): %v", m, formsOf(m), fn.Type(), err)
			return
		}
		outs = outs[:n-1]
	}
	outs = resultLast(outs, m)
	for a, form := range formsOf(m) {
		switch form {
		case 'f':
			made = append(made, word(ins[0], m, a, true, true))
		case 'o', 'r', 'O', 'R':
			v := reflect.New(outs[0].Type()).Elem()
			v.Set(outs[0])
			made = append(made, word(v, m, a, form|0x20 == 'r', true))
			outs = outs[1:]
			continue
		}
		ins = ins[1:]
	}
	for _, f := range made {
		if f.wrong != nil {
			t.Errorf("Go to C: %v", f.wrong)
		}
		f.release()
	}
}

func TestShapes(t *testing.T) {
	winrt.UseDLL("Shapes", filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), "Shapes.dll"))
	winrt.OnUnhandled(func(err error) { t.Error(err) })
	defer winrt.OnUnhandled(nil)
	s := &server{t: t}
	calls := judge(t, s)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		runtime.GC()
		j, err := NewJudge()
		if err != nil {
			t.Fatal(err)
		}
		live, err := j.Live()
		j.Release()
		if err != nil {
			t.Fatal(err)
		}
		if live == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Errorf("%d native objects are never released", live)
			break
		}
	}
	t.Logf("%d shapes called by Go, %d by C", calls, s.calls)
	if want := len(methodForms) + len(delegateForms); calls != want || s.calls != want {
		t.Errorf("there are %d shapes", want)
	}
}

func judge(t *testing.T, s *server) (calls int) {
	j, err := NewJudge()
	if err != nil {
		t.Fatal(err)
	}
	defer j.Release()
	judge := reflect.ValueOf(j)
	for part, subject := range s.subjects() {
		got := judge.MethodByName(fmt.Sprintf("Part%02d", part)).Call(nil)
		if err, _ := got[1].Interface().(error); err != nil {
			t.Fatal(err)
		}
		native := got[0].Elem()
		ours := reflect.ValueOf(subject)
		back := judge.MethodByName(fmt.Sprintf("Call%02d", part))
		for i := range ours.NumMethod() {
			name := ours.Type().Method(i).Name
			var m int
			if _, err := fmt.Sscanf(name, "M%d", &m); err != nil {
				continue
			}
			call(t, native.MethodByName(name), m)
			calls++
			if err, _ := back.Call([]reflect.Value{ours, reflect.ValueOf(uint32(i))})[0].Interface().(error); err != nil {
				t.Errorf("C to Go: method %d (%s, %s): %v", m, formsOf(m), ours.Method(i).Type(), err)
			}
		}
		winrt.Release(got[0].Interface())
	}
	for i, fn := range s.funcs() {
		exchange := judge.MethodByName(fmt.Sprintf("Exchange%02d", i))
		got := exchange.Call([]reflect.Value{reflect.ValueOf(fn).Convert(exchange.Type().In(0))})
		if err, _ := got[1].Interface().(error); err != nil {
			t.Errorf("C to Go: delegate %d (%s): %v", i, delegateForms[i], err)
			continue
		}
		call(t, got[0], delegateNumber+i)
		calls++
	}
	return calls
}
