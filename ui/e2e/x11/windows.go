package x11

import (
	"encoding/binary"
	"fmt"
	"image"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Window is one window that stands on the screen.
type Window struct {
	ID      xproto.Window
	Top     xproto.Window // what the window manager put around it, else itself
	At      image.Rectangle
	Process int // 0 where it does not say
}

// Windows lists what can be seen on the screen, from the lowest to the uppermost: every shown
// window of more than a pixel or two that lies on it. Menus and frames of a window manager are
// windows too.
func (c *Conn) Windows() ([]Window, error) {
	tree, err := xproto.QueryTree(c.x, c.root).Reply()
	if err != nil {
		return nil, fmt.Errorf("listing the windows: %w", err)
	}
	pid, err := c.atom("_NET_WM_PID")
	if err != nil {
		return nil, err
	}
	var all []Window
	for _, id := range tree.Children {
		w, ok := c.seen(id)
		if !ok {
			continue
		}
		w.ID, w.Process = c.owner(id, pid, 3)
		all = append(all, w)
	}
	return all, nil
}

// seen is the window, when some of it can be seen. One that is gone meanwhile cannot.
func (c *Conn) seen(id xproto.Window) (w Window, ok bool) {
	look, err := xproto.GetWindowAttributes(c.x, id).Reply()
	if err != nil || look.MapState != xproto.MapStateViewable || look.Class != xproto.WindowClassInputOutput {
		return w, false
	}
	g, err := xproto.GetGeometry(c.x, xproto.Drawable(id)).Reply()
	if err != nil {
		return w, false
	}
	w = Window{ID: id, Top: id, At: image.Rect(int(g.X), int(g.Y), int(g.X)+int(g.Width), int(g.Y)+int(g.Height))}
	shown := w.At.Intersect(image.Rect(0, 0, c.Width, c.Height))
	return w, shown.Dx() > 2 && shown.Dy() > 2
}

// owner looks into a window, so many frames deep, for the one that names its process.
func (c *Conn) owner(id xproto.Window, pid xproto.Atom, deep int) (xproto.Window, int) {
	if value, err := c.property(id, pid); err == nil && len(value) >= 4 {
		return id, int(binary.LittleEndian.Uint32(value))
	}
	if deep == 0 {
		return id, 0
	}
	tree, err := xproto.QueryTree(c.x, id).Reply()
	if err != nil {
		return id, 0
	}
	for _, child := range tree.Children {
		if w, process := c.owner(child, pid, deep-1); process != 0 {
			return w, process
		}
	}
	return id, 0
}

func (c *Conn) property(w xproto.Window, name xproto.Atom) ([]byte, error) {
	value, err := xproto.GetProperty(c.x, false, w, name, xproto.GetPropertyTypeAny, 0, 1<<20).Reply()
	if err != nil {
		return nil, err
	}
	return value.Value, nil
}

// Properties is all that is written on every window of the screen, shown or not, and on the
// screen itself: titles, classes, clipboards' pieces.
func (c *Conn) Properties() ([]byte, error) {
	var all []byte
	var into func(xproto.Window)
	into = func(w xproto.Window) {
		names, err := xproto.ListProperties(c.x, w).Reply()
		if err != nil {
			return // gone meanwhile
		}
		for _, name := range names.Atoms {
			if value, err := c.property(w, name); err == nil {
				all = append(append(all, value...), '\n')
			}
		}
		if tree, err := xproto.QueryTree(c.x, w).Reply(); err == nil {
			for _, child := range tree.Children {
				into(child)
			}
		}
	}
	into(c.root)
	return all, c.Sync()
}

// Wish is something that a window manager, a pager or a taskbar asks of a window.
type Wish struct {
	Name    string
	message string
	atoms   []string // of the message's data, before the numbers
	data    []uint32
	direct  bool // sent to the window itself, not to the window manager
}

// Wishes are those that would take a window away, or its place, size or rank.
var Wishes = []Wish{
	{Name: "close (WM_DELETE_WINDOW)", message: "WM_PROTOCOLS", atoms: []string{"WM_DELETE_WINDOW"}, direct: true},
	{Name: "close (_NET_CLOSE_WINDOW)", message: "_NET_CLOSE_WINDOW", data: []uint32{0, 2}},
	{Name: "minimise", message: "WM_CHANGE_STATE", data: []uint32{3}},
	{Name: "leave full screen", message: "_NET_WM_STATE", data: []uint32{0}, atoms: []string{"_NET_WM_STATE_FULLSCREEN"}},
	{Name: "hide", message: "_NET_WM_STATE", data: []uint32{1}, atoms: []string{"_NET_WM_STATE_HIDDEN"}},
	{Name: "shade", message: "_NET_WM_STATE", data: []uint32{1}, atoms: []string{"_NET_WM_STATE_SHADED"}},
	{Name: "go below", message: "_NET_WM_STATE", data: []uint32{1}, atoms: []string{"_NET_WM_STATE_BELOW"}},
	{Name: "move and shrink", message: "_NET_MOVERESIZE_WINDOW", data: []uint32{0xF<<8 | 2<<12, 300, 200, 400, 300}},
	{Name: "drag by hand", message: "_NET_WM_MOVERESIZE", data: []uint32{10, 10, 8, 1, 2}},
	{Name: "another desktop", message: "_NET_WM_DESKTOP", data: []uint32{1, 2}},
	{Name: "show the desktop", message: "_NET_SHOWING_DESKTOP", data: []uint32{1}},
	{Name: "switch desktops", message: "_NET_CURRENT_DESKTOP", data: []uint32{1, 0}},
}

// Ask makes a wish for a window.
func (c *Conn) Ask(w xproto.Window, wish Wish) error {
	kind, err := c.atom(wish.message)
	if err != nil {
		return err
	}
	data := make([]uint32, 5)
	n := 0
	if wish.message == "_NET_WM_STATE" { // what to do comes before the name
		data[0], n = wish.data[0], 1
	} else {
		copy(data[len(wish.atoms):], wish.data)
	}
	for _, name := range wish.atoms {
		a, err := c.atom(name)
		if err != nil {
			return err
		}
		data[n] = uint32(a)
		n++
	}
	event := xproto.ClientMessageEvent{Format: 32, Window: w, Type: kind, Data: xproto.ClientMessageDataUnionData32New(data)}
	to, mask := c.root, uint32(xproto.EventMaskSubstructureRedirect|xproto.EventMaskSubstructureNotify)
	if wish.direct {
		to, mask = w, xproto.EventMaskNoEvent
	}
	if err := xproto.SendEventChecked(c.x, false, to, mask, string(event.Bytes())).Check(); err != nil {
		return fmt.Errorf("asking the window to %s: %w", wish.Name, err)
	}
	return nil
}

// Taken is what the named selection (CLIPBOARD, PRIMARY) holds as text; empty when nobody offers
// any. It must not be called on a connection that serves a clipboard of its own.
func (c *Conn) Taken(selection string) ([]byte, error) {
	window, err := xproto.NewWindowId(c.x)
	if err != nil {
		return nil, fmt.Errorf("pasting: %w", err)
	}
	if err := xproto.CreateWindowChecked(c.x, 0, window, c.root, 0, 0, 1, 1, 0, 0, 0, 0, nil).Check(); err != nil {
		return nil, fmt.Errorf("pasting: %w", err)
	}
	defer xproto.DestroyWindow(c.x, window)
	var atoms [3]xproto.Atom
	for i, name := range []string{selection, "UTF8_STRING", "MATCHBOOTH_PASTE"} {
		if atoms[i], err = c.atom(name); err != nil {
			return nil, err
		}
	}
	if owner, err := xproto.GetSelectionOwner(c.x, atoms[0]).Reply(); err != nil || owner.Owner == 0 {
		return nil, err
	}
	if err := xproto.ConvertSelectionChecked(c.x, window, atoms[0], atoms[1], atoms[2], xproto.TimeCurrentTime).Check(); err != nil {
		return nil, fmt.Errorf("pasting: %w", err)
	}
	for {
		var event xgb.Event
		if event, err = c.x.WaitForEvent(); err != nil || event == nil {
			return nil, fmt.Errorf("pasting: %w", err)
		}
		if told, ok := event.(xproto.SelectionNotifyEvent); ok && told.Requestor == window {
			if told.Property == xproto.AtomNone {
				return nil, nil
			}
			return c.property(window, told.Property)
		}
	}
}

// Plain opens a window of no use, as any program beside the booth might; it goes with the
// connection.
func (c *Conn) Plain(at image.Rectangle) error {
	w, err := xproto.NewWindowId(c.x)
	if err != nil {
		return fmt.Errorf("opening a window: %w", err)
	}
	white := xproto.Setup(c.x).DefaultScreen(c.x).WhitePixel
	if err := xproto.CreateWindowChecked(c.x, 0, w, c.root, int16(at.Min.X), int16(at.Min.Y), uint16(at.Dx()), uint16(at.Dy()), 0,
		xproto.WindowClassInputOutput, 0, xproto.CwBackPixel, []uint32{white}).Check(); err != nil {
		return fmt.Errorf("opening a window: %w", err)
	}
	if err := xproto.MapWindowChecked(c.x, w).Check(); err != nil {
		return fmt.Errorf("opening a window: %w", err)
	}
	return nil
}
