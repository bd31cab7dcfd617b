//go:build windows

package system

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/generated/windows/applicationmodel"
	"github.com/winmd2go/winmd2go/generated/windows/devices/enumeration"
	"github.com/winmd2go/winmd2go/generated/windows/devices/usb"
	"github.com/winmd2go/winmd2go/generated/windows/foundation"
	"github.com/winmd2go/winmd2go/generated/windows/foundation/metadata"
	"github.com/winmd2go/winmd2go/generated/windows/foundation/numerics"
	"github.com/winmd2go/winmd2go/generated/windows/gaming/input"
	"github.com/winmd2go/winmd2go/generated/windows/gaming/input/forcefeedback"
	"github.com/winmd2go/winmd2go/generated/windows/gaming/ui"
	"github.com/winmd2go/winmd2go/generated/windows/graphics/directx"
	"github.com/winmd2go/winmd2go/generated/windows/media"
	"github.com/winmd2go/winmd2go/generated/windows/media/devices"
	"github.com/winmd2go/winmd2go/generated/windows/networking"
	"github.com/winmd2go/winmd2go/generated/windows/networking/connectivity"
	"github.com/winmd2go/winmd2go/generated/windows/perception/spatial/surfaces"
	credentials "github.com/winmd2go/winmd2go/generated/windows/security/credentials/ui"
	"github.com/winmd2go/winmd2go/generated/windows/security/exchangeactivesyncprovisioning"
	"github.com/winmd2go/winmd2go/generated/windows/system/profile"
	"github.com/winmd2go/winmd2go/generated/windows/system/profile/systemmanufacturers"
	"github.com/winmd2go/winmd2go/generated/windows/system/userprofile"
	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

func TestHostName(t *testing.T) {
	clean(t)
	h := must(networking.NewHostName("example.org"))(t)
	inUse("Windows.Networking.HostName", equal(t, "RawName", h.RawName, "example.org"))
	other := must(networking.NewHostName("example.org"))(t)
	equal(t, "IsEqual", func() (bool, error) { return h.IsEqual(other) }, true)
}

func TestEndpointPair(t *testing.T) {
	clean(t)
	h := must(networking.NewHostName("example.org"))(t)
	pair := must(networking.NewEndpointPair(h, "http", nil, ""))(t)
	inUse("Windows.Networking.EndpointPair", equal(t, "LocalServiceName", pair.LocalServiceName, "http"))
}

func TestNetworkInformation(t *testing.T) {
	clean(t)
	p := must(connectivity.NetworkInformationGetInternetConnectionProfile())(t)
	if p == nil {
		t.Skip("no connection")
	}
	level := must(p.GetNetworkConnectivityLevel())(t)
	known := level <= connectivity.NetworkConnectivityLevelInternetAccess
	if !known {
		t.Errorf("the level is %d", level)
	}
	inUse("Windows.Networking.Connectivity.ConnectionProfile", known)
}

