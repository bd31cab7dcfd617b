//go:build windows

package quirks

import (
	"errors"

	"github.com/winmd2go/winmd2go/winrt"
)

// Absent tells whether err is a gap that this very system is known for: what was
// called and the HRESULT that it gives stand in the system's list. Whatever else fails
// is a failure, also with a code that looks like a gap, since a wrong interface id or
// slot gives such codes too. Windows is known for none.
func Absent(err error) bool {
	var e *winrt.Error
	return errors.As(err, &e) && AbsentAs(e.Op, err)
}

// AbsentAs is Absent for what the error's own operation does not name well enough.
func AbsentAs(what string, err error) bool {
	var e *winrt.Error
	if !errors.As(err, &e) || !Wine() {
		return false
	}
	code, known := wineGaps[what]
	return known && code == e.Code
}

// wineGaps are what the tests ask for and Wine 10 does not have: stubs that answer
// E_NOTIMPL, factories without the interface, and classes that are not there. What a
// newer Wine has simply runs.
var wineGaps = map[string]winrt.HRESULT{
	"AnalyticsInfo.GetSystemPropertiesAsync":                   winrt.E_NOINTERFACE,
	"ApiInformation.IsTypePresent":                             winrt.E_NOTIMPL,
	"ApplicationLanguages.Languages":                           winrt.CLASS_E_CLASSNOTAVAILABLE,
	"ArcadeStick.ArcadeSticks":                                 winrt.CLASS_E_CLASSNOTAVAILABLE,
	"Calendar.CreateCalendarDefaultCalendarAndClock":           winrt.CLASS_E_CLASSNOTAVAILABLE,
	"CryptographicBuffer.CreateFromByteArray":                  winrt.E_NOTIMPL,
	"Deferral.Create":                                          winrt.E_NOINTERFACE,
	"DesignMode.DesignModeEnabled":                             winrt.CLASS_E_CLASSNOTAVAILABLE,
	"DeviceInformation.CreateWatcher":                          winrt.E_NOTIMPL,
	"DeviceInformation.FindAllAsync":                           winrt.E_NOTIMPL,
	"EndpointPair.CreateEndpointPair":                          winrt.CLASS_E_CLASSNOTAVAILABLE,
	"FlightStick.FlightSticks":                                 winrt.CLASS_E_CLASSNOTAVAILABLE,
	"HostName.IsEqual":                                         winrt.E_NOTIMPL,
	"JsonObject.Parse":                                         winrt.E_NOINTERFACE,
	"JsonObject.SetNamedValue":                                 winrt.E_NOTIMPL,
	"JsonValue.CreateNumberValue":                              winrt.E_NOTIMPL,
	"JsonValue.GetString":                                      winrt.E_NOTIMPL,
	"JsonValue.Parse":                                          winrt.E_NOTIMPL,
	"JsonValue.ValueType":                                      winrt.E_NOTIMPL,
	"Language.IsWellFormed":                                    winrt.E_NOINTERFACE,
	"MediaDevice.GetAudioRenderSelector":                       winrt.E_NOTIMPL,
	"MemoryBuffer.Create":                                      winrt.E_NOINTERFACE,
	"SpatialSurfaceMeshOptions.SupportedVertexPositionFormats": winrt.CLASS_E_CLASSNOTAVAILABLE,
	"SpeechRecognitionListConstraint.Tag":                      winrt.E_NOTIMPL,
	"SpeechRecognitionListConstraint.Type":                     winrt.E_NOTIMPL,
	"SystemMediaTransportControlsTimelineProperties":           winrt.CLASS_E_CLASSNOTAVAILABLE,
	"UISettings.AnimationsEnabled":                             winrt.E_NOTIMPL,
	"UISettings.ColorValuesChanged":                            winrt.E_NOTIMPL,
	"Uri.Domain":                                               winrt.E_NOTIMPL,
	"Uri.Extension":                                            winrt.E_NOTIMPL,
	"Uri.Fragment":                                             winrt.E_NOTIMPL,
	"Uri.Host":                                                 winrt.E_NOTIMPL,
	"Uri.Password":                                             winrt.E_NOTIMPL,
	"Uri.Path":                                                 winrt.E_NOTIMPL,
	"Uri.Port":                                                 winrt.E_NOTIMPL,
	"Uri.SchemeName":                                           winrt.E_NOTIMPL,
	"Uri.UserName":                                             winrt.E_NOTIMPL,
	"UsbSetupPacket":                                           winrt.CLASS_E_CLASSNOTAVAILABLE,
	"ValueSet":                                                 winrt.E_NOTIMPL,
	"Windows.Data.Json.JsonArray":                              winrt.CLASS_E_CLASSNOTAVAILABLE,
	"Windows.Data.Json.JsonObject as a map":                    winrt.E_NOINTERFACE,
	"Windows.Foundation.Collections.PropertySet":               winrt.REGDB_E_CLASSNOTREG,
	"Windows.Foundation.Collections.StringMap":                 winrt.REGDB_E_CLASSNOTREG,
	"Windows.Foundation.Collections.ValueSet":                  winrt.E_NOTIMPL,
	"WwwFormUrlDecoder.CreateWwwFormUrlDecoder":                winrt.E_NOINTERFACE,
	"the class name of a Uri":                                  winrt.E_NOTIMPL,
	"the status of a ThreadPool action":                        winrt.E_NOTIMPL,
}
