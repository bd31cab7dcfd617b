//go:build windows

// Command display acquires every display target that is free, connects each to a
// path, and opens the path's source the way another process would: by the handle
// that names it. It ends at Enter, or at once with -once.
package main

import (
	"flag"
	"fmt"
	"log"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core/interop"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

func main() {
	log.SetFlags(0)
	once := flag.Bool("once", false, "end at once instead of waiting for Enter")
	flag.Parse()
	if err := run(*once); err != nil {
		log.Fatal("display: ", err)
	}
}

func run(once bool) error {
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
	defer manager.Stop()

	targets, err := manager.GetCurrentTargets()
	if err != nil {
		return err
	}
	for target, err := range targets.All() {
		if err != nil {
			return err
		}
		if err := open(manager, target); err != nil {
			log.Print(err) // another target may do
		}
	}
	if !once {
		fmt.Println("press Enter to end")
		fmt.Scanln()
	}
	return nil
}

// open connects target and shows which source drives it.
func open(manager *core.DisplayManager, target *core.DisplayTarget) error {
	acquired, err := manager.TryAcquireTargetsAndCreateEmptyState(collections.Of(target))
	if err != nil {
		return err
	}
	state, err := acquired.State()
	if err != nil {
		return err
	}
	path, err := state.ConnectTarget(target)
	if err != nil {
		return err
	}
	shared, err := interop.AsIDisplayPathInterop(path)
	if err != nil {
		return err
	}
	presentation, err := shared.CreateSourcePresentationHandle()
	if err != nil {
		return err
	}
	defer presentation.Close()

	// Hand the handle, or a duplicate with less access, to whoever draws.
	theirs, err := presentation.Duplicate()
	if err != nil {
		return err
	}
	defer theirs.Close()

	adapter, err := target.Adapter()
	if err != nil {
		return err
	}
	device, err := manager.CreateDisplayDevice(adapter)
	if err != nil {
		return err
	}
	opener, err := interop.AsIDisplayDeviceInterop(device)
	if err != nil {
		return err
	}
	source, err := interop.OpenSharedHandle[core.DisplaySource](opener, theirs)
	if err != nil {
		return err
	}
	id, err := source.SourceId()
	if err != nil {
		return err
	}
	name, err := target.StableMonitorId()
	if err != nil {
		return err
	}
	fmt.Printf("target %q is driven by source %d\n", name, id)
	return nil
}
