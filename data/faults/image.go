package faults

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// Policy decides what a power cut leaves of what was not synced.
type Policy func(*rand.Rand) chooser

// chooser decides about one image.
type chooser struct {
	write func() bool // whether a change is kept
	torn  func() bool // whether a kept one is torn, so that only some of its sectors are kept
	name  func() bool // whether a change of names is kept
	rnd   *rand.Rand
}

func always() bool { return true }
func never() bool  { return false }

// Drop loses everything that was not synced; Keep loses nothing, as a kill does.
var (
	Drop Policy = func(*rand.Rand) chooser { return chooser{write: never, torn: never, name: never} }
	Keep Policy = func(*rand.Rand) chooser { return chooser{write: always, torn: never, name: always} }
	// KeepNames and KeepBytes lose only one of the two.
	KeepNames Policy = func(*rand.Rand) chooser { return chooser{write: never, torn: never, name: always} }
	KeepBytes Policy = func(*rand.Rand) chooser { return chooser{write: always, torn: never, name: never} }
)

// Some keeps a random part: each change or not, a quarter of the kept writes torn at sectors of 512 bytes or, one in
// four of those, at any byte.
func Some(rnd *rand.Rand) chooser {
	keep, names := 0.1+0.8*rnd.Float64(), rnd.Float64()
	return chooser{
		write: func() bool { return rnd.Float64() < keep },
		torn:  func() bool { return rnd.IntN(4) == 0 },
		name:  func() bool { return rnd.Float64() < names },
		rnd:   rnd,
	}
}

const sector = 512

// Image is what a power cut at this point leaves. The same seed gives the same image.
func (p Point) Image(policy Policy, seed uint64) Tree {
	choose := policy(rand.New(rand.NewPCG(seed, uint64(p.N)))) //nolint:gosec // G404,G115: repeatable on purpose
	d := p.disk
	content := map[*node][]byte{}
	names := map[*node]map[string]*node{}
	d.each(d.top, map[*node]bool{}, func(n *node) {
		if n.folder {
			names[n] = map[string]*node{}
			for k, v := range n.saved {
				names[n][k] = v
			}
			return
		}
		content[n] = choose.content(n)
	})
	d.each(d.top, map[*node]bool{}, func(n *node) {
		for _, m := range n.moves {
			if choose.name() {
				m.apply(n, func(f *node) map[string]*node { return names[f] })
			}
		}
	})
	t := Tree{}
	collect(t, d.top, "", names, content)
	return t
}

// content draws what is left of a file.
func (c chooser) content(n *node) []byte {
	b := append([]byte(nil), n.durable...)
	for _, ch := range n.pending {
		if ch.lost || !c.write() {
			continue
		}
		if ch.data == nil || !c.torn() {
			b = ch.apply(b)
			continue
		}
		if c.rnd.IntN(4) == 0 { // at any byte
			part := change{at: ch.at, data: ch.data[:c.rnd.IntN(len(ch.data)+1)]}
			b = part.apply(b)
			continue
		}
		for from := int64(0); from < int64(len(ch.data)); {
			to := min((ch.at+from)/sector*sector+sector-ch.at, int64(len(ch.data)))
			if c.rnd.IntN(2) == 0 {
				part := change{at: ch.at + from, data: ch.data[from:to]}
				b = part.apply(b)
			}
			from = to
		}
	}
	return b
}

func collect(t Tree, n *node, below string, names map[*node]map[string]*node, content map[*node][]byte) {
	for _, k := range sorted(names[n]) {
		m := names[n][k]
		if m.folder {
			t[below+k+"/"] = nil
			collect(t, m, below+k+"/", names, content)
			continue
		}
		t[below+k] = content[m]
	}
}

// Write writes the tree into a folder, which is created if needed; its previous content is removed.
func (t Tree) Write(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, content := range t {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(p, 0o700); err != nil {
				return err
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(p, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
