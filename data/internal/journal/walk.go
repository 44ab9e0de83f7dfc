package journal

import (
	"bytes"
	"encoding/binary"
)

// lineRest returns how many bytes follow the mark and the length of a line.
func lineRest(head []byte) (int64, bool) {
	size := int64(binary.BigEndian.Uint32(head[len(Mark):]))
	return size + 32, !bytes.HasPrefix(head, Mark) || size > MaxLine
}

// LineWalk counts the complete lines of a journal that is fed to it from its beginning. After a damaged stretch it counts
// nothing more: too few rather than too many.
type LineWalk struct {
	Lines int
	head  []byte
	left  int64 // of the line after its head
	lost  bool
}

// Feed counts on with the next bytes of the journal.
func (w *LineWalk) Feed(b []byte) {
	lead := len(Mark) + 4
	for len(b) > 0 && !w.lost {
		if len(w.head) < lead {
			n := min(lead-len(w.head), len(b))
			w.head = append(w.head, b[:n]...)
			b = b[n:]
			if len(w.head) < lead {
				return
			}
			w.left, w.lost = lineRest(w.head)
			continue
		}
		n := min(w.left, int64(len(b)))
		w.left -= n
		b = b[n:]
		if w.left == 0 {
			w.Lines++
			w.head = w.head[:0]
		}
	}
}
