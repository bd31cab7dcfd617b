package winmd

import "fmt"

// Table is the number of a metadata table (ECMA-335 §II.22).
type Table uint8

// tableNone marks a tag of a coded index that stands for no table.
const tableNone Table = 0xFF

func (t Table) String() string {
	if int(t) < len(schema) {
		return schema[t].name
	}
	return fmt.Sprintf("Table(0x%02X)", uint8(t))
}

// Token names a row: the table in the high byte, the row from 1 below it
// (ECMA-335 §III.1.9). A token whose row is 0 is nil.
type Token uint32

// maxRID is the largest row that a token can hold; no table has that many rows,
// so that a damaged index can be cut to it without naming a row.
const maxRID = 0xFFFFFF

// NewToken returns the token of row rid in table t.
func NewToken(t Table, rid uint32) Token { return Token(uint32(t)<<24 | min(rid, maxRID)) }

func (t Token) Table() Table { return Table(t >> 24) }
func (t Token) RID() uint32  { return uint32(t) & maxRID }
func (t Token) IsNil() bool  { return t.RID() == 0 }

func (t Token) String() string {
	if t.IsNil() {
		return "nil"
	}
	return fmt.Sprintf("%v 0x%08X", t.Table(), uint32(t))
}

// codedIndex is a column whose low bits choose the table (ECMA-335 §II.24.2.6).
type codedIndex struct {
	name   string
	bits   uint8
	tables [32]Table
}

func tags(tables ...Table) (all [32]Table) {
	for i := range all {
		all[i] = tableNone
	}
	copy(all[:], tables)
	return all
}

// token decodes v; a tag without a table gives the nil token.
func (c *codedIndex) token(v uint32) Token {
	bits := c.bits & 31
	rid := v >> bits
	table := c.tables[v&(1<<bits-1)&31]
	if rid == 0 || table == tableNone {
		return 0
	}
	return Token(uint32(table)<<24 | min(rid, maxRID))
}

// encode is the inverse of token.
func (c *codedIndex) encode(t Token) (uint32, bool) {
	if t.IsNil() {
		return 0, true
	}
	for tag, table := range c.tables {
		if table == t.Table() {
			return t.RID()<<c.bits | uint32(tag), true
		}
	}
	return 0, false
}
