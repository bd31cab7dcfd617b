//go:build windows

package display

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
)

// TestLibraryOfParentNamespace finds a class in a DLL that is called like a namespace
// above its own, as registration-free components are shipped. The library of a
// namespace is found once in a process, so a process of its own looks for it.
func TestLibraryOfParentNamespace(t *testing.T) {
	const folder = "WINMD2GO_LIBRARY_FOLDER"
	if dir := os.Getenv(folder); dir != "" {
		directory, err := windows.UTF16PtrFromString(dir)
		if err != nil {
			t.Fatal(err)
		}
		add := windows.NewLazySystemDLL("kernel32.dll").NewProc("AddDllDirectory")
		if cookie, _, err := add.Call(uintptr(unsafe.Pointer(directory))); cookie == 0 {
			t.Fatal(err)
		}
		manager, err := core.DisplayManagerCreate(core.DisplayManagerOptionsNone)
		if err != nil {
			t.Fatal(err)
		}
		targets := must(manager.GetCurrentTargets())(t)
		if n := must(targets.Size())(t); n == 0 {
			t.Error("there are no targets")
		}
		return
	}
	machine(t)
	content, err := os.ReadFile(filepath.Join(os.Getenv("WINMD2GO_COMPONENTS"), library))
	if err != nil {
		t.Fatal(err)
	}
	for name, found := range map[string]bool{"Windows.Devices.dll": true, "Windows.dll": true, "Windows.Devices.Display.Cor.dll": false} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o755); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run=^TestLibraryOfParentNamespace$")
		child.Env = append(os.Environ(), folder+"="+dir)
		output, err := child.CombinedOutput()
		switch {
		case found && err != nil:
			t.Errorf("%s was not looked at: %v\n%s", name, err, output)
		case !found && (err == nil || !strings.Contains(string(output), "DisplayManager")):
			t.Errorf("with %s alone: %v\n%s", name, err, output)
		}
	}
}
