package winmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Mono's disassembler, which knows nothing of this package, reads what it
// writes.
func TestMonodis(t *testing.T) {
	monodis, err := exec.LookPath("monodis")
	if err != nil {
		t.Skip("NOT CHECKED by another reader: monodis is not on PATH; install Debian's mono-utils")
	}
	run := func(t *testing.T, args ...string) string {
		t.Helper()
		out, err := exec.Command(monodis, args...).Output()
		if err != nil {
			t.Fatalf("monodis %v: %v", args, err)
		}
		return string(out)
	}
	zoo := filepath.Join(t.TempDir(), "Zoo.winmd")
	data, _ := merge(t, WriteOptions{Name: "Zoo"}, parseZoo(t))
	if err := os.WriteFile(zoo, data, 0o644); err != nil {
		t.Fatal(err)
	}
	typeLine := regexp.MustCompile(`(?m)^\d+: (.+) \(flist=(\d+), mlist=(\d+), flags=0x([0-9a-f]+)`)
	tableLine := regexp.MustCompile(`Table \(1\.\.(\d+)\)`)
	for _, path := range []string{slicePath, windowsPath, zoo} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f := open(t, path)
			var want, have []string
			for rid := uint32(1); rid <= f.Rows(TableTypeDef); rid++ {
				row := f.TypeDef(rid)
				d := describer{t: t, f: f}
				name := strings.ReplaceAll(d.name(NewToken(TableTypeDef, rid)), "+", "/")
				if name == "<Module>" {
					name = "(null)"
				}
				want = append(want, strings.Join([]string{name, strconv.Itoa(int(row.FieldList)),
					strconv.Itoa(int(row.MethodList)), strconv.FormatUint(uint64(row.Flags), 16)}, " "))
			}
			for _, m := range typeLine.FindAllStringSubmatch(run(t, "--typedef", path), -1) {
				have = append(have, strings.Join(m[1:], " "))
			}
			if !slices.Equal(want, have) {
				t.Errorf("monodis sees %d types, this package %d, or others:\n%.300q\n%.300q", len(have), len(want), have, want)
			}
			for flag, table := range map[string]Table{
				"--memberref": TableMemberRef, "--customattr": TableCustomAttribute, "--property": TableProperty,
				"--constant": TableConstant, "--interface": TableInterfaceImpl,
			} {
				text := run(t, flag, path)
				if m := tableLine.FindStringSubmatch(text); m == nil || m[1] != strconv.Itoa(int(f.Rows(table))) {
					t.Errorf("monodis %s sees another number than %d: %.200q", flag, f.Rows(table), text)
				}
			}
			if path != slicePath {
				return // the whole text of Windows.winmd takes it minutes
			}
			text := run(t, path)
			for word, rows := range map[string]uint32{
				"\n    .method ": f.Rows(TableMethodDef),
				"\n\t.property ": f.Rows(TableProperty),
				"\n\t.event ":    f.Rows(TableEvent),
			} {
				if n := uint32(strings.Count(text, word)); n != rows || n == 0 {
					t.Errorf("monodis prints %q %d times, want %d", word, n, rows)
				}
			}
		})
	}
}
