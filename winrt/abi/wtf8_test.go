//go:build windows

package abi

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"unsafe"
)

// unitsOf are texts that UTF-8 has, and others; the units at the borders of every range.
var unitsOf = [][]uint16{
	{'a'}, {0}, {'a', 0, 'b'}, {0x7f, 0x80, 0x7ff, 0x800, 0xffff}, {0xd7ff, 0xe000},
	{0xd83d, 0xde00}, {0xd800, 0xdc00}, {0xdbff, 0xdfff}, {0xfffd},
	{0xd800}, {0xdbff}, {0xdc00}, {0xdfff}, {0xd800, '.'}, {'a', 0xdc00},
	{0xdc00, 0xd800}, {0xd800, 0xd800, 0xdc00}, {0xd800, 0xdc00, 0xdc00}, {0xd800, 'A', 0xdc00, 'B'},
}

// TestLoneSurrogates compares with package syscall, which has the names of files so,
// where that goes: it ends at a null.
func TestLoneSurrogates(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := []uint16{0, 'x', 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdabc, 0xdbff, 0xdc00, 0xdead, 0xdfff, 0xe000, 0xfffd, 0xffff}
	texts := slices.Clone(unitsOf)
	for range 2000 {
		units := make([]uint16, random.IntN(8)+1)
		for i := range units {
			units[i] = some[random.IntN(len(some))]
		}
		texts = append(texts, units)
	}
	for u := range 1 << 16 {
		texts = append(texts, []uint16{uint16(u)})
	}
	cell := OnHeap[uintptr]()
	for _, units := range texts {
		text := decode(units)
		buffer := make([]uint16, len(text)+1)
		if back := buffer[:encode(buffer, text)]; !slices.Equal(back, units) {
			t.Fatalf("%04x became %+q and that %04x", units, text, back)
		}
		if slices.Contains(units, 0) {
			continue
		}
		if want := syscall.UTF16ToString(units); text != want {
			t.Fatalf("%04x became %+q, package syscall has %+q", units, text, want)
		}
	}
	p, err := NewInstance(&greeter{}, stubGreeter)
	if err != nil {
		t.Fatal(err)
	}
	o := new(Object)
	Adopt(o, p, &iidGreeter)
	defer o.Release()
	for _, units := range unitsOf {
		text := decode(units)
		if err := newString(text, cell); err != nil {
			t.Fatal(err)
		}
		if got := takeString(*cell, OnHeap[uint32]()); got != text {
			t.Errorf("%04x went as HSTRING and came back as %+q", units, got)
		}
		c := Begin(o, &iidGreeter, slotFirstInspectable, "greet")
		c.String(text)
		Value(c, int32(1))
		result := OutType(c, String{})
		if err := c.Do(); err != nil {
			t.Fatal(err)
		}
		if got, _ := (String{}).Take(result); got != text+" " {
			t.Errorf("%04x was greeted as %+q", units, got)
		}
		c.End()
	}
}

// TestNotUTF8 holds what becomes of bytes that are no text, as package syscall has it.
func TestNotUTF8(t *testing.T) {
	for _, s := range []string{"\xff", "a\x80b", "\xed\xa0", "\xed\xa0x", "\xed", "\xc0\x80", "\xf4\x90\x80\x80", "\xf0\x9f\x98", "\xe2\x82", "\xed\xc0\x80", "\xed\x9f\xbf", "\xed\xa0\x80\xed\xb0\x80"} {
		want, err := syscall.UTF16FromString(s)
		if err != nil {
			t.Fatal(err)
		}
		buffer := make([]uint16, len(s)+1)
		if got := buffer[:encode(buffer, s)+1]; !slices.Equal(got, want) {
			t.Errorf("%+q became %04x, package syscall has %04x", s, got, want)
		}
	}
}

// TestNamesOfFiles goes from a name that the system gave to one that it takes.
func TestNamesOfFiles(t *testing.T) {
	units := []uint16{0xd800, '.', 't', 'x', 't'}
	path := filepath.Join(t.TempDir(), decode(units))
	if err := os.WriteFile(path, []byte("here"), 0o600); err != nil {
		t.Logf("NOT TESTED: the file system takes no such name: %v", err)
		return
	}
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if list[0].Name() != decode(units) {
		t.Logf("NOT TESTED: the file system keeps the name as %+q", list[0].Name())
		return
	}
	if text, err := os.ReadFile(filepath.Join(filepath.Dir(path), list[0].Name())); string(text) != "here" || err != nil {
		t.Errorf("the file reads %q, %v", text, err)
	}
}

// TestErrorTexts reads a text that a component left, whatever is in it.
func TestErrorTexts(t *testing.T) {
	for _, text := range []string{"plain", "a\x00b", "half \xed\xa0\x80 a pair", "😀"} {
		buffer := make([]uint16, len(text)+1)
		n := encode(buffer, text)
		b, _, _ := syscall.SyscallN(oleaut32.NewProc("SysAllocStringLen").Addr(), uintptr(unsafe.Pointer(&buffer[0])), uintptr(n))
		p := *(**uint16)(unsafe.Pointer(&b))
		if got := textOf(p); got != text {
			t.Errorf("the BSTR of %+q reads %+q", text, got)
		}
		syscall.SyscallN(procSysFreeString.Addr(), b)
	}
	if textOf(nil) != "" {
		t.Error("a null BSTR has a text")
	}
}
