package journal

import (
	"bytes"
	"encoding/binary"
)

// lineRest is how many bytes follow the mark and the length of a line.
func lineRest(head []byte) (int64, bool) {
	size := int64(binary.BigEndian.Uint32(head[len(Mark):]))
	return size + 32, !bytes.HasPrefix(head, Mark) || size > MaxLine
}

// LineWalk counts the whole lines of a journal that is fed to it from its beginning. Behind a damaged stretch it counts
// nothing more: too little is said rather than too much.
type LineWalk struct {
	Lines int
	head  []byte
	left  int64 // of the line behind its head
	lost  bool
}

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
