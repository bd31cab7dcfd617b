//go:build windows

package display

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core"
	"github.com/winmd2go/winmd2go/generated/windows/devices/display/core/interop"
	"github.com/winmd2go/winmd2go/winrt/handle"
)

// other is a second process, the test's own program, that opens what it is sent.
type other struct {
	command *exec.Cmd
	to      *bufio.Writer
	from    *bufio.Scanner
	process windows.Handle
}

const childVariable = "DISPLAY_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		if err := child(); err != nil {
			fmt.Println("error", err)
		}
		return
	}
	os.Exit(m.Run())
}

// child answers each line of its input, "handle NUMBER" or "name NAME", with the
// id of the source that it opens from it.
func child() error {
	if _, err := component(); err != nil {
		return err
	}
	manager, err := core.DisplayManagerCreate(core.DisplayManagerOptionsNone)
	if err != nil {
		return err
	}
	defer manager.Close()
	targets, err := manager.GetCurrentTargets()
	if err != nil {
		return err
	}
	target, err := targets.GetAt(0)
	if err != nil {
		return err
	}
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
	fmt.Println("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		kind, value, _ := strings.Cut(lines.Text(), " ")
		var raw windows.Handle
		if kind == "handle" {
			fmt.Sscan(value, (*uintptr)(&raw))
		} else if raw, err = openSection(value); err != nil {
			return err
		}
		h := handle.Own(raw)
		source, err := interop.OpenSharedHandle[core.DisplaySource](opener, h)
		if err != nil {
			return err
		}
		id, err := source.SourceId()
		if err != nil {
			return err
		}
		source.Release()
		if err := h.Close(); err != nil {
			return err
		}
		fmt.Println("source", id) // with nothing held any more
	}
	return nil
}

var procOpenFileMapping = windows.NewLazySystemDLL("kernel32.dll").NewProc("OpenFileMappingW")

func openSection(name string) (windows.Handle, error) {
	text, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0, err
	}
	h, _, err := procOpenFileMapping.Call(windows.FILE_MAP_READ, 0, uintptr(unsafe.Pointer(text)))
	if h == 0 {
		return 0, err
	}
	return windows.Handle(h), nil
}

func startOther(t *testing.T) *other {
	t.Helper()
	command := exec.Command(must(os.Executable())(t))
	command.Env = append(os.Environ(), childVariable+"=1")
	command.Stderr = os.Stderr
	in := must(command.StdinPipe())(t)
	out := must(command.StdoutPipe())(t)
	ok(t, command.Start())
	o := &other{command: command, to: bufio.NewWriter(in), from: bufio.NewScanner(out)}
	t.Cleanup(func() {
		in.Close()
		if err := command.Wait(); err != nil {
			t.Error(err)
		}
	})
	o.process = must(windows.OpenProcess(windows.PROCESS_DUP_HANDLE, false, uint32(command.Process.Pid)))(t)
	t.Cleanup(func() { windows.CloseHandle(o.process) })
	o.expect(t, "ready")
	return o
}

func (o *other) ask(t *testing.T, format string, args ...any) {
	t.Helper()
	fmt.Fprintf(o.to, format+"\n", args...)
	ok(t, o.to.Flush())
}

func (o *other) expect(t *testing.T, want string) {
	t.Helper()
	if !o.from.Scan() {
		t.Fatalf("the other process ended: %v", o.from.Err())
	}
	if o.from.Text() != want {
		t.Fatalf("the other process says %q, want %q", o.from.Text(), want)
	}
}

// secondSource makes a desk whose source is not the adapter's first.
func secondSource(t *testing.T) (*desk, uint32) {
	t.Helper()
	d := newDesk(t, 1)
	first := must(must(d.manager.GetCurrentTargets())(t).GetAt(0))(t)
	must(d.manager.TryAcquireTarget(first))(t)
	state := must(must(d.manager.TryAcquireTargetsAndCreateEmptyState(must(d.manager.GetCurrentTargets())(t)))(t).State())(t)
	must(state.ConnectTarget(first))(t)
	path := must(state.ConnectTarget(d.target))(t)
	d.shared = must(interop.AsIDisplayPathInterop(path))(t)
	id := must(d.shared.GetSourceId())(t)
	if id == 0 {
		t.Fatal("the second path has the first source")
	}
	return d, id
}

func TestDuplicateIntoOtherProcess(t *testing.T) {
	machine(t)
	d, id := secondSource(t)
	presentation := must(d.shared.CreateSourcePresentationHandle())(t)
	o := startOther(t)
	for _, options := range [][]handle.Option{nil, {handle.WithAccess(windows.FILE_MAP_READ)}, {handle.Inheritable()}} {
		raw := must(presentation.DuplicateTo(o.process, options...))(t)
		o.ask(t, "handle %d", raw)
		o.expect(t, fmt.Sprint("source ", id))
	}
	// The system keeps the object for the other process when ours is closed.
	raw := must(presentation.DuplicateTo(o.process))(t)
	ok(t, presentation.Close())
	o.ask(t, "handle %d", raw)
	o.expect(t, fmt.Sprint("source ", id))
}

func TestShareByName(t *testing.T) {
	machine(t)
	d, id := secondSource(t)
	presentation := must(d.shared.CreateSourcePresentationHandle())(t)
	defer presentation.Close()
	source := d.open(t, presentation)
	name := fmt.Sprintf(`Local\winmd2go-display-%d`, os.Getpid())
	descriptor := must(windows.SecurityDescriptorFromString("D:(A;;GA;;;WD)"))(t)
	attributes := &windows.SecurityAttributes{Length: uint32(unsafe.Sizeof(windows.SecurityAttributes{})), SecurityDescriptor: descriptor}
	shared := must(d.opener.CreateSharedHandle(source, attributes, genericRead, name))(t)
	o := startOther(t)
	o.ask(t, "name %s", name)
	o.expect(t, fmt.Sprint("source ", id))
	if _, err := d.opener.CreateSharedHandle(source, nil, genericRead, name); err == nil {
		t.Error("the name was given twice")
	}
	ok(t, shared.Close())
	again := must(d.opener.CreateSharedHandle(source, nil, genericRead, name))(t) // free again
	ok(t, again.Close())
}
