//go:build windows

package foundation

import (
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt/abi"
)

// classUnbound is the class of a struct that stands for no native object: it
// has an interface ID that nothing answers to.
var classUnbound = abi.ClassInfo{Name: "Windows.Foundation"}

// Each wrap makes the struct for a reference to the descriptor's interface,
// which the struct owns from then on.

func (t *AsyncOperationType[T]) wrap(p unsafe.Pointer) *AsyncOperation[T] {
	x := &AsyncOperation[T]{kind: t}
	abi.Adopt(&x.Object, p, &t.IAsyncOperation)
	return x
}

func (t *AsyncActionWithProgressType[P]) wrap(p unsafe.Pointer) *AsyncActionWithProgress[P] {
	x := &AsyncActionWithProgress[P]{kind: t}
	abi.Adopt(&x.Object, p, &t.IAsyncActionWithProgress)
	return x
}

func (t *AsyncOperationWithProgressType[T, P]) wrap(p unsafe.Pointer) *AsyncOperationWithProgress[T, P] {
	x := &AsyncOperationWithProgress[T, P]{kind: t}
	abi.Adopt(&x.Object, p, &t.IAsyncOperationWithProgress)
	return x
}
