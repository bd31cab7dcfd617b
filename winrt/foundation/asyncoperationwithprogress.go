//go:build windows

package foundation

import (
	"context"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// AsyncOperationWithProgress is an IAsyncOperationWithProgress<T, P>: work that native code does meanwhile, whose result is a T, and that reports a P on its way.
type AsyncOperationWithProgress[T, P any] struct {
	async
	kind asyncOperationWithProgressKind[T, P]
}

// AsyncOperationWithProgressCompletedHandler is told once that an operation has ended.
type AsyncOperationWithProgressCompletedHandler[T, P any] func(asyncInfo *AsyncOperationWithProgress[T, P], asyncStatus AsyncStatus)

// AsyncOperationProgressHandler is told how far an operation is.
type AsyncOperationProgressHandler[T, P any] func(asyncInfo *AsyncOperationWithProgress[T, P], progressInfo P)

// NewAsyncOperationWithProgress starts work on a goroutine of its own, as an operation that can be
// handed to native code. Its ctx is done when the operation is cancelled.
func NewAsyncOperationWithProgress[T, P any](work func(ctx context.Context, report func(P)) (T, error)) *AsyncOperationWithProgress[T, P] {
	x := &AsyncOperationWithProgress[T, P]{async: async{own: new(task)}}
	x.own.start(x, &x.Object, func(ctx context.Context, report func(any)) (any, error) {
		return work(ctx, func(p P) { report(p) })
	})
	return x
}

// WinRTClass names the interface.
func (x *AsyncOperationWithProgress[T, P]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// GetResults returns what the completed operation has; Await waits for it first.
func (x *AsyncOperationWithProgress[T, P]) GetResults() (T, error) {
	if x.own != nil {
		return abi.Typed[T](x.own.results("IAsyncOperationWithProgress.GetResults"))
	}
	return x.kind.GetResults(&x.Object)
}

// SetCompleted has handler called when the operation ends, at once if it has.
// There is one such handler in an operation's life, and Await may need it.
func (x *AsyncOperationWithProgress[T, P]) SetCompleted(handler AsyncOperationWithProgressCompletedHandler[T, P]) error {
	if x.own == nil {
		return x.kind.SetCompleted(&x.Object, handler)
	}
	return x.setCompleted(handler, nil)
}

func (x *AsyncOperationWithProgress[T, P]) setCompleted(handler AsyncOperationWithProgressCompletedHandler[T, P], release func()) error {
	if handler == nil {
		return x.own.setCompleted("IAsyncOperationWithProgress.Completed", nil, nil, nil)
	}
	return x.own.setCompleted("IAsyncOperationWithProgress.Completed", handler, func(status AsyncStatus) { handler(x, status) }, release)
}

// Completed returns the handler that was set, or nil.
func (x *AsyncOperationWithProgress[T, P]) Completed() (AsyncOperationWithProgressCompletedHandler[T, P], error) {
	if x.own == nil {
		return x.kind.Completed(&x.Object)
	}
	handler, _ := x.own.completedHandler().(AsyncOperationWithProgressCompletedHandler[T, P])
	return handler, nil
}

// SetProgress has handler called while the operation goes on.
func (x *AsyncOperationWithProgress[T, P]) SetProgress(handler AsyncOperationProgressHandler[T, P]) error {
	if x.own == nil {
		return x.kind.SetProgress(&x.Object, handler)
	}
	return x.setProgress(handler, nil)
}

func (x *AsyncOperationWithProgress[T, P]) setProgress(handler AsyncOperationProgressHandler[T, P], release func()) error {
	if handler == nil {
		return x.own.setProgress("IAsyncOperationWithProgress.Progress", nil, nil, nil)
	}
	return x.own.setProgress("IAsyncOperationWithProgress.Progress", handler, func(p any) {
		step, _ := p.(P) // a nil P is no P in an any
		handler(x, step)
	}, release)
}

// Progress returns the handler that was set, or nil.
func (x *AsyncOperationWithProgress[T, P]) Progress() (AsyncOperationProgressHandler[T, P], error) {
	if x.own == nil {
		return x.kind.GetProgress(&x.Object)
	}
	handler, _ := x.own.progressHandler().(AsyncOperationProgressHandler[T, P])
	return handler, nil
}

// Await waits for the operation's result. If ctx is done first, the operation
// is cancelled and the error is that of ctx: soon after the operation has
// ended, or at once if it does not end.
func (x *AsyncOperationWithProgress[T, P]) Await(ctx context.Context) (T, error) {
	if x.own != nil {
		return abi.Typed[T](x.own.await(ctx, "AsyncOperationWithProgress.Await"))
	}
	return x.kind.Await(&x.Object, ctx)
}

// AwaitProgress is Await with report called for each step, one at a time and
// never after the return. It sets the Progress handler, which there is one of.
func (x *AsyncOperationWithProgress[T, P]) AwaitProgress(ctx context.Context, report func(P)) (T, error) {
	if x.own == nil {
		return x.kind.AwaitProgress(&x.Object, ctx, report)
	}
	if report == nil {
		return x.Await(ctx)
	}
	steps := new(progressGate)
	defer steps.shut()
	if err := x.SetProgress(func(_ *AsyncOperationWithProgress[T, P], p P) { steps.pass(func() { report(p) }) }); err != nil {
		var nothing T
		return nothing, err
	}
	return x.Await(ctx)
}

// AsyncOperationWithProgressType says how an IAsyncOperationWithProgress<T, P> crosses the ABI.
type AsyncOperationWithProgressType[T, P any] struct {
	IAsyncOperationWithProgress, AsyncOperationWithProgressCompletedHandler, AsyncOperationProgressHandler abi.GUID
	Result                                                                                                 abi.Type[T]
	Progress                                                                                               abi.Type[P]

	lazy abi.Lazy
}

type partsAsyncOperationWithProgress[T, P any] struct {
	face
	completed AsyncOperationWithProgressCompletedHandlerType[T, P]
	progress  AsyncOperationProgressHandlerType[T, P]
}

// SetCompleted calls IAsyncOperationWithProgress<T, P>.Completed's setter on o.
func (t *AsyncOperationWithProgressType[T, P]) SetCompleted(o *abi.Object, handler AsyncOperationWithProgressCompletedHandler[T, P]) error {
	return abi.PutType(o, &t.IAsyncOperationWithProgress, 8, "IAsyncOperationWithProgress.Completed", abi.Type[AsyncOperationWithProgressCompletedHandler[T, P]](&t.parts().completed), handler)
}

// Completed calls IAsyncOperationWithProgress<T, P>.Completed's getter on o.
func (t *AsyncOperationWithProgressType[T, P]) Completed(o *abi.Object) (AsyncOperationWithProgressCompletedHandler[T, P], error) {
	return abi.GetType(o, &t.IAsyncOperationWithProgress, 9, "IAsyncOperationWithProgress.Completed", abi.Type[AsyncOperationWithProgressCompletedHandler[T, P]](&t.parts().completed))
}

// GetResults calls IAsyncOperationWithProgress<T, P>.GetResults on o.
func (t *AsyncOperationWithProgressType[T, P]) GetResults(o *abi.Object) (T, error) {
	return abi.GetType(o, &t.IAsyncOperationWithProgress, 10, "IAsyncOperationWithProgress.GetResults", t.Result)
}

// SetProgress calls IAsyncOperationWithProgress<T, P>.Progress's setter on o.
func (t *AsyncOperationWithProgressType[T, P]) SetProgress(o *abi.Object, handler AsyncOperationProgressHandler[T, P]) error {
	return abi.PutType(o, &t.IAsyncOperationWithProgress, 6, "IAsyncOperationWithProgress.Progress", abi.Type[AsyncOperationProgressHandler[T, P]](&t.parts().progress), handler)
}

// GetProgress calls IAsyncOperationWithProgress<T, P>.Progress's getter on o; the name Progress is the descriptor's field.
func (t *AsyncOperationWithProgressType[T, P]) GetProgress(o *abi.Object) (AsyncOperationProgressHandler[T, P], error) {
	return abi.GetType(o, &t.IAsyncOperationWithProgress, 7, "IAsyncOperationWithProgress.Progress", abi.Type[AsyncOperationProgressHandler[T, P]](&t.parts().progress))
}

// Await waits for the operation o, as AsyncOperationWithProgress.Await does.
func (t *AsyncOperationWithProgressType[T, P]) Await(o *abi.Object, ctx context.Context) (T, error) {
	var result T
	status, err := t.parts().wait.await(ctx, o)
	if err == nil {
		err = finish(o, status, "AsyncOperationWithProgress.Await", func() (err error) {
			result, err = t.GetResults(o)
			return err
		})
	}
	return result, err
}

// AwaitProgress waits for the operation o, as AsyncOperationWithProgress.AwaitProgress does.
func (t *AsyncOperationWithProgressType[T, P]) AwaitProgress(o *abi.Object, ctx context.Context, report func(P)) (T, error) {
	if report == nil {
		return t.Await(o, ctx)
	}
	steps := new(progressGate)
	defer steps.shut()
	if err := t.SetProgress(o, func(_ *AsyncOperationWithProgress[T, P], p P) { steps.pass(func() { report(p) }) }); err != nil {
		var nothing T
		return nothing, err
	}
	return t.Await(o, ctx)
}

func (t *AsyncOperationWithProgressType[T, P]) parts() *partsAsyncOperationWithProgress[T, P] {
	if p := (*partsAsyncOperationWithProgress[T, P])(t.lazy.Load()); p != nil {
		return p
	}
	p := &partsAsyncOperationWithProgress[T, P]{}
	p.completed.IID, p.completed.Operation = t.AsyncOperationWithProgressCompletedHandler, t
	p.progress.IID, p.progress.Operation = t.AsyncOperationProgressHandler, t
	p.is = isPointer[AsyncOperationWithProgress[T, P]]
	p.class = abi.ClassInfo{Name: "Windows.Foundation.IAsyncOperationWithProgress`2", IID: t.IAsyncOperationWithProgress}
	p.wait = operation{iid: &t.IAsyncOperationWithProgress, completed: 8, setter: "IAsyncOperationWithProgress.Completed", done: doneHandler(t.AsyncOperationWithProgressCompletedHandler)}
	p.info = abi.Interface[IAsyncInfo]{
		IID:    t.IAsyncOperationWithProgress,
		New:    func(n unsafe.Pointer) IAsyncInfo { return t.wrap(n) },
		Source: &abi.Stub{IID: &t.IAsyncOperationWithProgress, Methods: t.methods(), Requires: []abi.StubSource{&stubIAsyncInfo}},
	}
	return (*partsAsyncOperationWithProgress[T, P])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *AsyncOperationWithProgressType[T, P]) methods() []abi.Method {
	owner := func(self any) *AsyncOperationWithProgress[T, P] {
		return self.(*task).owner.(*AsyncOperationWithProgress[T, P])
	}
	return []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			handler, release, err := nativeHandler(f, &t.parts().progress.IID, t.parts().progress.bind)
			if err != nil {
				return err
			}
			return owner(self).setProgress(handler, release)
		}},
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			result := f.Out()
			if err := f.Err(); err != nil {
				return err
			}
			handler, err := owner(self).Progress()
			if err != nil {
				return err
			}
			return t.parts().progress.Give(result, handler)
		}},
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

