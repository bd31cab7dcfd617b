//go:build windows

package abi

import (
	"unicode/utf8"
	"unsafe"
)

// Text of the Windows Runtime is any sequence of 16-bit units, and of COM too: file
// names, for one, may have a surrogate without its other half. Go's form of text is
// WTF-8 (https://simonsapin.github.io/wtf-8/), as in package os: UTF-8 in which such
// a half has the three bytes that UTF-8 would have given its number. Every sequence of
// units comes back as it was. A byte that is part of neither becomes U+FFFD.

const (
	surrogateMin = 0xd800 // the first of the high halves
	surrogateLow = 0xdc00 // the first of the low halves
	surrogateMax = 0xdfff
	supplement   = 0x10000 // the first rune that takes two units
)

// encode writes s as UTF-16 and a null behind it, and returns its length. There has
// to be room for len(s)+1 units.
func encode(to []uint16, s string) int {
	n := 0
	for i := 0; i < len(s); n++ {
		if b := s[i]; b < utf8.RuneSelf {
			to[n] = uint16(b)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if size == 1 {
			if half, ok := surrogateIn(s[i:]); ok {
				to[n] = half
				i += 3
				continue
			}
		}
		i += size
		if r >= supplement {
			r -= supplement
			to[n] = surrogateMin + uint16(r>>10)
			n++
			to[n] = surrogateLow + uint16(r&0x3ff)
			continue
		}
		to[n] = uint16(r)
	}
	to[n] = 0
	return n
}

// surrogateIn reads the three bytes of half a surrogate pair at the start of s.
func surrogateIn(s string) (half uint16, ok bool) {
	if len(s) < 3 || s[0] != 0xed || s[1]&0xe0 != 0xa0 || s[2]&0xc0 != 0x80 {
		return 0, false
	}
	return 0xd000 | uint16(s[1]&0x3f)<<6 | uint16(s[2]&0x3f), true
}

// decode makes one allocation, of the string.
func decode(units []uint16) string {
	size := 0
	for i, u := range units {
		switch {
		case u < utf8.RuneSelf:
			size++
		case u < 0x800:
			size += 2
		case isPair(units, i):
			size++ // and three for its other half
		default:
			size += 3
		}
	}
	if size == 0 {
		return ""
	}
	text := make([]byte, 0, size)
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case u < utf8.RuneSelf:
			text = append(text, byte(u))
		case u < 0x800:
			text = append(text, 0xc0|byte(u>>6), 0x80|byte(u&0x3f))
		case isPair(units, i):
			i++
			text = utf8.AppendRune(text, supplement+(rune(u)-surrogateMin)<<10+rune(units[i])-surrogateLow)
		default:
			text = append(text, 0xe0|byte(u>>12), 0x80|byte(u>>6&0x3f), 0x80|byte(u&0x3f))
		}
	}
	return unsafe.String(&text[0], len(text))
}

// isPair tells whether the units at i and behind it are the halves of one rune.
func isPair(units []uint16, i int) bool {
	return units[i]-surrogateMin < surrogateLow-surrogateMin &&
		i+1 < len(units) && units[i+1]-surrogateLow <= surrogateMax-surrogateLow
}
