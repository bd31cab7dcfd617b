//go:build windows

package collections

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// ObservableVector is an IObservableVector<T>: a vector that tells of its changes.
type ObservableVector[T any] struct {
	Vector[T]
	observable observableVectorKind[T]
}

// VectorChangedEventHandler is told of a change of a vector.
type VectorChangedEventHandler[T any] func(sender *ObservableVector[T], args IVectorChangedEventArgs)

// ObservableVectorType says how an IObservableVector<T> crosses the ABI.
type ObservableVectorType[T any] struct {
	IObservableVector, VectorChangedEventHandler abi.GUID
	IVector, IVectorView, IIterable, IIterator   abi.GUID
	Elem                                         abi.Type[T]

	lazy abi.Lazy
}

type observableVectorParts[T any] struct {
	edge
	vector  VectorType[T]
	handler VectorChangedEventHandlerType[T]
}

// AsObservableVector makes an ObservableVector of a Go value; nil of nil.
func AsObservableVector[T any](v IObservableVector[T]) *ObservableVector[T] {
	if x, ok := v.(*ObservableVector[T]); ok {
		return x
	}
	own, _ := unwrap(v, is[IObservableVector[T]]).(IObservableVector[T])
	if own == nil {
		return nil
	}
	x := &ObservableVector[T]{Vector: Vector[T]{own: own}}
	abi.StandFor(&x.Object, own)
	return x
}

func (x *ObservableVector[T]) value() (any, bool) {
	if x == nil {
		return nil, true
	}
	return x.Vector.value()
}

// WinRTClass names the interface.
func (x *ObservableVector[T]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.observable)
}

// AddVectorChanged has handler called for every change.
func (x *ObservableVector[T]) AddVectorChanged(handler func(sender *ObservableVector[T], args IVectorChangedEventArgs)) (abi.EventRegistration, error) {
	if x.own != nil {
		return x.own.(IObservableVector[T]).AddVectorChanged(handler)
	}
	return x.observable.AddVectorChanged(&x.Object, handler)
}

// AddVectorChanged calls IObservableVector<T>.VectorChanged's add on o.
func (t *ObservableVectorType[T]) AddVectorChanged(o *abi.Object, handler func(sender *ObservableVector[T], args IVectorChangedEventArgs)) (abi.EventRegistration, error) {
	return abi.AddHandler(o, &t.IObservableVector, 6, 7, "IObservableVector.VectorChanged",
		abi.Type[VectorChangedEventHandler[T]](&t.parts().handler), VectorChangedEventHandler[T](handler))
}

func (t *ObservableVectorType[T]) parts() *observableVectorParts[T] {
	if p := (*observableVectorParts[T])(t.lazy.Load()); p != nil {
		return p
	}
	p := &observableVectorParts[T]{}
	v := &p.vector
	v.IVector, v.IVectorView, v.IIterable, v.IIterator, v.Elem = t.IVector, t.IVectorView, t.IIterable, t.IIterator, t.Elem
	p.handler.Vector = t
	p.class = abi.ClassInfo{Name: "Windows.Foundation.Collections.IObservableVector`1", IID: t.IObservableVector}
	p.local = func(v any) any { return AsObservableVector(v.(IObservableVector[T])) }
	p.face = abi.Face{
		IID:    t.IObservableVector,
		New:    func(n unsafe.Pointer) any { return t.wrap(n) },
		Is:     is[IObservableVector[T]],
		Source: &abi.Stub{IID: &t.IObservableVector, Methods: t.methods(), Requires: []abi.StubSource{&p.vector}},
	}
	return (*observableVectorParts[T])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *ObservableVectorType[T]) methods() []abi.Method {
	return []abi.Method{
		{Words: 2, Do: func(self any, f *abi.Frame) error {
			handler, token, release, err := nativeHandler(f, &t.VectorChangedEventHandler, t.parts().handler.bind)
			if err != nil {
				return err
			}
			if l, ok := self.(*List[T]); ok {
				*token = l.changed.add(handler, release)
				return nil
			}
			r, err := self.(IObservableVector[T]).AddVectorChanged(handler)
			if err != nil {
				release()
				return err
			}
			return keep(token, r, release)
		}},
		{Words: 2, Do: func(self any, f *abi.Frame) error {
			l, ok := self.(*List[T])
			if !ok {
				return abi.RemoveRegistration(self, f)
			}
			token := abi.ArgValue[int64](f)
			if err := f.Err(); err != nil {
				return err
			}
			l.changed.remove(token)
			return nil
		}},
	}
}