// TestForceEffects passes a Vector3, floats and TimeSpans by value.
func TestForceEffects(t *testing.T) {
	clean(t)
	constant := must(forcefeedback.NewConstantForceEffect())(t)
	equal(t, "state", constant.State, forcefeedback.ForceFeedbackEffectStateStopped)
	up := numerics.Vector3{X: 0.25, Y: -0.5, Z: 1}
	second := foundation.TimeSpan(10_000_000)
	if err := constant.SetParameters(up, second); err != nil && !absent(err) {
		t.Error(err)
	}
	if err := constant.SetParametersWithEnvelope(up, 0.1, 0.2, 0.3, second, second, second, second, 2); err != nil && !absent(err) {
		t.Error(err)
	}
	ok(t, constant.SetGain(0.75))
	inUse("Windows.Gaming.Input.ForceFeedback.ConstantForceEffect", equal(t, "gain", constant.Gain, 0.75))

	ramp := must(forcefeedback.NewRampForceEffect())(t)
	if err := ramp.SetParameters(up, up, second); err != nil && !absent(err) {
		t.Error(err)
	}
	ok(t, ramp.SetGain(0.5))
	inUse("Windows.Gaming.Input.ForceFeedback.RampForceEffect", equal(t, "gain", ramp.Gain, 0.5))

	periodic := must(forcefeedback.NewPeriodicForceEffect(forcefeedback.PeriodicForceEffectKindSawtoothWaveUp))(t)
	equal(t, "kind", periodic.Kind, forcefeedback.PeriodicForceEffectKindSawtoothWaveUp)
	condition := must(forcefeedback.NewConditionForceEffect(forcefeedback.ConditionForceEffectKindInertia))(t)
	inUse("Windows.Gaming.Input.ForceFeedback.ConditionForceEffect", equal(t, "kind", condition.Kind, forcefeedback.ConditionForceEffectKindInertia))
	if err := condition.SetParameters(up, 1, 2, 3, 4, 5, 6); err != nil && !absent(err) {
		t.Error(err)
	}
	effect := must(forcefeedback.AsIForceFeedbackEffect(periodic))(t)
	ok(t, effect.SetGain(0.25))
	inUse("Windows.Gaming.Input.ForceFeedback.PeriodicForceEffect", equal(t, "gain by the interface", periodic.Gain, 0.25))
}

func TestSpatialSurfaceMeshOptions(t *testing.T) {
	clean(t)
	formats := must(surfaces.SpatialSurfaceMeshOptionsSupportedVertexPositionFormats())(t)
	n := must(formats.Size())(t)
	for f, err := range formats.All() {
		ok(t, err)
		if f == directx.DirectXPixelFormatUnknown {
			t.Error("an unknown format is supported")
		}
		n--
	}
	if n != 0 {
		t.Error("the view has another size than elements")
	}
}

// empty tells whether a view has nothing and says so in both ways: a size of 0 is what
// a call that never arrived gives too, but E_BOUNDS comes from the view itself.
func empty[T any](t testing.TB, what string, view *collections.VectorView[T], err error) bool {
	t.Helper()
	if absent(err) {
		t.Logf("%s: not on this system", what)
		return false
	}
	ok(t, err)
	_, err = view.GetAt(0)
	bounds := errors.Is(err, winrt.E_BOUNDS)
	if !bounds {
		t.Errorf("%s: the first of no elements: %v", what, err)
	}
	return equal(t, what, view.Size, 0) && bounds
}

// TestGameControllers reads the static views of connected devices, which start empty.
func TestGameControllers(t *testing.T) {
	clean(t)
	controllers, err := input.RawGameControllerRawGameControllers()
	inUse("Windows.Gaming.Input.RawGameController", empty(t, "controllers", controllers, err))
	gamepads, err := input.GamepadGamepads()
	inUse("Windows.Gaming.Input.Gamepad", empty(t, "gamepads", gamepads, err))
	wheels, err := input.RacingWheelRacingWheels()
	inUse("Windows.Gaming.Input.RacingWheel", empty(t, "wheels", wheels, err))
	arcade, err := input.ArcadeStickArcadeSticks()
	inUse("Windows.Gaming.Input.ArcadeStick", empty(t, "arcade sticks", arcade, err))
	flight, err := input.FlightStickFlightSticks()
	inUse("Windows.Gaming.Input.FlightStick", empty(t, "flight sticks", flight, err))
	added := must(input.AddRawGameControllerRawGameControllerAdded(func(any, *input.RawGameController) {}))(t)
	ok(t, added.Remove())
}

func TestMediaDevice(t *testing.T) {
	clean(t)
	selector := must(devices.MediaDeviceGetAudioRenderSelector())(t)
	inUse("Windows.Media.Devices.MediaDevice", selects(t, selector, "e6327cad-dcec-4949-ae8a-991e976a79d2")) // DEVINTERFACE_AUDIO_RENDER
}

