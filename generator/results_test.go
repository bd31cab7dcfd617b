package generator

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSeveralResults reads the code of a method with several results that are
// converted. Native code gave all of them away, so all are taken, and what Go gives is
// given whole or taken back.
func TestSeveralResults(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	header := filepath.Join(dir, "windows.ui.pairs.h")
	if err := os.WriteFile(header, []byte(`#include <unknwn.h>
MIDL_INTERFACE("0e8fa3a5-9c0b-4c1f-8a47-d3a9d1c2b881")
IPairs : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Take( 
        /* [out] */ IPairs **first,
        /* [out] */ INT32 *number,
        /* [out] */ HSTRING *second,
        /* [out] */ IPairs **third) = 0;
};
`), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Generate(context.Background(), Options{Headers: []string{header}, Names: []string{"Windows.UI.*"}, Out: out, ImportPath: "x"}); err != nil {
		t.Fatal(err)
	}
	text := ""
	err := filepath.WalkDir(out, func(path string, _ os.DirEntry, err error) error {
		if data, _ := os.ReadFile(path); strings.Contains(string(data), "proxyIPairs) Take(") {
			text = string(data)
		}
		return err
	})
	if err != nil || text == "" {
		t.Fatal("no code of the interface was made", err)
	}
	for _, want := range []string{
		`	first, err = IPairsType.Take(firstOut)
	number = *numberOut
	second, also := (abi.String{}).Take(secondOut)
	err = abi.First(err, also)
	third, also = IPairsType.Take(thirdOut)
	err = abi.First(err, also)
	if err != nil {
		abi.ReleaseAll(first, second, third)
		return nil, 0, "", nil, err
	}
	return first, number, second, third, nil
`,
		`			if err := IPairsType.Give(first, firstValue); err != nil {
				return err
			}
			if err := (abi.Plain[int32]{}).Give(number, numberValue); err != nil {
				return err
			}
			if err := (abi.String{}).Give(second, secondValue); err != nil {
				abi.TakeBack(&IPairsType, first)
				return err
			}
			if err := IPairsType.Give(third, thirdValue); err != nil {
				abi.TakeBack(&IPairsType, first)
				abi.TakeBack(abi.String{}, second)
				return err
			}
			return nil
`,
	} {
		if !strings.Contains(text, want) {
			i := strings.Index(text, "proxyIPairs) Take(")
			t.Fatalf("missing:\n%s\nof:\n%s", want, text[i:])
		}
	}
}
