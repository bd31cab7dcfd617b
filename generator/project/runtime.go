package project

import (
	"strconv"
	"strings"

	"github.com/winmd2go/winmd2go/generator/model"
)

func itoa(n int) string { return strconv.Itoa(n) }

// shape says how values of a type cross the boundary.
type shape uint8

const (
	plain      shape = iota // the same bits on both sides
	float32s                // a float32, or up to four of them and nothing else
	float64s                // a float64, or up to four of them and nothing else
	boolean                 // one byte
	text                    // HSTRING
	object                  // IInspectable, any
	unknown                 // IUnknown, any
	class                   // pointer to a struct with an abi.Object
	described               // whatever its descriptor does
	collection              // described, but parameters take an interface
)

// provided is a type that the runtime has, so that every projection shares it.
type provided struct {
	pkg     string // below the runtime's import path
	name    string // of the Go type
	pointer bool   // values are pointers to it
	alias   string // under which the generated package shows it; "" for name
	shape   shape
	desc    string // of the descriptor: a type for generic types, else a variable
	size    int    // of a struct that is made of words and not of pointers
	align   int

	// Of generic types.
	iface    string       // Go interface that method parameters take
	iids     []iidField   // of the descriptor
	elems    []string     // fields of the descriptor for the type arguments
	forwards []forward    // methods that a class with this interface gets
	extra    []string     // further Go names that the generated package shows
	nested   []descriptor // fields of the descriptor that are descriptors
}

// iidField is a field of a descriptor and the parameterized interface whose IID
// it holds; args index the descriptor's type arguments, negative ones a key-value
// pair of all of them.
type iidField struct {
	field     string
	namespace string
	typ       string
	args      []int
}

// descriptor is a field that points to the descriptor of another generic type
// over the same arguments.
type descriptor struct{ field, typ string }

// forward is a method of a generic interface as a class has it.
type forward struct {
	name, params, results string // $0 and $1 are the type arguments
	args                  string // as passed on
	method                string // the descriptor's method, "" for name
}

const (
	nsFoundation  = "Windows.Foundation"
	nsCollections = "Windows.Foundation.Collections"
	pkgAbi        = "abi"
	pkgFoundation = "foundation"
	pkgColl       = "collections"
)

// pair marks the argument IKeyValuePair<0, 1> in an iidField.
const pair = -1

func coll(field string, args ...int) iidField { return iidField{field, nsCollections, field, args} }
func found(field string, args ...int) iidField {
	return iidField{field, nsFoundation, field, args}
}

