package project

import "strings"

// site is where the pages of namespaces are that begin with some words.
type site struct {
	namespaces string
	url        string
	underscore bool // namespaces have a folder each, with _ between their words
}

var sites = []site{
	{"Windows", "https://learn.microsoft.com/uwp/api/", false},
	{"Microsoft.Web.WebView2", "https://learn.microsoft.com/microsoft-edge/webview2/reference/winrt/", true},
	{"Microsoft.Foundation", windowsAppSDK, false},
	{"Microsoft.Graphics", windowsAppSDK, false},
	{"Microsoft.UI", windowsAppSDK, false},
	{"Microsoft.Windows", windowsAppSDK, false},
}

const windowsAppSDK = "https://learn.microsoft.com/windows/windows-app-sdk/api/winrt/"

// learn is the page of a namespace, or of a type in it if name is not "". It is "" for a
// root that has no pages that are known: a wrong link is worse than none.
func learn(namespace, name string) string {
	for _, s := range sites {
		if namespace != s.namespaces && !strings.HasPrefix(namespace, s.namespaces+".") {
			continue
		}
		page, join := namespace, "."
		if s.underscore {
			page, join = strings.ReplaceAll(namespace, ".", "_"), "/"
		}
		if name != "" {
			page += join + strings.ReplaceAll(name, "`", "-")
		}
		return s.url + strings.ToLower(page)
	}
	return ""
}
