package model_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/metadata"
	"github.com/winmd2go/winmd2go/winmd"
)

func load(t testing.TB) (*winmd.File, *model.Universe) {
	t.Helper()
	f, err := winmd.Parse("Windows.winmd", metadata.Windows())
	if err != nil {
		t.Fatal(err)
	}
	u, err := model.Load([]*winmd.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f, u
}

// selected are the full names of what a selection holds.
func selected(t testing.TB, u *model.Universe, names ...string) map[string]bool {
	t.Helper()
	s, err := u.Select(names)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, ty := range s.Types {
		found[ty.FullName()] = true
	}
	return found
}

// TestSelectionIsClosed names one member and wants all that its class cannot be without.
func TestSelectionIsClosed(t *testing.T) {
	_, u := load(t)
	found := selected(t, u, "Windows.UI.Xaml.Controls.Grid.RowDefinitions")
	for _, name := range []string{
		"Windows.UI.Xaml.Controls.Grid", "Windows.UI.Xaml.Controls.IGrid", "Windows.UI.Xaml.Controls.RowDefinitionCollection",
		// Base classes, up to the last.
		"Windows.UI.Xaml.Controls.Panel", "Windows.UI.Xaml.FrameworkElement", "Windows.UI.Xaml.UIElement", "Windows.UI.Xaml.DependencyObject",
	} {
		if !found[name] {
			t.Errorf("%s is left out", name)
		}
	}
	if found["Windows.UI.Xaml.Controls.Canvas"] {
		t.Error("Canvas, which nothing mentions, is selected")
	}
}

// TestPatterns holds that a pattern ends at a dot.
func TestPatterns(t *testing.T) {
	_, u := load(t)
	var absent *model.NotFoundError
	if s, err := u.Select([]string{"Windows.Device.*"}); !errors.As(err, &absent) {
		t.Errorf("Windows.Device.* is %v, %v", s, err)
	}
	found := selected(t, u, "Windows.UI.Input.*")
	for name, want := range map[string]bool{"Windows.UI.Input.PointerPoint": true, "Windows.UI.Input.Inking.InkStroke": true} {
		if found[name] != want {
			t.Errorf("%s: %v", name, found[name])
		}
	}
}

// TestComposition reads CompositionType of every [composable] by its row and compares:
// 2 is public, 1 for deriving only.
func TestComposition(t *testing.T) {
	f, u := load(t)
	public, protected := 0, 0
	for rid := uint32(1); rid <= f.Rows(winmd.TableTypeDef); rid++ {
		namespace, name, _ := f.TypeName(winmd.NewToken(winmd.TableTypeDef, rid))
		for i, end := f.AttributesOf(winmd.NewToken(winmd.TableTypeDef, rid)); i < end; i++ {
			if _, attribute := f.AttributeType(i); attribute != "ComposableAttribute" {
				continue
			}
			a, err := f.Attribute(i)
			if err != nil {
				t.Fatal(err)
			}
			factory := a.Fixed[0].Value.(winmd.TypeName).String()
			kind := a.Fixed[1].Value.(winmd.EnumValue).Value
			ty := u.Find(namespace + "." + name)
			if err := ty.Load(); err != nil {
				t.Fatal(err)
			}
			for _, have := range ty.Factories {
				if have.Kind != model.Composable || have.Interface.FullName() != factory {
					continue
				}
				if isPublic := fmt.Sprint(kind) == "2"; have.Public != isPublic {
					t.Errorf("%s: %s is public: %v, and the metadata says %v", ty.FullName(), factory, have.Public, kind)
				} else if isPublic {
					public++
				} else {
					protected++
				}
			}
		}
	}
	if public < 100 || protected < 30 {
		t.Errorf("only %d public and %d protected compositions were compared", public, protected)
	}
}
