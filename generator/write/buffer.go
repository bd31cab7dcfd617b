package write

import (
	"bytes"
	"io"
	"os"
	"sync"
)

// buffer is the content of a file that stands in the tree, in memory that is
// used again: a run that changes nothing reads every file.
type buffer struct{ bytes []byte }

var buffers = sync.Pool{New: func() any { return new(buffer) }}

func (b *buffer) free() { buffers.Put(b) }

// readFile reads a file of about the given size.
func readFile(root *os.Root, name string, size int64) (*buffer, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := buffers.Get().(*buffer)
	if int64(cap(b.bytes)) <= size {
		b.bytes = make([]byte, 0, size+size/8+512)
	}
	b.bytes = b.bytes[:0]
	for {
		if len(b.bytes) == cap(b.bytes) {
			b.bytes = append(b.bytes, 0)[:len(b.bytes)]
		}
		n, err := f.Read(b.bytes[len(b.bytes):cap(b.bytes)])
		b.bytes = b.bytes[:len(b.bytes)+n]
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			b.free()
			return nil, err
		}
	}
}

// equal reports whether the file has the content. Line endings that git has
// converted on checkout make no difference: they would come back each time.
func (b *buffer) equal(content []byte) bool {
	old := b.bytes
	if len(old) <= len(content) {
		return bytes.Equal(old, content)
	}
	for {
		i := bytes.Index(old, []byte("\r\n"))
		if i < 0 {
			return bytes.Equal(old, content)
		}
		if len(content) < i || !bytes.Equal(old[:i], content[:i]) {
			return false
		}
		old, content = old[i+1:], content[i:]
	}
}
