//go:build windows

package abi

import (
	"maps"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
	"weak"

	"golang.org/x/sys/windows"
)

// STA is a single-threaded apartment that the runtime knows: one that it made itself,
// or was told of. Objects that are made on its thread and are not agile are released
// there, whoever gives them up and wherever.
type STA struct {
	thread uint32
	handle windows.Handle // of the thread: while it is open, no other one gets the number
	window windows.Handle // gets messages for the thread, whoever dispatches them
	quit   windows.Handle // the event that ends Run

	// Of the thread alone.
	joined    int // how often it was entered and not left
	factories map[*Factory]*Object

	mu      sync.Mutex
	objects map[*role]weak.Pointer[Object] // that Go holds, not agile
	due     []address                      // references to be given back
	posted  bool                           // a message is on its way to window
	ended   bool
}

// stas are the STAs that are known, by the number of their threads. Where there are
// none, finding the one of a thread costs a load.
var stas struct {
	sync.Mutex
	byThread atomic.Pointer[map[uint32]*STA]
}

// threadID is the number of the calling thread, from its environment block.
func threadID() uint32

// currentSTA is the STA of the calling thread, if it is known. Its goroutine is bound
// to the thread, so that the answer stays true for it; other goroutines are never there.
func currentSTA() *STA {
	known := stas.byThread.Load()
	if known == nil {
		return nil
	}
	return (*known)[threadID()]
}

func (s *STA) register(known bool) {
	stas.Lock()
	defer stas.Unlock()
	next := map[uint32]*STA{}
	if former := stas.byThread.Load(); former != nil {
		next = maps.Clone(*former)
	}
	if known {
		next[s.thread] = s
	} else {
		delete(next, s.thread)
	}
	if len(next) == 0 {
		stas.byThread.Store(nil)
		return
	}
	stas.byThread.Store(&next)
}

var procGetApartmentType = combase.NewProc("CoGetApartmentType")

// The kinds of apartment (APTTYPE, objidlbase.h).
const (
	apartmentSTA     = 0
	apartmentMTA     = 1
	apartmentMainSTA = 3
)

// inSTA tells whether the calling thread is in a single-threaded apartment, known or
// not, and inMTA whether it is in the multithreaded one.
func inSTA() bool { k := apartment(); return k == apartmentSTA || k == apartmentMainSTA }
func inMTA() bool { return apartment() == apartmentMTA }

// apartment asks the system for the kind of the calling thread's apartment; a thread
// that has none is in the multithreaded one as soon as that is there.
func apartment() int32 {
	if procGetApartmentType.Find() != nil {
		return apartmentMTA
	}
	a := OnHeap[struct{ kind, qualifier int32 }]()
	hr, _, _ := syscall.SyscallN(procGetApartmentType.Addr(), uintptr(unsafe.Pointer(&a.kind)), uintptr(unsafe.Pointer(&a.qualifier)))
	if HRESULT(hr).Failed() {
		return apartmentMTA
	}
	return a.kind
}

// EnterSTA makes the STA of the calling thread known, which its goroutine has to be
// locked to. Every call needs a Leave, on the same thread.
func EnterSTA() (*STA, error) {
	const op = "enter a single-threaded apartment"
	if !inSTA() {
		return nil, &Error{Code: codeWrongThread, Op: op, Text: "the thread is in no single-threaded apartment"}
	}
	if s := currentSTA(); s != nil {
		s.joined++
		return s, nil
	}
	if err := joinMTA(); err != nil {
		return nil, wrapped(op, err)
	}
	s := &STA{thread: threadID(), joined: 1, factories: map[*Factory]*Object{}, objects: map[*role]weak.Pointer[Object]{}}
	if err := s.open(); err != nil {
		s.close()
		return nil, wrapped(op, err)
	}
	s.register(true)
	return s, nil
}

// open gets what the STA has of the system, and close gives it back.
func (s *STA) open() (err error) {
	process := windows.CurrentProcess()
	if err = windows.DuplicateHandle(process, windows.CurrentThread(), process, &s.handle, windows.SYNCHRONIZE, false, 0); err != nil {
		return err
	}
	if s.quit, err = windows.CreateEvent(nil, 1, 0, nil); err != nil {
		return err
	}
	s.window, err = newMessageWindow()
	return err
}

func (s *STA) close() {
	if s.window != 0 {
		syscall.SyscallN(procDestroyWindow.Addr(), uintptr(s.window))
	}
	for _, h := range []windows.Handle{s.quit, s.handle} {
		if h != 0 {
			windows.CloseHandle(h)
		}
	}
}

// codeWrongThread is RPC_E_WRONG_THREAD.
const codeWrongThread HRESULT = 0x8001010E

// lastObjects is how long Leave waits for the collector to hand over objects that it
// has found unreachable, each time anew as long as some come.
const lastObjects = time.Second

