//go:build windows

package foundation

import (
	"context"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// AsyncOperation is an IAsyncOperation<T>: work that native code does meanwhile and whose result is a T.
type AsyncOperation[T any] struct {
	async
	kind asyncOperationKind[T]
}

// AsyncOperationCompletedHandler is told once that an operation has ended.
type AsyncOperationCompletedHandler[T any] func(asyncInfo *AsyncOperation[T], asyncStatus AsyncStatus)

// NewAsyncOperation starts work on a goroutine of its own, as an operation that can be
// handed to native code. Its ctx is done when the operation is cancelled.
func NewAsyncOperation[T any](work func(ctx context.Context) (T, error)) *AsyncOperation[T] {
	x := &AsyncOperation[T]{async: async{own: new(task)}}
	x.own.start(x, &x.Object, func(ctx context.Context, _ func(any)) (any, error) { return work(ctx) })
	return x
}

// WinRTClass names the interface.
func (x *AsyncOperation[T]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// GetResults returns what the completed operation has; Await waits for it first.
func (x *AsyncOperation[T]) GetResults() (T, error) {
	if x.own != nil {
		return abi.Typed[T](x.own.results("IAsyncOperation.GetResults"))
	}
	return x.kind.GetResults(&x.Object)
}

// SetCompleted has handler called when the operation ends, at once if it has.
// There is one such handler in an operation's life, and Await may need it.
func (x *AsyncOperation[T]) SetCompleted(handler AsyncOperationCompletedHandler[T]) error {
	if x.own == nil {
		return x.kind.SetCompleted(&x.Object, handler)
	}
	return x.setCompleted(handler, nil)
}

func (x *AsyncOperation[T]) setCompleted(handler AsyncOperationCompletedHandler[T], release func()) error {
	if handler == nil {
		return x.own.setCompleted("IAsyncOperation.Completed", nil, nil, nil)
	}
	return x.own.setCompleted("IAsyncOperation.Completed", handler, func(status AsyncStatus) { handler(x, status) }, release)
}

// Completed returns the handler that was set, or nil.
func (x *AsyncOperation[T]) Completed() (AsyncOperationCompletedHandler[T], error) {
	if x.own == nil {
		return x.kind.Completed(&x.Object)
	}
	handler, _ := x.own.completedHandler().(AsyncOperationCompletedHandler[T])
	return handler, nil
}

// Await waits for the operation's result. If ctx is done first, the operation
// is cancelled and the error is that of ctx: soon after the operation has
// ended, or at once if it does not end.
func (x *AsyncOperation[T]) Await(ctx context.Context) (T, error) {
	if x.own != nil {
		return abi.Typed[T](x.own.await(ctx, "AsyncOperation.Await"))
	}
	return x.kind.Await(&x.Object, ctx)
}

// AsyncOperationType says how an IAsyncOperation<T> crosses the ABI.
type AsyncOperationType[T any] struct {
	IAsyncOperation, AsyncOperationCompletedHandler abi.GUID
	Result                                          abi.Type[T]

	lazy abi.Lazy
}

type partsAsyncOperation[T any] struct {
	face
	completed AsyncOperationCompletedHandlerType[T]
}

// SetCompleted calls IAsyncOperation<T>.Completed's setter on o.
func (t *AsyncOperationType[T]) SetCompleted(o *abi.Object, handler AsyncOperationCompletedHandler[T]) error {
	return abi.PutType(o, &t.IAsyncOperation, 6, "IAsyncOperation.Completed", abi.Type[AsyncOperationCompletedHandler[T]](&t.parts().completed), handler)
}

// Completed calls IAsyncOperation<T>.Completed's getter on o.
func (t *AsyncOperationType[T]) Completed(o *abi.Object) (AsyncOperationCompletedHandler[T], error) {
	return abi.GetType(o, &t.IAsyncOperation, 7, "IAsyncOperation.Completed", abi.Type[AsyncOperationCompletedHandler[T]](&t.parts().completed))
}

// GetResults calls IAsyncOperation<T>.GetResults on o.
func (t *AsyncOperationType[T]) GetResults(o *abi.Object) (T, error) {
	return abi.GetType(o, &t.IAsyncOperation, 8, "IAsyncOperation.GetResults", t.Result)
}

// Await waits for the operation o, as AsyncOperation.Await does.
func (t *AsyncOperationType[T]) Await(o *abi.Object, ctx context.Context) (T, error) {
	var result T
	status, err := t.parts().wait.await(ctx, o)
	if err == nil {
		err = finish(o, status, "AsyncOperation.Await", func() (err error) {
			result, err = t.GetResults(o)
			return err
		})
	}
	return result, err
}

func (t *AsyncOperationType[T]) parts() *partsAsyncOperation[T] {
	if p := (*partsAsyncOperation[T])(t.lazy.Load()); p != nil {
		return p
	}
	p := &partsAsyncOperation[T]{}
	p.completed.IID, p.completed.Operation = t.AsyncOperationCompletedHandler, t
	p.is = isPointer[AsyncOperation[T]]
	p.class = abi.ClassInfo{Name: "Windows.Foundation.IAsyncOperation`1", IID: t.IAsyncOperation}
	p.wait = operation{iid: &t.IAsyncOperation, completed: 6, setter: "IAsyncOperation.Completed", done: doneHandler(t.AsyncOperationCompletedHandler)}
	p.info = abi.Interface[IAsyncInfo]{
		IID:    t.IAsyncOperation,
		New:    func(n unsafe.Pointer) IAsyncInfo { return t.wrap(n) },
		Source: &abi.Stub{IID: &t.IAsyncOperation, Methods: t.methods(), Requires: []abi.StubSource{&stubIAsyncInfo}},
	}
	return (*partsAsyncOperation[T])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *AsyncOperationType[T]) methods() []abi.Method {
	owner := func(self any) *AsyncOperation[T] { return self.(*task).owner.(*AsyncOperation[T]) }
	return []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			handler, release, err := nativeHandler(f, &t.parts().completed.IID, t.parts().completed.bind)
			if err != nil {
				return err
			}
			return owner(self).setCompleted(handler, release)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			handler, err := owner(self).Completed()
			if err != nil {
				return err
			}
			return t.parts().completed.Give(result, handler)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			v, err := owner(self).GetResults()
			if err != nil {
				return err
			}
			return t.Result.Give(result, v)
		}},
	}
}

