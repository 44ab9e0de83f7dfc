package theme

import "image/color"

// Keys are the colours of the on-screen keyboard.
type Keys struct {
	Ground        color.NRGBA // under the keys
	Key, Function color.NRGBA // keys that type, keys that do something else
	Down          color.NRGBA // either while a finger is on it
	Ink, Soft     color.NRGBA // labels; quiet words of the bar
	Edge          color.NRGBA // the shadow line below a key; in high contrast the border around it
	Border        float32     // width of a border around every key in dp; 0: none
}

// KeyColours returns the colours of the keyboard, or their high-contrast twins, in which keys are
// told from the ground by their borders.
func KeyColours(contrast bool) Keys {
	p := Colours(contrast)
	k := Keys{
		Ground: hex(0xEFE6DB), Key: p.Card, Function: hex(0xE0D3C4), Down: hex(0xD3C2AF),
		Ink: p.Ink, Soft: p.Soft, Edge: hex(0xD6C8B8),
	}
	if contrast {
		k.Ground, k.Function, k.Down, k.Edge, k.Border = hex(0xFFFFFF), hex(0xFFFFFF), hex(0xD9D9D9), p.Edge, 2
	}
	return k
}
