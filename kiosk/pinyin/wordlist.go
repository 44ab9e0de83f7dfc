package pinyin

import (
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"sync"

	"matchbooth/assets"
)

// WordList knows which words Chinese text is made of, so that a line of print need not end inside one. It never changes and is
// safe for concurrent use.
type WordList struct {
	// For each word of up to longest characters, in order, eight bytes with the least first: 16 bits of its cost in steps of
	// 1/costStep, then 48 of its sum. No word of the dictionary has the sum of another.
	words []byte
	own   map[uint64]float64 // the words of field, by their sums
}

const (
	longest = 5  // characters of the longest word that is kept whole; what is longer may be parted between its words
	unknown = 20 // the cost of a character that is in no list: rarer than any that is
	ours    = 11 // the cost of a word of this field: about that of 学院

	costStep = 256
	costMask = 1<<16 - 1
	entry    = 8 // bytes
)

// field holds words of this field and ways of counting that the dictionary lacks.
var field = []string{
	"配型", "初配", "相合", "入库", "预登记", "动员针", "高分辨", "回执码", "志愿者", "捐献者", "献血者", "患者", "采血", "采样", "体检", "移植", "血样", "拭子",
	"骨髓库", "中华", "血液病", "白血病", "二维码", "手机号", "微信号", "学生证", "身份证", "游园会", "摊位", "排异", "复配",
	"四百分之一", "万分之一", "百分之一", "几小时", "几天", "几年", "几次", "几个", "一屏", "多年", "以后", "爸妈", "家里人",
}

// Words returns the words of the built-in dictionary. They are not unpacked from it, which takes some 50 ms before the first page
// can be drawn: they lie ready beside it, and are read where they are.
var Words = sync.OnceValue(func() *WordList {
	w := &WordList{words: assets.ChineseWords(), own: map[uint64]float64{}}
	for _, text := range field {
		w.own[sumOf([]byte(text))] = ours
	}
	return w
})

// wordsOf returns what [assets.ChineseWords] has for a dictionary.
func wordsOf(d *Dict) []byte {
	end := uint32(len(d.cost))
	if len(d.length) > longest {
		end = d.length[longest].word
	}
	all := make([]uint64, end)
	for i := range end {
		all[i] = sumOf(d.words[d.start[i]:d.start[i+1]]) | uint64(min(costMask, d.cost[i]*costStep))
	}
	slices.Sort(all)
	// A character with several readings stands there several times, the most frequent first.
	all = slices.CompactFunc(all, func(a, b uint64) bool { return a&^costMask == b&^costMask })
	out := make([]byte, 0, len(all)*entry)
	for _, w := range all {
		out = binary.LittleEndian.AppendUint64(out, w)
	}
	return out
}

// sumOf is the FNV-1a sum of a text, with room for the cost in its last 16 bits.
func sumOf(text []byte) uint64 {
	sum := uint64(14695981039346656037)
	for _, b := range text {
		sum = (sum ^ uint64(b)) * 1099511628211
	}
	return sum &^ costMask
}

// costOf returns the cost of a word, and whether it is one.
func (w *WordList) costOf(text []byte) (float64, bool) {
	sum := sumOf(text)
	if cost, ok := w.own[sum]; ok {
		return cost, true
	}
	at := func(i int) uint64 { return binary.LittleEndian.Uint64(w.words[i*entry:]) }
	n := len(w.words) / entry
	i := sort.Search(n, func(i int) bool { return at(i) >= sum })
	if i == n || at(i)&^costMask != sum {
		return 0, false
	}
	return float64(at(i)&costMask) / costStep, true
}

// Inside reports for each character of a run of Han characters whether the one before it belongs to the same word: the run is
// parted into the words that are most likely together.
func (w *WordList) Inside(run []rune) []bool {
	text := []byte(string(run))
	at := make([]int, len(run)+1) // where each character begins in text
	for i, r := range run {
		at[i+1] = at[i] + len(string(r))
	}
	best := make([]float64, len(run)+1)
	from := make([]int, len(run)+1)
	for i := 1; i <= len(run); i++ {
		best[i] = math.Inf(1)
		for n := 1; n <= min(longest, i); n++ {
			c, ok := w.costOf(text[at[i-n]:at[i]])
			if !ok {
				if n > 1 {
					continue
				}
				c = unknown
			}
			if sum := best[i-n] + c; sum < best[i] {
				best[i], from[i] = sum, i-n
			}
		}
	}
	in := make([]bool, len(run))
	for i := len(run); i > 0; i = from[i] {
		for j := from[i] + 1; j < i; j++ {
			in[j] = true
		}
	}
	return in
}
