//go:build windows

package foundation

import (
	"context"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// AsyncActionWithProgress is an IAsyncActionWithProgress<P>: work that native code does meanwhile, that has no result, and that reports a P on its way.
type AsyncActionWithProgress[P any] struct {
	async
	kind asyncActionWithProgressKind[P]
}

// AsyncActionWithProgressCompletedHandler is told once that an operation has ended.
type AsyncActionWithProgressCompletedHandler[P any] func(asyncInfo *AsyncActionWithProgress[P], asyncStatus AsyncStatus)

// AsyncActionProgressHandler is told how far an operation is.
type AsyncActionProgressHandler[P any] func(asyncInfo *AsyncActionWithProgress[P], progressInfo P)

// NewAsyncActionWithProgress starts work on a goroutine of its own, as an operation that can be
// handed to native code. Its ctx is done when the operation is cancelled.
func NewAsyncActionWithProgress[P any](work func(ctx context.Context, report func(P)) error) *AsyncActionWithProgress[P] {
	x := &AsyncActionWithProgress[P]{async: async{own: new(task)}}
	x.own.start(x, &x.Object, func(ctx context.Context, report func(any)) (any, error) {
		return nil, work(ctx, func(p P) { report(p) })
	})
	return x
}

// WinRTClass names the interface.
func (x *AsyncActionWithProgress[P]) WinRTClass() *abi.ClassInfo {
	if x == nil {
		return &classUnbound
	}
	return className(x.kind)
}

// GetResults returns what the completed operation has; Await waits for it first.
func (x *AsyncActionWithProgress[P]) GetResults() error {
	if x.own != nil {
		_, err := x.own.results("IAsyncActionWithProgress.GetResults")
		return err
	}
	return x.kind.GetResults(&x.Object)
}

// SetCompleted has handler called when the operation ends, at once if it has.
// There is one such handler in an operation's life, and Await may need it.
func (x *AsyncActionWithProgress[P]) SetCompleted(handler AsyncActionWithProgressCompletedHandler[P]) error {
	if x.own == nil {
		return x.kind.SetCompleted(&x.Object, handler)
	}
	return x.setCompleted(handler, nil)
}

func (x *AsyncActionWithProgress[P]) setCompleted(handler AsyncActionWithProgressCompletedHandler[P], release func()) error {
	if handler == nil {
		return x.own.setCompleted("IAsyncActionWithProgress.Completed", nil, nil, nil)
	}
	return x.own.setCompleted("IAsyncActionWithProgress.Completed", handler, func(status AsyncStatus) { handler(x, status) }, release)
}

// Completed returns the handler that was set, or nil.
func (x *AsyncActionWithProgress[P]) Completed() (AsyncActionWithProgressCompletedHandler[P], error) {
	if x.own == nil {
		return x.kind.Completed(&x.Object)
	}
	handler, _ := x.own.completedHandler().(AsyncActionWithProgressCompletedHandler[P])
	return handler, nil
}

// SetProgress has handler called while the operation goes on.
func (x *AsyncActionWithProgress[P]) SetProgress(handler AsyncActionProgressHandler[P]) error {
	if x.own == nil {
		return x.kind.SetProgress(&x.Object, handler)
	}
	return x.setProgress(handler, nil)
}

func (x *AsyncActionWithProgress[P]) setProgress(handler AsyncActionProgressHandler[P], release func()) error {
	if handler == nil {
		return x.own.setProgress("IAsyncActionWithProgress.Progress", nil, nil, nil)
	}
	return x.own.setProgress("IAsyncActionWithProgress.Progress", handler, func(p any) {
		step, _ := p.(P) // a nil P is no P in an any
		handler(x, step)
	}, release)
}

// Progress returns the handler that was set, or nil.
func (x *AsyncActionWithProgress[P]) Progress() (AsyncActionProgressHandler[P], error) {
	if x.own == nil {
		return x.kind.GetProgress(&x.Object)
	}
	handler, _ := x.own.progressHandler().(AsyncActionProgressHandler[P])
	return handler, nil
}

// Await waits for the operation's end. If ctx is done first, the operation
// is cancelled and the error is that of ctx: soon after the operation has
// ended, or at once if it does not end.
func (x *AsyncActionWithProgress[P]) Await(ctx context.Context) error {
	if x.own != nil {
		_, err := x.own.await(ctx, "AsyncActionWithProgress.Await")
		return err
	}
	return x.kind.Await(&x.Object, ctx)
}

// AwaitProgress is Await with report called for each step, one at a time and
// never after the return. It sets the Progress handler, which there is one of.
func (x *AsyncActionWithProgress[P]) AwaitProgress(ctx context.Context, report func(P)) error {
	if x.own == nil {
		return x.kind.AwaitProgress(&x.Object, ctx, report)
	}
	if report == nil {
		return x.Await(ctx)
	}
	steps := new(progressGate)
	defer steps.shut()
	if err := x.SetProgress(func(_ *AsyncActionWithProgress[P], p P) { steps.pass(func() { report(p) }) }); err != nil {

		return err
	}
	return x.Await(ctx)
}

// AsyncActionWithProgressType says how an IAsyncActionWithProgress<P> crosses the ABI.
type AsyncActionWithProgressType[P any] struct {
	IAsyncActionWithProgress, AsyncActionWithProgressCompletedHandler, AsyncActionProgressHandler abi.GUID
	Progress                                                                                      abi.Type[P]

	lazy abi.Lazy
}

type partsAsyncActionWithProgress[P any] struct {
	face
	completed AsyncActionWithProgressCompletedHandlerType[P]
	progress  AsyncActionProgressHandlerType[P]
}

// SetCompleted calls IAsyncActionWithProgress<P>.Completed's setter on o.
func (t *AsyncActionWithProgressType[P]) SetCompleted(o *abi.Object, handler AsyncActionWithProgressCompletedHandler[P]) error {
	return abi.PutType(o, &t.IAsyncActionWithProgress, 8, "IAsyncActionWithProgress.Completed", abi.Type[AsyncActionWithProgressCompletedHandler[P]](&t.parts().completed), handler)
}

// Completed calls IAsyncActionWithProgress<P>.Completed's getter on o.
func (t *AsyncActionWithProgressType[P]) Completed(o *abi.Object) (AsyncActionWithProgressCompletedHandler[P], error) {
	return abi.GetType(o, &t.IAsyncActionWithProgress, 9, "IAsyncActionWithProgress.Completed", abi.Type[AsyncActionWithProgressCompletedHandler[P]](&t.parts().completed))
}

// GetResults calls IAsyncActionWithProgress<P>.GetResults on o.
func (t *AsyncActionWithProgressType[P]) GetResults(o *abi.Object) error {
	return abi.Invoke(o, &t.IAsyncActionWithProgress, 10, "IAsyncActionWithProgress.GetResults")
}

// SetProgress calls IAsyncActionWithProgress<P>.Progress's setter on o.
func (t *AsyncActionWithProgressType[P]) SetProgress(o *abi.Object, handler AsyncActionProgressHandler[P]) error {
	return abi.PutType(o, &t.IAsyncActionWithProgress, 6, "IAsyncActionWithProgress.Progress", abi.Type[AsyncActionProgressHandler[P]](&t.parts().progress), handler)
}

// GetProgress calls IAsyncActionWithProgress<P>.Progress's getter on o; the name Progress is the descriptor's field.
func (t *AsyncActionWithProgressType[P]) GetProgress(o *abi.Object) (AsyncActionProgressHandler[P], error) {
	return abi.GetType(o, &t.IAsyncActionWithProgress, 7, "IAsyncActionWithProgress.Progress", abi.Type[AsyncActionProgressHandler[P]](&t.parts().progress))
}

// Await waits for the operation o, as AsyncActionWithProgress.Await does.
func (t *AsyncActionWithProgressType[P]) Await(o *abi.Object, ctx context.Context) error {
	status, err := t.parts().wait.await(ctx, o)
	if err != nil {
		return err
	}
	return finish(o, status, "AsyncActionWithProgress.Await", func() error { return t.GetResults(o) })
}

// AwaitProgress waits for the operation o, as AsyncActionWithProgress.AwaitProgress does.
func (t *AsyncActionWithProgressType[P]) AwaitProgress(o *abi.Object, ctx context.Context, report func(P)) error {
	if report == nil {
		return t.Await(o, ctx)
	}
	steps := new(progressGate)
	defer steps.shut()
	if err := t.SetProgress(o, func(_ *AsyncActionWithProgress[P], p P) { steps.pass(func() { report(p) }) }); err != nil {
		return err
	}
	return t.Await(o, ctx)
}

func (t *AsyncActionWithProgressType[P]) parts() *partsAsyncActionWithProgress[P] {
	if p := (*partsAsyncActionWithProgress[P])(t.lazy.Load()); p != nil {
		return p
	}
	p := &partsAsyncActionWithProgress[P]{}
	p.completed.IID, p.completed.Operation = t.AsyncActionWithProgressCompletedHandler, t
	p.progress.IID, p.progress.Operation = t.AsyncActionProgressHandler, t
	p.is = isPointer[AsyncActionWithProgress[P]]
	p.class = abi.ClassInfo{Name: "Windows.Foundation.IAsyncActionWithProgress`1", IID: t.IAsyncActionWithProgress}
	p.wait = operation{iid: &t.IAsyncActionWithProgress, completed: 8, setter: "IAsyncActionWithProgress.Completed", done: doneHandler(t.AsyncActionWithProgressCompletedHandler)}
	p.info = abi.Interface[IAsyncInfo]{
		IID:    t.IAsyncActionWithProgress,
		New:    func(n unsafe.Pointer) IAsyncInfo { return t.wrap(n) },
		Source: &abi.Stub{IID: &t.IAsyncActionWithProgress, Methods: t.methods(), Requires: []abi.StubSource{&stubIAsyncInfo}},
	}
	return (*partsAsyncActionWithProgress[P])(t.lazy.Keep(unsafe.Pointer(p)))
}

func (t *AsyncActionWithProgressType[P]) methods() []abi.Method {
	owner := func(self any) *AsyncActionWithProgress[P] {
		return self.(*task).owner.(*AsyncActionWithProgress[P])
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
		{Do: func(self any, f *abi.Frame) error { return owner(self).GetResults() }},
	}
}

func (t *AsyncActionWithProgressType[P]) info() *abi.ClassInfo { return &t.parts().class }

// Stub is what native code calls of Go work.
func (t *AsyncActionWithProgressType[P]) Stub() *abi.Stub { return t.parts().info.Stub() }

// PassIn passes v as an in argument.
func (t *AsyncActionWithProgressType[P]) PassIn(c *abi.Call, v *AsyncActionWithProgress[P]) {
	t.parts().pass(c, v, v != nil)
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncActionWithProgressType[P]) Size() uintptr { return pointerSize }
func (t *AsyncActionWithProgressType[P]) Pass(c *abi.Call, v *AsyncActionWithProgress[P]) {
	t.parts().pass(c, v, v != nil)
}
func (t *AsyncActionWithProgressType[P]) Arg(f *abi.Frame) (*AsyncActionWithProgress[P], error) {
	return abi.Typed[*AsyncActionWithProgress[P]](t.parts().arg(f))
}
func (t *AsyncActionWithProgressType[P]) Read(p unsafe.Pointer) (*AsyncActionWithProgress[P], error) {
	return abi.Typed[*AsyncActionWithProgress[P]](t.parts().read(p))
}
func (t *AsyncActionWithProgressType[P]) Take(p unsafe.Pointer) (*AsyncActionWithProgress[P], error) {
	return abi.Typed[*AsyncActionWithProgress[P]](t.parts().take(p))
}
func (t *AsyncActionWithProgressType[P]) Give(p unsafe.Pointer, v *AsyncActionWithProgress[P]) error {
	return t.parts().give(p, v, v != nil)
}
func (t *AsyncActionWithProgressType[P]) Drop(p unsafe.Pointer) { t.parts().drop(p) }

// AsyncActionWithProgressCompletedHandlerType says how an AsyncActionWithProgressCompletedHandler crosses the ABI.
type AsyncActionWithProgressCompletedHandlerType[P any] struct {
	IID       abi.GUID
	Operation *AsyncActionWithProgressType[P]

	lazy abi.Lazy
}

func (t *AsyncActionWithProgressCompletedHandlerType[P]) delegate() *abi.Delegate[AsyncActionWithProgressCompletedHandler[P]] {
	if d := (*abi.Delegate[AsyncActionWithProgressCompletedHandler[P]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[AsyncActionWithProgressCompletedHandler[P]]{
		IID:   t.IID,
		Words: 2,
		Invoke: func(fn AsyncActionWithProgressCompletedHandler[P], f *abi.Frame) error {
			asyncInfo, second, err := arguments[*AsyncActionWithProgress[P], AsyncStatus](t.Operation, abi.Plain[AsyncStatus]{}, f)
			if err != nil {
				return err
			}
			fn(asyncInfo, second)
			return nil
		},
		Bind: t.bind,
	}
	return (*abi.Delegate[AsyncActionWithProgressCompletedHandler[P]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// bind makes the Go func that calls the native handler o.
func (t *AsyncActionWithProgressCompletedHandlerType[P]) bind(o *abi.Object) AsyncActionWithProgressCompletedHandler[P] {
	return func(asyncInfo *AsyncActionWithProgress[P], second AsyncStatus) {
		invoke[*AsyncActionWithProgress[P], AsyncStatus](o, &t.IID, "AsyncActionWithProgressCompletedHandler.Invoke", t.Operation, asyncInfo, abi.Plain[AsyncStatus]{}, second)
	}
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncActionWithProgressCompletedHandlerType[P]) Size() uintptr { return pointerSize }
func (t *AsyncActionWithProgressCompletedHandlerType[P]) Pass(c *abi.Call, v AsyncActionWithProgressCompletedHandler[P]) {
	t.delegate().Pass(c, v)
}
func (t *AsyncActionWithProgressCompletedHandlerType[P]) Arg(f *abi.Frame) (AsyncActionWithProgressCompletedHandler[P], error) {
	return t.delegate().Arg(f)
}
func (t *AsyncActionWithProgressCompletedHandlerType[P]) Read(p unsafe.Pointer) (AsyncActionWithProgressCompletedHandler[P], error) {
	return t.delegate().Read(p)
}
func (t *AsyncActionWithProgressCompletedHandlerType[P]) Take(p unsafe.Pointer) (AsyncActionWithProgressCompletedHandler[P], error) {
	return t.delegate().Take(p)
}
func (t *AsyncActionWithProgressCompletedHandlerType[P]) Give(p unsafe.Pointer, v AsyncActionWithProgressCompletedHandler[P]) error {
	return t.delegate().Give(p, v)
}
func (t *AsyncActionWithProgressCompletedHandlerType[P]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }

// AsyncActionProgressHandlerType says how an AsyncActionProgressHandler crosses the ABI.
type AsyncActionProgressHandlerType[P any] struct {
	IID       abi.GUID
	Operation *AsyncActionWithProgressType[P]

	lazy abi.Lazy
}

func (t *AsyncActionProgressHandlerType[P]) delegate() *abi.Delegate[AsyncActionProgressHandler[P]] {
	if d := (*abi.Delegate[AsyncActionProgressHandler[P]])(t.lazy.Load()); d != nil {
		return d
	}
	d := &abi.Delegate[AsyncActionProgressHandler[P]]{
		IID:   t.IID,
		Words: 1 + abi.Words(t.Operation.Progress.Size()),
		Invoke: func(fn AsyncActionProgressHandler[P], f *abi.Frame) error {
			asyncInfo, second, err := arguments[*AsyncActionWithProgress[P], P](t.Operation, t.Operation.Progress, f)
			if err != nil {
				return err
			}
			fn(asyncInfo, second)
			return nil
		},
		Bind: t.bind,
	}
	return (*abi.Delegate[AsyncActionProgressHandler[P]])(t.lazy.Keep(unsafe.Pointer(d)))
}

// bind makes the Go func that calls the native handler o.
func (t *AsyncActionProgressHandlerType[P]) bind(o *abi.Object) AsyncActionProgressHandler[P] {
	return func(asyncInfo *AsyncActionWithProgress[P], second P) {
		invoke[*AsyncActionWithProgress[P], P](o, &t.IID, "AsyncActionProgressHandler.Invoke", t.Operation, asyncInfo, t.Operation.Progress, second)
	}
}

// Size implements abi.Type, as do the methods below.
func (t *AsyncActionProgressHandlerType[P]) Size() uintptr { return pointerSize }
func (t *AsyncActionProgressHandlerType[P]) Pass(c *abi.Call, v AsyncActionProgressHandler[P]) {
	t.delegate().Pass(c, v)
}
func (t *AsyncActionProgressHandlerType[P]) Arg(f *abi.Frame) (AsyncActionProgressHandler[P], error) {
	return t.delegate().Arg(f)
}
func (t *AsyncActionProgressHandlerType[P]) Read(p unsafe.Pointer) (AsyncActionProgressHandler[P], error) {
	return t.delegate().Read(p)
}
func (t *AsyncActionProgressHandlerType[P]) Take(p unsafe.Pointer) (AsyncActionProgressHandler[P], error) {
	return t.delegate().Take(p)
}
func (t *AsyncActionProgressHandlerType[P]) Give(p unsafe.Pointer, v AsyncActionProgressHandler[P]) error {
	return t.delegate().Give(p, v)
}
func (t *AsyncActionProgressHandlerType[P]) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }
