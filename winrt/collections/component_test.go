//go:build windows

package collections_test

import (
	"errors"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/winmd2go/winmd2go/winrt"
	"github.com/winmd2go/winmd2go/winrt/abi"
	"github.com/winmd2go/winmd2go/winrt/collections"
)

// component is testdata/collections: native code that uses Go's collections,
// and native collections for Go to use.
var component = sync.OnceValues(func() (*syscall.DLL, error) {
	dir := os.Getenv("WINMD2GO_COMPONENTS")
	if dir == "" {
		return nil, errors.New("WINMD2GO_COMPONENTS names no directory with collections-test.dll; ./test.sh builds it")
	}
	return syscall.LoadDLL(filepath.Join(dir, "collections-test.dll"))
})

// heap keeps what native code writes to off the goroutine's stack.
var heap any

func onHeap[T any]() *T {
	p := new(T)
	heap = p
	return p
}

func native(t testing.TB, function string, arguments ...uintptr) uintptr {
	t.Helper()
	dll, err := component()
	if err != nil {
		t.Skip(err)
	}
	proc, err := dll.FindProc(function)
	if err != nil {
		t.Fatal(err)
	}
	result, _, _ := proc.Call(arguments...)
	return result
}

func succeed(t testing.TB, function string, arguments ...uintptr) {
	t.Helper()
	if hr := abi.HRESULT(native(t, function, arguments...)); hr != 0 {
		t.Fatalf("%s: %v", function, hr)
	}
}

// given is v as native code gets it, until the test ends.
func given[T any](t testing.TB, kind abi.Type[T], v T) uintptr {
	t.Helper()
	if _, err := component(); err != nil {
		t.Skip(err)
	}
	cell := onHeap[unsafe.Pointer]()
	if err := kind.Give(unsafe.Pointer(cell), v); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kind.Drop(unsafe.Pointer(cell)) })
	return uintptr(*cell)
}

// made takes a native object that function makes.
func made[T any](t testing.TB, kind abi.Type[T], function string, arguments ...uintptr) T {
	t.Helper()
	cell := onHeap[unsafe.Pointer]()
	succeed(t, function, append(arguments, uintptr(unsafe.Pointer(cell)))...)
	v, err := kind.Take(unsafe.Pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func address[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

type walked struct {
	count uint32
	hash  uint32
	sum   int64
}

func walk(t testing.TB, function string, items uintptr, arguments ...uintptr) (uint32, int64) {
	t.Helper()
	w := onHeap[walked]()
	arguments = append([]uintptr{items}, arguments...)
	succeed(t, function, append(arguments, address(&w.count), address(&w.sum))...)
	return w.count, w.sum
}

func upTo(n int32) (items []int32, sum int64) {
	for i := range n {
		items = append(items, i)
		sum += int64(i)
	}
	return items, sum
}

// TestNativeWalks has native code walk Go's collections in every way there is.
func TestNativeWalks(t *testing.T) {
	items, sum := upTo(1000)
	list := collections.FromSlice(items)
	for _, test := range []struct {
		name     string
		iterable collections.IIterable[int32]
	}{
		{"list", list},
		{"frozen", func() collections.IIterable[int32] { v, _ := list.GetView(); return v }()},
		{"reader", indexed(items)},
		{"sequence", sequence(items)},
	} {
		t.Run(test.name, func(t *testing.T) {
			settled(t)
			p := given(t, int32Iterable, collections.AsIterable(test.iterable))
			if n, s := walk(t, "WalkInts", p); int(n) != len(items) || s != sum {
				t.Errorf("steps: %d elements with sum %d", n, s)
			}
			for _, batch := range []uintptr{1, 7, 256, 4096} {
				if n, s := walk(t, "WalkIntsMany", p, batch, 1<<31); int(n) != len(items) || s != sum {
					t.Errorf("batches of %d: %d elements with sum %d", batch, n, s)
				}
			}
			total := onHeap[int64]()
			succeed(t, "WalkThreads", p, 50, address(total))
			if *total != 49*50/2 {
				t.Errorf("a thread for each step: %d", *total)
			}
		})
	}
}

// indexed is a Go type that has the methods of IVectorView and is not ours.
type indexed []int32

func (x indexed) All() iter.Seq2[int32, error] {
	return func(func(int32, error) bool) { panic("read by index, please") }
}
func (x indexed) GetAt(i uint32) (int32, error)               { return x[i], nil }
func (x indexed) Size() (uint32, error)                       { return uint32(len(x)), nil }
func (x indexed) IndexOf(int32) (uint32, bool, error)         { return 0, false, nil }
func (x indexed) GetMany(i uint32, s []int32) (uint32, error) { return uint32(copy(s, x[i:])), nil }

// sequence is a Go type that has no more than All.
type sequence []int32

func (x sequence) All() iter.Seq2[int32, error] {
	return func(yield func(int32, error) bool) {
		for _, v := range x {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// endless counts how often it runs and how often it is stopped.
type endless struct{ begun, ended atomic.Int32 }

func (x *endless) All() iter.Seq2[int32, error] {
	return func(yield func(int32, error) bool) {
		x.begun.Add(1)
		defer x.ended.Add(1)
		for i := int32(7); yield(i, nil); i++ {
		}
	}
}

// TestReleasedIteratorsStop gives up walks of a sequence that has no end.
func TestReleasedIteratorsStop(t *testing.T) {
	settled(t)
	x := new(endless)
	p := given(t, int32Iterable, collections.AsIterable[int32](x))
	item := onHeap[int32]()
	for range 10 {
		succeed(t, "WalkOne", p, address(item))
		if *item != 7 {
			t.Fatalf("first element %d", *item)
		}
	}
	if n, _ := walk(t, "WalkIntsMany", p, 100, 1000); n != 1000 {
		t.Errorf("%d elements", n)
	}
	deadline := time.Now().Add(10 * time.Second)
	for x.ended.Load() < 11 && time.Now().Before(deadline) {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if b, e := x.begun.Load(), x.ended.Load(); b != 11 || e != 11 {
		t.Errorf("%d walks begun, %d ended", b, e)
	}
}

type failing struct {
	after int
	err   error
}

func (x failing) All() iter.Seq2[int32, error] {
	return func(yield func(int32, error) bool) {
		for range x.after {
			if !yield(1, nil) {
				return
			}
		}
		if x.err == nil {
			panic("a sequence that panics")
		}
		yield(0, x.err)
	}
}

// TestFailingSequences looks at what native code hears of errors and panics.
func TestFailingSequences(t *testing.T) {
	settled(t)
	for _, test := range []struct {
		name string
		x    failing
		want abi.HRESULT
	}{
		{"at once", failing{0, winrt.E_ACCESSDENIED}, winrt.E_ACCESSDENIED},
		{"later", failing{3, winrt.E_ACCESSDENIED}, winrt.E_ACCESSDENIED},
		{"panic", failing{2, nil}, winrt.E_FAIL},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := given(t, int32Iterable, collections.AsIterable[int32](test.x))
			w := onHeap[walked]()
			if hr := abi.HRESULT(native(t, "WalkInts", p, address(&w.count), address(&w.sum))); hr != test.want || int(w.count) != test.x.after {
				t.Errorf("steps: %v after %d elements", hr, w.count)
			}
			if hr := abi.HRESULT(native(t, "WalkIntsMany", p, 2, 100, address(&w.count), address(&w.sum))); hr != test.want || int(w.count) != test.x.after {
				t.Errorf("batches: %v after %d elements", hr, w.count)
			}
		})
	}
}

func hash(texts []string) uint32 {
	h := uint32(2166136261)
	for _, s := range texts {
		for _, r := range s {
			h = (h ^ uint32(r)) * 16777619
		}
		h = (h ^ 0xffff) * 16777619
	}
	return h
}

func TestNativeReadsTexts(t *testing.T) {
	settled(t)
	items := []string{"", "a", "Grüße", "日本", "end"}
	list := collections.FromSlice(items)
	w := onHeap[walked]()
	succeed(t, "WalkStrings", given(t, textIterable, collections.AsIterable[string](list)), address(&w.count), address(&w.hash))
	if int(w.count) != len(items) || w.hash != hash(items) {
		t.Errorf("steps: %d texts, %x", w.count, w.hash)
	}
	succeed(t, "ReadStringsMany", given(t, textView, collections.AsVectorView[string](list)), 100, address(&w.count), address(&w.hash))
	if int(w.count) != len(items) || w.hash != hash(items) {
		t.Errorf("at once: %d texts, %x", w.count, w.hash)
	}
}

// satisfied fails with the line of the component that was not.
func satisfied(t *testing.T, function string, object uintptr) {
	t.Helper()
	line := onHeap[int32]()
	native(t, function, object, address(line))
	if *line != 0 {
		t.Fatalf("%s: testdata/collections/callers.c:%d does not hold", function, *line)
	}
}

func TestNativeChangesList(t *testing.T) {
	settled(t)
	list := collections.Of[int32](10, 20, 30)
	satisfied(t, "ChangeInts", given(t, int32s, collections.AsVector[int32](list)))
	if got, _ := list.Slice(); !slices.Equal(got, []int32{7, 8}) {
		t.Errorf("left with %v", got)
	}
}

func TestNativeChangesTable(t *testing.T) {
	settled(t)
	table := collections.FromMap(map[string]int32{"one": 1, "two": 2})
	satisfied(t, "ChangeMap", given(t, textToInt32, collections.AsMap[string, int32](table)))
	if got := table.Map(); len(got) != 1 || got["six"] != 6 {
		t.Errorf("left with %v", got)
	}
}

func TestNativeWalksTable(t *testing.T) {
	settled(t)
	entries := make(map[string]int32)
	sum, letters := int64(0), 0
	for i := range int32(500) {
		key := strconv.Itoa(int(i))
		entries[key] = i
		sum += int64(i)
		letters += len(key)
	}
	p := given(t, textInt32Pairs, collections.AsIterable[collections.KeyValuePair[string, int32]](collections.FromMap(entries)))
	w := onHeap[walked]()
	succeed(t, "WalkPairs", p, address(&w.count), address(&w.sum), address(&w.hash))
	if int(w.count) != len(entries) || w.sum != sum || int(w.hash) != letters {
		t.Errorf("%d entries, sum %d, %d letters", w.count, w.sum, w.hash)
	}
	if n := int32(native(t, "FetchPairs", p, 600)); int(n) != len(entries) {
		t.Errorf("at once: %d", n)
	}
}

func TestNativeObserves(t *testing.T) {
	t.Run("vector", func(t *testing.T) {
		settled(t)
		list := collections.Of[int32](10, 20, 30)
		var mine []collections.CollectionChange
		registration, err := list.AddVectorChanged(func(_ *collections.ObservableVector[int32], args collections.IVectorChangedEventArgs) {
			change, err := args.CollectionChange()
			if err != nil {
				t.Error(err)
			}
			mine = append(mine, change)
		})
		if err != nil {
			t.Fatal(err)
		}
		satisfied(t, "ObserveInts", given(t, observedInt32s, collections.AsObservableVector[int32](list)))
		if len(mine) != 5 {
			t.Errorf("Go heard of %v", mine)
		}
		if err := registration.Remove(); err != nil {
			t.Error(err)
		}
		if err := list.Clear(); err != nil || len(mine) != 5 {
			t.Errorf("%v, Go heard of %v after Remove", err, mine)
		}
	})
	t.Run("map", func(t *testing.T) {
		settled(t)
		table := collections.FromMap(map[string]int32{"one": 1})
		satisfied(t, "ObserveMap", given(t, observedTextInt32, collections.AsObservableMap[string, int32](table)))
	})
	if n := int32(native(t, "LiveObjects")); n != 0 {
		t.Errorf("%d native objects are left", n)
	}
}

// TestNativeKeeps has native code hold a list longer than Go does.
func TestNativeKeeps(t *testing.T) {
	settled(t)
	list := collections.Of[int32](1)
	func() {
		cell := onHeap[unsafe.Pointer]()
		if err := int32s.Give(unsafe.Pointer(cell), collections.AsVector[int32](list)); err != nil {
			t.Fatal(err)
		}
		native(t, "KeepInts", uintptr(*cell))
		int32s.Drop(unsafe.Pointer(cell))
	}()
	for i := range 100 {
		runtime.GC()
		succeed(t, "AppendToKept", uintptr(i))
	}
	if n, err := list.Size(); n != 101 || err != nil {
		t.Errorf("%d elements, %v", n, err)
	}
	if refs := native(t, "DropKept"); refs != 0 {
		t.Errorf("%d references after the last one was released", refs)
	}
}

func TestIdentity(t *testing.T) {
	settled(t)
	list := collections.Of[int32](1, 2)
	vector := given(t, int32s, collections.AsVector[int32](list))
	if again := given(t, int32s, collections.AsVector[int32](list)); again != vector {
		t.Error("the same list is two objects")
	}
	cell := onHeap[uintptr]()
	*cell = vector
	references := abi.LiveReferences()
	back, err := int32s.Read(unsafe.Pointer(cell))
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Append(3); err != nil {
		t.Fatal(err)
	}
	if n, _ := list.Size(); n != 3 {
		t.Error("what came back is not the list")
	}
	if now := abi.LiveReferences(); now != references {
		t.Errorf("what came back goes through native code: %d references more", now-references)
	}
	// A struct that stands for the list is the list, whoever asks.
	key, err := abi.IdentityOf(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{back, collections.AsVector[int32](list), collections.AsObservableVector[int32](list)} {
		if other, err := abi.IdentityOf(v); other != key || err != nil || !abi.Same(v, list) {
			t.Errorf("a %T that stands for the list is another object, %v", v, err)
		}
	}
	if abi.Same(list, collections.Of[int32](1, 2, 3)) {
		t.Error("two lists are the same")
	}
	// As Object it is its own COM object, and comes back as itself.
	if err := (abi.Any{}).Give(unsafe.Pointer(cell), back); err != nil {
		t.Fatal(err)
	}
	if v, err := (abi.Any{}).Take(unsafe.Pointer(cell)); v != any(list) || err != nil {
		t.Errorf("the list went as Object and came back as %T, %v", v, err)
	}
}

// TestInsides holds that what the runtime makes for native code comes back as Object
// in the form that Go code has for it.
func TestInsides(t *testing.T) {
	settled(t)
	list := collections.Of("a", "b")
	table := collections.FromMap(map[string]int32{"a": 1})
	view, err := list.GetView()
	if err != nil {
		t.Fatal(err)
	}
	for name, from := range map[string]uintptr{
		"of a list":     given(t, abi.Type[*collections.Iterable[string]](textIterable), collections.AsIterable[string](list)),
		"of a view":     given(t, abi.Type[*collections.Iterable[string]](textIterable), collections.AsIterable[string](view)),
		"of a table":    given(t, abi.Type[*collections.Iterable[collections.KeyValuePair[string, int32]]](textInt32Pairs), collections.AsIterable[collections.KeyValuePair[string, int32]](table)),
		"of a sequence": given(t, abi.Type[*collections.Iterable[string]](textIterable), collections.AsIterable[string](words{"a", "b"})),
	} {
		cell := onHeap[unsafe.Pointer]()
		const slotFirst = 6
		vtable := *(*unsafe.Pointer)(*(*unsafe.Pointer)(unsafe.Pointer(&from)))
		first := *(*uintptr)(unsafe.Add(vtable, slotFirst*unsafe.Sizeof(uintptr(0))))
		if hr, _, _ := syscall.SyscallN(first, from, uintptr(unsafe.Pointer(cell))); hr != 0 {
			t.Fatal(abi.HRESULT(hr))
		}
		v, err := abi.Any{}.Take(unsafe.Pointer(cell))
		switch it := v.(type) {
		case *collections.Iterator[string]:
			if text, err := it.Current(); text != "a" || err != nil {
				t.Errorf("the iterator %s is at %q, %v", name, text, err)
			}
			it.Release()
		case *collections.Iterator[collections.KeyValuePair[string, int32]]:
			if pair, err := it.Current(); pair.Value != 1 || err != nil {
				t.Errorf("the iterator %s is at %v, %v", name, pair, err)
			}
		default:
			t.Errorf("the iterator %s came back as %T, %v", name, v, err)
		}
	}
	cell := onHeap[unsafe.Pointer]()
	if err := textView.Give(unsafe.Pointer(cell), view); err != nil {
		t.Fatal(err)
	}
	pair := collections.KeyValuePair[string, int32]{Key: "a", Value: 1}
	pairType := &collections.KeyValuePairType[string, int32]{IKeyValuePair: iid("IKeyValuePair", "string", "i4"), Key: abi.String{}, Value: abi.Plain[int32]{}}
	pairCell := onHeap[unsafe.Pointer]()
	if err := pairType.Give(unsafe.Pointer(pairCell), pair); err != nil {
		t.Fatal(err)
	}
	if v, err := (abi.Any{}).Take(unsafe.Pointer(pairCell)); v != any(pair) || err != nil {
		t.Errorf("the pair came back as %T %v, %v", v, v, err)
	}
	v, err := abi.Any{}.Take(unsafe.Pointer(cell))
	if got, ok := v.(*collections.VectorView[string]); !ok || err != nil {
		t.Errorf("the view came back as %T, %v", v, err)
	} else if n, err := got.Size(); n != 2 || err != nil {
		t.Errorf("the view has %d elements, %v", n, err)
	}
}

// words is an iterable of the caller's.
type words []string

func (w words) All() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, v := range w {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func TestManyThreads(t *testing.T) {
	settled(t)
	list := collections.Of[int32](1, 2, 3, 4)
	p := given(t, int32s, collections.AsVector[int32](list))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				for _, err := range list.All() {
					if err != nil && !errors.Is(err, winrt.E_CHANGED_STATE) {
						t.Error(err)
					}
				}
			}
		})
	}
	if failures := int32(native(t, "HammerInts", p, 6, 20)); failures != 0 {
		t.Errorf("%d failures on native threads", failures)
	}
	close(stop)
	readers.Wait()
	if n, _ := list.Size(); n != 4+6*20 {
		t.Errorf("%d elements", n)
	}
}

// TestNativeVectors reads and changes native vectors, with GetMany and without.
func TestNativeVectors(t *testing.T) {
	const noGetMany = 1
	for _, flags := range []uintptr{0, noGetMany} {
		t.Run(strconv.Itoa(int(flags)), func(t *testing.T) {
			settled(t)
			ints := made(t, abi.Type[*collections.Vector[int32]](int32s), "MakeInts", 1000, flags)
			defer ints.Release()
			want, _ := upTo(1000)
			if got, err := ints.Slice(); err != nil || !slices.Equal(got, want) {
				t.Errorf("Slice: %d elements, %v", len(got), err)
			}
			var got []int32
			for v, err := range ints.All() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, v)
			}
			if !slices.Equal(got, want) {
				t.Errorf("All: %d elements", len(got))
			}
			items, err := abi.As(ints, &abi.ClassInfo{Name: "IIterable", IID: int32Iterable.IIterable}, func(p unsafe.Pointer) collections.IIterable[int32] {
				v, _ := int32Iterable.Take(unsafe.Pointer(&p))
				return v
			})
			if err != nil {
				t.Fatal(err)
			}
			defer winrt.Release(items)
			if got, err := items.(*collections.Iterable[int32]).Slice(); err != nil || !slices.Equal(got, want) {
				t.Errorf("by iterator: %d elements, %v", len(got), err)
			}

			strings := made(t, abi.Type[*collections.Vector[string]](texts), "MakeStrings", 100, flags)
			defer strings.Release()
			view, err := strings.GetView()
			if err != nil {
				t.Fatal(err)
			}
			defer view.Release()
			checkView(t, view)
			for s, err := range strings.All() { // what the loop does not take is freed
				if err != nil || s != "item 0" {
					t.Errorf("%q, %v", s, err)
				}
				break
			}
			testVector(t, strings)
		})
	}
	t.Run("Go", func(t *testing.T) {
		testVector(t, collections.AsVector[string](collections.Of("x")))
	})
	if n := int32(native(t, "LiveObjects")); n != 0 {
		t.Errorf("%d native objects are left", n)
	}
}

// testVector takes a vector through its methods; native and Go's behave alike.
func testVector(t *testing.T, v *collections.Vector[string]) {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	bounds := func(err error) {
		t.Helper()
		if !errors.Is(err, winrt.E_BOUNDS) {
			t.Errorf("%v, want E_BOUNDS", err)
		}
	}
	check(v.ReplaceAll([]string{"a", "b", "c"}))
	check(v.Append("d"))
	check(v.InsertAt(0, "first"))
	check(v.SetAt(1, "A"))
	check(v.RemoveAt(2))
	check(v.RemoveAtEnd())
	bounds(v.SetAt(3, ""))
	bounds(v.InsertAt(4, ""))
	bounds(v.RemoveAt(3))
	_, err := v.GetAt(3)
	bounds(err)
	got, err := v.Slice()
	if want := []string{"first", "A", "c"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	at, found, err := v.IndexOf("c")
	if at != 2 || !found || err != nil {
		t.Errorf("IndexOf: %d, %v, %v", at, found, err)
	}
	_, found, err = v.IndexOf("nobody")
	if found || err != nil {
		t.Errorf("IndexOf of nothing: %v, %v", found, err)
	}
	check(v.Clear())
	bounds(v.RemoveAtEnd())
	if n, err := v.Size(); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	for v, err := range v.All() {
		t.Errorf("an element of nothing: %v, %v", v, err)
	}
	if got, err := v.Slice(); len(got) != 0 || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}

// TestReleasedWhileIterating ends with an error and not with a crash.
func TestReleasedWhileIterating(t *testing.T) {
	settled(t)
	v := made(t, abi.Type[*collections.Vector[int32]](int32s), "MakeInts", 1000, 0)
	n := 0
	for _, err := range v.All() {
		if err != nil {
			if !errors.Is(err, abi.ErrReleased) {
				t.Error(err)
			}
			break
		}
		if n++; n == 3 {
			v.Release()
		}
	}
	if n >= 1000 {
		t.Error("a released vector was read to the end")
	}
}

// TestObjectsByIdentity looks for an object in a list by another reference to it.
func TestObjectsByIdentity(t *testing.T) {
	settled(t)
	a := made(t, abi.Type[any](abi.Any{}), "MakeInts", 1, 0).(*abi.Inspectable)
	defer a.Release()
	b := made(t, abi.Type[any](abi.Any{}), "MakeInts", 1, 0).(*abi.Inspectable)
	defer b.Release()
	again, err := abi.Cast[abi.Inspectable](b)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Release()
	list := collections.Of(a, b)
	if at, found, err := list.IndexOf(again); at != 1 || !found || err != nil {
		t.Errorf("%d, %v, %v", at, found, err)
	}
	c := made(t, abi.Type[any](abi.Any{}), "MakeInts", 1, 0).(*abi.Inspectable)
	defer c.Release()
	if _, found, err := list.IndexOf(c); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
}