var (
	iterableForwards = []forward{{name: "All", results: "iter.Seq2[$0, error]"}}
	firstForward     = []forward{{name: "First", results: "(*collections.Iterator[$0], error)"}}
	viewForwards     = []forward{
		{name: "GetAt", params: "index uint32", args: "index", results: "($0, error)"},
		{name: "Size", results: "(uint32, error)", method: "GetSize"},
		{name: "IndexOf", params: "value $0", args: "value", results: "(index uint32, found bool, err error)"},
		{name: "GetMany", params: "startIndex uint32, items []$0", args: "startIndex, items", results: "(uint32, error)"},
		{name: "Slice", results: "([]$0, error)"},
		{name: "All", results: "iter.Seq2[$0, error]"},
	}
	vectorForwards = append([]forward{
		{name: "GetView", results: "(*collections.VectorView[$0], error)"},
		{name: "SetAt", params: "index uint32, value $0", args: "index, value", results: "error"},
		{name: "InsertAt", params: "index uint32, value $0", args: "index, value", results: "error"},
		{name: "RemoveAt", params: "index uint32", args: "index", results: "error"},
		{name: "Append", params: "value $0", args: "value", results: "error"},
		{name: "RemoveAtEnd", results: "error"},
		{name: "Clear", results: "error"},
		{name: "ReplaceAll", params: "items []$0", args: "items", results: "error"},
	}, viewForwards...)
	mapViewForwards = []forward{
		{name: "Lookup", params: "key $0", args: "key", results: "($1, error)"},
		{name: "Size", results: "(uint32, error)", method: "GetSize"},
		{name: "HasKey", params: "key $0", args: "key", results: "(bool, error)"},
		{name: "Split", results: "(first, second *collections.MapView[$0, $1], err error)"},
		{name: "All", results: "iter.Seq2[collections.KeyValuePair[$0, $1], error]"},
	}
	mapForwards = []forward{
		{name: "Lookup", params: "key $0", args: "key", results: "($1, error)"},
		{name: "Size", results: "(uint32, error)", method: "GetSize"},
		{name: "HasKey", params: "key $0", args: "key", results: "(bool, error)"},
		{name: "GetView", results: "(*collections.MapView[$0, $1], error)"},
		{name: "Insert", params: "key $0, value $1", args: "key, value", results: "(replaced bool, err error)"},
		{name: "Remove", params: "key $0", args: "key", results: "error"},
		{name: "Clear", results: "error"},
		{name: "All", results: "iter.Seq2[collections.KeyValuePair[$0, $1], error]"},
	}
	operationForwards = []forward{
		{name: "Await", params: "ctx context.Context", args: "ctx", results: "($0, error)"},
		{name: "GetResults", results: "($0, error)"},
		{name: "Completed", results: "(foundation.AsyncOperationCompletedHandler[$0], error)"},
		{name: "SetCompleted", params: "handler foundation.AsyncOperationCompletedHandler[$0]", args: "handler", results: "error"},
	}
	operationProgressForwards = []forward{
		{name: "Await", params: "ctx context.Context", args: "ctx", results: "($0, error)"},
		{name: "AwaitProgress", params: "ctx context.Context, progress func($1)", args: "ctx, progress", results: "($0, error)"},
		{name: "GetResults", results: "($0, error)"},
		{name: "Completed", results: "(foundation.AsyncOperationWithProgressCompletedHandler[$0, $1], error)"},
		{name: "SetCompleted", params: "handler foundation.AsyncOperationWithProgressCompletedHandler[$0, $1]", args: "handler", results: "error"},
		{name: "Progress", results: "(foundation.AsyncOperationProgressHandler[$0, $1], error)", method: "GetProgress"},
		{name: "SetProgress", params: "handler foundation.AsyncOperationProgressHandler[$0, $1]", args: "handler", results: "error"},
	}
	actionForwards = []forward{
		{name: "Await", params: "ctx context.Context", args: "ctx", results: "error"},
		{name: "GetResults", results: "error"},
		{name: "Completed", results: "(foundation.AsyncActionCompletedHandler, error)"},
		{name: "SetCompleted", params: "handler foundation.AsyncActionCompletedHandler", args: "handler", results: "error"},
	}
	actionProgressForwards = []forward{
		{name: "Await", params: "ctx context.Context", args: "ctx", results: "error"},
		{name: "AwaitProgress", params: "ctx context.Context, progress func($0)", args: "ctx, progress", results: "error"},
		{name: "GetResults", results: "error"},
		{name: "Completed", results: "(foundation.AsyncActionWithProgressCompletedHandler[$0], error)"},
		{name: "SetCompleted", params: "handler foundation.AsyncActionWithProgressCompletedHandler[$0]", args: "handler", results: "error"},
		{name: "Progress", results: "(foundation.AsyncActionProgressHandler[$0], error)", method: "GetProgress"},
		{name: "SetProgress", params: "handler foundation.AsyncActionProgressHandler[$0]", args: "handler", results: "error"},
	}
)

// providedOf is the runtime's form of t, or nil.
func providedOf(t *model.Type) *provided {
	if !strings.HasPrefix(t.Namespace, nsFoundation) {
		return nil
	}
	return providedTypes[t.FullName()]
}