func (t *AsyncOperationWithProgressType[T, P]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of Go work.
func (t *AsyncOperationWithProgressType[T, P]) Stub() *abi.Stub { return t.parts().info.Stub() }

// PassIn passes v as an in argument.
func (t *AsyncOperationWithProgressType[T, P]) PassIn(c *abi.Call, v *AsyncOperationWithProgress[T, P]) {
	t.parts().pass(c, v, v != nil)
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncOperationWithProgressType[T, P]) Size() uintptr { return pointerSize }
func (t *AsyncOperationWithProgressType[T, P]) Pass(c *abi.Call, v *AsyncOperationWithProgress[T, P]) {
	t.parts().pass(c, v, v != nil)
}
func (t *AsyncOperationWithProgressType[T, P]) Arg(f *abi.Frame) (*AsyncOperationWithProgress[T, P], error) {
	return abi.Typed[*AsyncOperationWithProgress[T, P]](t.parts().arg(f))
}
func (t *AsyncOperationWithProgressType[T, P]) Read(p unsafe.Pointer) (*AsyncOperationWithProgress[T, P], error) {
	return abi.Typed[*AsyncOperationWithProgress[T, P]](t.parts().read(p))
}
func (t *AsyncOperationWithProgressType[T, P]) Take(p unsafe.Pointer) (*AsyncOperationWithProgress[T, P], error) {
	return abi.Typed[*AsyncOperationWithProgress[T, P]](t.parts().take(p))
}
func (t *AsyncOperationWithProgressType[T, P]) Give(p unsafe.Pointer, v *AsyncOperationWithProgress[T, P]) error {
	return t.parts().give(p, v, v != nil)
}
func (t *AsyncOperationWithProgressType[T, P]) Drop(p unsafe.Pointer) { t.parts().drop(p) }

// AsyncOperationWithProgressCompletedHandlerType says how an AsyncOperationWithProgressCompletedHandler crosses the ABI.
type AsyncOperationWithProgressCompletedHandlerType[T, P any] struct {
	IID       abi.GUID
	Operation *AsyncOperationWithProgressType[T, P]

	lazy abi.Lazy
}

func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) delegate() *abi.Delegate[AsyncOperationWithProgressCompletedHandler[T, P]] {
	if d := (*abi.Delegate[AsyncOperationWithProgressCompletedHandler[T, P]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[AsyncOperationWithProgressCompletedHandler[T, P]]{
		IID:   t.IID,
		Words: 2,
		Invoke: func(fn AsyncOperationWithProgressCompletedHandler[T, P], f *abi.Frame) error {
			asyncInfo, second, err := arguments[*AsyncOperationWithProgress[T, P], AsyncStatus](t.Operation, abi.Plain[AsyncStatus]{}, f)
			if err != nil {
				return err
			}
			fn(asyncInfo, second)
			return nil
		},
		Bind: t.bind,
	}
	return (*abi.Delegate[AsyncOperationWithProgressCompletedHandler[T, P]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// bind makes the Go func that calls the native handler o.
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) bind(o *abi.Object) AsyncOperationWithProgressCompletedHandler[T, P] {
	return func(asyncInfo *AsyncOperationWithProgress[T, P], second AsyncStatus) {
		invoke[*AsyncOperationWithProgress[T, P], AsyncStatus](o, &t.IID, "AsyncOperationWithProgressCompletedHandler.Invoke", t.Operation, asyncInfo, abi.Plain[AsyncStatus]{}, second)
	}
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) Size() uintptr { return pointerSize }
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) Pass(c *abi.Call, v AsyncOperationWithProgressCompletedHandler[T, P]) {
	t.delegate().Pass(c, v)
}
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) Arg(f *abi.Frame) (AsyncOperationWithProgressCompletedHandler[T, P], error) {
	return t.delegate().Arg(f)
}
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) Read(p unsafe.Pointer) (AsyncOperationWithProgressCompletedHandler[T, P], error) {
	return t.delegate().Read(p)
}
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) Take(p unsafe.Pointer) (AsyncOperationWithProgressCompletedHandler[T, P], error) {
	return t.delegate().Take(p)
}
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) Give(p unsafe.Pointer, v AsyncOperationWithProgressCompletedHandler[T, P]) error {
	return t.delegate().Give(p, v)
}
func (t *AsyncOperationWithProgressCompletedHandlerType[T, P]) Drop(p unsafe.Pointer) {
	t.delegate().Drop(p)
}

