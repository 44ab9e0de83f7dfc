package keyboard

import (
	"image"
	"image/color"
)

// Style is a keyboard's appearance. Text colours must reach 4.5:1 on their grounds:
// Ink on Key, Function, Pressed and Ground; Soft on Ground; OnAction on Action and ActionPressed.
type Style struct {
	Ground            color.Color // behind the keys
	Key, Pressed      color.Color // keys that type, at rest and under the finger
	Function          color.Color // keys that do something
	FunctionPressed   color.Color
	Ink, Soft         color.Color // labels; quiet labels on the ground
	Action            color.Color // the action key
	ActionPressed     color.Color
	OnAction          color.Color
	Edge              color.Color // the soft edge under a key; nil: none
	ActionEdge        color.Color
	Border            color.Color // frame of every key, for high contrast; nil: none
	BorderWidth       float32     // dp
	Marked            color.Color // fill of a locked shift and of a chosen diacritic
	OnMarked          color.Color
	Unit              float32 // the shorter side of the window / 800; lengths and type scale with it
	Large             bool    // large print: type × 1.25
	Backspace, Shift  Icon
	ShiftOn, CapsLock Icon
	Hide              Icon // hides the keyboard
	Left, Right       Icon // paging
	Enter, Space      Icon // nil: their words are shown
}

// Icon draws a picture of w × h pixels. Where a Style has none, a word from Words is shown instead.
type Icon func(w, h int) image.Image

// Warm is the kit's own style: light keys on a warm ground, or black on white with framed keys for
// high contrast. It has no icons. The colours meet WCAG AA; in high contrast AAA.
func Warm(contrast bool) Style {
	s := Style{
		Ground: rgb(0xEFE6DB), Key: rgb(0xFFFFFF), Pressed: rgb(0xF3D9A4),
		Function: rgb(0xE0D3C4), FunctionPressed: rgb(0xCDBBA7), Ink: rgb(0x2A1A1F), Soft: rgb(0x6B5A5E),
		Action: rgb(0xB3122B), ActionPressed: rgb(0x7E0A1E), OnAction: rgb(0xFFFFFF),
		Edge: rgb(0xD3C4B2), ActionEdge: rgb(0x7E0A1E), Marked: rgb(0x2A1A1F), OnMarked: rgb(0xFFFFFF), Unit: 1,
	}
	if contrast {
		s.Ground, s.Key, s.Function = rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xFFFFFF)
		s.Pressed, s.FunctionPressed = rgb(0xFFD98A), rgb(0xFFD98A)
		s.Ink, s.Soft = rgb(0x000000), rgb(0x2A1A1F)
		s.Action, s.ActionPressed = rgb(0x8F0018), rgb(0x5A0010)
		s.Edge, s.ActionEdge = nil, nil
		s.Border, s.BorderWidth = rgb(0x000000), 2
		s.Marked, s.OnMarked = rgb(0x000000), rgb(0xFFFFFF)
	}
	return s
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

// Words are the labels of the keys, in the visitor's language.
type Words struct {
	Space   string // the space bar
	Confirm string // the action key while letters are being composed
	Done    string // the action key if Use names no action
	Missing string // "I cannot find this character"
	Nine    string // switches to nine keys
	Full    string // switches back to 26 keys
	Numbers string // switches to numbers and signs
	More    string // switches to further signs
	Letters string // switches back to letters
	Lang    string // toggles between Pinyin and Latin
	Clear   string // discards the composition
	Split   string // separates two syllables, on nine keys

	// Labels used where the style has no icon.
	Backspace, Shift, Hide, Left, Right string
}

// Chinese returns the kit's own words for Chinese readers.
func Chinese() Words {
	return Words{
		Space: "空格", Confirm: "确定", Done: "完成", Missing: "打不出这个字", Nine: "九键", Full: "26 键",
		Numbers: "123", More: "#+=", Letters: "返回", Lang: "中/EN", Clear: "重输", Split: "分词",
		Backspace: "⌫", Shift: "大写", Hide: "收起", Left: "‹", Right: "›",
	}
}

// English returns the kit's own words for English readers.
func English() Words {
	return Words{
		Space: "space", Confirm: "Confirm", Done: "Done", Missing: "I can't find this character", Nine: "9 keys", Full: "26 keys",
		Numbers: "123", More: "#+=", Letters: "ABC", Lang: "中/EN", Clear: "clear", Split: "'",
		Backspace: "⌫", Shift: "shift", Hide: "hide", Left: "‹", Right: "›",
	}
}