// providedTypes are keyed by metadata name; all are of Windows.Foundation or below it.
var providedTypes = map[string]*provided{
	nsFoundation + ".DateTime":               {pkg: pkgFoundation, name: "DateTime", shape: plain, size: 8, align: 8},
	nsFoundation + ".TimeSpan":               {pkg: pkgFoundation, name: "TimeSpan", shape: plain, size: 8, align: 8},
	nsFoundation + ".Point":                  {pkg: pkgFoundation, name: "Point", shape: float32s, size: 8, align: 4},
	nsFoundation + ".Size":                   {pkg: pkgFoundation, name: "Size", shape: float32s, size: 8, align: 4},
	nsFoundation + ".Rect":                   {pkg: pkgFoundation, name: "Rect", shape: float32s, size: 16, align: 4},
	nsFoundation + ".HResult":                {pkg: "", name: "HRESULT", alias: "HResult", shape: plain, size: 4, align: 4},
	nsFoundation + ".EventRegistrationToken": {pkg: pkgFoundation, name: "EventRegistrationToken", shape: plain, size: 8, align: 8},
	nsFoundation + ".AsyncStatus":            {pkg: pkgFoundation, name: "AsyncStatus", shape: plain, size: 4, align: 4, extra: []string{"AsyncStatusStarted", "AsyncStatusCompleted", "AsyncStatusCanceled", "AsyncStatusError"}},
	nsFoundation + ".IAsyncInfo":             {pkg: pkgFoundation, name: "IAsyncInfo", shape: described, desc: "IAsyncInfoType"},
	nsFoundation + ".IAsyncAction":           {pkg: pkgFoundation, name: "AsyncAction", pointer: true, shape: described, desc: "AsyncActionType", forwards: actionForwards},
	nsFoundation + ".AsyncActionCompletedHandler": {pkg: pkgFoundation, name: "AsyncActionCompletedHandler", shape: described,
		desc: "AsyncActionCompletedHandlerType"},

	nsFoundation + ".IReference`1":      {pkg: pkgAbi, desc: "Reference", shape: described, iids: []iidField{found("IReference", 0)}, elems: []string{"Elem"}},
	nsFoundation + ".IReferenceArray`1": {pkg: pkgAbi, desc: "ReferenceArray", shape: described, iids: []iidField{found("IReferenceArray", 0)}, elems: []string{"Elem"}},

	nsFoundation + ".IAsyncOperation`1": {pkg: pkgFoundation, name: "AsyncOperation", pointer: true, shape: described, desc: "AsyncOperationType",
		iids: []iidField{found("IAsyncOperation", 0), found("AsyncOperationCompletedHandler", 0)}, elems: []string{"Result"}, forwards: operationForwards},
	nsFoundation + ".IAsyncActionWithProgress`1": {pkg: pkgFoundation, name: "AsyncActionWithProgress", pointer: true, shape: described, desc: "AsyncActionWithProgressType",
		iids: []iidField{found("IAsyncActionWithProgress", 0), found("AsyncActionWithProgressCompletedHandler", 0), found("AsyncActionProgressHandler", 0)}, elems: []string{"Progress"}, forwards: actionProgressForwards},
	nsFoundation + ".IAsyncOperationWithProgress`2": {pkg: pkgFoundation, name: "AsyncOperationWithProgress", pointer: true, shape: described, desc: "AsyncOperationWithProgressType",
		iids: []iidField{found("IAsyncOperationWithProgress", 0, 1), found("AsyncOperationWithProgressCompletedHandler", 0, 1), found("AsyncOperationProgressHandler", 0, 1)}, elems: []string{"Result", "Progress"}, forwards: operationProgressForwards},

	nsFoundation + ".EventHandler`1": {pkg: pkgFoundation, name: "EventHandler", shape: described, desc: "EventHandlerType",
		iids: []iidField{{"IID", nsFoundation, "EventHandler", []int{0}}}, elems: []string{"Args"}},
	nsFoundation + ".TypedEventHandler`2": {pkg: pkgFoundation, name: "TypedEventHandler", shape: described, desc: "TypedEventHandlerType",
		iids: []iidField{{"IID", nsFoundation, "TypedEventHandler", []int{0, 1}}}, elems: []string{"Sender", "Args"}},
	nsFoundation + ".AsyncOperationCompletedHandler`1": {pkg: pkgFoundation, name: "AsyncOperationCompletedHandler", shape: described, desc: "AsyncOperationCompletedHandlerType",
		iids: []iidField{{"IID", nsFoundation, "AsyncOperationCompletedHandler", []int{0}}}, nested: []descriptor{{"Operation", nsFoundation + ".IAsyncOperation`1"}}},
	nsFoundation + ".AsyncActionWithProgressCompletedHandler`1": {pkg: pkgFoundation, name: "AsyncActionWithProgressCompletedHandler", shape: described, desc: "AsyncActionWithProgressCompletedHandlerType",
		iids: []iidField{{"IID", nsFoundation, "AsyncActionWithProgressCompletedHandler", []int{0}}}, nested: []descriptor{{"Operation", nsFoundation + ".IAsyncActionWithProgress`1"}}},
	nsFoundation + ".AsyncActionProgressHandler`1": {pkg: pkgFoundation, name: "AsyncActionProgressHandler", shape: described, desc: "AsyncActionProgressHandlerType",
		iids: []iidField{{"IID", nsFoundation, "AsyncActionProgressHandler", []int{0}}}, nested: []descriptor{{"Operation", nsFoundation + ".IAsyncActionWithProgress`1"}}},
	nsFoundation + ".AsyncOperationWithProgressCompletedHandler`2": {pkg: pkgFoundation, name: "AsyncOperationWithProgressCompletedHandler", shape: described, desc: "AsyncOperationWithProgressCompletedHandlerType",
		iids: []iidField{{"IID", nsFoundation, "AsyncOperationWithProgressCompletedHandler", []int{0, 1}}}, nested: []descriptor{{"Operation", nsFoundation + ".IAsyncOperationWithProgress`2"}}},
	nsFoundation + ".AsyncOperationProgressHandler`2": {pkg: pkgFoundation, name: "AsyncOperationProgressHandler", shape: described, desc: "AsyncOperationProgressHandlerType",
		iids: []iidField{{"IID", nsFoundation, "AsyncOperationProgressHandler", []int{0, 1}}}, nested: []descriptor{{"Operation", nsFoundation + ".IAsyncOperationWithProgress`2"}}},

	nsCollections + ".IIterable`1": {pkg: pkgColl, name: "Iterable", pointer: true, iface: "IIterable", shape: collection, desc: "IterableType",
		iids: []iidField{coll("IIterable", 0), coll("IIterator", 0)}, elems: []string{"Elem"}, forwards: append(firstForward, iterableForwards...)},
	nsCollections + ".IIterator`1": {pkg: pkgColl, name: "Iterator", pointer: true, shape: described, desc: "IteratorType",
		iids: []iidField{coll("IIterator", 0)}, elems: []string{"Elem"}, forwards: []forward{
			{name: "Current", results: "($0, error)"}, {name: "HasCurrent", results: "(bool, error)"}, {name: "MoveNext", results: "(bool, error)"},
			{name: "GetMany", params: "items []$0", args: "items", results: "(uint32, error)"}}},
	nsCollections + ".IVectorView`1": {pkg: pkgColl, name: "VectorView", pointer: true, iface: "IVectorView", shape: collection, desc: "VectorViewType",
		iids: []iidField{coll("IVectorView", 0), coll("IIterable", 0), coll("IIterator", 0)}, elems: []string{"Elem"}, forwards: viewForwards},
	nsCollections + ".IVector`1": {pkg: pkgColl, name: "Vector", pointer: true, iface: "IVector", shape: collection, desc: "VectorType",
		iids: []iidField{coll("IVector", 0), coll("IVectorView", 0), coll("IIterable", 0), coll("IIterator", 0)}, elems: []string{"Elem"}, forwards: vectorForwards},
	nsCollections + ".IObservableVector`1": {pkg: pkgColl, name: "ObservableVector", pointer: true, iface: "IObservableVector", shape: collection, desc: "ObservableVectorType",
		iids:  []iidField{coll("IObservableVector", 0), coll("VectorChangedEventHandler", 0), coll("IVector", 0), coll("IVectorView", 0), coll("IIterable", 0), coll("IIterator", 0)},
		elems: []string{"Elem"}, forwards: []forward{{name: "AddVectorChanged", params: "handler func(sender *collections.ObservableVector[$0], args collections.IVectorChangedEventArgs)", args: "handler", results: "(winrt.EventRegistration, error)"}}},
	nsCollections + ".IKeyValuePair`2": {pkg: pkgColl, name: "KeyValuePair", shape: described, desc: "KeyValuePairType",
		iids: []iidField{coll("IKeyValuePair", 0, 1)}, elems: []string{"Key", "Value"}},
	nsCollections + ".IMapView`2": {pkg: pkgColl, name: "MapView", pointer: true, iface: "IMapView", shape: collection, desc: "MapViewType",
		iids: []iidField{coll("IMapView", 0, 1), coll("IKeyValuePair", 0, 1), coll("IIterable", pair), coll("IIterator", pair)}, elems: []string{"Key", "Value"}, forwards: mapViewForwards},
	nsCollections + ".IMap`2": {pkg: pkgColl, name: "Map", pointer: true, iface: "IMap", shape: collection, desc: "MapType",
		iids: []iidField{coll("IMap", 0, 1), coll("IMapView", 0, 1), coll("IKeyValuePair", 0, 1), coll("IIterable", pair), coll("IIterator", pair)}, elems: []string{"Key", "Value"}, forwards: mapForwards},
	nsCollections + ".IObservableMap`2": {pkg: pkgColl, name: "ObservableMap", pointer: true, iface: "IObservableMap", shape: collection, desc: "ObservableMapType",
		iids:  []iidField{coll("IObservableMap", 0, 1), coll("MapChangedEventHandler", 0, 1), coll("IMapChangedEventArgs", 0), coll("IMap", 0, 1), coll("IMapView", 0, 1), coll("IKeyValuePair", 0, 1), coll("IIterable", pair), coll("IIterator", pair)},
		elems: []string{"Key", "Value"}, forwards: []forward{{name: "AddMapChanged", params: "handler func(sender *collections.ObservableMap[$0, $1], args *collections.MapChangedEventArgs[$0])", args: "handler", results: "(winrt.EventRegistration, error)"}}},
	nsCollections + ".IMapChangedEventArgs`1": {pkg: pkgColl, name: "MapChangedEventArgs", pointer: true, shape: described, desc: "MapChangedEventArgsType",
		iids: []iidField{coll("IMapChangedEventArgs", 0)}, elems: []string{"Key"}, forwards: []forward{
			{name: "CollectionChange", results: "(collections.CollectionChange, error)"}, {name: "Key", results: "($0, error)"}}},
	nsCollections + ".VectorChangedEventHandler`1": {pkg: pkgColl, name: "VectorChangedEventHandler", shape: described, desc: "VectorChangedEventHandlerType",
		nested: []descriptor{{"Vector", nsCollections + ".IObservableVector`1"}}},
	nsCollections + ".MapChangedEventHandler`2": {pkg: pkgColl, name: "MapChangedEventHandler", shape: described, desc: "MapChangedEventHandlerType",
		nested: []descriptor{{"Map", nsCollections + ".IObservableMap`2"}}},
	nsCollections + ".CollectionChange":        {pkg: pkgColl, name: "CollectionChange", shape: plain, size: 4, align: 4, extra: []string{"CollectionChangeReset", "CollectionChangeItemInserted", "CollectionChangeItemRemoved", "CollectionChangeItemChanged"}},
	nsCollections + ".IVectorChangedEventArgs": {pkg: pkgColl, name: "IVectorChangedEventArgs", shape: described, desc: "IVectorChangedEventArgsType"},
}

