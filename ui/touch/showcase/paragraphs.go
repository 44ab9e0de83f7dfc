package main

import "matchbooth/ui/touch"

const mixed = "先看看，再决定：这里写着 18–45 岁、“入库不等于捐献”（listing is not donating），也写着 a@example.org 和 139 0000 0417。" +
	"（英文单词和 self-contained 这样的词都不拆开。）You may say no at any time, 而且不必说明理由。"

// paragraphs shows lines that mix Chinese and English, at three widths.
func paragraphs(s *stage) {
	y := float32(30)
	for _, width := range []float32{700, 420, 260} {
		p := touch.SetText(mixed, touch.Type{Size: 24, Color: s.look.Ink}, min(width, s.size.Width-80))
		for _, o := range p.Objects(40, y) {
			s.props.Add(o)
		}
		y += p.Height + 24
	}
}
