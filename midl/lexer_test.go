package midl

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	tests := []struct{ src, want string }{
		{"a1 _b $c", "name:a1 name:_b name:$c"},
		{"1 0x1F 1.5e+3 1'000 .5 0x1p-3 0xE+1", "number:1 number:0x1F number:1.5e+3 number:1'000 number:.5 number:0x1p-3 number:0xE punct:+ number:1"},
		{`"a\"b" L"c" u8"d" 'e' L'\''`, `string:"a\"b" string:L"c" string:u8"d" char:'e' char:L'\''`},
		{`R"(a")" LR"x(b)")x"`, `string:R"(a")" string:LR"x(b)")x"`},
		{"a::b->c...d<<=e##f", "name:a punct::: name:b punct:-> name:c punct:... name:d punct:<<= name:e punct:## name:f"},
		{"a/*b*/c//d\ne", "name:a name:c name:e"},
		{"a\\\nb", "name:a name:b"},
		{"a \\\r\n b", "name:a name:b"},
		{"# define", "hash:# name:define"},
		{"a # b", "name:a punct:# name:b"},
		{"\"open\nb", "bad:a literal that does not end on its line name:b"},
		{"/* open", "bad:a comment that is not closed"},
		{"'", "bad:a literal that is not closed"},
		{"R\"(open", "bad:a raw string literal that is not closed"},
		{"\x01", `bad:the byte "\x01"`},
		{"\xff\xfe a", "bad:bytes outside of ASCII that are not in a comment or literal name:a"},
		{"\x1a", ""},
	}
	kinds := map[kind]string{kindName: "name", kindNumber: "number", kindString: "string", kindChar: "char", kindPunct: "punct", kindHash: "hash", kindBad: "bad"}
	for _, test := range tests {
		l := lexer{src: test.src, lineStart: true, attributes: new(attributeComments)}
		var got []string
		for {
			tok := l.next()
			if tok.kind == kindEOF {
				break
			}
			text := tok.text
			if tok.kind == kindHash {
				text = "#"
			}
			got = append(got, kinds[tok.kind]+":"+text)
			// A literal that is open to its line's end stops there.
			if len(got) > 100 {
				t.Fatalf("%q does not end", test.src)
			}
		}
		if text := strings.Join(got, " "); text != test.want {
			t.Errorf("%q\nis    %s\nwant  %s", test.src, text, test.want)
		}
	}
}

func TestGUIDs(t *testing.T) {
	want := GUID{0x64338358, 0x366A, 0x471B, [8]byte{0xBD, 0x56, 0xDD, 0x8E, 0xF4, 0x8E, 0x43, 0x9B}}
	for _, text := range []string{"64338358-366A-471B-BD56-DD8EF48E439B", "{64338358-366a-471b-bd56-dd8ef48e439b}"} {
		if g, err := ParseGUID(text); err != nil || g != want || g.String() != "{64338358-366A-471B-BD56-DD8EF48E439B}" {
			t.Errorf("%s: %v, %v", text, g, err)
		}
	}
	if (GUID{}).IsZero() != true || want.IsZero() {
		t.Error("IsZero")
	}
	for _, text := range []string{"", "{}", "64338358-366A-471B-BD56-DD8EF48E439", "64338358-366A-471B-BD56-DD8EF48E439B0", "64338358366A-471B-BD56-DD8EF48E439B-", "6433835G-366A-471B-BD56-DD8EF48E439B", "{64338358-366A-471B-BD56-DD8EF48E439B"} {
		if _, err := ParseGUID(text); err == nil || !strings.Contains(err.Error(), "is not a GUID") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
