package pinyin

// stream yields single characters or words, the cheapest first.
type stream struct {
	hits   []hit     // words, or
	order  []uint32  // characters in this order, or
	lo, hi uint32    // characters in the dictionary's order
	costs  []float32 // of characters
	pen    float32
	to     int
}

// next returns the next hit without removing it.
func (s *stream) next() (h hit, ok bool) {
	switch {
	case len(s.hits) > 0:
		return s.hits[0], true
	case len(s.order) > 0:
		return hit{s.order[0], s.costs[s.order[0]] + s.pen, s.to}, true
	case s.lo < s.hi:
		return hit{s.lo, s.costs[s.lo] + s.pen, s.to}, true
	default:
		return hit{}, false
	}
}

func (s *stream) skip() {
	switch {
	case len(s.hits) > 0:
		s.hits = s.hits[1:]
	case len(s.order) > 0:
		s.order = s.order[1:]
	default:
		s.lo++
	}
}

// merge merges many streams, the cheapest hit first: a heap of streams ordered by
// the next hit of each.
type merge struct {
	heap []merged
}

type merged struct {
	stream
	head hit
}

func (m *merge) add(s stream) {
	head, ok := s.next()
	if !ok {
		return
	}
	m.heap = append(m.heap, merged{s, head})
	for i := len(m.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if m.heap[up].head.cost <= m.heap[i].head.cost {
			break
		}
		m.heap[up], m.heap[i] = m.heap[i], m.heap[up]
		i = up
	}
}

// next removes and returns the cheapest hit.
func (m *merge) next() (hit, bool) {
	if len(m.heap) == 0 {
		return hit{}, false
	}
	top := &m.heap[0]
	out := top.head
	top.skip()
	if head, ok := top.next(); ok {
		top.head = head
	} else {
		last := len(m.heap) - 1
		m.heap[0] = m.heap[last]
		m.heap = m.heap[:last]
	}
	for i := 0; ; {
		low := 2*i + 1
		if low >= len(m.heap) {
			return out, true
		}
		if low+1 < len(m.heap) && m.heap[low+1].head.cost < m.heap[low].head.cost {
			low++
		}
		if m.heap[i].head.cost <= m.heap[low].head.cost {
			return out, true
		}
		m.heap[i], m.heap[low] = m.heap[low], m.heap[i]
		i = low
	}
}

// singles adds the characters that an edge may stand for.
func (m *merge) singles(d *Dict, e edge, names bool) {
	for _, syl := range e.m.syls {
		lo, hi := d.first[syl], d.first[syl+1]
		if names {
			m.add(stream{order: d.given[lo:hi], costs: d.givenCost, pen: e.pen, to: e.to})
		} else {
			m.add(stream{lo: lo, hi: hi, costs: d.cost, pen: e.pen, to: e.to})
		}
	}
}