func (t *ObservableVectorType[T]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of a Go vector that tells of its changes.
func (t *ObservableVectorType[T]) Stub() *abi.Stub { return t.parts().face.Stub() }

// PassIn passes v as an in argument.
func (t *ObservableVectorType[T]) PassIn(c *abi.Call, v IObservableVector[T]) { t.parts().pass(c, v) }

// ArgIn reads the next in argument of a call into Go, which native code owns.
func (t *ObservableVectorType[T]) ArgIn(f *abi.Frame) (IObservableVector[T], error) {
	return abi.Typed[IObservableVector[T]](t.parts().face.Arg(f))
}

// Size implements abi.Type, as do the methods below.
func (t *ObservableVectorType[T]) Size() uintptr                            { return pointerSize }
func (t *ObservableVectorType[T]) Pass(c *abi.Call, v *ObservableVector[T]) { t.parts().pass(c, v) }
func (t *ObservableVectorType[T]) Arg(f *abi.Frame) (*ObservableVector[T], error) {
	return abi.Typed[*ObservableVector[T]](t.parts().arg(f))
}
func (t *ObservableVectorType[T]) Read(p unsafe.Pointer) (*ObservableVector[T], error) {
	return abi.Typed[*ObservableVector[T]](t.parts().read(p))
}
func (t *ObservableVectorType[T]) Take(p unsafe.Pointer) (*ObservableVector[T], error) {
	return abi.Typed[*ObservableVector[T]](t.parts().take(p))
}
func (t *ObservableVectorType[T]) Give(p unsafe.Pointer, v *ObservableVector[T]) error {
	return t.parts().give(p, v)
}
func (t *ObservableVectorType[T]) Drop(p unsafe.Pointer) { t.parts().face.Drop(p) }

// VectorChangedEventHandlerType says how a VectorChangedEventHandler crosses the ABI.
type VectorChangedEventHandlerType[T any] struct {
	Vector *ObservableVectorType[T]

	lazy abi.Lazy
}

func (t *VectorChangedEventHandlerType[T]) delegate() *abi.Delegate[VectorChangedEventHandler[T]] {
	if d := (*abi.Delegate[VectorChangedEventHandler[T]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[VectorChangedEventHandler[T]]{
		IID:   t.Vector.VectorChangedEventHandler,
		Words: 2,
		Invoke: func(fn VectorChangedEventHandler[T], f *abi.Frame) error {
			sender, err := t.Vector.Arg(f)
			if err != nil {
				return err
			}
			args, err := IVectorChangedEventArgsType.Arg(f)
			if err == nil {
				err = f.Err()
			}
			if err != nil {
				return err
			}
			fn(sender, args)
			return nil
		},
		Bind: t.bind,
	}
	return (*abi.Delegate[VectorChangedEventHandler[T]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// bind makes the Go func that calls the native handler o.
func (t *VectorChangedEventHandlerType[T]) bind(o *abi.Object) VectorChangedEventHandler[T] {
	return func(sender *ObservableVector[T], args IVectorChangedEventArgs) {
		c := abi.Begin(o, &t.Vector.VectorChangedEventHandler, 3, "VectorChangedEventHandler.Invoke")
		defer c.End()
		t.Vector.Pass(c, sender)
		IVectorChangedEventArgsType.Pass(c, args)
		abi.Unhandled(c.Do()) // handlers have no result
	}
}

// Size implements abi.Type, as do the methods below.
func (t *VectorChangedEventHandlerType[T]) Size() uintptr { return pointerSize }
func (t *VectorChangedEventHandlerType[T]) Pass(c *abi.Call, v VectorChangedEventHandler[T]) {
	t.delegate().Pass(c, v)
}
func (t *VectorChangedEventHandlerType[T]) Arg(f *abi.Frame) (VectorChangedEventHandler[T], error) {
	return t.delegate().Arg(f)
}
func (t *VectorChangedEventHandlerType[T]) Read(p unsafe.Pointer) (VectorChangedEventHandler[T], error) {
	return t.delegate().Read(p)
}
func (t *VectorChangedEventHandlerType[T]) Take(p unsafe.Pointer) (VectorChangedEventHandler[T], error) {
	return t.delegate().Take(p)
}
func (t *VectorChangedEventHandlerType[T]) Give(p unsafe.Pointer, v VectorChangedEventHandler[T]) error {
	return t.delegate().Give(p, v)
}
func (t *VectorChangedEventHandlerType[T]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }
