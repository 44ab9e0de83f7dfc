package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/launch"
	"matchbooth/ui/theme"
)

// The page that was drawn while a window was looked for is the one that a window of that size shows, and no other window does.
func TestTheFirstPageIsDrawnAhead(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Fyne{})
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	read := func(o *launch.Options) (*data.Store, bool) {
		pack, faults, err := event.LoadFS(assets.Event())
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		o.Pack, o.Data = pack, t.TempDir()
		return nil, true
	}
	for _, c := range []struct {
		size, opens fyne.Size
		same        bool
	}{
		{fyne.NewSize(1280, 800), fyne.NewSize(1280, 800), true},
		{fyne.NewSize(1080, 1920), fyne.NewSize(1080, 1920), true},
		{fyne.NewSize(1280, 800), fyne.NewSize(1366, 768), false},
	} {
		known := lookAhead(launch.Options{Read: read, Lang: "zh", Width: int(c.size.Width), Height: int(c.size.Height)}, texts)
		b := known.booth
		if !known.something || known.options.Pack == nil || b == nil || b.early.page == nil {
			t.Fatalf("nothing was made ready: %+v", known)
		}
		early, l := b.early.page, &rootLayout{b}
		l.Layout(nil, l.MinSize(nil)) // the toolkit asks for that first
		if b.page != nil {
			t.Errorf("a page was drawn for %v, which nobody sees", l.MinSize(nil))
		}
		l.Layout(nil, c.opens)
		if (b.page == early) != c.same {
			t.Errorf("drawn for %v, opened at %v: the same page is %t", c.size, c.opens, b.page == early)
		}
		if (b.early.page == nil) != c.same {
			t.Errorf("drawn for %v, opened at %v: kept further: %t", c.size, c.opens, b.early.page != nil)
		}
	}
	if known := lookAhead(launch.Options{Read: func(*launch.Options) (*data.Store, bool) { return nil, false }}, texts); known.something || known.booth != nil {
		t.Error("a booth is shown although there was none")
	}
}
