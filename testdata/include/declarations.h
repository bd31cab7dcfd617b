// Everything beside interfaces.

#define MAX_THINGS 0x10
#define THING_NAME L"thing" L"\x41\n"
#define THING_RATIO (0.5f)
#define THING_ERROR _HRESULT_TYPEDEF_(0x80070005L)
#define THING_BIG 0xFFFFFFFFFFFFFFFFui64
#define THING_SUM (MAX_THINGS * 2 + 1)
#define THING_TAG 'RIFF'
#define THING_UNKNOWN (SOMETHING_ELSE + 1)
#define THING_CALL(x) (x)
#define EMPTY

static const GUID GUID_THING = { 0xe1000000, 0x1, 0x2, { 3, 4, 5, 6, 7, 8, 9, 10 } };
static const UINT32 ThingLimit = MAX_THINGS - 1;
constexpr int ThingStep{ 4 };
EXTERN_C const IID IID_IThing;
extern const PROPERTYKEY PKEY_Thing;
DECLARE_HANDLE(HTHING);
C_ASSERT(sizeof(int) == 4);

enum class Scoped : unsigned char { A, B = 0xFF, };
typedef enum _THING_FLAGS {
    THING_FLAG_NONE = 0,
    THING_FLAG_A DEPRECATED("use B") = 0x1,
    THING_FLAG_HIGH = 0x80000000,
    THING_FLAG_ELSEWHERE = ELSEWHERE,
    THING_FLAG_NEXT,
} THING_FLAGS, *PTHING_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(THING_FLAGS)
typedef enum { Unnamed0, Unnamed1 } UNNAMED_ENUM;

#pragma pack(push, 2)
typedef struct _THING {
    DWORD cbSize;
    WCHAR name[MAX_THINGS];
    BYTE grid[2][MAX_THINGS];
    union {
        struct {
            WORD low : 4;
            WORD : 0;
            WORD high : 12;
        } DUMMYSTRUCTNAME;
        WORD whole;
    } DUMMYUNIONNAME;
    _Field_size_(cbSize) BYTE *data;
    struct _THING *next, **previous;
    void (CALLBACK *notify)(struct _THING *, LPARAM);
} THING, *PTHING;
#pragma pack(pop)

struct Derived : public THING { int extra = 1; Derived() : extra(2) {} ~Derived(); bool operator==(const Derived &other) const { return extra == other.extra; } };
typedef struct Opaque Opaque, *POpaque;
typedef LRESULT (CALLBACK *THINGPROC)(_In_ PTHING thing, UINT, ...);
typedef int (*THINGTABLE[4])(void);
typedef BYTE (*THINGROW)[8];
typedef HRESULT (STDAPICALLTYPE THINGFUNC)(int);
union Either { int i; float f; };

STDAPI CreateThing(_In_ REFIID riid, _COM_Outptr_ void **thing);
STDAPI_(ULONG) ThingCount(void);
WINBASEAPI BOOL WINAPI CloseThing(_In_ HTHING thing);
EXTERN_C DECLSPEC_IMPORT _Check_return_ HRESULT STDAPICALLTYPE OpenThing(PCWSTR, DWORD flags = 0);
extern "C" __declspec(dllimport) const wchar_t * __cdecl ThingText(int);
inline int ThingInline(int a) { return a > 0 ? '{' : 0; }
template <typename T> struct ThingOf { T value; };
template <class A, int B = (1 > 0)> inline A ThingMax(A a) { return a; }
inline bool operator!(const THING &) { return false; }