// Leave ends what an EnterSTA began. The last one releases all that Go still holds of
// the apartment's objects, whose later uses give ErrReleased. Only a reference that the
// collector comes with afterwards is never given back: the apartment's objects, and
// perhaps their code, are gone when COM is left, and no other thread may touch them.
func (s *STA) Leave() {
	if s.joined--; s.joined > 0 {
		return
	}
	for f, o := range s.factories {
		delete(s.factories, f)
		o.Release()
	}
	pause := time.Millisecond
	for {
		held, pending := s.held()
		for _, o := range held {
			o.Release()
		}
		switch released := s.releaseDue(math.MaxInt); {
		case len(held) > 0 || released > 0:
			pause = time.Millisecond
		case pending == 0 || pause > lastObjects:
			if s.end() {
				s.close()
				return
			}
		default:
			time.Sleep(pause)
			pause *= 2
		}
	}
}

// held are the objects that somebody still refers to. Beside them are those that the
// collector is about to hand over, or that are used at the moment by their last user.
func (s *STA) held() (objects []*Object, pending int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.objects {
		if o := w.Value(); o != nil && o.state.Load()&stateReleased == 0 {
			objects = append(objects, o)
		} else {
			pending++
		}
	}
	return objects, pending
}

// end makes the STA unknown, unless something is left to do.
func (s *STA) end() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.due) > 0 {
		return false
	}
	s.ended = true
	s.register(false)
	return true
}

// adopt notes an object that was made on the thread, unless it may go anywhere.
func (s *STA) adopt(o *Object) {
	if s.crowded() {
		s.releaseDue(dueAtOnce) // the thread makes more than its messages let it give back
	}
	if agile(o.ptr.pointer()) {
		return
	}
	r := &role{sta: s}
	if has := roleOf(o); has != nil {
		*r = *has
		r.sta = s
	}
	// Interfaces that were asked for while the object was borrowed stay behind it.
	for q := (&queried{role: r}); ; {
		if q.next = o.extra.Load(); o.extra.CompareAndSwap(q.next, q) {
			break
		}
	}
	s.note(r, o)
}

func (s *STA) crowded() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.due) > mostDue
}

// note makes r's object one that Leave releases.
func (s *STA) note(r *role, o *Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[r] = weak.Make(o)
}

// forget is told that an object is released.
func (s *STA) forget(r *role) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.objects, r)
}

const (
	mostDue   = 1024 // references that may wait for the thread's messages
	dueAtOnce = 256  // that are given back before other messages get their turn
)

// awaiting counts the references that wait for their threads.
var awaiting atomic.Int64

// giveBack releases a reference on the STA's thread: now, or when it next handles
// messages.
func (s *STA) giveBack(p address) {
	here := currentSTA() == s
	s.mu.Lock()
	switch {
	case s.ended:
		s.mu.Unlock()
	case here:
		s.mu.Unlock()
		p.release()
	default:
		s.due = append(s.due, p)
		awaiting.Add(1)
		s.post()
		s.mu.Unlock()
	}
}

// releaseDue releases up to n references that wait, on the thread.
func (s *STA) releaseDue(n int) (released int) {
	s.mu.Lock()
	n = min(n, len(s.due))
	due := s.due[:n:n]
	s.due = s.due[n:]
	if len(s.due) > 0 {
		s.post()
	} else {
		s.due = nil
	}
	s.mu.Unlock()
	for _, p := range due {
		awaiting.Add(-1)
		p.release()
	}
	return n
}

// Quit ends Run, also one that is yet to begin. It may be called from any goroutine,
// and at any time.
func (s *STA) Quit() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		_ = windows.SetEvent(s.quit)
	}
}

// post sends the window a message, if none is on its way. mu is held.
func (s *STA) post() {
	if !s.posted {
		s.posted = postMessage(s.window) // not if the queue is full: the next one tries again
	}
}

// woken is called on the thread when the window gets its message.
func (s *STA) woken() {
	s.mu.Lock()
	s.posted = false
	s.mu.Unlock()
	s.releaseDue(dueAtOnce)
}

// Run dispatches the thread's messages until Quit, or WM_QUIT.
func (s *STA) Run() error {
	_, err := dispatchUntil(s.quit, true)
	return err
}

// Wait returns when a or b is closed. On a thread in a single-threaded apartment, the
// thread's messages are dispatched meanwhile: calls from other apartments, events, and
// whatever else other code waits for there may come in.
func Wait(a, b <-chan struct{}) {
	select {
	case <-a:
		return
	case <-b:
		return
	default:
	}
	if waitInSTA(a, b) {
		return
	}
	select {
	case <-a:
	case <-b:
	}
}

// waitInSTA is Wait on a thread in a single-threaded apartment; it returns false on others.
func waitInSTA(a, b <-chan struct{}) bool {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if !inSTA() {
		return false
	}
	event, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return false
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		select {
		case <-a:
		case <-b:
		}
		_ = windows.SetEvent(event)
	}()
	quit, _ := dispatchUntil(event, false)
	<-over
	windows.CloseHandle(event)
	if quit != nil { // it was for the loop around this one
		syscall.SyscallN(procPostQuitMessage.Addr(), uintptr(*quit))
	}
	return true
}
