package surface

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/winmd2go/winmd2go/winmd"
)

// TestEnds projects slices of the oldest and the newest SDK of the ladder, with their
// rows and flags as they are. What both have is the same, and as it is in the record:
//
//	winmd2go slice Windows.Storage.Streams.DataWriter Windows.Devices.WiFiDirect.WiFiDirectDevice
//	  Windows.UI.Popups.UICommand Windows.ApplicationModel.Email.EmailIrmInfo
//	  Windows.ApplicationModel.Email.EmailAttachment Windows.Globalization.GeographicRegion
//	  Windows.Globalization.NumberFormatting.PermilleFormatter
//	  Windows.ApplicationModel.Payments.PaymentMerchantInfo Windows.Media.Audio.AudioNodeEmitter
//	  Windows.Media.Audio.LimiterEffectDefinition Windows.Foundation.Diagnostics.LoggingChannelOptions
//	  Windows.Devices.Bluetooth.Advertisement.BluetoothLEAdvertisementWatcher
//	  Windows.ApplicationModel.Background.ContentPrefetchTrigger
//	  Windows.ApplicationModel.Background.PushNotificationTrigger
//	  Windows.ApplicationModel.Background.ToastNotificationActionTrigger Windows.UI.Xaml.Setter
//	  Windows.UI.Xaml.Input.InputScopeName Windows.Web.Syndication.SyndicationText
//	  Windows.UI.Xaml.Resources.CustomXamlResourceLoader
func TestEnds(t *testing.T) {
	r := record(t)
	var ends []sdk
	for n, name := range ladder {
		if n != 0 && n != len(ladder)-1 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			given := map[string]string{}
			for i := range r {
				if r[i].SDKs&(1<<n) != 0 {
					given[r[i].What] = r[i].Go
				}
			}
			slice := listing(t, []*winmd.File{unpacked(t, name)})
			ends = append(ends, slice)
			for i := range slice.entries {
				if e := &slice.entries[i]; given[e.What] != e.Go() {
					t.Errorf("%s was %s and is %s", e.What, given[e.What], e.Go())
				}
			}
			if len(slice.entries) < 4500 {
				t.Errorf("the slice has only %d entries", len(slice.entries))
			}
			t.Logf("%d entries", len(slice.entries))
		})
	}
	same, changes := Compare(ends[0].entries, ends[1].entries, ends[0].facts, ends[1].facts)
	for i := range changes {
		if c := &changes[i]; c.Reason == "" {
			t.Errorf("%s to %s: %s", ladder[0], ladder[len(ladder)-1], c)
		}
	}
	t.Logf("%d the same, %d changed by Microsoft", same, len(changes))
}

// unpacked is a slice of testdata.
func unpacked(t *testing.T, name string) *winmd.File {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", name+".winmd.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	f, err := winmd.Parse(name+".winmd", data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
