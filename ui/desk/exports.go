package desk

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// exports is the row of export formats; each button writes its format into the folder shown.
type exports struct {
	*B
	say  func(text string, wrong bool)
	busy bool
}

// handoverPage exports what was opened into a folder.
func (b *B) handoverPage() {
	m := b.M
	r := b.roomFor(b.Tx("desk.page.handover"), "", false)
	rows := r.Low
	foot, rows := rows.Top(m.MainH())
	folder := foot
	if m.Portrait {
		// The folder gets a row of its own, above the formats.
		_, rows = rows.Top(m.S(12))
		foot, rows = rows.Top(m.MainH())
	}
	_, rows = rows.Top(m.S(12))
	note, _ := rows.Top(m.Label() * 3)
	b.exports(foot, folder, b.Message(note))
}

func (b *B) exports(foot, folder page.Box, say func(string, bool)) {
	m := b.M
	x := &exports{B: b, say: say}
	formats := []string{"json", "vcf", "csv", "xlsx"}
	style := func(format string) touch.Style {
		if format == "xlsx" {
			return b.StyleMain()
		}
		return b.StyleQuiet()
	}
	var want float32
	for _, format := range formats {
		want += b.Width(b.Tx("desk.export", "Format", format), style(format))
	}
	gap := m.S(12)
	room := foot.W - 3*gap
	if !m.Portrait {
		room -= m.S(240) + gap
	}
	shrink := min(1, room/want)
	right := foot.X + foot.W
	for _, format := range formats {
		label := b.Tx("desk.export", "Format", format)
		w := b.Width(label, style(format)) * shrink
		right -= w
		at := page.Box{X: right, Y: foot.Y + (foot.H-m.ButtonH())/2, W: w, H: m.ButtonH()}
		b.Button(at, "desk.export."+format, label, style(format), func() { x.onExport(format) })
		right -= gap
	}
	if !m.Portrait {
		folder.W = right - foot.X
	}
	t := b.Field(page.Box{X: folder.X, Y: folder.Y + (folder.H-m.ButtonH())/2, W: folder.W, H: m.ButtonH()}, "folder", "latin", b.Desk.Folder(), false, nil)
	t.OnSubmit = nil
	t.Style.TextSize = m.Small()
	t.Refresh()
}

func (x *exports) onExport(format string) {
	if x.busy {
		return
	}
	x.busy = true
	folder := x.Typed("folder").Text()
	x.say(x.Tx("desk.exporting"), false)
	x.later(func() func() {
		path, err := x.Desk.Export(context.Background(), format, "us", folder, x.onProgress)
		return func() { x.onExported(path, err) }
	})
}

// onProgress is called from another goroutine than the one that draws.
func (x *exports) onProgress(done, total int) {
	fyne.Do(func() {
		if x.busy {
			x.say(x.Tx("desk.progress", "Done", done, "Total", total), false)
			x.Do(session.Touch)()
		}
	})
}

func (x *exports) onExported(path string, err error) {
	x.busy = false
	var unread work.Unread
	if errors.As(err, &unread) {
		x.say(x.Tx("desk.export.unread", "Path", path, "N", int(unread)), true)
		return
	}
	var other handover.OtherKey
	switch {
	case err == nil:
		x.say(x.Tx("desk.exported", "Path", path), false)
	case errors.Is(err, handover.ErrInBooth):
		x.say(x.Tx("desk.export.inbooth"), true)
	case errors.As(err, &other):
		x.say(x.Tx("desk.export.otherkey"), true)
	default:
		x.say(x.Tx("desk.export.failed"), true)
	}
}
