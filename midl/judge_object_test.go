package midl

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// object is a COFF object file.
type object struct {
	sections [][]byte
	symbols  map[string]*pe.Symbol
}

func newObject(data []byte) (*object, error) {
	f, err := pe.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	o := &object{symbols: make(map[string]*pe.Symbol)}
	for _, s := range f.Sections {
		data, err := s.Data()
		if err != nil {
			data = nil // of .bss, say
		}
		o.sections = append(o.sections, data)
	}
	for _, s := range f.Symbols {
		if s.SectionNumber > 0 {
			o.symbols[s.Name] = s
		}
	}
	return o, nil
}

// bytes gives n bytes at a symbol, or nil.
func (o *object) bytes(symbol string, n int) []byte {
	s := o.symbols[symbol]
	if s == nil {
		return nil
	}
	data := o.sections[s.SectionNumber-1]
	if int(s.Value)+n > len(data) {
		return nil
	}
	return data[s.Value:][:n]
}

func (o *object) words(symbol string, n int) []uint64 {
	raw := o.bytes(symbol, 8*n)
	words := make([]uint64, len(raw)/8)
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(raw[8*i:])
	}
	return words
}

// guid gives the GUID that a symbol is.
func (o *object) guid(symbol string) (GUID, bool) {
	raw := o.bytes(symbol, 16)
	if raw == nil {
		return GUID{}, false
	}
	g := GUID{Data1: binary.LittleEndian.Uint32(raw), Data2: binary.LittleEndian.Uint16(raw[4:]), Data3: binary.LittleEndian.Uint16(raw[6:])}
	copy(g.Data4[:], raw[8:])
	return g, true
}

// libraryGUIDs reads the GUIDs that mingw-w64 keeps in import libraries, for
// the headers that only declare them.
func libraryGUIDs(t *testing.T) map[string]GUID {
	guids := make(map[string]GUID)
	for _, library := range []string{"uuid", "dxguid", "strmiids", "mfuuid", "wbemuuid", "wmcodecdspuuid", "ksuser"} {
		out, err := exec.Command(judgeCompiler, "-print-file-name=lib"+library+".a").Output()
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(strings.TrimSpace(string(out)))
		if err != nil {
			t.Logf("no GUIDs from lib%s.a: %v", library, err)
			continue
		}
		for _, member := range archiveMembers(data) {
			o, err := newObject(member)
			if err != nil {
				continue // an index or a list of names
			}
			for name := range o.symbols {
				if g, ok := o.guid(name); ok {
					guids[name] = g
				}
			}
		}
	}
	return guids
}

// archiveMembers cuts a Unix archive into its files: a header of 60 bytes each,
// with the size in decimal at 48.
func archiveMembers(data []byte) [][]byte {
	var members [][]byte
	for at := len("!<arch>\n"); at+60 <= len(data); {
		size, err := strconv.Atoi(strings.TrimSpace(string(data[at+48 : at+58])))
		at += 60
		if err != nil || at+size > len(data) {
			break
		}
		members = append(members, data[at:at+size])
		at += size + size&1
	}
	return members
}
