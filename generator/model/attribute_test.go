package model

import (
	"bytes"
	"strings"
	"testing"

	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/winmd"
)

// TestFactoriesOfPlatforms: a class that carries a factory once for each platform has it
// since the oldest version, in whatever order they stand.
func TestFactoriesOfPlatforms(t *testing.T) {
	for _, versions := range [][]uint32{{5, 3}, {3, 5}} {
		var class Type
		for _, version := range versions {
			if err := new(metadataType).addFactory(&class, attrActivatable, &attributeArgs{number: [12]uint32{version}, numbers: 1}); err != nil {
				t.Fatal(err)
			}
		}
		if len(class.Factories) != 1 || class.Factories[0].Version.Number != 3 {
			t.Errorf("%v gives %+v", versions, class.Factories)
		}
	}
}

// TestAttributeCut has the value of a type's GUID end too early.
func TestAttributeCut(t *testing.T) {
	data := bytes.Clone(metadata.Windows())
	f, err := winmd.Parse("whole", data)
	if err != nil {
		t.Fatal(err)
	}
	const namespace, name = "Windows.Foundation", "IClosable"
	rid, ok := f.FindType(namespace, name)
	if !ok {
		t.Fatal("no IClosable")
	}
	cut := false
	for i, end := f.AttributesOf(winmd.NewToken(winmd.TableTypeDef, rid)); i < end; i++ {
		if _, attribute := f.AttributeType(i); attribute != "GuidAttribute" {
			continue
		}
		blob, err := f.Blob(f.CustomAttribute(i).Value)
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.Index(data, append([]byte{byte(len(blob))}, blob...))
		if at < 0 {
			t.Fatal("the blob is not in the file")
		}
		data[at] -= 8
		cut = true
	}
	if !cut {
		t.Fatal("IClosable has no GUID")
	}
	if f, err = winmd.Parse("damaged.winmd", data); err != nil {
		t.Fatal(err)
	}
	u, err := Load([]*winmd.File{f}, nil)
	if err == nil {
		err = u.Find(namespace + "." + name).Load()
	}
	if err == nil || !strings.Contains(err.Error(), "damaged.winmd") || !strings.Contains(err.Error(), "its value ends too early") {
		t.Errorf("%v", err)
	}
}
