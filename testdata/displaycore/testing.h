/* Test exports: what a test may ask of the component or do to its machine. See README.md. */
#ifndef DISPLAYCORE_TESTING_H
#define DISPLAYCORE_TESTING_H

#include "events.h"

/* The failure that TestFailNext left, once; S_OK when there is none. */
HRESULT testing_take_failure(void);

#define TEST_EXPORT(type) __declspec(dllexport) type WINAPI
TEST_EXPORT(LONG) TestLiveObjects(void);
TEST_EXPORT(LONG) TestFactoryReferences(void);
TEST_EXPORT(LONG) TestHandles(void);
TEST_EXPORT(LONG) TestHandlers(void);
TEST_EXPORT(LONG) TestPresents(void);
TEST_EXPORT(void) TestKeepDead(BOOL keep);
TEST_EXPORT(LONG) TestDeadCalls(void);
TEST_EXPORT(void) TestNoWeakReferences(BOOL none);
TEST_EXPORT(void) TestFailRemovals(LONG count);
TEST_EXPORT(LONG) TestRaiseChanged(LONG count, LONG threads);
TEST_EXPORT(LONG) TestRaise(LONG kind, LONG count, LONG threads, RaiseReport *report);
TEST_EXPORT(HRESULT) TestLastHandlerError(void);
TEST_EXPORT(BOOL) TestWaitIdle(DWORD milliseconds);
TEST_EXPORT(void) TestFailNext(HRESULT hr);
TEST_EXPORT(LONG) TestPlug(LONG connector, BOOL connected);
TEST_EXPORT(LONG) TestSetSourceCount(LONG adapter, LONG count);
TEST_EXPORT(LONG) TestSetSourceStatus(LONG adapter, LONG source, LONG status);
TEST_EXPORT(HRESULT) TestFenceValue(Iface *fence, UINT64 *value, INT64 *signals);
TEST_EXPORT(LONG) TestReferences(Iface *object);
TEST_EXPORT(LONG) TestDirtyRects(Iface *scanout, RectInt32 *rects, LONG capacity);
TEST_EXPORT(void) TestReset(void);

#endif
