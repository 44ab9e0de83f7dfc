package main

import "matchbooth/ui/touch"

const mixed = "造血干细胞捐献在两周内完成：注射 4–5 天的 granulocyte-colony stimulating factor，然后从手臂静脉采集 3–4 小时。" +
	"（采集的是外周血，不是“抽骨髓”。）You may say no at any time, 而且不必说明理由。"

// paragraphs shows lines that mix Chinese and English, in three widths.
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
