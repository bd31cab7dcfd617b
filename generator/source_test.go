package generator

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that holds a part of an SDK, without Windows.Foundation, is neither beside
// the metadata in this program nor in its place.
func TestPartOfAnSDK(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "Contoso.winmd"))
	if err != nil {
		t.Fatal(err)
	}
	// Contoso.Shapes.Label becomes Windows.System.IUser.
	for from, to := range map[string]string{"Contoso.Shapes": "Windows.System", "Label": "IUser"} {
		data = bytes.ReplaceAll(data, []byte(from+"\x00"), []byte(to+"\x00"))
	}
	name := filepath.Join(t.TempDir(), "part.winmd")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err = Source{Metadata: []string{name}}.Load(context.Background())
	if err == nil {
		t.Fatal("a type of two SDKs is no error")
	}
	for _, want := range []string{name + ": type Windows.System.IUser is defined in " + embeddedName + ", too", "with the one that holds Windows.Foundation"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error %q does not say %q", err, want)
		}
	}
}
