/* Vector views of our objects, and the property map IMap<Guid, Object>. */
#ifndef DISPLAYCORE_COLLECTIONS_H
#define DISPLAYCORE_COLLECTIONS_H

#include "object.h"

/* An IVectorView over objects; takes over the references in items, even when it fails. */
typedef enum { VIEW_TARGETS, VIEW_ADAPTERS, VIEW_VIEWS, VIEW_PATHS, VIEW_MODES } ViewKind;
HRESULT vector_view_new(ViewKind kind, Object **items, UINT32 count, Iface **out);

/*
 * Calls each() for every element of a caller's IIterable<T>; iid is that of IIterable<T>. size is
 * that of one element; pointers are released afterwards if they are objects.
 */
typedef HRESULT (*EachElement)(void *context, void *element);
HRESULT iterable_walk(Iface *iterable, const IID *iid, const IID *iterator, BOOL objects, EachElement each, void *context);

typedef struct PropertyMap PropertyMap;
extern const Class PropertyMap_class;
PropertyMap *property_map_new(void);
PropertyMap *property_map_copy(PropertyMap *from);
/* The value's reference stays the caller's. */
HRESULT property_map_put(PropertyMap *map, const GUID *key, Iface *value);
/* The same, for a value just made: its reference is given up here. */
HRESULT property_map_put_new(PropertyMap *map, const GUID *key, HRESULT made, Iface *value);
void property_map_freeze(PropertyMap *map); /* the map refuses changes from now on */
HRESULT property_map_view(PropertyMap *map, Iface **out);
/* Adds all of an IIterable<IKeyValuePair<Guid, Object>>; NULL adds nothing. */
HRESULT property_map_add_all(PropertyMap *map, Iface *iterable);

#endif
