package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"fyne.io/fyne/v2"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/prints"
)

// print writes what is printed for the event, of the pack as it is shown, in both languages: into a new folder beside the
// pack, or, where nothing can be written there, into one in the user's own folder. The note above the picture says where.
func (w *Window) print() {
	pack := w.now.pack
	switch {
	case w.printing:
		return
	case pack == nil || w.stale || len(w.faults) > 0 || w.err != nil:
		w.says("preview.print.faults", false)
		return
	}
	w.printing = true
	w.says("preview.print.begun", true)
	w.Later(func() func() {
		where, n, err := printBeside(pack, w.path, func(order prints.Order) ([]prints.File, error) {
			order.Texts = w.texts
			return prints.Files(order)
		}, func(n, of int) {
			fyne.Do(func() {
				if w.printing && n < of {
					w.says("preview.print.writing", true, "N", n+1, "Of", of)
				}
			})
		})
		return func() {
			w.printing = false
			switch {
			case err == nil:
				w.says("preview.print.done", true, "N", n, "Path", where)
			case errors.Is(err, syscall.ENOSPC):
				w.says("preview.print.full", false)
			default:
				w.says("preview.print.failed", false, "Path", filepath.Dir(filepath.Clean(w.path)))
			}
		}
	})
}

// says puts a sentence above the picture.
func (w *Window) says(key string, well bool, args ...any) {
	w.printed, w.printedWell = w.texts.In(w.speak).S(key, args...), well
	w.show()
}

// printBeside writes all prints of a pack beside the pack at path, or into the user's own folder where that cannot be
// written to or is inside a booth. It returns where they are and how many files.
func printBeside(pack *event.Pack, path string, layOut func(prints.Order) ([]prints.File, error), done func(n, of int)) (where string, n int, err error) {
	defer func() {
		if p := recover(); p != nil { // of a pack that was read in part anything may be missing
			err = fmt.Errorf("printing the pack: %v", p)
		}
	}()
	page, _ := hub.PageOf(pack, nil)
	files, err := layOut(prints.Order{Page: page.Plain(), Pack: pack, What: prints.All, Langs: []string{string(event.ZH), string(event.EN)}, Paper: prints.A3})
	if err != nil {
		return "", 0, err
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", 0, err
	}
	name := strings.TrimSuffix(filepath.Base(full), ".zip") + "-print"
	dir := filepath.Dir(full)
	where, err = "", error(fs.ErrPermission)
	if !data.InBooth(filepath.Join(dir, name)) {
		where, err = prints.WriteFolder(context.Background(), dir, name, files, done)
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		home, e := os.UserHomeDir()
		if e != nil || data.InBooth(filepath.Join(home, name)) {
			return "", 0, err
		}
		where, err = prints.WriteFolder(context.Background(), home, name, files, done)
	}
	return where, len(files), err
}
