package midl

import (
	"testing"
)

// conditions of #if, and whether they hold.
var conditions = []struct {
	text  string
	holds bool
}{
	{"1", true}, {"0", false}, {"UNKNOWN", false}, {"!UNKNOWN", true}, {"defined(UNKNOWN)", false}, {"defined __cplusplus", true},
	{"defined(__cplusplus) && !defined(CINTERFACE)", true},
	{"_WIN32_WINNT >= 0x0A00", true}, {"WINVER < 0x500", false}, {"(NTDDI_VERSION >= NTDDI_WIN10_CO)", true},
	{"WINAPI_FAMILY_PARTITION(WINAPI_PARTITION_DESKTOP | WINAPI_PARTITION_GAMES)", true},
	{"WINAPI_FAMILY == WINAPI_FAMILY_DESKTOP_APP", true},
	{"WINDOWS_FOUNDATION_UNIVERSALAPICONTRACT_VERSION >= 0x130000", true},
	{"1 + 2 * 3 == 7", true}, {"(1 + 2) * 3 == 9", true}, {"10 - 4 - 3 == 3", true}, {"7 / 2 == 3 && 7 % 2 == 1", true},
	{"1 << 4 | 1 == 17", true}, {"(1 << 4 | 1) == 17", true}, {"(6 & 3 ^ 1) == 3", true}, {"-1 < 0", true}, {"-1 < 0u", false},
	{"-1 >> 1 == -1", true}, {"~0u >> 63 == 1", true}, {"'\\n' == 10 && L'A' == 0x41 && '\\x41' == 65", true},
	{"1 ? 0 : 1", false}, {"0 ? 0 : 2 ? 3 : 0", true}, {"0 && 1 / 0", false}, {"1 || 1 / 0", true},
	{"0x10UL == 020 && 0b101 == 5 && 1'000 == 1000 && 10i64 == 10", true},
	{"_MSC_VER >= 1020", true}, {"true", true}, {"false", false}, {"!(1 > 2) && 2 >= 2 && 2 <= 2 && 1 != 2", true},
	{"LEVEL == 3 && SUM(LEVEL, 1) == 4 && defined(SUM)", true}, {"defined LEVEL && !defined GONE", true},
}

func TestConditions(t *testing.T) {
	const before = "#define LEVEL 3\n#define SUM(a, b) ((a) + (b))\n#define GONE 1\n#undef GONE\n"
	for _, c := range conditions {
		f, err := Parse("a.h", []byte(before+"#if "+c.text+"\nenum Yes { Holds };\n#else\nenum No { Fails };\n#endif\n"))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := f.Enums[0].Name == "Yes"; got != c.holds {
			t.Errorf("%s: %v, want %v", c.text, got, c.holds)
		}
	}
}

// Values of enumerators and constants are those that Visual C++ gives them.
func TestValues(t *testing.T) {
	tests := []struct {
		expression string
		want       int64
		known      bool
	}{
		{"1", 1, true}, {"0x7fffffff", 0x7fffffff, true}, {"0xffffffff", -1, true}, {"0x80000000", -0x80000000, true},
		{"( Before + 1 )", 8, true}, {"Before | 0x10", 0x17, true}, {"~Before", -8, true}, {"-1L", -1, true},
		{"Limit * 2", 200, true}, {"(UINT)-1", -1, true}, {"(int)(3)", 3, true}, {"1 << 31", -0x80000000, true},
		{"sizeof(DWORD)", 0, false}, {"Elsewhere", 0, false}, {"Elsewhere + 1", 0, false}, {"'ABCD'", 0x41424344, true},
		{"(unsigned char)300", 44, true}, {"(short)0xFFFF", -1, true}, {"True ? 5 : 6", 5, true},
	}
	for _, test := range tests {
		src := "#define Limit 100\n#define True (1 == 1)\nenum A { Before = 7 };\nenum B { Value = " + test.expression + " };"
		f, err := Parse("a.h", []byte(src))
		if err != nil {
			t.Errorf("%s: %v", test.expression, err)
			continue
		}
		if v := f.Enums[1].Values[0]; v.Known != test.known || v.Value != test.want || v.Raw != test.expression {
			t.Errorf("%s: %+v, want %d, known %v", test.expression, v, test.want, test.known)
		}
	}
}
