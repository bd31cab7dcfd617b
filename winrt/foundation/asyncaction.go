//go:build windows

package foundation

import (
	"context"
	"sync/atomic"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// AsyncAction is an IAsyncAction: work that native code does meanwhile and that has no result.
type AsyncAction struct {
	async
}

// AsyncActionCompletedHandler is told once that an operation has ended.
type AsyncActionCompletedHandler func(asyncInfo *AsyncAction, asyncStatus AsyncStatus)

// NewAsyncAction starts work on a goroutine of its own, as an operation that can be
// handed to native code. Its ctx is done when the operation is cancelled.
func NewAsyncAction(work func(ctx context.Context) error) *AsyncAction {
	x := &AsyncAction{async: async{own: new(task)}}
	x.own.start(x, &x.Object, func(ctx context.Context, _ func(any)) (any, error) { return nil, work(ctx) })
	return x
}

// WinRTClass names the interface.
func (x *AsyncAction) WinRTClass() *abi.ClassInfo { return &classAsyncAction }

// GetResults returns what the completed operation has; Await waits for it first.
func (x *AsyncAction) GetResults() error {
	if x.own != nil {
		_, err := x.own.results("IAsyncAction.GetResults")
		return err
	}
	return AsyncActionType.GetResults(&x.Object)
}

// SetCompleted has handler called when the operation ends, at once if it has.
// There is one such handler in an operation's life, and Await may need it.
func (x *AsyncAction) SetCompleted(handler AsyncActionCompletedHandler) error {
	if x.own == nil {
		return AsyncActionType.SetCompleted(&x.Object, handler)
	}
	return x.setCompleted(handler, nil)
}

func (x *AsyncAction) setCompleted(handler AsyncActionCompletedHandler, release func()) error {
	if handler == nil {
		return x.own.setCompleted("IAsyncAction.Completed", nil, nil, nil)
	}
	return x.own.setCompleted("IAsyncAction.Completed", handler, func(status AsyncStatus) { handler(x, status) }, release)
}

// Completed returns the handler that was set, or nil.
func (x *AsyncAction) Completed() (AsyncActionCompletedHandler, error) {
	if x.own == nil {
		return AsyncActionType.Completed(&x.Object)
	}
	handler, _ := x.own.completedHandler().(AsyncActionCompletedHandler)
	return handler, nil
}

// Await waits for the operation's end. If ctx is done first, the operation
// is cancelled and the error is that of ctx: soon after the operation has
// ended, or at once if it does not end.
func (x *AsyncAction) Await(ctx context.Context) error {
	if x.own != nil {
		_, err := x.own.await(ctx, "AsyncAction.Await")
		return err
	}
	return AsyncActionType.Await(&x.Object, ctx)
}

// The IDs of Windows.Foundation.IAsyncAction and its Completed handler.
var (
	iidIAsyncAction                = abi.GUID{Data1: 0x5a648006, Data2: 0x843a, Data3: 0x4da9, Data4: [8]byte{0x86, 0x5b, 0x9d, 0x26, 0xe5, 0xdf, 0xad, 0x7b}}
	iidAsyncActionCompletedHandler = abi.GUID{Data1: 0xa4ed5c81, Data2: 0x76c9, Data3: 0x40bd, Data4: [8]byte{0x8b, 0xe6, 0xb1, 0xd9, 0x0f, 0xb2, 0x0a, 0xe7}}
	classAsyncAction               = abi.ClassInfo{
		Name: "Windows.Foundation.IAsyncAction",
		IID:  abi.GUID{Data1: 0x5a648006, Data2: 0x843a, Data3: 0x4da9, Data4: [8]byte{0x86, 0x5b, 0x9d, 0x26, 0xe5, 0xdf, 0xad, 0x7b}},
	}
)

// asyncActionType says how an IAsyncAction crosses the ABI.
type asyncActionType struct{}

// AsyncActionType is the descriptor of IAsyncAction.
var AsyncActionType asyncActionType

type partsAsyncAction struct{ face }

var lazyAsyncAction atomic.Pointer[partsAsyncAction]

// SetCompleted calls IAsyncAction.Completed's setter on o.
func (t asyncActionType) SetCompleted(o *abi.Object, handler AsyncActionCompletedHandler) error {
	return abi.PutType(o, &iidIAsyncAction, 6, "IAsyncAction.Completed", abi.Type[AsyncActionCompletedHandler](AsyncActionCompletedHandlerType), handler)
}

// Completed calls IAsyncAction.Completed's getter on o.
func (t asyncActionType) Completed(o *abi.Object) (AsyncActionCompletedHandler, error) {
	return abi.GetType(o, &iidIAsyncAction, 7, "IAsyncAction.Completed", abi.Type[AsyncActionCompletedHandler](AsyncActionCompletedHandlerType))
}

// GetResults calls IAsyncAction.GetResults on o.
func (t asyncActionType) GetResults(o *abi.Object) error {
	return abi.Invoke(o, &iidIAsyncAction, 8, "IAsyncAction.GetResults")
}

// Await waits for the operation o, as AsyncAction.Await does.
func (t asyncActionType) Await(o *abi.Object, ctx context.Context) error {
	status, err := partsOfAsyncAction().wait.await(ctx, o)
	if err != nil {
		return err
	}
	return finish(o, status, "AsyncAction.Await", func() error { return t.GetResults(o) })
}

func partsOfAsyncAction() *partsAsyncAction {
	if p := lazyAsyncAction.Load(); p != nil {
		return p
	}
	p := &partsAsyncAction{}
	p.is = isPointer[AsyncAction]
	p.class = classAsyncAction
	p.wait = operation{iid: &iidIAsyncAction, completed: 6, setter: "IAsyncAction.Completed", done: doneHandler(iidAsyncActionCompletedHandler)}
	p.info = abi.Interface[IAsyncInfo]{
		IID:    iidIAsyncAction,
		New:    func(n unsafe.Pointer) IAsyncInfo { return abi.Wrap[AsyncAction](n) },
		Source: &abi.Stub{IID: &iidIAsyncAction, Methods: AsyncActionType.methods(), Requires: []abi.StubSource{&stubIAsyncInfo}},
	}
	lazyAsyncAction.CompareAndSwap(nil, p)
	return lazyAsyncAction.Load()
}

func (t asyncActionType) methods() []abi.Method {
	owner := func(self any) *AsyncAction { return self.(*task).owner.(*AsyncAction) }
	return []abi.Method{
		{Words: 1, Do: func(self any, f *abi.Frame) error {
			handler, release, err := nativeHandler(f, &iidAsyncActionCompletedHandler, AsyncActionCompletedHandlerType.bind)
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
			return AsyncActionCompletedHandlerType.Give(result, handler)
		}},
		{Do: func(self any, f *abi.Frame) error { return owner(self).GetResults() }},
	}
}

// Stub is what native code calls of Go work.
func (t asyncActionType) Stub() *abi.Stub { return partsOfAsyncAction().info.Stub() }

// PassIn passes v as an in argument.
func (t asyncActionType) PassIn(c *abi.Call, v *AsyncAction) {
	partsOfAsyncAction().pass(c, v, v != nil)
}

// Size implements abi.Type, as do the methods below.
func (t asyncActionType) Size() uintptr                    { return pointerSize }
func (t asyncActionType) Pass(c *abi.Call, v *AsyncAction) { partsOfAsyncAction().pass(c, v, v != nil) }
func (t asyncActionType) Arg(f *abi.Frame) (*AsyncAction, error) {
	return abi.Typed[*AsyncAction](partsOfAsyncAction().arg(f))
}
func (t asyncActionType) Read(p unsafe.Pointer) (*AsyncAction, error) {
	return abi.Typed[*AsyncAction](partsOfAsyncAction().read(p))
}
func (t asyncActionType) Take(p unsafe.Pointer) (*AsyncAction, error) {
	return abi.Typed[*AsyncAction](partsOfAsyncAction().take(p))
}
func (t asyncActionType) Give(p unsafe.Pointer, v *AsyncAction) error {
	return partsOfAsyncAction().give(p, v, v != nil)
}
func (t asyncActionType) Drop(p unsafe.Pointer) { partsOfAsyncAction().drop(p) }

// asyncActionCompletedHandlerType says how an AsyncActionCompletedHandler crosses the ABI.
type asyncActionCompletedHandlerType struct{}

// AsyncActionCompletedHandlerType is the descriptor of AsyncActionCompletedHandler.
var AsyncActionCompletedHandlerType asyncActionCompletedHandlerType

var lazyAsyncActionCompletedHandler atomic.Pointer[abi.Delegate[AsyncActionCompletedHandler]]

func (t asyncActionCompletedHandlerType) delegate() *abi.Delegate[AsyncActionCompletedHandler] {
	if d := lazyAsyncActionCompletedHandler.Load(); d != nil {
		return d
	}
	lazyAsyncActionCompletedHandler.CompareAndSwap(nil, &abi.Delegate[AsyncActionCompletedHandler]{
		IID:   iidAsyncActionCompletedHandler,
		Words: 2,
		Invoke: func(fn AsyncActionCompletedHandler, f *abi.Frame) error {
			asyncInfo, second, err := arguments[*AsyncAction, AsyncStatus](AsyncActionType, abi.Plain[AsyncStatus]{}, f)
			if err != nil {
				return err
			}
			fn(asyncInfo, second)
			return nil
		},
		Bind: t.bind,
	})
	return lazyAsyncActionCompletedHandler.Load()
}

// bind makes the Go func that calls the native handler o.
func (t asyncActionCompletedHandlerType) bind(o *abi.Object) AsyncActionCompletedHandler {
	return func(asyncInfo *AsyncAction, second AsyncStatus) {
		invoke[*AsyncAction, AsyncStatus](o, &iidAsyncActionCompletedHandler, "AsyncActionCompletedHandler.Invoke", AsyncActionType, asyncInfo, abi.Plain[AsyncStatus]{}, second)
	}
}

// Size implements abi.Type, as do the methods below.
func (t asyncActionCompletedHandlerType) Size() uintptr { return pointerSize }
func (t asyncActionCompletedHandlerType) Pass(c *abi.Call, v AsyncActionCompletedHandler) {
	t.delegate().Pass(c, v)
}
func (t asyncActionCompletedHandlerType) Arg(f *abi.Frame) (AsyncActionCompletedHandler, error) {
	return t.delegate().Arg(f)
}
func (t asyncActionCompletedHandlerType) Read(p unsafe.Pointer) (AsyncActionCompletedHandler, error) {
	return t.delegate().Read(p)
}
func (t asyncActionCompletedHandlerType) Take(p unsafe.Pointer) (AsyncActionCompletedHandler, error) {
	return t.delegate().Take(p)
}
func (t asyncActionCompletedHandlerType) Give(p unsafe.Pointer, v AsyncActionCompletedHandler) error {
	return t.delegate().Give(p, v)
}
func (t asyncActionCompletedHandlerType) Drop(p unsafe.Pointer) { t.delegate().Drop(p) }
