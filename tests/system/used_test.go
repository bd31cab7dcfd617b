//go:build windows

package system

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/winmd2go/winmd2go/tests/quirks"
)

// used are the system's classes that gave an answer which would have been wrong if
// the binding were.
var used struct {
	sync.Mutex
	classes map[string]bool
}

// inUse notes a class whose answer was right.
func inUse(class string, right bool) {
	if !right {
		return
	}
	used.Lock()
	defer used.Unlock()
	if used.classes == nil {
		used.classes = map[string]bool{}
	}
	used.classes[class] = true
}

// wanted is how many of Wine's classes are in use. On Windows it depends on the
// hardware and on what is allowed.
const wanted = 26

func TestMain(m *testing.M) {
	code := m.Run()
	fmt.Printf("%d classes of this system in use\n", len(used.classes))
	if testing.Verbose() {
		for _, class := range slices.Sorted(maps.Keys(used.classes)) {
			fmt.Println("\t" + class)
		}
	}
	all := flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" && flag.Lookup("test.list").Value.String() == ""
	if code == 0 && all && quirks.Wine() && len(used.classes) < wanted {
		fmt.Printf("under Wine it should be %d\n", wanted)
		code = 1
	}
	os.Exit(code)
}
