//go:build windows

package foundation

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// pointerSize is what an interface pointer takes in native memory.
const pointerSize = unsafe.Sizeof(uintptr(0))

// EventRegistrationToken names a handler at its event source.
type EventRegistrationToken struct{ Value int64 }

var valueEventRegistrationToken = abi.ValueInfo{
	Name:            "Windows.Foundation.EventRegistrationToken",
	IReference:      abi.GUID{Data1: 0xa9b18291, Data2: 0xce2a, Data3: 0x5dae, Data4: [8]byte{0x8a, 0x23, 0xb7, 0xf7, 0x38, 0x84, 0x16, 0xdb}},
	IReferenceArray: abi.GUID{Data1: 0x00284495, Data2: 0x2aa0, Data3: 0x59f8, Data4: [8]byte{0x85, 0x84, 0x08, 0x47, 0xfd, 0xe9, 0x7d, 0x5e}},
	Zero:            EventRegistrationToken{},
}

// WinRTValue tells the runtime which type EventRegistrationToken projects.
func (EventRegistrationToken) WinRTValue() *abi.ValueInfo { return &valueEventRegistrationToken }

// EventHandler is told of an event of any source.
type EventHandler[T any] func(sender any, args T)

// TypedEventHandler is told of an event of sources of type S.
type TypedEventHandler[S, A any] func(sender S, args A)

// EventHandlerType says how an EventHandler<T> crosses the ABI.
type EventHandlerType[T any] struct {
	IID  abi.GUID
	Args abi.Type[T]

	lazy abi.Lazy
}

func (t *EventHandlerType[T]) delegate() *abi.Delegate[EventHandler[T]] {
	if d := (*abi.Delegate[EventHandler[T]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[EventHandler[T]]{
		IID:   t.IID,
		Words: 1 + abi.Words(t.Args.Size()),
		Invoke: func(fn EventHandler[T], f *abi.Frame) error {
			sender, args, err := arguments[any, T](abi.Any{}, t.Args, f)
			if err != nil {
				return err
			}
			fn(sender, args)
			return nil
		},
		Bind: func(o *abi.Object) EventHandler[T] {
			return func(sender any, args T) {
				invoke[any, T](o, &t.IID, "EventHandler.Invoke", abi.Any{}, sender, t.Args, args)
			}
		},
	}
	return (*abi.Delegate[EventHandler[T]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// arguments reads the two arguments that every handler here has.
func arguments[A, B any](first abi.Type[A], second abi.Type[B], f *abi.Frame) (a A, b B, err error) {
	if a, err = first.Arg(f); err != nil {
		return a, b, err
	}
	if b, err = second.Arg(f); err != nil {
		return a, b, err
	}
	return a, b, f.Err()
}

// invoke calls a native handler. Handlers have no result in Go, so OnUnhandled is told
// of a failure.
func invoke[A, B any](o *abi.Object, iid *abi.GUID, op string, first abi.Type[A], a A, second abi.Type[B], b B) {
	c := abi.Begin(o, iid, 3, op)
	defer c.End()
	first.Pass(c, a)
	second.Pass(c, b)
	abi.Unhandled(c.Do())
}

// nativeHandler reads a native handler from the arguments of a call, and what
// gives it back when it will not be called again.
func nativeHandler[F any](f *abi.Frame, iid *abi.GUID, bind func(o *abi.Object) F) (fn F, release func(), err error) {
	handler := abi.Delegate[*F]{IID: *iid, Bind: func(o *abi.Object) *F {
		fn, release = bind(o), o.Release
		return &fn
	}}
	if _, err = handler.Arg(f); err == nil {
		err = f.Err()
	}
	return fn, release, err
}

// Size implements abi.Type, as do the methods below.
func (t *EventHandlerType[T]) Size() uintptr                       { return pointerSize }
func (t *EventHandlerType[T]) Pass(c *abi.Call, v EventHandler[T]) { t.delegate().Pass(c, v) }
func (t *EventHandlerType[T]) Arg(f *abi.Frame) (EventHandler[T], error) {
	return t.delegate().Arg(f)
}
func (t *EventHandlerType[T]) Read(p unsafe.Pointer) (EventHandler[T], error) {
	return t.delegate().Read(p)
}
func (t *EventHandlerType[T]) Take(p unsafe.Pointer) (EventHandler[T], error) {
	return t.delegate().Take(p)
}
func (t *EventHandlerType[T]) Give(p unsafe.Pointer, v EventHandler[T]) error {
	return t.delegate().Give(p, v)
}
func (t *EventHandlerType[T]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }

// TypedEventHandlerType says how a TypedEventHandler<S, A> crosses the ABI.
type TypedEventHandlerType[S, A any] struct {
	IID    abi.GUID
	Sender abi.Type[S]
	Args   abi.Type[A]

	lazy abi.Lazy
}

func (t *TypedEventHandlerType[S, A]) delegate() *abi.Delegate[TypedEventHandler[S, A]] {
	if d := (*abi.Delegate[TypedEventHandler[S, A]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[TypedEventHandler[S, A]]{
		IID:   t.IID,
		Words: abi.Words(t.Sender.Size()) + abi.Words(t.Args.Size()),
		Invoke: func(fn TypedEventHandler[S, A], f *abi.Frame) error {
			sender, args, err := arguments(t.Sender, t.Args, f)
			if err != nil {
				return err
			}
			fn(sender, args)
			return nil
		},
		Bind: func(o *abi.Object) TypedEventHandler[S, A] {
			return func(sender S, args A) {
				invoke(o, &t.IID, "TypedEventHandler.Invoke", t.Sender, sender, t.Args, args)
			}
		},
	}
	return (*abi.Delegate[TypedEventHandler[S, A]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// Size implements abi.Type, as do the methods below.
func (t *TypedEventHandlerType[S, A]) Size() uintptr { return pointerSize }
func (t *TypedEventHandlerType[S, A]) Pass(c *abi.Call, v TypedEventHandler[S, A]) {
	t.delegate().Pass(c, v)
}
func (t *TypedEventHandlerType[S, A]) Arg(f *abi.Frame) (TypedEventHandler[S, A], error) {
	return t.delegate().Arg(f)
}
func (t *TypedEventHandlerType[S, A]) Read(p unsafe.Pointer) (TypedEventHandler[S, A], error) {
	return t.delegate().Read(p)
}
func (t *TypedEventHandlerType[S, A]) Take(p unsafe.Pointer) (TypedEventHandler[S, A], error) {
	return t.delegate().Take(p)
}
func (t *TypedEventHandlerType[S, A]) Give(p unsafe.Pointer, v TypedEventHandler[S, A]) error {
	return t.delegate().Give(p, v)
}
func (t *TypedEventHandlerType[S, A]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }
