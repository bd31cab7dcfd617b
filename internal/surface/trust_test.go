package surface

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/winmd"
)

// differences compares listings that have to be the same.
func differences(t *testing.T, want, got []Entry) {
	t.Helper()
	if len(want) != len(got) || len(want) < 55_000 {
		t.Errorf("%d entries, and then %d", len(want), len(got))
	}
	for i := range min(len(want), len(got)) {
		if want[i].What != got[i].What || want[i].Go() != got[i].Go() {
			t.Fatalf("%s is %s, and then %s is %s", want[i].What, want[i].Go(), got[i].What, got[i].Go())
		}
	}
}

// TestParameterNames takes the names of all parameters away: programs see no difference.
func TestParameterNames(t *testing.T) {
	file := embeddedFile(t)
	want := listing(t, []*winmd.File{file})
	u, err := model.Load([]*winmd.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := u.Select(nil)
	if err != nil {
		t.Fatal(err)
	}
	erased := 0
	for _, ty := range s.Types {
		for i := range ty.Methods {
			for j := range ty.Methods[i].Params {
				ty.Methods[i].Params[j].Name = ""
				erased++
			}
		}
	}
	if erased < 18_000 {
		t.Errorf("only %d parameters", erased)
	}
	p, err := project.New(s, project.Config{ImportPath: "example.org/generated"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Of(p, s)
	if err != nil {
		t.Fatal(err)
	}
	differences(t, want.entries, got)
}

// TestSealedFlags marks every class sealed, as rewritten metadata has it: programs see no
// difference.
func TestSealedFlags(t *testing.T) {
	file := embeddedFile(t)
	data := slices.Clone(metadata.Windows())
	first, size := typeDefs(t, data, file)
	changed := 0
	for rid := range int(file.Rows(winmd.TableTypeDef)) {
		flags := data[first+rid*size:]
		value := winmd.TypeAttributes(binary.LittleEndian.Uint32(flags))
		if value&(winmd.TypeSealed|winmd.TypeInterface) == 0 {
			binary.LittleEndian.PutUint32(flags, uint32(value|winmd.TypeSealed))
			changed++
		}
	}
	if changed < 300 {
		t.Errorf("only %d classes were not sealed", changed)
	}
	sealed, err := winmd.Parse("sealed.winmd", data)
	if err != nil {
		t.Fatal(err)
	}
	for rid := uint32(1); rid <= sealed.Rows(winmd.TableTypeDef); rid++ {
		if row := sealed.TypeDef(rid); row.Flags&(winmd.TypeSealed|winmd.TypeInterface) == 0 {
			t.Fatalf("row %d is not sealed", rid)
		}
	}
	differences(t, listing(t, []*winmd.File{file}).entries, listing(t, []*winmd.File{sealed}).entries)
}

// typeDefs finds the rows of TypeDef, whose first four bytes are the flags (ECMA-335
// §II.22.37): where and in what steps all flags stand that file reads.
func typeDefs(t *testing.T, data []byte, file *winmd.File) (first, size int) {
	t.Helper()
	rows := int(file.Rows(winmd.TableTypeDef))
	var flags []uint32
	for rid := range rows {
		flags = append(flags, uint32(file.TypeDef(uint32(rid)+1).Flags))
	}
	for size := 14; size <= 24; size += 2 {
	next:
		for first := 0; first+rows*size <= len(data); first++ {
			for rid := rows - 1; rid >= 0; rid-- {
				if binary.LittleEndian.Uint32(data[first+rid*size:]) != flags[rid] {
					continue next
				}
			}
			return first, size
		}
	}
	t.Fatal("the rows of TypeDef are nowhere")
	return 0, 0
}
