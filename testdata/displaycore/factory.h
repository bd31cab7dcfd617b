#ifndef DISPLAYCORE_FACTORY_H
#define DISPLAYCORE_FACTORY_H

#include "object.h"

/* References to activation factories that callers hold. */
LONG factory_references(void);

#endif
