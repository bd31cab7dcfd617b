package generator

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
	"github.com/winmd2go/winmd2go/generator/project"
	"github.com/winmd2go/winmd2go/generator/write"
)

// Report says what a run has made. As JSON it is the same for the same input.
type Report struct {
	SDK        string  `json:"sdk"`        // version of the metadata in this program, if it was read, and the names of what was given
	Namespaces int     `json:"namespaces"` // that types were taken from
	Packages   int     `json:"packages"`
	Types      int     `json:"types"` // in the selection and its closure
	Members    Members `json:"members"`
	Bytes      int64   `json:"bytes"` // of Go, changed or not

	// Refused is what Members.Skipped says, with the whole path of each header.
	Refused []*model.Refusal `json:"-"`

	// Of files. In a check, what would have been done.
	Written, Unchanged, Removed int           `json:"-"`
	Stale                       []write.Stale `json:"-"` // only in a check
}

// Members counts methods of interfaces, and delegates' Invoke.
type Members struct {
	Metadata  int               `json:"metadata"`
	Projected int               `json:"projected"`
	Skipped   []project.Skipped `json:"skipped"`
}

func newReport(sdk string, stats project.Stats, written write.Result) *Report {
	skipped := stats.Skipped
	if skipped == nil {
		skipped = []project.Skipped{} // [] in JSON
	}
	return &Report{
		SDK:        sdk,
		Namespaces: stats.Namespaces,
		Packages:   stats.Packages,
		Types:      stats.Types,
		Members:    Members{Metadata: stats.MembersInMetadata, Projected: stats.MembersProjected, Skipped: skipped},
		Bytes:      written.Bytes,
		Written:    written.Written,
		Unchanged:  written.Unchanged,
		Removed:    written.Removed,
		Stale:      written.Stale,
	}
}

// WriteReport writes the report to a file, as JSON.
func WriteReport(name string, r *Report) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	_, err = write.File(name, append(data, '\n'))
	return err
}

// String is the report in one line.
func (r *Report) String() string {
	line := fmt.Sprintf("%s, %s, %s, %s of %s members%s, %s",
		count(r.Namespaces, "namespace"), count(r.Packages, "package"), count(r.Types, "type"),
		thousands(r.Members.Projected), thousands(r.Members.Metadata), r.refused(), size(r.Bytes))
	files := thousands(r.Written) + " files written"
	if r.Written == 1 {
		files = "1 file written"
	}
	if r.Removed > 0 {
		files += ", " + thousands(r.Removed) + " removed"
	}
	return line + "; " + files
}

// Warnings are the refusals, a line each: at most a screenful.
func (r *Report) Warnings() []string {
	const most = 20
	var lines []string
	for i, refused := range r.Refused {
		if i == most {
			lines = append(lines, fmt.Sprintf("%d more are not projected; --report FILE lists all", len(r.Refused)-most))
			break
		}
		lines = append(lines, refused.Error())
	}
	return lines
}

// refused counts what is not projected: ", 2 interfaces and 3 methods refused".
func (r *Report) refused() string {
	interfaces, methods := 0, 0
	for _, refused := range r.Refused {
		if refused.Method == "" {
			interfaces++
		} else {
			methods++
		}
	}
	switch {
	case interfaces == 0 && methods == 0:
		return ""
	case methods == 0:
		return ", " + count(interfaces, "interface") + " refused"
	case interfaces == 0:
		return ", " + count(methods, "method") + " refused"
	}
	return ", " + count(interfaces, "interface") + " and " + count(methods, "method") + " refused"
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return thousands(n) + " " + what
}

// thousands writes a number with a comma after every three digits.
func thousands(n int) string {
	s := strconv.Itoa(n)
	var b strings.Builder
	for i, digit := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// size writes a number of bytes in decimal units.
func size(bytes int64) string {
	switch {
	case bytes >= 10e6:
		return fmt.Sprintf("%.0f MB", float64(bytes)/1e6)
	case bytes >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	case bytes >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
