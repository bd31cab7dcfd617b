package surface

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Record is what was ever given: the entries of several SDKs in one listing. An entry
// that Microsoft changed stands in it once for each form, with the reason.
type Record []Recorded

// Recorded is one form of an entry and the SDKs that have it, as bits.
type Recorded struct {
	What, Go string
	SDKs     uint8
	Reason   string // why SDKs after these have it otherwise or not at all
}

func (r *Recorded) compare(other *Recorded) int {
	return cmp.Or(cmp.Compare(r.What, other.What), cmp.Compare(r.SDKs, other.SDKs), cmp.Compare(r.Go, other.Go))
}

// Add notes the entries of one SDK.
func (r Record) Add(sdk int, entries []Entry) Record {
	at := make(map[string]int, len(r))
	for i := range r {
		at[r[i].What+" "+r[i].Go] = i
	}
	for i := range entries {
		e := &entries[i]
		if j, ok := at[e.What+" "+e.Go()]; ok {
			r[j].SDKs |= 1 << sdk
		} else {
			r = append(r, Recorded{What: e.What, Go: e.Go(), SDKs: 1 << sdk})
		}
	}
	return r
}

// Explain notes why an entry is not as it was.
func (r Record) Explain(changes []Change) {
	at := make(map[string]int, len(r))
	for i := range r {
		at[r[i].What+" "+r[i].Go] = i
	}
	for i := range changes {
		c := &changes[i]
		r[at[c.Before.What+" "+c.Before.Go()]].Reason = c.Reason
	}
}

// The columns of a record are separated by tabs. A line leaves out of What what it has
// in common with the line before, and says how much that is.
const columns = 5

// Write writes r, sorted and compressed; the same record gives the same bytes.
func (r Record) Write(w io.Writer) error {
	slices.SortFunc(r, func(a, b Recorded) int { return a.compare(&b) })
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	before := ""
	for i := range r {
		e := &r[i]
		same := 0
		for same < min(len(before), len(e.What)) && before[same] == e.What[same] {
			same++
		}
		before = e.What
		if _, err := fmt.Fprintf(z, "%d\t%s\t%s\t%d\t%s\n", same, e.What[same:], e.Go, e.SDKs, e.Reason); err != nil {
			return err
		}
	}
	return z.Close()
}

// ReadRecord reads what Write wrote.
func ReadRecord(r io.Reader) (Record, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	var record Record
	lines := bufio.NewScanner(z)
	before := ""
	for lines.Scan() {
		column := strings.Split(lines.Text(), "\t")
		if len(column) != columns {
			return nil, fmt.Errorf("line %d has %d columns, not %d", len(record)+1, len(column), columns)
		}
		same, err := strconv.Atoi(column[0])
		if err != nil || same < 0 || same > len(before) {
			return nil, fmt.Errorf("line %d begins with %q", len(record)+1, column[0])
		}
		sdks, err := strconv.ParseUint(column[3], 10, 8)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(record)+1, err)
		}
		before = before[:same] + column[1]
		record = append(record, Recorded{What: before, Go: column[2], SDKs: uint8(sdks), Reason: column[4]})
	}
	return record, lines.Err()
}
