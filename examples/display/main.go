//go:build windows

// Command display connects every display target that is free to a path, and opens
// the path's source as the process that draws would: from a handle. It ends at Enter.
package main

import (
	"fmt"
	"log"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core/interop"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("display: ", err)
	}
}

func run() error {
	manager, err := core.DisplayManagerCreate(core.DisplayManagerOptionsNone)
	if err != nil {
		return err
	}
	defer manager.Close()
	changed, err := manager.AddChanged(func(*core.DisplayManager, *core.DisplayManagerChangedEventArgs) {
		fmt.Println("the displays changed")
	})
	if err != nil {
		return err
	}
	defer changed.Remove()
	if err := manager.Start(); err != nil {
		return err
	}
	targets, err := manager.GetCurrentTargets()
	if err != nil {
		return err
	}
	for target, err := range targets.All() {
		if err != nil {
			return err
		}
		if id, err := source(manager, target); err != nil {
			fmt.Println("a target that is not free:", err)
		} else {
			fmt.Println("a target is driven by source", id)
		}
	}
	fmt.Scanln()
	return manager.Stop()
}

// source connects target and opens the source that drives it.
func source(manager *core.DisplayManager, target *core.DisplayTarget) (id uint32, err error) {
	acquired, err := manager.TryAcquireTargetsAndCreateEmptyState(collections.Of(target))
	if err != nil {
		return 0, err
	}
	state, err := acquired.State()
	if err != nil {
		return 0, err
	}
	path, err := state.ConnectTarget(target)
	if err != nil {
		return 0, err
	}
	shared, err := interop.AsIDisplayPathInterop(path)
	if err != nil {
		return 0, err
	}
	presentation, err := shared.CreateSourcePresentationHandle()
	if err != nil {
		return 0, err
	}
	defer presentation.Close()
	theirs, err := presentation.Duplicate() // DuplicateTo is for another process
	if err != nil {
		return 0, err
	}
	defer theirs.Close()
	adapter, err := target.Adapter()
	if err != nil {
		return 0, err
	}
	device, err := manager.CreateDisplayDevice(adapter)
	if err != nil {
		return 0, err
	}
	opener, err := interop.AsIDisplayDeviceInterop(device)
	if err != nil {
		return 0, err
	}
	opened, err := interop.OpenSharedHandle[core.DisplaySource](opener, theirs)
	if err != nil {
		return 0, err
	}
	return opened.SourceId()
}
