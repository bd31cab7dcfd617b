// Which parts of a header are read.

#if !defined(__cplusplus) || defined(CINTERFACE)
#define ONLY_C 1
this is not C++
#elif defined(RC_INVOKED)
#define ONLY_RC 1
#else
#define ONLY_CPP 1
#endif

#if WINAPI_FAMILY_PARTITION(WINAPI_PARTITION_DESKTOP | WINAPI_PARTITION_SYSTEM) && NTDDI_VERSION >= NTDDI_WIN10_RS5
#define IN_NEWEST 1
#endif

#if _WIN32_WINNT < 0x0600
#define IN_OLD 1
#endif

#if (WINVER >= 0x0501) ? (1 << 3) == 8 && -1 < 0 && ~0 == -1 && 'A' == 65 && 0x10u % 3 != 2 : 0
#define EXPRESSION 1
#endif

#if defined UNKNOWN_NAME || UNKNOWN_NAME || UNKNOWN_CALL(1, (2))
#define UNKNOWN 1
#endif

#if WINDOWS_FOUNDATION_UNIVERSALAPICONTRACT_VERSION >= 0xf0000
#define NEWEST_CONTRACT 1
#endif

#define LEVEL 3
#if LEVEL > 2 /* a comment
   over two lines */ && \
    LEVEL < 4
#define CONTINUED 1
#endif

#if 0
#if 1
#define NESTED 1
#else
#define NESTED 2
#endif
it's an apostrophe, and "no end of a string
/* #endif in a comment
#endif
*/
#else
#define AFTER 1
#endif

#ifdef __cplusplus
  #ifndef AFTER
    #define WRONG 1
  #elif defined(IN_NEWEST)
    #define INNER 1
  #else
    #define WRONG 2
  #endif
#endif

enum Conditional {
    First,
#if IN_NEWEST
    Second,
#endif
#if IN_OLD
    Third,
#endif
    Fourth = LEVEL + 1,
};
