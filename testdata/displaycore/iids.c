#include "iids.h"

#define X(name, a, b, c, d0, d1, d2, d3, d4, d5, d6, d7) \
    const IID UIID_##name = {a, b, c, {d0, d1, d2, d3, d4, d5, d6, d7}};
DISPLAYCORE_IIDS(X)
