//go:build windows

package system

import (
	"slices"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generated/windows/devices/bluetooth"
	"github.com/winmd2go/winmd2go/generated/windows/devices/enumeration"
	"github.com/winmd2go/winmd2go/generated/windows/devices/usb"
	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/generated/windows/graphics/capture"
	"github.com/winmd2go/winmd2go/generated/windows/graphics/holographic"
	"github.com/winmd2go/winmd2go/generated/windows/media/speechrecognition"
	"github.com/winmd2go/winmd2go/generated/windows/media/speechsynthesis"
	"github.com/winmd2go/winmd2go/generated/windows/perception/spatial/surfaces"
	"github.com/winmd2go/winmd2go/generated/windows/security/credentials"
	"github.com/winmd2go/winmd2go/tests/quirks"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

// TestSpeechConstraint gives native code a Go list of strings and gets a vector.
func TestSpeechConstraint(t *testing.T) {
	clean(t)
	constraint := must(speechrecognition.NewSpeechRecognitionListConstraintWithTag(collections.Of("grün", "", "rot 😀"), "colours"))(t)
	commands := must(constraint.Commands())(t)
	ok(t, commands.Append("blau"))
	ok(t, commands.RemoveAt(1))
	got := must(commands.Slice())(t)
	if want := []string{"grün", "rot 😀", "blau"}; !slices.Equal(got, want) {
		t.Errorf("the commands are %q, not %q", got, want)
	} else {
		inUse("Windows.Media.SpeechRecognition.SpeechRecognitionListConstraint", true)
	}
	equal(t, "Tag", constraint.Tag, "colours")
	equal(t, "Type", constraint.Type, speechrecognition.SpeechRecognitionConstraintTypeList)
}

func TestVoices(t *testing.T) {
	clean(t)
	voices := must(speechsynthesis.SpeechSynthesizerAllVoices())(t)
	n := must(voices.Size())(t)
	all := must(voices.Slice())(t)
	right := int(n) == len(all)
	if !right {
		t.Errorf("%d of %d voices", len(all), n)
	}
	if n == 0 {
		right = empty(t, "voices", voices, nil) && right
	}
	inUse("Windows.Media.SpeechSynthesis.SpeechSynthesizer", right)
}

// selects tells whether a device selector is for an interface class.
func selects(t *testing.T, selector string, parts ...string) bool {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(strings.ToLower(selector), part) {
			t.Errorf("the selector %q does not have %q", selector, part)
			return false
		}
	}
	return true
}

func TestDeviceSelectors(t *testing.T) {
	clean(t)
	if s, err := bluetooth.BluetoothAdapterGetDeviceSelector(); absent(err) {
		t.Logf("BluetoothAdapter: not on this system: %v", err)
	} else if err != nil {
		t.Error(err)
	} else {
		inUse("Windows.Devices.Bluetooth.BluetoothAdapter", selects(t, s, "{92383b0e-f90e-4ac9-8d44-8c2d0d0ebda2}")) // GUID_BTHPORT_DEVICE_INTERFACE
	}
	// The numbers would show swapped arguments.
	s := must(usb.UsbDeviceGetDeviceSelectorVidPidOnly(0x1234, 0x5678))(t)
	inUse("Windows.Devices.Usb.UsbDevice", selects(t, s, "{dee824ef-729b-4a0e-9c14-b7117d33a817}", "usbvendorid:=4660", "usbproductid:=22136")) // GUID_DEVINTERFACE_WINUSB
}

func TestDeviceAccess(t *testing.T) {
	clean(t)
	access := must(enumeration.DeviceAccessInformationCreateFromDeviceClass(enumeration.DeviceClassAudioCapture))(t)
	status := must(access.CurrentStatus())(t)
	if quirks.Wine() {
		// Wine allows everything; Unspecified is 0, which a getter that was not called would give.
		inUse("Windows.Devices.Enumeration.DeviceAccessInformation", equal(t, "status", access.CurrentStatus, enumeration.DeviceAccessStatusAllowed))
	} else if status > enumeration.DeviceAccessStatusDeniedBySystem {
		t.Errorf("the status is %d", status)
	}
}

// TestNotSupported asks for what the machine of a test does not have. False is what a
// call that never arrived gives too: the classes do not count.
func TestNotSupported(t *testing.T) {
	clean(t)
	for class, supported := range map[string]func() (bool, error){
		"Windows.Graphics.Capture.GraphicsCaptureSession":            capture.GraphicsCaptureSessionIsSupported,
		"Windows.Graphics.Holographic.HolographicSpace":              holographic.HolographicSpaceIsSupported,
		"Windows.Perception.Spatial.Surfaces.SpatialSurfaceObserver": surfaces.SpatialSurfaceObserverIsSupported,
	} {
		if quirks.Wine() {
			equal(t, class, supported, false)
		} else if _, err := supported(); err != nil {
			t.Errorf("%s: %v", class, err)
		}
	}
	operation := must(credentials.KeyCredentialManagerIsSupportedAsync())(t)
	keys := must(operation.Await(t.Context()))(t)
	if quirks.Wine() && keys {
		t.Error("Wine has keys")
	}
	inUse("Windows.Security.Credentials.KeyCredentialManager", equal(t, "the operation's status", operation.Status, foundation.AsyncStatusCompleted))
}
