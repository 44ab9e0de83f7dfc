// Package theme holds the look of Matchbooth as named tokens: colours ([Palette]), sizes
// ([Metrics]) and the two embedded typefaces. Screens take every colour and every length from here.
package theme

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"matchbooth/assets"
)

// One typeface covers both Latin and Han for each weight: with Fyne's per-rune fallback a line of
// Chinese would flip between two fonts.
var (
	regular = sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource("NotoSansSC-Regular", assets.Font(false)) })
	bold    = sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource("NotoSansSC-Bold", assets.Font(true)) })
)

// ground is what the window is cleared with.
var ground color.Color

// SetGround sets the colour that the window is cleared with before anything is painted, from the next frame on; nil is paper.
// It spares a page the painting of its ground: where the processor paints, that costs as much as most of the page. Call it on
// the toolkit's goroutine.
func SetGround(c color.Color) { ground = c }

// Fyne is the toolkit's theme: it only supplies the fonts and keeps stock colours within our
// palette; no stock widget is shown to visitors.
type Fyne struct{}

// Font implements fyne.Theme.
func (Fyne) Font(s fyne.TextStyle) fyne.Resource {
	if s.Symbol {
		return base.DefaultTheme().Font(s)
	}
	if s.Bold {
		return bold()
	}
	return regular()
}

// Color implements fyne.Theme.
func (Fyne) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := Colours(false)
	switch n {
	case base.ColorNameBackground:
		if ground != nil {
			return ground
		}
		return p.Paper
	case base.ColorNameForeground:
		return p.Ink
	case base.ColorNamePrimary:
		return p.Red
	}
	return base.DefaultTheme().Color(n, base.VariantLight)
}

// Icon implements fyne.Theme.
func (Fyne) Icon(n fyne.ThemeIconName) fyne.Resource { return base.DefaultTheme().Icon(n) }

// Size implements fyne.Theme.
func (Fyne) Size(n fyne.ThemeSizeName) float32 { return base.DefaultTheme().Size(n) }