// basics are the Go forms of the system's own types.
var basics = map[model.Basic]struct {
	name, pkg, zero string
	shape           shape
	desc            string
	size            int
}{
	model.Boolean: {name: "bool", zero: "false", shape: boolean, desc: "Bool{}", size: 1},
	model.Char16:  {name: "uint16", zero: "0", desc: "Plain[uint16]{}", size: 2},
	model.Int8:    {name: "int8", zero: "0", desc: "Plain[int8]{}", size: 1},
	model.UInt8:   {name: "byte", zero: "0", desc: "Plain[byte]{}", size: 1},
	model.Int16:   {name: "int16", zero: "0", desc: "Plain[int16]{}", size: 2},
	model.UInt16:  {name: "uint16", zero: "0", desc: "Plain[uint16]{}", size: 2},
	model.Int32:   {name: "int32", zero: "0", desc: "Plain[int32]{}", size: 4},
	model.UInt32:  {name: "uint32", zero: "0", desc: "Plain[uint32]{}", size: 4},
	model.Int64:   {name: "int64", zero: "0", desc: "Plain[int64]{}", size: 8},
	model.UInt64:  {name: "uint64", zero: "0", desc: "Plain[uint64]{}", size: 8},
	model.Float32: {name: "float32", zero: "0", shape: float32s, desc: "FloatsType[float32]{}", size: 4},
	model.Float64: {name: "float64", zero: "0", shape: float64s, desc: "DoublesType[float64]{}", size: 8},
	model.String:  {name: "string", zero: `""`, shape: text, desc: "String{}"},
	model.Object:  {name: "any", zero: "nil", shape: object, desc: "Any{}"},
	model.Unknown: {name: "any", zero: "nil", shape: unknown, desc: "Unknown{}"},
	model.IntPtr:  {name: "int", zero: "0", desc: "Plain[int]{}"},
	model.UIntPtr: {name: "uintptr", zero: "0", desc: "Plain[uintptr]{}"},
	model.HResult: {name: "winrt.HRESULT", zero: "0", size: 4},
	model.Bool32:  {name: "bool", zero: "false", shape: described, desc: "Bool32{}"},
}