func (t *AsyncOperationType[T]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of Go work.
func (t *AsyncOperationType[T]) Stub() *abi.Stub { return t.parts().info.Stub() }

// PassIn passes v as an in argument.
func (t *AsyncOperationType[T]) PassIn(c *abi.Call, v *AsyncOperation[T]) {
	t.parts().pass(c, v, v != nil)
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncOperationType[T]) Size() uintptr { return pointerSize }
func (t *AsyncOperationType[T]) Pass(c *abi.Call, v *AsyncOperation[T]) {
	t.parts().pass(c, v, v != nil)
}
func (t *AsyncOperationType[T]) Arg(f *abi.Frame) (*AsyncOperation[T], error) {
	return abi.Typed[*AsyncOperation[T]](t.parts().arg(f))
}
func (t *AsyncOperationType[T]) Read(p unsafe.Pointer) (*AsyncOperation[T], error) {
	return abi.Typed[*AsyncOperation[T]](t.parts().read(p))
}
func (t *AsyncOperationType[T]) Take(p unsafe.Pointer) (*AsyncOperation[T], error) {
	return abi.Typed[*AsyncOperation[T]](t.parts().take(p))
}
func (t *AsyncOperationType[T]) Give(p unsafe.Pointer, v *AsyncOperation[T]) error {
	return t.parts().give(p, v, v != nil)
}
func (t *AsyncOperationType[T]) Drop(p unsafe.Pointer) { t.parts().drop(p) }

// AsyncOperationCompletedHandlerType says how an AsyncOperationCompletedHandler crosses the ABI.
type AsyncOperationCompletedHandlerType[T any] struct {
	IID       abi.GUID
	Operation *AsyncOperationType[T]

	lazy abi.Lazy
}

func (t *AsyncOperationCompletedHandlerType[T]) delegate() *abi.Delegate[AsyncOperationCompletedHandler[T]] {
	if d := (*abi.Delegate[AsyncOperationCompletedHandler[T]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[AsyncOperationCompletedHandler[T]]{
		IID:   t.IID,
		Words: 2,
		Invoke: func(fn AsyncOperationCompletedHandler[T], f *abi.Frame) error {
			asyncInfo, second, err := arguments[*AsyncOperation[T], AsyncStatus](t.Operation, abi.Plain[AsyncStatus]{}, f)
			if err != nil {
				return err
			}
			fn(asyncInfo, second)
			return nil
		},
		Bind: t.bind,
	}
	return (*abi.Delegate[AsyncOperationCompletedHandler[T]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// bind makes the Go func that calls the native handler o.
func (t *AsyncOperationCompletedHandlerType[T]) bind(o *abi.Object) AsyncOperationCompletedHandler[T] {
	return func(asyncInfo *AsyncOperation[T], second AsyncStatus) {
		invoke[*AsyncOperation[T], AsyncStatus](o, &t.IID, "AsyncOperationCompletedHandler.Invoke", t.Operation, asyncInfo, abi.Plain[AsyncStatus]{}, second)
	}
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncOperationCompletedHandlerType[T]) Size() uintptr { return pointerSize }
func (t *AsyncOperationCompletedHandlerType[T]) Pass(c *abi.Call, v AsyncOperationCompletedHandler[T]) {
	t.delegate().Pass(c, v)
}
func (t *AsyncOperationCompletedHandlerType[T]) Arg(f *abi.Frame) (AsyncOperationCompletedHandler[T], error) {
	return t.delegate().Arg(f)
}
func (t *AsyncOperationCompletedHandlerType[T]) Read(p unsafe.Pointer) (AsyncOperationCompletedHandler[T], error) {
	return t.delegate().Read(p)
}
func (t *AsyncOperationCompletedHandlerType[T]) Take(p unsafe.Pointer) (AsyncOperationCompletedHandler[T], error) {
	return t.delegate().Take(p)
}
func (t *AsyncOperationCompletedHandlerType[T]) Give(p unsafe.Pointer, v AsyncOperationCompletedHandler[T]) error {
	return t.delegate().Give(p, v)
}
func (t *AsyncOperationCompletedHandlerType[T]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }
