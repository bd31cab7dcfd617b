/* Event sources: handlers by token, invoked outside the lock. */
#ifndef DISPLAYCORE_EVENTS_H
#define DISPLAYCORE_EVENTS_H

#include "object.h"

typedef struct EventSource {
    SRWLOCK lock;
    INT64 next;
    UINT32 count, capacity;
    struct Registration { INT64 token; Iface *handler; } *items;
} EventSource;

/* Sums over raises; the test exports hand it out. All fields are LONG-sized. */
typedef struct RaiseReport {
    volatile LONG invoked;    /* handlers called */
    volatile LONG failed;     /* of these, with a failure code */
    volatile LONG last_error; /* the last of these codes */
    volatile LONG handled;    /* argument objects whose Handled was set */
    volatile LONG deferred;   /* deferrals taken, all completed */
    volatile LONG late;       /* argument objects with a deferral that nobody completed in 10 s */
} RaiseReport;

void event_init(EventSource *source);
HRESULT event_add(EventSource *source, Iface *handler, const IID *iid, EventToken *token);
HRESULT event_remove(EventSource *source, EventToken token);
HRESULT event_remove_asked(EventSource *source, EventToken token); /* by a client: may be made to fail */
void event_clear(EventSource *source); /* releases every handler */
void event_raise(EventSource *source, Iface *sender, Iface *args, RaiseReport *report);
extern volatile LONG removals_to_fail; /* so many of the next ones that clients ask for */
UINT32 event_count(EventSource *source);

/* Runs fn(context) on a native thread of its own; threads_idle waits for all of them. */
HRESULT thread_start(void (*fn)(void *), void *context);
BOOL threads_idle(DWORD milliseconds);

#endif
