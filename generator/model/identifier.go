package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/winmd2go/winmd2go/winmd"
)

// maxName bounds a name, in bytes: what the Common Language Runtime loads and
// compilers of metadata write. Names of one heap overlap, so a small file could
// otherwise hold gigabytes of them.
const maxName = 1023

var (
	errNoName  = errors.New("there is no name")
	errTooLong = fmt.Errorf("names have at most %d bytes", maxName)
)

// checkIdentifier tells why name is no identifier. Metadata takes the letters,
// digits and connectors of Unicode's identifiers (ECMA-335 §I.8.5.1); of these Go
// has letters, decimal digits and _ ("Identifiers" in its specification), and so
// has C. All metadata of Windows, its SDKs and Win32 is within that. Names with a
// meaning (.ctor, <Module>) are for whoever knows the meaning.
func checkIdentifier(name string) error {
	if name == "" {
		return errNoName
	}
	if len(name) > maxName {
		return errTooLong
	}
	for i := 0; i < len(name); {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_':
			i++
			continue
		case '0' <= c && c <= '9':
			if i == 0 {
				return errors.New("an identifier does not begin with a digit")
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(name[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return fmt.Errorf("byte %#02x is not UTF-8", c)
		case unicode.IsLetter(r) || i > 0 && unicode.IsDigit(r):
		default:
			return fmt.Errorf("an identifier has no %q", r)
		}
		i += size
	}
	return nil
}

// checkNamespace tells why name is not a namespace: identifiers with dots between
// them. The system finds a namespace's metadata by a file of its name, and Go its
// package by a path.
func checkNamespace(name string) error {
	if len(name) > maxName {
		return errTooLong
	}
	for word := range strings.SplitSeq(name, ".") {
		if err := checkIdentifier(word); err != nil {
			return err
		}
		if len(word) > maxWord {
			return fmt.Errorf("a word of it has %d bytes; the folder of one has room for %d", len(word), maxWord)
		}
	}
	return nil
}

// maxWord bounds a word of a namespace, in bytes: a folder's name has 255 at most, on
// NTFS and on ext4, and a letter of two bytes takes five in it. The longest in use has
// 36.
const maxWord = 100

// identifier is the name at s, which row rid of a table has.
func (f *metadataFile) identifier(table winmd.Table, rid uint32, s winmd.String) (string, error) {
	name := f.String(s)
	if err := checkIdentifier(name); err != nil {
		return "", f.refuse(table, rid, "name", name, err)
	}
	return name, nil
}

// refuse says that a text of a row cannot be what it is there for.
func (f *metadataFile) refuse(table winmd.Table, rid uint32, what, text string, why error) error {
	return fmt.Errorf("%s: %v row %d: %s %s: %w", f.Name(), table, rid, what, quoted(text), why)
}

// quoted is a name as messages show it: quoted, and cut where it is long.
func quoted(name string) string {
	const most = 200
	if len(name) <= most {
		return strconv.QuoteToGraphic(name)
	}
	return strconv.QuoteToGraphic(name[:most]) + "… (" + strconv.Itoa(len(name)) + " bytes)"
}

// plain is a name as messages show it where it is known to be one as a rule: as it
// is, else quoted.
func plain(name string) string {
	if base, _ := splitArity(name); checkNamespace(base) == nil {
		return name
	}
	return quoted(name)
}

// maxText bounds a message that people read, in bytes; the longest in Windows has
// 306.
const maxText = 4096

// readable is text as one line that is safe in a comment, a string and on a
// terminal. Spaces of all kinds become one space each run; what has no form to be
// seen (control characters, marks that turn the direction of writing) and what is
// no UTF-8 is written as Go escapes it.
func readable(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	text = strings.Join(strings.Fields(text), " ")
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return escapeUnseen(text)
		}
	}
	return text
}

func escapeUnseen(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[0])
		case unicode.IsPrint(r):
			b.WriteString(text[:size])
		default:
			escaped := strconv.QuoteRuneToASCII(r)
			b.WriteString(escaped[1 : len(escaped)-1])
		}
		text = text[size:]
	}
	return b.String()
}