// AsyncOperationProgressHandlerType says how an AsyncOperationProgressHandler crosses the ABI.
type AsyncOperationProgressHandlerType[T, P any] struct {
	IID       abi.GUID
	Operation *AsyncOperationWithProgressType[T, P]

	lazy abi.Lazy
}

func (t *AsyncOperationProgressHandlerType[T, P]) delegate() *abi.Delegate[AsyncOperationProgressHandler[T, P]] {
	if d := (*abi.Delegate[AsyncOperationProgressHandler[T, P]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[AsyncOperationProgressHandler[T, P]]{
		IID:   t.IID,
		Words: 1 + abi.Words(t.Operation.Progress.Size()),
		Invoke: func(fn AsyncOperationProgressHandler[T, P], f *abi.Frame) error {
			asyncInfo, second, err := arguments[*AsyncOperationWithProgress[T, P], P](t.Operation, t.Operation.Progress, f)
			if err != nil {
				return err
			}
			fn(asyncInfo, second)
			return nil
		},
		Bind: t.bind,
	}
	return (*abi.Delegate[AsyncOperationProgressHandler[T, P]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// bind makes the Go func that calls the native handler o.
func (t *AsyncOperationProgressHandlerType[T, P]) bind(o *abi.Object) AsyncOperationProgressHandler[T, P] {
	return func(asyncInfo *AsyncOperationWithProgress[T, P], second P) {
		invoke[*AsyncOperationWithProgress[T, P], P](o, &t.IID, "AsyncOperationProgressHandler.Invoke", t.Operation, asyncInfo, t.Operation.Progress, second)
	}
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncOperationProgressHandlerType[T, P]) Size() uintptr { return pointerSize }
func (t *AsyncOperationProgressHandlerType[T, P]) Pass(c *abi.Call, v AsyncOperationProgressHandler[T, P]) {
	t.delegate().Pass(c, v)
}
func (t *AsyncOperationProgressHandlerType[T, P]) Arg(f *abi.Frame) (AsyncOperationProgressHandler[T, P], error) {
	return t.delegate().Arg(f)
}
func (t *AsyncOperationProgressHandlerType[T, P]) Read(p unsafe.Pointer) (AsyncOperationProgressHandler[T, P], error) {
	return t.delegate().Read(p)
}
func (t *AsyncOperationProgressHandlerType[T, P]) Take(p unsafe.Pointer) (AsyncOperationProgressHandler[T, P], error) {
	return t.delegate().Take(p)
}
func (t *AsyncOperationProgressHandlerType[T, P]) Give(p unsafe.Pointer, v AsyncOperationProgressHandler[T, P]) error {
	return t.delegate().Give(p, v)
}
func (t *AsyncOperationProgressHandlerType[T, P]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }
