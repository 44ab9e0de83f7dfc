package keyboard

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// perPage is the number of candidates on a page of the bar; on a first page of surnames there may be as many as
// mostOnPage, for nobody should have to turn a page for a surname.
const (
	perPage    = 10
	mostOnPage = 12
)

// Dimensions of the bar, in dp at Unit 1.
const (
	toolWide    = 64 // paging arrows, hide key
	choiceLeast = 60
	choicePad   = 17 // beside the text of a candidate
	choiceGap   = 5
	choiceTight = 10 // the same if there are many
	choiceClose = 3
)

// placeBar adds the keys of the bar above the page: candidates or suffixes at the left; paging, the
// missing-character key and the hide key at the right. In a narrow window the candidates have a row
// of their own.
func (k *Keyboard) placeBar(m sizes) {
	s := k.style
	row := m.top
	toolRow := row + float32(m.bars-1)*(m.bar+m.gapY)
	right := m.x + m.w
	tool := func(id, label string, icon Icon, wide float32) {
		right -= wide
		k.keys = append(k.keys, key{spec: spec{id: id, does: true}, label: label, icon: picture{id, icon}, role: does,
			at: round(right, toolRow), size: fyne.NewSize(floor(wide), floor(m.bar))})
		right -= m.gapX
	}
	tool("hide", k.words.Hide, s.Hide, toolWide*m.u)
	last := func() *key { return &k.keys[len(k.keys)-1] }
	if hasCandidates[k.page] && len(k.shown) > 0 {
		tool("next", k.words.Right, s.Right, toolWide*m.u)
		last().role = types
		next := len(k.keys) - 1
		tool("prev", k.words.Left, s.Left, toolWide*m.u)
		last().role = types
		defer func() { // how many candidates fit is known only afterwards
			if k.from == 0 && !k.more {
				k.keys = append(k.keys[:next], k.keys[next+2:]...)
			}
		}()
	}
	if k.Pending() {
		size := k.typeSize(quiet)
		wide := min(k.width(k.words.Missing, size, false)+2*14*m.u, m.w*0.36)
		tool("missing", k.words.Missing, nil, max(leastKey, wide))
		last().role = quiet
	}
	end := right
	if m.bars > 1 {
		end = m.x + m.w
	}
	switch {
	case hasCandidates[k.page]:
		k.placeChoices(m, row, end)
	case k.page == email:
		x := m.x
		for i, text := range suffixes {
			wide := k.width(text, k.typeSize(types)*0.8, false) + 2*choicePad*m.u
			k.keys = append(k.keys, key{spec: spec{id: fmt.Sprintf("suffix%d", i), does: true}, label: text, role: types,
				at: round(x, row), size: fyne.NewSize(floor(wide), floor(m.bar)), index: i})
			x += wide + m.gapX
		}
	}
}

// placeChoices lays out as many candidates as fit in the bar between the left edge and end, more
// tightly if that makes room for more.
func (k *Keyboard) placeChoices(m sizes, y, end float32) {
	size := k.typeSize(choice)
	widths := make([]float32, len(k.shown))
	place := func(least, pad, gap float32) (all float32) {
		for i, c := range k.shown {
			widths[i] = max(least, k.width(c.Text, size, i == 0)+2*pad)
			all += widths[i] + gap
		}
		return all - gap
	}
	gap := choiceGap * m.u
	if place(choiceLeast*m.u, choicePad*m.u, gap) > end-m.x {
		gap = choiceClose * m.u
		place(leastKey, choiceTight*m.u, gap)
	}
	x := m.x
	for i, c := range k.shown {
		wide := min(widths[i], end-m.x) // a phrase longer than the bar is shrunk
		if x+wide > end+0.5 {
			k.shown, k.more = k.shown[:i], true
			break
		}
		k.keys = append(k.keys, key{spec: spec{id: choiceIDs[i], does: true}, label: c.Text, role: choice,
			at: round(x, y), size: fyne.NewSize(floor(wide), floor(m.bar)), index: i})
		x += wide + gap
	}
}

var choiceIDs = [mostOnPage]string{
	"cand0", "cand1", "cand2", "cand3", "cand4", "cand5", "cand6", "cand7", "cand8", "cand9", "cand10", "cand11",
}

// fetch gets the candidates from k.from on.
func (k *Keyboard) fetch() {
	k.shown, k.more = nil, false
	if k.composer == nil || !hasCandidates[k.page] {
		return
	}
	if k.composer.Empty() && k.target != nil {
		k.composer.Before(k.target.BeforeCaret())
	}
	n := perPage
	if k.from == 0 {
		n = min(k.composer.FirstPage(), mostOnPage)
	}
	k.shown, k.more = k.composer.Candidates(k.from, n)
}

// first shows the first candidates.
func (k *Keyboard) first() {
	k.from, k.before, k.sylls = 0, k.before[:0], 0
	k.fetch()
}

// pageDown shows the next candidates; after the last it does nothing.
func (k *Keyboard) pageDown() {
	if !k.more || len(k.shown) == 0 {
		return
	}
	k.before = append(k.before, k.from)
	k.from += len(k.shown)
	k.fetch()
	k.relabel()
}

// pageUp shows the previous candidates.
func (k *Keyboard) pageUp() {
	if len(k.before) == 0 {
		return
	}
	k.from = k.before[len(k.before)-1]
	k.before = k.before[:len(k.before)-1]
	k.fetch()
	k.relabel()
}
