package midl

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
	{"1 << 4 | 1 == 17", false}, {"(1 << 4 | 1) == 17", true}, {"6 & 3 ^ 1 == 3", true}, {"-1 < 0", true}, {"-1 < 0u", false},
	{"-1 >> 1 == -1", true}, {"~0u >> 63 == 1", true}, {"'\\n' == 10 && L'A' == 0x41 && '\\x41' == 65", true},
	{"1 ? 0 : 1", false}, {"0 ? 0 : 2 ? 3 : 0", true}, {"0 && 1 / 0", false}, {"1 || 1 / 0", true},
	{"0x10UL == 020 && 0b101 == 5 && 1'000 == 1000 && 10i64 == 10", true},
	{"_MSC_VER >= 1020", true}, {"true", true}, {"false", false}, {"!(1 > 2) && 2 >= 2 && 2 <= 2 && 1 != 2", true},
}