func TestTimelineProperties(t *testing.T) {
	clean(t)
	p := must(media.NewSystemMediaTransportControlsTimelineProperties())(t)
	for name, property := range map[string]struct {
		get func() (foundation.TimeSpan, error)
		set func(foundation.TimeSpan) error
	}{"StartTime": {p.StartTime, p.SetStartTime}, "EndTime": {p.EndTime, p.SetEndTime}, "Position": {p.Position, p.SetPosition}} {
		if err := property.set(123_456_789_012); err != nil && !absent(err) {
			t.Error(err)
		}
		equal(t, name, property.get, 123_456_789_012)
	}
}

func TestDeviceInformation(t *testing.T) {
	clean(t)
	watcher := must(enumeration.DeviceInformationCreateWatcher())(t)
	equal(t, "status", watcher.Status, enumeration.DeviceWatcherStatusCreated)
	registration := must(watcher.AddAdded(func(*enumeration.DeviceWatcher, *enumeration.DeviceInformation) {}))(t)
	ok(t, registration.Remove())
}

func TestAnalyticsInfo(t *testing.T) {
	clean(t)
	version := must(profile.AnalyticsInfoVersionInfo())(t)
	family := must(version.DeviceFamily())(t)
	known := strings.HasPrefix(family, "Windows.")
	if !known {
		t.Errorf("the device family is %q", family)
	}
	inUse("Windows.System.Profile.AnalyticsInfo", known)
	number := must(version.DeviceFamilyVersion())(t)
	n, err := strconv.ParseUint(number, 10, 64)
	if n>>48 != 10 {
		t.Errorf("the version is %q, %v", number, err)
	}
	inUse("Windows.System.Profile.AnalyticsVersionInfo", n>>48 == 10)
}

func TestApiInformation(t *testing.T) {
	clean(t)
	inUse("Windows.Foundation.Metadata.ApiInformation", equal(t, "Uri", func() (bool, error) { return metadata.ApiInformationIsTypePresent("Windows.Foundation.Uri") }, true))
	equal(t, "a type of nobody's", func() (bool, error) { return metadata.ApiInformationIsTypePresent("No.Such.Type") }, false)
}

func TestSettings(t *testing.T) {
	clean(t)
	// False is what a call that never arrived gives too: these classes do not count.
	equal(t, "design mode", applicationmodel.DesignModeDesignModeEnabled, false)
	equal(t, "game bar", ui.GameBarVisible, false)
	if serial, err := systemmanufacturers.SmbiosInformationSerialNumber(); err != nil && !absent(err) {
		t.Error(serial, err)
	} else {
		inUse("Windows.System.Profile.SystemManufacturers.SmbiosInformation", serial != "")
	}
	if id, err := userprofile.AdvertisingManagerAdvertisingId(); err != nil && !absent(err) {
		t.Error(id, err)
	}
	eas := must(exchangeactivesyncprovisioning.NewEasClientDeviceInformation())(t)
	if name, err := eas.FriendlyName(); err != nil && !absent(err) {
		t.Error(name, err)
	}
}

func TestUserConsentVerifier(t *testing.T) {
	clean(t)
	operation := must(credentials.UserConsentVerifierCheckAvailabilityAsync())(t)
	availability := must(operation.Await(t.Context()))(t)
	known := availability <= credentials.UserConsentVerifierAvailabilityDeviceBusy
	if !known {
		t.Errorf("the availability is %d", availability)
	}
	inUse("Windows.Security.Credentials.UI.UserConsentVerifier", known)
}

func TestUsbSetupPacket(t *testing.T) {
	clean(t)
	p := must(usb.NewUsbSetupPacket())(t)
	if err := p.SetValue(0xffffffff); err != nil && !absent(err) {
		t.Error(err)
	}
	equal(t, "value", p.Value, 0xffffffff)
}

func TestSystemProperties(t *testing.T) {
	clean(t)
	operation := must(profile.AnalyticsInfoGetSystemPropertiesAsync(collections.Of("OSProductName")))(t)
	must(operation.Await(t.Context()))(t)
}
