//go:build windows && cgo

// Component is a Windows Runtime component that is written in Go: a DLL with the
// class Contoso.Turntable, which programs in any language can activate.
//
//	CGO_ENABLED=1 go build -buildmode=c-shared -o Contoso.dll ./examples/component
//
// On another system, GOOS=windows and CC=x86_64-w64-mingw32-gcc go before that. A
// caller finds the DLL by its namespace, by its package's manifest, or by loading
// it and asking DllGetActivationFactory.
package main

import "C"

import (
	"fmt"
	"sync"
	"unsafe"

	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/winrt"
)

// turntableClass says what native code can ask of a turntable.
var turntableClass = winrt.Class{
	Name:       "Contoso.Turntable",
	Interfaces: []winrt.Interface{&foundation.IStringableType, &foundation.IClosableType},
	Activate:   func() (any, error) { return &turntable{speed: 33}, nil },
}

type turntable struct {
	mu     sync.Mutex
	speed  int
	closed bool
}

// RuntimeClass makes a *turntable an object of the class.
func (*turntable) RuntimeClass() *winrt.Class { return &turntableClass }

// ToString is IStringable's method.
func (t *turntable) ToString() (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return "", winrt.RO_E_CLOSED
	}
	return fmt.Sprintf("a turntable at %d rpm", t.speed), nil
}

// Close is IClosable's method.
func (t *turntable) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	return nil
}

func init() {
	if err := winrt.RegisterClass(&turntableClass); err != nil {
		panic(err)
	}
}

// exports.c exports this with the system's calling convention.
//
//export getActivationFactory
func getActivationFactory(class uintptr, factory *unsafe.Pointer) int32 {
	return int32(winrt.DllGetActivationFactory(class, factory))
}

func main() {}
