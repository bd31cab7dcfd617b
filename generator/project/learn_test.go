package project

import "testing"

func TestLearn(t *testing.T) {
	for _, test := range []struct{ namespace, name, want string }{
		{"Windows.Foundation", "Uri", "https://learn.microsoft.com/uwp/api/windows.foundation.uri"},
		{"Windows.Foundation", "IReference`1", "https://learn.microsoft.com/uwp/api/windows.foundation.ireference-1"},
		{"Windows.Foundation", "", "https://learn.microsoft.com/uwp/api/windows.foundation"},
		{"Microsoft.UI.Xaml.Controls", "Button", "https://learn.microsoft.com/windows/windows-app-sdk/api/winrt/microsoft.ui.xaml.controls.button"},
		{"Microsoft.Web.WebView2.Core", "CoreWebView2", "https://learn.microsoft.com/microsoft-edge/webview2/reference/winrt/microsoft_web_webview2_core/corewebview2"},
		{"Microsoft.UIs", "Button", ""},
		{"Contoso.Shapes", "Pen", ""},
	} {
		if got := learn(test.namespace, test.name); got != test.want {
			t.Errorf("%s.%s: %q, want %q", test.namespace, test.name, got, test.want)
		}
	}
}
